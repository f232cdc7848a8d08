use super::text;
use super::tools::Tools;
use crate::kernel::APP_NAME;
use crate::kernel::lang::use_lang;
use crate::ui::{Icon, IconName};
use leptos::prelude::*;

/// Which tab the page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Today,
    Plan,
    More,
    None,
}

/// What is around every page of a participant.
#[component]
pub fn ParticipantFrame(tab: Tab, children: Children) -> impl IntoView {
    let lang = use_lang();
    let item = move |this: Tab, href: &'static str, icon: IconName, word: &'static str| {
        view! {
            <a class="tabs__item" href=href aria-current=(tab == this).then_some("page")>
                <Icon name=icon/>
                {word}
            </a>
        }
    };
    view! {
        <div class="phone">
            <a class="skip-link" href="#main">{text::skip(lang)}</a>
            <header class="top">
                <a class="top__brand" href="/idag">{APP_NAME}</a>
                <Tools/>
            </header>
            <main class="page" id="main">{children()}</main>
            <nav class="tabs no-print" aria-label=text::main_menu(lang)>
                {item(Tab::Today, "/idag", IconName::Home, text::today(lang))}
                {item(Tab::Plan, "/min-plan", IconName::Plan, text::plan(lang))}
                {item(Tab::More, "/mer", IconName::More, text::more(lang))}
            </nav>
        </div>
    }
}
