use crate::figures::api::{Month, Period};
use crate::figures::text;
use crate::kernel::lang::use_lang;
use domain::suppression::{Cell, ShownFlow};
use leptos::prelude::*;

/// The months' numbers, and all of them together.
#[component]
pub fn FlowTable(months: Vec<Month>, together: ShownFlow) -> impl IntoView {
    let lang = use_lang();
    let number = move |title: &'static str, cell: Cell| {
        view! {
            <td class="table__number" class:soft=cell == Cell::Hidden data-label=title>{text::cell(cell, lang)}</td>
        }
    };
    let row = move |name: String, flow: ShownFlow| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                {number(text::opening(lang), flow.opening)}
                {number(text::came(lang), flow.came)}
                {number(text::left(lang), flow.left)}
                {number(text::closing(lang), flow.closing)}
            </tr>
        }
    };
    view! {
        <table class="table" data-figures="flow">
            <thead>
                <tr>
                    <th scope="col">{text::month(lang)}</th>
                    <th scope="col" class="table__number">{text::opening(lang)}</th>
                    <th scope="col" class="table__number">{text::came(lang)}</th>
                    <th scope="col" class="table__number">{text::left(lang)}</th>
                    <th scope="col" class="table__number">{text::closing(lang)}</th>
                </tr>
            </thead>
            <tbody>
                {months.into_iter().map(|m| row(m.name, m.flow)).collect_view()}
                {row(text::together(lang).to_owned(), together)}
            </tbody>
        </table>
    }
}

/// How it went for those who left in a half-year.
#[component]
pub fn PeriodTable(period: Period) -> impl IntoView {
    let lang = use_lang();
    let row = move |name: &'static str, cell: Cell| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="table__number" class:soft=cell == Cell::Hidden data-label=text::how_many(lang)>{text::cell(cell, lang)}</td>
            </tr>
        }
    };
    view! {
        <section class="card stack">
            <h3>{period.name}</h3>
            <table class="table" data-figures="outcomes">
                <thead>
                    <tr>
                        <th scope="col">{text::outcome(lang)}</th>
                        <th scope="col" class="table__number">{text::how_many(lang)}</th>
                    </tr>
                </thead>
                <tbody>
                    {period.outcomes.into_iter().map(|(o, cell)| row(text::way_out(o, lang), cell)).collect_view()}
                    {row(text::total(lang), period.total)}
                </tbody>
            </table>
            <p>
                <b>{text::rate_title(lang)} ": "</b>
                {period.rate.map_or_else(|| text::no_rate(lang).to_owned(), |rate| text::rate(rate, lang))}
            </p>
        </section>
    }
}
