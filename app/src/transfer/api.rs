//! Server functions of the transfer.

use crate::kernel::{AppError, Choice};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A proposed or settled transfer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferLine {
    pub id: String,
    /// "Från Kompetenscenter Öster till Kompetenscenter Angered, från och med 1 december."
    pub what: String,
    pub stage: String,
    /// To the participant, once it is done and for as long as they are there: who their coach is, or that one is to come.
    pub coach: Option<String>,
    /// It can be answered, or withdrawn.
    pub waits: bool,
    pub open: bool,
}

/// That the participant has moved, on their day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub words: String,
    /// Who the coach is now, or that one is to come.
    pub coach: String,
}

/// Transfers of somebody of the centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferDesk {
    pub person: String,
    pub name: String,
    pub number: String,
    pub centre: String,
    pub centres: Vec<Choice>,
    pub enrolled: bool,
    pub transfers: Vec<TransferLine>,
    pub today: String,
    pub key: String,
}

#[cfg(feature = "ssr")]
async fn begin(person: &str) -> Result<crate::kernel::Ctx, AppError> {
    use crate::kernel::{Ctx, policy::Action};
    if let Ok(person) = person.trim().parse() {
        return Ctx::begin_about(Action::ProposeTransfer, person, None).await;
    }
    Ctx::begin(Action::ProposeTransfer).await?;
    Err(AppError::Unreadable)
}

/// Transfers of a person of the centre.
#[server(prefix = "/api", endpoint = "transfer/desk", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_transfer_desk(#[server(default)] id: String) -> Result<TransferDesk, AppError> {
    use crate::kernel::answer;
    answer(async {
        let mut cx = begin(&id).await?;
        let desk = super::doing::desk(&mut cx).await?;
        cx.commit().await?;
        Ok(desk)
    })
    .await
}

/// Proposes another centre to the participant.
#[server(prefix = "/api", endpoint = "transfer/propose")]
pub async fn propose_transfer(
    #[server(default)] id: String,
    #[server(default)] key: String,
    #[server(default)] to_centre: String,
    #[server(default)] effective_on: String,
) -> Result<(), AppError> {
    use crate::kernel::answer::answer_form;
    let kept: [(&str, &str); 2] = [("to_centre", &to_centre), ("effective_on", &effective_on)];
    answer_form(&kept, async {
        let mut cx = begin(&id).await?;
        super::doing::propose(&mut cx, &key, &to_centre, &effective_on).await?;
        cx.commit().await?;
        super::doing::back_to(&format!("/deltagare/{id}/flytt"));
        Ok(())
    })
    .await
}

/// Withdraws a proposal that has not taken effect.
#[server(prefix = "/api", endpoint = "transfer/withdraw")]
pub async fn withdraw_transfer(
    #[server(default)] id: String,
    #[server(default)] transfer: String,
) -> Result<(), AppError> {
    use crate::kernel::answer;
    answer(async {
        let mut cx = begin(&id).await?;
        super::doing::withdraw(&mut cx, &transfer).await?;
        cx.commit().await?;
        super::doing::back_to(&format!("/deltagare/{id}/flytt"));
        Ok(())
    })
    .await
}

/// The participant's own transfers.
#[server(prefix = "/api", endpoint = "transfer/mine", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_my_transfers() -> Result<Vec<TransferLine>, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::AnswerTransfer).await?;
        let mine = super::doing::mine(&mut cx).await?;
        cx.commit().await?;
        Ok(mine)
    })
    .await
}

/// The participant's yes or no.
#[server(prefix = "/api", endpoint = "transfer/answer")]
pub async fn answer_transfer(
    #[server(default)] transfer: String,
    #[server(default)] answer: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer as answered, policy::Action};
    answered(async {
        let mut cx = Ctx::begin(Action::AnswerTransfer).await?;
        super::doing::answer(&mut cx, &transfer, &answer).await?;
        cx.commit().await?;
        super::doing::back_to("/flytt");
        Ok(())
    })
    .await
}
