//! Server functions of what is offered beside the talks (K3).

use crate::kernel::{AppError, Choice};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What is offered to a person, and may be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offers {
    /// What may be offered, in groups; nothing where the actor offers nothing.
    pub choices: Vec<(String, Vec<Choice>)>,
    /// What has been, the latest first.
    pub lines: Vec<OfferLine>,
    pub wrong: Option<WrongOffer>,
}

/// An offer; one that was put right is there and says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferLine {
    /// Its number, where the actor can put it right.
    pub correct: Option<String>,
    pub words: String,
    pub by: String,
    /// What became of it, in a word and whole; nothing of one that stands.
    pub became: Option<(String, String)>,
}

/// The offer that is being put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongOffer {
    pub offer: String,
    pub words: String,
    pub until: String,
    pub activity: String,
    pub day: String,
    pub choices: Vec<(String, Vec<Choice>)>,
    pub reasons: Vec<Choice>,
    pub key: String,
    pub take_back_key: String,
}

/// Offers an activity (K3).
#[server(prefix = "/api", endpoint = "booking/offer-activity")]
pub async fn offer_activity(
    #[server(default)] id: String,
    #[server(default)] activity: String,
) -> Result<(), AppError> {
    use super::talks_api::server;
    use crate::kernel::{answer::answer_form, policy::Action};
    answer_form(&[("activity", &activity)], async {
        let mut cx = server::begin(Action::WriteTalks, &id).await?;
        super::offers::offer(&mut cx, &activity).await?;
        cx.commit().await?;
        server::back(&id);
        Ok(())
    })
    .await
}

/// Puts an offer right: what was offered, and when.
#[server(prefix = "/api", endpoint = "booking/correct-offer")]
pub async fn correct_offer(
    #[server(default)] id: String,
    #[server(default)] offer: String,
    #[server(default)] activity: String,
    #[server(default)] day: String,
    #[server(default)] key: String,
) -> Result<(), AppError> {
    use super::talks_api::server;
    use crate::kernel::{answer::answer_form, policy::Action};
    answer_form(&[("activity", &activity), ("day", &day)], async {
        let mut cx = server::begin(Action::WriteTalks, &id).await?;
        super::offers::correct(&mut cx, &offer, &activity, &day, &key).await?;
        cx.commit().await?;
        server::back(&id);
        Ok(())
    })
    .await
}

/// Takes an offer back, with the reason.
#[server(prefix = "/api", endpoint = "booking/take-back-offer")]
pub async fn take_back_offer(
    #[server(default)] id: String,
    #[server(default)] offer: String,
    #[server(default)] reason: String,
    #[server(default)] words: String,
    #[server(default)] key: String,
) -> Result<(), AppError> {
    use super::talks_api::server;
    use crate::kernel::{answer::answer_form, policy::Action};
    answer_form(&[("reason", &reason), ("words", &words)], async {
        let mut cx = server::begin(Action::WriteTalks, &id).await?;
        super::offers::take_back(&mut cx, &offer, &reason, &words, &key).await?;
        cx.commit().await?;
        server::back(&id);
        Ok(())
    })
    .await
}
