use crate::kernel::lang::use_lang;
use crate::places::api::Month;
use crate::places::text;
use leptos::prelude::*;

const LEFT: u32 = 40;
const TOP: u32 = 16;
const HEIGHT: u32 = 180;
const STEP: u32 = 52;
const BAR: u32 = 32;

/// The enrolled at the end of each month as bars, and the capacity as a line; drawn on the server, and the table says the
/// same.
#[component]
pub fn AheadChart(months: Vec<Month>, capacity: Option<u32>) -> impl IntoView {
    let lang = use_lang();
    let most = months
        .iter()
        .map(|m| m.enrolled)
        .chain(capacity)
        .max()
        .unwrap_or(0);
    let top = most.max(1).next_multiple_of(4);
    let count = u32::try_from(months.len()).unwrap_or(0);
    let (width, height) = (LEFT + count * STEP + 8, TOP + HEIGHT + 32);
    // In u64: a large house times the height is past u32.
    let tall = move |value: u32| {
        u32::try_from(u64::from(value) * u64::from(HEIGHT) / u64::from(top)).unwrap_or(HEIGHT)
    };
    let y = move |value: u32| TOP + HEIGHT - tall(value);
    view! {
        <figure class="chart">
            <p class="chips" aria-hidden="true">
                <span class="chart__key chart__key--came">{text::at_end(lang)}</span>
                {capacity.map(|n| view! { <span class="chart__key chart__key--limit">{n} " " {text::capacity(lang)}</span> })}
            </p>
            <div class="chart__field" tabindex="0" role="group" aria-label=text::ahead(lang)>
                <svg viewBox=format!("0 0 {width} {height}") role="img" aria-label=text::chart(lang)>
                    {(0..=4_u32)
                        .map(|n| {
                            let value = top / 4 * n;
                            view! {
                                <line class="chart__line" x1=LEFT x2=width y1=y(value) y2=y(value)></line>
                                <text class="chart__word" x=LEFT - 6 y=y(value) + 4 text-anchor="end">{value}</text>
                            }
                        })
                        .collect_view()}
                    {months
                        .into_iter()
                        .zip(0_u32..)
                        .map(|(month, n)| {
                            let x = LEFT + n * STEP + (STEP - BAR) / 2;
                            let class = if month.full { "chart__left" } else { "chart__came" };
                            view! {
                                <rect class=class x=x y=y(month.enrolled) width=BAR height=tall(month.enrolled)></rect>
                                <text class="chart__word" x=x + BAR / 2 y=TOP + HEIGHT + 20 text-anchor="middle">{month.short}</text>
                            }
                        })
                        .collect_view()}
                    {capacity.map(|n| view! { <line class="chart__limit" x1=LEFT x2=width y1=y(n) y2=y(n)></line> })}
                </svg>
            </div>
        </figure>
    }
}
