use super::Standing;
use crate::promise::Chip;
use leptos::prelude::*;

/// The clocks of somebody in a list that are amber or red, each with the one thing that settles it, where that is the reader's.
#[component]
pub fn ClockChips(chips: Vec<Chip>) -> impl IntoView {
    (!chips.is_empty()).then(|| {
        view! {
            <ul class="clocks">
                {chips
                    .into_iter()
                    .map(|chip| view! {
                        <li>
                            <Standing tone=chip.tone words=chip.words/>
                            {chip.action.map(|(href, word)| view! { <a href=href>{word}</a> })}
                        </li>
                    })
                    .collect_view()}
            </ul>
        }
    })
}
