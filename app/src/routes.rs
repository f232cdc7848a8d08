//! Every page, its path, and who may open it.

mod bundles;

use crate::attendance::pages::CheckInPage;
use crate::frame::{LostPage, RouteAnnouncer};
use crate::kernel::Lang;
use crate::kernel::policy::Action;
use crate::today::pages::TodayPage;
use bundles::{AgencyPages, HousePages, ManagementPages, ParticipantPages, SignInPages, WayInPage};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{Lazy, SsrMode, path};

/// The action that opening a page asks for, by its path as it is written in [`PAGES`]; `None` where anyone may.
const GUARDS: [(&str, Action); 33] = [
    ("/idag", Action::ReadOwnDay),
    ("/mer", Action::ReadOwnDay),
    ("/min-plan", Action::ReadOwnPlan),
    ("/checka-in", Action::CheckIn),
    ("/coach", Action::ReadPortfolio),
    ("/skarm", Action::ShowCode),
    ("/start", Action::OpenStart),
    ("/mina-enheter", Action::ManageOwnSignIn),
    ("/bekrafta", Action::ManageOwnSignIn),
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
    ("/relationer", Action::DeclareRelation),
    ("/min-bok", Action::TakeOwnBook),
    // The files to take along: no pages, and as guarded.
    ("/min-bok/:id", Action::TakeOwnBook),
    ("/rattelse", Action::AskForCorrection),
    ("/vad-sparas", Action::ReadWhatIsKept),
    ("/rattelser", Action::JudgeCorrection),
    ("/gallring", Action::JudgeCorrection),
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
pub const PAGES: [&str; 41] = [
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
    "/relationer",
    "/valkommen/:token",
    "/min-bok",
    "/rattelse",
    "/vad-sparas",
    "/rattelser",
    "/gallring",
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
    // Effects run once the page has been taken over: styles and tests may know it.
    Effect::new(|_| {
        if let Some(html) = document().document_element() {
            let _ = html.set_attribute("data-live", "yes");
        }
    });
    view! {
        <Router>
            <RouteAnnouncer/>
            <FlatRoutes fallback=|| view! { <LostPage/> }>
                <Route path=path!("/") view=RootPage ssr=SsrMode::Async/>
                <Route path=path!("/logga-in") view={Lazy::<WayInPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/personal") view={Lazy::<SignInPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/personal/kod") view={Lazy::<SignInPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/personal/ny-kod") view={Lazy::<SignInPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/personal/reservkoder") view={Lazy::<SignInPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/personal/nytt-losenord") view={Lazy::<SignInPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/bekrafta") view={Lazy::<SignInPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/mina-enheter") view={Lazy::<SignInPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/koppla") view={Lazy::<SignInPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/idag") view=TodayPage ssr=SsrMode::Async/>
                <Route path=path!("/min-plan") view={Lazy::<ParticipantPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/mer") view={Lazy::<ParticipantPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/checka-in") view=CheckInPage ssr=SsrMode::Async/>
                <Route path=path!("/start") view={Lazy::<HousePages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/coach") view={Lazy::<HousePages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/samtycke") view={Lazy::<ParticipantPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/samtycke/:agency") view={Lazy::<ParticipantPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/samtycke/kvitto/:id") view={Lazy::<ParticipantPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/deltagare/:id/samtycke") view={Lazy::<HousePages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/sok") view={Lazy::<HousePages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/deltagare/:id") view={Lazy::<HousePages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/skydd") view={Lazy::<ManagementPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/min-plan/dela/:agency") view={Lazy::<ParticipantPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/myndighet") view={Lazy::<AgencyPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/myndighet/:id") view={Lazy::<AgencyPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/siffror") view={Lazy::<ManagementPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/skarm") view={Lazy::<HousePages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/vem-har-sett") view={Lazy::<ParticipantPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/drift") view={Lazy::<ManagementPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/konton") view={Lazy::<ManagementPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/konton/ny") view={Lazy::<ManagementPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/konton/:id") view={Lazy::<ManagementPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/deltagare/:id/medarbetare") view={Lazy::<HousePages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/relationer") view={Lazy::<HousePages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/valkommen/:token") view={Lazy::<SignInPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/min-bok") view={Lazy::<ParticipantPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/rattelse") view={Lazy::<ParticipantPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/vad-sparas") view={Lazy::<SignInPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/rattelser") view={Lazy::<ManagementPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/gallring") view={Lazy::<ManagementPages>::new()} ssr=SsrMode::Async/>
            </FlatRoutes>
        </Router>
    }
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
