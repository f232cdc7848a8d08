use crate::frame::StaffFrame;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::transfer::api::{ProposeTransfer, TransferDesk, WithdrawTransfer, read_transfer_desk};
use crate::transfer::text;
use crate::ui::{
    Choose, Done, ErrorSummary, Failed, FailedProps, Input, PageTitle, Pending, error_of, loaded, settled,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Proposing another centre to somebody.
pub struct TransferDeskPage;

impl TransferDeskPage {
    pub fn view() -> AnyView {
        let params = use_params_map();
        let propose = ServerAction::<ProposeTransfer>::new();
        let withdraw = ServerAction::<WithdrawTransfer>::new();
        let propose_settled = settled(propose);
        let withdraw_settled = settled(withdraw);
        let desk = loaded(
            move || {
                (
                    params.read().get("id").unwrap_or_default(),
                    propose_settled.get() + withdraw_settled.get(),
                )
            },
            |(id, _)| read_transfer_desk(id),
        );
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match desk.await {
                        Ok(desk) => Shown(ShownProps { desk, propose, withdraw }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(
    desk: TransferDesk,
    propose: ServerAction<ProposeTransfer>,
    withdraw: ServerAction<WithdrawTransfer>,
) -> impl IntoView {
    let lang = use_lang();
    let (error, withdraw_error) = (error_of(propose), error_of(withdraw));
    let TransferDesk {
        person,
        name,
        number,
        centre,
        centres,
        enrolled,
        transfers,
        today,
        key,
    } = desk;
    let possible = enrolled && !centres.is_empty() && !transfers.iter().any(|t| t.open);
    let impossible = !enrolled || centres.is_empty();
    let none = transfers.is_empty();
    let asked = person.clone();
    view! {
        <StaffFrame>
            <a class="back no-print" href=format!("/deltagare/{person}")>{text::back(lang)}</a>
            <PageTitle title=text::title(lang) over=format!("{name} · {number}")/>
            <p><bdi>{centre}</bdi></p>
            <Done action=propose/>
            <Done action=withdraw/>
            <section class="card stack">
                <h2 class="section-title">{text::list_title(lang)}</h2>
                <ErrorSummary error=withdraw_error/>
                {none.then(|| view! { <p class="soft">{text::none(lang)}</p> })}
                <ul class="list">
                    {transfers
                        .into_iter()
                        .map(|t| {
                            let whose = person.clone();
                            view! {
                            <li class="stack stack--tight">
                                <p><strong>{t.stage}</strong> ". " <bdi>{t.what}</bdi></p>
                                {t.open.then(|| view! {
                                    <ActionForm action=withdraw attr:class="no-print">
                                        <input type="hidden" name="id" value=whose/>
                                        <input type="hidden" name="transfer" value=t.id/>
                                        <button type="submit" class="button">{text::withdraw(lang)}</button>
                                    </ActionForm>
                                })}
                            </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </section>
            {impossible.then(|| view! { <p class="notice">{text::no_other(lang)}</p> })}
            {possible.then(|| view! {
                <section class="card stack no-print">
                    <h2 class="section-title">{text::propose_title(lang)}</h2>
                    <div class="notice">
                        <p><strong>{text::happens_title(lang)}</strong></p>
                        <ul class="list">
                            <li>{text::happens_yes(lang)}</li>
                            <li>{text::happens_move(lang)}</li>
                            <li>{text::happens_ends(lang)}</li>
                        </ul>
                    </div>
                    <ErrorSummary error=error/>
                    <ActionForm action=propose attr:class="stack" attr:novalidate="novalidate">
                        <input type="hidden" name="id" value=asked/>
                        <input type="hidden" name="key" value=key/>
                        <Choose field=Field::ToCentre label=text::to_centre(lang) choices=centres error=error/>
                        <Input field=Field::EffectiveOn kind="date" label=text::effective_on(lang) value=today error=error/>
                        <Pending pending=propose.pending() label=text::go(lang)/>
                    </ActionForm>
                </section>
            })}
        </StaffFrame>
    }
}
