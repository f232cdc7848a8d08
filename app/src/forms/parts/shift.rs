use crate::forms::api::Changed;
use leptos::prelude::*;

/// Where a step of a scale lies in the drawing.
const fn x(step: u8) -> u16 {
    20 + 70 * (step.saturating_sub(1) as u16)
}

/// From the start to now on a scale of five: the ring is the start, the dot is now. The words below say the same.
#[component]
fn Shift(from: u8, to: u8) -> impl IntoView {
    let (a, b) = (x(from), x(to));
    view! {
        <svg class="shift" viewBox="0 0 320 36" aria-hidden="true">
            <path class="shift__track" d="M20 18H300"></path>
            {(1..=5)
                .map(|step| view! { <circle class="shift__step" cx=x(step) cy="18" r="4"></circle> })
                .collect_view()}
            {(a != b).then(|| view! { <path class="shift__way" d=format!("M{a} 18H{b}")></path> })}
            <circle class="shift__start" cx=a cy="18" r="13"></circle>
            <circle class="shift__now" cx=b cy="18" r="8"></circle>
        </svg>
    }
}

/// One question with what has changed: a picture where it is a scale, and always the words.
#[component]
pub fn ChangedLine(changed: Changed) -> impl IntoView {
    let Changed {
        question,
        steps,
        ends,
        words,
    } = changed;
    view! {
        <li class="changed">
            <h3>{question}</h3>
            {steps.map(|(from, to)| view! { <Shift from=from to=to/> })}
            {ends.map(|(low, high)| view! {
                <p class="changed__ends small soft" aria-hidden="true"><span>{low}</span><span>{high}</span></p>
            })}
            <p><bdi>{words}</bdi></p>
        </li>
    }
}
