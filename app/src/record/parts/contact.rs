use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::record::api::contact::WriteContact;
use crate::record::api::open::ContactCard;
use crate::record::text;
use crate::ui::{ErrorSummary, Input, Pending, error_of};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The contact card, and the form for those who may write it.
#[component]
pub fn Contact(person: String, card: ContactCard, action: ServerAction<WriteContact>) -> impl IntoView {
    let lang = use_lang();
    let or_not = |text: &str| {
        if text.is_empty() {
            view! { <span class="soft">{text::not_known(lang)}</span> }.into_any()
        } else {
            view! { <bdi>{text.to_owned()}</bdi> }.into_any()
        }
    };
    let place = [card.postal_code.as_str(), card.town.as_str()].join(" ");
    let address: Vec<&str> = [card.street.as_str(), place.trim()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let address = if card.no_address {
        view! { <span class="soft">{text::no_address(lang)}</span> }.into_any()
    } else {
        or_not(&address.join(", "))
    };
    let language = card.language_name.clone();
    view! {
        <section class="card stack" aria-labelledby="contact">
            <h2 class="section-title" id="contact">{text::contact(lang)}</h2>
            <dl class="definition">
                <div><dt>{text::phone(lang)}</dt><dd>{or_not(&card.phone)}</dd></div>
                <div><dt>{text::email(lang)}</dt><dd>{or_not(&card.email)}</dd></div>
                <div><dt>{text::address(lang)}</dt><dd>{address}</dd></div>
                <div><dt>{text::language_spoken(lang)}</dt><dd>
                    {language}
                    {card.needs_interpreter.then(|| format!(" · {}", text::interpreter(lang).to_lowercase()))}
                </dd></div>
            </dl>
            {card.may_write.then(|| ContactForm(ContactFormProps { person, card, action }))}
        </section>
    }
}

#[component]
fn ContactForm(person: String, card: ContactCard, action: ServerAction<WriteContact>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let refused = move || error.get().is_some();
    let listed = text::LANGUAGES.iter().any(|(tag, ..)| *tag == card.language);
    // A language that the list does not have stands first, and stays unless another is chosen.
    let other = (!listed).then(|| (card.language.clone(), card.language_name.clone()));
    let options = text::LANGUAGES
        .iter()
        .map(|(tag, ..)| {
            let chosen = *tag == card.language;
            view! { <option value=*tag selected=chosen>{text::language(tag, lang)}</option> }
        })
        .collect_view();
    view! {
        <details class="disclosure no-print" open=refused>
            <summary>{text::change_contact(lang)}</summary>
            <div class="stack">
                <ErrorSummary error=error/>
                <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                    <input type="hidden" name="person" value=person/>
                    <input type="hidden" name="revision" value=card.revision.to_string()/>
                    <Input field=Field::Phone label=text::phone(lang) error=error kind="tel" inputmode="tel" value=card.phone/>
                    <Input field=Field::Email label=text::email(lang) error=error kind="email" inputmode="email" value=card.email/>
                    {(!card.no_address).then(|| view! {
                        <Input field=Field::Street label=text::street(lang) error=error value=card.street/>
                        <Input field=Field::PostalCode label=text::postal_code(lang) hint=text::postal_hint(lang) error=error
                            inputmode="numeric" class="field__input field__input--number" value=card.postal_code/>
                        <Input field=Field::Town label=text::town(lang) error=error value=card.town/>
                    })}
                    <div class="field">
                        <label class="field__label" for="language">{text::language_spoken(lang)}</label>
                        <select class="field__input" id="language" name="language">
                            {other.map(|(tag, name)| view! { <option value=tag selected=true>{name}</option> })}
                            {options}
                        </select>
                    </div>
                    <label class="check">
                        <input type="checkbox" name="needs_interpreter" value="yes" checked=card.needs_interpreter/>
                        {text::interpreter(lang)}
                    </label>
                    <Pending pending=action.pending() label=text::save(lang)/>
                </ActionForm>
            </div>
        </details>
    }
}
