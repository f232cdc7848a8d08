//! What has changed from the start of an enrolment to its end, question by question (X2).

use super::{Answer, Answers, Question};

/// Which way an answer on a scale has gone: towards the high end, the low end, or nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
    Same,
}

/// A question with both answers, either of which may have been left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    pub question: &'a Question,
    pub start: Option<&'a Answer>,
    pub exit: Option<&'a Answer>,
}

impl Change<'_> {
    /// Which way it went; `None` where one answer is not there or the question is no scale: nothing is guessed.
    pub fn direction(&self) -> Option<Direction> {
        match (self.start, self.exit) {
            (Some(Answer::Step(start)), Some(Answer::Step(exit))) => Some(match exit.cmp(start) {
                std::cmp::Ordering::Greater => Direction::Up,
                std::cmp::Ordering::Less => Direction::Down,
                std::cmp::Ordering::Equal => Direction::Same,
            }),
            _ => None,
        }
    }
}

/// The questions that have been answered at least once, in their order.
pub fn changes<'a>(questions: &'a [Question], start: &'a Answers, exit: &'a Answers) -> Vec<Change<'a>> {
    questions
        .iter()
        .map(|question| Change {
            question,
            start: start.get(&question.key),
            exit: exit.get(&question.key),
        })
        .filter(|change| change.start.is_some() || change.exit.is_some())
        .collect()
}
