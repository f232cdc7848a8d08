use crate::access_log::api::Bar;
use leptos::prelude::*;

/// Bars over time, drawn on the server; the numbers stand in a table beside.
#[component]
pub fn Bars(bars: Vec<Bar>, label: String) -> impl IntoView {
    const HEIGHT: u32 = 40;
    const STEP: u32 = 10;
    let most = bars.iter().map(|b| b.count).max().unwrap_or(0).max(1);
    let width = STEP * u32::try_from(bars.len()).unwrap_or(1).max(1);
    let ends = (
        bars.first().map(|b| b.label.clone()),
        bars.last().map(|b| b.label.clone()),
    );
    let drawn = bars
        .into_iter()
        .zip((0_u32..).step_by(STEP as usize))
        .map(|(bar, x)| {
            // The smallest count is still seen.
            let height = if bar.count == 0 {
                0
            } else {
                u32::try_from(u64::from(bar.count) * u64::from(HEIGHT) / u64::from(most))
                    .unwrap_or(HEIGHT)
                    .max(2)
            };
            view! { <rect x={x + 1} y={HEIGHT - height} width={STEP - 2} height={height}></rect> }
        })
        .collect_view();
    view! {
        <div class="bars">
            <svg viewBox=format!("0 0 {width} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=label>{drawn}</svg>
            <p class="bars__ends soft small"><span>{ends.0}</span><span>{ends.1}</span></p>
        </div>
    }
}
