use crate::consent::text;
use crate::kernel::error::Field;
use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::kernel::{AppError, typed};
use domain::consent::{Category, Direction, Item, Purpose};
use leptos::prelude::*;

/// What was ticked in a form that came back: `direction.category`, set apart by spaces.
fn chosen_codes() -> Vec<String> {
    typed::value("consents")
        .map(|codes| {
            codes
                .split(' ')
                .filter(|c| !c.is_empty())
                .map(str::to_owned)
                .collect()
        })
        .unwrap_or_default()
}

/// The error of a group, beside it.
fn error_of(error: Signal<Option<AppError>>, field: Field) -> impl Fn() -> Option<AnyView> + Copy + Send {
    let lang = use_lang();
    move || {
        let said = error
            .get()
            .filter(|e| matches!(e, AppError::Field { field: f, .. } if *f == field))?;
        let id = format!("{}-error", field.id());
        Some(view! { <p class="field__error" id=id>{message(said, lang)}</p> }.into_any())
    }
}

/// One of several: nothing is chosen until somebody chooses. The first carries the field's id, where an error leads.
#[component]
pub fn Choice(
    field: Field,
    #[prop(optional)] name: Option<&'static str>,
    legend: &'static str,
    /// Value, words, and words of a hint.
    options: Vec<(String, String, &'static str)>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let said = error_of(error, field);
    let described = move || said().map(|_| format!("{}-error", field.id()));
    let name = name.unwrap_or(field.id());
    let chosen = typed::value(name);
    view! {
        <fieldset class="choices" aria-describedby=described>
            <legend>{legend}</legend>
            {said}
            {options.into_iter().enumerate().map(|(n, (value, words, hint))| {
                let checked = chosen.as_ref() == Some(&value);
                view! {
                    <label class="choice">
                        <input type="radio" id=(n == 0).then_some(field.id()) name=name value=value checked=checked/>
                        <span class="choice__text">
                            {words}
                            {(!hint.is_empty()).then(|| view! { <span class="choice__hint">{hint}</span> })}
                        </span>
                    </label>
                }
            }).collect_view()}
        </fieldset>
    }
}

/// What may be told, each way apart. Nothing is ticked, and there is no box for all of it (C1).
#[component]
pub fn Ways(
    /// What is agreed already with the party.
    #[prop(into)]
    already: Signal<Vec<Category>>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let lang = use_lang();
    let said = error_of(error, Field::Consents);
    let ticked = StoredValue::new(chosen_codes());
    let boxes = move |way: Direction| {
        Category::ALL
            .iter()
            .filter(move |c| c.direction() == way)
            .map(move |category| {
                let code = Item::of(*category).code();
                let checked = ticked.with_value(|t| t.contains(&code));
                let first = *category == Category::Planning;
                let have = move || already.with(|a| a.contains(category));
                view! {
                    <label class="check">
                        <input type="checkbox" id=first.then_some(Field::Consents.id()) name="consents[]" value=code
                            checked=checked disabled=have/>
                        <span>
                            {text::category(*category, lang)}
                            {move || have().then(|| view! { <span class="soft small">" · " {text::yes(lang)}</span> })}
                        </span>
                    </label>
                }
            })
            .collect_view()
    };
    let language = text::text_of(lang);
    view! {
        <div class="stack stack--tight">
            <h2>{text::what(lang)}</h2>
            <p class="soft">{text::what_hint(lang)}</p>
            {said}
            <fieldset class="choices">
                <legend>{text::way(Direction::FromAgency, language)}</legend>
                {boxes(Direction::FromAgency)}
            </fieldset>
            <fieldset class="choices">
                <legend>{text::way(Direction::ToAgency, language)}</legend>
                {boxes(Direction::ToAgency)}
            </fieldset>
            {move || already.with(|a| !a.is_empty()).then(|| view! { <p class="soft small">{text::change_hint(lang)}</p> })}
        </div>
    }
}

/// What it is for, and until when.
#[component]
pub fn WhyAndHowLong(
    error: Signal<Option<AppError>>,
    /// The first day that can be chosen.
    today: String,
) -> impl IntoView {
    let lang = use_lang();
    let language = text::text_of(lang);
    let purposes = Purpose::ALL
        .iter()
        .map(|p| (p.code().to_owned(), text::purpose(*p, language).to_owned(), ""))
        .collect();
    let spans = vec![
        (
            "enrolled".to_owned(),
            text::as_long_as_enrolled(lang).to_owned(),
            "",
        ),
        ("date".to_owned(), text::until_a_day(lang).to_owned(), ""),
    ];
    view! {
        <Choice field=Field::Purpose legend=text::why(lang) options=purposes error=error/>
        <Choice field=Field::Until name="until_kind" legend=text::how_long(lang) options=spans error=error/>
        <div class="field">
            <label class="field__label" for="until_day">{text::last_day(lang)}</label>
            <input id="until_day" class="field__input field__input--number" type="date" name="until" min=today
                value=typed::value("until").unwrap_or_default()/>
        </div>
    }
}
