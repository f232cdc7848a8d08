use super::text;
use super::tools::Tools;
use crate::identity::{self, SignOut};
use crate::kernel::lang::use_lang;
use crate::ui::{Icon, IconName};
use leptos::prelude::*;

/// Which item of the rail the page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffTab {
    Today,
    Screen,
}

/// What is around every page of the staff.
#[component]
pub fn StaffFrame(
    tab: StaffTab,
    #[prop(default = "/coach")] home: &'static str,
    show_screen: bool,
    children: Children,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="desk">
            <a class="skip-link" href="#main">{text::skip(lang)}</a>
            <nav class="rail no-print" aria-label=text::main_menu(lang)>
                <a class="rail__item" href=home aria-current=(tab == StaffTab::Today).then_some("page")>
                    <Icon name=IconName::Home/>
                    {text::today(lang)}
                </a>
                {show_screen.then(|| view! {
                    <a class="rail__item" href="/skarm?starta" aria-current=(tab == StaffTab::Screen).then_some("page")>
                        <Icon name=IconName::Screen/>
                        {text::screen(lang)}
                    </a>
                })}
                <form method="post" action={<SignOut as leptos::server_fn::ServerFn>::url()}>
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
