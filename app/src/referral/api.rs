//! Server functions of referrals that have been sent.

use crate::kernel::{AppError, Choice};
use crate::promise::{Chip, OfReferral};
use domain::referral::ReferralState;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How many stand on one page of a list.
pub const PAGE_SIZE: u32 = 25;

/// Which referrals a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// What is not decided.
    #[default]
    Open,
    Expected,
    Queued,
    Reviews,
    Decided,
}

impl Which {
    pub const ALL: [Self; 5] = [
        Self::Open,
        Self::Expected,
        Self::Queued,
        Self::Reviews,
        Self::Decided,
    ];

    /// The word in the page's address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "pagar",
            Self::Expected => "vantas",
            Self::Queued => "ko",
            Self::Reviews => "avstamning",
            Self::Decided => "avgjorda",
        }
    }

    /// The list of such a word; what is not decided for any other.
    pub fn from_code(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|w| w.code() == code)
            .unwrap_or_default()
    }

    pub const fn states(self) -> &'static [ReferralState] {
        use ReferralState::{Enrolled, Placed, Queued, Refused, Review, Withdrawn};
        match self {
            Self::Open => &[Placed, Queued, Review],
            Self::Expected => &[Placed],
            Self::Queued => &[Queued],
            Self::Reviews => &[Review],
            Self::Decided => &[Refused, Withdrawn, Enrolled],
        }
    }
}

/// A list: of one's own referrals, or what has come in to the centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referrals {
    /// Whether the reader is a sender.
    pub sender: bool,
    pub rows: Vec<ReferralRow>,
    pub total: u32,
    pub page: u32,
    pub pages: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralRow {
    pub id: String,
    pub name: String,
    /// Programme, and at the desk who sent it.
    pub about: String,
    pub state: ReferralState,
    pub state_words: String,
    /// Its place in the queue and why; the reason of a no.
    pub more: Option<String>,
    pub sent: String,
    /// What K4 asks for, at the desk.
    pub clock: Option<Chip>,
}

/// An answer to a condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerLine {
    pub what: String,
    pub yes: bool,
    pub judged: String,
}

/// Who could be the same: shown, never merged (E6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Double {
    pub href: String,
    pub words: String,
}

/// What the reader may do with it now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent facts about one referral"
)]
pub struct May {
    pub withdraw: bool,
    pub refuse: bool,
    pub review: bool,
    pub judge: bool,
    pub contact: bool,
    pub name: bool,
    pub number: bool,
}

/// One referral.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    pub id: String,
    pub sender: bool,
    pub name: String,
    pub state: ReferralState,
    pub state_words: String,
    pub more: Option<String>,
    /// The words of a no to the sender.
    pub said: Option<String>,
    /// What K4 asks for, at the desk.
    pub clock: Option<Chip>,
    /// How K4 stands, and why it was broken.
    pub promise: Option<OfReferral>,
    /// Label and value, those that there are.
    pub facts: Vec<(String, String)>,
    /// Who it is about: the same.
    pub person: Vec<(String, String)>,
    /// Masked; whole for a minute where a reason was stated.
    pub number: Option<String>,
    pub reason: Option<String>,
    pub answers: Vec<AnswerLine>,
    pub protected: bool,
    /// Who is named for it, where it is protected.
    pub named: Option<String>,
    pub colleagues: Vec<Choice>,
    pub events: Vec<String>,
    pub doubles: Vec<Double>,
    /// The person's record, once they are known here.
    pub record: Option<String>,
    pub may: May,
    pub today: String,
}

/// One's own referrals, or those of the centre; `which` is a word of the address, `search` part of a name.
#[server(prefix = "/api", endpoint = "referral/list", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_referrals(
    #[server(default)] which: String,
    #[server(default)] search: String,
    #[server(default)] page: u32,
) -> Result<Referrals, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadReferrals).await?;
        let list = super::lists::list(&mut cx, Which::from_code(&which), &search, page).await?;
        cx.commit().await?;
        Ok(list)
    })
    .await
}

/// One referral; `explain` is the promise that a reason is given for.
#[server(prefix = "/api", endpoint = "referral/one", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_referral(
    #[server(default)] id: String,
    #[server(default)] explain: String,
) -> Result<Referral, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadReferrals).await?;
        let one = super::desk::one(&mut cx, &id, &explain).await?;
        cx.commit().await?;
        Ok(one)
    })
    .await
}

/// The sender takes it back.
#[server(prefix = "/api", endpoint = "referral/withdraw")]
pub async fn withdraw_referral(#[server(default)] id: String) -> Result<(), AppError> {
    use super::settle::Change;
    use crate::kernel::{answer, policy::Action};
    answer(server::change(Action::Refer, &id, Change::Withdraw)).await
}

/// The centre says no, by a typed reason (E4).
#[server(prefix = "/api", endpoint = "referral/refuse")]
pub async fn refuse_referral(
    #[server(default)] id: String,
    #[server(default)] kind: String,
    #[server(default)] words: String,
) -> Result<(), AppError> {
    use super::settle::Change;
    use crate::kernel::{answer::answer_form, policy::Action};
    let change = Change::Refuse {
        code: &kind,
        words: &words,
    };
    let kept: [(&str, &str); 2] = [("kind", &kind), ("words", &words)];
    answer_form(&kept, server::change(Action::SettleReferral, &id, change)).await
}

/// A joint review is called (M3).
#[server(prefix = "/api", endpoint = "referral/call-review")]
pub async fn call_review(#[server(default)] id: String) -> Result<(), AppError> {
    use super::settle::Change;
    use crate::kernel::{answer, policy::Action};
    answer(server::change(Action::SettleReferral, &id, Change::Review)).await
}

/// The review said yes: the referral gets a place, or waits where it came in.
#[server(prefix = "/api", endpoint = "referral/judge-review")]
pub async fn judge_review(#[server(default)] id: String) -> Result<(), AppError> {
    use super::settle::Change;
    use crate::kernel::{answer, policy::Action};
    answer(server::change(Action::SettleReferral, &id, Change::Judge)).await
}

/// The day on which the centre first reached the person (K4).
#[server(prefix = "/api", endpoint = "referral/note-contact")]
pub async fn note_contact(
    #[server(default)] id: String,
    #[server(default)] when: String,
) -> Result<(), AppError> {
    use super::settle::Change;
    use crate::kernel::{answer::answer_form, policy::Action};
    let change = Change::Contacted { on: &when };
    answer_form(
        &[("when", &when)],
        server::change(Action::SettleReferral, &id, change),
    )
    .await
}

/// Says why the identity number is needed whole, and leads back to the page, which shows it for a minute (L).
#[server(prefix = "/api", endpoint = "referral/show-number")]
pub async fn show_referral_number(
    #[server(default)] id: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    answer_form(&[("reason", &reason)], async {
        let mut cx = Ctx::begin(Action::SettleReferral).await?;
        let id = super::settle::open_number(&mut cx, &id, &reason).await?;
        cx.commit().await?;
        leptos_axum::redirect(&format!("/anvisningar/{id}"));
        Ok(())
    })
    .await
}

/// The manager names a colleague for a protected referral (G4).
#[server(prefix = "/api", endpoint = "referral/name-staff")]
pub async fn name_for_referral(
    #[server(default)] id: String,
    #[server(default)] staff: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    answer_form(&[("staff", &staff)], async {
        let mut cx = Ctx::begin(Action::ManageProtection).await?;
        let id = super::settle::name_staff(&mut cx, &id, &staff).await?;
        cx.commit().await?;
        leptos_axum::redirect(&format!("/anvisningar/{id}"));
        Ok(())
    })
    .await
}

#[cfg(feature = "ssr")]
mod server {
    use crate::kernel::policy::Action;
    use crate::kernel::{AppError, Ctx};
    use crate::referral::settle::{self, Change};

    /// One change, and back to the referral.
    pub async fn change(action: Action, id: &str, change: Change<'_>) -> Result<(), AppError> {
        let mut cx = Ctx::begin(action).await?;
        let id = settle::change(&mut cx, id, change).await?;
        cx.commit().await?;
        leptos_axum::redirect(&format!("/anvisningar/{id}"));
        Ok(())
    }
}
