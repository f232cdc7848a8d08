use super::adding::{Confirm, Look, MeetingLinks};
use crate::calendar::api::{
    Address, BridgeLine, Calendar, ChangeLine, DayLine, HolidayLine, TakeDayBack, read_calendar,
};
use crate::calendar::text;
use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, Failed, FailedProps, Icon, IconName, PageTitle, error_of, loaded, settled};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The centre's own closed and open days, and what has been changed.
pub struct CalendarPage;

impl CalendarPage {
    pub fn view() -> AnyView {
        let query = use_query_map();
        let back = ServerAction::<TakeDayBack>::new();
        let back_settled = settled(back);
        let address = Memo::new(move |_| {
            let query = query.read();
            let word = |name: &str| query.get(name).unwrap_or_default();
            Address {
                day: word("dag"),
                kind: word("hur"),
                added: word("sparad"),
                back: word("tillbaka"),
                page: word("sida").parse().unwrap_or(1),
            }
        });
        let calendar = loaded(
            move || (address.get(), back_settled.get()),
            |(at, _)| read_calendar(at.day, at.kind, at.added, at.back, at.page),
        );
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match calendar.await {
                        Ok(calendar) => Shown(ShownProps { calendar, back }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(calendar: Calendar, back: ServerAction<TakeDayBack>) -> impl IntoView {
    let lang = use_lang();
    let Calendar {
        centre,
        may_write,
        days,
        holidays,
        bridges,
        changes,
        page,
        older,
        asked,
        done,
    } = calendar;
    let adding = may_write.then(|| match asked {
        Some(asked) => view! { <Confirm asked=asked/> }.into_any(),
        None => view! { <Look/> }.into_any(),
    });
    view! {
        <StaffFrame>
            <PageTitle title=text::title(lang) over=centre/>
            <p>{text::lead(lang)}</p>
            {done.map(|words| view! { <p class="notice notice--done" role="status">{words}</p> })}
            {adding}
            <OwnDays days=days may_write=may_write back=back/>
            <div class="cols cols--even">
                <Holidays holidays=holidays bridges=bridges/>
                <Changes changes=changes page=page older=older/>
            </div>
        </StaffFrame>
    }
}

#[component]
fn OwnDays(days: Vec<DayLine>, may_write: bool, back: ServerAction<TakeDayBack>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(back);
    let none = days.is_empty();
    let rows = days
        .into_iter()
        .map(|line| view! { <OwnDay line=line may_write=may_write back=back/> })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="egna-dagar">
            <h2 class="section-title" id="egna-dagar">{text::days(lang)}</h2>
            <ErrorSummary error=error/>
            {none.then(|| view! { <p class="soft">{text::no_days(lang)}</p> })}
            {(!none).then(|| view! {
                <table class="table table--wrap" data-list="own-days">
                    <thead>
                        <tr>
                            <th scope="col">{text::day(lang)}</th>
                            <th scope="col">{text::state(lang)}</th>
                            <th scope="col">{text::reason(lang)}</th>
                            {may_write.then(|| view! {
                                <th scope="col">{text::meetings(lang)}</th>
                                <th scope="col">{text::take_back(lang)}</th>
                            })}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            })}
        </section>
    }
}

#[component]
fn OwnDay(line: DayLine, may_write: bool, back: ServerAction<TakeDayBack>) -> impl IntoView {
    let lang = use_lang();
    let DayLine {
        day,
        words,
        state,
        reason,
        meetings,
        undo,
    } = line;
    let take_back = format!("{} {words}", text::take_back(lang));
    let seen = if meetings.is_empty() {
        view! { <span class="soft">{text::no_meetings(lang)}</span> }.into_any()
    } else {
        view! { <MeetingLinks meetings=meetings/> }.into_any()
    };
    view! {
        <tr>
            <th scope="row">{words}</th>
            <td data-label=text::state(lang)>{state}</td>
            <td data-label=text::reason(lang)><bdi>{reason}</bdi></td>
            {may_write.then(|| view! {
                <td data-label=text::meetings(lang)>{seen}</td>
                <td data-label=text::take_back(lang)>
                    {undo.map(|key| view! {
                        <ActionForm action=back attr:class="no-print">
                            <input type="hidden" name="day" value=day/>
                            <input type="hidden" name="key" value=key/>
                            <button class="button button--quiet" type="submit" aria-label=take_back>
                                <Icon name=IconName::Undo/>
                                {text::take_back(lang)}
                            </button>
                        </ActionForm>
                    })}
                </td>
            })}
        </tr>
    }
}

#[component]
fn Holidays(holidays: Vec<HolidayLine>, bridges: Vec<BridgeLine>) -> impl IntoView {
    let lang = use_lang();
    let some = !bridges.is_empty();
    let bridges = bridges
        .into_iter()
        .map(|b| view! { <li><a href=b.href>{b.words}</a></li> })
        .collect_view();
    let holidays = holidays
        .into_iter()
        .map(|h| view! { <li>{h.day} ": " {h.name}</li> })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="helgdagar">
            <h2 class="section-title" id="helgdagar">{text::holidays(lang)}</h2>
            <p class="soft small">{text::holidays_lead(lang)}</p>
            <ul class="list">{holidays}</ul>
            {some.then(|| view! {
                <h3>{text::bridges(lang)}</h3>
                <p class="soft small">{text::bridges_lead(lang)}</p>
                <ul class="list">{bridges}</ul>
            })}
        </section>
    }
}

#[component]
fn Changes(changes: Vec<ChangeLine>, page: u32, older: bool) -> impl IntoView {
    let lang = use_lang();
    let none = changes.is_empty();
    let go = |to: u32, word: &'static str| view! { <a class="button" href=format!("/kalender?sida={to}#andringar")>{word}</a> };
    let lines = changes
        .into_iter()
        .map(|line| {
            view! {
                <li>
                    <b>{line.what}</b>
                    <p><bdi>{line.reason}</bdi></p>
                    <p class="soft small"><bdi>{line.made}</bdi></p>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="andringar">
            <h2 class="section-title" id="andringar">{text::changes(lang)}</h2>
            {none.then(|| view! { <p class="soft">{if page > 1 { text::no_older(lang) } else { text::no_changes(lang) }}</p> })}
            {(!none).then(|| view! { <ul class="list">{lines}</ul> })}
            {(older || page > 1).then(|| view! {
                <nav class="pager" aria-label=text::pages(lang)>
                    {(page > 1).then(|| go(page - 1, text::newer(lang)))}
                    {older.then(|| go(page + 1, text::older(lang)))}
                </nav>
            })}
        </section>
    }
}
