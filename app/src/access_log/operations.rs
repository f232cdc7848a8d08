//! The manager's page, made on the server, and what the manager does on it.

use super::api::{
    Answer, Asked, Bar, Denied, FailingAccount, FailureKind, Failures, Opening, Operations, Override, Span,
    Waiting, checked,
};
use super::operations_store::{self as rows, Subject};
use super::{store, text};
use crate::kernel::policy::{Category, Denial};
use crate::kernel::{AppError, Ctx, Lang, Visitor, access_log, dates};
use chrono::{DateTime, TimeDelta, Utc};
use domain::civil_time::{civil_day, clock_hm};
use domain::ids::{CentreId, PersonId, QuestionId};
use domain::participant_number::ParticipantNumber;
use std::collections::BTreeSet;
use uuid::Uuid;

/// An account with so many failed sign-ins in the span is named.
const MANY: i64 = 5;

/// A browser without script goes back to the span that it came from.
pub fn back(span: Span) {
    if Visitor::current().is_some_and(|v| v.wants_page) {
        leptos_axum::redirect(&format!("/drift?tid={}", span.code()));
    }
}

const fn hours(span: Span) -> i64 {
    match span {
        Span::Day => 24,
        Span::Week => 7 * 24,
        Span::Month => 30 * 24,
    }
}

fn few(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(if n < 0 { 0 } else { u32::MAX })
}

fn centre(cx: &Ctx) -> Result<CentreId, AppError> {
    cx.actor.centre().ok_or(AppError::NotFound)
}

/// "Amina Warsame, 104071-3"; the number alone where the name is not the manager's to see.
fn subject(subject: &Subject, lang: Lang) -> String {
    let number = subject.number.as_deref().map(number).unwrap_or_default();
    let name = subject
        .name
        .clone()
        .unwrap_or_else(|| text::protected(lang).to_owned());
    if number.is_empty() {
        name
    } else {
        format!("{name}, {number}")
    }
}

/// As it stands on the card.
fn number(digits: &str) -> String {
    ParticipantNumber::parse(digits).map_or_else(|_| digits.to_owned(), |n| n.to_string())
}

pub async fn waiting(cx: &mut Ctx) -> Result<Waiting, AppError> {
    let (centre, since) = (centre(cx)?, cx.now - TimeDelta::hours(24));
    let counts = rows::waiting(cx, centre, since).await?;
    Ok(Waiting {
        questions: few(counts.questions),
        overrides: few(counts.overrides),
        openings: few(counts.openings),
    })
}

pub async fn read(cx: &mut Ctx, span: Span) -> Result<Operations, AppError> {
    let centre = centre(cx)?;
    let since = cx.now - TimeDelta::hours(hours(span));
    let waiting = waiting(cx).await?;
    let questions = rows::questions(cx, centre, since).await?;
    let overrides = rows::overrides(cx, centre, since).await?;
    let openings = rows::openings(cx, since).await?;
    let denials = rows::denials(cx, centre, since).await?;
    let failing = rows::failing_accounts(cx, since, MANY).await?;
    let failures = failures(cx, span, since, &failing).await?;

    // Whoever looks after the log is in it as well.
    let people: BTreeSet<PersonId> = (questions.iter().map(|q| q.subject.person))
        .chain(overrides.iter().map(|o| o.subject.person))
        .chain(
            openings
                .iter()
                .chain(&denials)
                .flat_map(|g| g.people.iter().copied()),
        )
        .chain(
            failing
                .iter()
                .filter_map(|f| f.subject.as_ref().map(|s| s.person)),
        )
        .collect();
    if !people.is_empty() {
        let people: Vec<PersonId> = people.into_iter().collect();
        access_log::read_categories(cx, &people, &[Category::WhoHasSeen]).await?;
    }

    let lang = cx.lang;
    let moment = |at: DateTime<Utc>| text::moment(at, cx.today(), lang);
    Ok(Operations {
        day: dates::long_capital(cx.today(), lang),
        waiting,
        questions: questions.into_iter().map(|q| asked(cx, q)).collect(),
        overrides: overrides.into_iter().map(|o| taken(cx, o)).collect(),
        openings_total: few(openings.iter().map(|g| g.times).sum()),
        openings: openings
            .into_iter()
            .map(|g| Opening {
                who: text::colleague(&g.who, lang),
                number: g.numbers.first().map(|n| number(n)).unwrap_or_default(),
                what: g
                    .action
                    .map_or_else(String::new, |a| text::tried(a, lang).to_owned()),
                when: moment(g.latest),
                times: few(g.times),
            })
            .collect(),
        denials_total: few(denials.iter().map(|g| g.times).sum()),
        denials: denials
            .into_iter()
            .map(|g| Denied {
                who: text::colleague(&g.who, lang),
                why: denial(&g.why).map_or_else(|| g.why.clone(), |d| text::denial(d, lang).to_owned()),
                what: g
                    .action
                    .map_or_else(String::new, |a| text::tried(a, lang).to_owned()),
                numbers: g.numbers.iter().map(|n| number(n)).collect::<Vec<_>>().join(", "),
                latest: moment(g.latest),
                times: few(g.times),
            })
            .collect(),
        failures,
    })
}

/// The denial of a code in the log.
fn denial(code: &str) -> Option<Denial> {
    serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
}

fn asked(cx: &Ctx, question: rows::Asked) -> Asked {
    let (today, lang) = (cx.today(), cx.lang);
    let (entry, entry_meta, quote) = match question.entry {
        None => (text::an_entry(lang).to_owned(), String::new(), None),
        Some(read) => (
            format!("{}{}", text::name(&read.who, lang), text::rest(&read, lang)),
            [
                text::moment(read.first_at, today, lang),
                text::because(&read, today, lang),
            ]
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
            read.stated.or(read.override_reason),
        ),
    };
    Asked {
        id: question.id.to_string(),
        from: subject(&question.subject, lang),
        asked: text::moment(question.asked_at, today, lang),
        words: question.words,
        entry,
        entry_meta,
        quote,
        answer: question.answer.map(|a| Answer {
            answered: text::somebody_answered(
                a.answered_by.as_deref(),
                &dates::short(civil_day(a.answered_at), today, lang),
                lang,
            ),
            words: a.words,
            unread: a.read_at.is_none(),
        }),
    }
}

fn taken(cx: &Ctx, taken: rows::Taken) -> Override {
    let (today, lang) = (cx.today(), cx.lang);
    Override {
        id: taken.id.to_string(),
        who: text::colleague(&taken.who, lang),
        about: subject(&taken.subject, lang),
        reason: taken.reason,
        when: text::from_until(
            &text::moment(taken.begins_at, today, lang),
            &text::moment(taken.ends_at, today, lang),
            lang,
        ),
        in_force: taken.begins_at <= cx.now && cx.now < taken.ends_at,
        seen: taken
            .seen
            .map(|(who, at)| text::seen_by(&who, &text::moment(at, today, lang), lang)),
        note: taken.note,
    }
}

async fn failures(
    cx: &mut Ctx,
    span: Span,
    since: DateTime<Utc>,
    failing: &[rows::Failing],
) -> Result<Failures, AppError> {
    let (today, lang) = (cx.today(), cx.lang);
    let by = if span == Span::Day { "hour" } else { "day" };
    let over_time = rows::failures_over_time(cx, since, by).await?;
    let kinds = rows::failures_by_kind(cx, since).await?;
    // Every hour or day of the span, those without a failure too.
    let key = |at: DateTime<Utc>| match span {
        Span::Day => (civil_day(at), clock_hm(at)[..2].to_owned()),
        Span::Week | Span::Month => (civil_day(at), String::new()),
    };
    let step = if span == Span::Day {
        TimeDelta::hours(1)
    } else {
        // Twice a day: a whole one could step over a day of 23 hours.
        TimeDelta::hours(12)
    };
    let mut bars: Vec<((chrono::NaiveDate, String), Bar)> = Vec::new();
    let mut at = since;
    while at <= cx.now {
        let this = key(at);
        if bars.last().is_none_or(|(last, _)| *last != this) {
            let label = match span {
                Span::Day => format!("{}:00", this.1),
                Span::Week | Span::Month => dates::short(this.0, today, lang),
            };
            bars.push((this, Bar { label, count: 0 }));
        }
        at += step;
    }
    for (at, times) in &over_time {
        if let Some((_, bar)) = bars.iter_mut().find(|(k, _)| *k == key(*at)) {
            bar.count += few(*times);
        }
    }
    Ok(Failures {
        total: few(kinds.iter().map(|(.., n)| n).sum()),
        bars: bars.into_iter().map(|(_, bar)| bar).collect(),
        kinds: kinds
            .into_iter()
            .map(|(kind, why, times)| FailureKind {
                kind: text::way_in(&kind, lang).to_owned(),
                why: text::failed(&why, lang).to_owned(),
                times: few(times),
            })
            .collect(),
        accounts: failing
            .iter()
            .map(|f| FailingAccount {
                who: match (&f.who, &f.subject) {
                    (Some(who), _) => text::name(who, lang),
                    (None, Some(s)) => s.number.as_deref().map(number).unwrap_or_default(),
                    (None, None) => text::nobody_known(lang).to_owned(),
                },
                times: few(f.times),
                latest: text::moment(f.latest, today, lang),
            })
            .collect(),
    })
}

/// Answers a question of the centre; the same answer once more is no other, and another is refused.
pub async fn answer(cx: &mut Ctx, question: &str, words: &str) -> Result<(), AppError> {
    let question: QuestionId = Uuid::try_parse(question)
        .map_err(|_| AppError::Unreadable)?
        .into();
    let (person, before) = store::answered(cx, question).await?.ok_or(AppError::NotFound)?;
    let words = checked::answer(words)?;
    access_log::read_categories(cx, &[person], &[Category::WhoHasSeen]).await?;
    let by = cx.actor.account().ok_or(AppError::NotFound)?;
    if before.is_none() && store::answer(cx, question, &words, by).await? {
        return Ok(());
    }
    match store::answered(cx, question).await? {
        Some((_, Some(stands))) if stands == words => Ok(()),
        _ => Err(AppError::Conflict),
    }
}

/// The manager has seen an override of the centre; once is enough.
pub async fn acknowledge(cx: &mut Ctx, taken: &str, note: &str) -> Result<(), AppError> {
    let taken = Uuid::try_parse(taken).map_err(|_| AppError::Unreadable)?;
    let note = checked::note(note)?;
    let by = cx.actor.account().ok_or(AppError::NotFound)?;
    let person = store::acknowledge(cx, taken, &note, by)
        .await?
        .ok_or(AppError::NotFound)?;
    access_log::read_categories(cx, &[person], &[Category::WhoHasSeen]).await
}
