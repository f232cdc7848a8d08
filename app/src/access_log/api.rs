//! Server functions of the access log: the participant's page, their questions, and the manager's page.

use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Most characters of a question.
#[cfg(feature = "ssr")]
const WORDS_MAX: usize = 1000;
/// Most characters of an answer.
#[cfg(feature = "ssr")]
const ANSWER_MAX: usize = 2000;
/// Most characters of what the manager notes about an override.
#[cfg(feature = "ssr")]
const NOTE_MAX: usize = 500;

/// Who has seen me: a month of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhoHasSeen {
    /// "2026-11", as it stands in the address.
    pub month: String,
    /// "november 2026"
    pub month_name: String,
    /// Months before and after in which somebody has read: address and name.
    pub earlier: Option<(String, String)>,
    pub later: Option<(String, String)>,
    /// Overrides in force now: the participant is told first of all (G2).
    pub in_force: Vec<Emergency>,
    /// Those of the month that have ended.
    pub ended: Vec<Emergency>,
    pub days: Vec<Day>,
    /// Answers that the participant has not said to have read.
    pub unread: u32,
    pub printed: String,
}

/// An emergency override.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emergency {
    pub who: String,
    /// ", i receptionen, öppnade dina uppgifter i en nödsituation."
    pub rest: String,
    pub when: String,
    pub reason: String,
}

/// The reads of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    pub title: String,
    /// Somebody opened something about this person.
    pub opened: Vec<Entry>,
    /// The person's name was in a list.
    pub lists: Vec<Entry>,
}

/// One line: who, what, when, why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The number of the entry in the log.
    pub id: String,
    pub who: String,
    /// ", din coach, öppnade din plan."
    pub rest: String,
    /// "klockan 09:30 · för att Karin är din coach"
    pub meta: String,
    /// The reason in the reader's own words.
    pub quote: Option<String>,
    pub urgent: bool,
    pub question: Option<Question>,
}

/// A question about an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub words: String,
    /// "Du frågade 20 november."
    pub asked: String,
    pub answer: Option<Answer>,
}

/// The manager's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub words: String,
    /// "Lena Berg svarade 21 november."
    pub answered: String,
    pub unread: bool,
}

/// How far back the manager looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    #[default]
    Day,
    Week,
    Month,
}

impl Span {
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// The word in the page's address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Day => "24h",
            Self::Week => "7d",
            Self::Month => "30d",
        }
    }

    /// The span of such a word; a day for any other.
    pub fn from_code(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|s| s.code() == code)
            .unwrap_or_default()
    }
}

/// What the manager looks after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operations {
    pub day: String,
    pub waiting: Waiting,
    pub questions: Vec<Asked>,
    pub overrides: Vec<Override>,
    pub openings: Vec<Opening>,
    pub openings_total: u32,
    pub denials: Vec<Denied>,
    pub denials_total: u32,
    pub failures: Failures,
}

/// What waits for somebody: for the mark in the menu.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Questions without an answer; of a participant, answers that are not read.
    pub questions: u32,
    /// Overrides that the manager has not seen.
    pub overrides: u32,
    /// Openings of protected identities in the last 24 hours.
    pub openings: u32,
}

/// A participant's question, for the manager.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub id: String,
    /// Name and number; the number alone where the identity is protected.
    pub from: String,
    pub asked: String,
    pub words: String,
    /// The entry as the participant reads it.
    pub entry: String,
    pub entry_meta: String,
    pub quote: Option<String>,
    pub answer: Option<Answer>,
}

/// An override, for the manager.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    pub id: String,
    pub who: String,
    pub about: String,
    pub reason: String,
    pub when: String,
    pub in_force: bool,
    /// Who has seen it and when, and what they noted.
    pub seen: Option<String>,
    pub note: String,
}

/// Openings of a protected identity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    pub who: String,
    pub number: String,
    pub what: String,
    pub when: String,
    pub times: u32,
}

/// Denials of one person of staff for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denied {
    pub who: String,
    pub why: String,
    pub what: String,
    /// Numbers of whom it was about; as text, no way in.
    pub numbers: String,
    pub latest: String,
    pub times: u32,
}

/// Failed sign-ins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failures {
    pub total: u32,
    /// One an hour or a day, oldest first.
    pub bars: Vec<Bar>,
    pub kinds: Vec<FailureKind>,
    pub accounts: Vec<FailingAccount>,
}

/// A bar of a drawing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    pub label: String,
    pub count: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureKind {
    pub kind: String,
    pub why: String,
    pub times: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailingAccount {
    pub who: String,
    pub times: u32,
    pub latest: String,
}

/// Who has seen the participant who asks, in a month ("2026-11"; this one where none is named).
#[server(prefix = "/api", endpoint = "access_log/who-has-seen-me", input = leptos::server_fn::codec::GetUrl)]
pub async fn who_has_seen_me(#[server(default)] month: String) -> Result<WhoHasSeen, AppError> {
    use super::who_has_seen;
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadWhoHasSeenMe).await?;
        let seen = who_has_seen::month(&mut cx, &month).await?;
        cx.commit().await?;
        Ok(seen)
    })
    .await
}

/// The participant asks about an entry; words are welcome and not needed.
#[server(prefix = "/api", endpoint = "access_log/ask")]
pub async fn ask_about_read(
    #[server(default)] entry: String,
    #[server(default)] words: String,
    #[server(default)] month: String,
) -> Result<(), AppError> {
    use super::who_has_seen;
    use crate::kernel::answer::answer_form;
    use crate::kernel::{Ctx, policy::Action};
    answer_form(&[("words", &words)], async {
        let mut cx = Ctx::begin(Action::AskAboutRead).await?;
        who_has_seen::ask(&mut cx, &entry, &words).await?;
        cx.commit().await?;
        who_has_seen::back(&month);
        Ok(())
    })
    .await
}

/// The participant has read the answers.
#[server(prefix = "/api", endpoint = "access_log/have-read")]
pub async fn have_read_answers(#[server(default)] month: String) -> Result<(), AppError> {
    use super::{store, who_has_seen};
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::AskAboutRead).await?;
        store::mark_read(&mut cx).await?;
        cx.commit().await?;
        who_has_seen::back(&month);
        Ok(())
    })
    .await
}

/// What the manager looks after: denials, overrides, openings of protected identities, failed sign-ins, questions.
#[server(prefix = "/api", endpoint = "access_log/operations", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_operations(#[server(default)] span: Span) -> Result<Operations, AppError> {
    use super::operations;
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadOperations).await?;
        let read = operations::read(&mut cx, span).await?;
        cx.commit().await?;
        Ok(read)
    })
    .await
}

/// The manager answers a participant's question.
#[server(prefix = "/api", endpoint = "access_log/answer")]
pub async fn answer_question(
    #[server(default)] question: String,
    #[server(default)] answer: String,
    #[server(default)] span: Span,
) -> Result<(), AppError> {
    use super::operations;
    use crate::kernel::answer::answer_form;
    use crate::kernel::{Ctx, policy::Action};
    answer_form(&[("answer", &answer)], async {
        let mut cx = Ctx::begin(Action::AnswerQuestion).await?;
        operations::answer(&mut cx, &question, &answer).await?;
        cx.commit().await?;
        operations::back(span);
        Ok(())
    })
    .await
}

/// The manager has seen an override.
#[server(prefix = "/api", endpoint = "access_log/acknowledge")]
pub async fn acknowledge_override(
    #[server(default)] taken: String,
    #[server(default)] words: String,
    #[server(default)] span: Span,
) -> Result<(), AppError> {
    use super::operations;
    use crate::kernel::answer::answer_form;
    use crate::kernel::{Ctx, policy::Action};
    answer_form(&[("words", &words)], async {
        let mut cx = Ctx::begin(Action::AnswerQuestion).await?;
        operations::acknowledge(&mut cx, &taken, &words).await?;
        cx.commit().await?;
        operations::back(span);
        Ok(())
    })
    .await
}

/// What waits for the manager: counts alone, for the mark in the menu.
#[server(prefix = "/api", endpoint = "access_log/waiting-counts", input = leptos::server_fn::codec::GetUrl)]
pub async fn count_waiting() -> Result<Waiting, AppError> {
    use super::operations;
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadOperations).await?;
        let waiting = operations::waiting(&mut cx).await?;
        cx.commit().await?;
        Ok(waiting)
    })
    .await
}

/// How many answers the participant has not read: counts alone, for the mark at Mer.
#[server(prefix = "/api", endpoint = "access_log/unread-answers", input = leptos::server_fn::codec::GetUrl)]
pub async fn count_unread_answers() -> Result<u32, AppError> {
    use super::who_has_seen;
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadWhoHasSeenMe).await?;
        let unread = who_has_seen::unread(&mut cx).await?;
        cx.commit().await?;
        Ok(unread)
    })
    .await
}

#[cfg(feature = "ssr")]
pub(super) mod checked {
    use super::{ANSWER_MAX, NOTE_MAX, WORDS_MAX};
    use crate::kernel::AppError;
    use crate::kernel::error::Field;
    use domain::plan::{TextError, checked_text};
    use unicode_normalization::UnicodeNormalization;

    fn text(typed: &str, max: usize, field: Field) -> Result<String, AppError> {
        let typed: String = typed.nfc().collect();
        checked_text(&typed, max)
            .map(str::to_owned)
            .map_err(|problem| AppError::Field { field, problem })
    }

    fn optional(typed: &str, max: usize) -> Result<String, AppError> {
        match text(typed, max, Field::Words) {
            Err(AppError::Field {
                problem: TextError::Empty,
                ..
            }) => Ok(String::new()),
            other => other,
        }
    }

    /// A question's words, which may be none.
    pub fn words(typed: &str) -> Result<String, AppError> {
        optional(typed, WORDS_MAX)
    }

    /// What the manager notes about an override, which may be nothing.
    pub fn note(typed: &str) -> Result<String, AppError> {
        optional(typed, NOTE_MAX)
    }

    pub fn answer(typed: &str) -> Result<String, AppError> {
        text(typed, ANSWER_MAX, Field::Answer)
    }
}
