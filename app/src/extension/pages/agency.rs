use crate::extension::api::{AgencyExtension, TurnKey, read_agency_extension};
use crate::extension::parts::{ProposalCard, TheirAnswer};
use crate::extension::text;
use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::ui::{Failed, FailedProps, PageTitle, loaded, settled};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The extension that an agency's key is asked for.
pub struct AgencyExtensionPage;

impl AgencyExtensionPage {
    pub fn view() -> AnyView {
        let params = use_params_map();
        let turn = ServerAction::<TurnKey>::new();
        let turn_settled = settled(turn);
        let extension = loaded(
            move || (params.read().get("id").unwrap_or_default(), turn_settled.get()),
            |(id, _)| read_agency_extension(id),
        );
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match extension.await {
                        Ok(extension) => Shown(ShownProps { extension, turn }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(extension: AgencyExtension, turn: ServerAction<TurnKey>) -> impl IntoView {
    let lang = use_lang();
    let AgencyExtension {
        person,
        name,
        proposals,
    } = extension;
    let mine = proposals.iter().find(|p| p.waits_for_me).cloned();
    view! {
        <StaffFrame>
            <a class="back no-print" href=format!("/myndighet/{person}")>{text::to_person(lang)}</a>
            <PageTitle title=text::title(lang) over=name/>
            <p class="soft">{text::lead(lang)}</p>
            {proposals.into_iter().map(|proposal| view! { <ProposalCard proposal=proposal/> }).collect_view()}
            {mine.map(|open| view! { <TheirAnswer person=person proposal=open action=turn/> })}
        </StaffFrame>
    }
}
