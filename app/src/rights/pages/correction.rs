use crate::frame::{ParticipantFrame, Tab};
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::rights::About;
use crate::rights::api::{AskForCorrection, MyCorrections, read_my_corrections};
use crate::rights::parts::{Asked, Choice};
use crate::rights::text;
use crate::ui::{ErrorSummary, Failed, FailedProps, PageTitle, Pending, TextArea, error_of, loaded, settled};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// Rättelse: ask for what is wrong to be put right, and see how it went.
pub struct CorrectionPage;

impl CorrectionPage {
    pub fn view() -> AnyView {
        let lang = use_lang();
        let ask = ServerAction::<AskForCorrection>::new();
        let ask_settled = settled(ask);
        let mine = loaded(move || ask_settled.get(), |_| read_my_corrections());
        let sent = move || ask.value().with(|v| matches!(v, Some(Ok(()))));
        view! {
            <ParticipantFrame tab=Tab::More>
                <Transition>
                    {move || Suspend::new(async move {
                        match mine.await {
                            Ok(mine) => Shown(ShownProps { mine, ask }).into_any(),
                            Err(error) => Failed(FailedProps { error }).into_any(),
                        }
                    })}
                </Transition>
                <p role="status">{move || sent().then(|| text::was_sent(lang))}</p>
            </ParticipantFrame>
        }
        .into_any()
    }
}

#[component]
fn Shown(mine: MyCorrections, ask: ServerAction<AskForCorrection>) -> impl IntoView {
    let lang = use_lang();
    let MyCorrections { rows, key, may_ask } = mine;
    let none = rows.is_empty();
    view! {
        <PageTitle title=text::correction_title(lang)/>
        <p>{text::correction_lead(lang)}</p>
        {if may_ask {
            view! { <Form key=key ask=ask/> }.into_any()
        } else {
            view! { <p class="notice">{text::no_centre(lang)}</p> }.into_any()
        }}
        <section>
            <h2 class="section-title">{text::mine(lang)}</h2>
            {none.then(|| view! { <p class="card card--quiet">{text::none_mine(lang)}</p> })}
            <div class="stack">
                {rows
                    .into_iter()
                    .map(|row| view! { <article class="card stack"><Asked correction=row/></article> })
                    .collect_view()}
            </div>
        </section>
        <a class="button button--wide" href="/min-bok">{text::back_to_book(lang)}</a>
    }
}

#[component]
fn Form(key: String, ask: ServerAction<AskForCorrection>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(ask);
    let options = About::ALL.map(|a| (a.code(), text::about(a, lang))).to_vec();
    view! {
        <section class="stack">
            <ErrorSummary error=error/>
            <ActionForm action=ask attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="key" value=key/>
                <Choice field=Field::About legend=text::about_what(lang) options=options error=error/>
                <TextArea field=Field::Wrong label=text::what_is_wrong(lang) value="" error=error/>
                <TextArea field=Field::ShouldBe label=text::what_it_should_be(lang) value="" error=error/>
                <Pending pending=ask.pending() label=text::send(lang)/>
            </ActionForm>
        </section>
    }
}
