use crate::forms::text;
use crate::kernel::AppError;
use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::ui::field_of;
use domain::form::FormPlace as P;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the fields show, and the error of the last try.
#[derive(Clone)]
pub struct Rows {
    pub fields: Arc<BTreeMap<String, String>>,
    pub error: Signal<Option<AppError>>,
}

impl Rows {
    fn value(&self, name: &str) -> String {
        self.fields.get(name).cloned().unwrap_or_default()
    }
}

/// A line, or several, of a question.
#[component]
fn Words(
    rows: Rows,
    at: P,
    #[prop(into)] label: String,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(optional)] several: bool,
) -> impl IntoView {
    let lang = use_lang();
    let id = at.id().unwrap_or_default();
    let (error, value) = (rows.error, rows.value(id));
    let wrong = move || {
        error
            .get()
            .filter(|e| field_of(*e) == Some(id))
            .map(|e| message(e, lang))
    };
    let described = move || {
        let parts = [
            hint.map(|_| format!("{id}-hint")),
            wrong().map(|_| format!("{id}-error")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    let name = format!("form[{id}]");
    let input = if several {
        view! {
            <textarea id=id name=name class="field__input" rows="4" aria-describedby=described
                aria-invalid=move || wrong().map(|_| "true")>{value}</textarea>
        }
        .into_any()
    } else {
        view! {
            <input id=id name=name type="text" class="field__input" autocomplete="off" value=value
                aria-describedby=described aria-invalid=move || wrong().map(|_| "true")/>
        }
        .into_any()
    };
    view! {
        <div class="field" class:field--error=move || wrong().is_some()>
            <label class="field__label" for=id>{label}</label>
            {hint.map(|hint| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> })}
            {move || wrong().map(|e| view! { <p class="field__error" id=format!("{id}-error")>{e}</p> })}
            {input}
        </div>
    }
}

/// Why the version is made.
#[component]
pub fn Reason(rows: Rows) -> impl IntoView {
    let lang = use_lang();
    view! { <Words rows=rows at=P::Reason label=text::reason(lang) several=true/> }
}

/// A question of the form of a new version. What belongs to its kind alone is folded away where it is not of that kind.
#[component]
pub fn QuestionRow(rows: Rows, n: u8) -> impl IntoView {
    let lang = use_lang();
    let name = |part: &str| format!("form[{part}_{n}]");
    let kind = rows.value(&format!("kind_{n}"));
    let kinds = [
        ("scale", text::kind_scale(lang)),
        ("choice", text::kind_choice(lang)),
        ("text", text::kind_text(lang)),
    ]
    .into_iter()
    .map(|(code, words)| {
        let chosen = code == kind;
        view! { <option value=code selected=chosen>{words}</option> }
    })
    .collect_view();
    let key = rows.value(&format!("key_{n}"));
    let place = rows.value(&format!("place_{n}"));
    let dropped = rows.fields.contains_key(&format!("drop_{n}"));
    let new = key.is_empty();
    // Open where something of it is wrong.
    let error = rows.error;
    let wrong = move || {
        matches!(error.get(), Some(AppError::Form(e)) if e.at.row() == Some(n)
            && !matches!(e.at, P::Swedish(_) | P::English(_)))
    };
    let line = |at: P, label: &'static str| view! { <Words rows=rows.clone() at=at label=label/> };
    view! {
        <fieldset class="card stack">
            <legend class="section-title">{text::row(n, lang)}</legend>
            <input type="hidden" name=name("key") value=key/>
            {line(P::Swedish(n), text::sv(lang))}
            {line(P::English(n), text::en(lang))}
            <div class="field">
                <label class="field__label" for=format!("kind_{n}")>{text::kind(lang)}</label>
                <select id=format!("kind_{n}") name=name("kind") class="field__input">{kinds}</select>
            </div>
            <details class="disclosure" open=move || new || wrong()>
                <summary>{text::more_of_kind(lang)}</summary>
                <div class="stack">
                    {line(P::LowSwedish(n), text::low_sv(lang))}
                    {line(P::LowEnglish(n), text::low_en(lang))}
                    {line(P::HighSwedish(n), text::high_sv(lang))}
                    {line(P::HighEnglish(n), text::high_en(lang))}
                    <Words rows=rows.clone() at=P::Choices(n) label=text::choices(lang) hint=text::choices_hint(lang) several=true/>
                </div>
            </details>
            <div class="field">
                <label class="field__label" for=format!("place_{n}")>{text::place(lang)}</label>
                <input id=format!("place_{n}") name=name("place") type="text" inputmode="numeric" autocomplete="off"
                    class="field__input field__input--number" value=place/>
            </div>
            {(!new).then(|| view! {
                <label class="check">
                    <input type="checkbox" name=name("drop") checked=dropped/>
                    <span>{text::drop(lang)}</span>
                </label>
            })}
        </fieldset>
    }
}
