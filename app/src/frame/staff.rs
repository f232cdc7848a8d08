use super::text;
use super::tools::Tools;
use super::waiting::{ExtensionsMark, WaitingMark, WithoutCoachMark};
use super::ways::ways_of;
use super::who::role_here;
use crate::identity::{self, SignOut};
use crate::kernel::lang::use_lang;
use crate::kernel::policy::Role;
use crate::ui::{Icon, IconName};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// How many ways on fit under a thumb, the start page's beside them; the rest is there.
const AT_THE_FOOT: usize = 3;

/// What is around every page of those who read about others: a rail with the ways on that the role has, which role is
/// active, and the way out.
#[component]
pub fn StaffFrame(children: Children) -> impl IntoView {
    let lang = use_lang();
    let role = role_here();
    let path = use_location().pathname;
    // A coach prepares an extension, and holds no key to it (X1).
    let holds_key = matches!(role, Some(Role::TeamLeader | Role::Manager));
    let item = move |class: &'static str, href: &'static str, icon: IconName, word: &'static str| {
        let here = move || (path.get() == href.split('?').next().unwrap_or(href)).then_some("page");
        view! {
            <a class=class href=href aria-current=here>
                <Icon name=icon/>
                {word}
                {(href == "/drift").then(|| view! { <WaitingMark/> })}
                {(href == "/forlangningar" && holds_key).then(|| view! { <ExtensionsMark/> })}
                {(href == "/utan-coach").then(|| view! { <WithoutCoachMark/> })}
            </a>
        }
    };
    let home = role.map_or("/start", Role::home);
    let ways = role
        .into_iter()
        .flat_map(ways_of)
        .filter(|way| way.rail && way.href != home)
        .enumerate()
        .map(|(n, way)| {
            let class = if n < AT_THE_FOOT - 1 {
                "rail__item"
            } else {
                "rail__item rail__item--wide"
            };
            item(class, way.href, way.icon, (way.word)(lang))
        })
        .collect_view();
    view! {
        <div class="desk">
            <a class="skip-link" href="#main">{text::skip(lang)}</a>
            <nav class="rail no-print" aria-label=text::main_menu(lang)>
                {role.map(|role| view! { <p class="rail__role">{identity::role_word(role, lang)}</p> })}
                {item("rail__item", home, IconName::Home, text::today(lang))}
                {ways}
                {(home != "/start").then(|| item("rail__item", "/start", IconName::More, text::more(lang)))}
                <form method="post" class="rail__out" action={<SignOut as leptos::server_fn::ServerFn>::url()}>
                    <button type="submit" class="rail__item">
                        <Icon name=IconName::Leave/>
                        {identity::sign_out_word(lang)}
                    </button>
                </form>
            </nav>
            <div class="work">
                <Tools/>
                <main id="main" class="stack">{children()}</main>
            </div>
        </div>
    }
}
