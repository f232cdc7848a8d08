use super::read_aloud::ReadAloud;
use super::text;
use crate::identity::ChooseLanguage;
use crate::kernel::APP_NAME;
use crate::kernel::Lang;
use crate::kernel::lang::use_lang;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Language and reading aloud, always in the same corner.
#[component]
pub fn Tools() -> impl IntoView {
    let lang = use_lang();
    let location = use_location();
    let here = move || {
        let search = location.search.get();
        let path = location.pathname.get();
        if search.is_empty() {
            path
        } else {
            format!("{path}?{search}")
        }
    };
    // A plain form: the whole page comes back in the other language.
    let other = match lang {
        Lang::Sv => Lang::En,
        Lang::En => Lang::Sv,
    };
    view! {
        <div class="top__tools no-print">
            <ReadAloud/>
            <form method="post" action={<ChooseLanguage as leptos::server_fn::ServerFn>::url()}>
                <input type="hidden" name="lang" value=other.tag()/>
                <input type="hidden" name="next" value=here/>
                <button type="submit" class="tool" lang=other.tag()>
                    <span class="visually-hidden">{text::language(other)} " "</span>
                    {other.own_name()}
                </button>
            </form>
        </div>
    }
}

/// The top of a page that nobody is signed in on.
#[component]
pub fn PlainTop() -> impl IntoView {
    let lang = use_lang();
    view! {
        <a class="skip-link" href="#main">{text::skip(lang)}</a>
        <header class="top">
            <a class="top__brand" href="/">{APP_NAME}</a>
            <Tools/>
        </header>
    }
}
