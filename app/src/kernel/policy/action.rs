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
    /// What is kept how long, and why: the rules, and nobody's data.
    ReadWhatIsKept,
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
    /// Who of the centre has no coach today.
    ReadWithoutCoach,
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
    /// The programmes of the centre and their rules: no person.
    ReadProgrammes,
    /// Make a new version of a programme's rules.
    WriteProgrammes,
    /// Places, queue and forecast of the centre: counts alone (E3).
    ReadCapacity,
    /// Record, correct and take back how an enrolment ended (X3); whose it is, the database says.
    HandleExit,
    /// What is asked after an exit, and of whom (X4).
    FollowUpAfterExit,
    /// Propose another centre to a participant.
    ProposeTransfer,
    /// Say yes or no to another centre.
    AnswerTransfer,
    /// One's own extension, and one's own key to it (X1).
    AnswerExtension,
    /// Prepare somebody's extension, or turn the centre's or the agency's key (X1).
    HandleExtension,
    /// Which extensions wait at the centre, or of one's own participants, and which terms end soon (X1, K5).
    ReadExtensions,
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
    /// Write and send a referral, and take it back (E1).
    Refer,
    /// One's own referrals; at the desk those of the centre.
    ReadReferrals,
    /// Say no to a referral, call and judge its review, note the first contact (E4, K4).
    SettleReferral,
    /// The promise clocks of the centre, or of one's own participants (K1–K5).
    ReadPromises,
    /// See a person's promise clocks, with what explains them.
    ReadPromisesOf,
    /// Say why a promise was broken.
    ExplainPromise,
    /// See a person's coach talks.
    ReadTalks,
    /// Offer, book and record a person's coach talks, and what is offered beside them (K1–K3).
    WriteTalks,
    /// Enrol somebody at the desk (N1); of whom is decided by the referral, and by who is found.
    Enrol,
    /// Keep the hours in which coaches have times.
    KeepHours,
    /// The centre's own closed and open days: no person.
    ReadCalendar,
    /// Add and take back such a day.
    WriteCalendar,
    /// Read and fill in one's own start and exit forms (X2).
    AnswerOwnForms,
    /// Read a person's start and exit forms.
    ReadForms,
    /// Lock one's device to a person, to fill in a form with them.
    BeginTogether,
    /// What a device that is locked to a person is for.
    AnswerTogether,
    /// The questions of the centre's forms: no person.
    ReadQuestions,
    /// Make a new version of them.
    WriteQuestions,
    /// Prove once more that it is oneself; from a locked device it is the way back.
    ConfirmOneself,
}

/// What a decision about an action leans on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// A participant, about themselves.
    Oneself,
    /// Anybody who is signed in as a person.
    SignedIn,
    /// A device that is locked to a person; where it says so, anybody who is signed in as well.
    Jointly(bool),
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
    pub const ALL: [Self; 69] = [
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
        Self::ReadWhatIsKept,
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
        Self::ReadWithoutCoach,
        Self::DeclareRelation,
        Self::ManageProtection,
        Self::TakeOverride,
        Self::InviteToSignIn,
        Self::JudgeCorrection,
        Self::ReadProgrammes,
        Self::WriteProgrammes,
        Self::ReadCapacity,
        Self::HandleExit,
        Self::FollowUpAfterExit,
        Self::ProposeTransfer,
        Self::AnswerTransfer,
        Self::AnswerExtension,
        Self::HandleExtension,
        Self::ReadExtensions,
        Self::OpenRecord,
        Self::ReadIdentityNumber,
        Self::WriteContact,
        Self::ReadConsents,
        Self::TakeConsent,
        Self::ReadPlanVersion,
        Self::Refer,
        Self::ReadReferrals,
        Self::SettleReferral,
        Self::ReadPromises,
        Self::ReadPromisesOf,
        Self::ExplainPromise,
        Self::ReadTalks,
        Self::WriteTalks,
        Self::Enrol,
        Self::KeepHours,
        Self::ReadCalendar,
        Self::WriteCalendar,
        Self::AnswerOwnForms,
        Self::ReadForms,
        Self::BeginTogether,
        Self::AnswerTogether,
        Self::ReadQuestions,
        Self::WriteQuestions,
        Self::ConfirmOneself,
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
            Self::ReadWhatIsKept => "read_what_is_kept",
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
            Self::ReadWithoutCoach => "read_without_coach",
            Self::DeclareRelation => "declare_relation",
            Self::ManageProtection => "manage_protection",
            Self::TakeOverride => "take_override",
            Self::InviteToSignIn => "invite_to_sign_in",
            Self::JudgeCorrection => "judge_correction",
            Self::ReadProgrammes => "read_programmes",
            Self::WriteProgrammes => "write_programmes",
            Self::ReadCapacity => "read_capacity",
            Self::HandleExit => "handle_exit",
            Self::FollowUpAfterExit => "follow_up_after_exit",
            Self::ProposeTransfer => "propose_transfer",
            Self::AnswerTransfer => "answer_transfer",
            Self::AnswerExtension => "answer_extension",
            Self::HandleExtension => "handle_extension",
            Self::ReadExtensions => "read_extensions",
            Self::OpenRecord => "open_record",
            Self::ReadIdentityNumber => "read_identity_number",
            Self::WriteContact => "write_contact",
            Self::ReadConsents => "read_consents",
            Self::TakeConsent => "take_consent",
            Self::ReadPlanVersion => "read_plan_version",
            Self::Refer => "refer",
            Self::ReadReferrals => "read_referrals",
            Self::SettleReferral => "settle_referral",
            Self::ReadPromises => "read_promises",
            Self::ReadPromisesOf => "read_promises_of",
            Self::ExplainPromise => "explain_promise",
            Self::ReadTalks => "read_talks",
            Self::WriteTalks => "write_talks",
            Self::Enrol => "enrol",
            Self::KeepHours => "keep_hours",
            Self::ReadCalendar => "read_calendar",
            Self::WriteCalendar => "write_calendar",
            Self::AnswerOwnForms => "answer_own_forms",
            Self::ReadForms => "read_forms",
            Self::BeginTogether => "begin_together",
            Self::AnswerTogether => "answer_together",
            Self::ReadQuestions => "read_questions",
            Self::WriteQuestions => "write_questions",
            Self::ConfirmOneself => "confirm_oneself",
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
            | Self::AskForCorrection
            | Self::AnswerTransfer
            | Self::AnswerExtension
            | Self::AnswerOwnForms => Asks::Oneself,
            Self::ManageOwnSignIn | Self::ChangeOwnSignIn | Self::ReadWhatIsKept => Asks::SignedIn,
            Self::SwitchRole | Self::OpenStart => Asks::Roles(&Role::ALL, false),
            Self::ReadPortfolio => Asks::Roles(&[Role::Coach, Role::TeamLeader], false),
            Self::StartScreen => Asks::Roles(&[Role::Reception, Role::TeamLeader, Role::Manager], false),
            Self::ShowCode => Asks::Roles(&[Role::Reception, Role::TeamLeader, Role::Manager], true),
            Self::DeclareRelation | Self::TakeOverride | Self::ReadProgrammes | Self::ReadCalendar => {
                Asks::Roles(IN_HOUSE, false)
            }
            Self::WriteProgrammes | Self::WriteQuestions => Asks::Roles(&[Role::Manager], false),
            Self::ReadQuestions => Asks::Roles(&[Role::Coach, Role::TeamLeader, Role::Manager], false),
            Self::ReadForms => Asks::Cell(Category::Forms, Verb::Read),
            Self::BeginTogether => Asks::Cell(Category::Forms, Verb::Write),
            Self::AnswerTogether => Asks::Jointly(false),
            Self::ConfirmOneself => Asks::Jointly(true),
            Self::ReadCapacity => Asks::Roles(&[Role::Reception, Role::TeamLeader, Role::Manager], false),
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
            Self::Assign | Self::WriteCalendar => Asks::Roles(&[Role::TeamLeader, Role::Manager], false),
            // The reception meets them at the desk.
            Self::ReadWithoutCoach => Asks::Roles(&[Role::Reception, Role::TeamLeader, Role::Manager], false),
            Self::Enrol => Asks::Roles(&[Role::Reception, Role::TeamLeader, Role::Manager], false),
            Self::KeepHours => Asks::Roles(&[Role::Coach, Role::TeamLeader, Role::Manager], false),
            Self::InviteToSignIn => Asks::Roles(&[Role::Reception, Role::Manager], false),
            Self::HandleExit | Self::FollowUpAfterExit => {
                Asks::Roles(&[Role::Coach, Role::TeamLeader, Role::Manager], false)
            }
            Self::ProposeTransfer => Asks::Roles(&[Role::TeamLeader], false),
            Self::HandleExtension => Asks::Cell(Category::Extension, Verb::Write),
            Self::OpenRecord => Asks::Cell(Category::Enrolled, Verb::Read),
            Self::ReadIdentityNumber => Asks::Cell(Category::IdentityNumber, Verb::Read),
            Self::WriteContact => Asks::Cell(Category::ContactCard, Verb::Write),
            Self::ReadConsents => Asks::Cell(Category::Consents, Verb::Read),
            Self::TakeConsent => Asks::Cell(Category::Consents, Verb::Write),
            Self::ReadPlanVersion => Asks::Cell(Category::PlanVersion, Verb::Read),
            // Of somebody who is not a person here yet: the row's own policy asks the grid (decision 024).
            Self::Refer => Asks::Roles(&[Role::CaseWorker], false),
            Self::ReadReferrals => Asks::Roles(
                &[Role::CaseWorker, Role::Reception, Role::TeamLeader, Role::Manager],
                false,
            ),
            Self::SettleReferral => Asks::Roles(&[Role::Reception, Role::TeamLeader], false),
            Self::ReadPromises | Self::ExplainPromise | Self::ReadExtensions => {
                Asks::Roles(&[Role::Coach, Role::TeamLeader, Role::Manager], false)
            }
            Self::ReadPromisesOf | Self::ReadTalks => Asks::Cell(Category::Bookings, Verb::Read),
            Self::WriteTalks => Asks::Cell(Category::Bookings, Verb::Write),
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
            Asks::SignedIn | Asks::Jointly(_) | Asks::Roles(..) | Asks::Cell(..) | Asks::RoleCell(..) => {
                "/personal"
            }
        }
    }

    /// Whether the actor's kind could do it at all, of anybody: what a guard of a page and a menu ask.
    pub fn conceivable(self, actor: ActorKind) -> bool {
        match (self.asks(), actor) {
            (_, ActorKind::Nobody) => false,
            (Asks::Oneself, kind) => kind == ActorKind::Participant,
            (Asks::Jointly(all), kind) => kind == ActorKind::Joint || (all && kind != ActorKind::Screen),
            (Asks::SignedIn, kind) => !matches!(kind, ActorKind::Screen | ActorKind::Joint),
            (Asks::Roles(_, screen), ActorKind::Screen) => screen,
            (Asks::Roles(roles, _), ActorKind::Staff(role)) => roles.contains(&role),
            (Asks::Cell(category, verb) | Asks::RoleCell(category, verb), ActorKind::Staff(role)) => {
                super::rule(role, category, verb).is_some()
            }
            _ => false,
        }
    }
}
