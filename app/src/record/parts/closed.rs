use crate::kernel::error_text;
use crate::kernel::lang::use_lang;
use crate::record::api::open::Closed;
use crate::record::text;
use crate::ui::{Icon, IconName};
use leptos::prelude::*;

/// What is there and closed, each with why (C3).
#[component]
pub fn ClosedList(closed: Vec<Closed>) -> impl IntoView {
    let lang = use_lang();
    (!closed.is_empty()).then(|| {
        view! {
            <section class="card card--quiet stack" aria-labelledby="closed">
                <h2 class="section-title" id="closed">{text::closed(lang)}</h2>
                <ul class="list">
                    {closed
                        .into_iter()
                        .map(|c| view! {
                            <li class="row">
                                <Icon name=IconName::Lock/>
                                <span>
                                    <strong>{text::category(c.category, lang)}</strong>
                                    <br/>
                                    <span class="soft">{error_text::closed(c.why, lang)}</span>
                                </span>
                            </li>
                        })
                        .collect_view()}
                </ul>
            </section>
        }
    })
}
