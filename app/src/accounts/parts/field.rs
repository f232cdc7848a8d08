use crate::accounts::api::Choice;
use crate::accounts::text;
use crate::kernel::error::Field;
use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::kernel::{AppError, typed};
use crate::ui::{error_of, field_of};
use leptos::prelude::*;

/// The words of an error that is this field's.
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

/// The ids of what describes a field.
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
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] value: String,
    error: Signal<Option<AppError>>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "text")] inputmode: &'static str,
) -> impl IntoView {
    let error = error_at(error, field);
    let id = field.id();
    let has_hint = hint.is_some();
    let value = typed::value(id).unwrap_or(value);
    view! {
        <div class="field" class:field--error=move || error().is_some()>
            <label class="field__label" for=id>{label}</label>
            {hint.map(|hint| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> })}
            {move || error().map(|e| view! { <p class="field__error" id=format!("{id}-error")>{e}</p> })}
            <input id=id name=id type=kind class="field__input" inputmode=inputmode autocomplete="off" value=value
                aria-describedby=move || described(id, has_hint, error().is_some())
                aria-invalid=move || error().map(|_| "true")/>
        </div>
    }
}

/// One of a list, with nothing chosen at first unless it is said.
#[component]
pub fn Choose(
    field: Field,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] value: String,
    choices: Vec<Choice>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    Grouped(GroupedProps {
        field,
        label,
        hint,
        value,
        groups: vec![(String::new(), choices)],
        error,
    })
}

/// The same in groups with names.
#[component]
pub fn Grouped(
    field: Field,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] hint: Option<String>,
    #[prop(optional, into)] value: String,
    groups: Vec<(String, Vec<Choice>)>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let lang = use_lang();
    let error = error_at(error, field);
    let id = field.id();
    let has_hint = hint.is_some();
    let value = typed::value(id).unwrap_or(value);
    let options = |choices: Vec<Choice>| {
        choices
            .into_iter()
            .map(|c| {
                let chosen = c.value == value;
                view! { <option value=c.value selected=chosen>{c.words}</option> }
            })
            .collect_view()
    };
    let groups = groups
        .into_iter()
        .filter(|(_, choices)| !choices.is_empty())
        .map(|(name, choices)| {
            if name.is_empty() {
                options(choices).into_any()
            } else {
                view! { <optgroup label=name>{options(choices)}</optgroup> }.into_any()
            }
        })
        .collect_view();
    view! {
        <div class="field" class:field--error=move || error().is_some()>
            <label class="field__label" for=id>{label}</label>
            {hint.map(|hint| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> })}
            {move || error().map(|e| view! { <p class="field__error" id=format!("{id}-error")>{e}</p> })}
            <select id=id name=id class="field__input"
                aria-describedby=move || described(id, has_hint, error().is_some())
                aria-invalid=move || error().map(|_| "true")>
                <option value="">{text::choose(lang)}</option>
                {groups}
            </select>
        </div>
    }
}

/// Says that a form was accepted, once it was.
#[component]
pub fn Saved<A>(action: ServerAction<A>, #[prop(optional)] words: Option<&'static str>) -> impl IntoView
where
    A: leptos::server_fn::ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    A::Output: Send + Sync + 'static,
{
    let lang = use_lang();
    let (error, outcome) = (error_of(action), action.value());
    move || {
        let done = outcome.with(Option::is_some) && error.get().is_none();
        done.then(|| view! { <p class="notice notice--done" role="status">{words.unwrap_or_else(|| text::saved(lang))}</p> })
    }
}
