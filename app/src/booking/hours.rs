//! The hours in which a coach has times: their own, or for who leads anybody's of the centre.

use super::api::{Coach, DayLine, HoursPage, MeetingLine, WeekLine};
use super::store::{self, NewHours};
use super::text;
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::{Category, Role};
use crate::kernel::{AppError, Ctx, access_log, dates};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use domain::civil_time::{civil_day, clock_hm, day_bounds};
use domain::free_times::{Span, Weekly};
use domain::ids::{CentreId, FreeHoursId, StaffId};
use domain::intake::DeskRefusal;
use domain::plan::TextError;

/// Days ahead of which meetings and free times are shown.
const AHEAD: i64 = 14;
/// Days ahead that hours may be set for.
const FURTHEST: i64 = 366;
/// Days ahead of which the meetings of one day are shown: as far as the centre's calendar goes.
const FURTHEST_MEETING: i64 = 560;

const fn refused(field: Field, why: DeskRefusal) -> AppError {
    AppError::Desk { field, why }
}

const fn empty(field: Field) -> AppError {
    AppError::Field {
        field,
        problem: TextError::Empty,
    }
}

fn time(typed: &str, field: Field) -> Result<NaiveTime, AppError> {
    let typed = typed.trim().replace('.', ":");
    if typed.is_empty() {
        return Err(empty(field));
    }
    NaiveTime::parse_from_str(&typed, "%H:%M").map_err(|_| refused(field, DeskRefusal::NotATime))
}

/// Two times, the earlier first, each with its field.
fn times(from: (&str, Field), to: (&str, Field)) -> Result<(NaiveTime, NaiveTime), AppError> {
    let times = (time(from.0, from.1)?, time(to.0, to.1)?);
    if times.0 < times.1 {
        Ok(times)
    } else {
        Err(refused(to.1, DeskRefusal::TimesCrossed))
    }
}

/// Today or later, and not years ahead.
fn day(typed: &str, field: Field, today: NaiveDate) -> Result<NaiveDate, AppError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(empty(field));
    }
    let unreadable = AppError::Field {
        field,
        problem: TextError::Unreadable,
    };
    let day = NaiveDate::parse_from_str(typed, "%Y-%m-%d").map_err(|_| unreadable)?;
    match day.signed_duration_since(today).num_days() {
        ..0 => Err(refused(field, DeskRefusal::DayPast)),
        0..=FURTHEST => Ok(day),
        _ => Err(unreadable),
    }
}

/// Whose hours: one's own, or a colleague's for who leads. `None` where a leader has none and chose nobody.
async fn whose(cx: &mut Ctx, wanted: &str) -> Result<Option<(StaffId, CentreId)>, AppError> {
    let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
    let me = cx.actor.staff().ok_or(AppError::NotFound)?;
    let wanted = wanted.trim();
    let coaches = store::coaches(cx).await?;
    let chosen = if wanted.is_empty() {
        Some(me)
    } else {
        wanted.parse().ok()
    };
    let leads = cx.actor.role() != Some(Role::Coach);
    match chosen {
        Some(staff) if coaches.iter().any(|c| c.staff == staff) && (leads || staff == me) => {
            Ok(Some((staff, centre)))
        }
        Some(_) if wanted.is_empty() && leads => Ok(None),
        _ => Err(AppError::NotFound),
    }
}

/// The page of a coach's hours, and the list of coaches for who leads; with the meetings of one day, today or to come,
/// where one is named.
///
/// # Errors
/// `NotFound` for somebody who is no coach of the centre, or for a coach another's.
pub async fn page(cx: &mut Ctx, wanted: &str, meetings_on: &str) -> Result<HoursPage, AppError> {
    let (today, lang, now) = (cx.today(), cx.lang, cx.now);
    let leads = cx.actor.role() != Some(Role::Coach);
    let chosen = whose(cx, wanted).await?;
    let span = Span {
        from: now,
        to: now + TimeDelta::days(AHEAD),
    };
    let free = super::free_times(cx, span).await?;
    let coaches = if leads {
        free.iter()
            .map(|c| Coach {
                id: c.staff.to_string(),
                name: c.name.clone(),
                load: c.load,
                free: u32::try_from(c.times.len()).unwrap_or(0),
            })
            .collect()
    } else {
        Vec::new()
    };
    let mut page = HoursPage {
        staff: String::new(),
        name: String::new(),
        coaches,
        week: Vec::new(),
        days: Vec::new(),
        meetings: Vec::new(),
        meetings_day: None,
        free: 0,
        today: today.to_string(),
    };
    let Some((staff, centre)) = chosen else {
        return Ok(page);
    };
    page.staff = staff.to_string();
    if let Some(coach) = free.into_iter().find(|c| c.staff == staff) {
        page.free = u32::try_from(coach.times.len()).unwrap_or(0);
        page.name = coach.name;
    }
    let hm = |t: NaiveTime| t.format("%H:%M").to_string();
    page.week = store::weekly(cx, centre, today)
        .await?
        .into_iter()
        .filter(|row| row.staff == staff)
        .map(|row| WeekLine {
            id: row.id.to_string(),
            weekday: text::weekday(row.weekly.weekday, lang).to_owned(),
            times: format!("{}–{}", hm(row.weekly.from), hm(row.weekly.to)),
            from: (row.weekly.valid_from > today).then(|| dates::short(row.weekly.valid_from, today, lang)),
        })
        .collect();
    page.days = store::other_days(cx, centre, today)
        .await?
        .into_iter()
        .filter(|(of, _)| *of == staff)
        .map(|(_, other)| DayLine {
            day: other.day.to_string(),
            words: dates::long(other.day, lang),
            times: other.hours.map(|(from, to)| format!("{}–{}", hm(from), hm(to))),
        })
        .collect();
    // A day that the centre closes may lie further ahead than the list.
    let one_day = NaiveDate::parse_from_str(meetings_on.trim(), "%Y-%m-%d")
        .ok()
        .filter(|day| (0..=FURTHEST_MEETING).contains(&day.signed_duration_since(today).num_days()));
    let (from, to) = one_day.map_or((span.from, span.to), |day| {
        let (begins, ends) = day_bounds(day);
        (begins.max(now), ends)
    });
    page.meetings_day = one_day.map(|day| dates::long(day, lang));
    let ahead = store::ahead(cx, staff, centre, from, to).await?;
    let people: Vec<_> = ahead.iter().map(|a| a.person).collect();
    if !people.is_empty() {
        access_log::read_categories(cx, &people, &[Category::Enrolled, Category::Bookings]).await?;
    }
    page.meetings = ahead
        .into_iter()
        .map(|a| MeetingLine {
            person: a.person.to_string(),
            name: a.name,
            when: format!(
                "{} {}",
                dates::long(civil_day(a.starts_at), lang),
                clock_hm(a.starts_at)
            ),
            interpreter: a.interpreter,
        })
        .collect();
    Ok(page)
}

async fn kept(cx: &mut Ctx, staff: &str) -> Result<(StaffId, CentreId), AppError> {
    whose(cx, staff).await?.ok_or(AppError::NotRight(Field::Staff))
}

/// Hours of a day of the week, from a day on.
///
/// # Errors
/// At the field; `NotFound` for somebody whose hours are not the actor's to keep.
pub async fn add(
    cx: &mut Ctx,
    staff: &str,
    weekday: &str,
    from: &str,
    to: &str,
    valid_from: &str,
) -> Result<(), AppError> {
    let (staff, centre) = kept(cx, staff).await?;
    if weekday.trim().is_empty() {
        return Err(empty(Field::Weekday));
    }
    let weekday = text::weekday_of(weekday.trim()).ok_or(AppError::Unreadable)?;
    let (from, to) = times((from, Field::FromTime), (to, Field::ToTime))?;
    let valid_from = day(valid_from, Field::ValidFrom, cx.today())?;
    store::queue_for(cx, staff).await?;
    let there = store::weekly(cx, centre, cx.today()).await?;
    let meets = |w: &Weekly| {
        w.weekday == weekday && w.from < to && w.to > from && w.valid_to.is_none_or(|l| l >= valid_from)
    };
    let same = |w: &Weekly| {
        (w.weekday, w.from, w.to, w.valid_from, w.valid_to) == (weekday, from, to, valid_from, None)
    };
    // The same press sent twice is stored once.
    if there.iter().any(|row| row.staff == staff && same(&row.weekly)) {
        return Ok(());
    }
    if there.iter().any(|row| row.staff == staff && meets(&row.weekly)) {
        return Err(refused(Field::FromTime, DeskRefusal::HoursThere));
    }
    let new = NewHours {
        staff,
        centre,
        weekly: Weekly {
            weekday,
            from,
            to,
            valid_from,
            valid_to: None,
        },
    };
    let id = FreeHoursId::mint(cx.now, &mut SystemRandom);
    store::add_hours(cx, id, &new).await
}

/// Ends hours of the week from today on; meetings that are booked stay.
///
/// # Errors
/// `NotFound` for hours that are not there, or not the actor's to keep.
pub async fn end(cx: &mut Ctx, staff: &str, hours: &str) -> Result<(), AppError> {
    let (staff, _) = kept(cx, staff).await?;
    let id: FreeHoursId = hours.trim().parse().map_err(|_| AppError::Unreadable)?;
    if store::end_hours(cx, id, staff).await? {
        Ok(())
    } else {
        Err(AppError::NotFound)
    }
}

/// A day with other hours, or none; the same day anew replaces it.
///
/// # Errors
/// At the field; `NotFound` as for [`add`].
pub async fn other_day(cx: &mut Ctx, staff: &str, typed: &str, from: &str, to: &str) -> Result<(), AppError> {
    let (staff, centre) = kept(cx, staff).await?;
    let on = day(typed, Field::Day, cx.today())?;
    let hours = if from.trim().is_empty() && to.trim().is_empty() {
        None
    } else {
        Some(times((from, Field::DayFrom), (to, Field::DayTo))?)
    };
    store::queue_for(cx, staff).await?;
    store::set_day(cx, staff, centre, on, hours).await
}

/// Takes such a day back: the week's hours hold again. One that is gone already is no error.
///
/// # Errors
/// `NotFound` as for [`add`].
pub async fn undo_day(cx: &mut Ctx, staff: &str, typed: &str) -> Result<(), AppError> {
    let (staff, centre) = kept(cx, staff).await?;
    let on = NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d").map_err(|_| AppError::Unreadable)?;
    store::drop_day(cx, staff, centre, on).await?;
    Ok(())
}
