use super::error_summary::error_of;
use super::field::{described, error_at};
use super::text;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::kernel::{AppError, Choice, typed};
use leptos::prelude::*;

/// What a list offers, in groups; a group without a name stands as it is.
pub struct Groups(Vec<(String, Vec<Choice>)>);

impl From<Vec<Choice>> for Groups {
    fn from(choices: Vec<Choice>) -> Self {
        Self(vec![(String::new(), choices)])
    }
}

impl From<Vec<(String, Vec<Choice>)>> for Groups {
    fn from(groups: Vec<(String, Vec<Choice>)>) -> Self {
        Self(groups)
    }
}

/// One of a list; what was chosen comes back without script too.
#[component]
pub fn Choose(
    field: Field,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] value: String,
    #[prop(into)] choices: Groups,
    error: Signal<Option<AppError>>,
    /// Whether nothing is chosen at first.
    #[prop(default = true)]
    empty: bool,
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
    let groups = choices
        .0
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
                {empty.then(|| view! { <option value="">{text::choose(lang)}</option> })}
                {groups}
            </select>
        </div>
    }
}

/// Says that a form was accepted, once it was.
#[component]
pub fn Done<A>(action: ServerAction<A>, #[prop(optional)] words: Option<&'static str>) -> impl IntoView
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
