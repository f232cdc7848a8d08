use crate::forms::question_api::{Difference, Line, Questions, VersionLine, read_questions};
use crate::forms::text;
use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::ui::{Failed, FailedProps, Icon, IconName, PageTitle, PrintButton, loaded};
use leptos::prelude::*;

/// The questions of the centre's forms, their versions, and what each changed.
pub struct QuestionsPage;

impl QuestionsPage {
    pub fn view() -> AnyView {
        let questions = loaded(|| (), |()| read_questions());
        view! {
            <StaffFrame>
                <Suspense>
                    {move || Suspend::new(async move {
                        match questions.await {
                            Ok(questions) => Shown(ShownProps { questions }).into_any(),
                            Err(error) => Failed(FailedProps { error }).into_any(),
                        }
                    })}
                </Suspense>
            </StaffFrame>
        }
        .into_any()
    }
}

#[component]
fn Shown(questions: Questions) -> impl IntoView {
    let lang = use_lang();
    let Questions {
        centre,
        may_write,
        lines,
        versions,
    } = questions;
    view! {
        <PageTitle title=text::questions_title(lang) over=centre/>
        <p class="soft">{text::questions_lead(lang)}</p>
        <section class="card stack" aria-labelledby="fragas-nu">
            <h2 class="section-title" id="fragas-nu">{text::asked_now(lang)}</h2>
            <ol class="stack">
                {lines
                    .into_iter()
                    .map(|Line { question, how }| view! {
                        <li><b>{question}</b> <p class="soft small">{how}</p></li>
                    })
                    .collect_view()}
            </ol>
        </section>
        <section class="card stack" aria-labelledby="versioner">
            <h2 class="section-title" id="versioner">{text::versions(lang)}</h2>
            <ul class="list">
                {versions.into_iter().map(|line| view! { <Version line=line/> }).collect_view()}
            </ul>
        </section>
        <p class="row row--wrap no-print">
            {may_write.then(|| view! {
                <a class="button button--act" href="/fragor/ny"><Icon name=IconName::Plus/> <span>{text::new_version(lang)}</span></a>
            })}
            <PrintButton/>
        </p>
    }
}

#[component]
fn Version(line: VersionLine) -> impl IntoView {
    let lang = use_lang();
    let VersionLine {
        title,
        made,
        reason,
        used,
        differs,
    } = line;
    view! {
        <li class="stack">
            <p><b>{title}</b> " · " <bdi>{made}</bdi></p>
            {(!reason.is_empty()).then(|| view! { <p class="pre-line"><bdi>{reason}</bdi></p> })}
            <p class="soft small">{used}</p>
            {(!differs.is_empty()).then(|| view! {
                <details class="disclosure" open=true>
                    <summary>{text::what_differs(lang)}</summary>
                    <ul class="stack">
                        {differs
                            .into_iter()
                            .map(|Difference { what, question, before }| view! {
                                <li>
                                    <b>{what}</b> ": " {question}
                                    {before.map(|before| view! { <p class="soft small"><s>{before}</s></p> })}
                                </li>
                            })
                            .collect_view()}
                    </ul>
                </details>
            })}
        </li>
    }
}
