use crate::extension::api::{MyExtension, TurnMyKey, read_my_extension};
use crate::extension::parts::{MyAnswer, ProposalCard};
use crate::extension::text;
use crate::frame::{ParticipantFrame, Tab};
use crate::kernel::lang::use_lang;
use crate::ui::{Done, Failed, FailedProps, PageTitle, loaded, settled};
use leptos::prelude::*;

/// The participant's own extension: the same text as the others read, and one's own key.
pub struct MyExtensionPage;

impl MyExtensionPage {
    pub fn view() -> AnyView {
        let turn = ServerAction::<TurnMyKey>::new();
        let turn_settled = settled(turn);
        let mine = loaded(move || turn_settled.get(), |_| read_my_extension());
        view! {
            <ParticipantFrame tab=Tab::None>
                <Transition>
                    {move || Suspend::new(async move {
                        match mine.await {
                            Ok(mine) => Shown(ShownProps { mine, turn }).into_any(),
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
fn Shown(mine: MyExtension, turn: ServerAction<TurnMyKey>) -> impl IntoView {
    let lang = use_lang();
    let MyExtension { term, proposals } = mine;
    let empty = proposals.is_empty();
    let waits = proposals.iter().find(|p| p.waits_for_me).cloned();
    view! {
        <a class="back no-print" href="/idag">{text::back_day(lang)}</a>
        <PageTitle title=text::my_title(lang)/>
        {term.map(|term| view! { <p>{term}</p> })}
        <Done action=turn/>
        {empty.then(|| view! {
            <div class="card card--quiet stack">
                <p>{text::nothing_mine(lang)}</p>
                <p>{text::ask_coach(lang)}</p>
            </div>
        })}
        {proposals.into_iter().map(|proposal| view! { <ProposalCard proposal=proposal/> }).collect_view()}
        {waits.map(|open| view! { <MyAnswer proposal=open action=turn/> })}
    }
}
