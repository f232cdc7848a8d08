//! Where and when everybody takes part, before they have a name.

use super::cast::{Began, STORIES, Story};
use super::chance::{between, shuffle, stream, weighted};
use super::ground::{Ground, Place};
use super::staff::{ARBVUX_COACH, COACHES};
use super::when::{When, workday_on_or_before};
use chrono::{Months, NaiveDate, TimeDelta};
use domain::month_term::last_day;

/// Open enrolments of Arbetsforum: of its 250, some are held for those who are expected, and some are free.
const OPEN: u32 = 216;
/// Enrolments of Arbetsforum that have ended.
const EXITED: u32 = 120;
/// Open enrolments at another centre.
const ELSEWHERE: u32 = 6;

/// How many of the open each coach has; together [`OPEN`].
const PER_COACH: [u32; COACHES] = [30, 29, 24, 23, 22, 21, 22, 22, 23];
/// Where and when somebody takes part.
pub struct Part {
    pub place: Place,
    pub enrolled_on: NaiveDate,
    /// The last day, and the outcome.
    pub ended: Option<(NaiveDate, &'static str)>,
    /// Place in the cast of the staff.
    pub coach: usize,
}

/// The stories first, then the other open enrolments, the ones elsewhere, and those who have left.
pub fn all(ground: &Ground, when: &When) -> Vec<(Option<&'static Story>, Part)> {
    let mut coaches = free_coaches();
    let others = OPEN - count(|s| !s.at_arbvux && !matches!(s.began, Began::Left { .. }));
    let elsewhere = ELSEWHERE - count(|s| s.at_arbvux);
    let exited = EXITED - count(|s| matches!(s.began, Began::Left { .. }));

    let mut parts: Vec<(Option<&'static Story>, Part)> = Vec::new();
    for story in &STORIES {
        parts.push((Some(story), of_story(story, ground, when)));
    }
    for k in 0..others {
        // Spread over the term, so that some are new every week and some leave every week.
        let mut random = stream("enrolled", k);
        let ago = i64::from((k * 172 / others + between(&mut random, 0, 4)).min(175));
        let enrolled_on = workday_on_or_before(when.ago(ago.max(1)));
        let coach = coaches.pop().unwrap_or_default();
        parts.push((
            None,
            Part {
                place: ground.arbetsforum,
                enrolled_on,
                ended: None,
                coach,
            },
        ));
    }
    for k in 0..elsewhere {
        let enrolled_on = workday_on_or_before(when.ago(i64::from(20 + k * 71)));
        parts.push((
            None,
            Part {
                place: ground.arbvux,
                enrolled_on,
                ended: None,
                coach: ARBVUX_COACH,
            },
        ));
    }
    for k in 0..exited {
        parts.push((None, exit(k, exited, ground, when)));
    }
    parts
}

fn count(which: impl Fn(&Story) -> bool) -> u32 {
    u32::try_from(STORIES.iter().filter(|s| which(s)).count()).unwrap_or(0)
}

/// The coaches that the stories leave, in no order.
fn free_coaches() -> Vec<usize> {
    let mut left = PER_COACH;
    for story in STORIES
        .iter()
        .filter(|s| !s.at_arbvux && !matches!(s.began, Began::Left { .. }))
    {
        left[story.coach] -= 1;
    }
    let mut free: Vec<usize> = left
        .iter()
        .enumerate()
        .flat_map(|(coach, n)| (0..*n).map(move |_| coach))
        .collect();
    shuffle(&mut stream("coaches", 0), &mut free);
    free
}

fn of_story(story: &Story, ground: &Ground, when: &When) -> Part {
    let place = if story.at_arbvux {
        ground.arbvux
    } else {
        ground.arbetsforum
    };
    let coach = if story.at_arbvux {
        ARBVUX_COACH
    } else {
        story.coach
    };
    let (enrolled_on, ended) = match story.began {
        Began::Today => (when.today, None),
        Began::Ago(days) => (workday_on_or_before(when.ago(days)), None),
        Began::TermEndsIn(days) => {
            let months = Months::new(place.term_months.unwrap_or_default());
            (workday_on_or_before(when.ago(-days) - months), None)
        }
        Began::Left { ago, stayed, outcome } => {
            let ended = workday_on_or_before(when.ago(ago));
            (
                workday_on_or_before(ended - TimeDelta::days(stayed)),
                Some((ended, outcome)),
            )
        }
    };
    Part {
        place,
        enrolled_on,
        ended,
        coach,
    }
}

/// Somebody who has left: about four months after they came, as many each week.
fn exit(k: u32, exited: u32, ground: &Ground, when: &When) -> Part {
    let mut random = stream("exit", k);
    let place = ground.arbetsforum;
    let ago = i64::from(1 + k * 180 / exited);
    let ended = workday_on_or_before(when.ago(ago));
    let outcome = weighted(
        &mut random,
        &[
            (26, "work"),
            (12, "work_subsidised"),
            (2, "own_business"),
            (14, "education"),
            (8, "other_measure"),
            (8, "back_to_agency"),
            (4, "illness"),
            (5, "moved"),
            (7, "dropped_out"),
            (11, "time_limit"),
            (3, "other"),
        ],
    );
    let coach = usize::try_from(between(&mut random, 0, 8)).unwrap_or_default();
    let (enrolled_on, ended) = if outcome == "time_limit" {
        let months = place.term_months.unwrap_or_default();
        let enrolled = workday_on_or_before(ended - Months::new(months));
        (enrolled, last_day(enrolled, months).unwrap_or(ended))
    } else {
        let stayed = between(&mut random, 50, 170);
        (
            workday_on_or_before(ended - TimeDelta::days(i64::from(stayed))),
            ended,
        )
    };
    Part {
        place,
        enrolled_on,
        ended: Some((ended, outcome)),
        coach,
    }
}
