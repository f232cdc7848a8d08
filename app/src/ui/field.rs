use super::error_summary::field_of;
use super::{Icon, IconName};
use crate::kernel::error::Field;
use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::kernel::{AppError, typed};
use leptos::prelude::*;

/// The words of an error that is this field's.
pub fn error_at(
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

/// The ids of what describes a field.
pub fn described(id: &str, hint: bool, error: bool) -> Option<String> {
    let parts = [
        hint.then(|| format!("{id}-hint")),
        error.then(|| format!("{id}-error")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// One line of text with its label, hint and error. The browser keeps what is typed; nothing overwrites it.
#[component]
pub fn Input(
    field: Field,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    error: Signal<Option<AppError>>,
    #[prop(default = "field__input")] class: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "text")] inputmode: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    /// What stands there to be changed.
    #[prop(optional, into)]
    value: Option<String>,
) -> impl IntoView {
    let error = error_at(error, field);
    let id = field.id();
    let has_hint = hint.is_some();
    let described = move || described(id, has_hint, error().is_some());
    // A secret is typed anew; everything else is given back.
    let value = if kind == "password" {
        None
    } else {
        typed::value(id).or(value)
    };
    view! {
        <div class="field" class:field--error=move || error().is_some()>
            <label class="field__label" for=id>{label}</label>
            {hint.map(|hint| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> })}
            {move || error().map(|e| view! { <p class="field__error" id=format!("{id}-error")>{e}</p> })}
            <input id=id name=id type=kind class=class inputmode=inputmode autocomplete=autocomplete value=value
                aria-describedby=described aria-invalid=move || error().map(|_| "true")/>
        </div>
    }
}

/// Several lines of text with label and error.
#[component]
pub fn TextArea(
    field: Field,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    error: Signal<Option<AppError>>,
    #[prop(optional, into)] hint: Option<String>,
) -> impl IntoView {
    let error = error_at(error, field);
    let id = field.id();
    let value = typed::value(id).unwrap_or(value);
    let has_hint = hint.is_some();
    let described = move || described(id, has_hint, error().is_some());
    view! {
        <div class="field" class:field--error=move || error().is_some()>
            <label class="field__label" for=id>{label}</label>
            {hint.map(|hint| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> })}
            {move || error().map(|e| view! { <p class="field__error" id=format!("{id}-error")>{e}</p> })}
            <textarea id=id name=id class="field__input" rows="3" aria-invalid=move || error().map(|_| "true")
                aria-describedby=described>{value}</textarea>
        </div>
    }
}

/// The button that sends a form. While the answer is on its way it says so and keeps its place; a second
/// press is harmless, since every form is idempotent.
#[component]
pub fn Pending(
    #[prop(into)] pending: Signal<bool>,
    label: &'static str,
    #[prop(optional)] icon: Option<IconName>,
    #[prop(optional)] big: bool,
) -> impl IntoView {
    let class = if big {
        "button button--act button--big"
    } else {
        "button button--act button--wide"
    };
    view! {
        <button type="submit" class=class class:button--pending=move || pending.get() aria-busy=move || pending.get().then_some("true")>
            {icon.map(|name| view! { <Icon name=name/> })}
            <span>{label}</span>
        </button>
    }
}
