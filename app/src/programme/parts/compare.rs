use crate::kernel::lang::use_lang;
use crate::programme::api::{Difference, VersionLine};
use crate::programme::text;
use leptos::prelude::*;

/// What differs between two versions, line by line.
#[component]
pub fn DifferenceTable(difference: Difference) -> impl IntoView {
    let lang = use_lang();
    let Difference { from, till, changes } = difference;
    let side = move |title: &'static str, lines: Vec<String>| {
        let said = match lines.len() {
            0 => view! { <span class="soft">{text::nothing_said(lang)}</span> }.into_any(),
            1 => lines.into_iter().next().into_any(),
            _ => view! { <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }
                .into_any(),
        };
        view! { <td data-label=title>{said}</td> }
    };
    view! {
        <section class="card stack" aria-labelledby="difference">
            <h2 class="section-title" id="difference">{text::between(from, till, lang)}</h2>
            {if changes.is_empty() {
                view! { <p>{text::nothing_differs(lang)}</p> }.into_any()
            } else {
                view! {
                    <table class="table table--wrap" data-difference="">
                        <thead>
                            <tr>
                                <th scope="col">{text::field(lang)}</th>
                                <th scope="col">{text::before(lang)}</th>
                                <th scope="col">{text::after(lang)}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {changes
                                .into_iter()
                                .map(|c| view! {
                                    <tr>
                                        <th scope="row">{c.label}</th>
                                        {side(text::before(lang), c.before)}
                                        {side(text::after(lang), c.after)}
                                    </tr>
                                })
                                .collect_view()}
                        </tbody>
                    </table>
                }
                    .into_any()
            }}
        </section>
    }
}

/// Which two versions to set beside each other; the address holds them.
#[component]
pub fn CompareForm(code: String, versions: Vec<VersionLine>) -> impl IntoView {
    let lang = use_lang();
    let latest = versions.first().map_or(1, |v| v.version);
    let choose = move |id: &'static str, label: &'static str, chosen: i32| {
        let options = versions
            .iter()
            .map(|v| {
                view! { <option value=v.version selected=v.version == chosen>{text::version_from(v.version, &v.from, lang)}</option> }
            })
            .collect_view();
        view! {
            <div class="field">
                <label class="field__label" for=id>{label}</label>
                <select class="field__input" id=id name=id>{options}</select>
            </div>
        }
    };
    view! {
        <form class="filter-bar no-print" method="get" action=format!("/program/{code}")>
            {choose("fran", text::compare_from(lang), latest - 1)}
            {choose("till", text::compare_till(lang), latest)}
            <button class="button" type="submit">{text::show(lang)}</button>
        </form>
    }
}
