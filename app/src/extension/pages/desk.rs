use crate::extension::api::{
    ExtensionDesk, ProposeExtension, TurnKey, WithdrawExtension, read_extension_desk,
};
use crate::extension::parts::{ProposalCard, TheirAnswer};
use crate::extension::text;
use crate::frame::StaffFrame;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{
    Choose, Done, ErrorSummary, Failed, FailedProps, Input, PageTitle, Pending, TextArea, error_of, loaded,
    settled,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The extension of somebody of the centre: prepared, changed, withdrawn, and the centre's key.
pub struct ExtensionDeskPage;

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Doing {
    propose: ServerAction<ProposeExtension>,
    withdraw: ServerAction<WithdrawExtension>,
    turn: ServerAction<TurnKey>,
}

impl ExtensionDeskPage {
    pub fn view() -> AnyView {
        let params = use_params_map();
        let doing = Doing {
            propose: ServerAction::new(),
            withdraw: ServerAction::new(),
            turn: ServerAction::new(),
        };
        let propose_settled = settled(doing.propose);
        let withdraw_settled = settled(doing.withdraw);
        let turn_settled = settled(doing.turn);
        let desk = loaded(
            move || {
                (
                    params.read().get("id").unwrap_or_default(),
                    propose_settled.get() + withdraw_settled.get() + turn_settled.get(),
                )
            },
            |(id, _)| read_extension_desk(id),
        );
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match desk.await {
                        Ok(desk) => Shown(ShownProps { desk, doing }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(desk: ExtensionDesk, doing: Doing) -> impl IntoView {
    let lang = use_lang();
    let person = desk.person.clone();
    let withdraw_error = error_of(doing.withdraw);
    let form = desk.clone();
    let mine = desk.open.clone().filter(|p| p.waits_for_me);
    let answers = person.clone();
    view! {
        <StaffFrame>
            <a class="back no-print" href=format!("/deltagare/{person}")>{text::back(lang)}</a>
            <PageTitle title=text::title(lang) over=format!("{} · {}", desk.name, desk.number)/>
            <p>{desk.term}</p>
            {desk.near.then(|| view! { <p class="notice notice--warn">{text::near(lang)}</p> })}
            <p class="soft">{text::lead(lang)}</p>
            <p class="chips no-print">
                <a href="/forlangningar">{text::to_list(lang)}</a>
                <a href=format!("/deltagare/{person}/avslut")>{text::to_exit(lang)}</a>
            </p>
            <Done action=doing.propose/>
            <Done action=doing.withdraw/>
            <Done action=doing.turn/>
            <div class="cols cols--even">
                <div class="stack">
                    {desk.open.map(|open| {
                        let withdrawn = open.id.clone();
                        view! {
                            <h2 class="section-title">{text::now_title(lang)}</h2>
                            {desk.agency_blind.then(|| view! { <p class="notice notice--warn">{text::blind(lang)}</p> })}
                            <ProposalCard proposal=open/>
                            <ErrorSummary error=withdraw_error/>
                            <ActionForm action=doing.withdraw attr:class="no-print">
                                <input type="hidden" name="id" value=person.clone()/>
                                <input type="hidden" name="extension" value=withdrawn/>
                                <button type="submit" class="button">{text::withdraw(lang)}</button>
                            </ActionForm>
                        }
                    })}
                    {(!desk.past.is_empty()).then(|| view! {
                        <h2 class="section-title">{text::past_title(lang)}</h2>
                        {desk.past.into_iter().map(|past| view! { <ProposalCard proposal=past/> }).collect_view()}
                    })}
                </div>
                <div class="stack">
                    {mine.map(|open| view! { <TheirAnswer person=answers proposal=open action=doing.turn/> })}
                    {if form.possible {
                        view! { <Form desk=form action=doing.propose/> }.into_any()
                    } else {
                        view! { <p class="notice">{text::not_possible(lang)}</p> }.into_any()
                    }}
                </div>
            </div>
        </StaffFrame>
    }
}

#[component]
fn Form(desk: ExtensionDesk, action: ServerAction<ProposeExtension>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let open = desk.open;
    let changes = open.is_some();
    let (id, was, new_end, deadline, words) = open.map_or_else(
        || {
            (
                String::new(),
                0,
                String::new(),
                desk.latest_deadline,
                String::new(),
            )
        },
        |p| (p.id, p.revision, p.new_end_on, p.deadline_on, p.words),
    );
    let ask = desk.asks_agency && !changes;
    view! {
        <section class="card stack no-print">
            <h2 class="section-title">{if changes { text::change_title(lang) } else { text::propose_title(lang) }}</h2>
            {changes.then(|| view! { <p>{text::change_lead(lang)}</p> })}
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="id" value=desk.person/>
                <input type="hidden" name="key" value=desk.key/>
                <input type="hidden" name="extension" value=id/>
                <input type="hidden" name="was" value=was.to_string()/>
                {ask.then(|| view! {
                    <Choose field=Field::Agency label=text::agency(lang) value=desk.agency choices=desk.agencies error=error/>
                })}
                <Input field=Field::NewEnd kind="date" label=text::new_end(lang) value=new_end error=error/>
                <Input field=Field::Deadline kind="date" label=text::deadline(lang) value=deadline error=error/>
                <TextArea field=Field::Words label=text::words_label(lang) hint=text::words_hint(lang) value=words error=error/>
                <Pending pending=action.pending() label=if changes { text::change_go(lang) } else { text::propose_go(lang) }/>
            </ActionForm>
        </section>
    }
}
