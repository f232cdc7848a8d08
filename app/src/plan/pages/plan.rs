use crate::frame::{ParticipantFrame, Tab};
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::plan::api::{AddActivity, MyPlan, SetActivityStatus, WriteGoal, read_my_plan};
use crate::plan::parts::{Goal, SharingSection, StampSheet, StatusChanged, StepCard};
use crate::plan::{Step, text};
use crate::ui::{
    ErrorSummary, Failed, FailedProps, Icon, IconName, Input, PageTitle, Pending, PrintButton, error_of,
    loaded, settled,
};
use domain::plan::ActivityStatus;
use leptos::form::ActionForm;
use leptos::prelude::*;

/// Min plan: the goal, the steps by status, the stamps, who reads it.
pub struct PlanPage;

impl PlanPage {
    pub fn view() -> AnyView {
        let status = ServerAction::<SetActivityStatus>::new();
        let goal = ServerAction::<WriteGoal>::new();
        let add = ServerAction::<AddActivity>::new();
        let status_settled = settled(status);
        let goal_settled = settled(goal);
        let add_settled = settled(add);
        let versions = move || (status_settled.get(), goal_settled.get(), add_settled.get());
        let plan = loaded(versions, |_| read_my_plan());
        view! {
            <ParticipantFrame tab=Tab::Plan>
                <Transition>
                    {move || Suspend::new(async move {
                        match plan.await {
                            Ok(plan) => Shown(ShownProps { plan, status, goal, add }).into_any(),
                            Err(error) => Failed(FailedProps { error }).into_any(),
                        }
                    })}
                </Transition>
                <StatusChanged action=status/>
            </ParticipantFrame>
        }
        .into_any()
    }
}

#[component]
fn Shown(
    plan: MyPlan,
    status: ServerAction<SetActivityStatus>,
    goal: ServerAction<WriteGoal>,
    add: ServerAction<AddActivity>,
) -> impl IntoView {
    let lang = use_lang();
    let MyPlan {
        revision,
        want,
        good_at,
        need,
        steps,
        months,
        readers,
        sharing,
        key,
        printed,
    } = plan;
    let none = steps.is_empty();
    let (mut now, mut ideas, mut done, mut stopped) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for step in steps {
        match step.status {
            ActivityStatus::Agreed | ActivityStatus::UnderWay => now.push(step),
            ActivityStatus::Idea => ideas.push(step),
            ActivityStatus::Done => done.push(step),
            ActivityStatus::Stopped => stopped.push(step),
        }
    }
    let group = move |title: &'static str, steps: Vec<Step>| {
        (!steps.is_empty()).then(|| {
            view! {
                <section>
                    <h2 class="section-title">{title}</h2>
                    <ul class="steps">
                        {steps.into_iter().map(|step| view! { <StepCard step=step action=status next="/min-plan"/> }).collect_view()}
                    </ul>
                </section>
            }
        })
    };
    view! {
        <PageTitle title=text::title(lang)/>
        <p class="print-only">{printed}</p>
        <div class="columns">
            <div>
                <Goal want=want good_at=good_at need=need revision=revision action=goal/>
                {none.then(|| view! {
                    <div class="card card--quiet empty">
                        <h2>{text::no_steps(lang)}</h2>
                        <p>{text::no_steps_more(lang)}</p>
                    </div>
                })}
                {group(text::now(lang), now)}
                {group(text::ideas(lang), ideas)}
                <AddStep key=key action=add/>
            </div>
            <div>
                <StampSheet months=months/>
                {group(text::done(lang), done)}
                {group(text::stopped(lang), stopped)}
                <section>
                    <h2 class="section-title">{text::who_reads(lang)}</h2>
                    <div class="card row row--top">
                        <Icon name=IconName::Eye/>
                        <div class="stack stack--tight">
                            <p>{text::readers(&readers.whole, lang)}</p>
                            <p>{text::readers_here(lang)}</p>
                            {(!readers.own_steps.is_empty()).then(|| view! {
                                <p>{text::readers_own_steps(&readers.own_steps, lang)}</p>
                            })}
                            {(!readers.agencies.is_empty()).then(|| view! {
                                <p>{text::readers_agencies(&readers.agencies, lang)}</p>
                            })}
                        </div>
                    </div>
                </section>
                <SharingSection sharing=sharing/>
                <PrintButton/>
            </div>
        </div>
    }
}

#[component]
fn AddStep(key: String, action: ServerAction<AddActivity>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let refused = move || error.get().is_some();
    view! {
        <details class="disclosure no-print" open=refused>
            <summary><Icon name=IconName::Plus/>{text::add(lang)}</summary>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="key" value=key/>
                <Input field=Field::Title label=text::add_title(lang) error=error/>
                <Input field=Field::When label=text::add_when(lang) error=error/>
                <Pending pending=action.pending() label=text::add_go(lang)/>
            </ActionForm>
        </details>
    }
}
