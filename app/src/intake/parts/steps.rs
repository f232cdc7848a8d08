use crate::intake::text;
use crate::kernel::lang::use_lang;
use crate::ui::{Icon, IconName};
use domain::intake::Step;
use leptos::prelude::*;

/// The steps of the flow: those that are done can be opened again.
#[component]
pub fn Steps(id: String, at: Step, done: Vec<Step>) -> impl IntoView {
    let lang = use_lang();
    let open = Step::ALL
        .into_iter()
        .find(|s| !done.contains(s))
        .unwrap_or(Step::Meeting);
    let items = (1_u8..)
        .zip(Step::ALL)
        .map(|(n, step)| {
            let is_done = done.contains(&step);
            let mark = if is_done {
                view! { <Icon name=IconName::Check/> <span class="visually-hidden">{text::done(lang)} ": "</span> }.into_any()
            } else {
                view! { <span class="intake-steps__n">{n}</span> }.into_any()
            };
            let words = view! { {mark} <span>{text::step(step, lang)}</span> };
            let inner = if step == at {
                view! { <span class="intake-steps__step" aria-current="step">{words}</span> }.into_any()
            } else if is_done || step == open {
                let href = format!("/inskrivning/{id}?steg={}", step.code());
                view! { <a class="intake-steps__step" href=href>{words}</a> }.into_any()
            } else {
                view! { <span class="intake-steps__step intake-steps__step--closed">{words}</span> }.into_any()
            };
            view! { <li>{inner}</li> }
        })
        .collect_view();
    view! {
        <nav class="no-print" aria-label=text::steps(lang)>
            <ol class="intake-steps">{items}</ol>
        </nav>
    }
}
