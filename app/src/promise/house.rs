//! The promises of the house: the list, what its figures count, and the form of a reason.

use super::api::{Asked, Chosen, House, PAGE_SIZE, Row, Totals};
use super::contact_store::{self, Applied};
use super::show::Hands;
use super::store::{self, Case, LATELY_DAYS};
use super::{contact, show, text};
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::{Action, Category, Role, decide};
use crate::kernel::{AppError, Ctx, Lang, access_log, dates};
use crate::referral;
use chrono::NaiveDate;
use domain::ids::{IdempotencyKey, PersonId, ReferralId, StaffId};
use domain::promise::{Clock, Promises, Reason, State, Which};
use std::collections::{BTreeMap, BTreeSet};

/// What was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub clock: &'a str,
    pub coach: &'a str,
    pub chosen: Chosen,
    pub page: u32,
    pub explain: &'a str,
}

/// A promise of the list: of an enrolment, or a first contact of a referral that is none (K4). Each is one line, and counted
/// once.
#[derive(Clone, Copy)]
enum Listed<'c> {
    Enrolled(&'c Case, &'c Clock),
    Applied(&'c Applied, &'c Clock),
}

impl<'c> Listed<'c> {
    const fn clock(self) -> &'c Clock {
        match self {
            Self::Enrolled(_, clock) | Self::Applied(_, clock) => clock,
        }
    }
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
    // A referral has no coach: it is there for those who read referrals, where no coach is asked for.
    let coach: Option<StaffId> = wanted.coach.trim().parse().ok();
    let referrals = coach.is_none() && decide(cx.actor.kind(), Action::ReadReferrals).is_ok();
    let applied = if referrals {
        contact_store::of_house(cx, centre).await?
    } else {
        Vec::new()
    };
    let mut contacts = Vec::with_capacity(applied.len());
    for one in &applied {
        contacts.push((one, one.clock(today)?));
    }
    let coaches = if own.is_some() {
        Vec::new()
    } else {
        coaches(cx, &cases).await?
    };

    let which = Which::from_code(wanted.clock);
    let with_coach =
        |case: &Case| coach.is_none_or(|wanted| case.coach.as_ref().is_some_and(|(id, _)| *id == wanted));
    let mut listed: Vec<Listed<'_>> = reckoned
        .iter()
        .filter(|(case, _)| with_coach(case))
        .flat_map(|(case, promises)| {
            promises
                .clocks
                .iter()
                .map(move |clock| Listed::Enrolled(case, clock))
        })
        .chain(contacts.iter().map(|(one, clock)| Listed::Applied(one, clock)))
        .filter(|kept| {
            let clock = kept.clock();
            which.is_none_or(|w| clock.which == w) && is_chosen(clock, wanted.chosen)
        })
        .collect();
    // The order within is the store's: by name, then the referrals by the day they were sent.
    listed.sort_by_key(|kept| urgency(kept.clock()));
    let pages = u32::try_from(listed.len().div_ceil(PAGE_SIZE))
        .unwrap_or(u32::MAX)
        .max(1);
    let page = wanted.page.clamp(1, pages);
    let shown = text::rows(listed.len(), lang);
    let on_page: Vec<_> = listed
        .into_iter()
        .skip((page - 1) as usize * PAGE_SIZE)
        .take(PAGE_SIZE)
        .collect();
    let asked = match asked(&cases, wanted.explain, cx.now, today, lang)? {
        Some(asked) => Some(asked),
        None => asked_of_referral(&contacts, wanted.explain, cx.now, today, lang),
    };
    log_read(cx, &on_page, asked.as_ref()).await?;

    let counted: Vec<&Promises> = reckoned
        .iter()
        .filter(|(case, _)| with_coach(case))
        .map(|(_, promises)| promises)
        .collect();
    let (hands, at_desk) = (Hands::of(cx), contact::Hands::of(cx));
    Ok(House {
        rows: on_page
            .into_iter()
            .map(|one| match one {
                Listed::Enrolled(case, clock) => row(case, clock, hands, today, lang),
                Listed::Applied(one, clock) => contact::row(one, clock, at_desk, today, lang),
            })
            .collect(),
        shown,
        page,
        pages,
        totals: Which::ALL
            .map(|which| {
                let of_which = counted.iter().map(|promises| promises.clock(which)).chain(
                    contacts
                        .iter()
                        .map(|(_, clock)| clock)
                        .filter(|c| c.which == which),
                );
                totals(which, of_which, lang)
            })
            .to_vec(),
        counted: text::counted(counted.len(), contacts.len(), LATELY_DAYS, lang),
        coaches,
        asked,
    })
}

/// The coaches of these enrolments, to choose among.
async fn coaches(cx: &mut Ctx, cases: &[Case]) -> Result<Vec<(String, String)>, AppError> {
    let ids: BTreeSet<StaffId> = cases
        .iter()
        .filter_map(|c| c.coach.as_ref().map(|(id, _)| *id))
        .collect();
    let ids: Vec<_> = ids.into_iter().collect();
    Ok(store::by_name(cx, &ids)
        .await?
        .into_iter()
        .map(|(id, name)| (id.to_string(), name))
        .collect())
}

/// Whoever is on the page, and whom the form is about, is in the log.
async fn log_read(cx: &mut Ctx, on_page: &[Listed<'_>], asked: Option<&Asked>) -> Result<(), AppError> {
    let mut people: BTreeSet<PersonId> = asked.and_then(|a| a.person.parse().ok()).into_iter().collect();
    let mut applied: BTreeMap<ReferralId, Option<PersonId>> = asked
        .and_then(|a| a.referral.parse().ok())
        .map(|id| (id, None))
        .into_iter()
        .collect();
    for one in on_page {
        match one {
            Listed::Enrolled(case, _) => {
                people.insert(case.person);
            }
            Listed::Applied(one, _) => {
                applied.insert(one.id, one.person);
            }
        }
    }
    if !people.is_empty() {
        let read: Vec<_> = people.into_iter().collect();
        access_log::read_categories(cx, &read, &[Category::Enrolled, Category::Bookings]).await?;
    }
    let read: Vec<_> = applied.into_iter().collect();
    referral::log_read(cx, &read, &[Category::Referral], None).await
}

/// Whether the list that was asked for holds a clock: what a figure counts is the list of its name.
const fn is_chosen(clock: &Clock, chosen: Chosen) -> bool {
    match (chosen, clock.state) {
        (Chosen::NotPromised, State::NotPromised) => true,
        (_, State::NotPromised) => false,
        (Chosen::All, _)
        | (Chosen::Kept, State::Kept { .. })
        | (Chosen::Broken, State::Broken { .. })
        | (Chosen::Running, State::Running { .. })
        | (Chosen::Stopped, State::Stopped { .. })
        | (Chosen::ToDo, State::Running { soon: true, .. }) => true,
        (Chosen::ToDo, State::Broken { late, explained, .. }) => late.is_none() || explained.is_none(),
        (Chosen::Unexplained, _) => clock.needs_reason(),
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

fn row(case: &Case, clock: &Clock, hands: Hands, today: NaiveDate, lang: Lang) -> Row {
    // The reason is given on this page; what is to be done otherwise on its own.
    let needs = clock.needs_reason();
    let action = show::action(case, clock, hands, lang).filter(|_| !needs);
    Row {
        href: format!("/deltagare/{}/loften", case.person),
        name: format!("{} {}", case.given_name, case.family_name),
        coach: case.coach.as_ref().map(|(_, name)| name.clone()),
        clock: text::which(clock.which, lang).to_owned(),
        tone: show::tone(clock),
        standing: show::standing(clock, today, lang),
        due: due(clock, today, lang),
        why: reason_of(case, clock, lang),
        explain: needs.then(|| format!("{}.{}", case.enrolment, clock.which.code())),
        action: action.map(|(href, word)| (href, word.to_owned())),
    }
}

pub(super) fn due(clock: &Clock, today: NaiveDate, lang: Lang) -> Option<String> {
    match clock.state {
        State::Running { due, .. } | State::Broken { due, .. } => Some(dates::short(due, today, lang)),
        _ => None,
    }
}

pub(super) fn reason_of(case: &Case, clock: &Clock, lang: Lang) -> Option<String> {
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

fn totals<'c>(which: Which, counted: impl Iterator<Item = &'c Clock>, lang: Lang) -> Totals {
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
    for clock in counted {
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

/// The reasons to choose among, in these words.
pub(super) fn reasons_to_choose(
    words_of: fn(Reason, Lang) -> &'static str,
    lang: Lang,
) -> Vec<(String, String)> {
    Reason::ALL
        .map(|r| (r.code().to_owned(), words_of(r, lang).to_owned()))
        .to_vec()
}

/// The form of the reason that was asked for of a referral, `referral.k4`, if its first contact was broken.
fn asked_of_referral(
    contacts: &[(&Applied, Clock)],
    explain: &str,
    now: chrono::DateTime<chrono::Utc>,
    today: NaiveDate,
    lang: Lang,
) -> Option<Asked> {
    let (id, which) = explain.split_once('.')?;
    let (one, clock) = contacts
        .iter()
        .find(|(one, clock)| one.id.to_string() == id && clock.which.code() == which)?;
    contact::asked(one, clock, now, today, lang)
}

/// The form of the reason that was asked for, `enrolment.clock`, if there is a broken promise to explain.
pub(super) fn asked(
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
        referral: String::new(),
        clock: which.code().to_owned(),
        heading: format!(
            "{} {} · {}",
            case.given_name,
            case.family_name,
            text::which(which, lang)
        ),
        standing: show::standing(clock, today, lang),
        reasons: reasons_to_choose(text::reason_words, lang),
        key: IdempotencyKey::mint(now, &mut SystemRandom).to_string(),
    }))
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
        // What a figure counts is the list of its name, and nothing is in two of them but the broken without a reason.
        let states = [
            clock(State::NotPromised),
            clock(State::Kept { on: day }),
            clock(State::Stopped { on: day }),
            broken(Some(Reason::Closed)),
            clock(State::Running {
                due: day,
                left: 9,
                soon: false,
            }),
        ];
        let figures = [
            Chosen::NotPromised,
            Chosen::Kept,
            Chosen::Stopped,
            Chosen::Broken,
            Chosen::Running,
        ];
        for (n, state) in states.iter().enumerate() {
            let lists = figures.map(|f| is_chosen(state, f));
            assert_eq!(lists.iter().position(|is| *is), Some(n));
            assert_eq!(lists.iter().filter(|is| **is).count(), 1);
            assert!(!is_chosen(state, Chosen::Unexplained));
        }
        assert!(is_chosen(&broken(None), Chosen::Unexplained));
    }
}
