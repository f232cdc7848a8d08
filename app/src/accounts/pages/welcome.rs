use crate::accounts::text;
use crate::accounts::welcome_api::{AcceptInvitation, Welcome, read_welcome};
use crate::frame::PlainTop;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, Failed, FailedProps, Input, PageTitle, Pending, error_of, loaded};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Where an invitation leads: a user name and a password of one's own, once.
pub struct WelcomePage;

impl WelcomePage {
    pub fn view() -> AnyView {
        let params = use_params_map();
        let token = Memo::new(move |_| params.read().get("token").unwrap_or_default());
        let accept = ServerAction::<AcceptInvitation>::new();
        let welcome = loaded(move || token.get(), read_welcome);
        view! {
            <PlainTop/>
            <main class="page sign-in" id="main">
                <Suspense>
                    {move || Suspend::new(async move {
                        match welcome.await {
                            Ok(Some(welcome)) => {
                                let token = token.get_untracked();
                                Shown(ShownProps { welcome, token, action: accept }).into_any()
                            }
                            Ok(None) => Gone().into_any(),
                            Err(error) => Failed(FailedProps { error }).into_any(),
                        }
                    })}
                </Suspense>
            </main>
        }
        .into_any()
    }
}

#[component]
fn Gone() -> impl IntoView {
    let lang = use_lang();
    view! {
        <PageTitle title=text::welcome_gone(lang)/>
        <p>{text::welcome_gone_more(lang)}</p>
        <a class="button" href="/personal">{text::to_sign_in(lang)}</a>
    }
}

#[component]
fn Shown(welcome: Welcome, token: String, action: ServerAction<AcceptInvitation>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    view! {
        <PageTitle title=text::welcome(&welcome.given_name, lang)/>
        <p>{text::welcome_lead(lang)}</p>
        <ErrorSummary error=error/>
        <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
            <input type="hidden" name="token" value=token/>
            <Input field=Field::UserName label=text::user_name(lang) value=welcome.user_name error=error/>
            <Input field=Field::NewPassword label=text::new_password(lang) hint=text::new_password_hint(lang) error=error
                kind="password" autocomplete="new-password"/>
            <Input field=Field::Repeat label=text::repeat(lang) error=error kind="password" autocomplete="new-password"/>
            <Pending pending=action.pending() label=text::welcome_go(lang)/>
        </ActionForm>
    }
}
