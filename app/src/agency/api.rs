//! Server functions of the agencies' people.

use crate::kernel::AppError;
use crate::kernel::policy::{Denial, Role};
use crate::plan::sharing::FrozenPlan;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How many people stand on one page of the list.
pub const PAGE_SIZE: u32 = 25;

/// What an agency's people begin with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    pub agency: String,
    pub role: Role,
    pub people: Vec<DeskRow>,
    /// How many there are over all pages.
    pub total: u32,
    pub page: u32,
    pub pages: u32,
}

/// Somebody who has let the agency know of them, or is referred and not decided; or works with the partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskRow {
    pub id: String,
    pub name: String,
    /// Why they stand here.
    pub why: String,
    /// What is shared: a version of the plan and since when, or one's own steps.
    pub shared: Option<String>,
    /// Whether it is newer than what one has opened.
    pub news: bool,
    /// That an extension waits for the agency, or that the term soon ends.
    pub note: Option<String>,
}

/// A part of a person's page: open, or closed with the reason and nothing of its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part<T> {
    Open(T),
    Closed(Denial),
}

/// One person as far as they are open to the agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub name: String,
    pub role: Role,
    pub enrolled: Vec<String>,
    pub contact: Part<Contact>,
    pub plan: Part<Published>,
    pub consents: Part<Vec<ConsentLine>>,
    /// The steps that a partner does themselves.
    pub own_steps: Part<Vec<OwnStep>>,
    /// An extension that this agency's key is asked for (X1), or the end of the term where they may know: its page,
    /// and what it says.
    pub extension: Option<(String, String)>,
}

/// The contact card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub phone: String,
    pub email: String,
    pub address: String,
    pub language: String,
    pub interpreter: bool,
}

/// What has been published to the agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    pub since: String,
    pub message: String,
    pub latest: FrozenPlan,
    /// What changed from one version to the next, the latest first.
    pub steps_of_change: Vec<Changed>,
}

/// What was otherwise in a version than in the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub day: String,
    pub changes: Vec<String>,
    /// Whether it is newer than what one had opened.
    pub news: bool,
}

/// A consent of one's own party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentLine {
    pub what: String,
    pub why: String,
    pub from: String,
    pub until: Option<String>,
}

/// A step that the partner does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnStep {
    pub title: String,
    pub why: String,
    pub status: String,
    pub when: String,
}

/// People that the agency may know of; `search` is part of a name.
#[server(prefix = "/api", endpoint = "agency/desk", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_desk(
    #[server(default)] search: String,
    #[server(default)] page: u32,
) -> Result<Desk, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadAgencyDesk).await?;
        let desk = super::desk(&mut cx, &search, page).await?;
        cx.commit().await?;
        Ok(desk)
    })
    .await
}

/// One person; somebody who is not there and somebody who has not consented are the same answer (C3).
#[server(prefix = "/api", endpoint = "agency/person", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_agency_person(#[server(default)] id: String) -> Result<Record, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    use domain::ids::PersonId;
    answer(async {
        // Only the agencies' people come this way: the centre's have a page of their own.
        drop(Ctx::begin(Action::ReadAgencyDesk).await?);
        // What is no id is nobody's.
        let person: PersonId = id.parse().unwrap_or_else(|_| PersonId::from(uuid::Uuid::nil()));
        let mut cx = Ctx::begin_about(Action::OpenRecord, person, None).await?;
        let record = super::record(&mut cx).await?;
        cx.commit().await?;
        Ok(record)
    })
    .await
}
