use super::{PlainTop, text};
use crate::kernel::lang::use_lang;
use crate::ui::{Icon, IconName, PageTitle};
use leptos::prelude::*;

/// There is no such page: said plainly, with a way on.
#[component]
pub fn LostPage() -> impl IntoView {
    let lang = use_lang();
    #[cfg(feature = "ssr")]
    if let Some(options) = use_context::<leptos_axum::ResponseOptions>() {
        options.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <PlainTop/>
        <main class="lost" id="main">
            <Icon name=IconName::Pin/>
            <PageTitle title=text::lost_title(lang)/>
            <p>{text::not_here(lang)}</p>
            <a class="button button--act" href="/" rel="external">{text::to_start(lang)}</a>
        </main>
    }
}
