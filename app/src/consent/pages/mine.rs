use crate::consent::api::{MyConsents, WithdrawConsent, read_my_consents};
use crate::consent::parts::{PartyCard, WithdrawForm};
use crate::consent::text;
use crate::frame::{ParticipantFrame, Tab};
use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::ui::{Failed, FailedProps, PageTitle, loaded, settled};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Vem får veta vad: every party, what is agreed with it, and the taking back of it (C1, C2).
pub struct ConsentsPage;

impl ConsentsPage {
    pub fn view() -> AnyView {
        let withdraw = ServerAction::<WithdrawConsent>::new();
        let withdraw_settled = settled(withdraw);
        let mine = loaded(move || withdraw_settled.get(), |_| read_my_consents());
        view! {
            <ParticipantFrame tab=Tab::More>
                <Transition>
                    {move || Suspend::new(async move {
                        match mine.await {
                            Ok(mine) => Shown(ShownProps { mine, withdraw }).into_any(),
                            Err(error) => Failed(FailedProps { error }).into_any(),
                        }
                    })}
                </Transition>
            </ParticipantFrame>
        }
        .into_any()
    }
}

#[component]
fn Shown(mine: MyConsents, withdraw: ServerAction<WithdrawConsent>) -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map();
    let came_with = move |word: &'static str| query.read().get(word).is_some();
    let outcome = withdraw.value();
    let said = move || match outcome.get() {
        Some(Ok(())) => {
            view! { <p class="notice notice--done" role="status">{text::withdrawn(lang)}</p> }.into_any()
        }
        Some(Err(error)) => {
            view! { <p class="notice notice--error" role="alert">{message(error, lang)}</p> }.into_any()
        }
        None if came_with("klart") => {
            view! { <p class="notice notice--done" role="status">{text::withdrawn(lang)}</p> }.into_any()
        }
        None if came_with("redan") => {
            view! { <p class="notice" role="status">{text::already(lang)}</p> }.into_any()
        }
        None => ().into_any(),
    };
    let enrolled = mine.enrolled;
    let none = mine.parties.is_empty();
    view! {
        <a class="back no-print" href="/mer"><span aria-hidden="true">"‹ "</span>{text::back(lang)}</a>
        <PageTitle title=text::title(lang)/>
        <p>{text::lead(lang)}</p>
        {said}
        {(!enrolled).then(|| view! { <p class="soft">{text::not_enrolled(lang)}</p> })}
        {(enrolled && none).then(|| view! { <p class="soft">{text::none_asked(lang)}</p> })}
        {mine.parties.into_iter().map(|party| {
            let decide = enrolled.then(|| format!("/samtycke/{}", party.name.code));
            let form = WithdrawForm::Own(withdraw);
            match decide {
                Some(decide) => view! { <PartyCard party=party form=form decide=decide/> }.into_any(),
                None => view! { <PartyCard party=party form=form/> }.into_any(),
            }
        }).collect_view()}
    }
}
