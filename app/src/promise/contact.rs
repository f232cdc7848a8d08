//! The first contact (K4) of referrals that are no enrolment: at the desk, to the sender, and why it was late.

use super::api::{Asked, Row};
use super::contact_store::{self as store, Applied, New};
use super::explain::{Words, refused};
use super::house::{due, reasons_to_choose};
use super::show::{standing, tone, why_of_referral};
use super::{Chip, Line, OfReferral, text};
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::{Action, decide};
use crate::kernel::{AppError, Ctx, Lang, dates};
use crate::referral::hidden;
use chrono::{DateTime, NaiveDate, Utc};
use domain::civil_time::civil_day;
use domain::ids::{IdempotencyKey, ReferralId};
use domain::promise::{Clock, PromiseRefusal, State, Which};
use std::collections::HashMap;

/// What the actor may do about a first contact.
#[derive(Clone, Copy)]
pub struct Hands {
    note: bool,
    explain: bool,
}

impl Hands {
    pub fn of(cx: &Ctx) -> Self {
        Self {
            note: decide(cx.actor.kind(), Action::SettleReferral).is_ok(),
            explain: may_explain(cx),
        }
    }
}

/// Those of the readers of referrals who answer for the promises.
fn may_explain(cx: &Ctx) -> bool {
    [Action::ReadReferrals, Action::ExplainPromise]
        .iter()
        .all(|action| decide(cx.actor.kind(), *action).is_ok())
        && cx.actor.centre().is_some()
}

/// Where the contact is noted.
fn note_at(id: ReferralId) -> String {
    format!("/anvisningar/{id}#contact")
}

/// Where the reason is given.
fn explain_at(id: ReferralId) -> String {
    format!("/anvisningar/{id}?orsak=k4")
}

/// The first contact of referrals at the actor's centre, of each that asks for something: until it is made its last day
/// and where it is noted, and when it was broken why (K4). Nothing for those that are enrolled, or were promised none.
///
/// # Errors
/// When the database is away.
pub async fn contact_chips(
    cx: &mut Ctx,
    referrals: &[ReferralId],
) -> Result<HashMap<ReferralId, Chip>, AppError> {
    let (today, lang, hands) = (cx.today(), cx.lang, Hands::of(cx));
    let mut chips = HashMap::new();
    for one in store::of(cx, referrals).await? {
        // One that cannot be reckoned is in the log, and the list is there all the same.
        if let Ok(clock) = one.clock(today)
            && let Some(chip) = chip(&one, &clock, hands, today, lang)
        {
            chips.insert(one.id, chip);
        }
    }
    Ok(chips)
}

fn chip(one: &Applied, clock: &Clock, hands: Hands, today: NaiveDate, lang: Lang) -> Option<Chip> {
    let name = text::which(clock.which, lang);
    let standing = standing(clock, today, lang);
    let words = match clock.state {
        State::Running { due, .. } => {
            let by = text::by(&dates::short(due, today, lang), lang);
            format!("{name}: {standing}, {by}")
        }
        State::Broken { late: None, .. } if one.waits() => format!("{name}: {standing}"),
        State::Broken { explained: None, .. } => format!("{name}: {standing}"),
        _ => return None,
    };
    let note = note(one, clock, hands, lang);
    let explain = (hands.explain && clock.needs_reason())
        .then(|| (explain_at(one.id), text::give_reason(lang).to_owned()));
    Some(Chip {
        tone: tone(clock)?,
        words,
        action: note.or(explain),
    })
}

/// Where the contact that is not made yet is noted.
fn note(one: &Applied, clock: &Clock, hands: Hands, lang: Lang) -> Option<(String, String)> {
    let to_do = one.waits()
        && matches!(
            clock.state,
            State::Running { .. } | State::Broken { late: None, .. }
        );
    (to_do && hands.note).then(|| (note_at(one.id), text::note_contact(lang).to_owned()))
}

/// A row of the house's list.
pub fn row(one: &Applied, clock: &Clock, hands: Hands, today: NaiveDate, lang: Lang) -> Row {
    let tone = tone(clock);
    let broken = matches!(clock.state, State::Broken { .. });
    Row {
        href: format!("/anvisningar/{}", one.id),
        name: named(one, lang),
        coach: Some(text::not_enrolled(lang).to_owned()),
        clock: text::which(clock.which, lang).to_owned(),
        tone,
        standing: standing(clock, today, lang),
        due: due(clock, today, lang),
        why: one.given().filter(|_| broken).map(|g| why_of_referral(g, lang)),
        explain: (hands.explain && clock.needs_reason())
            .then(|| format!("{}.{}", one.id, clock.which.code())),
        action: note(one, clock, hands, lang),
    }
}

fn named(one: &Applied, lang: Lang) -> String {
    if one.name.is_empty() {
        text::no_name(lang).to_owned()
    } else {
        one.name.clone()
    }
}

/// The form of a reason, where the promise is broken.
pub fn asked(
    one: &Applied,
    clock: &Clock,
    now: DateTime<Utc>,
    today: NaiveDate,
    lang: Lang,
) -> Option<Asked> {
    matches!(clock.state, State::Broken { .. }).then(|| Asked {
        person: String::new(),
        enrolment: String::new(),
        referral: one.id.to_string(),
        clock: clock.which.code().to_owned(),
        heading: format!("{} · {}", named(one, lang), text::which(clock.which, lang)),
        standing: standing(clock, today, lang),
        reasons: reasons_to_choose(text::reason_of_referral, lang),
        key: IdempotencyKey::mint(now, &mut SystemRandom).to_string(),
    })
}

/// How K4 stands, on the page of a referral at the desk; `explain` is the clock that a reason is given for. Nothing where
/// none was promised.
///
/// # Errors
/// When the database is away.
pub async fn of_referral(
    cx: &mut Ctx,
    id: ReferralId,
    explain: &str,
) -> Result<Option<OfReferral>, AppError> {
    let (today, lang, now) = (cx.today(), cx.lang, cx.now);
    let Some(one) = store::of(cx, &[id]).await?.pop() else {
        return Ok(None);
    };
    // The page is there though the calendar has no day to count to.
    let Ok(clock) = one.clock(today) else {
        return Ok(None);
    };
    let Some(line) = line(&one, &clock, today, lang) else {
        return Ok(None);
    };
    let may = may_explain(cx);
    Ok(Some(OfReferral {
        line,
        reasons: one
            .reasons
            .iter()
            .map(|g| {
                let day = dates::short(civil_day(g.given_at), today, lang);
                let said = why_of_referral(g, lang);
                format!("{said} ({})", text::given_by(&g.by, &day, lang))
            })
            .collect(),
        explain: (may && clock.needs_reason()).then(|| explain_at(id)),
        asked: (may && explain == clock.which.code())
            .then(|| asked(&one, &clock, now, today, lang))
            .flatten(),
    }))
}

/// The same to the sender: what runs and what was broken, until the centre has taken over (C3).
///
/// # Errors
/// When the database is away.
pub async fn of_my_referral(cx: &mut Ctx, id: ReferralId) -> Result<Option<OfReferral>, AppError> {
    let (today, lang) = (cx.today(), cx.lang);
    let Some(one) = store::of_sender(cx, id).await? else {
        return Ok(None);
    };
    let Ok(clock) = one.clock(today) else {
        return Ok(None);
    };
    let told = matches!(clock.state, State::Running { .. } | State::Broken { .. });
    Ok(line(&one, &clock, today, lang)
        .filter(|_| told)
        .map(|line| OfReferral {
            line,
            reasons: Vec::new(),
            explain: None,
            asked: None,
        }))
}

/// The promise in plain words: the same to both sides.
fn line(one: &Applied, clock: &Clock, today: NaiveDate, lang: Lang) -> Option<Line> {
    let tone = tone(clock)?;
    let day = |day| dates::short(day, today, lang);
    let words = match clock.state {
        State::NotPromised => return None,
        State::Running { due, .. } => text::contact_running(&dates::long(due, lang), lang),
        State::Kept { on } => text::contact_kept(&day(on), lang),
        State::Broken { due, late, .. } => {
            text::contact_broken(&dates::long(due, lang), late.map(day).as_deref(), lang)
        }
        State::Stopped { on } => text::contact_stopped(&day(on), lang),
    };
    let said = one.given().map_or_else(
        || text::no_reason_yet(lang).to_owned(),
        |g| format!("{}: {}", text::why(lang), why_of_referral(g, lang)),
    );
    Some(Line {
        tone,
        state: text::tone(tone, lang).to_owned(),
        words,
        why: matches!(clock.state, State::Broken { .. }).then_some(said),
    })
}

/// What somebody wrote of a referral.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    pub referral: &'a str,
    pub clock: &'a str,
    pub reason: &'a str,
    pub words: &'a str,
    pub key: &'a str,
}

/// Says why the first contact of a referral was late, by a team leader or the manager. The same press twice is one reason;
/// a later reason takes the place of an earlier one, which stays to be read.
///
/// # Errors
/// At the field for what is wrong with the reason; `NotFound` for what one may not know of, and recorded; `Conflict` for a
/// key of another reason.
pub async fn explain(cx: &mut Ctx, typed: Typed<'_>) -> Result<ReferralId, AppError> {
    if !may_explain(cx) {
        return Err(hidden(cx).await);
    }
    let id: ReferralId = typed.referral.trim().parse().map_err(|_| AppError::Unreadable)?;
    let key: uuid::Uuid = typed.key.trim().parse().map_err(|_| AppError::Unreadable)?;
    if Which::from_code(typed.clock.trim()) != Some(Which::Contact) {
        return Err(AppError::Unreadable);
    }
    let said = Words::read(typed.reason, typed.words)?;
    store::queue_for(cx, id).await?;
    let Some(one) = store::of(cx, &[id]).await?.pop() else {
        return Err(hidden(cx).await);
    };
    let State::Broken { due, .. } = one.clock(cx.today())?.state else {
        return Err(refused(Field::Reason, PromiseRefusal::NotBroken));
    };
    let new = New {
        key: IdempotencyKey::from_uuid(key),
        due,
        reason: said.reason,
        words: &said.words,
    };
    let reason = IdempotencyKey::mint(cx.now, &mut SystemRandom).as_uuid();
    store::explain(cx, reason, id, &new).await?;
    Ok(id)
}
