use crate::frame::PlainTop;
use crate::identity::api::SignInWithCard;
use crate::identity::linking::text as linking;
use crate::identity::parts::WaysIn;
use crate::identity::text;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, Input, PageTitle, Pending, error_of};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Card number and PIN: one question, one button.
pub struct SignInPage;

impl SignInPage {
    pub fn view() -> AnyView {
        let lang = use_lang();
        let action = ServerAction::<SignInWithCard>::new();
        let error = error_of(action);
        let query = use_query_map();
        let next = move || query.read().get("next").unwrap_or_default();
        let arrived = move || next().starts_with("/checka-in?");
        let then_back = move || !arrived() && !next().is_empty();
        view! {
            <PlainTop/>
            <main class="page sign-in" id="main">
                <PageTitle title=text::title(lang)/>
                {move || arrived().then(|| view! { <p class="notice notice--info">{text::arrived(lang)}</p> })}
                {move || then_back().then(|| view! { <p class="notice notice--info">{text::then_back(lang)}</p> })}
                <WaysIn audience="participant" or=linking::or_card(lang)/>
                <ErrorSummary error=error/>
                <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                    <input type="hidden" name="next" value=next/>
                    <Input field=Field::Card label=text::card(lang) hint=text::card_hint(lang) error=error
                        inputmode="numeric" autocomplete="username" class="field__input field__input--number"/>
                    <Input field=Field::Pin label=text::pin(lang) hint=text::pin_hint(lang) error=error
                        inputmode="numeric" autocomplete="current-password" kind="password"
                        class="field__input field__input--number"/>
                    <Pending pending=action.pending() label=text::go(lang)/>
                </ActionForm>
                <p class="soft">{text::help(lang)}</p>
                <p class="sign-in__alt"><a href="/personal">{text::staff_link(lang)}</a></p>
            </main>
        }
        .into_any()
    }
}
