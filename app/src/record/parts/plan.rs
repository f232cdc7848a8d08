use crate::kernel::lang::use_lang;
use crate::record::api::open::{PlanPart, StepLine};
use crate::record::text;
use crate::ui::{Icon, IconName};
use domain::plan::ActivityStatus;
use leptos::prelude::*;

/// The plan as the staff read it: the participant's own words first, then the steps.
#[component]
pub fn Plan(plan: PlanPart) -> impl IntoView {
    let lang = use_lang();
    let PlanPart {
        want,
        good_at,
        need,
        steps,
        own_only,
    } = plan;
    let unwritten = want.is_empty() && good_at.is_empty() && need.is_empty();
    let said = |title: &'static str, words: String| {
        (!words.is_empty()).then(|| {
            view! {
                <h3 class="section-title">{title}</h3>
                <p class="goal"><bdi>{words}</bdi></p>
            }
        })
    };
    let (title, none) = if own_only {
        (text::own_steps(lang), text::no_own_steps(lang))
    } else {
        (text::plan(lang), text::no_steps(lang))
    };
    view! {
        <section class="card stack" aria-labelledby="plan">
            <h2 class="section-title" id="plan">{title}</h2>
            {(unwritten && !own_only).then(|| view! { <p class="soft">{text::no_goal(lang)}</p> })}
            {said(text::this_they_want(lang), want)}
            {said(text::good_at(lang), good_at)}
            {said(text::need(lang), need)}
            {if steps.is_empty() {
                view! { <p class="soft">{none}</p> }.into_any()
            } else {
                view! { <ul class="steps">{steps.into_iter().map(|step| view! { <Step step=step/> }).collect_view()}</ul> }
                    .into_any()
            }}
        </section>
    }
}

#[component]
fn Step(step: StepLine) -> impl IntoView {
    let lang = use_lang();
    let icon = match step.status {
        ActivityStatus::Done => Some(IconName::Check),
        ActivityStatus::UnderWay => Some(IconName::Clock),
        ActivityStatus::Idea | ActivityStatus::Agreed | ActivityStatus::Stopped => None,
    };
    let box_class = format!("step__box step__box--{}", step.status.code().replace('_', "-"));
    view! {
        <li class="step">
            <span class=box_class>{icon.map(|name| view! { <Icon name=name/> })}</span>
            <div>
                <h3><bdi>{step.title}</bdi></h3>
                <p class="step__meta">
                    <span class="visually-hidden">{text::status(step.status, lang)} ". "</span>
                    {step.meta}
                </p>
                {(!step.why.is_empty()).then(|| view! { <p><bdi>{step.why}</bdi></p> })}
            </div>
        </li>
    }
}
