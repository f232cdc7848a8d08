use crate::kernel::lang::use_lang;
use crate::portfolio::api::Here;
use crate::portfolio::text;
use leptos::prelude::*;

/// One's own who are here now.
#[component]
pub fn HereNow(here: Vec<Here>, in_house: u32) -> impl IntoView {
    let lang = use_lang();
    let count = here.len();
    view! {
        <section class="card stack" aria-labelledby="here-now">
            <div class="row">
                <span class="live-dot" aria-hidden="true"></span>
                <h2 class="section-title" id="here-now">{text::here_now(lang)} " · " {count}</h2>
                <span class="chip chip--plain">{text::in_house(in_house, lang)}</span>
            </div>
            {if here.is_empty() {
                view! {
                    <div class="empty">
                        <h3>{text::nobody_here(lang)}</h3>
                        <p>{text::nobody_here_more(lang)}</p>
                    </div>
                }
                .into_any()
            } else {
                view! {
                    <ul class="here-now">
                        {here
                            .into_iter()
                            .map(|h| view! {
                                <li class="person">
                                    <span class="avatar" aria-hidden="true">{h.initials}</span>
                                    <div class="person__body">
                                        <p class="person__name">
                                            <a href=format!("/deltagare/{}", h.person)><bdi>{h.name}</bdi></a>
                                        </p>
                                        <p class="person__meta">
                                            {h.came}
                                            {h.next_step.map(|step| view! { " · " <bdi>{step}</bdi> })}
                                        </p>
                                    </div>
                                </li>
                            })
                            .collect_view()}
                    </ul>
                }
                .into_any()
            }}
        </section>
    }
}
