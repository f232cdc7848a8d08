use crate::intake::api::{DoubleLine, KeepPerson, PersonForm};
use crate::intake::text;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::kernel::{AppError, Choice, Lang};
use crate::record::LANGUAGES;
use crate::ui::{Choose, ErrorSummary, Input, Pending, error_at, error_of, field_of};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// Who it is, language, interpreter, contact: one press where nobody may be the same.
#[component]
pub fn PersonStep(
    id: String,
    form: PersonForm,
    action: ServerAction<KeepPerson>,
    /// What the last press was refused for: it leads back here where somebody has turned up who may be the same.
    pressed: Signal<Option<AppError>>,
) -> impl IntoView {
    let lang = use_lang();
    let own = error_of(action);
    let asks = form.chosen.is_empty() && !form.doubles.is_empty();
    let again = move || {
        pressed
            .get()
            .filter(|e| asks && field_of(*e) == Some(Field::Same.id()))
    };
    let error: Signal<Option<AppError>> = Signal::derive(move || own.get().or_else(again));
    let PersonForm {
        given_name,
        family_name,
        birth_year,
        masked,
        old_card,
        doubles,
        may_be_new,
        chosen,
        language,
        needs_interpreter,
        phone,
        email,
        street,
        postal_code,
        town,
        no_address,
    } = form;
    let hint = match masked.as_deref() {
        Some(masked) => text::number_kept(masked, lang),
        None => text::identity_hint(lang).to_owned(),
    };
    let has_number = masked.is_some();
    let has_address = !(street.is_empty() && postal_code.is_empty() && town.is_empty());
    let address = if no_address {
        view! { <p class="soft">{text::no_address(lang)}</p> }.into_any()
    } else {
        view! {
            <details class="disclosure" open=has_address>
                <summary>{text::address(lang)}</summary>
                <div class="stack">
                    <Input field=Field::Street label=text::street(lang) value=street error=error/>
                    <Input field=Field::PostalCode label=text::postal_code(lang) value=postal_code inputmode="numeric" error=error/>
                    <Input field=Field::Town label=text::town(lang) value=town error=error/>
                </div>
            </details>
        }
        .into_any()
    };
    view! {
        <ErrorSummary error=error/>
        <ActionForm action=action attr:class="stack stack--loose" attr:novalidate="novalidate" attr:autocomplete="off">
            <input type="hidden" name="id" value=id/>
            {(!doubles.is_empty()).then(|| view! {
                <Same doubles=doubles may_be_new=may_be_new chosen=chosen error=error/>
            })}
            <div class="cols cols--even">
                <section class="card stack" aria-labelledby="who">
                    <h2 class="section-title" id="who">{text::who(lang)}</h2>
                    <Input field=Field::GivenName label=text::given_name(lang) value=given_name error=error/>
                    <Input field=Field::FamilyName label=text::family_name(lang) value=family_name error=error/>
                    <Input field=Field::IdentityNumber class="field__input field__input--number" inputmode="numeric"
                        label=text::identity_number(lang) hint=hint error=error/>
                    {has_number.then(|| view! {
                        <label class="check">
                            <input type="checkbox" name="ticks[]" value="no_number"/>
                            <span>{text::no_number(lang)}</span>
                        </label>
                    })}
                    <Input field=Field::BirthYear class="field__input field__input--number" inputmode="numeric"
                        label=text::birth_year(lang) hint=text::birth_year_hint(lang) value=birth_year error=error/>
                    <Input field=Field::OldCard class="field__input field__input--number" inputmode="numeric"
                        label=text::old_card(lang) hint=text::old_card_hint(lang) value=old_card error=error/>
                </section>
                <section class="card stack" aria-labelledby="reached">
                    <h2 class="section-title" id="reached">{text::language_title(lang)}</h2>
                    <Choose field=Field::Language label=text::language(lang) value=language choices=languages(lang) error=error/>
                    <label class="check">
                        <input type="checkbox" name="ticks[]" value="interpreter" checked=needs_interpreter/>
                        <span>{text::interpreter(lang)}</span>
                    </label>
                    <h2 class="section-title">{text::contact(lang)}</h2>
                    <p class="soft">{text::contact_hint(lang)}</p>
                    <Input field=Field::Phone inputmode="tel" label=text::phone(lang) value=phone error=error/>
                    <Input field=Field::Email inputmode="email" label=text::email(lang) value=email error=error/>
                    {address}
                </section>
            </div>
            <Pending pending=action.pending() label=text::next(lang)/>
        </ActionForm>
    }
}

/// The languages that somebody may speak, in the words of the page.
fn languages(lang: Lang) -> Vec<Choice> {
    LANGUAGES
        .iter()
        .map(|(tag, sv, en)| {
            Choice::new(
                *tag,
                match lang {
                    Lang::Sv => *sv,
                    Lang::En => *en,
                },
            )
        })
        .collect()
}

/// Who may be the same (E6): nothing is chosen until somebody chooses.
#[component]
fn Same(
    doubles: Vec<DoubleLine>,
    may_be_new: bool,
    chosen: String,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let lang = use_lang();
    let said = error_at(error, Field::Same);
    let is_new = chosen == "new";
    let lines = (0_u8..)
        .zip(doubles)
        .map(|(n, d)| {
            let checked = d.id == chosen;
            view! {
                <label class="choice">
                    <input type="radio" id=(n == 0).then_some(Field::Same.id()) name="same" value=d.id checked=checked/>
                    <span class="choice__text">
                        {d.words}
                        {d.enrolled.then(|| view! { <span class="choice__hint">{text::enrolled_now(lang)}</span> })}
                    </span>
                </label>
                {d.href.map(|href| view! { <p><a href=href>{text::to_record(lang)}</a></p> })}
            }
        })
        .collect_view();
    view! {
        <fieldset class="choices card" aria-describedby="same-hint">
            <legend>{text::same(lang)}</legend>
            <p class="field__hint" id="same-hint">{text::same_hint(lang)}</p>
            {move || said().map(|w| view! { <p class="field__error" id="same-error">{w}</p> })}
            {lines}
            {may_be_new.then(|| view! {
                <label class="choice">
                    <input type="radio" name="same" value="new" checked=is_new/>
                    <span class="choice__text">{text::somebody_new(lang)}</span>
                </label>
            })}
        </fieldset>
    }
}
