use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::kernel::{AppError, Choice};
use crate::ui::{choose_words, described};
use domain::programme::{RuleError, RulePlace};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the fields show, and the error of the last try.
#[derive(Clone)]
pub struct Form {
    pub fields: Arc<BTreeMap<String, String>>,
    pub error: Signal<Option<AppError>>,
}

impl Form {
    fn value(&self, name: &str) -> String {
        self.fields.get(name).cloned().unwrap_or_default()
    }

    fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// The words of an error that is this place's.
    fn error_at(&self, at: RulePlace) -> impl Fn() -> Option<String> + Copy + Send + 'static {
        let (error, lang) = (self.error, use_lang());
        move || match error.get() {
            Some(AppError::Programme(RuleError { at: there, why })) if there == at => {
                Some(message(AppError::Programme(RuleError::new(at, why)), lang))
            }
            _ => None,
        }
    }
}

/// The name of a field in the form that is sent.
fn sent(id: &str) -> String {
    format!("form[{id}]")
}

/// One line: a number, a day, or a few words.
#[component]
pub fn Line(
    form: Form,
    at: RulePlace,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "numeric")] inputmode: &'static str,
    #[prop(default = "field__input field__input--number")] class: &'static str,
) -> impl IntoView {
    let id = at.id().unwrap_or_default();
    let error = form.error_at(at);
    let value = form.value(id);
    let has_hint = hint.is_some();
    view! {
        <div class="field" class:field--error=move || error().is_some()>
            <label class="field__label" for=id>{label}</label>
            {hint.map(|hint| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> })}
            {move || error().map(|e| view! { <p class="field__error" id=format!("{id}-error")>{e}</p> })}
            <input id=id name=sent(id) type=kind class=class inputmode=inputmode autocomplete="off" value=value
                aria-describedby=move || described(id, has_hint, error().is_some())
                aria-invalid=move || error().map(|_| "true")/>
        </div>
    }
}

/// Several lines.
#[component]
pub fn Lines(
    form: Form,
    at: RulePlace,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
) -> impl IntoView {
    let id = at.id().unwrap_or_default();
    let error = form.error_at(at);
    let value = form.value(id);
    view! {
        <div class="field" class:field--error=move || error().is_some()>
            <label class="field__label" for=id>{label}</label>
            <p class="field__hint" id=format!("{id}-hint")>{hint}</p>
            {move || error().map(|e| view! { <p class="field__error" id=format!("{id}-error")>{e}</p> })}
            <textarea id=id name=sent(id) class="field__input" rows="3"
                aria-describedby=move || described(id, true, error().is_some())
                aria-invalid=move || error().map(|_| "true")>{value}</textarea>
        </div>
    }
}

/// One of a list, or none.
#[component]
pub fn Pick(form: Form, at: RulePlace, #[prop(into)] label: String, choices: Vec<Choice>) -> impl IntoView {
    let lang = use_lang();
    let id = at.id().unwrap_or_default();
    let error = form.error_at(at);
    let value = form.value(id);
    let options = choices
        .into_iter()
        .map(|c| {
            let chosen = c.value == value;
            view! { <option value=c.value selected=chosen>{c.words}</option> }
        })
        .collect_view();
    view! {
        <div class="field" class:field--error=move || error().is_some()>
            <label class="field__label" for=id>{label}</label>
            {move || error().map(|e| view! { <p class="field__error" id=format!("{id}-error")>{e}</p> })}
            <select id=id name=sent(id) class="field__input"
                aria-describedby=move || described(id, false, error().is_some())
                aria-invalid=move || error().map(|_| "true")>
                <option value="">{choose_words(lang)}</option>
                {options}
            </select>
        </div>
    }
}

/// One box.
#[component]
pub fn Tick(form: Form, #[prop(into)] name: String, #[prop(into)] label: String) -> impl IntoView {
    let checked = form.has(&name);
    view! {
        <label class="check">
            <input type="checkbox" name=sent(&name) checked=checked/>
            <span>{label}</span>
        </label>
    }
}

/// Any of a list.
#[component]
pub fn Boxes(
    form: Form,
    at: RulePlace,
    #[prop(into)] label: String,
    /// Code and words of each.
    choices: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let id = at.id().unwrap_or_default();
    let error = form.error_at(at);
    let boxes = choices
        .into_iter()
        .map(|(code, words)| {
            let form = form.clone();
            view! { <Tick form=form name=format!("{id}_{code}") label=words/> }
        })
        .collect_view();
    view! {
        <fieldset class="field choices" id=id tabindex="-1" class:field--error=move || error().is_some()>
            <legend class="field__label">{label}</legend>
            {move || error().map(|e| view! { <p class="field__error" id=format!("{id}-error")>{e}</p> })}
            {boxes}
        </fieldset>
    }
}
