use super::standing::icon;
use crate::kernel::lang::use_lang;
use crate::promise::{Line, text};
use crate::ui::Icon;
use leptos::prelude::*;

/// One's own promises in plain words.
#[component]
pub fn PromiseList(lines: Vec<Line>) -> impl IntoView {
    let lang = use_lang();
    (!lines.is_empty()).then(|| {
        view! {
            <section>
                <h2 class="section-title">{text::own_title(lang)}</h2>
                <ul class="card list">
                    {lines
                        .into_iter()
                        .map(|line| view! {
                            <li class="row">
                                <Icon name=icon(line.tone)/>
                                <span>
                                    <strong>{line.state}</strong> " · " {line.words}
                                    {line.why.map(|why| view! { " " <bdi class="soft">{why}</bdi> })}
                                </span>
                            </li>
                        })
                        .collect_view()}
                </ul>
            </section>
        }
    })
}
