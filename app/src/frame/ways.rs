//! The ways on that a role has: in the rail, and all of them on the start page.

use super::text;
use crate::kernel::Lang;
use crate::kernel::policy::{Action, ActorKind, Role};
use crate::ui::IconName;

/// A way on, for those whose role has it.
#[derive(Clone, Copy)]
pub struct Way {
    pub href: &'static str,
    action: Action,
    pub icon: IconName,
    pub word: fn(Lang) -> &'static str,
    /// What is done there, in a line.
    pub lead: fn(Lang) -> &'static str,
    /// Whether it stands in the rail; the rest is found on the start page.
    pub rail: bool,
}

const fn way(
    href: &'static str,
    action: Action,
    icon: IconName,
    word: fn(Lang) -> &'static str,
    lead: fn(Lang) -> &'static str,
    rail: bool,
) -> Way {
    Way {
        href,
        action,
        icon,
        word,
        lead,
        rail,
    }
}

const WAYS: [Way; 25] = [
    way(
        "/coach",
        Action::ReadPortfolio,
        IconName::Home,
        text::coach_day,
        text::coach_day_lead,
        true,
    ),
    // On a phone the first of them stand under the thumb: what waits for the manager is seen there (G2, G6).
    way(
        "/drift",
        Action::ReadOperations,
        IconName::Eye,
        text::operations,
        text::operations_lead,
        true,
    ),
    way(
        "/myndighet",
        Action::ReadAgencyDesk,
        IconName::People,
        text::agency,
        text::agency_lead,
        true,
    ),
    way(
        "/anvisa",
        Action::Refer,
        IconName::Plus,
        text::refer,
        text::refer_lead,
        true,
    ),
    way(
        "/anvisningar",
        Action::ReadReferrals,
        IconName::ComesIn,
        text::referrals,
        text::referrals_lead,
        true,
    ),
    way(
        "/sok",
        Action::FindPerson,
        IconName::Search,
        text::find,
        text::find_lead,
        true,
    ),
    way(
        "/loften",
        Action::ReadPromises,
        IconName::Clock,
        text::promises,
        text::promises_lead,
        true,
    ),
    way(
        "/utan-coach",
        Action::ReadWithoutCoach,
        IconName::People,
        text::without_coach,
        text::without_coach_lead,
        true,
    ),
    way(
        "/forlangningar",
        Action::ReadExtensions,
        IconName::Check,
        text::extensions,
        text::extensions_lead,
        true,
    ),
    way(
        "/inskrivning",
        Action::Enrol,
        IconName::Card,
        text::enrolment,
        text::enrolment_lead,
        true,
    ),
    way(
        "/tider",
        Action::KeepHours,
        IconName::Calendar,
        text::hours,
        text::hours_lead,
        true,
    ),
    way(
        "/kalender",
        Action::ReadCalendar,
        IconName::Calendar,
        text::calendar,
        text::calendar_lead,
        false,
    ),
    way(
        "/konton",
        Action::ReadAccounts,
        IconName::People,
        text::accounts,
        text::accounts_lead,
        true,
    ),
    way(
        "/uppfoljningar",
        Action::FollowUpAfterExit,
        IconName::Clock,
        text::follow_ups,
        text::follow_ups_lead,
        false,
    ),
    way(
        "/siffror",
        Action::ReadFigures,
        IconName::Chart,
        text::figures,
        text::figures_lead,
        true,
    ),
    way(
        "/skarm?starta",
        Action::StartScreen,
        IconName::Screen,
        text::screen,
        text::screen_lead,
        true,
    ),
    way(
        "/platser",
        Action::ReadCapacity,
        IconName::Home,
        text::places,
        text::places_lead,
        false,
    ),
    way(
        "/program",
        Action::ReadProgrammes,
        IconName::Plan,
        text::programmes,
        text::programmes_lead,
        false,
    ),
    way(
        "/fragor",
        Action::ReadQuestions,
        IconName::Pen,
        text::questions,
        text::questions_lead,
        false,
    ),
    way(
        "/skydd",
        Action::ManageProtection,
        IconName::Shield,
        text::protection,
        text::protection_lead,
        false,
    ),
    way(
        "/rattelser",
        Action::JudgeCorrection,
        IconName::Pen,
        text::corrections,
        text::corrections_lead,
        false,
    ),
    way(
        "/gallring",
        Action::JudgeCorrection,
        IconName::Clock,
        text::retention,
        text::retention_lead,
        false,
    ),
    way(
        "/relationer",
        Action::DeclareRelation,
        IconName::Lock,
        text::relations,
        text::relations_lead,
        false,
    ),
    way(
        "/vad-sparas",
        Action::ReadWhatIsKept,
        IconName::Plan,
        text::kept,
        text::kept_lead,
        false,
    ),
    way(
        "/mina-enheter",
        Action::ManageOwnSignIn,
        IconName::Person,
        text::mine,
        text::mine_lead,
        true,
    ),
];

/// The ways on of a role, its own home first.
pub fn ways_of(role: Role) -> impl Iterator<Item = Way> {
    WAYS.into_iter()
        .filter(move |way| way.action.conceivable(ActorKind::Staff(role)))
}
