//! Server functions of consent.

use super::{Party, PartyName};
use crate::kernel::AppError;
use domain::consent::{Category, How, Purpose, TextLanguage};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The participant's own page: who may know what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyConsents {
    pub parties: Vec<Party>,
    /// Whether there is an enrolment to consent for.
    pub enrolled: bool,
}

/// One party, the texts, and what a form needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToDecide {
    pub party: Party,
    pub texts: Vec<ConsentText>,
    pub enrolled: bool,
    /// A fresh key for one press.
    pub key: String,
    /// The first day that can be chosen.
    pub today: String,
}

/// The desk: somebody's consents, and what a form needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    pub person: String,
    pub name: String,
    pub parties: Vec<Party>,
    pub texts: Vec<ConsentText>,
    pub enrolled: bool,
    pub key: String,
    pub today: String,
}

/// The text that is read before anybody agrees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentText {
    pub language: TextLanguage,
    pub version: i32,
    pub title: String,
    pub body: Vec<String>,
    /// The beginning of its SHA-256.
    pub hash: String,
}

/// What was agreed to under one signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub name: String,
    pub party: PartyName,
    pub how: How,
    pub paper_place: String,
    /// The drawn signature as a path (SVG).
    pub drawn: Option<String>,
    pub signed: String,
    /// The day, as 2026-11-21.
    pub signed_on: String,
    pub text: ConsentText,
    pub lines: Vec<ReceiptLine>,
}

/// A consent of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    pub category: Category,
    pub purpose: Purpose,
    pub until: Option<String>,
    pub state: State,
}

/// What has become of a consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    InForce,
    /// Taken back on this day.
    Withdrawn(String),
    /// Its day has passed, or the enrolment has ended.
    Ended,
}

/// What came of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The receipt; none where all of it was agreed already.
    pub receipt: Option<String>,
    /// What was agreed already and stands as it was.
    pub already: Vec<Category>,
}

/// The participant's own consents, party by party.
#[server(prefix = "/api", endpoint = "consent/mine", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_my_consents() -> Result<MyConsents, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadOwnConsents).await?;
        let mine = super::shown::mine(&mut cx).await?;
        cx.commit().await?;
        Ok(mine)
    })
    .await
}

/// One party for the participant to read about and decide on.
#[server(prefix = "/api", endpoint = "consent/to-decide", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_to_decide(#[server(default)] agency: String) -> Result<ToDecide, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::GiveOwnConsent).await?;
        let party = super::shown::to_decide(&mut cx, &agency).await?;
        cx.commit().await?;
        Ok(party)
    })
    .await
}

/// The participant's own receipt.
#[server(prefix = "/api", endpoint = "consent/receipt", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_receipt(#[server(default)] id: String) -> Result<Receipt, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadOwnConsents).await?;
        let receipt = super::shown::receipt(&mut cx, &id).await?;
        cx.commit().await?;
        Ok(receipt)
    })
    .await
}

/// Gives one's own consent, signed on one's own screen.
#[server(prefix = "/api", endpoint = "consent/give")]
pub async fn give_consent(
    #[server(default)] key: String,
    #[server(default)] agency: String,
    #[server(default)] consents: Vec<String>,
    #[server(default)] purpose: String,
    #[server(default)] until_kind: String,
    #[server(default)] until: String,
    #[server(default)] text_language: String,
    #[server(default)] text_version: i32,
    #[server(default)] signature: String,
) -> Result<Taken, AppError> {
    use super::giving::{self, Asked};
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    let ticked = consents.join(" ");
    answer_form(
        &[
            ("consents", &ticked),
            ("purpose", &purpose),
            ("until_kind", &until_kind),
            ("until", &until),
        ],
        async {
            let mut cx = Ctx::begin(Action::GiveOwnConsent).await?;
            let person = cx.oneself()?;
            let asked = Asked {
                key: &key,
                agency: &agency,
                consents: &consents,
                purpose: &purpose,
                until_kind: &until_kind,
                until: &until,
                text_language: &text_language,
                text_version,
                how: "screen",
                paper_place: "",
                signature: &signature,
            };
            let given = giving::give(&mut cx, person, None, &asked).await?;
            cx.commit().await?;
            let taken = server::taken(&given);
            match &taken.receipt {
                Some(id) => leptos_axum::redirect(&format!("/samtycke/kvitto/{id}")),
                None => leptos_axum::redirect("/samtycke?redan"),
            }
            Ok(taken)
        },
    )
    .await
}

/// Withdraws one's own consent: one by its id, or all of a party's (C2).
#[server(prefix = "/api", endpoint = "consent/withdraw")]
pub async fn withdraw_consent(
    #[server(default)] consent: String,
    #[server(default)] agency: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, Visitor, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::WithdrawOwnConsent).await?;
        let person = cx.oneself()?;
        super::withdrawing::withdraw(&mut cx, person, &consent, &agency).await?;
        cx.commit().await?;
        if Visitor::current().is_some_and(|v| v.wants_page) {
            leptos_axum::redirect("/samtycke?klart");
        }
        Ok(())
    })
    .await
}

/// Somebody's consents at the desk.
#[server(prefix = "/api", endpoint = "consent/desk", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_consent_desk(#[server(default)] person: String) -> Result<Desk, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin_about(Action::TakeConsent, server::person(&person), None).await?;
        let desk = super::shown::desk(&mut cx).await?;
        cx.commit().await?;
        Ok(desk)
    })
    .await
}

/// Takes somebody's consent at the desk: on paper, or signed on this screen.
#[server(prefix = "/api", endpoint = "consent/take")]
pub async fn take_consent(
    #[server(default)] person: String,
    #[server(default)] key: String,
    #[server(default)] agency: String,
    #[server(default)] consents: Vec<String>,
    #[server(default)] purpose: String,
    #[server(default)] until_kind: String,
    #[server(default)] until: String,
    #[server(default)] text_language: String,
    #[server(default)] text_version: i32,
    #[server(default)] how: String,
    #[server(default)] paper_place: String,
    #[server(default)] signature: String,
) -> Result<Taken, AppError> {
    use super::giving::{self, Asked};
    use crate::kernel::{Ctx, Visitor, answer::answer_form, policy::Action};
    let ticked = consents.join(" ");
    answer_form(
        &[
            ("agency", &agency),
            ("consents", &ticked),
            ("purpose", &purpose),
            ("until_kind", &until_kind),
            ("until", &until),
            ("text_language", &text_language),
            ("how", &how),
            ("paper_place", &paper_place),
        ],
        async {
            let about = server::person(&person);
            let mut cx = Ctx::begin_about(Action::TakeConsent, about, None).await?;
            let asked = Asked {
                key: &key,
                agency: &agency,
                consents: &consents,
                purpose: &purpose,
                until_kind: &until_kind,
                until: &until,
                text_language: &text_language,
                text_version,
                how: &how,
                paper_place: &paper_place,
                signature: &signature,
            };
            let given = giving::take(&mut cx, &asked).await?;
            cx.commit().await?;
            if Visitor::current().is_some_and(|v| v.wants_page) {
                let said = if given.signature.is_some() {
                    "sparat"
                } else {
                    "redan"
                };
                leptos_axum::redirect(&format!("/deltagare/{about}/samtycke?{said}"));
            }
            Ok(server::taken(&given))
        },
    )
    .await
}

/// Withdraws at the desk, on behalf of somebody without a phone.
#[server(prefix = "/api", endpoint = "consent/withdraw-on-behalf")]
pub async fn withdraw_on_behalf(
    #[server(default)] person: String,
    #[server(default)] consent: String,
    #[server(default)] agency: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, Visitor, answer, policy::Action};
    answer(async {
        let about = server::person(&person);
        let mut cx = Ctx::begin_about(Action::TakeConsent, about, None).await?;
        super::withdrawing::withdraw_on_behalf(&mut cx, &consent, &agency).await?;
        cx.commit().await?;
        if Visitor::current().is_some_and(|v| v.wants_page) {
            leptos_axum::redirect(&format!("/deltagare/{about}/samtycke?klart"));
        }
        Ok(())
    })
    .await
}

#[cfg(feature = "ssr")]
mod server {
    use super::Taken;
    use crate::consent::Given;
    use domain::consent::Item;
    use domain::ids::{ConsentSignatureId, PersonId};
    use uuid::Uuid;

    /// The person of a page's address. What is no id is nobody's: the answer is the same as for a stranger's.
    pub fn person(id: &str) -> PersonId {
        Uuid::try_parse(id).unwrap_or_default().into()
    }

    pub fn taken(given: &Given) -> Taken {
        Taken {
            receipt: given.signature.as_ref().map(ConsentSignatureId::to_string),
            already: given.already.iter().map(|item| Item::category(*item)).collect(),
        }
    }
}
