use crate::kernel::AppError;
use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::plan::api::SetActivityStatus;
use crate::plan::{Step, text};
use crate::ui::{Icon, IconName};
use domain::plan::{ActivityStatus, owner_may_change};
use leptos::form::ActionForm;
use leptos::prelude::*;

const fn icon(status: ActivityStatus) -> Option<IconName> {
    match status {
        ActivityStatus::Done => Some(IconName::Check),
        ActivityStatus::UnderWay => Some(IconName::Clock),
        ActivityStatus::Idea | ActivityStatus::Agreed | ActivityStatus::Stopped => None,
    }
}

/// One step of the plan, with what its owner can say of it.
#[component]
pub fn StepCard(step: Step, action: ServerAction<SetActivityStatus>, next: &'static str) -> impl IntoView {
    let lang = use_lang();
    let box_class = format!("step__box step__box--{}", step.status.code().replace('_', "-"));
    let to = if step.status == ActivityStatus::Done {
        ActivityStatus::Agreed
    } else {
        ActivityStatus::Done
    };
    let title = step.title.clone();
    let press = owner_may_change(step.status, to).then(|| {
        let (class, word) = if to == ActivityStatus::Done {
            ("button button--act", text::mark_done(lang))
        } else {
            ("button button--quiet", text::not_done(lang))
        };
        view! {
            <ActionForm action=action attr:class="step__actions no-print">
                <input type="hidden" name="activity" value=step.id.clone()/>
                <input type="hidden" name="from" value=step.status.code()/>
                <input type="hidden" name="to" value=to.code()/>
                <input type="hidden" name="next" value=next/>
                <button type="submit" class=class>
                    {word}
                    <span class="visually-hidden">": " {title}</span>
                </button>
            </ActionForm>
        }
    });
    view! {
        <li class="card step">
            <span class=box_class>{icon(step.status).map(|name| view! { <Icon name=name/> })}</span>
            <div>
                <h3>{step.title}</h3>
                <p class="step__meta">
                    <span class="visually-hidden">{text::status(step.status, lang)} ". "</span>
                    {step.meta}
                </p>
                {(!step.why.is_empty()).then(|| view! { <p>{step.why}</p> })}
            </div>
            {press}
        </li>
    }
}

/// Says that a step was changed and lets one take it back; an error stands there too.
#[component]
pub fn StatusChanged(action: ServerAction<SetActivityStatus>) -> impl IntoView {
    let lang = use_lang();
    // What was last asked; while the answer is under way the form's input is still known.
    let asked = RwSignal::new(None::<SetActivityStatus>);
    Effect::new(move |_| {
        if let Some(input) = action.input().get() {
            asked.set(Some(input));
        }
    });
    let outcome = action.value();
    move || {
        match outcome.get() {
        None => ().into_any(),
        Some(Err(error)) => {
            let error: AppError = error;
            view! { <p class="notice notice--error" role="alert">{message(error, lang)}</p> }.into_any()
        }
        Some(Ok(())) => asked.get().map(|was| {
            let done = was.to == ActivityStatus::Done;
            let word = if done { text::was_done(lang) } else { text::was_reopened(lang) };
            let undo = SetActivityStatus { activity: was.activity, from: was.to, to: was.from, next: was.next };
            let can_undo = owner_may_change(undo.from, undo.to);
            view! {
                <div class="toast no-print" role="status">
                    <span>{word}</span>
                    {can_undo.then(|| view! {
                        <button type="button" class="button button--quiet" on:click=move |_| { action.dispatch(undo.clone()); }>
                            <Icon name=IconName::Undo/>
                            {text::undo(lang)}
                        </button>
                    })}
                </div>
            }
        }).into_any(),
    }
    }
}
