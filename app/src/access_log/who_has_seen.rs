//! The participant's page, made on the server: a month of reads in sentences.

use super::api::{Answer, Day, Emergency, Entry, Question, WhoHasSeen, checked};
use super::store::{self, Read};
use super::{fold, text};
use crate::kernel::outside::SystemRandom;
use crate::kernel::{AppError, Ctx, Visitor, dates};
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use domain::civil_time::{civil_day, day_bounds};
use domain::ids::QuestionId;

/// Where the page lies.
pub const PATH: &str = "/vem-har-sett";

/// A browser without script goes back to the month that it came from.
pub fn back(month: &str) {
    if Visitor::current().is_some_and(|v| v.wants_page) {
        let to = match first_of(month) {
            Some(day) => format!("{PATH}?manad={}", code(day)),
            None => PATH.to_owned(),
        };
        leptos_axum::redirect(&to);
    }
}

/// The first day of "2026-11".
fn first_of(month: &str) -> Option<NaiveDate> {
    let (year, month) = month.split_once('-')?;
    if year.len() != 4 || month.len() != 2 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)
}

fn code(day: NaiveDate) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

pub async fn month(cx: &mut Ctx, month: &str) -> Result<WhoHasSeen, AppError> {
    let (today, lang) = (cx.today(), cx.lang);
    let first = first_of(month).or_else(|| today.with_day(1)).unwrap_or(today);
    let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
    let (since, until) = (day_bounds(first).0, day_bounds(next).0);
    let name = |day: NaiveDate| format!("{} {}", dates::month(day, lang), day.year());
    let beside = |at: Option<DateTime<Utc>>| at.map(|at| (code(civil_day(at)), name(civil_day(at))));
    let (earlier, later) = store::beside(cx, since, until).await?;
    let questions = store::my_questions(cx).await?;
    let reads = fold::fold(store::seen_me(cx, since, until).await?);
    // What is in force now is told whichever month is looked at.
    let now = cx.now;
    let in_force = emergencies(cx, now, now + chrono::TimeDelta::microseconds(1)).await?;
    let mut ended = emergencies(cx, since, until).await?;
    ended.retain(|e| !in_force.contains(e));
    let unread = questions
        .iter()
        .filter(|q| q.answer.as_ref().is_some_and(|a| a.read_at.is_none()))
        .count();

    let mut days: Vec<(NaiveDate, Day)> = Vec::new();
    for read in reads {
        if days.last().is_none_or(|(day, _)| *day != read.day) {
            let day = Day {
                title: text::day_title(read.day, today, lang),
                opened: Vec::new(),
                lists: Vec::new(),
            };
            days.push((read.day, day));
        }
        let question = questions.iter().find(|q| read.entries.contains(&q.entry));
        let list = fold::is_list(read.action);
        let entry = entry(cx, read, question);
        if let Some((_, day)) = days.last_mut() {
            if list {
                day.lists.push(entry);
            } else {
                day.opened.push(entry);
            }
        }
    }
    Ok(WhoHasSeen {
        month: code(first),
        month_name: name(first),
        earlier: beside(earlier),
        later: beside(later),
        in_force,
        ended,
        days: days.into_iter().map(|(_, day)| day).collect(),
        unread: u32::try_from(unread).unwrap_or(u32::MAX),
        printed: dates::long_capital(today, lang),
    })
}

fn entry(cx: &Ctx, read: Read, question: Option<&store::Question>) -> Entry {
    let (today, lang) = (cx.today(), cx.lang);
    let why = text::because(&read, today, lang);
    let times = text::clock(&read, lang);
    Entry {
        id: read.entry.to_string(),
        who: text::name(&read.who, lang),
        rest: text::rest(&read, lang),
        meta: if why.is_empty() {
            times
        } else {
            format!("{times} · {why}")
        },
        urgent: read.why == "override",
        quote: read.stated.or(read.override_reason),
        question: question.map(|q| shown(cx, q)),
    }
}

fn shown(cx: &Ctx, question: &store::Question) -> Question {
    let day = |at: DateTime<Utc>| dates::short(civil_day(at), cx.today(), cx.lang);
    Question {
        words: question.words.clone(),
        asked: text::you_asked(&day(question.asked_at), cx.lang),
        answer: question.answer.as_ref().map(|a| Answer {
            words: a.words.clone(),
            answered: text::somebody_answered(a.answered_by.as_deref(), &day(a.answered_at), cx.lang),
            unread: a.read_at.is_none(),
        }),
    }
}

async fn emergencies(
    cx: &mut Ctx,
    since: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<Emergency>, AppError> {
    let (today, lang) = (cx.today(), cx.lang);
    let taken = store::overrides_of_me(cx, since, until).await?;
    Ok(taken
        .into_iter()
        .map(|o| Emergency {
            who: text::name(&o.who, lang),
            rest: text::emergency(&text::relation(&o.who, lang), lang),
            when: text::from_until(
                &text::moment(o.begins_at, today, lang),
                &text::moment(o.ends_at, today, lang),
                lang,
            ),
            reason: o.reason,
        })
        .collect())
}

/// A question about an entry of one's own; the same once more is no other.
pub async fn ask(cx: &mut Ctx, entry: &str, words: &str) -> Result<(), AppError> {
    let entry: i64 = entry.parse().map_err(|_| AppError::Unreadable)?;
    let words = checked::words(words)?;
    let centre = store::entry_centre(cx, entry).await?.ok_or(AppError::NotFound)?;
    // An agency's read has no centre: the centre where the person is answers for what it has told.
    let centre = match centre {
        Some(centre) => centre,
        None => store::own_centre(cx).await?.ok_or(AppError::NotFound)?,
    };
    let id = QuestionId::mint(cx.now, &mut SystemRandom);
    if store::ask(cx, id, entry, centre, &words).await? {
        return Ok(());
    }
    match store::asked(cx, entry).await? {
        Some(before) if before == words => Ok(()),
        _ => Err(AppError::Conflict),
    }
}

pub async fn unread(cx: &mut Ctx) -> Result<u32, AppError> {
    let questions = store::my_questions(cx).await?;
    let unread = questions
        .iter()
        .filter(|q| q.answer.as_ref().is_some_and(|a| a.read_at.is_none()))
        .count();
    Ok(u32::try_from(unread).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_strictly() {
        assert_eq!(first_of("2026-11"), NaiveDate::from_ymd_opt(2026, 11, 1));
        for nonsense in [
            "",
            "2026",
            "2026-13",
            "2026-1",
            "26-11",
            "2026-11-01",
            "-2026-11",
            "å",
        ] {
            assert_eq!(first_of(nonsense), None, "{nonsense}");
        }
        assert_eq!(code(NaiveDate::from_ymd_opt(2027, 1, 1).unwrap()), "2027-01");
    }
}
