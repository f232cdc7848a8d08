//! The clocks in words: for the person, for lists, for the house.

use super::store::{Case, Given};
use super::{Chip, Line, Tone, mended, text};
use crate::kernel::policy::{Action, Category, Role, Verb, decide, rule};
use crate::kernel::{AppError, Ctx, Lang, dates};
use chrono::{NaiveDate, TimeDelta};
use domain::promise::{Clock, Promises, Reason, State, Which};

/// A kept promise is told for so long on the person's own page.
pub const KEPT_IS_NEWS: TimeDelta = TimeDelta::days(30);

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
    said(given, text::reason_words, lang)
}

/// The same of a referral, whose reader is somebody else than the one it is about.
pub fn why_of_referral(given: &Given, lang: Lang) -> String {
    said(given, text::reason_of_referral, lang)
}

fn said(given: &Given, words_of: fn(Reason, Lang) -> &'static str, lang: Lang) -> String {
    let reason = Reason::from_code(&given.reason).unwrap_or(Reason::Other);
    match (reason, given.words.as_str()) {
        (Reason::Other, words) if !words.is_empty() => words.to_owned(),
        (reason, "") => format!("{}.", words_of(reason, lang)),
        (reason, words) => format!("{}. {words}", words_of(reason, lang)),
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
    let mended = mended::lately(case, today, lang);
    let line = |clock: &Clock| {
        let which = clock.which;
        let tone = tone(clock)?;
        let (words, reason) = match clock.state {
            State::Running { due, .. } => (
                text::own_running(which, &dates::long(due, lang), &promises.talks, lang),
                None,
            ),
            State::Kept { on }
                if (which != Which::Contact && today - on <= KEPT_IS_NEWS)
                    || (which == Which::Activity && !mended.is_empty()) =>
            {
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
            // An offer that was put right lately: they read it as everybody else does (K3, P7).
            Which::Activity => std::iter::once(words)
                .chain(mended.clone())
                .collect::<Vec<_>>()
                .join(" "),
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

/// What the actor may do about the promises of the person, or of the people in a list of their own: no way is shown that
/// ends at a closed door.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hands {
    /// Say why a promise was broken.
    pub explain: bool,
    /// Prepare an extension, or turn the centre's key (X1).
    pub extend: bool,
    /// Record an exit (X3).
    pub end: bool,
}

impl Hands {
    /// A coach's are for those they work with; a list without a named person holds no others.
    pub fn of(cx: &Ctx) -> Self {
        let own = cx.about.as_ref().is_none_or(|about| about.standing.assigned);
        if cx.actor.role() == Some(Role::Coach) && !own {
            return Self::default();
        }
        let may = |action| decide(cx.actor.kind(), action).is_ok();
        Self {
            explain: may(Action::ExplainPromise),
            extend: cx
                .actor
                .role()
                .is_some_and(|role| rule(role, Category::Extension, Verb::Write).is_some()),
            end: may(Action::HandleExit),
        }
    }
}

/// The one thing that settles a clock, and where it is done; nothing where all is said and done, where nothing is to be
/// done yet, or where it is not the actor's to do.
pub fn action(case: &Case, clock: &Clock, hands: Hands, lang: Lang) -> Option<(String, &'static str)> {
    let page = |part: &str| format!("/deltagare/{}/{part}", case.person);
    let which = clock.which;
    if clock.needs_reason() {
        return hands.explain.then(|| {
            (
                format!("{}?orsak={}.{}", page("loften"), case.enrolment, which.code()),
                text::give_reason(lang),
            )
        });
    }
    // Whoever has left is offered nothing more.
    if case.ended_on.is_some() {
        return None;
    }
    match (which, clock.state) {
        // Time that is far from its end asks for nothing.
        (Which::Term, State::Running { soon, .. }) => {
            (soon && hands.extend).then(|| (page("forlangning"), text::extend_or_end(lang)))
        }
        (Which::Term, State::Broken { late: None, .. }) => {
            hands.end.then(|| (page("avslut"), text::end_enrolment(lang)))
        }
        // Who is enrolled has been met: a first contact is noted where the referral is.
        (Which::Contact, _) => None,
        (_, State::Running { .. } | State::Broken { late: None, .. }) => Some(match which {
            Which::FirstMeeting => (page("samtal"), text::hold_meeting(lang)),
            Which::CoachTalks => (page("samtal"), text::offer_talk(lang)),
            _ => (
                format!("{}#aktivitet", page("samtal")),
                text::offer_activity(lang),
            ),
        }),
        _ => None,
    }
}

/// The clocks of a row of a list: those that are amber or red and not settled, red first.
///
/// # Errors
/// As [`Case::promises`].
pub fn chips(case: &Case, hands: Hands, today: NaiveDate, lang: Lang) -> Result<Vec<Chip>, AppError> {
    let Promises { clocks, .. } = case.promises(today)?;
    let mut chips: Vec<Chip> = clocks
        .iter()
        .filter_map(|clock| {
            let tone = tone(clock).filter(|t| matches!(t, Tone::Soon | Tone::Broken))?;
            // What the list says of the time left stands in a column of its own until it is past.
            if clock.which == Which::Term && tone == Tone::Soon {
                return None;
            }
            // What is broken is seen by whoever reads the list, and settled by who may.
            let open = matches!(
                clock.state,
                State::Running { .. }
                    | State::Broken { explained: None, .. }
                    | State::Broken { late: None, .. }
            );
            (open && (case.ended_on.is_none() || clock.needs_reason())).then_some(())?;
            Some(Chip {
                tone,
                words: format!(
                    "{}: {}",
                    text::which(clock.which, lang),
                    standing(clock, today, lang)
                ),
                action: action(case, clock, hands, lang).map(|(href, word)| (href, word.to_owned())),
            })
        })
        .collect();
    chips.sort_by_key(|chip| chip.tone != Tone::Broken);
    Ok(chips)
}
