//! Server functions of the participant's rights.

use super::About;
use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What there is about me, counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyBook {
    pub sections: Vec<BookSection>,
    pub total: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookSection {
    pub name: String,
    pub count: u64,
    /// What it is made of, where there is any: in words, and how many.
    pub lines: Vec<(String, u64)>,
}

/// A correction as its owner and the manager see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub id: String,
    /// Whose it is, for the manager.
    pub name: String,
    pub about: About,
    pub wrong: String,
    pub should_be: String,
    pub asked: String,
    pub judged: Option<Judged>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    pub accepted: bool,
    pub by_app: bool,
    pub answer: String,
    pub day: String,
}

/// One's own corrections, and a fresh key for the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyCorrections {
    pub rows: Vec<Correction>,
    pub key: String,
    /// Whether there is a centre to ask.
    pub may_ask: bool,
}

/// The manager's list; and the one that is chosen, with what stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrections {
    pub rows: Vec<Correction>,
    pub chosen: Option<Chosen>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    pub correction: Correction,
    pub now: Now,
}

/// What stands now of what the app can put right; empty where it is about something else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Now {
    pub given_name: String,
    pub family_name: String,
    pub birth_year: String,
    pub phone: String,
    pub email: String,
    pub street: String,
    pub postal_code: String,
    pub town: String,
    /// A protected identity has no address (G4).
    pub protected: bool,
}

/// A retention rule in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub class: String,
    pub what: String,
    pub how_long: String,
    pub then: String,
    pub why: String,
    pub ground: String,
    /// Whether the centre has decided it; else it is a default.
    pub decided: bool,
}

/// What is kept how long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIsKept {
    pub rules: Vec<Kept>,
    /// Whether the reader is a participant: their frame, and the way to their book.
    pub participant: bool,
}

/// What the rules would take today, and what the last runs took, at the manager's centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    pub due: Vec<Due>,
    pub runs: Vec<Run>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    pub what: String,
    pub how_long: String,
    pub then: String,
    /// People or rows.
    pub how_many: u32,
    pub unit: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub began: String,
    pub ended: bool,
    /// What it was, and how many.
    pub lines: Vec<(String, u32)>,
}

/// What there is about oneself, counted (P6).
#[server(prefix = "/api", endpoint = "rights/my-book", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_my_book() -> Result<MyBook, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::TakeOwnBook).await?;
        let book = server::my_book(&mut cx).await?;
        cx.commit().await?;
        Ok(book)
    })
    .await
}

/// One's own corrections.
#[server(prefix = "/api", endpoint = "rights/my-corrections", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_my_corrections() -> Result<MyCorrections, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::AskForCorrection).await?;
        let mine = server::my_corrections(&mut cx).await?;
        cx.commit().await?;
        Ok(mine)
    })
    .await
}

/// Asks for a correction of what stands about oneself.
#[server(prefix = "/api", endpoint = "rights/ask-for-correction")]
pub async fn ask_for_correction(
    #[server(default)] key: String,
    #[server(default)] about: String,
    #[server(default)] wrong: String,
    #[server(default)] should_be: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    answer_form(
        &[("about", &about), ("wrong", &wrong), ("should_be", &should_be)],
        async {
            let mut cx = Ctx::begin(Action::AskForCorrection).await?;
            server::ask(&mut cx, &key, &about, &wrong, &should_be).await?;
            cx.commit().await?;
            server::back_to("/rattelse");
            Ok(())
        },
    )
    .await
}

/// What participants of the manager's centre ask to have corrected; `chosen` is the id of one.
#[server(prefix = "/api", endpoint = "rights/corrections", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_corrections(#[server(default)] chosen: String) -> Result<Corrections, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::JudgeCorrection).await?;
        let corrections = server::corrections(&mut cx, &chosen).await?;
        cx.commit().await?;
        Ok(corrections)
    })
    .await
}

/// What the manager decides about a correction, as the form has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// "yes" or "no".
    #[serde(default)]
    pub accept: String,
    #[serde(default)]
    pub answer: String,
    #[serde(default)]
    pub given_name: String,
    #[serde(default)]
    pub family_name: String,
    #[serde(default)]
    pub birth_year: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub street: String,
    #[serde(default)]
    pub postal_code: String,
    #[serde(default)]
    pub town: String,
}

/// Accepts or declines a correction; what is accepted is carried out where the app can.
#[server(prefix = "/api", endpoint = "rights/judge-correction")]
pub async fn judge_correction(
    #[server(default)] correction: String,
    #[server(default)] accept: String,
    #[server(default)] answer: String,
    #[server(default)] given_name: String,
    #[server(default)] family_name: String,
    #[server(default)] birth_year: String,
    #[server(default)] phone: String,
    #[server(default)] email: String,
    #[server(default)] street: String,
    #[server(default)] postal_code: String,
    #[server(default)] town: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    let decision = Decision {
        accept,
        answer,
        given_name,
        family_name,
        birth_year,
        phone,
        email,
        street,
        postal_code,
        town,
    };
    let typed = decision.clone();
    let typed = [
        ("accept", typed.accept.as_str()),
        ("answer", typed.answer.as_str()),
        ("given_name", typed.given_name.as_str()),
        ("family_name", typed.family_name.as_str()),
        ("birth_year", typed.birth_year.as_str()),
        ("phone", typed.phone.as_str()),
        ("email", typed.email.as_str()),
        ("street", typed.street.as_str()),
        ("postal_code", typed.postal_code.as_str()),
        ("town", typed.town.as_str()),
    ];
    answer_form(&typed, async {
        let mut cx = Ctx::begin(Action::JudgeCorrection).await?;
        server::judge(&mut cx, &correction, decision).await?;
        cx.commit().await?;
        server::back_to("/rattelser");
        Ok(())
    })
    .await
}

/// What is kept how long, and why.
#[server(prefix = "/api", endpoint = "rights/what-is-kept", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_what_is_kept() -> Result<WhatIsKept, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadWhatIsKept).await?;
        let kept = server::what_is_kept(&mut cx).await?;
        cx.commit().await?;
        Ok(kept)
    })
    .await
}

/// The dry run of the manager's centre, and the last runs.
#[server(prefix = "/api", endpoint = "rights/retention", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_retention() -> Result<Retention, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::JudgeCorrection).await?;
        let retention = server::retention(&mut cx).await?;
        cx.commit().await?;
        Ok(retention)
    })
    .await
}

#[cfg(feature = "ssr")]
pub mod server;
