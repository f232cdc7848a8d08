use crate::agency::api::Part;
use crate::kernel::error_text::closed;
use crate::kernel::lang::use_lang;
use leptos::prelude::*;

/// A part of a person's page: its content, or that it is closed and why, and nothing of what is in it (C3).
#[component]
pub fn Section<T: 'static>(
    id: &'static str,
    title: &'static str,
    part: Part<T>,
    open: impl FnOnce(T) -> AnyView + 'static,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        <section class="card stack" aria-labelledby=id>
            <h2 class="section-title" id=id>{title}</h2>
            {match part {
                Part::Open(content) => open(content),
                Part::Closed(why) => view! {
                    <p class="soft" data-closed=why.code()>{closed(why, lang)}</p>
                }
                .into_any(),
            }}
        </section>
    }
}
