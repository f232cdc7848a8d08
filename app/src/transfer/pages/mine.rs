use crate::frame::{ParticipantFrame, Tab};
use crate::kernel::lang::use_lang;
use crate::transfer::api::{AnswerTransfer, TransferLine, read_my_transfers};
use crate::transfer::text;
use crate::ui::{
    Done, ErrorSummary, Failed, FailedProps, Icon, IconName, PageTitle, error_of, loaded, settled,
};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// Whether one wants to move to another centre.
pub struct MyTransferPage;

impl MyTransferPage {
    pub fn view() -> AnyView {
        let answer = ServerAction::<AnswerTransfer>::new();
        let answer_settled = settled(answer);
        let mine = loaded(move || answer_settled.get(), |_| read_my_transfers());
        view! {
            <ParticipantFrame tab=Tab::None>
                <Transition>
                    {move || Suspend::new(async move {
                        match mine.await {
                            Ok(lines) => Shown(ShownProps { lines, answer }).into_any(),
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
fn Shown(lines: Vec<TransferLine>, answer: ServerAction<AnswerTransfer>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(answer);
    let none = lines.is_empty();
    view! {
        <a class="back no-print" href="/idag">{text::back_day(lang)}</a>
        <PageTitle title=text::title(lang)/>
        <Done action=answer/>
        <ErrorSummary error=error/>
        {none.then(|| view! { <p class="card card--quiet soft">{text::none_mine(lang)}</p> })}
        {lines
            .into_iter()
            .map(|t| {
                let (id, same) = (t.id.clone(), t.id);
                view! {
                    <section class="card stack">
                        <p><strong>{t.stage}</strong></p>
                        <p><bdi>{t.what}</bdi></p>
                        {t.coach.map(|coach| view! { <p><bdi>{coach}</bdi></p> })}
                        {t.waits.then(|| view! {
                            <ul class="list">
                                <li>{text::my_means(lang)}</li>
                                <li>{text::my_plan(lang)}</li>
                                <li>{text::my_old(lang)}</li>
                                <li>{text::my_meetings(lang)}</li>
                                <li>{text::my_consents(lang)}</li>
                            </ul>
                            <ActionForm action=answer>
                                <input type="hidden" name="transfer" value=id/>
                                <input type="hidden" name="answer" value="ja"/>
                                <button type="submit" class="button button--act button--wide"><Icon name=IconName::Check/>{text::yes(lang)}</button>
                            </ActionForm>
                            <ActionForm action=answer>
                                <input type="hidden" name="transfer" value=same/>
                                <input type="hidden" name="answer" value="nej"/>
                                <button type="submit" class="button button--wide">{text::no(lang)}</button>
                            </ActionForm>
                        })}
                    </section>
                }
            })
            .collect_view()}
    }
}
