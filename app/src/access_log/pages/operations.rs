use crate::access_log::api::{AcknowledgeOverride, AnswerQuestion, Operations, Span, read_operations};
use crate::access_log::parts::{DeniedTable, FailedSignIns, OpeningsTable, Overrides, Questions};
use crate::access_log::text;
use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::ui::{Failed, FailedProps, PageTitle, loaded, settled};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Drift: what the manager looks after (G2, G4, G6).
pub struct OperationsPage;

impl OperationsPage {
    pub fn view() -> AnyView {
        let query = use_query_map();
        let span = Memo::new(move |_| Span::from_code(&query.read().get("tid").unwrap_or_default()));
        let answering = Memo::new(move |_| query.read().get("svara").unwrap_or_default());
        let answer = ServerAction::<AnswerQuestion>::new();
        let acknowledge = ServerAction::<AcknowledgeOverride>::new();
        let answer_settled = settled(answer);
        let acknowledge_settled = settled(acknowledge);
        let versions = move || (span.get(), answer_settled.get(), acknowledge_settled.get());
        let read = loaded(versions, |(span, ..)| read_operations(span));
        view! {
            <Transition>
                {move || {
                    let answering = answering.get();
                    Suspend::new(async move {
                        match read.await {
                            Ok(read) => {
                                let span = span.get_untracked();
                                Shown(ShownProps { read, span, answering, answer, acknowledge }).into_any()
                            }
                            Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                        }
                    })
                }}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(
    read: Operations,
    span: Span,
    answering: String,
    answer: ServerAction<AnswerQuestion>,
    acknowledge: ServerAction<AcknowledgeOverride>,
) -> impl IntoView {
    let lang = use_lang();
    let choice = move |this: Span| {
        view! {
            <a class="chip" href=format!("/drift?tid={}", this.code()) aria-current=(this == span).then_some("true")>
                {text::span_name(this, lang)}
            </a>
        }
    };
    view! {
        <StaffFrame>
            <PageTitle title=text::drift(lang) over=read.day/>
            <p class="chips no-print">
                <span class="soft small">{text::span(lang)}</span>
                {Span::ALL.map(choice)}
            </p>
            <Questions questions=read.questions answering=answering span=span action=answer/>
            <Overrides overrides=read.overrides span=span action=acknowledge/>
            <OpeningsTable openings=read.openings total=read.openings_total/>
            <DeniedTable denials=read.denials total=read.denials_total/>
            <FailedSignIns failures=read.failures/>
        </StaffFrame>
    }
}
