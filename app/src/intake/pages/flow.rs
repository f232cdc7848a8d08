use super::consent::ConsentStep;
use super::finished::Done;
use super::meeting::MeetingStep;
use super::person::PersonStep;
use crate::frame::StaffFrame;
use crate::intake::api::{
    AddConsent, Body, CardForm, ConsentsDone, FinishIntake, InformationForm, IntakePage, KeepCard,
    KeepInformed, KeepPerson, PointLine, RemoveConsent, read_intake,
};
use crate::intake::parts::Steps;
use crate::intake::text;
use crate::kernel::error::Field;
use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::ui::{
    ErrorSummary, Failed, FailedProps, Input, PageTitle, Pending, answered, error_of, field_of, loaded,
    settled, stored,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// One enrolment, step by step; and the card once it is done.
pub struct FlowPage;

/// What can be done on the page.
#[derive(Clone, Copy)]
pub struct Doing {
    pub person: ServerAction<KeepPerson>,
    pub informed: ServerAction<KeepInformed>,
    pub add: ServerAction<AddConsent>,
    pub remove: ServerAction<RemoveConsent>,
    pub consents: ServerAction<ConsentsDone>,
    pub card: ServerAction<KeepCard>,
    pub finish: ServerAction<FinishIntake>,
    /// How many consents were taken here, and after how many the form was emptied.
    pub added: Memo<usize>,
    pub emptied: StoredValue<usize>,
}

impl FlowPage {
    pub fn view() -> AnyView {
        let (params, query) = (use_params_map(), use_query_map());
        let add = ServerAction::new();
        let doing = Doing {
            person: ServerAction::new(),
            informed: ServerAction::new(),
            add,
            remove: ServerAction::new(),
            consents: ServerAction::new(),
            card: ServerAction::new(),
            finish: ServerAction::new(),
            added: stored(add),
            emptied: StoredValue::new(0),
        };
        // Who may be the same is found by the press that asks for it.
        let person_answered = answered(doing.person);
        let informed_settled = settled(doing.informed);
        let remove_settled = settled(doing.remove);
        let consents_settled = settled(doing.consents);
        let card_settled = settled(doing.card);
        // A free time may be somebody else’s by now, and what is wrong may be of another step.
        let finish_answered = answered(doing.finish);
        let anew = move || {
            person_answered.get()
                + informed_settled.get()
                // A refusal leaves the form, and what was signed in it, as it is.
                + doing.added.get()
                + remove_settled.get()
                + consents_settled.get()
                + card_settled.get()
                + finish_answered.get()
        };
        let intake = loaded(
            move || {
                let id = params.read().get("id").unwrap_or_default();
                let step = query.read().get("steg").unwrap_or_default();
                (id, step, anew())
            },
            |(id, step, _)| read_intake(id, step),
        );
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match intake.await {
                        Ok(page) => Shown(ShownProps { page, doing }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(page: IntakePage, doing: Doing) -> impl IntoView {
    let lang = use_lang();
    let IntakePage {
        id,
        name,
        programme,
        from,
        step,
        done,
        gone,
        body,
    } = page;
    let over = from.unwrap_or(programme);
    let body = match body {
        Body::Finished(finished) => {
            return view! { <StaffFrame><Done finished=finished/></StaffFrame> }.into_any();
        }
        Body::Person(form) => {
            let pressed = error_of(doing.finish);
            view! { <PersonStep id=id.clone() form=form action=doing.person pressed=pressed/> }.into_any()
        }
        Body::Information(form) => {
            view! { <InformationStep id=id.clone() form=form action=doing.informed/> }.into_any()
        }
        Body::Consent(form) => view! { <ConsentStep id=id.clone() form=form doing=doing/> }.into_any(),
        Body::Card(form) => view! { <CardStep id=id.clone() form=form action=doing.card/> }.into_any(),
        Body::Meeting(form) => {
            view! { <MeetingStep id=id.clone() form=form action=doing.finish/> }.into_any()
        }
    };
    view! {
        <StaffFrame>
            <a class="back no-print" href="/inskrivning">{text::back(lang)}</a>
            <PageTitle title=text::enrol_somebody(&name, lang) over=over/>
            {gone.then(|| view! { <p class="notice notice--warn" role="status">{text::gone_notice(lang)}</p> })}
            <Steps id=id at=step done=done/>
            {body}
        </StaffFrame>
    }
    .into_any()
}

#[component]
fn InformationStep(id: String, form: InformationForm, action: ServerAction<KeepInformed>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let said = move || {
        error
            .get()
            .filter(|e| field_of(*e) == Some(Field::Points.id()))
            .map(|e| message(e, lang))
    };
    let kept = crate::kernel::typed::value("points").unwrap_or_default();
    let first = form.points.first().map(|p| p.value.clone()).unwrap_or_default();
    let (expected, promised): (Vec<PointLine>, Vec<PointLine>) =
        form.points.into_iter().partition(|p| p.expected);
    let boxes = move |points: Vec<PointLine>, first: String| {
        points
            .into_iter()
            .map(|p| {
                let ticked = p.ticked || kept.split(' ').any(|k| k == p.value);
                let field = (p.value == first).then_some(Field::Points.id());
                view! {
                    <label class="check">
                        <input type="checkbox" id=field name="points[]" value=p.value checked=ticked/>
                        <span>{p.words}</span>
                    </label>
                }
            })
            .collect_view()
    };
    let promised = boxes.clone()(promised, first.clone());
    view! {
        <section class="card stack">
            <p>{text::information_lead(lang)}</p>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack stack--loose" attr:novalidate="novalidate">
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=form.version.to_string()/>
                {move || said().map(|w| view! { <p class="field__error" id="points-error">{w}</p> })}
                <fieldset class="choices">
                    <legend>{text::expected_of(lang)}</legend>
                    {boxes(expected, first)}
                </fieldset>
                <fieldset class="choices">
                    <legend>{text::promised_to(lang)}</legend>
                    {promised}
                </fieldset>
                <Pending pending=action.pending() label=text::next(lang)/>
            </ActionForm>
        </section>
    }
}

#[component]
fn CardStep(id: String, form: CardForm, action: ServerAction<KeepCard>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let on = format!("/inskrivning/{id}?steg=mote");
    let whose = if form.found {
        text::card_found(lang)
    } else {
        text::card_new(lang)
    };
    view! {
        <section class="card stack">
            <p>{text::card_lead(lang)}</p>
            <p class="soft">{whose}</p>
            {form.done.then(|| view! {
                <p class="notice notice--done">{text::card_done(lang)} " " <a href=on>{text::card_on(lang)}</a></p>
            })}
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate" attr:autocomplete="off">
                <input type="hidden" name="id" value=id/>
                <Input field=Field::NewPin kind="password" inputmode="numeric" autocomplete="new-password"
                    class="field__input field__input--number" label=text::pin(lang) hint=text::pin_hint(lang) error=error/>
                <Input field=Field::Repeat kind="password" inputmode="numeric" autocomplete="new-password"
                    class="field__input field__input--number" label=text::repeat(lang) error=error/>
                <Pending pending=action.pending() label=text::next(lang)/>
            </ActionForm>
        </section>
    }
}
