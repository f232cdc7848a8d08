use super::offers::{Offered, Offering};
use crate::booking::talks_api::{
    AddTalk, MarkTalk, MoveForm, MoveTalk, TalkLine, Talks, UndoTalk, read_talks,
};
use crate::booking::talks_text as text;
use crate::frame::StaffFrame;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::kernel::{AppError, Choice};
use crate::promise::ClockChips;
use crate::ui::{
    Choose, ErrorSummary, Failed, FailedProps, Form, Icon, IconName, Input, PageTitle, Pending, error_of,
    loaded, one_at_a_time, settled,
};
use domain::promise::TalkStep;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// How long a talk may be, in minutes.
const LENGTHS: [i64; 4] = [30, 45, 60, 90];
const USUAL_LENGTH: i64 = 45;

/// A person's coach talks: what is offered, booked, held, declined, missed and called off.
pub struct TalksPage;

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Doing {
    add: ServerAction<AddTalk>,
    mark: ServerAction<MarkTalk>,
    move_to: ServerAction<MoveTalk>,
    undo: ServerAction<UndoTalk>,
    offers: Offering,
}

impl TalksPage {
    pub fn view() -> AnyView {
        let (params, query) = (use_params_map(), use_query_map());
        let doing = Doing {
            add: ServerAction::new(),
            mark: ServerAction::new(),
            move_to: ServerAction::new(),
            undo: ServerAction::new(),
            offers: Offering::new(),
        };
        let [offer, correct, take_back] = doing.offers.forms();
        one_at_a_time([
            Form::of(doing.add),
            Form::of(doing.mark),
            Form::of(doing.move_to),
            Form::of(doing.undo),
            offer,
            correct,
            take_back,
        ]);
        let add_settled = settled(doing.add);
        let mark_settled = settled(doing.mark);
        let move_to_settled = settled(doing.move_to);
        let undo_settled = settled(doing.undo);
        let offers_settled = doing.offers.settled();
        let done = move || {
            add_settled.get()
                + mark_settled.get()
                + move_to_settled.get()
                + undo_settled.get()
                + offers_settled.get()
        };
        let talks = loaded(
            move || {
                (
                    params.read().get("id").unwrap_or_default(),
                    query.read().get("flytta").unwrap_or_default(),
                    query.read().get("ratta").unwrap_or_default(),
                    done(),
                )
            },
            |(id, moving, wrong, _)| read_talks(id, moving, wrong),
        );
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match talks.await {
                        Ok(talks) => Shown(ShownProps { talks, doing }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(talks: Talks, doing: Doing) -> impl IntoView {
    let lang = use_lang();
    let Talks {
        person,
        name,
        number,
        enrolled,
        may_write,
        may_assign,
        coaches,
        talks,
        clocks,
        offers,
        moving,
        today,
        key,
    } = talks;
    let none = talks.is_empty();
    let has_coach = !coaches.is_empty();
    let id = StoredValue::new(person.clone());
    let marked = error_of(doing.mark);
    let undone = error_of(doing.undo);
    let form = if !enrolled {
        view! { <p class="notice">{text::not_enrolled(lang)}</p> }.into_any()
    } else if !may_write {
        view! { <p class="notice">{text::read_only(lang)}</p> }.into_any()
    } else if let Some(moving) = moving {
        view! { <MoveIt person=person.clone() form=moving action=doing.move_to/> }.into_any()
    } else if has_coach {
        view! { <NewTalk person=person.clone() coaches=coaches today=today key=key action=doing.add/> }
            .into_any()
    } else {
        view! {
            <div class="notice">
                <span>{text::no_coach(lang)}</span>
                {may_assign.then(|| view! {
                    <a href=format!("/deltagare/{}/medarbetare", id.get_value())>{text::to_colleagues(lang)}</a>
                })}
            </div>
        }
        .into_any()
    };
    view! {
        <StaffFrame>
            <PageTitle title=format!("{} {name}", text::title(lang)) over=number/>
            <ErrorSummary error=marked/>
            <ErrorSummary error=undone/>
            <div class="cols">
                <div class="stack">
                    <section class="card stack" aria-labelledby="talks">
                        <h2 class="section-title" id="talks">{text::talks(lang)}</h2>
                        {none.then(|| view! { <p class="soft">{text::no_talks(lang)}</p> })}
                        <ul class="list">
                            {talks
                                .into_iter()
                                .map(|talk| view! { <Talk person=id.get_value() talk=talk doing=doing/> })
                                .collect_view()}
                        </ul>
                    </section>
                </div>
                <div class="stack">
                    {form}
                    <Offered person=id.get_value() offers=offers doing=doing.offers/>
                    <section class="card stack" aria-labelledby="promises">
                        <h2 class="section-title" id="promises">{text::promises(lang)}</h2>
                        <ClockChips chips=clocks/>
                        <a class="button" href=format!("/deltagare/{}/loften", id.get_value())>{text::to_promises(lang)}</a>
                    </section>
                </div>
            </div>
        </StaffFrame>
    }
}

const fn class(step: TalkStep) -> &'static str {
    match step {
        TalkStep::Offered => "chip",
        TalkStep::Booked => "chip chip--warn",
        TalkStep::Held => "chip chip--done",
        TalkStep::Declined | TalkStep::Cancelled => "chip chip--plain",
        TalkStep::Missed => "chip chip--late",
    }
}

const fn icon(step: TalkStep) -> IconName {
    match step {
        TalkStep::Offered => IconName::Question,
        TalkStep::Booked => IconName::Calendar,
        TalkStep::Held => IconName::Check,
        TalkStep::Declined | TalkStep::Cancelled => IconName::Undo,
        TalkStep::Missed => IconName::Warn,
    }
}

#[component]
fn Talk(person: String, talk: TalkLine, doing: Doing) -> impl IntoView {
    let lang = use_lang();
    let step = talk.step;
    let spoken = talk.words.clone();
    let move_href = format!("/deltagare/{person}/samtal?flytta={}", talk.booking);
    let marks = talk.marks;
    let any = !marks.is_empty();
    let (revision, undone) = (talk.revision.to_string(), (person.clone(), talk.booking.clone()));
    let revision_again = revision.clone();
    let booking = talk.booking;
    view! {
        <li class="stack">
            <p class="row">
                <strong>{talk.words}</strong>
                <span class=class(step)><Icon name=icon(step)/>{talk.state}</span>
            </p>
            <p class="soft">
                <bdi>{talk.with}</bdi>
                {(!talk.place.is_empty()).then(|| view! { " · " <bdi>{talk.place}</bdi> })}
                {talk.first.then(|| view! { " · " {text::first(lang)} })}
            </p>
            {any.then(|| view! {
                <ActionForm action=doing.mark attr:class="chips no-print">
                    <input type="hidden" name="id" value=person/>
                    <input type="hidden" name="booking" value=booking/>
                    <input type="hidden" name="revision" value=revision/>
                    {marks
                        .into_iter()
                        .map(|mark| view! {
                            <button class="button" type="submit" name="to" value=mark.value>
                                {mark.words}
                                <span class="visually-hidden">": " {spoken.clone()}</span>
                            </button>
                        })
                        .collect_view()}
                    {talk.may_move.then(|| view! { <a class="button button--quiet" href=move_href>{text::move_it(lang)}</a> })}
                </ActionForm>
            })}
            {talk.may_undo.then(|| view! {
                <ActionForm action=doing.undo attr:class="chips no-print">
                    <input type="hidden" name="id" value=undone.0/>
                    <input type="hidden" name="booking" value=undone.1/>
                    <input type="hidden" name="revision" value=revision_again/>
                    <button class="button button--quiet" type="submit" title=text::undo_hint(lang)>
                        <Icon name=IconName::Undo/>
                        {text::undo(lang)}
                    </button>
                </ActionForm>
            })}
        </li>
    }
}

#[component]
fn NewTalk(
    person: String,
    coaches: Vec<Choice>,
    today: String,
    key: String,
    action: ServerAction<AddTalk>,
) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    // The own coach comes first.
    let coach = coaches.first().map(|c| c.value.clone()).unwrap_or_default();
    let how = vec![
        Choice::new("offered", text::offer(lang)),
        Choice::new("booked", text::book(lang)),
        Choice::new("held", text::held_already(lang)),
    ];
    view! {
        <section class="card stack no-print" aria-labelledby="new-talk">
            <h2 class="section-title" id="new-talk">{text::new_talk(lang)}</h2>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="id" value=person/>
                <input type="hidden" name="key" value=key/>
                <Choose field=Field::How label=text::how(lang) value="offered".to_owned() choices=how error=error empty=false/>
                <Choose field=Field::Staff label=text::coach(lang) value=coach choices=coaches error=error empty=false/>
                <Input field=Field::TalkDay label=text::day(lang) kind="date" value=today error=error/>
                <Input field=Field::TalkTime label=text::time(lang) hint=text::time_hint(lang) error=error/>
                <Length value=USUAL_LENGTH error=error/>
                <Input field=Field::TalkPlace label=text::place(lang) error=error/>
                <Pending pending=action.pending() label=text::save(lang)/>
            </ActionForm>
        </section>
    }
}

#[component]
fn Length(value: i64, error: Signal<Option<AppError>>) -> impl IntoView {
    let lang = use_lang();
    let lengths = LENGTHS
        .iter()
        .map(|n| Choice::new(n.to_string(), format!("{n} {}", text::minutes(lang))))
        .collect::<Vec<_>>();
    view! { <Choose field=Field::Length label=text::length(lang) value=value.to_string() choices=lengths error=error empty=false/> }
}

#[component]
fn MoveIt(person: String, form: MoveForm, action: ServerAction<MoveTalk>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let back = format!("/deltagare/{person}/samtal");
    view! {
        <section class="card stack no-print" aria-labelledby="move-talk">
            <h2 class="section-title" id="move-talk">{text::move_title(lang)}</h2>
            <p>{form.words}</p>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="id" value=person/>
                <input type="hidden" name="booking" value=form.booking/>
                <input type="hidden" name="revision" value=form.revision.to_string()/>
                <Input field=Field::TalkDay label=text::day(lang) kind="date" value=form.day error=error/>
                <Input field=Field::TalkTime label=text::time(lang) hint=text::time_hint(lang) value=form.time error=error/>
                <Length value=form.length error=error/>
                <Pending pending=action.pending() label=text::move_go(lang)/>
                <a class="button button--quiet" href=back>{text::cancel(lang)}</a>
            </ActionForm>
        </section>
    }
}
