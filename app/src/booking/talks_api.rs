//! Server functions of the coach talks.

use super::offers_api::Offers;
use crate::kernel::{AppError, Choice};
use crate::promise::Chip;
use domain::promise::TalkStep;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A talk, with what can be said of it now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkLine {
    pub booking: String,
    pub revision: i32,
    pub words: String,
    pub with: String,
    pub place: String,
    pub step: TalkStep,
    pub state: String,
    pub first: bool,
    pub marks: Vec<Choice>,
    pub may_move: bool,
    pub may_undo: bool,
}

/// The talk that is being moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveForm {
    pub booking: String,
    pub revision: i32,
    pub words: String,
    pub day: String,
    pub time: String,
    pub length: i64,
}

/// A person's coach talks, and what can be offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "each opens a part of the page")]
pub struct Talks {
    pub person: String,
    pub name: String,
    pub number: String,
    pub enrolled: bool,
    pub may_write: bool,
    pub may_assign: bool,
    pub coaches: Vec<Choice>,
    pub talks: Vec<TalkLine>,
    pub clocks: Vec<Chip>,
    /// What is offered, and may be (K3).
    pub offers: Offers,
    pub moving: Option<MoveForm>,
    pub today: String,
    pub key: String,
}

#[cfg(feature = "ssr")]
pub(super) mod server {
    use crate::kernel::policy::Action;
    use crate::kernel::{AppError, Ctx, Visitor};

    pub async fn begin(action: Action, person: &str) -> Result<Ctx, AppError> {
        if let Ok(person) = person.trim().parse() {
            return Ctx::begin_about(action, person, None).await;
        }
        // No person's id: the same as for one that is not there.
        Ctx::begin(action).await?;
        Err(AppError::NotFound)
    }

    /// A browser without script goes back to the page.
    pub fn back(person: &str) {
        if Visitor::current().is_some_and(|v| v.wants_page) {
            leptos_axum::redirect(&format!("/deltagare/{}/samtal", person.trim()));
        }
    }
}

/// A person's coach talks; `moving` is the one that is being moved, `wrong` the offer that is being put right.
#[server(prefix = "/api", endpoint = "booking/talks", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_talks(
    #[server(default)] id: String,
    #[server(default)] moving: String,
    #[server(default)] wrong: String,
) -> Result<Talks, AppError> {
    use crate::kernel::{answer, policy::Action};
    answer(async {
        let mut cx = server::begin(Action::ReadTalks, &id).await?;
        let talks = super::talks::read(&mut cx, &moving, &wrong).await?;
        cx.commit().await?;
        Ok(talks)
    })
    .await
}

/// Offers or books a talk, or records one that was held already.
#[server(prefix = "/api", endpoint = "booking/add-talk")]
pub async fn add_talk(
    #[server(default)] id: String,
    #[server(default)] staff: String,
    #[server(default)] talk_day: String,
    #[server(default)] talk_time: String,
    #[server(default)] length: String,
    #[server(default)] talk_place: String,
    #[server(default)] how: String,
    #[server(default)] key: String,
) -> Result<(), AppError> {
    use super::talks::{Typed, add};
    use crate::kernel::{answer::answer_form, policy::Action};
    let kept: [(&str, &str); 6] = [
        ("staff", &staff),
        ("talk_day", &talk_day),
        ("talk_time", &talk_time),
        ("length", &length),
        ("talk_place", &talk_place),
        ("how", &how),
    ];
    answer_form(&kept, async {
        let mut cx = server::begin(Action::WriteTalks, &id).await?;
        let typed = Typed {
            staff: &staff,
            day: &talk_day,
            time: &talk_time,
            length: &length,
            place: &talk_place,
            how: &how,
            key: &key,
        };
        add(&mut cx, typed).await?;
        cx.commit().await?;
        server::back(&id);
        Ok(())
    })
    .await
}

/// Says how far a talk has come.
#[server(prefix = "/api", endpoint = "booking/mark-talk")]
pub async fn mark_talk(
    #[server(default)] id: String,
    #[server(default)] booking: String,
    #[server(default)] revision: i32,
    #[server(default)] to: String,
) -> Result<(), AppError> {
    use crate::kernel::{answer, policy::Action};
    answer(async {
        let mut cx = server::begin(Action::WriteTalks, &id).await?;
        super::talks::mark(&mut cx, &booking, revision, &to).await?;
        cx.commit().await?;
        server::back(&id);
        Ok(())
    })
    .await
}

/// Moves a talk that is to come.
#[server(prefix = "/api", endpoint = "booking/move-talk")]
pub async fn move_talk(
    #[server(default)] id: String,
    #[server(default)] booking: String,
    #[server(default)] revision: i32,
    #[server(default)] talk_day: String,
    #[server(default)] talk_time: String,
    #[server(default)] length: String,
) -> Result<(), AppError> {
    use crate::kernel::{answer::answer_form, policy::Action};
    let kept: [(&str, &str); 3] = [
        ("talk_day", &talk_day),
        ("talk_time", &talk_time),
        ("length", &length),
    ];
    answer_form(&kept, async {
        let mut cx = server::begin(Action::WriteTalks, &id).await?;
        super::talks::move_to(&mut cx, &booking, revision, &talk_day, &talk_time, &length).await?;
        cx.commit().await?;
        server::back(&id);
        Ok(())
    })
    .await
}

/// Takes back the last thing said of a talk that is over.
#[server(prefix = "/api", endpoint = "booking/undo-talk")]
pub async fn undo_talk(
    #[server(default)] id: String,
    #[server(default)] booking: String,
    #[server(default)] revision: i32,
) -> Result<(), AppError> {
    use crate::kernel::{answer, policy::Action};
    answer(async {
        let mut cx = server::begin(Action::WriteTalks, &id).await?;
        super::talks::undo(&mut cx, &booking, revision).await?;
        cx.commit().await?;
        server::back(&id);
        Ok(())
    })
    .await
}
