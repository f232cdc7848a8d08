//! The clocks in words: for the person, for lists, for the house.

use super::store::{self, Case, Given};
use super::{Chip, Line, Tone, text};
use crate::kernel::{AppError, Ctx, Lang, dates};
use chrono::{NaiveDate, TimeDelta};
use domain::ids::ReferralId;
use domain::promise::{Clock, Promises, Reason, State, Which, first_contact};
use std::collections::HashMap;

/// A kept promise is told for so long on the person's own page.
const KEPT_IS_NEWS: TimeDelta = TimeDelta::days(30);

/// How a clock is drawn; nothing for what was never promised.
pub const fn tone(clock: &Clock) -> Option<Tone> {
    Some(match clock.state {
        State::NotPromised => return None,
        State::Running { soon: false, .. } => Tone::Running,
        State::Running { soon: true, .. } => Tone::Soon,
        State::Kept { .. } => Tone::Kept,
        State::Broken { .. } => Tone::Broken,
        State::Stopped { .. } => Tone::Stopped,
    })
}

/// Why a promise was broken, in the words that everybody reads (P7).
pub fn why(given: &Given, lang: Lang) -> String {
    let reason = Reason::from_code(&given.reason).unwrap_or(Reason::Other);
    match (reason, given.words.as_str()) {
        (Reason::Other, words) if !words.is_empty() => words.to_owned(),
        (reason, "") => format!("{}.", text::reason_words(reason, lang)),
        (reason, words) => format!("{}. {words}", text::reason_words(reason, lang)),
    }
}

/// One's own promises in plain words, of every enrolment that is open: what runs, what was broken and why, and what was
/// kept lately. The time limit has a line of its own on that page.
///
/// # Errors
/// As [`Case::promises`].
pub fn own_lines(cases: &[Case], today: NaiveDate, lang: Lang) -> Result<Vec<Line>, AppError> {
    let open: Vec<&Case> = cases.iter().filter(|case| case.ended_on.is_none()).collect();
    let mut lines = Vec::new();
    for case in &open {
        let mut of_case = lines_of(case, today, lang)?;
        if open.len() > 1 {
            // Of two programmes at once, each line says which.
            let programme = match lang {
                Lang::Sv => &case.programme_sv,
                Lang::En => &case.programme_en,
            };
            for line in &mut of_case {
                line.words = format!("{programme}: {}", line.words);
            }
        }
        lines.append(&mut of_case);
    }
    Ok(lines)
}

fn lines_of(case: &Case, today: NaiveDate, lang: Lang) -> Result<Vec<Line>, AppError> {
    let promises = case.promises(today)?;
    let line = |clock: &Clock| {
        let which = clock.which;
        let tone = tone(clock)?;
        let (words, reason) = match clock.state {
            State::Running { due, .. } => (
                text::own_running(which, &dates::long(due, lang), &promises.talks, lang),
                None,
            ),
            State::Kept { on } if which != Which::Contact && today - on <= KEPT_IS_NEWS => {
                (text::own_kept(which, &dates::short(on, today, lang), lang), None)
            }
            State::Broken { due, late, .. } => {
                let late = late.map(|day| dates::short(day, today, lang));
                let given = case.given(which);
                (
                    text::own_broken(
                        which,
                        &dates::long(due, lang),
                        late.as_deref(),
                        &promises.talks,
                        lang,
                    ),
                    Some(given.map_or_else(
                        || text::no_reason_yet(lang).to_owned(),
                        |g| format!("{}: {}", text::why(lang), why(g, lang)),
                    )),
                )
            }
            _ => return None,
        };
        // Offered, booked, held, declined and missed apart, as everybody else reads them (K2).
        let words = match which {
            Which::CoachTalks => format!("{words} {}.", text::tally(&promises.talks, lang)),
            _ => words,
        };
        Some(Line {
            tone,
            state: text::tone(tone, lang).to_owned(),
            words,
            why: reason,
        })
    };
    Ok(promises
        .clocks
        .iter()
        .filter(|clock| clock.which != Which::Term)
        .filter_map(line)
        .collect())
}

/// How a clock stands, shortly.
pub fn standing(clock: &Clock, today: NaiveDate, lang: Lang) -> String {
    let day = |day| dates::short(day, today, lang);
    match clock.state {
        State::NotPromised => text::not_promised(lang).to_owned(),
        State::Running { left, .. } => text::left(left, clock.which.in_working_days(), lang),
        State::Kept { on } => text::kept_on(&day(on), lang),
        State::Broken { since, late, .. } => text::broken_on(&day(since), late.map(day).as_deref(), lang),
        State::Stopped { on } => text::stopped_on(&day(on), lang),
    }
}

/// The one thing that settles a clock, and where it is done; nothing where all is said and done.
pub fn action(case: &Case, clock: &Clock, lang: Lang) -> Option<(String, &'static str)> {
    let page = |part: &str| format!("/deltagare/{}/{part}", case.person);
    let which = clock.which;
    match clock.state {
        State::Broken { explained: None, .. } => Some((
            format!("{}?orsak={}.{}", page("loften"), case.enrolment, which.code()),
            text::give_reason(lang),
        )),
        State::Running { .. } | State::Broken { late: None, .. } => Some(match which {
            Which::FirstMeeting => (page("samtal"), text::hold_meeting(lang)),
            Which::CoachTalks => (page("samtal"), text::offer_talk(lang)),
            Which::Activity => (
                format!("{}#aktivitet", page("samtal")),
                text::offer_activity(lang),
            ),
            Which::Contact | Which::Term => (page("loften"), text::to_promises(lang)),
        }),
        _ => None,
    }
}

/// The clocks of a row of a list: those that are amber or red and not settled, red first.
///
/// # Errors
/// As [`Case::promises`].
pub fn chips(case: &Case, today: NaiveDate, lang: Lang) -> Result<Vec<Chip>, AppError> {
    let Promises { clocks, .. } = case.promises(today)?;
    let mut chips: Vec<Chip> = clocks
        .iter()
        .filter_map(|clock| {
            let tone = tone(clock).filter(|t| matches!(t, Tone::Soon | Tone::Broken))?;
            // What the list says of the time left stands in a column of its own until it is past.
            if clock.which == Which::Term && tone == Tone::Soon {
                return None;
            }
            let (href, action) = action(case, clock, lang)?;
            Some(Chip {
                tone,
                words: format!(
                    "{}: {}",
                    text::which(clock.which, lang),
                    standing(clock, today, lang)
                ),
                href,
                action: action.to_owned(),
            })
        })
        .collect();
    chips.sort_by_key(|chip| chip.tone != Tone::Broken);
    Ok(chips)
}

/// The first contact of referrals that wait at the actor's centre: until it is made, its last day and where it is noted
/// (K4). Nothing for those that are made, decided, enrolled, or were promised none.
///
/// # Errors
/// When the database is away.
pub async fn contact_chips(
    cx: &mut Ctx,
    referrals: &[ReferralId],
) -> Result<HashMap<ReferralId, Chip>, AppError> {
    let (today, lang) = (cx.today(), cx.lang);
    let mut chips = HashMap::new();
    for waits in store::waiting(cx, referrals).await? {
        match first_contact(&waits.rules, &waits.calendar, waits.sent, waits.contacted, today) {
            Ok(clock) => {
                if let Some(chip) = contact_chip(waits.id, &clock, today, lang) {
                    chips.insert(waits.id, chip);
                }
            }
            // The list is there all the same.
            Err(error) => tracing::error!(%error, referral = %waits.id, "first contact cannot be reckoned"),
        }
    }
    Ok(chips)
}

fn contact_chip(referral: ReferralId, clock: &Clock, today: NaiveDate, lang: Lang) -> Option<Chip> {
    let name = text::which(clock.which, lang);
    let standing = standing(clock, today, lang);
    let words = match clock.state {
        State::Running { due, .. } => {
            let by = text::by(&dates::short(due, today, lang), lang);
            format!("{name}: {standing}, {by}")
        }
        State::Broken { late: None, .. } => format!("{name}: {standing}"),
        _ => return None,
    };
    Some(Chip {
        tone: tone(clock)?,
        words,
        href: format!("/anvisningar/{referral}"),
        action: text::note_contact(lang).to_owned(),
    })
}
