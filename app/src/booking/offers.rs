//! What is offered beside the talks: work, education or job search, each a row of the ledger (K3); and what was wrong of
//! it, put right or taken back by a row of its own (S2).

use super::offers_api::{OfferLine, Offers, WrongOffer};
use super::offers_store::{self as store, Instead, Told};
use super::offers_text as text;
use super::talks::{enrolment, of, open_enrolment, refused};
use super::talks_store::tell;
use crate::kernel::error::Field;
use crate::kernel::ledger::Event;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::{Category, Verb};
use crate::kernel::{AppError, Choice, Ctx, Lang, access_log, dates};
use crate::{plan, promise};
use chrono::NaiveDate;
use domain::civil_time::civil_day;
use domain::ids::IdempotencyKey;
use domain::plan::{ActivityKind, ActivityStatus, TextError};
use domain::promise::{Happening, NotExplained, OFFERED, PromiseRefusal, correct_offer_until, taken_back};
use serde_json::json;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

/// What is offered to the person, and may be where `may_offer`; `wrong` is the offer that is being put right.
///
/// # Errors
/// When the database is away.
pub async fn shown(
    cx: &mut Ctx,
    case: &promise::Case,
    may_offer: bool,
    wrong: &str,
) -> Result<Offers, AppError> {
    let (today, lang) = (cx.today(), cx.lang);
    let told: Vec<Told> = store::told(cx, case.enrolment)
        .await?
        .into_iter()
        // Another kind was offered, and keeps no promise.
        .filter(|t| ActivityKind::from_code(&t.kind).is_some_and(|kind| OFFERED.contains(&kind)))
        .collect();
    let (titles, of_plan) = steps(cx, &told, may_offer).await?;
    let words = |t: &Told| {
        let kind = ActivityKind::from_code(&t.kind).map_or("", |kind| text::kind(kind, lang));
        let step = t
            .activity
            .map(|id| titles.get(&id).map_or(text::linked(lang), String::as_str));
        text::line(&dates::short(t.on, today, lang), kind, step)
    };
    let lines = told.iter().rev().map(|t| OfferLine {
        correct: (may_offer && t.correctable).then(|| t.id.to_string()),
        words: words(t),
        by: t.by.clone(),
        became: promise::became(case, t.id, today, lang).map(|whole| {
            let back = case.mended.iter().any(|m| m.of == t.id && m.instead.is_none());
            let word = if back {
                text::taken_back(lang)
            } else {
                text::corrected(lang)
            };
            (word.to_owned(), whole)
        }),
    });
    let lines = lines.collect();
    let choices = if may_offer {
        choices(of_plan, lang)
    } else {
        Vec::new()
    };
    let key = || IdempotencyKey::mint(cx.now, &mut SystemRandom).to_string();
    let wrong = told
        .iter()
        .find(|t| may_offer && t.correctable && t.id.to_string() == wrong)
        .map(|t| {
            let activity = value(t);
            let mut choices = choices.clone();
            if !choices.iter().flat_map(|(_, of)| of).any(|c| c.value == activity) {
                let stands = Choice::new(activity.clone(), words(t));
                choices.insert(0, (text::as_it_was(lang).to_owned(), vec![stands]));
            }
            let until = correct_offer_until(civil_day(t.first_at));
            WrongOffer {
                offer: t.id.to_string(),
                words: words(t),
                until: text::until(&dates::short(until, today, lang), lang),
                activity,
                day: t.on.to_string(),
                choices,
                reasons: promise::taken_back_reasons(lang),
                key: key(),
                take_back_key: key(),
            }
        });
    Ok(Offers {
        choices,
        lines,
        wrong,
    })
}

/// Where the actor reads the plan: what the steps that were offered are called, and those that may be.
async fn steps(
    cx: &mut Ctx,
    told: &[Told],
    may_offer: bool,
) -> Result<(BTreeMap<Uuid, String>, Vec<Choice>), AppError> {
    let linked = told.iter().any(|t| t.activity.is_some());
    let permit = match cx.may(Category::PlanDraft, Verb::Read) {
        Ok(permit) if may_offer || linked => permit,
        _ => return Ok((BTreeMap::new(), Vec::new())),
    };
    let person = cx.subject()?;
    let all = plan::activities(cx, person).await?;
    let titles: BTreeMap<Uuid, String> = all
        .iter()
        .map(|step| (step.id.as_uuid(), step.title.clone()))
        .filter(|(id, _)| told.iter().any(|t| t.activity == Some(*id)))
        .collect();
    let of_plan: Vec<Choice> = all
        .into_iter()
        .filter(|a| may_offer && OFFERED.contains(&a.kind) && a.status != ActivityStatus::Stopped)
        .map(|a| Choice::new(format!("activity:{}", a.id), a.title))
        .collect();
    if !titles.is_empty() || !of_plan.is_empty() {
        access_log::read_about(cx, &[Category::PlanDraft], permit).await?;
    }
    Ok((titles, of_plan))
}

/// The steps of the plan that may be offered, and the kinds.
fn choices(of_plan: Vec<Choice>, lang: Lang) -> Vec<(String, Vec<Choice>)> {
    let kinds = OFFERED
        .iter()
        .map(|kind| Choice::new(format!("kind:{}", kind.code()), text::kind(*kind, lang)))
        .collect();
    vec![
        (text::of_plan(lang).to_owned(), of_plan),
        (text::of_catalogue(lang).to_owned(), kinds),
    ]
}

/// What was offered, as the list has it.
fn value(told: &Told) -> String {
    match told.activity {
        Some(step) => format!("activity:{step}"),
        None => format!("kind:{}", told.kind),
    }
}

/// What is chosen of the list: its kind, and the step of the plan that it links to.
async fn chosen(cx: &mut Ctx, typed: &str) -> Result<(ActivityKind, Option<Uuid>), AppError> {
    let nothing = refused(Field::Activity, PromiseRefusal::NothingToOffer);
    match typed.trim().split_once(':') {
        Some(("kind", code)) => ActivityKind::from_code(code)
            .filter(|kind| OFFERED.contains(kind))
            .map(|kind| (kind, None))
            .ok_or(nothing),
        Some(("activity", id)) => {
            cx.may(Category::PlanDraft, Verb::Read).map_err(|_| nothing)?;
            let person = cx.subject()?;
            plan::activities(cx, person)
                .await?
                .into_iter()
                .find(|a| a.id.to_string() == id && OFFERED.contains(&a.kind))
                .map(|step| (step.kind, Some(step.id.as_uuid())))
                .ok_or(nothing)
        }
        _ => Err(nothing),
    }
}

/// The enrolment that is open; that there is none is told at this field.
async fn open(cx: &mut Ctx, field: Field) -> Result<promise::Case, AppError> {
    open_enrolment(cx).await.map_err(|error| match error {
        AppError::Promise { why, .. } => refused(field, why),
        other => other,
    })
}

/// Offers an activity (K3): a step of the plan, or a kind. The same offer twice on a day is one; two steps of a kind are
/// two.
///
/// # Errors
/// At the field, where nothing is chosen or there is no such step.
pub async fn offer(cx: &mut Ctx, typed: &str) -> Result<(), AppError> {
    let today = cx.today();
    let (kind, activity) = chosen(cx, typed).await?;
    let case = open(cx, Field::Activity).await?;
    // Read again under the lock: what was offered today is there already, unless it was put right since.
    let case = enrolment(cx).await?.unwrap_or(case);
    let offered_today = case.entries.iter().any(|e| {
        let what = case.offered.get(&e.id);
        e.happening == Happening::ActivityOffered
            && e.on == today
            && case.mended.iter().all(|m| m.of != e.id)
            && what.is_some_and(|what| what.kind == kind.code() && what.activity == activity)
    });
    if offered_today {
        return Ok(());
    }
    let payload = match activity {
        Some(step) => json!({ "activity": step, "kind": kind.code() }),
        None => json!({ "kind": kind.code() }),
    };
    tell(cx, of(&case), Event::ActivityOffered, today, payload).await
}

/// The day on which something was offered, as it is typed.
fn day_in(typed: &str) -> Result<NaiveDate, AppError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(AppError::Field {
            field: Field::Day,
            problem: TextError::Empty,
        });
    }
    NaiveDate::parse_from_str(typed, "%Y-%m-%d")
        .ok()
        .filter(|_| typed.len() == 10)
        .ok_or(refused(Field::Day, PromiseRefusal::NotADay))
}

/// The number of an offer, and the press.
fn named(offer: &str, key: &str) -> Result<(i64, IdempotencyKey), AppError> {
    let offer = offer.trim().parse().map_err(|_| AppError::Unreadable)?;
    let key = key.trim().parse().map_err(|_| AppError::Unreadable)?;
    Ok((offer, key))
}

async fn put(
    cx: &mut Ctx,
    (offer, key): (i64, IdempotencyKey),
    instead: Instead<'_>,
    field: Field,
) -> Result<(), AppError> {
    let person = cx.subject()?;
    let id = IdempotencyKey::mint(cx.now, &mut SystemRandom).as_uuid();
    let permit = cx.permit;
    access_log::read_about(cx, &[Category::Bookings], permit).await?;
    match store::correct(cx, id, key, person, offer, instead)
        .await?
        .as_str()
    {
        "done" => Ok(()),
        "day" => Err(refused(Field::Day, PromiseRefusal::OfferDay)),
        "same" => Err(refused(Field::Activity, PromiseRefusal::NothingChanged)),
        "there" => Err(refused(Field::Activity, PromiseRefusal::OfferedAlready)),
        "late" => Err(refused(field, PromiseRefusal::TooLate)),
        "ended" => Err(refused(field, PromiseRefusal::NotEnrolled)),
        "conflict" => Err(AppError::Conflict),
        _ => Err(AppError::NotFound),
    }
}

/// Puts an offer right: what was offered, and when. The row that was wrong stays, and the clock goes by the new one (K3,
/// S2). The same press twice is one correction.
///
/// # Errors
/// At the field; `Conflict` where somebody else was first; `NotFound` where it is not the actor's to put right.
pub async fn correct(cx: &mut Ctx, offer: &str, typed: &str, day: &str, key: &str) -> Result<(), AppError> {
    let named = named(offer, key)?;
    let case = open(cx, Field::Activity).await?;
    let told = store::told(cx, case.enrolment)
        .await?
        .into_iter()
        .find(|t| t.id == named.0)
        .ok_or(AppError::NotFound)?;
    // What it links to already may stay, whoever reads the plan.
    let (kind, activity) = if typed.trim() == value(&told) {
        (told.kind, told.activity)
    } else {
        let (kind, activity) = chosen(cx, typed).await?;
        (kind.code().to_owned(), activity)
    };
    let instead = Instead::Offer {
        kind: &kind,
        activity,
        on: day_in(day)?,
    };
    put(cx, named, instead, Field::Activity).await
}

/// Takes an offer back, with the reason that the participant reads too (P7).
///
/// # Errors
/// As [`correct`].
pub async fn take_back(
    cx: &mut Ctx,
    offer: &str,
    reason: &str,
    words: &str,
    key: &str,
) -> Result<(), AppError> {
    let named = named(offer, key)?;
    let (reason, words) = taken_back(reason, words).map_err(|wrong| match wrong {
        NotExplained::Choice(why) => refused(Field::Reason, why),
        NotExplained::Words(why) => refused(Field::Words, why),
        NotExplained::Text(problem) => AppError::Field {
            field: Field::Words,
            problem,
        },
    })?;
    let words: String = words.nfc().collect();
    open(cx, Field::Reason).await?;
    let instead = Instead::Nothing {
        reason: reason.code(),
        words: &words,
    };
    put(cx, named, instead, Field::Reason).await
}
