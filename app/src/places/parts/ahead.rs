use super::chart::AheadChart;
use crate::kernel::Lang;
use crate::kernel::lang::use_lang;
use crate::places::api::{Forecast, Lever, Month};
use crate::places::text;
use leptos::prelude::*;

/// The months to come: in words, as a picture, as a table, and what could be changed.
#[component]
pub fn Ahead(forecast: Forecast, capacity: Option<u32>) -> impl IntoView {
    let lang = use_lang();
    let Forecast {
        months,
        full_from,
        free_from,
        half_left_after,
        levers,
    } = forecast;
    let said = capacity.map(|_| match full_from {
        None => text::never_full(lang).to_owned(),
        Some(month) => {
            let again = free_from.map_or_else(
                || text::stays_full(lang).to_owned(),
                |month| text::free_from(&month, lang),
            );
            format!("{} {again}", text::full_from(&month, lang))
        }
    });
    view! {
        {said.map(|said| view! { <p class="strong" data-forecast="">{said}</p> })}
        {half_left_after.map(|n| view! { <p>{text::half_left(n, lang)}</p> })}
        <AheadChart months=months.clone() capacity=capacity/>
        <MonthTable months=months limited=capacity.is_some()/>
        {(!levers.is_empty()).then(|| view! { <LeverTable levers=levers/> })}
    }
}

#[component]
fn MonthTable(months: Vec<Month>, limited: bool) -> impl IntoView {
    let lang = use_lang();
    let number = |title: &'static str, n: u32| view! { <td class="table__number" data-label=title>{n}</td> };
    let yes = |full: bool, lang: Lang| if full { text::yes(lang) } else { text::no(lang) };
    view! {
        <table class="table" data-figures="ahead">
            <thead>
                <tr>
                    <th scope="col">{text::month(lang)}</th>
                    <th scope="col" class="table__number">{text::came(lang)}</th>
                    <th scope="col" class="table__number">{text::left(lang)}</th>
                    <th scope="col" class="table__number">{text::at_end(lang)}</th>
                    {limited.then(|| view! {
                        <th scope="col" class="table__number">{text::waits(lang)}</th>
                        <th scope="col">{text::full(lang)}</th>
                    })}
                </tr>
            </thead>
            <tbody>
                {months
                    .into_iter()
                    .map(|m| view! {
                        <tr>
                            <th scope="row">{m.name}</th>
                            {number(text::came(lang), m.came)}
                            {number(text::left(lang), m.left)}
                            {number(text::at_end(lang), m.enrolled)}
                            {limited.then(|| view! {
                                {number(text::waits(lang), m.waiting)}
                                <td data-label=text::full(lang)>{yes(m.full, lang)}</td>
                            })}
                        </tr>
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn LeverTable(levers: Vec<Lever>) -> impl IntoView {
    let lang = use_lang();
    let then = move |lever: &Lever| {
        let month = lever
            .full_from
            .clone()
            .unwrap_or_else(|| text::not_within(lang).to_owned());
        if lever.moves {
            month
        } else {
            format!("{month} ({})", text::the_same(lang))
        }
    };
    view! {
        <h3>{text::levers(lang)}</h3>
        <p class="soft small">{text::levers_lead(lang)}</p>
        <table class="table table--wrap" data-figures="levers">
            <thead>
                <tr>
                    <th scope="col">{text::change(lang)}</th>
                    <th scope="col">{text::full_then(lang)}</th>
                </tr>
            </thead>
            <tbody>
                {levers
                    .into_iter()
                    .map(|lever| {
                        let then = then(&lever);
                        view! { <tr><th scope="row">{lever.what}</th><td data-label=text::full_then(lang)>{then}</td></tr> }
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
}
