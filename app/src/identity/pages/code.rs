use super::Gone;
use crate::frame::PlainTop;
use crate::identity::proof_api::{ConfirmCode, OnTheWay, read_on_the_way};
use crate::identity::text;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, Failed, FailedProps, Input, PageTitle, Pending, error_of, loaded_first};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The code of the app, after the right password.
pub struct CodePage;

impl CodePage {
    pub fn view() -> AnyView {
        let step = loaded_first(|| (), |()| read_on_the_way());
        view! {
            <PlainTop/>
            <main class="page sign-in" id="main">
                <Suspense>
                    {move || Suspend::new(async move {
                        match step.await {
                            Ok(OnTheWay::Code) => Shown().into_any(),
                            Ok(_) => Gone().into_any(),
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
fn Shown() -> impl IntoView {
    let lang = use_lang();
    let action = ServerAction::<ConfirmCode>::new();
    let error = error_of(action);
    view! {
        <PageTitle title=text::code_title(lang)/>
        <p>{text::code_lead(lang)}</p>
        <ErrorSummary error=error/>
        <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
            <Input field=Field::Otp label=text::otp(lang) hint=text::otp_hint(lang) error=error
                autocomplete="one-time-code" class="field__input"/>
            <Pending pending=action.pending() label=text::code_go(lang)/>
        </ActionForm>
    }
}
