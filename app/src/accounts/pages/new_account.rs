use super::account::role_choices;
use crate::accounts::api::{CreateAccount, NewAccountForm, begin_new_account};
use crate::accounts::text;
use crate::frame::StaffFrame;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{Choose, ErrorSummary, Failed, FailedProps, Input, PageTitle, Pending, error_of, loaded};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// A new account: who it is for, who employs them, and their first role.
pub struct NewAccountPage;

impl NewAccountPage {
    pub fn view() -> AnyView {
        let form = loaded(|| (), |()| begin_new_account());
        let create = ServerAction::<CreateAccount>::new();
        view! {
            <StaffFrame>
                <a class="back" href="/konton">{text::back(use_lang())}</a>
                <Suspense>
                    {move || Suspend::new(async move {
                        match form.await {
                            Ok(form) => Shown(ShownProps { form, action: create }).into_any(),
                            Err(error) => Failed(FailedProps { error }).into_any(),
                        }
                    })}
                </Suspense>
            </StaffFrame>
        }
        .into_any()
    }
}

#[component]
fn Shown(form: NewAccountForm, action: ServerAction<CreateAccount>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    view! {
        <PageTitle title=text::new(lang)/>
        <ErrorSummary error=error/>
        <ActionForm action=action attr:class="card stack" attr:novalidate="novalidate">
            <p>{text::create_lead(lang)}</p>
            <input type="hidden" name="key" value=form.key/>
            <Input field=Field::GivenName label=text::given_name(lang) error=error/>
            <Input field=Field::FamilyName label=text::family_name(lang) error=error/>
            <Choose field=Field::Employer label=text::employer(lang) choices=form.employers error=error/>
            <Input field=Field::Share label=text::share(lang) hint=text::share_hint(lang) inputmode="decimal" error=error/>
            <Choose field=Field::Role label=text::role_label(lang) choices=role_choices(lang) error=error/>
            <Choose field=Field::Agency label=text::agency(lang) hint=text::agency_hint(lang) choices=form.agencies error=error/>
            <Input field=Field::ValidFrom kind="date" label=text::valid_from(lang) value=form.today error=error/>
            <Input field=Field::ValidTo kind="date" label=text::valid_to(lang) hint=text::valid_to_hint(lang) error=error/>
            <Input field=Field::UserName label=text::user_name(lang) hint=text::user_name_hint(lang) error=error/>
            <Pending pending=action.pending() label=text::create(lang)/>
        </ActionForm>
    }
}
