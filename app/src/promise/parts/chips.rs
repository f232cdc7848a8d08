use super::Standing;
use crate::promise::Chip;
use leptos::prelude::*;

/// The clocks of somebody in a list that are amber or red, each with the one thing that settles it.
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
                            <a href=chip.href>{chip.action}</a>
                        </li>
                    })
                    .collect_view()}
            </ul>
        }
    })
}
