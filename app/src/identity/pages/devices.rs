use crate::frame::{ParticipantFrame, StaffFrame, Tab};
use crate::identity::devices_api::{
    ChangeApp, ChangePassword, ChangePin, EndOtherSessions, EndSession, MakeRecoveryCodes, MySignIn,
    OwnPasskey, SignedIn, read_my_sign_in,
};
use crate::identity::parts::{MyLinks, PasskeyAdd, Roles};
use crate::identity::passkey_api::{AddPasskey, RemovePasskey};
use crate::identity::text;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{
    ErrorSummary, Failed, FailedProps, Icon, IconName, Input, PageTitle, Pending, confirm_href, error_of,
    loaded, settled,
};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// Mina enheter: where one is signed in, and how one signs in.
pub struct DevicesPage;

impl DevicesPage {
    pub fn view() -> AnyView {
        let add = ServerAction::<AddPasskey>::new();
        let forms = Forms {
            end: ServerAction::new(),
            end_others: ServerAction::new(),
            pin: ServerAction::new(),
            password: ServerAction::new(),
            app: ServerAction::new(),
            codes: ServerAction::new(),
            add,
            remove: ServerAction::new(),
        };
        let end_settled = settled(forms.end);
        let end_others_settled = settled(forms.end_others);
        let pin_settled = settled(forms.pin);
        let password_settled = settled(forms.password);
        let add_settled = settled(forms.add);
        let remove_settled = settled(forms.remove);
        let versions = move || {
            (
                end_settled.get(),
                end_others_settled.get(),
                pin_settled.get(),
                password_settled.get(),
                add_settled.get(),
                remove_settled.get(),
            )
        };
        let mine = loaded(versions, |_| read_my_sign_in());
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match mine.await {
                        Ok(mine) => match mine.role {
                            None => view! { <ParticipantFrame tab=Tab::More>{shown(mine, forms)}</ParticipantFrame> }.into_any(),
                            Some(_) => view! { <StaffFrame>{shown(mine, forms)}</StaffFrame> }.into_any(),
                        },
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

/// The forms of the page; they outlive what is read anew after each.
#[derive(Clone, Copy)]
struct Forms {
    end: ServerAction<EndSession>,
    end_others: ServerAction<EndOtherSessions>,
    pin: ServerAction<ChangePin>,
    password: ServerAction<ChangePassword>,
    app: ServerAction<ChangeApp>,
    codes: ServerAction<MakeRecoveryCodes>,
    add: ServerAction<AddPasskey>,
    remove: ServerAction<RemovePasskey>,
}

fn shown(mine: MySignIn, forms: Forms) -> impl IntoView {
    let lang = use_lang();
    let others = mine.devices.iter().any(|device| !device.this);
    view! {
        <PageTitle title=text::devices_title(lang)/>
        {(!mine.roles.is_empty()).then(|| view! {
            <section class="stack">
                <h2 class="section-title">{text::roles_title(lang)}</h2>
                <Roles roles=mine.roles/>
            </section>
        })}
        <section class="stack">
            <p>{text::devices_lead(lang)}</p>
            <ErrorSummary error=error_of(forms.end)/>
            <ul class="list card" role="list">
                {mine.devices.into_iter().map(|device| view! { <Device device=device action=forms.end/> }).collect_view()}
            </ul>
            {others.then(|| view! {
                <ActionForm action=forms.end_others>
                    <button type="submit" class="button button--wide">
                        <Icon name=IconName::Leave/>
                        {text::end_others(lang)}
                    </button>
                </ActionForm>
            })}
        </section>
        <section class="stack">
            <h2 class="section-title">{text::ways_title(lang)}</h2>
            {mine.card.map(|card| view! { <Pin card=card action=forms.pin/> })}
            {mine.login.map(|login| view! {
                <Password login=login action=forms.password/>
                <App since=mine.app_since left=mine.codes_left forms=forms/>
            })}
            {mine.role.map(|_| view! {
                <Passkeys keys=mine.passkeys possible=mine.passkeys_possible confirmed=mine.confirmed forms=forms/>
            })}
            <MyLinks/>
        </section>
    }
}

#[component]
fn Device(device: SignedIn, action: ServerAction<EndSession>) -> impl IntoView {
    let lang = use_lang();
    let SignedIn {
        session,
        device,
        begun,
        seen,
        this,
    } = device;
    let whole = text::end_named(&device, lang);
    view! {
        <li class="person">
            <div class="person__body">
                <p class="person__name"><bdi>{device}</bdi></p>
                <p class="person__meta">{text::begun(lang)} " " {begun}</p>
                <p class="person__meta">{text::last_used(&seen, lang)}</p>
            </div>
            {if this {
                view! { <span class="chip chip--done">{text::this_one(lang)}</span> }.into_any()
            } else {
                view! {
                    <ActionForm action=action attr:class="person__action">
                        <input type="hidden" name="session" value=session/>
                        <button type="submit" class="button" aria-label=whole>{text::end_one(lang)}</button>
                    </ActionForm>
                }
                .into_any()
            }}
        </li>
    }
}

#[component]
fn Pin(card: String, action: ServerAction<ChangePin>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    view! {
        <div class="card stack">
            <h3>{text::way_card(lang)}</h3>
            <p>{text::card(lang)} " " <bdi>{card}</bdi></p>
            <details class="disclosure" open=move || error.get().is_some()>
                <summary>{text::change_pin(lang)}</summary>
                <ErrorSummary error=error/>
                <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                    <p class="soft">{text::change_ends(lang)}</p>
                    <Input field=Field::NewPin label=text::new_pin(lang) hint=text::new_pin_hint(lang) error=error
                        inputmode="numeric" kind="password" autocomplete="new-password"
                        class="field__input field__input--number"/>
                    <Input field=Field::Repeat label=text::repeat(lang) error=error inputmode="numeric" kind="password"
                        autocomplete="new-password" class="field__input field__input--number"/>
                    <Pending pending=action.pending() label=text::new_pin_go(lang)/>
                </ActionForm>
            </details>
        </div>
    }
}

#[component]
fn Password(login: String, action: ServerAction<ChangePassword>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    view! {
        <div class="card stack">
            <h3>{text::way_password(lang)}</h3>
            <p>{text::name(lang)} " " <bdi>{login}</bdi></p>
            <details class="disclosure" open=move || error.get().is_some()>
                <summary>{text::change_password(lang)}</summary>
                <ErrorSummary error=error/>
                <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                    <p class="soft">{text::change_ends(lang)}</p>
                    <Input field=Field::NewPassword label=text::new_password(lang) hint=text::new_password_hint(lang)
                        error=error kind="password" autocomplete="new-password" class="field__input"/>
                    <Input field=Field::Repeat label=text::repeat(lang) error=error kind="password"
                        autocomplete="new-password" class="field__input"/>
                    <Pending pending=action.pending() label=text::new_password_go(lang)/>
                </ActionForm>
            </details>
        </div>
    }
}

#[component]
fn App(since: Option<String>, left: u32, forms: Forms) -> impl IntoView {
    let lang = use_lang();
    let linked = since.is_some();
    view! {
        <div class="card stack">
            <h3>{text::way_app(lang)}</h3>
            {match since {
                Some(since) => view! {
                    <p>{text::since(&since, lang)}</p>
                    <p>{text::codes_left(left, lang)}</p>
                }
                .into_any(),
                None => view! { <p>{text::no_app(lang)}</p> }.into_any(),
            }}
            <ErrorSummary error=error_of(forms.app)/>
            <ActionForm action=forms.app>
                <button type="submit" class="button button--wide">
                    {if linked { text::change_app(lang) } else { text::new_code_title(lang) }}
                </button>
            </ActionForm>
            {linked.then(|| view! {
                <ErrorSummary error=error_of(forms.codes)/>
                <ActionForm action=forms.codes>
                    <button type="submit" class="button button--wide">{text::new_codes(lang)}</button>
                </ActionForm>
            })}
        </div>
    }
}

#[component]
fn Passkeys(keys: Vec<OwnPasskey>, possible: bool, confirmed: bool, forms: Forms) -> impl IntoView {
    let lang = use_lang();
    let none = keys.is_empty();
    let confirm = confirm_href();
    view! {
        <div class="card stack">
            <h3>{text::way_passkeys(lang)}</h3>
            <p class="soft">{text::passkey_lead(lang)}</p>
            {none.then(|| view! { <p>{text::no_passkeys(lang)}</p> })}
            <ErrorSummary error=error_of(forms.remove)/>
            {(!none).then(|| view! {
                <ul class="list" role="list">
                    {keys.into_iter().map(|key| view! { <Key key=key action=forms.remove/> }).collect_view()}
                </ul>
            })}
            {possible.then(|| if confirmed {
                view! { <PasskeyAdd action=forms.add/> }.into_any()
            } else {
                // The browser would have made one before the server could say no.
                view! { <a class="button button--wide" href=confirm rel="external">{text::passkey_add(lang)}</a> }.into_any()
            })}
        </div>
    }
}

#[component]
fn Key(key: OwnPasskey, action: ServerAction<RemovePasskey>) -> impl IntoView {
    let lang = use_lang();
    let used = key.used.map_or_else(
        || text::passkey_never_used(lang).to_owned(),
        |at| text::last_used(&at, lang),
    );
    let whole = format!("{} {}", text::passkey_remove(lang), key.device);
    view! {
        <li class="person">
            <div class="person__body">
                <p class="person__name"><bdi>{key.device}</bdi></p>
                <p class="person__meta">{text::since(&key.since, lang)}</p>
                <p class="person__meta">{used}</p>
            </div>
            <ActionForm action=action attr:class="person__action">
                <input type="hidden" name="passkey" value=key.passkey/>
                <button type="submit" class="button" aria-label=whole>{text::passkey_remove(lang)}</button>
            </ActionForm>
        </li>
    }
}
