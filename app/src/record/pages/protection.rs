use crate::frame::StaffFrame;
use crate::kernel::AppError;
use crate::kernel::error::Field;
use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::record::api::protection::{
    ChangeProtection, Colleague, EndNaming, NameStaff, ProtectPerson, Protected, Protection, read_protection,
};
use crate::record::parts::Level;
use crate::record::text;
use crate::ui::{
    ErrorSummary, Failed, FailedProps, Icon, IconName, Input, PageTitle, Pending, error_of, loaded, settled,
};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// Protected identities of the centre: by number, who is named for each, and the forms.
pub struct ProtectionPage;

#[derive(Clone, Copy)]
struct Forms {
    protect: ServerAction<ProtectPerson>,
    change: ServerAction<ChangeProtection>,
    name: ServerAction<NameStaff>,
    end: ServerAction<EndNaming>,
}

impl ProtectionPage {
    pub fn view() -> AnyView {
        let forms = Forms {
            protect: ServerAction::new(),
            change: ServerAction::new(),
            name: ServerAction::new(),
            end: ServerAction::new(),
        };
        let protect_settled = settled(forms.protect);
        let change_settled = settled(forms.change);
        let name_settled = settled(forms.name);
        let end_settled = settled(forms.end);
        let versions = move || {
            (
                protect_settled.get(),
                change_settled.get(),
                name_settled.get(),
                end_settled.get(),
            )
        };
        let protection = loaded(versions, |_| read_protection());
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match protection.await {
                        Ok(protection) => Shown(ShownProps { protection, forms }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(protection: Protection, forms: Forms) -> impl IntoView {
    let lang = use_lang();
    let Protection { people, staff } = protection;
    let empty = people.is_empty();
    let staff = StoredValue::new(staff);
    view! {
        <StaffFrame>
            <PageTitle title=text::protection_title(lang)/>
            <Refused error=error_of(forms.change)/>
            <Refused error=error_of(forms.name)/>
            <Refused error=error_of(forms.end)/>
            {if empty {
                view! { <div class="card card--quiet empty"><h2>{text::protection_none(lang)}</h2></div> }.into_any()
            } else {
                view! {
                    <div class="cards">
                        {people
                            .into_iter()
                            .map(|person| view! { <One person=person staff=staff.get_value() forms=forms/> })
                            .collect_view()}
                    </div>
                }
                .into_any()
            }}
            <ProtectSomebody staff=staff.get_value() action=forms.protect/>
        </StaffFrame>
    }
}

/// What a form of one row was answered.
#[component]
fn Refused(error: Signal<Option<AppError>>) -> impl IntoView {
    let lang = use_lang();
    move || {
        error
            .get()
            .map(|error| view! { <p class="notice notice--error" role="alert">{message(error, lang)}</p> })
    }
}

#[component]
fn StaffOptions(staff: Vec<Colleague>) -> impl IntoView {
    staff
        .into_iter()
        .map(|colleague| view! { <option value=colleague.staff>{colleague.name}</option> })
        .collect_view()
}

#[component]
fn One(person: Protected, staff: Vec<Colleague>, forms: Forms) -> impl IntoView {
    let lang = use_lang();
    let Protected {
        person,
        number,
        level,
        named,
    } = person;
    let level_id = format!("level-{person}");
    let staff_id = format!("staff-{person}");
    let (spoken, spoken_again) = (number.clone(), number.clone());
    let whom = person.clone();
    let levels = (0_i16..=3)
        .map(|l| {
            let word = if l == 0 {
                text::level_ends(lang).to_owned()
            } else {
                text::level_of(l, lang)
            };
            view! { <option value=l.to_string() selected=l == level>{word}</option> }
        })
        .collect_view();
    let named = if named.is_empty() {
        view! { <p class="notice notice--warn"><Icon name=IconName::Warning/><span>{text::nobody_named(lang)}</span></p> }
            .into_any()
    } else {
        let rows = named
            .into_iter()
            .map(|n| {
                let who = n.name.clone();
                view! {
                    <li class="person">
                        <span class="person__body">{n.name}</span>
                        <ActionForm action=forms.end>
                            <input type="hidden" name="naming" value=n.naming/>
                            <button type="submit" class="button button--quiet">
                                {text::end_naming(lang)}
                                <span class="visually-hidden">": " {who}</span>
                            </button>
                        </ActionForm>
                    </li>
                }
            })
            .collect_view();
        view! { <h3 class="section-title">{text::named(lang)}</h3><ul class="list">{rows}</ul> }.into_any()
    };
    view! {
        <section class="card stack">
            <h2 class="row"><Icon name=IconName::Lock/><span>{number}</span>
                <span class="chip chip--plain">{text::level_of(level, lang)}</span></h2>
            {named}
            <ActionForm action=forms.name attr:class="stack">
                <input type="hidden" name="person" value=whom/>
                <div class="field">
                    <label class="field__label" for=staff_id.clone()>
                        {text::name_staff(lang)}<span class="visually-hidden">" – " {spoken}</span>
                    </label>
                    <select class="field__input" id=staff_id name="staff"><StaffOptions staff=staff/></select>
                </div>
                <button type="submit" class="button">{text::name_go(lang)}</button>
            </ActionForm>
            <ActionForm action=forms.change attr:class="stack">
                <input type="hidden" name="person" value=person/>
                <div class="field">
                    <label class="field__label" for=level_id.clone()>
                        {text::level(lang)}<span class="visually-hidden">" – " {spoken_again}</span>
                    </label>
                    <select class="field__input" id=level_id name="level">{levels}</select>
                </div>
                <button type="submit" class="button">{text::change_level(lang)}</button>
            </ActionForm>
        </section>
    }
}

#[component]
fn ProtectSomebody(staff: Vec<Colleague>, action: ServerAction<ProtectPerson>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    view! {
        <section class="card stack" aria-labelledby="protect">
            <h2 id="protect">{text::protect(lang)}</h2>
            <p>{text::protect_lead(lang)}</p>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <Input field=Field::Person label=text::protect_number(lang) hint=text::number_hint(lang) error=error
                    inputmode="numeric"/>
                <Level/>
                <div class="field">
                    <label class="field__label" for="staff">{text::named(lang)}</label>
                    <select class="field__input" id="staff" name="staff">
                        <option value="">{text::nobody_yet(lang)}</option>
                        <StaffOptions staff=staff/>
                    </select>
                </div>
                <Pending pending=action.pending() label=text::protect_go(lang)/>
            </ActionForm>
        </section>
    }
}
