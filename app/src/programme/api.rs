//! Server functions of the programmes and their versions.

use crate::kernel::{AppError, Choice};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The programmes of the reader's centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programmes {
    pub centre: String,
    pub rows: Vec<ProgrammeLine>,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeLine {
    pub code: String,
    pub name: String,
    /// The version that holds today, and the day it holds from.
    pub version: i32,
    pub since: String,
    /// A version that holds from a later day.
    pub coming: Option<String>,
    /// Enrolled here now, under any version.
    pub enrolled: u32,
}

/// A part of the rules in plain words; without lines where the source is silent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub label: String,
    pub lines: Vec<String>,
}

/// A line of the list of versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    pub version: i32,
    pub from: String,
    /// Holds today, or from a later day.
    pub holds: bool,
    pub coming: bool,
    /// Enrolled here under it: now, and ever.
    pub enrolled: u32,
    pub ever: u32,
    pub source: String,
    pub reason: String,
    /// Who made it and when, where somebody did.
    pub made: Option<String>,
}

/// What was otherwise in one version than in another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub label: String,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// Two versions beside each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub from: i32,
    pub till: i32,
    pub changes: Vec<Changed>,
}

/// A programme with its rules and versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    pub code: String,
    pub name: String,
    pub centre: String,
    pub may_write: bool,
    /// Whose rules stand here.
    pub shown: i32,
    pub shown_from: String,
    pub sections: Vec<Section>,
    /// The latest first.
    pub versions: Vec<VersionLine>,
    pub difference: Option<Difference>,
}

/// What the form of a new version is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewVersion {
    pub code: String,
    pub name: String,
    /// The id that the version will have: the same press sent twice is one version.
    pub key: String,
    /// What stands in each field, by its name.
    pub fields: BTreeMap<String, String>,
    pub entry_rows: u8,
    pub target_rows: u8,
    pub agencies: Vec<Choice>,
    /// The first day that it may hold from.
    pub earliest: String,
}

/// The programmes of one's own centre.
#[server(prefix = "/api", endpoint = "programme/list", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_programmes() -> Result<Programmes, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadProgrammes).await?;
        let list = super::list(&mut cx).await?;
        cx.commit().await?;
        Ok(list)
    })
    .await
}

/// One programme: the rules of a version (the one that holds, unless it is said), and the difference between two.
#[server(prefix = "/api", endpoint = "programme/one", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_programme(
    #[server(default)] code: String,
    #[server(default)] version: i32,
    #[server(default)] from: i32,
    #[server(default)] till: i32,
) -> Result<Programme, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadProgrammes).await?;
        let one = super::one(&mut cx, &code, version, (from, till)).await?;
        cx.commit().await?;
        Ok(one)
    })
    .await
}

/// What the form of a new version needs.
#[server(prefix = "/api", endpoint = "programme/new-form", input = leptos::server_fn::codec::GetUrl)]
pub async fn begin_version(#[server(default)] code: String) -> Result<NewVersion, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::WriteProgrammes).await?;
        let form = super::new_version(&mut cx, &code).await?;
        cx.commit().await?;
        Ok(form)
    })
    .await
}

/// Makes a new version, and leads to what differs from the one before.
#[server(prefix = "/api", endpoint = "programme/make-version")]
pub async fn make_version(
    #[server(default)] code: String,
    #[server(default)] key: String,
    #[server(default)] form: BTreeMap<String, String>,
) -> Result<(), AppError> {
    use super::form::{KEPT, kept};
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    answer_form(&[(KEPT, &kept(&code, &form))], async {
        let mut cx = Ctx::begin(Action::WriteProgrammes).await?;
        let sent = super::Sent {
            code: &code,
            key: &key,
            fields: &form,
        };
        let made = super::make(&mut cx, &sent).await?;
        cx.commit().await?;
        leptos_axum::redirect(&format!("/program/{code}?fran={}&till={made}", made - 1));
        Ok(())
    })
    .await
}
