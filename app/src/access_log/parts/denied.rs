use crate::access_log::api::{Denied, Opening};
use crate::access_log::text;
use crate::kernel::lang::use_lang;
use leptos::prelude::*;

/// Denials, one line a person of staff, place and reason.
#[component]
pub fn DeniedTable(denials: Vec<Denied>, total: u32) -> impl IntoView {
    let lang = use_lang();
    let rows = denials
        .into_iter()
        .map(|d| {
            view! {
                <tr>
                    <th scope="row"><bdi>{d.who}</bdi></th>
                    <td data-label=text::what(lang)>{d.what}</td>
                    <td data-label=text::why(lang)>{d.why}</td>
                    <td data-label=text::number(lang)>{d.numbers}</td>
                    <td data-label=text::latest(lang)>{d.latest}</td>
                    <td class="table__number" data-label=text::times(lang)>{d.times}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="denials">
            <h2 class="section-title" id="denials">{text::denials(lang)} " · " {total}</h2>
            {if total == 0 {
                view! { <p class="soft">{text::no_denials(lang)}</p> }.into_any()
            } else {
                view! {
                    <table class="table table--wrap">
                        <thead>
                            <tr>
                                <th scope="col">{text::who(lang)}</th>
                                <th scope="col">{text::what(lang)}</th>
                                <th scope="col">{text::why(lang)}</th>
                                <th scope="col">{text::number(lang)}</th>
                                <th scope="col">{text::latest(lang)}</th>
                                <th scope="col" class="table__number">{text::times(lang)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                }
                .into_any()
            }}
        </section>
    }
}

/// Openings of protected identities: who opened, and of whom a number (G4).
#[component]
pub fn OpeningsTable(openings: Vec<Opening>, total: u32) -> impl IntoView {
    let lang = use_lang();
    let rows = openings
        .into_iter()
        .map(|o| {
            view! {
                <tr>
                    <th scope="row"><bdi>{o.who}</bdi></th>
                    <td data-label=text::number(lang)>{o.number}</td>
                    <td data-label=text::what(lang)>{o.what}</td>
                    <td data-label=text::latest(lang)>{o.when}</td>
                    <td class="table__number" data-label=text::times(lang)>{o.times}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="openings">
            <h2 class="section-title" id="openings">{text::openings(lang)} " · " {total}</h2>
            {if total == 0 {
                view! { <p class="soft">{text::no_openings(lang)}</p> }.into_any()
            } else {
                view! {
                    <p class="soft small">{text::openings_lead(lang)}</p>
                    <table class="table table--wrap">
                        <thead>
                            <tr>
                                <th scope="col">{text::who(lang)}</th>
                                <th scope="col">{text::number(lang)}</th>
                                <th scope="col">{text::what(lang)}</th>
                                <th scope="col">{text::latest(lang)}</th>
                                <th scope="col" class="table__number">{text::times(lang)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                }
                .into_any()
            }}
        </section>
    }
}
