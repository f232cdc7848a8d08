use crate::kernel::error::Field;
use crate::kernel::{AppError, typed};
use crate::ui::error_at;
use leptos::prelude::*;

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
