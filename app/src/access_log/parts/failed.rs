use super::Bars;
use crate::access_log::api::{Bar, FailingAccount, FailureKind, Failures};
use crate::access_log::text;
use crate::kernel::lang::use_lang;
use leptos::prelude::*;

/// Failed sign-ins: over time, by way and cause, and accounts with many.
#[component]
pub fn FailedSignIns(failures: Failures) -> impl IntoView {
    let lang = use_lang();
    let Failures {
        total,
        bars,
        kinds,
        accounts,
    } = failures;
    view! {
        <section class="card stack" aria-labelledby="failures">
            <h2 class="section-title" id="failures">{text::failures(lang)} " · " {total}</h2>
            {if total == 0 {
                view! { <p class="soft">{text::no_failures(lang)}</p> }.into_any()
            } else {
                view! {
                    <Bars bars=bars.clone() label=format!("{}: {total}", text::failures(lang))/>
                    <Kinds kinds=kinds total=total/>
                    <OverTime bars=bars/>
                    {(!accounts.is_empty()).then(|| view! { <Accounts accounts=accounts/> })}
                }
                .into_any()
            }}
        </section>
    }
}

#[component]
fn Kinds(kinds: Vec<FailureKind>, total: u32) -> impl IntoView {
    let lang = use_lang();
    let rows = kinds
        .into_iter()
        .map(|k| {
            view! {
                <tr>
                    <th scope="row">{k.kind}</th>
                    <td data-label=text::why(lang)>{k.why}</td>
                    <td class="table__number" data-label=text::times(lang)>{k.times}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="table table--wrap">
            <thead>
                <tr>
                    <th scope="col">{text::kind(lang)}</th>
                    <th scope="col">{text::why(lang)}</th>
                    <th scope="col" class="table__number">{text::times(lang)}</th>
                </tr>
            </thead>
            <tbody>
                {rows}
                <tr>
                    <th scope="row">{text::total(lang)}</th>
                    <td></td>
                    <td class="table__number" data-label=text::times(lang)>{total}</td>
                </tr>
            </tbody>
        </table>
    }
}

#[component]
fn OverTime(bars: Vec<Bar>) -> impl IntoView {
    let lang = use_lang();
    let rows = bars
        .into_iter()
        .filter(|b| b.count > 0)
        .map(|b| {
            view! {
                <tr>
                    <th scope="row">{b.label}</th>
                    <td class="table__number" data-label=text::times(lang)>{b.count}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <details class="disclosure">
            <summary>{text::per_time(lang)}</summary>
            <table class="table table--wrap">
                <thead>
                    <tr>
                        <th scope="col">{text::span(lang)}</th>
                        <th scope="col" class="table__number">{text::times(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
}

#[component]
fn Accounts(accounts: Vec<FailingAccount>) -> impl IntoView {
    let lang = use_lang();
    let rows = accounts
        .into_iter()
        .map(|a| {
            view! {
                <tr>
                    <th scope="row"><bdi>{a.who}</bdi></th>
                    <td data-label=text::latest(lang)>{a.latest}</td>
                    <td class="table__number" data-label=text::times(lang)>{a.times}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <h3>{text::many(lang)}</h3>
        <table class="table table--wrap">
            <thead>
                <tr>
                    <th scope="col">{text::who(lang)}</th>
                    <th scope="col">{text::latest(lang)}</th>
                    <th scope="col" class="table__number">{text::times(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
