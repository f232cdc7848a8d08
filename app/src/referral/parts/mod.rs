//! Parts of the pages of referrals.

use super::draft_api::Choice;
use crate::kernel::error::Field;
use crate::kernel::{AppError, typed};
use crate::ui::error_at;
use leptos::prelude::*;

/// One of several, as large choices. The first has the field's own id: there the summary leads.
#[component]
pub fn Choices(
    field: Field,
    legend: String,
    choices: Vec<Choice>,
    chosen: String,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let error = error_at(error, field);
    let id = field.id();
    let chosen = typed::value(id).filter(|t| !t.is_empty()).unwrap_or(chosen);
    view! {
        <fieldset class="choices" class:field--error=move || error().is_some()
            aria-describedby=move || error().map(|_| format!("{id}-error"))>
            <legend class="visually-hidden">{legend}</legend>
            {move || error().map(|e| view! { <p class="field__error" id=format!("{id}-error")>{e}</p> })}
            {choices
                .into_iter()
                .enumerate()
                .map(|(i, choice)| {
                    let this = if i == 0 { id.to_owned() } else { format!("{id}-{i}") };
                    let checked = choice.value == chosen;
                    view! {
                        <label class="choice" for=this.clone()>
                            <input type="radio" id=this.clone() name=id value=choice.value checked=checked/>
                            <span class="choice__text">
                                {choice.words}
                                {choice.more.map(|more| view! { <span class="choice__hint">{more}</span> })}
                            </span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

/// A box to tick, with its error.
#[component]
pub fn Tick(
    field: Field,
    label: &'static str,
    ticked: bool,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let error = error_at(error, field);
    let id = field.id();
    let ticked = typed::value(id).map_or(ticked, |typed| !typed.is_empty());
    view! {
        <div class="field" class:field--error=move || error().is_some()>
            {move || error().map(|e| view! { <p class="field__error" id=format!("{id}-error")>{e}</p> })}
            <label class="check" for=id>
                <input type="checkbox" id=id name=id value="yes" checked=ticked
                    aria-describedby=move || error().map(|_| format!("{id}-error"))
                    aria-invalid=move || error().map(|_| "true")/>
                {label}
            </label>
        </div>
    }
}
