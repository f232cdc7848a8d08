//! Parts of the pages of exit, extension and transfer.

use crate::exit::text;
use crate::kernel::error::Field;
use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::kernel::{AppError, typed};
use crate::ui::{error_of, field_of};
use leptos::prelude::*;

fn error_at(
    error: Signal<Option<AppError>>,
    field: Field,
) -> impl Fn() -> Option<String> + Copy + Send + 'static {
    let lang = use_lang();
    move || {
        error
            .get()
            .filter(|e| field_of(*e) == Some(field.id()))
            .map(|e| message(e, lang))
    }
}

fn described(id: &'static str, hint: bool, error: bool) -> Option<String> {
    let parts = [
        hint.then(|| format!("{id}-hint")),
        error.then(|| format!("{id}-error")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// One line that stands filled in from the start: text, or a day.
#[component]
pub fn Filled(
    field: Field,
    label: &'static str,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(optional, into)] value: String,
    error: Signal<Option<AppError>>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "text")] inputmode: &'static str,
) -> impl IntoView {
    let error = error_at(error, field);
    let id = field.id();
    let value = typed::value(id).unwrap_or(value);
    view! {
        <div class="field" class:field--error=move || error().is_some()>
            <label class="field__label" for=id>{label}</label>
            {hint.map(|hint| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> })}
            {move || error().map(|e| view! { <p class="field__error" id=format!("{id}-error")>{e}</p> })}
            <input id=id name=id type=kind class="field__input" inputmode=inputmode autocomplete="off" value=value
                aria-describedby=move || described(id, hint.is_some(), error().is_some())
                aria-invalid=move || error().map(|_| "true")/>
        </div>
    }
}

/// One of a list, each a value and its words.
#[component]
pub fn Choose(
    field: Field,
    label: &'static str,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(optional, into)] value: String,
    choices: Vec<(String, String)>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let lang = use_lang();
    let error = error_at(error, field);
    let id = field.id();
    let value = typed::value(id).unwrap_or(value);
    let options = choices
        .into_iter()
        .map(|(code, words)| {
            let chosen = code == value;
            view! { <option value=code selected=chosen>{words}</option> }
        })
        .collect_view();
    view! {
        <div class="field" class:field--error=move || error().is_some()>
            <label class="field__label" for=id>{label}</label>
            {hint.map(|hint| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> })}
            {move || error().map(|e| view! { <p class="field__error" id=format!("{id}-error")>{e}</p> })}
            <select id=id name=id class="field__input"
                aria-describedby=move || described(id, hint.is_some(), error().is_some())
                aria-invalid=move || error().map(|_| "true")>
                <option value="">{text::choose(lang)}</option>
                {options}
            </select>
        </div>
    }
}

/// Says that a form was accepted, once it was.
#[component]
pub fn Done<A>(action: ServerAction<A>, words: &'static str) -> impl IntoView
where
    A: leptos::server_fn::ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    A::Output: Send + Sync + 'static,
{
    let (error, outcome) = (error_of(action), action.value());
    move || {
        let done = outcome.with(Option::is_some) && error.get().is_none();
        done.then(|| view! { <p class="notice notice--done" role="status">{words}</p> })
    }
}
