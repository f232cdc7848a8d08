//! What somebody wants to do, one word for each way in.

use super::{ActorKind, Category, Role, Verb};
use serde::{Deserialize, Serialize};

/// What somebody wants to do. What it is done to follows from the actor, or is a person who is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Register one's own attendance (A1).
    CheckIn,
    /// One's own day: stamp, next step, time left.
    ReadOwnDay,
    /// One's own plan, stamps and absences.
    ReadOwnPlan,
    /// Change one's own plan (P1).
    WriteOwnPlan,
    /// Publish a version of one's own plan to an agency, and revoke it (P4).
    PublishOwnPlan,
    /// One's own consents (C1).
    ReadOwnConsents,
    /// Give consent, signed on one's own screen.
    GiveOwnConsent,
    /// Withdraw one's own consent (C2).
    WithdrawOwnConsent,
    /// Who has seen me (G6).
    ReadWhoHasSeenMe,
    /// Ask about an entry of it.
    AskAboutRead,
    /// Everything about oneself, to read and to take along (P6).
    TakeOwnBook,
    /// Ask for a correction of what stands about oneself.
    AskForCorrection,
    /// One's own signed-in devices and ways of signing in.
    ManageOwnSignIn,
    /// Change one's own ways of signing in: PIN, password, app, passkeys.
    ChangeOwnSignIn,
    /// Change the role that one acts in.
    SwitchRole,
    /// The participants assigned to oneself, and who of the centre is here now.
    ReadPortfolio,
    /// Turn this device into the centre's screen.
    StartScreen,
    /// The code that changes on the centre's screen.
    ShowCode,
    /// The page where a staff member's day begins, with the ways on that the role has.
    OpenStart,
    /// Look for a person of the centre by name or number.
    FindPerson,
    /// What the agency's people begin with: own referrals, and what is shared with the agency.
    ReadAgencyDesk,
    /// Figures without small cells (S5).
    ReadFigures,
    /// Denials, overrides, failed sign-ins and questions of the centre.
    ReadOperations,
    /// Answer a participant's question about a read, and acknowledge an override.
    AnswerQuestion,
    /// Read the centre's accounts and roles.
    ReadAccounts,
    /// Create, change and end the centre's accounts and roles.
    WriteAccounts,
    /// Assign colleagues and deputies to a participant (G3).
    Assign,
    /// Declare a relation that closes a record (G1).
    DeclareRelation,
    /// Protect an identity, and name who may open it (G4).
    ManageProtection,
    /// Open the record of a person who is not one's own in an emergency (G2).
    TakeOverride,
    /// Invite somebody to link their own eID or account to sign in with.
    InviteToSignIn,
    /// Judge what a participant asked to have corrected, and see what is kept how long.
    JudgeCorrection,
    /// Open a person's record; what of it is open is decided category by category.
    OpenRecord,
    /// See a person's identity number whole.
    ReadIdentityNumber,
    /// Change a person's contact card and languages.
    WriteContact,
    /// See a person's consents.
    ReadConsents,
    /// Take a person's consent at the desk, or a withdrawal from somebody without a phone.
    TakeConsent,
    /// Read what a person has published to the actor's agency.
    ReadPlanVersion,
}

/// What a decision about an action leans on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// A participant, about themselves.
    Oneself,
    /// Anybody who is signed in as a person.
    SignedIn,
    /// One of these roles; a paired screen as well where the second says so.
    Roles(&'static [Role], bool),
    /// A cell of the grid, about a person who is named.
    Cell(Category, Verb),
    /// A cell of the grid that is not about a person.
    RoleCell(Category, Verb),
}

const IN_HOUSE: &[Role] = &[
    Role::Reception,
    Role::Coach,
    Role::Recruiter,
    Role::TeamLeader,
    Role::Manager,
    Role::Specialist,
];

impl Action {
    pub const ALL: [Self; 38] = [
        Self::CheckIn,
        Self::ReadOwnDay,
        Self::ReadOwnPlan,
        Self::WriteOwnPlan,
        Self::PublishOwnPlan,
        Self::ReadOwnConsents,
        Self::GiveOwnConsent,
        Self::WithdrawOwnConsent,
        Self::ReadWhoHasSeenMe,
        Self::AskAboutRead,
        Self::TakeOwnBook,
        Self::AskForCorrection,
        Self::ManageOwnSignIn,
        Self::ChangeOwnSignIn,
        Self::SwitchRole,
        Self::ReadPortfolio,
        Self::StartScreen,
        Self::ShowCode,
        Self::OpenStart,
        Self::FindPerson,
        Self::ReadAgencyDesk,
        Self::ReadFigures,
        Self::ReadOperations,
        Self::AnswerQuestion,
        Self::ReadAccounts,
        Self::WriteAccounts,
        Self::Assign,
        Self::DeclareRelation,
        Self::ManageProtection,
        Self::TakeOverride,
        Self::InviteToSignIn,
        Self::JudgeCorrection,
        Self::OpenRecord,
        Self::ReadIdentityNumber,
        Self::WriteContact,
        Self::ReadConsents,
        Self::TakeConsent,
        Self::ReadPlanVersion,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::CheckIn => "check_in",
            Self::ReadOwnDay => "read_own_day",
            Self::ReadOwnPlan => "read_own_plan",
            Self::WriteOwnPlan => "write_own_plan",
            Self::PublishOwnPlan => "publish_own_plan",
            Self::ReadOwnConsents => "read_own_consents",
            Self::GiveOwnConsent => "give_own_consent",
            Self::WithdrawOwnConsent => "withdraw_own_consent",
            Self::ReadWhoHasSeenMe => "read_who_has_seen_me",
            Self::AskAboutRead => "ask_about_read",
            Self::TakeOwnBook => "take_own_book",
            Self::AskForCorrection => "ask_for_correction",
            Self::ManageOwnSignIn => "manage_own_sign_in",
            Self::ChangeOwnSignIn => "change_own_sign_in",
            Self::SwitchRole => "switch_role",
            Self::ReadPortfolio => "read_portfolio",
            Self::StartScreen => "start_screen",
            Self::ShowCode => "show_code",
            Self::OpenStart => "open_start",
            Self::FindPerson => "find_person",
            Self::ReadAgencyDesk => "read_agency_desk",
            Self::ReadFigures => "read_figures",
            Self::ReadOperations => "read_operations",
            Self::AnswerQuestion => "answer_question",
            Self::ReadAccounts => "read_accounts",
            Self::WriteAccounts => "write_accounts",
            Self::Assign => "assign",
            Self::DeclareRelation => "declare_relation",
            Self::ManageProtection => "manage_protection",
            Self::TakeOverride => "take_override",
            Self::InviteToSignIn => "invite_to_sign_in",
            Self::JudgeCorrection => "judge_correction",
            Self::OpenRecord => "open_record",
            Self::ReadIdentityNumber => "read_identity_number",
            Self::WriteContact => "write_contact",
            Self::ReadConsents => "read_consents",
            Self::TakeConsent => "take_consent",
            Self::ReadPlanVersion => "read_plan_version",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.code() == code)
    }

    /// What must hold for it.
    pub const fn asks(self) -> Asks {
        match self {
            Self::CheckIn
            | Self::ReadOwnDay
            | Self::ReadOwnPlan
            | Self::WriteOwnPlan
            | Self::PublishOwnPlan
            | Self::ReadOwnConsents
            | Self::GiveOwnConsent
            | Self::WithdrawOwnConsent
            | Self::ReadWhoHasSeenMe
            | Self::AskAboutRead
            | Self::TakeOwnBook
            | Self::AskForCorrection => Asks::Oneself,
            Self::ManageOwnSignIn | Self::ChangeOwnSignIn => Asks::SignedIn,
            Self::SwitchRole | Self::OpenStart => Asks::Roles(&Role::ALL, false),
            Self::ReadPortfolio => Asks::Roles(&[Role::Coach, Role::TeamLeader], false),
            Self::StartScreen => Asks::Roles(&[Role::Reception, Role::TeamLeader, Role::Manager], false),
            Self::ShowCode => Asks::Roles(&[Role::Reception, Role::TeamLeader, Role::Manager], true),
            Self::DeclareRelation | Self::TakeOverride => Asks::Roles(IN_HOUSE, false),
            Self::FindPerson => Asks::Roles(
                &[Role::Reception, Role::Coach, Role::TeamLeader, Role::Manager],
                false,
            ),
            Self::ReadAgencyDesk => Asks::Roles(&[Role::CaseWorker, Role::Partner], false),
            Self::ReadFigures => Asks::RoleCell(Category::FiguresSuppressed, Verb::Read),
            Self::ReadOperations | Self::AnswerQuestion | Self::ManageProtection | Self::JudgeCorrection => {
                Asks::Roles(&[Role::Manager], false)
            }
            Self::ReadAccounts => Asks::RoleCell(Category::Accounts, Verb::Read),
            Self::WriteAccounts => Asks::RoleCell(Category::Accounts, Verb::Write),
            Self::Assign => Asks::Roles(&[Role::TeamLeader, Role::Manager], false),
            Self::InviteToSignIn => Asks::Roles(&[Role::Reception, Role::Manager], false),
            Self::OpenRecord => Asks::Cell(Category::Enrolled, Verb::Read),
            Self::ReadIdentityNumber => Asks::Cell(Category::IdentityNumber, Verb::Read),
            Self::WriteContact => Asks::Cell(Category::ContactCard, Verb::Write),
            Self::ReadConsents => Asks::Cell(Category::Consents, Verb::Read),
            Self::TakeConsent => Asks::Cell(Category::Consents, Verb::Write),
            Self::ReadPlanVersion => Asks::Cell(Category::PlanVersion, Verb::Read),
        }
    }

    /// Whether it asks for a second proof given lately, whoever does it. An emergency (G2) waits for nothing.
    pub const fn needs_step_up(self) -> bool {
        matches!(
            self,
            Self::WriteAccounts | Self::ManageProtection | Self::ChangeOwnSignIn | Self::TakeOwnBook
        )
    }

    /// Where somebody who is not signed in goes for it: to the participants' way in, or the staff's.
    pub const fn way_in(self) -> &'static str {
        match self.asks() {
            Asks::Oneself => "/logga-in",
            Asks::SignedIn | Asks::Roles(..) | Asks::Cell(..) | Asks::RoleCell(..) => "/personal",
        }
    }

    /// Whether the actor's kind could do it at all, of anybody: what a guard of a page and a menu ask.
    pub fn conceivable(self, actor: ActorKind) -> bool {
        match (self.asks(), actor) {
            (_, ActorKind::Nobody) => false,
            (Asks::Oneself, kind) => kind == ActorKind::Participant,
            (Asks::SignedIn, kind) => kind != ActorKind::Screen,
            (Asks::Roles(_, screen), ActorKind::Screen) => screen,
            (Asks::Roles(roles, _), ActorKind::Staff(role)) => roles.contains(&role),
            (Asks::Cell(category, verb) | Asks::RoleCell(category, verb), ActorKind::Staff(role)) => {
                super::rule(role, category, verb).is_some()
            }
            _ => false,
        }
    }
}
