use crate::booking::api::{
    AddHours, Coach, DayLine, EndHours, HoursPage as Page, MeetingLine, SetOtherDay, UndoOtherDay, WeekLine,
    read_hours,
};
use crate::booking::text;
use crate::frame::StaffFrame;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::kernel::{Choice, Lang};
use crate::ui::{
    Choose, ErrorSummary, Failed, FailedProps, Form, Icon, IconName, Input, PageTitle, Pending, error_of,
    loaded, one_at_a_time, settled,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// When a coach has times, and for who leads the coaches of the centre.
pub struct HoursPage;

#[derive(Clone, Copy)]
struct Doing {
    add: ServerAction<AddHours>,
    end: ServerAction<EndHours>,
    other: ServerAction<SetOtherDay>,
    undo: ServerAction<UndoOtherDay>,
}

impl HoursPage {
    pub fn view() -> AnyView {
        let query = use_query_map();
        let doing = Doing {
            add: ServerAction::new(),
            end: ServerAction::new(),
            other: ServerAction::new(),
            undo: ServerAction::new(),
        };
        one_at_a_time([
            Form::of(doing.add),
            Form::of(doing.end),
            Form::of(doing.other),
            Form::of(doing.undo),
        ]);
        let add_settled = settled(doing.add);
        let end_settled = settled(doing.end);
        let other_settled = settled(doing.other);
        let undo_settled = settled(doing.undo);
        let answered =
            move || add_settled.get() + end_settled.get() + other_settled.get() + undo_settled.get();
        let hours = loaded(
            move || {
                let query = query.read();
                let word = |name: &str| query.get(name).unwrap_or_default();
                (word("coach"), word("dag"), answered())
            },
            |(coach, day, _)| read_hours(coach, day),
        );
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match hours.await {
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
fn Shown(page: Page, doing: Doing) -> impl IntoView {
    let lang = use_lang();
    let Page {
        staff,
        name,
        coaches,
        week,
        days,
        meetings,
        meetings_day,
        free,
        today,
    } = page;
    let chosen = !staff.is_empty();
    let body = if chosen {
        view! {
            <p class="soft" role="status">{text::free_times(free, lang)}</p>
            <div class="cols cols--even">
                <Week staff=staff.clone() week=week today=today doing=doing/>
                <div class="stack">
                    <Days staff=staff days=days doing=doing/>
                    <Meetings meetings=meetings day=meetings_day/>
                </div>
            </div>
        }
        .into_any()
    } else {
        view! { <p class="notice">{text::choose_coach(lang)}</p> }.into_any()
    };
    view! {
        <StaffFrame>
            <PageTitle title=text::title(lang) over=name/>
            <p>{text::lead(lang)} " " <a href="/kalender">{text::to_calendar(lang)}</a></p>
            {(!coaches.is_empty()).then(|| view! { <Coaches coaches=coaches/> })}
            {body}
        </StaffFrame>
    }
}

#[component]
fn Coaches(coaches: Vec<Coach>) -> impl IntoView {
    let lang = use_lang();
    let rows = coaches
        .into_iter()
        .map(|c| {
            view! {
                <tr>
                    <th scope="row"><a href=format!("/tider?coach={}", c.id)>{c.name}</a></th>
                    <td data-label=text::load(lang)>{c.load}</td>
                    <td data-label=text::free(lang)>{c.free}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="coaches">
            <h2 class="section-title" id="coaches">{text::coaches(lang)}</h2>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{text::coach(lang)}</th>
                        <th scope="col">{text::load(lang)}</th>
                        <th scope="col">{text::free(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

/// The days of the week.
fn weekdays(lang: Lang) -> Vec<Choice> {
    text::WEEKDAYS
        .iter()
        .map(|(n, word)| Choice::new(*n, word(lang)))
        .collect()
}

#[component]
fn Week(staff: String, week: Vec<WeekLine>, today: String, doing: Doing) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(doing.add);
    let staff = StoredValue::new(staff);
    let none = week.is_empty();
    let rows = week
        .into_iter()
        .map(|line| {
            let what = format!("{} {}", line.weekday, line.times);
            let remove = format!("{} {what}", text::remove(lang));
            view! {
                <li class="row row--wrap">
                    <span>
                        {what}
                        {line.from.map(|day| view! { <span class="soft small">" " {text::begins(&day, lang)}</span> })}
                    </span>
                    <ActionForm action=doing.end>
                        <input type="hidden" name="staff" value=staff.get_value()/>
                        <input type="hidden" name="hours" value=line.id/>
                        <button class="button button--quiet" type="submit" aria-label=remove>{text::remove(lang)}</button>
                    </ActionForm>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="week">
            <h2 class="section-title" id="week">{text::week(lang)}</h2>
            {none.then(|| view! { <p class="soft">{text::no_week(lang)}</p> })}
            {(!none).then(|| view! { <ul class="list">{rows}</ul> })}
            <h3>{text::add_title(lang)}</h3>
            <ErrorSummary error=error/>
            <ActionForm action=doing.add attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="staff" value=staff.get_value()/>
                <Choose field=Field::Weekday label=text::weekday_label(lang) choices=weekdays(lang) error=error/>
                <Input field=Field::FromTime kind="time" label=text::from_time(lang) hint=text::time_hint(lang) error=error/>
                <Input field=Field::ToTime kind="time" label=text::to_time(lang) error=error/>
                <Input field=Field::ValidFrom kind="date" label=text::valid_from(lang) value=today error=error/>
                <Pending pending=doing.add.pending() label=text::add(lang) icon=IconName::Plus/>
            </ActionForm>
        </section>
    }
}

#[component]
fn Days(staff: String, days: Vec<DayLine>, doing: Doing) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(doing.other);
    let staff = StoredValue::new(staff);
    let none = days.is_empty();
    let rows = days
        .into_iter()
        .map(|line| {
            let times = line.times.unwrap_or_else(|| text::away(lang).to_owned());
            let undo = format!("{} {}", text::undo(lang), line.words);
            view! {
                <li class="row row--wrap">
                    <span>{line.words} ": " {times}</span>
                    <ActionForm action=doing.undo>
                        <input type="hidden" name="staff" value=staff.get_value()/>
                        <input type="hidden" name="day" value=line.day/>
                        <button class="button button--quiet" type="submit" aria-label=undo>
                            <Icon name=IconName::Undo/>
                            {text::undo(lang)}
                        </button>
                    </ActionForm>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="days">
            <h2 class="section-title" id="days">{text::days(lang)}</h2>
            {none.then(|| view! { <p class="soft">{text::no_days(lang)}</p> })}
            {(!none).then(|| view! { <ul class="list">{rows}</ul> })}
            <h3>{text::day_title(lang)}</h3>
            <ErrorSummary error=error/>
            <ActionForm action=doing.other attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="staff" value=staff.get_value()/>
                <Input field=Field::Day kind="date" label=text::day(lang) hint=text::day_hint(lang) error=error/>
                <Input field=Field::DayFrom kind="time" label=text::from_time(lang) error=error/>
                <Input field=Field::DayTo kind="time" label=text::to_time(lang) error=error/>
                <Pending pending=doing.other.pending() label=text::save(lang)/>
            </ActionForm>
        </section>
    }
}

#[component]
fn Meetings(meetings: Vec<MeetingLine>, day: Option<String>) -> impl IntoView {
    let lang = use_lang();
    let none = meetings.is_empty();
    let (title, nothing) = match day {
        Some(day) => (text::meetings_on(&day, lang), text::no_meetings_then(lang)),
        None => (text::meetings(lang).to_owned(), text::no_meetings(lang)),
    };
    let rows = meetings
        .into_iter()
        .map(|m| {
            view! {
                <li>
                    {m.when} " · "
                    <a class="person__name" href=format!("/deltagare/{}", m.person)><bdi>{m.name}</bdi></a>
                    {m.interpreter.then(|| view! { <span class="soft">" · " {text::interpreter(lang)}</span> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="meetings">
            <h2 class="section-title" id="meetings">{title}</h2>
            {none.then(|| view! { <p class="soft">{nothing}</p> })}
            {(!none).then(|| view! { <ul class="list">{rows}</ul> })}
        </section>
    }
}
