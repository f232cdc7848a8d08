use crate::kernel::lang::use_lang;
use crate::plan::sharing::{FrozenPlan, text as words};
use leptos::prelude::*;

/// A version of a plan as an agency reads it; the participant sees the very same before it is shared.
#[component]
pub fn FrozenPlanCard(plan: FrozenPlan) -> impl IntoView {
    let lang = use_lang();
    let said = |title: &'static str, answer: String| {
        (!answer.is_empty()).then(|| {
            view! {
                <div>
                    <dt>{title}</dt>
                    <dd><bdi>{answer}</bdi></dd>
                </div>
            }
        })
    };
    let steps = plan.steps;
    view! {
        <div class="card stack" data-frozen="plan">
            <dl class="definition">
                {said(words::want(lang), plan.want)}
                {said(words::good_at(lang), plan.good_at)}
                {said(words::need(lang), plan.need)}
            </dl>
            {(!steps.is_empty()).then(|| view! {
                <h3 class="section-title">{words::steps(lang)} " · " {steps.len()}</h3>
                <ul class="list">
                    {steps
                        .into_iter()
                        .map(|step| view! {
                            <li>
                                <p><bdi><b>{step.title}</b></bdi></p>
                                <p class="soft small">{step.status} " · " <bdi>{step.meta}</bdi></p>
                                {(!step.why.is_empty()).then(|| view! { <p><bdi>{step.why}</bdi></p> })}
                            </li>
                        })
                        .collect_view()}
                </ul>
            })}
        </div>
    }
}
