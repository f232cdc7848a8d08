//! The ways past a closed door: a stated reason, an emergency, a protection.

use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::record::api::emergency::TakeOverride;
use crate::record::api::open::Identity;
use crate::record::api::protection::ProtectPerson;
use crate::record::api::reason::{ShowIdentityNumber, StateReason as StateReasonAction};
use crate::record::text;
use crate::ui::{ErrorSummary, Icon, IconName, Pending, TextArea, error_of};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The hours that an emergency may last.
const HOURS: [u32; 6] = [1, 2, 4, 8, 12, 24];

/// The identity number: hidden, and shown once to who says why.
#[component]
pub fn IdentityNumber(
    person: String,
    identity: Identity,
    key: String,
    action: ServerAction<ShowIdentityNumber>,
) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let refused = move || error.get().is_some();
    let shown = match identity {
        Identity::Shown(number) => view! {
            <p class="figure">{number}</p>
            <p class="soft" role="status">{text::shown_once(lang)}</p>
        }
        .into_any(),
        Identity::None => view! { <p class="soft" role="status">{text::no_identity(lang)}</p> }.into_any(),
        Identity::Hidden => view! {
            <details class="disclosure no-print" open=refused>
                <summary>{text::show_identity(lang)}</summary>
                <div class="stack">
                    <ErrorSummary error=error/>
                    <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                        <input type="hidden" name="person" value=person/>
                        <input type="hidden" name="key" value=key/>
                        <TextArea field=Field::Reason label=text::show_identity_why(lang) hint=text::show_identity_hint(lang)
                            value="" error=error/>
                        <Pending pending=action.pending() label=text::show_identity(lang)/>
                    </ActionForm>
                </div>
            </details>
        }
        .into_any(),
    };
    view! {
        <section class="card stack" aria-labelledby="identity">
            <h2 class="section-title" id="identity">{text::identity_number(lang)}</h2>
            {shown}
        </section>
    }
}

/// Opens what the grid opens with a reason (L).
#[component]
pub fn StateReason(person: String, key: String, action: ServerAction<StateReasonAction>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    view! {
        <section class="card stack no-print" aria-labelledby="state-reason">
            <h2 class="row" id="state-reason"><Icon name=IconName::Eye/><span>{text::state_reason(lang)}</span></h2>
            <p>{text::state_reason_lead(lang)}</p>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="person" value=person/>
                <input type="hidden" name="key" value=key/>
                <TextArea field=Field::Reason label=text::state_reason_why(lang) hint=text::show_identity_hint(lang) value=""
                    error=error/>
                <Pending pending=action.pending() label=text::state_reason_go(lang)/>
            </ActionForm>
        </section>
    }
}

/// Opens the record of somebody who is not one's own, in an emergency (G2).
#[component]
pub fn Emergency(person: String, key: String, action: ServerAction<TakeOverride>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let refused = move || error.get().is_some();
    view! {
        <details class="disclosure no-print" open=refused>
            <summary><Icon name=IconName::Warning/>{text::emergency(lang)}</summary>
            <div class="stack">
                <p class="notice notice--warn"><Icon name=IconName::Warning/><span>{text::emergency_lead(lang)}</span></p>
                <ErrorSummary error=error/>
                <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                    <input type="hidden" name="person" value=person/>
                    <input type="hidden" name="key" value=key/>
                    <TextArea field=Field::OverrideReason label=text::emergency_why(lang) hint=text::emergency_hint(lang) value=""
                        error=error/>
                    <div class="field">
                        <label class="field__label" for="hours">{text::emergency_hours(lang)}</label>
                        <select class="field__input" id="hours" name="hours">
                            {HOURS
                                .into_iter()
                                .map(|h| view! { <option value=h.to_string()>{text::hours(h, lang)}</option> })
                                .collect_view()}
                        </select>
                    </div>
                    <Pending pending=action.pending() label=text::emergency_go(lang)/>
                </ActionForm>
            </div>
        </details>
    }
}

/// Protects the identity of whom the page is about (G4); who may open it is named on the next page.
#[component]
pub fn Protect(number: String) -> impl IntoView {
    let lang = use_lang();
    let action = ServerAction::<ProtectPerson>::new();
    let error = error_of(action);
    let refused = move || error.get().is_some();
    view! {
        <details class="disclosure no-print" open=refused>
            <summary><Icon name=IconName::Lock/>{text::protect(lang)}</summary>
            <div class="stack">
                <p>{text::protect_lead(lang)}</p>
                <ErrorSummary error=error/>
                <ActionForm action=action attr:class="stack">
                    <input type="hidden" name="person" value=number/>
                    <Level/>
                    <Pending pending=action.pending() label=text::protect_go(lang)/>
                </ActionForm>
            </div>
        </details>
    }
}

/// The three levels.
#[component]
pub fn Level() -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="field">
            <label class="field__label" for="level">{text::level(lang)}</label>
            <select class="field__input" id="level" name="level">
                {(1_i16..=3).map(|l| view! { <option value=l.to_string()>{text::level_of(l, lang)}</option> }).collect_view()}
            </select>
        </div>
    }
}
