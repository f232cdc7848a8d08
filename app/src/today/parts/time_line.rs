use crate::kernel::lang::use_lang;
use crate::today::api::TimeLeft;
use crate::today::text;
use leptos::prelude::*;

/// The term as a line with today on it; the words below say the same.
#[component]
pub fn TimeLine(time: TimeLeft) -> impl IntoView {
    let lang = use_lang();
    // The line runs from 12 to 308 in a drawing of 320.
    let x = 12 + 296 * u32::from(time.percent) / 100;
    // The word stays inside the drawing at both ends.
    let word_x = x.clamp(24, 296);
    view! {
        <section>
            <h2 class="section-title">{text::time_left(lang)}</h2>
            <div class="card stack">
                <svg class="time-line" viewBox="0 0 320 44" aria-hidden="true">
                    <path class="time-line__track" d="M12 30H308"></path>
                    <path class="time-line__passed" d=format!("M12 30H{x}")></path>
                    <circle class="time-line__today" cx=x cy="30" r="9"></circle>
                    <text class="time-line__label time-line__label--today" x=word_x y="13">{time.today}</text>
                </svg>
                <p><strong>{time.left}</strong></p>
                <p class="soft small">{time.from} " – " {time.to}</p>
                {time.more.map(|more| view! { <a class="button" href="/forlangning">{more}</a> })}
            </div>
        </section>
    }
}
