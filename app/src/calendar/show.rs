//! What the page of the centre's calendar shows.

use super::api::{Address, Asked, BridgeLine, Calendar, ChangeLine, DayLine, HolidayLine, MeetingsLine};
use super::store::{self, Change, Made, Meetings, Row};
use super::text;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::{Action, decide};
use crate::kernel::{AppError, Ctx, Lang, dates};
use crate::promise;
use chrono::{Datelike, Months, NaiveDate};
use domain::centre_day::{CentreDayKind, bridge_days, last_day, may_add, may_change, typed_day};
use domain::civil_time::{civil_day, clock_hm};
use domain::ids::IdempotencyKey;
use domain::workdays::holiday;

/// Months ahead of which the national days off are shown.
const HOLIDAY_MONTHS: u32 = 12;
/// Changes on a page.
const CHANGES: u32 = 50;

/// The centre's own days, the national ones beside them, and the history; with a day in the address, what it touches.
///
/// # Errors
/// `NotFound` for an actor of no centre; when the database is away.
pub async fn page(cx: &mut Ctx, at: &Address) -> Result<Calendar, AppError> {
    let (today, lang) = (cx.today(), cx.lang);
    let may_write = decide(cx.actor.kind(), Action::WriteCalendar).is_ok();
    let last = last_day(today);
    let rows = store::own_days(cx, today, last).await?;
    // Who cannot close a day gets no numbers of it.
    let meetings = if may_write {
        store::meetings(cx, today, last).await?
    } else {
        Vec::new()
    };
    let year = today
        .checked_add_months(Months::new(HOLIDAY_MONTHS))
        .unwrap_or(today);
    let holidays = today
        .iter_days()
        .take_while(|day| *day <= year)
        .filter_map(|day| {
            let name = text::holiday(holiday(day)?, lang).to_owned();
            let day = written(day, today, lang);
            Some(HolidayLine { day, name })
        })
        .collect();
    let bridges = if may_write {
        bridges(&rows, today, year, lang)
    } else {
        Vec::new()
    };
    let asked = if may_write {
        asked(cx, at, &rows, &meetings).await?
    } else {
        None
    };
    let days = rows
        .iter()
        .map(|row| {
            let undo = may_write && may_change(row.day, today).is_ok();
            DayLine {
                day: row.day.to_string(),
                words: written(row.day, today, lang),
                state: state(row.is_open, lang).to_owned(),
                reason: row.reason.clone(),
                // Only a closed day leaves meetings behind.
                meetings: if row.is_open {
                    Vec::new()
                } else {
                    of_day(&meetings, row.day, lang)
                },
                undo: undo.then(|| IdempotencyKey::mint(cx.now, &mut SystemRandom).to_string()),
            }
        })
        .collect();
    let changes = at.page.max(1);
    // One more than is shown tells whether there are older ones.
    let mut made = store::changes(cx, CHANGES + 1, (changes - 1).saturating_mul(CHANGES)).await?;
    let older = made.len() > CHANGES as usize;
    made.truncate(CHANGES as usize);
    Ok(Calendar {
        centre: store::centre_name(cx).await?,
        may_write,
        done: done(at, &rows, today, lang),
        days,
        holidays,
        bridges,
        changes: made.into_iter().map(|made| change(made, today, lang)).collect(),
        page: changes,
        older,
        asked,
    })
}

/// "Måndag 28 december", with the year when it is not this one.
fn written(day: NaiveDate, today: NaiveDate, lang: Lang) -> String {
    let words = dates::long_capital(day, lang);
    if day.year() == today.year() {
        words
    } else {
        format!("{words} {}", day.year())
    }
}

const fn state(open: bool, lang: Lang) -> &'static str {
    if open {
        text::open(lang)
    } else {
        text::closed(lang)
    }
}

/// The bridge days that the centre has not said anything of yet.
fn bridges(rows: &[Row], today: NaiveDate, year: NaiveDate, lang: Lang) -> Vec<BridgeLine> {
    let tomorrow = today.succ_opt().unwrap_or(today);
    bridge_days(tomorrow, year)
        .into_iter()
        .filter(|day| rows.iter().all(|row| row.day != *day))
        .map(|day| BridgeLine {
            words: written(day, today, lang),
            href: address_of(day, CentreDayKind::Closed),
        })
        .collect()
}

fn address_of(day: NaiveDate, kind: CentreDayKind) -> String {
    format!("/kalender?dag={day}&hur={}", kind.code())
}

fn of_day(meetings: &[Meetings], day: NaiveDate, lang: Lang) -> Vec<MeetingsLine> {
    meetings
        .iter()
        .filter(|m| m.day == day)
        .map(|m| MeetingsLine {
            words: text::with_colleague(&m.name, m.count, lang),
            href: m.is_coach.then(|| format!("/tider?coach={}&dag={day}", m.staff)),
        })
        .collect()
}

/// What adding the day of the address would touch. An address that says no such day is the page without it.
async fn asked(
    cx: &mut Ctx,
    at: &Address,
    rows: &[Row],
    meetings: &[Meetings],
) -> Result<Option<Asked>, AppError> {
    let (today, lang) = (cx.today(), cx.lang);
    let Some((day, kind)) = typed_day(&at.day)
        .ok()
        .zip(CentreDayKind::from_code(&at.kind))
        .filter(|(day, kind)| may_add(*day, *kind, today).is_ok())
    else {
        return Ok(None);
    };
    let there = rows.iter().any(|row| row.day == day);
    let open = kind == CentreDayKind::Open;
    let mut touches = Vec::new();
    if !there && open {
        touches.push(text::may_check_in(lang).to_owned());
        touches.push(text::not_a_working_day(lang).to_owned());
    } else if !there {
        let count = meetings.iter().filter(|m| m.day == day).map(|m| m.count).sum();
        touches.push(if count == 0 {
            text::no_first_meetings(lang).to_owned()
        } else {
            text::to_move(count, lang)
        });
        touches.push(text::times_go(lang).to_owned());
        let later = promise::later_if_closed(cx, day).await?;
        touches.push(text::promises_move(later, lang));
    }
    Ok(Some(Asked {
        day: day.to_string(),
        kind: kind.code().to_owned(),
        title: text::will_be(&written(day, today, lang), open, lang),
        touches,
        meetings: if there || open {
            Vec::new()
        } else {
            of_day(meetings, day, lang)
        },
        key: IdempotencyKey::mint(cx.now, &mut SystemRandom).to_string(),
        there,
    }))
}

/// What was done just now, where it is still so.
fn done(at: &Address, rows: &[Row], today: NaiveDate, lang: Lang) -> Option<String> {
    let words = |day: NaiveDate| {
        let words = dates::long(day, lang);
        if day.year() == today.year() {
            words
        } else {
            format!("{words} {}", day.year())
        }
    };
    if let Ok(day) = typed_day(&at.added) {
        let row = rows.iter().find(|row| row.day == day)?;
        return Some(text::is_added(&words(day), row.is_open, lang));
    }
    let day = typed_day(&at.back).ok()?;
    let gone = may_change(day, today).is_ok() && rows.iter().all(|row| row.day != day);
    gone.then(|| text::is_back(&words(day), lang))
}

fn change(made: Made, today: NaiveDate, lang: Lang) -> ChangeLine {
    let by = if made.by.is_empty() {
        text::someone(lang).to_owned()
    } else {
        made.by
    };
    ChangeLine {
        what: text::change(
            &written(made.row.day, today, lang),
            made.row.is_open,
            made.what == Change::Added,
            lang,
        ),
        reason: made.row.reason,
        made: format!(
            "{by}, {} {}",
            dates::short(civil_day(made.at), today, lang),
            clock_hm(made.at)
        ),
    }
}
