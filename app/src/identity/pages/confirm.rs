use crate::frame::PlainTop;
use crate::identity::api::SignOut;
use crate::identity::parts::PasskeyIn;
use crate::identity::proof_api::{ConfirmOneself, Confirmable, read_confirmable};
use crate::identity::text;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, Failed, FailedProps, Input, PageTitle, Pending, error_of, loaded_first};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Once more, that it is them: for what a session left open must not do.
pub struct ConfirmPage;

impl ConfirmPage {
    pub fn view() -> AnyView {
        let with = loaded_first(|| (), |()| read_confirmable());
        view! {
            <PlainTop/>
            <main class="page sign-in" id="main">
                <Suspense>
                    {move || Suspend::new(async move {
                        match with.await {
                            Ok(with) => Shown(ShownProps { with }).into_any(),
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
fn Shown(with: Confirmable) -> impl IntoView {
    let lang = use_lang();
    let action = ServerAction::<ConfirmOneself>::new();
    let error = error_of(action);
    let query = use_query_map();
    let next = Signal::derive(move || query.read().get("next").unwrap_or_default());
    let by_hand = with.pin || with.password;
    view! {
        <PageTitle title=text::confirm_title(lang)/>
        <p>{text::confirm_lead(lang)}</p>
        <ErrorSummary error=error/>
        {by_hand.then(|| view! {
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="next" value=move || next.get()/>
                {with.pin.then(|| view! {
                    <Input field=Field::Pin label=text::pin(lang) error=error inputmode="numeric" kind="password"
                        autocomplete="current-password" class="field__input field__input--number"/>
                })}
                {with.password.then(|| view! {
                    <Input field=Field::Password label=text::password(lang) error=error kind="password"
                        autocomplete="current-password" class="field__input"/>
                })}
                {with.code.then(|| view! {
                    <Input field=Field::Otp label=text::otp(lang) hint=text::otp_hint(lang) error=error
                        autocomplete="one-time-code" class="field__input"/>
                })}
                <Pending pending=action.pending() label=text::confirm_go(lang)/>
            </ActionForm>
        })}
        {with.passkey.then(|| view! { <PasskeyIn next=next label=text::passkey_confirm(lang)/> })}
        {(!by_hand && !with.passkey).then(|| view! {
            <p>{text::confirm_none(lang)}</p>
            <form method="post" action={<SignOut as leptos::server_fn::ServerFn>::url()}>
                <button type="submit" class="button button--wide">{text::sign_out(lang)}</button>
            </form>
        })}
    }
}
