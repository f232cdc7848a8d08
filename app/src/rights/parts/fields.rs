use crate::kernel::error::Field;
use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::kernel::{AppError, typed};
use leptos::prelude::*;

/// What is wrong with this field, in words.
fn error_at(
    error: Signal<Option<AppError>>,
    field: Field,
) -> impl Fn() -> Option<String> + Copy + Send + 'static {
    let lang = use_lang();
    move || match error.get() {
        Some(AppError::Field { field: at, .. }) if at == field => error.get().map(|e| message(e, lang)),
        _ => None,
    }
}

/// One of a few, as large choices; without script what was chosen comes back.
#[component]
pub fn Choice(
    field: Field,
    legend: &'static str,
    /// Value and words.
    options: Vec<(&'static str, &'static str)>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let error = error_at(error, field);
    let id = field.id();
    let chosen = typed::value(id);
    view! {
        <fieldset class="choices" class:field--error=move || error().is_some()
            aria-describedby=move || error().map(|_| format!("{id}-error"))>
            <legend>{legend}</legend>
            {move || error().map(|e| view! { <p class="field__error" id=format!("{id}-error")>{e}</p> })}
            {options
                .into_iter()
                .enumerate()
                .map(|(i, (value, words))| {
                    // The first has the field's own id: there the summary leads.
                    let this = if i == 0 { id.to_owned() } else { format!("{id}-{value}") };
                    view! {
                        <label class="choice" for=this.clone()>
                            <input type="radio" id=this.clone() name=id value=value checked=chosen.as_deref() == Some(value)/>
                            <span class="choice__text">{words}</span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

/// One line of text that begins with what stands now.
#[component]
pub fn Filled(
    field: Field,
    label: &'static str,
    value: String,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let error = error_at(error, field);
    let id = field.id();
    let value = typed::value(id).unwrap_or(value);
    view! {
        <div class="field" class:field--error=move || error().is_some()>
            <label class="field__label" for=id>{label}</label>
            {move || error().map(|e| view! { <p class="field__error" id=format!("{id}-error")>{e}</p> })}
            <input id=id name=id type="text" class="field__input" autocomplete="off" value=value
                aria-describedby=move || error().map(|_| format!("{id}-error"))
                aria-invalid=move || error().map(|_| "true")/>
        </div>
    }
}
