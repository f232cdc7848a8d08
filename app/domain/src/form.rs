//! Start and exit forms (uppföljningsformulär, X2): the same questions at the start and at the exit, so that change shows.
//!
//! The questions are data, in versions of a centre. An enrolment keeps the version that it was first answered in: the exit
//! form asks what the start form asked. Any question may be left out; an answer that is not there is never guessed.
//! Nothing here asks about health in words: a question is what a centre's manager has written and stands for (E4).

mod change;
mod refusal;

pub use change::{Change, Direction, changes};
pub use refusal::{FormError, FormPlace, FormRefusal};

use crate::coded::code_enum;
use crate::identity_number::looks_like_one;
use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most questions of one version: a form is filled by two people in one talk.
pub const QUESTIONS_MAX: usize = 12;
/// Most choices of one question.
pub const CHOICES_MAX: usize = 8;
/// Most characters of a question, in one language.
pub const QUESTION_MAX: usize = 200;
/// Most characters of a choice or of an end of a scale, in one language.
pub const WORDS_MAX: usize = 60;
/// Most characters of an answer in words.
pub const ANSWER_MAX: usize = 1000;
/// The steps of a scale, from 1.
pub const SCALE: u8 = 5;
/// Days after the first day of an enrolment within which the start form can be filled and changed.
pub const START_DAYS: i64 = 30;
/// Days after the last day within which the exit form can be filled and changed.
pub const EXIT_DAYS: i64 = 30;

code_enum! {
    /// When a form is filled.
    Occasion {
        /// When the enrolment has begun.
        Start = "start",
        /// When it ends, or has ended.
        Exit = "exit",
    }
}

code_enum! {
    /// How a form is filled.
    Filling {
        /// Together, on one device that is locked to the person.
        Jointly = "jointly",
        /// By the participant, on their own.
        Alone = "alone",
    }
}

/// Words in both languages of the interface.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub sv: String,
    pub en: String,
}

/// One of the answers that a question offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub key: String,
    pub words: Words,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// A step from 1 to [`SCALE`], with words at both ends. More is nearer to the high end, and never "better" by itself.
    Scale { low: Words, high: Words },
    /// One of these.
    Choice { choices: Vec<Choice> },
    /// A few words.
    Text,
}

/// A question. Its key is its own for as long as it is asked: over versions it tells the same question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub key: String,
    pub words: Words,
    #[serde(flatten)]
    pub kind: Kind,
}

/// An answer, as it is kept: a number is a step of a scale, a text a choice's key or words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    Step(u8),
    Words(String),
}

/// Answers by the key of their question. What was left out is not there.
pub type Answers = BTreeMap<String, Answer>;

const KEY_MAX: usize = 40;

fn is_key(key: &str) -> bool {
    (1..=KEY_MAX).contains(&key.len())
        && key
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// A key made of words, that nothing else has: what is asked keeps it for good, whatever its words become.
pub fn key_of(words: &str, taken: &[String]) -> String {
    let mut key = String::new();
    for c in words.chars().map(|c| c.to_ascii_lowercase()) {
        if c.is_ascii_alphanumeric() {
            key.push(c);
        } else if !key.is_empty() && !key.ends_with('_') {
            key.push('_');
        }
        if key.len() >= KEY_MAX - 4 {
            break;
        }
    }
    let key = key.trim_end_matches('_');
    let key = if key.is_empty() { "question" } else { key };
    let free = |key: &String| !taken.contains(key);
    std::iter::once(key.to_owned())
        .chain((2..=999).map(|n| format!("{key}_{n}")))
        .find(free)
        .unwrap_or_else(|| key.to_owned())
}

/// Whether questions can be asked: each once, in both languages, with what its kind needs.
///
/// # Errors
/// The first that cannot, and why.
pub fn checked(questions: &[Question]) -> Result<(), FormError> {
    if questions.is_empty() {
        return Err(FormError::new(FormPlace::Whole, FormRefusal::NoQuestion));
    }
    if questions.len() > QUESTIONS_MAX {
        return Err(FormError::new(FormPlace::Whole, FormRefusal::TooMany));
    }
    for (n, question) in questions.iter().enumerate() {
        let row = row(n);
        let words = |words: &Words, most: usize, sv: FormPlace, en: FormPlace| {
            written(&words.sv, most).map_err(|why| FormError::new(sv, why))?;
            written(&words.en, most).map_err(|why| FormError::new(en, why))
        };
        words(
            &question.words,
            QUESTION_MAX,
            FormPlace::Swedish(row),
            FormPlace::English(row),
        )?;
        let twice = questions
            .iter()
            .take(n)
            .any(|q| q.key == question.key || q.words.sv == question.words.sv);
        if twice || !is_key(&question.key) {
            return Err(FormError::new(FormPlace::Swedish(row), FormRefusal::Twice));
        }
        match &question.kind {
            Kind::Text => {}
            Kind::Scale { low, high } => {
                words(
                    low,
                    WORDS_MAX,
                    FormPlace::LowSwedish(row),
                    FormPlace::LowEnglish(row),
                )?;
                words(
                    high,
                    WORDS_MAX,
                    FormPlace::HighSwedish(row),
                    FormPlace::HighEnglish(row),
                )?;
            }
            Kind::Choice { choices } => {
                let at = FormPlace::Choices(row);
                if !(2..=CHOICES_MAX).contains(&choices.len()) {
                    return Err(FormError::new(at, FormRefusal::ChoicesCount));
                }
                for (n, choice) in choices.iter().enumerate() {
                    words(&choice.words, WORDS_MAX, at, at)?;
                    let twice = choices
                        .iter()
                        .take(n)
                        .any(|c| c.key == choice.key || c.words.sv == choice.words.sv);
                    if twice || !is_key(&choice.key) {
                        return Err(FormError::new(at, FormRefusal::Twice));
                    }
                }
            }
        }
    }
    Ok(())
}

/// The number of a question as a place has it.
fn row(n: usize) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}

fn written(words: &str, most: usize) -> Result<(), FormRefusal> {
    if words.trim().is_empty() {
        return Err(FormRefusal::Empty);
    }
    if words.chars().count() > most {
        return Err(FormRefusal::TooLong);
    }
    if words.chars().any(char::is_control) {
        return Err(FormRefusal::Unreadable);
    }
    Ok(())
}

/// The answers of what was typed, by the key of each question; what is empty is left out.
///
/// # Errors
/// The first that cannot be an answer to its question, and why. What nobody asked is refused with the whole.
pub fn answered(questions: &[Question], typed: &BTreeMap<String, String>) -> Result<Answers, FormError> {
    if typed.keys().any(|key| !questions.iter().any(|q| q.key == *key)) {
        return Err(FormError::new(FormPlace::Whole, FormRefusal::Stale));
    }
    let mut answers = Answers::new();
    for (n, question) in questions.iter().enumerate() {
        let Some(said) = typed
            .get(&question.key)
            .map(|t| t.trim())
            .filter(|t| !t.is_empty())
        else {
            continue;
        };
        let no = |why| FormError::new(FormPlace::Answer(row(n)), why);
        let answer = match &question.kind {
            Kind::Scale { .. } => said
                .parse()
                .ok()
                .filter(|step| (1..=SCALE).contains(step))
                .map(Answer::Step)
                .ok_or(no(FormRefusal::NotOffered))?,
            Kind::Choice { choices } => choices
                .iter()
                .find(|c| c.key == said)
                .map(|c| Answer::Words(c.key.clone()))
                .ok_or(no(FormRefusal::NotOffered))?,
            Kind::Text => {
                if said.chars().count() > ANSWER_MAX {
                    return Err(no(FormRefusal::TooLong));
                }
                if said.chars().any(|c| c.is_control() && c != '\n' && c != '\r') {
                    return Err(no(FormRefusal::Unreadable));
                }
                if looks_like_one(said) {
                    return Err(no(FormRefusal::LooksLikeIdentityNumber));
                }
                Answer::Words(said.replace("\r\n", "\n"))
            }
        };
        answers.insert(question.key.clone(), answer);
    }
    if answers.is_empty() {
        return Err(FormError::new(FormPlace::Whole, FormRefusal::NothingSaid));
    }
    Ok(answers)
}

/// Whether a form can be filled or changed on a day.
///
/// The start form from the first day and for [`START_DAYS`] days. The exit form from two months before the end of the term
/// (when the house begins to speak of it, X1) or at once where somebody has said that it is time, until [`EXIT_DAYS`] days
/// after the last day.
pub fn is_open(
    occasion: Occasion,
    enrolled_on: NaiveDate,
    term_ends_on: Option<NaiveDate>,
    ended_on: Option<NaiveDate>,
    jointly: bool,
    today: NaiveDate,
) -> bool {
    let after_end = |days: i64| ended_on.is_some_and(|end| today > end + TimeDelta::days(days));
    match occasion {
        Occasion::Start => {
            today >= enrolled_on && today <= enrolled_on + TimeDelta::days(START_DAYS) && !after_end(0)
        }
        Occasion::Exit => {
            let near = term_ends_on.is_some_and(|end| crate::extension::warns(end, today));
            today >= enrolled_on && (near || jointly || ended_on.is_some()) && !after_end(EXIT_DAYS)
        }
    }
}

#[cfg(test)]
mod tests;
