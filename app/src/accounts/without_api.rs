//! Server functions of who has no coach.

use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How many stand on one page of the list.
pub const PAGE_SIZE: u32 = 25;

/// Who of the centre has no coach today, whoever has waited longest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithoutCoach {
    pub people: Vec<Waiting>,
    /// How many the list holds over all its pages.
    pub total: u32,
    pub page: u32,
    pub pages: u32,
    /// Whether the actor gives a coach; the reception sees who waits and gives none.
    pub may_assign: bool,
}

/// Somebody who waits for a coach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    pub person: String,
    pub name: String,
    /// "20 november, 9 dagar".
    pub since: String,
    pub why: String,
    /// "Karin Holm från 1 december", where somebody is to begin.
    pub next: Option<String>,
}

/// Who of the centre has no coach today.
#[server(prefix = "/api", endpoint = "accounts/without-coach", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_without_coach(#[server(default)] page: u32) -> Result<WithoutCoach, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadWithoutCoach).await?;
        let list = super::without::list(&mut cx, page).await?;
        cx.commit().await?;
        Ok(list)
    })
    .await
}

/// How many they are: a number alone, for the mark in the menu.
#[server(prefix = "/api", endpoint = "accounts/without-coach-count", input = leptos::server_fn::codec::GetUrl)]
pub async fn count_without_coach() -> Result<u32, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadWithoutCoach).await?;
        let count = super::without::count(&mut cx).await?;
        cx.commit().await?;
        Ok(count)
    })
    .await
}
