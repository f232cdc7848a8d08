use crate::consent::api::{WithdrawConsent, WithdrawOnBehalf};
use crate::consent::{Agreed, Party, text};
use crate::kernel::Lang;
use crate::kernel::lang::use_lang;
use crate::ui::{Icon, IconName};
use domain::consent::{Category, Direction};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The ways as the page tells them: what they may tell us first, then what we may tell them.
const WAYS: [Direction; 2] = [Direction::FromAgency, Direction::ToAgency];

/// How a consent is taken back from here.
#[derive(Clone, Copy)]
pub enum WithdrawForm {
    /// By the participant.
    Own(ServerAction<WithdrawConsent>),
    /// At the desk, on behalf of a person.
    OnBehalf(ServerAction<WithdrawOnBehalf>, StoredValue<String>),
}

/// A party: yes or no, who may tell what, from when until when, and what it has been told.
#[component]
pub fn PartyCard(
    party: Party,
    form: WithdrawForm,
    /// Where one reads about it and decides.
    #[prop(optional, into)]
    decide: Option<String>,
) -> impl IntoView {
    let lang = use_lang();
    let name = party.name.of(lang).to_owned();
    let heading = name.clone();
    let agreed = !party.agreed.is_empty();
    let way_on = decide.map(|href| {
        let (class, word) = if agreed {
            ("button button--quiet no-print", text::add_more(lang))
        } else {
            ("button button--wide no-print", text::read_and_decide(lang))
        };
        view! { <a class=class href=href>{word}<span class="visually-hidden">": " {name.clone()}</span></a> }
    });
    let body = if agreed {
        view! {
            <Agreements agreed=party.agreed.clone() own=matches!(form, WithdrawForm::Own(_))/>
            <Withdraw party=party.clone() form=form/>
        }
        .into_any()
    } else {
        view! { <p class="row row--top"><Icon name=IconName::Lock/><span>{text::not_talking(lang)}</span></p> }
            .into_any()
    };
    view! {
        <section class="card stack">
            <div class="row row--between row--top">
                <h2>{heading}</h2>
                <span class=if agreed { "chip chip--done" } else { "chip chip--plain" }>
                    {if agreed { text::yes(lang) } else { text::no(lang) }}
                </span>
            </div>
            {body}
            {way_on}
            {(!party.told.is_empty()).then(|| view! {
                <details class="disclosure">
                    <summary>{text::told_title(lang)}</summary>
                    <ul class="list">
                        {party.told.into_iter().map(|t| view! {
                            <li>{text::category(t.category, lang)} <span class="soft small">" · " {t.day}</span></li>
                        }).collect_view()}
                    </ul>
                </details>
            })}
        </section>
    }
}

/// Who may tell what, in sentences; those that began and end alike stand together.
#[component]
fn Agreements(
    agreed: Vec<Agreed>,
    /// A receipt is the person's own to open.
    own: bool,
) -> impl IntoView {
    let lang = use_lang();
    let language = text::text_of(lang);
    let mut spans: Vec<(String, Option<String>)> = Vec::new();
    for a in &agreed {
        let span = (a.since.clone(), a.until.clone());
        if !spans.contains(&span) {
            spans.push(span);
        }
    }
    spans
        .into_iter()
        .map(|(since, until)| {
            let here: Vec<&Agreed> = agreed
                .iter()
                .filter(|a| a.since == since && a.until == until)
                .collect();
            let lines = WAYS.map(|way| {
                let words: Vec<&str> = here
                    .iter()
                    .filter(|a| a.direction == way)
                    .map(|a| text::category(a.category, lang))
                    .collect();
                let icon = match way {
                    Direction::FromAgency => IconName::ComesIn,
                    Direction::ToAgency => IconName::GoesOut,
                };
                (!words.is_empty()).then(|| {
                    view! {
                        <p class="row row--top">
                            <Icon name=icon/>
                            <span>{text::way(way, language)} " " <strong>{text::joined(&words, language)}</strong></span>
                        </p>
                    }
                })
            });
            let receipts = own.then(|| receipts(&here, lang));
            view! {
                {lines.into_iter().flatten().collect_view()}
                <p class="soft small">{text::holds(&since, until.as_deref(), lang)} " " {receipts}</p>
            }
        })
        .collect_view()
}

fn receipts(agreed: &[&Agreed], lang: Lang) -> impl IntoView + use<> {
    let mut ids: Vec<String> = agreed.iter().map(|a| a.signature.clone()).collect();
    ids.dedup();
    ids.into_iter()
        .map(|id| view! { <a class="receipt-link" href=format!("/samtycke/kvitto/{id}")>{text::receipt(lang)}</a> " " })
        .collect_view()
}

/// Taking back: one press opens what it changes, one more does it. Works without script.
#[component]
fn Withdraw(party: Party, form: WithdrawForm) -> impl IntoView {
    let lang = use_lang();
    let name = party.name.of(lang).to_owned();
    let several = party.agreed.len() > 1;
    let changes = WAYS.map(|way| {
        let categories: Vec<Category> = party
            .agreed
            .iter()
            .filter(|a| a.direction == way)
            .map(|a| a.category)
            .collect();
        (!categories.is_empty()).then(|| view! { <p>{text::withdrawal(&name, way, &categories, lang)}</p> })
    });
    let each = several.then(|| {
        let parts = party.agreed.iter().map(|a| {
            let change = text::withdrawal(&name, a.direction, &[a.category], lang);
            view! {
                <li class="stack stack--tight">
                    <p>{change}</p>
                    {press(form, a.id.clone(), String::new(), text::withdraw_go(lang), text::category(a.category, lang))}
                </li>
            }
        });
        view! { <ul class="list">{parts.collect_view()}</ul> }
    });
    let all = if several {
        text::withdraw_all(lang)
    } else {
        text::withdraw_go(lang)
    };
    view! {
        <details class="disclosure no-print">
            <summary>{text::withdraw(lang)}<span class="visually-hidden">": " {name.clone()}</span></summary>
            <div class="stack">
                {matches!(form, WithdrawForm::OnBehalf(..)).then(|| view! { <p class="notice">{text::desk_on_behalf(lang)}</p> })}
                {each}
                <div class="stack stack--tight">
                    {changes.into_iter().flatten().collect_view()}
                    <p>{text::told_stays(lang)}</p>
                    {press(form, String::new(), party.name.code.clone(), all, "")}
                </div>
            </div>
        </details>
    }
}

fn press(
    form: WithdrawForm,
    consent: String,
    agency: String,
    word: &'static str,
    of: &'static str,
) -> impl IntoView {
    let inside = move |person: Option<String>| {
        view! {
            {person.map(|id| view! { <input type="hidden" name="person" value=id/> })}
            <input type="hidden" name="consent" value=consent/>
            <input type="hidden" name="agency" value=agency/>
            <button type="submit" class="button button--wide">
                {word}
                {(!of.is_empty()).then(|| view! { <span class="visually-hidden">": " {of}</span> })}
            </button>
        }
    };
    match form {
        WithdrawForm::Own(action) => {
            view! { <ActionForm action=action>{inside(None)}</ActionForm> }.into_any()
        }
        WithdrawForm::OnBehalf(action, person) => {
            view! { <ActionForm action=action>{inside(Some(person.get_value()))}</ActionForm> }.into_any()
        }
    }
}
