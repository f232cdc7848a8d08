use super::text;
use crate::kernel::lang::use_lang;
use leptos::prelude::*;

/// The way through a list of several pages, from 1 on.
#[component]
pub fn Pager<F>(
    page: u32,
    pages: u32,
    /// Which of the list stand on this page, in words; else the page's number.
    #[prop(optional, into)]
    shown: Option<String>,
    /// The address of a page.
    to: F,
) -> impl IntoView
where
    F: Fn(u32) -> String,
{
    let before = (page > 1).then(|| to(page - 1));
    let after = (page < pages).then(|| to(page + 1));
    ways(
        before,
        after,
        shown.unwrap_or_else(|| format!("{page} / {pages}")),
    )
}

fn ways(before: Option<String>, after: Option<String>, shown: String) -> AnyView {
    let lang = use_lang();
    view! {
        <nav class="pager" aria-label=text::pages(lang)>
            {before.map(|href| view! { <a class="button" href=href>{text::previous(lang)}</a> })}
            <span class="soft">{shown}</span>
            {after.map(|href| view! { <a class="button" href=href>{text::next(lang)}</a> })}
        </nav>
    }
    .into_any()
}
