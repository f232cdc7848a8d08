use crate::kernel::AppError;
use crate::kernel::error::Field;
use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::kernel::typed;
use crate::promise::api::{Asked, ExplainPromise};
use crate::promise::text;
use crate::ui::{ErrorSummary, Pending, TextArea, error_of, field_of};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// Why a promise was broken: a short list, and words. `next` is the page to come back to.
#[component]
pub fn AskedForm(asked: Asked, next: String, action: ServerAction<ExplainPromise>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let back = next.clone();
    let (lead, hint) = if asked.referral.is_empty() {
        (text::reason_lead(lang), text::words_hint(lang))
    } else {
        (text::referral_lead(lang), text::referral_hint(lang))
    };
    view! {
        <section class="card stack no-print" aria-labelledby="orsak">
            <h2 class="section-title" id="orsak"><bdi>{asked.heading}</bdi> " · " {asked.standing}</h2>
            <p class="soft">{lead}</p>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="person" value=asked.person/>
                <input type="hidden" name="enrolment" value=asked.enrolment/>
                <input type="hidden" name="referral" value=asked.referral/>
                <input type="hidden" name="clock" value=asked.clock/>
                <input type="hidden" name="key" value=asked.key/>
                <input type="hidden" name="next" value=next/>
                <Reasons reasons=asked.reasons error=error/>
                <TextArea field=Field::Words label=text::words(lang) hint=hint value="" error=error/>
                <Pending pending=action.pending() label=text::save_reason(lang)/>
                <a class="button button--quiet" href=back>{text::cancel(lang)}</a>
            </ActionForm>
        </section>
    }
}

#[component]
fn Reasons(reasons: Vec<(String, String)>, error: Signal<Option<AppError>>) -> impl IntoView {
    let lang = use_lang();
    let id = Field::Reason.id();
    let was = typed::value(id).unwrap_or_default();
    let wrong = move || {
        error
            .get()
            .filter(|e| field_of(*e) == Some(id))
            .map(|e| message(e, lang))
    };
    view! {
        <fieldset class="choices" class:field--error=move || wrong().is_some()
            aria-describedby=move || wrong().map(|_| "reason-error")>
            <legend>{text::reason(lang)}</legend>
            {move || wrong().map(|e| view! { <p class="field__error" id="reason-error">{e}</p> })}
            {reasons
                .into_iter()
                .enumerate()
                .map(|(n, (code, words))| {
                    // The summary leads to the first.
                    let input = if n == 0 { id.to_owned() } else { format!("{id}-{n}") };
                    let chosen = code == was;
                    view! {
                        <label class="choice" for=input.clone()>
                            <input type="radio" id=input.clone() name=id value=code checked=chosen/>
                            <span class="choice__text">{words}</span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}
