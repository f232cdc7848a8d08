//! A person's promises, each with what explains it.

use super::api::{CaseView, ClockView, OfPerson};
use super::house::{asked, due, reason_of};
use super::show::{self, Hands};
use super::store::{self, Case, Offered};
use super::{mended, text};
use crate::kernel::policy::{Category, Verb};
use crate::kernel::{AppError, Ctx, Lang, access_log, dates};
use crate::plan;
use chrono::NaiveDate;
use domain::participant_number::ParticipantNumber;
use domain::promise::{Clock, Happening, Promises, State, Which};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The clocks of the person that the action is about, with what explains each.
///
/// # Errors
/// `NotFound` where they are not enrolled at the actor's centre.
pub async fn of_person(cx: &mut Ctx, explain: &str) -> Result<OfPerson, AppError> {
    let (today, lang, now) = (cx.today(), cx.lang, cx.now);
    let person = cx.subject()?;
    let cases: Vec<Case> = store::of_person(cx, person)
        .await?
        .into_iter()
        .filter(|case| Some(case.centre) == cx.actor.centre())
        .collect();
    let permit = cx.permit;
    access_log::read_about(cx, &[Category::Bookings], permit).await?;
    let first = cases.first().ok_or(AppError::NotFound)?;
    let number = ParticipantNumber::parse(&first.number).map_err(|_| AppError::Internal)?;
    let hands = Hands::of(cx);
    let asked = if hands.explain {
        asked(&cases, explain, now, today, lang)?
    } else {
        None
    };
    let titles = titles(cx, &cases).await?;
    let mut views = Vec::with_capacity(cases.len());
    for case in &cases {
        let promises = case.promises(today)?;
        views.push(CaseView {
            since: since(case, today, lang),
            clocks: promises
                .clocks
                .iter()
                .map(|clock| view(case, clock, &promises, &titles, hands, today, lang))
                .collect(),
        });
    }
    Ok(OfPerson {
        person: person.to_string(),
        name: format!("{} {}", first.given_name, first.family_name),
        number: number.to_string(),
        cases: views,
        may_write_talks: cx.may(Category::Bookings, Verb::Write).is_ok(),
        asked,
    })
}

/// What the steps of the plan that were offered are called, where the actor reads the plan: an offer links to the thing
/// offered (K3).
async fn titles(cx: &mut Ctx, cases: &[Case]) -> Result<BTreeMap<Uuid, String>, AppError> {
    let offered: BTreeSet<Uuid> = cases
        .iter()
        .flat_map(|case| case.offered.values())
        .filter_map(|offered| offered.activity)
        .collect();
    let permit = match cx.may(Category::PlanDraft, Verb::Read) {
        Ok(permit) if !offered.is_empty() => permit,
        _ => return Ok(BTreeMap::new()),
    };
    let person = cx.subject()?;
    let titles: BTreeMap<Uuid, String> = plan::activities(cx, person)
        .await?
        .into_iter()
        .filter(|step| offered.contains(&step.id.as_uuid()))
        .map(|step| (step.id.as_uuid(), step.title))
        .collect();
    if !titles.is_empty() {
        access_log::read_about(cx, &[Category::PlanDraft], permit).await?;
    }
    Ok(titles)
}

fn since(case: &Case, today: NaiveDate, lang: Lang) -> String {
    let from = dates::short(case.enrolled_on, today, lang);
    match case.ended_on {
        Some(day) => format!("{from} – {}", dates::short(day, today, lang)),
        None => format!("{} {from}", text::happened(&Happening::Enrolled, lang)),
    }
}

fn view(
    case: &Case,
    clock: &Clock,
    promises: &Promises,
    titles: &BTreeMap<Uuid, String>,
    hands: Hands,
    today: NaiveDate,
    lang: Lang,
) -> ClockView {
    let tone = show::tone(clock);
    let talks = matches!(clock.which, Which::FirstMeeting | Which::CoachTalks);
    let reasons = case.reasons.iter().filter(|r| r.clock == clock.which.code());
    ClockView {
        code: clock.which.code().to_owned(),
        name: text::which(clock.which, lang).to_owned(),
        tone,
        state: tone.map_or_else(String::new, |t| text::tone(t, lang).to_owned()),
        standing: show::standing(clock, today, lang),
        due: due(clock, today, lang),
        tally: (talks && tone.is_some()).then(|| text::tally(&promises.talks, lang)),
        why: matches!(clock.state, State::Broken { .. })
            .then(|| reason_of(case, clock, lang).unwrap_or_else(|| text::no_reason_yet(lang).to_owned())),
        reasons: reasons
            .map(|r| {
                let day = dates::short(domain::civil_time::civil_day(r.given_at), today, lang);
                format!("{} ({})", show::why(r, lang), text::given_by(&r.by, &day, lang))
            })
            .collect(),
        happened: happened(case, clock.which, titles, today, lang),
        action: show::action(case, clock, hands, lang).map(|(href, word)| (href, word.to_owned())),
    }
}

/// The rows of the ledger behind a clock, in the order they were written; one that was corrected is there and says so.
fn happened(
    case: &Case,
    which: Which,
    titles: &BTreeMap<Uuid, String>,
    today: NaiveDate,
    lang: Lang,
) -> Vec<String> {
    let struck: BTreeSet<i64> = case
        .entries
        .iter()
        .filter_map(|e| match e.happening {
            Happening::Corrected { of } => Some(of),
            _ => None,
        })
        .collect();
    let mut rows: Vec<_> = case
        .entries
        .iter()
        .filter(|e| which.is_about(&e.happening) && e.day() <= today)
        .collect();
    rows.sort_by_key(|e| e.id);
    rows.into_iter()
        .map(|e| {
            let mut words = vec![format!(
                "{}: {}",
                dates::short(e.day(), today, lang),
                text::happened(&e.happening, lang)
            )];
            let extra = match e.happening {
                Happening::Talk {
                    step: domain::promise::TalkStep::Held,
                    own_coach: false,
                    ..
                } => Some(text::other_coach(lang).to_owned()),
                Happening::Extended { until } => Some(text::until(&dates::short(until, today, lang), lang)),
                Happening::ActivityOffered => case
                    .offered
                    .get(&e.id)
                    .and_then(|what| offered(what, titles, lang)),
                Happening::Explained { reason, .. } => Some(text::reason_words(reason, lang).to_owned()),
                _ => None,
            };
            words.extend(extra);
            if struck.contains(&e.id) {
                words.push(
                    mended::became(case, e.id, today, lang).unwrap_or_else(|| text::struck(lang).to_owned()),
                );
            }
            words.join(", ")
        })
        .collect()
}

/// "kurs: Truckkort", or the kind alone.
fn offered(what: &Offered, titles: &BTreeMap<Uuid, String>, lang: Lang) -> Option<String> {
    let kind = text::offered(&what.kind, lang)?;
    Some(match what.activity.and_then(|step| titles.get(&step)) {
        Some(title) => format!("{kind}: {title}"),
        None => kind.to_owned(),
    })
}
