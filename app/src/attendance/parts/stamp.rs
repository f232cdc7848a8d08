use crate::attendance::{Stamp, text};
use crate::kernel::lang::use_lang;
use leptos::prelude::*;

/// The stamp, drawn: a round date stamp with the centre's name on its rim.
#[component]
pub fn StampMark(
    stamp: Stamp,
    #[prop(optional)] large: bool,
    #[prop(optional)] landing: bool,
) -> impl IntoView {
    let class = format!(
        "stamp {} stamp--tilt-{}{}",
        if large { "stamp--large" } else { "stamp--small" },
        stamp.tilt,
        if landing { " stamp--landing" } else { "" },
    );
    // Every stamp of a page needs a rim of its own to write along.
    let rim = format!(
        "rim-{}-{}",
        stamp.day.replace(' ', ""),
        stamp.time.replace(':', "")
    );
    view! {
        <svg class=class viewBox="0 0 120 120" role="img" aria-label=stamp.spoken>
            <circle class="stamp__ring" cx="60" cy="60" r="56"></circle>
            <circle class="stamp__ring stamp__ring--inner" cx="60" cy="60" r="49"></circle>
            <path class="stamp__rim" id=rim.clone() d="M60 60m-38 0a38 38 0 1 1 76 0" fill="none"></path>
            <text class="stamp__place"><textPath href=format!("#{rim}") startOffset="50%">{stamp.place}</textPath></text>
            <text class="stamp__day" x="60" y="68">{stamp.day}</text>
            <text class="stamp__time" x="60" y="87">{stamp.time}</text>
            <path class="stamp__line" d="M30 96q30 12 60 0"></path>
        </svg>
    }
}

/// The card on which today's stamp has landed.
#[component]
pub fn StampCard(stamp: Stamp, #[prop(into)] lead: String, #[prop(optional)] landing: bool) -> impl IntoView {
    let lang = use_lang();
    view! {
        <section class="card stamped" role="status">
            <StampMark stamp=stamp large=true landing=landing/>
            <h2>{text::checked_in(lang)}</h2>
            <p class="soft">{lead}</p>
        </section>
    }
}
