use super::Gone;
use crate::frame::PlainTop;
use crate::identity::proof_api::{ChoosePassword, OnTheWay, read_on_the_way};
use crate::identity::text;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, Failed, FailedProps, Input, PageTitle, Pending, error_of, loaded_first};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// One's own password in place of the one that was given.
pub struct NewPasswordPage;

impl NewPasswordPage {
    pub fn view() -> AnyView {
        let step = loaded_first(|| (), |()| read_on_the_way());
        view! {
            <PlainTop/>
            <main class="page sign-in" id="main">
                <Suspense>
                    {move || Suspend::new(async move {
                        match step.await {
                            Ok(OnTheWay::NewPassword) => Shown().into_any(),
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
    let action = ServerAction::<ChoosePassword>::new();
    let error = error_of(action);
    view! {
        <PageTitle title=text::new_password_title(lang)/>
        <p>{text::new_password_lead(lang)}</p>
        <ErrorSummary error=error/>
        <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
            <Input field=Field::NewPassword label=text::new_password(lang) hint=text::new_password_hint(lang) error=error
                kind="password" autocomplete="new-password" class="field__input"/>
            <Input field=Field::Repeat label=text::repeat(lang) error=error kind="password" autocomplete="new-password"
                class="field__input"/>
            <Pending pending=action.pending() label=text::new_password_go(lang)/>
        </ActionForm>
    }
}
