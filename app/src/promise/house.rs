//! What the house and a person's page show of the promises.

use super::api::{Asked, CaseView, Chosen, ClockView, House, OfPerson, PAGE_SIZE, Row, Totals};
use super::store::{self, Case, LATELY_DAYS, Offered};
use super::{show, text};
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::{Action, Category, Role, Verb, decide};
use crate::kernel::{AppError, Ctx, Lang, access_log, dates};
use crate::plan;
use chrono::NaiveDate;
use domain::ids::{IdempotencyKey, PersonId, StaffId};
use domain::participant_number::ParticipantNumber;
use domain::promise::{Clock, Happening, Promises, Reason, State, Which};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub clock: &'a str,
    pub coach: &'a str,
    pub chosen: Chosen,
    pub page: usize,
    pub explain: &'a str,
}

/// The promises of the house for those who lead it, of one's own participants for a coach.
///
/// # Errors
/// When the database is away.
pub async fn house(cx: &mut Ctx, wanted: &Wanted<'_>) -> Result<House, AppError> {
    let (today, lang) = (cx.today(), cx.lang);
    let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
    let own = (cx.actor.role() == Some(Role::Coach))
        .then(|| cx.actor.staff())
        .flatten();
    let cases = store::of_house(cx, centre, own).await?;
    let mut reckoned = Vec::with_capacity(cases.len());
    for case in &cases {
        reckoned.push((case, case.promises(today)?));
    }
    let coaches = if own.is_some() {
        Vec::new()
    } else {
        let ids: BTreeSet<StaffId> = cases
            .iter()
            .filter_map(|c| c.coach.as_ref().map(|(id, _)| *id))
            .collect();
        let ids: Vec<_> = ids.into_iter().collect();
        store::by_name(cx, &ids)
            .await?
            .into_iter()
            .map(|(id, name)| (id.to_string(), name))
            .collect()
    };

    let which = Which::from_code(wanted.clock);
    let coach: Option<StaffId> = wanted.coach.trim().parse().ok();
    let with_coach =
        |case: &Case| coach.is_none_or(|wanted| case.coach.as_ref().is_some_and(|(id, _)| *id == wanted));
    let mut listed: Vec<(&Case, &Clock)> = reckoned
        .iter()
        .filter(|(case, _)| with_coach(case))
        .flat_map(|(case, promises)| promises.clocks.iter().map(move |clock| (*case, clock)))
        .filter(|(_, clock)| which.is_none_or(|w| clock.which == w) && is_chosen(clock, wanted.chosen))
        .collect();
    // The order within is the store's, by name.
    listed.sort_by_key(|(_, clock)| urgency(clock));
    let pages = listed.len().div_ceil(PAGE_SIZE).max(1);
    let page = wanted.page.clamp(1, pages);
    let shown = text::rows(listed.len(), lang);
    let on_page: Vec<_> = listed
        .into_iter()
        .skip((page - 1) * PAGE_SIZE)
        .take(PAGE_SIZE)
        .collect();
    let asked = asked(&cases, wanted.explain, cx.now, today, lang)?;

    let read: BTreeSet<PersonId> = on_page
        .iter()
        .map(|(case, _)| case.person)
        .chain(asked.as_ref().and_then(|a| a.person.parse().ok()))
        .collect();
    if !read.is_empty() {
        let read: Vec<_> = read.into_iter().collect();
        access_log::read_categories(cx, &read, &[Category::Enrolled, Category::Bookings]).await?;
    }
    let counted: Vec<&Promises> = reckoned
        .iter()
        .filter(|(case, _)| with_coach(case))
        .map(|(_, promises)| promises)
        .collect();
    Ok(House {
        rows: on_page
            .into_iter()
            .filter_map(|(case, clock)| row(case, clock, today, lang))
            .collect(),
        shown,
        page,
        pages,
        totals: Which::ALL.map(|which| totals(which, &counted, lang)).to_vec(),
        counted: text::counted(counted.len(), LATELY_DAYS, lang),
        coaches,
        asked,
    })
}

const fn is_chosen(clock: &Clock, chosen: Chosen) -> bool {
    match (chosen, clock.state) {
        (_, State::NotPromised) => false,
        (Chosen::All, _)
        | (Chosen::Broken, State::Broken { .. })
        | (Chosen::Running, State::Running { .. })
        | (Chosen::ToDo, State::Running { soon: true, .. }) => true,
        (Chosen::ToDo, State::Broken { late, explained, .. }) => late.is_none() || explained.is_none(),
        _ => false,
    }
}

/// Broken without a reason, broken and not done, soon, the rest; the longest overdue first.
const fn urgency(clock: &Clock) -> (u8, Option<NaiveDate>) {
    match clock.state {
        State::Broken {
            explained: None, due, ..
        } => (0, Some(due)),
        State::Broken { late: None, due, .. } => (1, Some(due)),
        State::Running { soon: true, due, .. } => (2, Some(due)),
        State::Running { due, .. } => (3, Some(due)),
        State::Broken { due, .. } => (4, Some(due)),
        State::Kept { on } | State::Stopped { on } => (5, Some(on)),
        State::NotPromised => (6, None),
    }
}

fn row(case: &Case, clock: &Clock, today: NaiveDate, lang: Lang) -> Option<Row> {
    let tone = show::tone(clock)?;
    let explain = matches!(clock.state, State::Broken { .. })
        .then(|| format!("{}.{}", case.enrolment, clock.which.code()));
    let action = if clock.needs_reason() {
        None
    } else {
        show::action(case, clock, lang)
    };
    Some(Row {
        person: case.person.to_string(),
        name: format!("{} {}", case.given_name, case.family_name),
        coach: case.coach.as_ref().map(|(_, name)| name.clone()),
        clock: text::which(clock.which, lang).to_owned(),
        tone,
        state: text::tone(tone, lang).to_owned(),
        standing: show::standing(clock, today, lang),
        due: due(clock, today, lang),
        why: reason_of(case, clock, lang),
        explain: explain.filter(|_| clock.needs_reason()),
        action: action.map(|(href, word)| (href, word.to_owned())),
    })
}

fn due(clock: &Clock, today: NaiveDate, lang: Lang) -> Option<String> {
    match clock.state {
        State::Running { due, .. } | State::Broken { due, .. } => Some(dates::short(due, today, lang)),
        _ => None,
    }
}

fn reason_of(case: &Case, clock: &Clock, lang: Lang) -> Option<String> {
    matches!(
        clock.state,
        State::Broken {
            explained: Some(_),
            ..
        }
    )
    .then(|| case.given(clock.which).map(|given| show::why(given, lang)))
    .flatten()
}

fn totals(which: Which, counted: &[&Promises], lang: Lang) -> Totals {
    let mut totals = Totals {
        code: which.code().to_owned(),
        clock: text::which(which, lang).to_owned(),
        running: 0,
        kept: 0,
        broken: 0,
        unexplained: 0,
        stopped: 0,
        not_promised: 0,
    };
    for promises in counted {
        let clock = promises.clock(which);
        totals.unexplained += u32::from(clock.needs_reason());
        *match clock.state {
            State::Running { .. } => &mut totals.running,
            State::Kept { .. } => &mut totals.kept,
            State::Broken { .. } => &mut totals.broken,
            State::Stopped { .. } => &mut totals.stopped,
            State::NotPromised => &mut totals.not_promised,
        } += 1;
    }
    totals
}

/// The form of the reason that was asked for, `enrolment.clock`, if there is a broken promise to explain.
fn asked(
    cases: &[Case],
    explain: &str,
    now: chrono::DateTime<chrono::Utc>,
    today: NaiveDate,
    lang: Lang,
) -> Result<Option<Asked>, AppError> {
    let Some((enrolment, which)) = explain.split_once('.') else {
        return Ok(None);
    };
    let (Some(which), Some(case)) = (
        Which::from_code(which),
        cases.iter().find(|c| c.enrolment.to_string() == enrolment),
    ) else {
        return Ok(None);
    };
    let promises = case.promises(today)?;
    let clock = promises.clock(which);
    if !matches!(clock.state, State::Broken { .. }) {
        return Ok(None);
    }
    Ok(Some(Asked {
        person: case.person.to_string(),
        enrolment: enrolment.to_owned(),
        clock: which.code().to_owned(),
        heading: format!(
            "{} {} · {}",
            case.given_name,
            case.family_name,
            text::which(which, lang)
        ),
        standing: show::standing(clock, today, lang),
        reasons: Reason::ALL
            .map(|r| (r.code().to_owned(), text::reason_words(r, lang).to_owned()))
            .to_vec(),
        key: IdempotencyKey::mint(now, &mut SystemRandom).to_string(),
    }))
}

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
    let own = cx.about.as_ref().is_some_and(|a| a.standing.assigned);
    let may_explain = decide(cx.actor.kind(), Action::ExplainPromise).is_ok()
        && (own || cx.actor.role() != Some(Role::Coach));
    let asked = if may_explain {
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
                .map(|clock| view(case, clock, &promises, &titles, may_explain, today, lang))
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
    may_explain: bool,
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
        action: show::action(case, clock, lang)
            .filter(|_| may_explain || !clock.needs_reason())
            .map(|(href, word)| (href, word.to_owned())),
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
                words.push(text::struck(lang).to_owned());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promise::Tone;

    #[test]
    fn tones_are_the_states() {
        let clock = |state| Clock {
            which: Which::Activity,
            state,
        };
        assert_eq!(show::tone(&clock(State::NotPromised)), None);
        let day = NaiveDate::default();
        assert_eq!(
            show::tone(&clock(State::Running {
                due: day,
                left: 1,
                soon: true
            })),
            Some(Tone::Soon)
        );
        let broken = |explained| {
            clock(State::Broken {
                due: day,
                since: day,
                late: None,
                explained,
            })
        };
        assert!(urgency(&broken(None)) < urgency(&broken(Some(Reason::Closed))));
        assert!(is_chosen(&broken(Some(Reason::Closed)), Chosen::ToDo));
        assert!(!is_chosen(&clock(State::Kept { on: day }), Chosen::Broken));
    }
}
