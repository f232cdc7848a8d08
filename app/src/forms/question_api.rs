//! Server functions of the questions: the versions of a centre's, and a new one.

use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A question in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub question: String,
    /// How it is answered.
    pub how: String,
}

/// What differs from the version before, of one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub what: String,
    pub question: String,
    /// What stood there before, where it stood otherwise.
    pub before: Option<String>,
}

/// A version of the questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    pub title: String,
    pub made: String,
    pub reason: String,
    /// How many forms have been filled in with it.
    pub used: String,
    pub differs: Vec<Difference>,
}

/// The questions of the reader's centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questions {
    pub centre: String,
    pub may_write: bool,
    /// Those that are asked now.
    pub lines: Vec<Line>,
    /// The latest first.
    pub versions: Vec<VersionLine>,
}

/// What the form of a new version is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewQuestions {
    /// The id that the version will have: the same press sent twice is one version.
    pub key: String,
    /// What stands in each field, by its name.
    pub fields: BTreeMap<String, String>,
    pub rows: u8,
}

/// The questions of one's own centre, and their versions.
#[server(prefix = "/api", endpoint = "forms/questions", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_questions() -> Result<Questions, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadQuestions).await?;
        let questions = super::making::questions(&mut cx).await?;
        cx.commit().await?;
        Ok(questions)
    })
    .await
}

/// What the form of a new version needs.
#[server(prefix = "/api", endpoint = "forms/new-questions", input = leptos::server_fn::codec::GetUrl)]
pub async fn begin_questions() -> Result<NewQuestions, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::WriteQuestions).await?;
        let form = super::making::begin(&mut cx).await?;
        cx.commit().await?;
        Ok(form)
    })
    .await
}

/// Makes a new version of the questions.
#[server(prefix = "/api", endpoint = "forms/make-questions")]
pub async fn make_questions(
    #[server(default)] key: String,
    #[server(default)] was: i32,
    #[server(default)] form: BTreeMap<String, String>,
) -> Result<(), AppError> {
    use super::making::{KEPT, kept};
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    answer_form(&[(KEPT, &kept(&form))], async {
        let mut cx = Ctx::begin(Action::WriteQuestions).await?;
        super::making::make(&mut cx, &key, was, &form).await?;
        cx.commit().await?;
        leptos_axum::redirect("/fragor");
        Ok(())
    })
    .await
}
