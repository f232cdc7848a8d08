use crate::forms::api::{Asked, FillForm, Kind, Sheet};
use crate::forms::text;
use crate::kernel::AppError;
use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, IconName, Pending, error_of, field_of};
use domain::form::{ANSWER_MAX, FormPlace, SCALE};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// A form to fill in. Every question can be skipped.
#[component]
pub fn SheetForm(
    enrolment: String,
    occasion: String,
    sheet: Sheet,
    action: ServerAction<FillForm>,
    /// Where it leads without saving.
    back: &'static str,
) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let Sheet {
        version,
        was,
        key,
        asked,
    } = sheet;
    view! {
        <ErrorSummary error=error/>
        <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
            <input type="hidden" name="enrolment" value=enrolment/>
            <input type="hidden" name="occasion" value=occasion/>
            <input type="hidden" name="version" value=version/>
            <input type="hidden" name="was" value=was.to_string()/>
            <input type="hidden" name="key" value=key/>
            {asked
                .into_iter()
                .enumerate()
                .map(|(n, asked)| {
                    let at = FormPlace::Answer(u8::try_from(n).unwrap_or(u8::MAX));
                    view! { <Question id=at.id().unwrap_or_default() asked=asked error=error/> }
                })
                .collect_view()}
            <Pending pending=action.pending() label=text::save(lang) icon=IconName::Check big=true/>
            <a class="button button--quiet" href=back>{text::leave(lang)}</a>
        </ActionForm>
    }
}

/// One question. `id` is that of its first answer: an error's link leads there.
#[component]
fn Question(id: &'static str, asked: Asked, error: Signal<Option<AppError>>) -> impl IntoView {
    let lang = use_lang();
    let Asked {
        key,
        words,
        kind,
        answer,
    } = asked;
    let name = format!("answers[{key}]");
    let wrong = move || {
        error
            .get()
            .filter(|e| field_of(*e) == Some(id))
            .map(|e| message(e, lang))
    };
    let said = move || wrong().map(|e| view! { <p class="field__error" id=format!("{id}-error")>{e}</p> });
    let described = move || wrong().map(|_| format!("{id}-error"));
    let skip = {
        let (name, none) = (name.clone(), answer.is_empty());
        move || {
            view! {
                <label class="check scale__skip">
                    <input type="radio" name=name value="" checked=none/>
                    <span>{text::no_answer(lang)}</span>
                </label>
            }
        }
    };
    match kind {
        Kind::Scale { low, high } => {
            let steps = (1..=SCALE)
                .map(|step| {
                    let value = step.to_string();
                    let chosen = value == answer;
                    let end = match step {
                        1 => Some(low.clone()),
                        SCALE => Some(high.clone()),
                        _ => None,
                    };
                    view! {
                        <label class="scale__step">
                            <input type="radio" id=(step == 1).then_some(id) name=name.clone() value=value.clone() checked=chosen/>
                            <span>{value}{end.map(|end| view! { <span class="visually-hidden">", " {end}</span> })}</span>
                        </label>
                    }
                })
                .collect_view();
            view! {
                <fieldset class="card scale" class:field--error=move || wrong().is_some() aria-describedby=described>
                    <legend>{words}</legend>
                    {said}
                    <div class="scale__steps">{steps}</div>
                    <p class="scale__ends small soft" aria-hidden="true"><span>{low}</span><span>{high}</span></p>
                    {skip()}
                </fieldset>
            }
            .into_any()
        }
        Kind::Choice { choices } => {
            let choices = choices
                .into_iter()
                .enumerate()
                .map(|(n, (value, words))| {
                    let chosen = value == answer;
                    view! {
                        <label class="choice">
                            <input type="radio" id=(n == 0).then_some(id) name=name.clone() value=value checked=chosen/>
                            <span class="choice__text">{words}</span>
                        </label>
                    }
                })
                .collect_view();
            view! {
                <fieldset class="card choices" class:field--error=move || wrong().is_some() aria-describedby=described>
                    <legend>{words}</legend>
                    {said}
                    {choices}
                    {skip()}
                </fieldset>
            }
            .into_any()
        }
        Kind::Text => view! {
            <div class="card field" class:field--error=move || wrong().is_some()>
                <label class="field__label" for=id>{words}</label>
                {said}
                <textarea id=id name=name class="field__input" rows="4" maxlength=ANSWER_MAX.to_string()
                    aria-describedby=described aria-invalid=move || wrong().map(|_| "true")>{answer}</textarea>
            </div>
        }
        .into_any(),
    }
}
