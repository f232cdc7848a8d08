use crate::promise::Tone;
use crate::ui::{Icon, IconName};
use leptos::prelude::*;

pub const fn icon(tone: Tone) -> IconName {
    match tone {
        Tone::Running | Tone::Soon => IconName::Clock,
        Tone::Kept => IconName::Check,
        Tone::Broken => IconName::Warn,
        Tone::Stopped => IconName::Leave,
    }
}

pub const fn chip_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Running | Tone::Stopped => "chip chip--plain",
        Tone::Soon => "chip chip--warn",
        Tone::Kept => "chip chip--done",
        Tone::Broken => "chip chip--late",
    }
}

/// How a clock stands: colour, icon and word together.
#[component]
pub fn Standing(tone: Tone, words: String) -> impl IntoView {
    view! { <span class=chip_class(tone)><Icon name=icon(tone)/>{words}</span> }
}
