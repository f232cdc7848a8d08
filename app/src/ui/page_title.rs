use crate::kernel::APP_NAME;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page's one heading, and the document's title; takes focus when the page has changed.
#[component]
pub fn PageTitle(#[prop(into)] title: String, #[prop(optional, into)] over: Option<String>) -> impl IntoView {
    let document = format!("{title} – {APP_NAME}");
    view! {
        <Title text=document/>
        <div class="page-title">
            {over.map(|over| view! { <p class="page-title__over">{over}</p> })}
            <h1 tabindex="-1">{title}</h1>
        </div>
    }
}
