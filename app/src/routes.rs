//! Every page, its path, and who may open it.

mod bundles;
mod refusals;

use crate::attendance::pages::CheckInPage;
use crate::frame::{LostPage, RouteAnnouncer};
use crate::kernel::Lang;
use crate::kernel::policy::Action;
use crate::today::pages::TodayPage;
use bundles::{AgencyPages, HousePages, ManagementPages, ParticipantPages, SignInPages, WayInPage};
use leptos::children::ToChildren as _;
use leptos::prelude::*;
use leptos::tachys::view::iterators::StaticVec;
use leptos_meta::provide_meta_context;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute as _};
use leptos_router::components::{FlatRoutes, FlatRoutesProps, RouteChildren, Router};
use leptos_router::{ChooseView, Lazy, NestedRoute, PossibleRouteMatch, SsrMode, path};
use std::sync::Arc;

/// The action that opening a page asks for, by its path as it is written in [`PAGES`]; `None` where anyone may.
const GUARDS: [(&str, Action); 62] = [
    ("/idag", Action::ReadOwnDay),
    ("/mer", Action::ReadOwnDay),
    ("/min-plan", Action::ReadOwnPlan),
    ("/checka-in", Action::CheckIn),
    ("/coach", Action::ReadPortfolio),
    ("/skarm", Action::ShowCode),
    ("/start", Action::OpenStart),
    ("/mina-enheter", Action::ManageOwnSignIn),
    ("/bekrafta", Action::ConfirmOneself),
    ("/samtycke", Action::ReadOwnConsents),
    ("/samtycke/:agency", Action::GiveOwnConsent),
    ("/samtycke/kvitto/:id", Action::ReadOwnConsents),
    ("/deltagare/:id/samtycke", Action::TakeConsent),
    ("/vem-har-sett", Action::ReadWhoHasSeenMe),
    ("/drift", Action::ReadOperations),
    ("/sok", Action::FindPerson),
    ("/deltagare/:id", Action::OpenRecord),
    ("/skydd", Action::ManageProtection),
    ("/min-plan/dela/:agency", Action::PublishOwnPlan),
    ("/myndighet", Action::ReadAgencyDesk),
    ("/myndighet/:id", Action::ReadAgencyDesk),
    ("/siffror", Action::ReadFigures),
    ("/konton", Action::ReadAccounts),
    ("/konton/ny", Action::WriteAccounts),
    ("/konton/:id", Action::ReadAccounts),
    ("/deltagare/:id/medarbetare", Action::Assign),
    ("/utan-coach", Action::ReadWithoutCoach),
    ("/relationer", Action::DeclareRelation),
    ("/min-bok", Action::TakeOwnBook),
    // The files to take along: no pages, and as guarded.
    ("/min-bok/:id", Action::TakeOwnBook),
    ("/rattelse", Action::AskForCorrection),
    ("/vad-sparas", Action::ReadWhatIsKept),
    ("/rattelser", Action::JudgeCorrection),
    ("/gallring", Action::JudgeCorrection),
    ("/program", Action::ReadProgrammes),
    ("/program/:code", Action::ReadProgrammes),
    ("/program/:code/ny", Action::WriteProgrammes),
    ("/platser", Action::ReadCapacity),
    ("/anvisa", Action::Refer),
    ("/anvisa/:id", Action::Refer),
    ("/anvisningar", Action::ReadReferrals),
    ("/anvisningar/:id", Action::ReadReferrals),
    ("/deltagare/:id/avslut", Action::HandleExit),
    ("/uppfoljningar", Action::FollowUpAfterExit),
    ("/deltagare/:id/forlangning", Action::HandleExtension),
    ("/forlangningar", Action::ReadExtensions),
    ("/myndighet/:id/forlangning", Action::ReadAgencyDesk),
    ("/forlangning", Action::AnswerExtension),
    ("/deltagare/:id/flytt", Action::ProposeTransfer),
    ("/flytt", Action::AnswerTransfer),
    ("/loften", Action::ReadPromises),
    ("/deltagare/:id/loften", Action::ReadPromisesOf),
    ("/deltagare/:id/samtal", Action::ReadTalks),
    ("/inskrivning", Action::Enrol),
    ("/inskrivning/:id", Action::Enrol),
    ("/tider", Action::KeepHours),
    ("/kalender", Action::ReadCalendar),
    ("/formular", Action::AnswerOwnForms),
    ("/deltagare/:id/formular", Action::ReadForms),
    ("/tillsammans", Action::AnswerTogether),
    ("/fragor", Action::ReadQuestions),
    ("/fragor/ny", Action::WriteQuestions),
];

/// The action that opening a page asks for; `None` where anyone may. The server's guard and the tests read it.
///
/// A path that is no page of ours is open: its answer is that there is nothing.
pub fn guard(path: &str) -> Option<Action> {
    GUARDS
        .into_iter()
        .find(|(pattern, _)| is_of(path, pattern))
        .map(|(_, action)| action)
}

/// Whether a path is a page of ours.
pub fn is_page(path: &str) -> bool {
    PAGES.into_iter().any(|pattern| is_of(path, pattern)) || guard(path).is_some()
}

/// Whether a path is of a pattern, in which `:id` stands for any one part.
fn is_of(path: &str, pattern: &str) -> bool {
    let path = if path.len() > 1 {
        path.trim_end_matches('/')
    } else {
        path
    };
    let mut parts = path.split('/');
    pattern.split('/').all(|wanted| {
        parts
            .next()
            .is_some_and(|part| wanted.starts_with(':') || part == wanted)
    }) && parts.next().is_none()
}

/// The paths of all pages, for the tests that walk them; `:id` stands for a person's id.
pub const PAGES: [&str; 70] = [
    "/",
    "/logga-in",
    "/personal",
    "/personal/kod",
    "/personal/ny-kod",
    "/personal/reservkoder",
    "/personal/nytt-losenord",
    "/bekrafta",
    "/mina-enheter",
    "/koppla",
    "/idag",
    "/mer",
    "/min-plan",
    "/checka-in",
    "/start",
    "/coach",
    "/skarm",
    "/samtycke",
    "/samtycke/:agency",
    "/samtycke/kvitto/:id",
    "/deltagare/:id/samtycke",
    "/vem-har-sett",
    "/drift",
    "/sok",
    "/deltagare/:id",
    "/skydd",
    "/min-plan/dela/:agency",
    "/myndighet",
    "/myndighet/:id",
    "/siffror",
    "/konton",
    "/konton/ny",
    "/konton/:id",
    "/deltagare/:id/medarbetare",
    "/utan-coach",
    "/relationer",
    "/valkommen/:token",
    "/min-bok",
    "/rattelse",
    "/vad-sparas",
    "/rattelser",
    "/gallring",
    "/program",
    "/program/:code",
    "/program/:code/ny",
    "/platser",
    "/anvisa",
    "/anvisa/:id",
    "/anvisningar",
    "/anvisningar/:id",
    "/deltagare/:id/avslut",
    "/uppfoljningar",
    "/deltagare/:id/forlangning",
    "/forlangningar",
    "/myndighet/:id/forlangning",
    "/forlangning",
    "/deltagare/:id/flytt",
    "/flytt",
    "/loften",
    "/deltagare/:id/loften",
    "/deltagare/:id/samtal",
    "/inskrivning",
    "/inskrivning/:id",
    "/tider",
    "/kalender",
    "/formular",
    "/deltagare/:id/formular",
    "/tillsammans",
    "/fragor",
    "/fragor/ny",
];

/// The language of the page: the server knows the visitor's, the browser reads the document's.
fn page_lang() -> Lang {
    #[cfg(feature = "ssr")]
    return crate::kernel::Visitor::current()
        .map(|v| v.lang)
        .unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    document()
        .document_element()
        .and_then(|html| html.get_attribute("lang"))
        .and_then(|tag| Lang::from_tag(&tag))
        .unwrap_or_default()
}

/// The application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(page_lang());
    #[cfg(feature = "ssr")]
    refusals::told();
    // Effects run once the page has been taken over: styles and tests may know it.
    Effect::new(|_| {
        if let Some(html) = document().document_element() {
            let _ = html.set_attribute("data-live", "yes");
        }
    });
    view! {
        <Router>
            <RouteAnnouncer/>
            {FlatRoutes(
                FlatRoutesProps::builder()
                    .fallback(|| view! { <LostPage/> })
                    .children(RouteChildren::to_children(routes))
                    .build(),
            )}
        </Router>
    }
}

/// The page at each path. The routes are of one kind: one of its own for each would be a router of its own for each in
/// what the browser loads first (F5).
fn routes() -> StaticVec<AnyNestedRoute> {
    fn page(path: impl PossibleRouteMatch + Send + Sync + 'static, view: impl ChooseView) -> AnyNestedRoute {
        let path: Arc<dyn PossibleRouteMatch + Send + Sync> = Arc::new(path);
        NestedRoute::new(path, view)
            .ssr_mode(SsrMode::Async)
            .into_any_nested_route()
    }
    vec![
        page(path!("/"), RootPage),
        page(path!("/logga-in"), Lazy::<WayInPage>::new()),
        page(path!("/personal"), Lazy::<SignInPages>::new()),
        page(path!("/personal/kod"), Lazy::<SignInPages>::new()),
        page(path!("/personal/ny-kod"), Lazy::<SignInPages>::new()),
        page(path!("/personal/reservkoder"), Lazy::<SignInPages>::new()),
        page(path!("/personal/nytt-losenord"), Lazy::<SignInPages>::new()),
        page(path!("/bekrafta"), Lazy::<SignInPages>::new()),
        page(path!("/mina-enheter"), Lazy::<SignInPages>::new()),
        page(path!("/koppla"), Lazy::<SignInPages>::new()),
        page(path!("/idag"), TodayPage),
        page(path!("/min-plan"), Lazy::<ParticipantPages>::new()),
        page(path!("/mer"), Lazy::<ParticipantPages>::new()),
        page(path!("/checka-in"), CheckInPage),
        page(path!("/start"), Lazy::<HousePages>::new()),
        page(path!("/coach"), Lazy::<HousePages>::new()),
        page(path!("/samtycke"), Lazy::<ParticipantPages>::new()),
        page(path!("/samtycke/:agency"), Lazy::<ParticipantPages>::new()),
        page(path!("/samtycke/kvitto/:id"), Lazy::<ParticipantPages>::new()),
        page(path!("/deltagare/:id/samtycke"), Lazy::<HousePages>::new()),
        page(path!("/sok"), Lazy::<HousePages>::new()),
        page(path!("/deltagare/:id"), Lazy::<HousePages>::new()),
        page(path!("/skydd"), Lazy::<ManagementPages>::new()),
        page(path!("/min-plan/dela/:agency"), Lazy::<ParticipantPages>::new()),
        page(path!("/myndighet"), Lazy::<AgencyPages>::new()),
        page(path!("/myndighet/:id"), Lazy::<AgencyPages>::new()),
        page(path!("/siffror"), Lazy::<ManagementPages>::new()),
        page(path!("/skarm"), Lazy::<HousePages>::new()),
        page(path!("/vem-har-sett"), Lazy::<ParticipantPages>::new()),
        page(path!("/drift"), Lazy::<ManagementPages>::new()),
        page(path!("/konton"), Lazy::<ManagementPages>::new()),
        page(path!("/konton/ny"), Lazy::<ManagementPages>::new()),
        page(path!("/konton/:id"), Lazy::<ManagementPages>::new()),
        page(path!("/deltagare/:id/medarbetare"), Lazy::<HousePages>::new()),
        page(path!("/utan-coach"), Lazy::<HousePages>::new()),
        page(path!("/relationer"), Lazy::<HousePages>::new()),
        page(path!("/valkommen/:token"), Lazy::<SignInPages>::new()),
        page(path!("/min-bok"), Lazy::<ParticipantPages>::new()),
        page(path!("/rattelse"), Lazy::<ParticipantPages>::new()),
        page(path!("/vad-sparas"), Lazy::<SignInPages>::new()),
        page(path!("/rattelser"), Lazy::<ManagementPages>::new()),
        page(path!("/gallring"), Lazy::<ManagementPages>::new()),
        page(path!("/program"), Lazy::<ManagementPages>::new()),
        page(path!("/program/:code"), Lazy::<ManagementPages>::new()),
        page(path!("/program/:code/ny"), Lazy::<ManagementPages>::new()),
        page(path!("/platser"), Lazy::<ManagementPages>::new()),
        page(path!("/anvisa"), Lazy::<AgencyPages>::new()),
        page(path!("/anvisa/:id"), Lazy::<AgencyPages>::new()),
        page(path!("/anvisningar"), Lazy::<AgencyPages>::new()),
        page(path!("/anvisningar/:id"), Lazy::<AgencyPages>::new()),
        page(path!("/deltagare/:id/avslut"), Lazy::<HousePages>::new()),
        page(path!("/uppfoljningar"), Lazy::<HousePages>::new()),
        page(path!("/deltagare/:id/forlangning"), Lazy::<HousePages>::new()),
        page(path!("/forlangningar"), Lazy::<HousePages>::new()),
        page(path!("/myndighet/:id/forlangning"), Lazy::<AgencyPages>::new()),
        page(path!("/forlangning"), Lazy::<ParticipantPages>::new()),
        page(path!("/deltagare/:id/flytt"), Lazy::<HousePages>::new()),
        page(path!("/flytt"), Lazy::<ParticipantPages>::new()),
        page(path!("/loften"), Lazy::<HousePages>::new()),
        page(path!("/deltagare/:id/loften"), Lazy::<HousePages>::new()),
        page(path!("/deltagare/:id/samtal"), Lazy::<HousePages>::new()),
        page(path!("/inskrivning"), Lazy::<HousePages>::new()),
        page(path!("/inskrivning/:id"), Lazy::<HousePages>::new()),
        page(path!("/tider"), Lazy::<HousePages>::new()),
        page(path!("/kalender"), Lazy::<HousePages>::new()),
        page(path!("/formular"), Lazy::<ParticipantPages>::new()),
        page(path!("/deltagare/:id/formular"), Lazy::<HousePages>::new()),
        page(path!("/tillsammans"), Lazy::<ParticipantPages>::new()),
        page(path!("/fragor"), Lazy::<ManagementPages>::new()),
        page(path!("/fragor/ny"), Lazy::<ManagementPages>::new()),
    ]
    .into()
}

/// The bare address leads each to their own beginning.
#[component]
fn RootPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    {
        use crate::kernel::{Actor, Visitor};
        let home = match Visitor::current().and_then(|v| v.actor) {
            None => "/logga-in",
            Some(Actor::Participant { .. }) => "/idag",
            Some(Actor::Staff { role, .. } | Actor::Agency { role, .. }) => role.home(),
            Some(Actor::Screen { .. }) => "/skarm",
            Some(Actor::Joint { .. }) => "/tillsammans",
        };
        leptos_axum::redirect(home);
    }
    view! { <main id="main"></main> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::policy::{ActorKind, Role, decide};

    #[test]
    fn every_role_may_open_its_own_home() {
        for role in Role::ALL {
            let home = role.home();
            let action = guard(home).unwrap();
            assert!(
                decide(ActorKind::Staff(role), action).is_ok(),
                "{role:?} at {home}"
            );
        }
    }

    #[test]
    fn a_part_of_a_path_may_stand_for_a_person() {
        assert!(is_of("/deltagare/0198", "/deltagare/:id"));
        assert!(!is_of("/deltagare", "/deltagare/:id"));
        assert!(!is_of("/deltagare/a/b", "/deltagare/:id"));
        assert!(is_of("/", "/") && is_of("/idag/", "/idag") && !is_of("/idag", "/"));
    }

    #[test]
    fn the_pages_that_anyone_may_open_are_the_ways_in() {
        let open: Vec<_> = PAGES.into_iter().filter(|p| guard(p).is_none()).collect();
        assert_eq!(
            open,
            [
                "/",
                "/logga-in",
                "/personal",
                "/personal/kod",
                "/personal/ny-kod",
                "/personal/reservkoder",
                "/personal/nytt-losenord",
                "/koppla",
                "/valkommen/:token",
            ]
        );
    }
}
