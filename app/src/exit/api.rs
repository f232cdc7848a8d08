//! Server functions of the exit.

use crate::kernel::{AppError, Choice};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The exit of somebody's latest enrolment at the centre: to be done, or as it was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts of one page")]
pub struct ExitPage {
    pub person: String,
    pub name: String,
    pub number: String,
    pub programme: String,
    /// "Inskriven 9 november", with the end of the term.
    pub since: String,
    /// The enrolment is open: an exit can be recorded.
    pub open: bool,
    pub may_write: bool,
    /// Until when it can be taken back, where the reader may.
    pub reopen_until: Option<String>,
    /// The outcomes to choose from.
    pub outcomes: Vec<Choice>,
    /// What the exit would change, each in a sentence.
    pub ends: Vec<String>,
    /// How it ended, as the form has it; empty where it has not.
    pub filled: Filled,
    /// The latest record, which a correction starts from; 0 where there is none.
    pub was: i32,
    /// What has been recorded, the latest first.
    pub history: Vec<String>,
    /// Earlier enrolments at this centre.
    pub earlier: Vec<String>,
    pub key: String,
    pub reopen_key: String,
}

/// The fields of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    pub outcome: String,
    pub ended_on: String,
    pub starts_on: String,
    pub extent: String,
    /// "ja", "nej" or nothing.
    pub lasts: String,
}

#[cfg(feature = "ssr")]
async fn begin(person: &str) -> Result<crate::kernel::Ctx, AppError> {
    use crate::kernel::{Ctx, policy::Action};
    if let Ok(person) = person.trim().parse() {
        return Ctx::begin_about(Action::HandleExit, person, None).await;
    }
    Ctx::begin(Action::HandleExit).await?;
    Err(AppError::Unreadable)
}

/// The exit of a person of the centre.
#[server(prefix = "/api", endpoint = "exit/page", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_exit(#[server(default)] id: String) -> Result<ExitPage, AppError> {
    use crate::kernel::answer;
    answer(async {
        let mut cx = begin(&id).await?;
        let page = super::doing::page(&mut cx).await?;
        cx.commit().await?;
        Ok(page)
    })
    .await
}

/// Records the exit, or corrects the record that is named by `was`.
#[server(prefix = "/api", endpoint = "exit/record")]
pub async fn record_exit(
    #[server(default)] id: String,
    #[server(default)] key: String,
    #[server(default)] was: i32,
    #[server(default)] outcome: String,
    #[server(default)] ended_on: String,
    #[server(default)] starts_on: String,
    #[server(default)] extent: String,
    #[server(default)] lasts: String,
) -> Result<(), AppError> {
    use crate::kernel::answer::answer_form;
    let kept: [(&str, &str); 5] = [
        ("outcome", &outcome),
        ("ended_on", &ended_on),
        ("starts_on", &starts_on),
        ("extent", &extent),
        ("lasts", &lasts),
    ];
    answer_form(&kept, async {
        let mut cx = begin(&id).await?;
        let typed = Filled {
            outcome: outcome.clone(),
            ended_on: ended_on.clone(),
            starts_on: starts_on.clone(),
            extent: extent.clone(),
            lasts: lasts.clone(),
        };
        super::doing::record(&mut cx, &key, was, &typed).await?;
        cx.commit().await?;
        super::doing::back_to(&id);
        Ok(())
    })
    .await
}

/// Takes a wrong exit back (the team leader).
#[server(prefix = "/api", endpoint = "exit/reopen")]
pub async fn reopen_exit(
    #[server(default)] id: String,
    #[server(default)] key: String,
) -> Result<(), AppError> {
    use crate::kernel::answer;
    answer(async {
        let mut cx = begin(&id).await?;
        super::doing::reopen(&mut cx, &key).await?;
        cx.commit().await?;
        super::doing::back_to(&id);
        Ok(())
    })
    .await
}
