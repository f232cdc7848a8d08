use crate::frame::PlainTop;
use crate::identity::api::SignInWithPassword;
use crate::identity::linking::text as linking;
use crate::identity::parts::PasskeyIn;
use crate::identity::parts::WaysIn;
use crate::identity::text;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, Input, PageTitle, Pending, error_of};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Name and password, the first of two proofs; or a passkey, which is both.
pub struct StaffSignInPage;

impl StaffSignInPage {
    pub fn view() -> AnyView {
        let lang = use_lang();
        let action = ServerAction::<SignInWithPassword>::new();
        let error = error_of(action);
        let query = use_query_map();
        let next = move || query.read().get("next").unwrap_or_default();
        view! {
            <PlainTop/>
            <main class="page sign-in" id="main">
                <PageTitle title=text::staff_title(lang)/>
                {move || (!next().is_empty()).then(|| view! { <p class="notice notice--info">{text::then_back(lang)}</p> })}
                <WaysIn audience="staff" or=linking::or_password(lang)/>
                <ErrorSummary error=error/>
                <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                    <input type="hidden" name="next" value=next/>
                    <Input field=Field::Name label=text::name(lang) error=error autocomplete="username"
                        class="field__input"/>
                    <Input field=Field::Password label=text::password(lang) error=error kind="password"
                        autocomplete="current-password" class="field__input"/>
                    <Pending pending=action.pending() label=text::go(lang)/>
                </ActionForm>
                <PasskeyIn next=Signal::derive(next) label=text::passkey_go(lang)/>
                <p class="sign-in__alt"><a href="/logga-in">{text::participant_link(lang)}</a></p>
            </main>
        }
        .into_any()
    }
}
