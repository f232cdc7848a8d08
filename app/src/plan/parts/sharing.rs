use crate::kernel::lang::use_lang;
use crate::plan::sharing::{Party, Reach, Shared, Sharing, text as words};
use crate::ui::{Icon, IconName};
use leptos::prelude::*;

/// With whom the plan is shared, and the way to each agency's own page.
#[component]
pub fn SharingSection(sharing: Sharing) -> impl IntoView {
    let lang = use_lang();
    let Sharing {
        shared,
        may,
        without_consent,
    } = sharing;
    let none = shared.is_empty();
    view! {
        <section class="stack no-print" aria-labelledby="sharing">
            <h2 class="section-title" id="sharing">{words::section(lang)}</h2>
            <p>{words::lead(lang)}</p>
            {if none {
                view! { <p class="card card--quiet soft">{words::nothing_shared(lang)}</p> }.into_any()
            } else {
                view! {
                    <ul class="list card">
                        {shared.into_iter().map(|shared| view! { <SharedRow shared=shared/> }).collect_view()}
                    </ul>
                }
                .into_any()
            }}
            {(!may.is_empty()).then(|| view! {
                <h3 class="section-title">{words::choose(lang)}</h3>
                <ul class="list card">
                    {may.into_iter().map(|party| view! { <li><PartyLink party=party/></li> }).collect_view()}
                </ul>
            })}
            {(!without_consent.is_empty()).then(|| view! {
                <details class="disclosure">
                    <summary>{words::needs_consent(lang)}</summary>
                    <p>{words::needs_consent_more(lang)}</p>
                    <ul class="list">
                        {without_consent.into_iter().map(|party| view! { <li>{party.name}</li> }).collect_view()}
                    </ul>
                    <p><a class="button" href="/samtycke">{words::to_consent(lang)}</a></p>
                </details>
            })}
        </section>
    }
}

#[component]
fn PartyLink(party: Party) -> impl IntoView {
    let lang = use_lang();
    view! {
        <a class="person" href=format!("/min-plan/dela/{}", party.code)>
            <span class="person__body">{words::share_with(&party.name, lang)}</span>
            <Icon name=IconName::Eye/>
        </a>
    }
}

#[component]
fn SharedRow(shared: Shared) -> impl IntoView {
    let lang = use_lang();
    view! {
        <li class="stack stack--tight">
            <p><b>{shared.party.name.clone()}</b></p>
            <p class="soft small">
                {shared.since} ". " {shared.read.unwrap_or_else(|| words::unread(lang).to_owned())}
            </p>
            {reach(shared.reach).map(|word| view! { <p class="notice">{word(lang)}</p> })}
            <p>{shared.difference.unwrap_or_else(|| words::same(lang).to_owned())}</p>
            <p>
                <a class="button" href=format!("/min-plan/dela/{}", shared.party.code)>
                    {words::see(lang)}
                    <span class="visually-hidden">": " {shared.party.name}</span>
                </a>
            </p>
        </li>
    }
}

/// What keeps the agency from reading, in words.
pub fn reach(reach: Reach) -> Option<fn(crate::kernel::Lang) -> &'static str> {
    match reach {
        Reach::Reads => None,
        Reach::NoConsent => Some(words::closed_now),
        Reach::NotKnown => Some(words::not_known),
    }
}
