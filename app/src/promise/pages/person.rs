use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::promise::api::{CaseView, ClockView, ExplainPromise, OfPerson, read_of_person};
use crate::promise::parts::{AskedForm, Standing};
use crate::promise::text;
use crate::ui::{Done, Failed, FailedProps, Icon, IconName, PageTitle, loaded, settled};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// A person's promises, each with what happened.
pub struct PersonPromisesPage;

impl PersonPromisesPage {
    pub fn view() -> AnyView {
        let (params, query) = (use_params_map(), use_query_map());
        let explain = ServerAction::<ExplainPromise>::new();
        let explain_settled = settled(explain);
        let read = loaded(
            move || {
                (
                    params.read().get("id").unwrap_or_default(),
                    query.read().get("orsak").unwrap_or_default(),
                    explain_settled.get(),
                )
            },
            |(id, asked, _)| read_of_person(id, asked),
        );
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match read.await {
                        Ok(read) => Shown(ShownProps { read, explain }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(read: OfPerson, explain: ServerAction<ExplainPromise>) -> impl IntoView {
    let lang = use_lang();
    let OfPerson {
        person,
        name,
        number,
        cases,
        may_write_talks,
        asked,
    } = read;
    let here = format!("/deltagare/{person}/loften");
    view! {
        <StaffFrame>
            <PageTitle title=format!("{} {name}", text::of_person_title(lang)) over=number/>
            <Done action=explain/>
            {asked.map(|asked| view! { <AskedForm asked=asked next=here action=explain/> })}
            {cases.into_iter().map(|case| view! { <Case case=case/> }).collect_view()}
            <div class="chips no-print">
                {may_write_talks.then(|| view! {
                    <a class="button" href=format!("/deltagare/{person}/samtal")>
                        <Icon name=IconName::Calendar/>
                        {text::to_talks(lang)}
                    </a>
                })}
                <a class="button" href=format!("/deltagare/{person}")>
                    <Icon name=IconName::Person/>
                    {text::to_person(lang)}
                </a>
            </div>
        </StaffFrame>
    }
}

#[component]
fn Case(case: CaseView) -> impl IntoView {
    let lang = use_lang();
    let silent = case.clocks.iter().all(|clock| clock.tone.is_none());
    view! {
        <section class="stack">
            <h2 class="section-title">{case.since}</h2>
            {silent.then(|| view! { <p class="notice">{text::no_promises(lang)}</p> })}
            {case
                .clocks
                .into_iter()
                .filter(|clock| clock.tone.is_some())
                .map(|clock| view! { <Clock clock=clock/> })
                .collect_view()}
        </section>
    }
}

#[component]
fn Clock(clock: ClockView) -> impl IntoView {
    let lang = use_lang();
    let none = clock.happened.is_empty();
    view! {
        <article class="card stack" id=clock.code>
            <div class="row">
                <h3>{clock.name}</h3>
                {clock.tone.map(|tone| view! { <Standing tone=tone words=clock.standing/> })}
            </div>
            {clock.due.map(|due| view! { <p>{text::due(lang)} ": " {due}</p> })}
            {clock.tally.map(|tally| view! { <p>{tally}</p> })}
            {clock.why.map(|why| view! { <p><strong>{text::why(lang)} ": "</strong> <bdi>{why}</bdi></p> })}
            {clock.action.map(|(href, word)| view! { <p><a class="button button--act" href=href>{word}</a></p> })}
            <details class="disclosure">
                <summary>{text::explained_by(lang)}</summary>
                {none.then(|| view! { <p class="soft">{text::nothing_happened(lang)}</p> })}
                <ul class="list">
                    {clock.happened.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                    {clock.reasons.into_iter().map(|line| view! { <li><bdi>{line}</bdi></li> }).collect_view()}
                </ul>
            </details>
        </article>
    }
}
