use crate::frame::{ExtensionsMark, StaffFrame, role_here, ways_of};
use crate::identity::api::{StaffStart, open_start};
use crate::identity::text;
use crate::kernel::lang::use_lang;
use crate::kernel::policy::Role;
use crate::ui::{Failed, FailedProps, Icon, IconName, PageTitle, loaded};
use leptos::prelude::*;

/// Where the day begins for staff without participants of their own: the ways on that the role has.
pub struct StaffStartPage;

impl StaffStartPage {
    pub fn view() -> AnyView {
        let start = loaded(|| (), |()| open_start());
        view! {
            <Suspense>
                {move || Suspend::new(async move {
    match start.await {
                        Ok(start) => Shown(ShownProps { start }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Suspense>
        }
        .into_any()
    }
}

#[component]
fn Shown(start: StaffStart) -> impl IntoView {
    let lang = use_lang();
    let holds_key = matches!(role_here(), Some(Role::TeamLeader | Role::Manager));
    let ways = role_here()
        .into_iter()
        .flat_map(ways_of)
        .filter(|way| !way.href.starts_with("/skarm"))
        .map(|way| {
            // A phone has no room for it under the thumb: how many wait is told here too.
            let waits = way.href == "/forlangningar" && holds_key;
            view! {
                <li class="card way">
                    <Icon name=way.icon/>
                    <div>
                        <h2>
                            <a href=way.href>{(way.word)(lang)} {waits.then(|| view! { " " <ExtensionsMark/> })}</a>
                        </h2>
                        <p class="soft">{(way.lead)(lang)}</p>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <StaffFrame>
            <PageTitle title=text::hello(&start.given_name, lang) over=start.day/>
            {start.may_start_screen.then(|| view! {
                <section class="card stack">
                    <h2 class="row"><Icon name=IconName::Screen/><span>{text::start_screen_title(lang)}</span></h2>
                    <p>{text::start_screen_lead(lang)}</p>
                    <a class="button button--act" href="/skarm?starta" rel="external">{text::start_screen_go(lang)}</a>
                </section>
            })}
            <ul class="ways">{ways}</ul>
        </StaffFrame>
    }
}
