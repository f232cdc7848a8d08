use crate::figures::api::Month;
use crate::figures::text;
use crate::kernel::lang::use_lang;
use domain::suppression::Cell;
use leptos::prelude::*;

const LEFT: u32 = 36;
const TOP: u32 = 12;
const HEIGHT: u32 = 180;
const STEP: u32 = 56;
const BAR: u32 = 20;

/// The top of the scale: a round number over the largest.
fn top_of(months: &[Month]) -> u32 {
    let shown = months
        .iter()
        .flat_map(|m| [m.flow.came, m.flow.left])
        .filter_map(Cell::shown);
    shown.max().unwrap_or(0).max(1).next_multiple_of(4)
}

/// Who came and who left each month, as bars; drawn on the server, and the table says the same.
#[component]
pub fn FlowChart(months: Vec<Month>) -> impl IntoView {
    let lang = use_lang();
    let top = top_of(&months);
    let count = u32::try_from(months.len()).unwrap_or(0);
    let (width, height) = (LEFT + count * STEP + 8, TOP + HEIGHT + 32);
    let y = move |value: u32| TOP + HEIGHT - value * HEIGHT / top;
    let bar = move |cell: Cell, x: u32, class: &'static str| match cell {
        Cell::Shown(value) => view! {
            <rect class=class x=x y=y(value) width=BAR height=value * HEIGHT / top></rect>
        }
        .into_any(),
        Cell::Hidden => view! {
            <text class="chart__hidden" x=x + BAR / 2 y=y(0) - 4 text-anchor="middle">"–"</text>
        }
        .into_any(),
    };
    view! {
        <figure class="chart">
            <p class="chips" aria-hidden="true">
                <span class="chart__key chart__key--came">{text::came(lang)}</span>
                <span class="chart__key chart__key--left">{text::left(lang)}</span>
            </p>
            <div class="chart__field" tabindex="0" role="group" aria-label=text::flow_title(lang)>
                <svg viewBox=format!("0 0 {width} {height}") role="img" aria-label=text::chart(lang)>
                    {(0..=4_u32)
                        .map(|n| {
                            let value = top * n / 4;
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
                            let x = LEFT + n * STEP + 6;
                            view! {
                                {bar(month.flow.came, x, "chart__came")}
                                {bar(month.flow.left, x + BAR + 2, "chart__left")}
                                <text class="chart__word" x=x + BAR + 1 y=TOP + HEIGHT + 20 text-anchor="middle">{month.short}</text>
                            }
                        })
                        .collect_view()}
                </svg>
            </div>
        </figure>
    }
}
