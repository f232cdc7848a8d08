//! The participants that the demonstration's page offers, each with a story of their own. All invented.

mod amina;
mod beginning;
mod elsewhere;
mod further;

use super::words::Step;
use chrono::Weekday;

/// When somebody's enrolment began, and whether it has ended.
#[derive(Clone, Copy, Debug)]
pub enum Began {
    Today,
    /// So many days ago.
    Ago(i64),
    /// So long ago that the term ends in so many days.
    TermEndsIn(i64),
    /// Ended so many days ago, after so many days, with this outcome (X3).
    Left {
        ago: i64,
        stayed: i64,
        outcome: &'static str,
    },
}

/// Where a step stands; days are counted back from the day the plan is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Idea,
    Agreed,
    UnderWay,
    Done(i64),
    Stopped(i64),
}

/// A step of a plan, with its days: today, or the last day of an enrolment that has ended, is day 0.
#[derive(Clone, Copy, Debug)]
pub struct Planned {
    pub step: Step,
    /// Days since it was written.
    pub made: i64,
    pub state: State,
    /// Days until it should be done; a step with words for when has none.
    pub due: Option<i64>,
}

/// One of the demonstration's own participants.
#[derive(Clone, Copy, Debug)]
pub struct Story {
    /// The participant number without its check digit.
    pub number: u32,
    pub pin: &'static str,
    pub given: &'static str,
    pub family: &'static str,
    pub spoken: &'static str,
    pub interface: &'static str,
    pub age: i32,
    /// One of the tax agency's published test numbers; its year is the birth year.
    pub identity_number: Option<&'static str>,
    pub at_arbvux: bool,
    pub began: Began,
    /// Place among the coaches of the cast.
    pub coach: usize,
    pub weekdays: &'static [Weekday],
    /// Of the days agreed on, how many in a hundred they come.
    pub comes: u32,
    pub checked_in: bool,
    /// What they wrote first; empty where the first text still stands.
    pub wanted_first: &'static str,
    pub want: &'static str,
    pub good_at: &'static str,
    pub need: &'static str,
    pub steps: &'static [Planned],
    pub what_sv: &'static str,
    pub what_en: &'static str,
}

const fn planned(made: i64, state: State, due: i64, step: Step) -> Planned {
    Planned {
        step,
        made,
        state,
        due: Some(due),
    }
}

/// A step with words for when instead of a day.
const fn recurring(made: i64, state: State, step: Step) -> Planned {
    Planned {
        step,
        made,
        state,
        due: None,
    }
}

/// The first is the one that the card on the sign-in page shows.
pub const STORIES: [Story; 9] = [
    amina::AMINA,
    beginning::REZA,
    beginning::DAWIT,
    beginning::GRACE,
    further::YUSUF,
    further::HANNA,
    beginning::OLENA,
    elsewhere::MARKO,
    elsewhere::ROJIN,
];
