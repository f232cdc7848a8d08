use crate::kernel::lang::use_lang;
use crate::programme::api::Section;
use crate::programme::text;
use leptos::prelude::*;

/// The rules of a version in plain words, part by part.
#[component]
pub fn Rules(sections: Vec<Section>) -> impl IntoView {
    let lang = use_lang();
    let lines = move |lines: Vec<String>| match lines.len() {
        0 => view! { <span class="soft">{text::silent(lang)}</span> }.into_any(),
        1 => lines.into_iter().next().into_any(),
        _ => view! { <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }
            .into_any(),
    };
    view! {
        <table class="table table--wrap" data-rules="">
            <tbody>
                {sections
                    .into_iter()
                    .map(|s| view! { <tr><th scope="row">{s.label}</th><td>{lines(s.lines)}</td></tr> })
                    .collect_view()}
            </tbody>
        </table>
    }
}
