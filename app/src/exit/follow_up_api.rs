//! Server functions of the follow-up after an exit (X4).

use crate::kernel::AppError;
use domain::exit::Standing;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How many follow-ups stand on one page of the list.
pub const PAGE_SIZE: u32 = 25;

/// What is to be asked, and what was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUps {
    pub rows: Vec<FollowUp>,
    pub total: u32,
    pub page: u32,
    pub pages: u32,
    /// Of all follow-ups whose day has come that the reader may see.
    pub rates: Vec<Rate>,
    pub today: String,
}

/// Somebody to ask, or who has answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    pub id: String,
    pub person: String,
    pub name: String,
    pub months: i16,
    pub due: String,
    /// `None`: answered.
    pub standing: Option<Standing>,
    /// The outcome at the exit, in words.
    pub outcome: String,
    pub attempts: Vec<String>,
    pub result: Option<String>,
    /// The code of the answer, where the reader can still put it right.
    pub correctable: Option<String>,
    pub may_write: bool,
    pub key: String,
}

/// In work or studies, of all who were asked; who was not reached counts (X4, S4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    pub months: i16,
    pub onward: u32,
    pub of: u32,
    pub not_reached: u32,
    pub open: u32,
}

/// The follow-ups of one's own, or of the centre.
#[server(prefix = "/api", endpoint = "exit/follow-ups", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_follow_ups(#[server(default)] page: u32) -> Result<FollowUps, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::FollowUpAfterExit).await?;
        let found = super::following::list(&mut cx, page).await?;
        cx.commit().await?;
        Ok(found)
    })
    .await
}

/// An attempt to reach somebody, with the answer where there is one; or, where `was` tells which answer stands, the one
/// that should.
#[server(prefix = "/api", endpoint = "exit/follow-up")]
pub async fn record_follow_up(
    #[server(default)] id: String,
    #[server(default)] task: String,
    #[server(default)] key: String,
    #[server(default)] tried_on: String,
    #[server(default)] how: String,
    #[server(default)] result: String,
    #[server(default)] was: String,
    #[server(default)] page: u32,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    let kept: [(&str, &str); 3] = [("tried_on", &tried_on), ("how", &how), ("result", &result)];
    answer_form(&kept, async {
        let Ok(person) = id.trim().parse() else {
            Ctx::begin(Action::FollowUpAfterExit).await?;
            return Err(AppError::Unreadable);
        };
        let mut cx = Ctx::begin_about(Action::FollowUpAfterExit, person, None).await?;
        if was.trim().is_empty() {
            super::following::record(&mut cx, &task, &key, (&tried_on, &how, &result)).await?;
        } else {
            super::following::correct(&mut cx, &task, &was, &result).await?;
        }
        cx.commit().await?;
        super::following::back_to(page);
        Ok(())
    })
    .await
}
