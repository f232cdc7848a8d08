use crate::attendance::StampMark;
use crate::kernel::lang::use_lang;
use crate::plan::api::{StampDay, StampMonth};
use crate::plan::text;
use leptos::prelude::*;

/// The stamps: the latest month open, the earlier ones behind one press.
#[component]
pub fn StampSheet(months: Vec<StampMonth>) -> impl IntoView {
    let lang = use_lang();
    let mut months = months.into_iter();
    let latest = months.next();
    let earlier: Vec<_> = months.collect();
    view! {
        <section>
            {match latest {
                None => view! {
                    <h2 class="section-title">{text::attendance(lang)}</h2>
                    <p class="card card--quiet soft">{text::no_stamps(lang)}</p>
                }
                .into_any(),
                Some(month) => view! {
                    <h2 class="section-title">{text::attendance(lang)} " · " {month.name}</h2>
                    <Sheet days=month.days/>
                }
                .into_any(),
            }}
            {(!earlier.is_empty()).then(|| view! {
                <details class="disclosure">
                    <summary>{text::earlier_months(lang)}</summary>
                    {earlier
                        .into_iter()
                        .map(|month| view! {
                            <div>
                                <h3 class="section-title">{month.name}</h3>
                                <Sheet days=month.days/>
                            </div>
                        })
                        .collect_view()}
                </details>
            })}
        </section>
    }
}

#[component]
fn Sheet(days: Vec<StampDay>) -> impl IntoView {
    view! {
        <ul class="card stamp-sheet">
            {days
                .into_iter()
                .map(|day| match day {
                    StampDay::There(stamp) => view! { <li><StampMark stamp=stamp/></li> }.into_any(),
                    StampDay::Away { day, why } => view! {
                        <li class="stamp-slot"><span>{day}</span> <span>{why}</span></li>
                    }
                    .into_any(),
                })
                .collect_view()}
        </ul>
    }
}
