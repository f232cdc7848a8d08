//! Server functions of the extension.

use crate::kernel::{AppError, Choice};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A proposed extension, with its keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    pub id: String,
    /// What is proposed, in the words that the keys are given over.
    pub words: String,
    /// "21 maj 2027": the last day as it was when this was proposed.
    pub old_end: String,
    pub new_end: String,
    pub deadline: String,
    /// Proof of what was read, all of it: a key is given over it.
    pub hash: String,
    pub revision: i32,
    pub open: bool,
    /// How it stands, in a sentence.
    pub stage: String,
    pub keys: Vec<KeyLine>,
    /// Earlier texts, the latest first; the keys given to them are void.
    pub earlier: Vec<String>,
    /// The reader holds a key that is not turned.
    pub waits_for_me: bool,
    /// For the form that changes it.
    pub new_end_on: String,
    pub deadline_on: String,
}

/// Who has answered, and what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyLine {
    pub who: String,
    pub said: String,
    pub given: bool,
}

/// The extension of somebody of the centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts of one page")]
pub struct ExtensionDesk {
    pub person: String,
    pub name: String,
    pub number: String,
    /// "Tiden slutar 9 maj: 20 dagar kvar."
    pub term: String,
    pub near: bool,
    /// The programme's rules ask for keys, and there is a term that goes on.
    pub possible: bool,
    pub asks_agency: bool,
    pub agencies: Vec<Choice>,
    /// The agency that referred the person, if it is one of these.
    pub agency: String,
    /// Of the open one: the agency cannot read it without a consent.
    pub agency_blind: bool,
    pub open: Option<Proposal>,
    pub past: Vec<Proposal>,
    pub key: String,
    /// The last day on which keys can be given, at most.
    pub latest_deadline: String,
}

/// The extension as an agency's case worker has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyExtension {
    pub person: String,
    pub name: String,
    pub proposals: Vec<Proposal>,
}

/// The participant's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyExtension {
    /// When the term ends, in a sentence; nothing where none is open.
    pub term: Option<String>,
    pub proposals: Vec<Proposal>,
}

#[cfg(feature = "ssr")]
async fn begin(person: &str) -> Result<crate::kernel::Ctx, AppError> {
    use crate::kernel::{Ctx, policy::Action};
    // What is no id is nobody's: the same answer.
    let person = person
        .trim()
        .parse()
        .unwrap_or_else(|_| domain::ids::PersonId::from(uuid::Uuid::nil()));
    Ctx::begin_about(Action::HandleExtension, person, None).await
}

/// The extension of a person, for the centre's staff.
#[server(prefix = "/api", endpoint = "extension/desk", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_extension_desk(#[server(default)] id: String) -> Result<ExtensionDesk, AppError> {
    use crate::kernel::answer;
    answer(async {
        let mut cx = begin(&id).await?;
        let desk = super::doing::desk(&mut cx).await?;
        cx.commit().await?;
        Ok(desk)
    })
    .await
}

/// The extension of a person, for the agency whose key is asked for.
#[server(prefix = "/api", endpoint = "extension/agency", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_agency_extension(#[server(default)] id: String) -> Result<AgencyExtension, AppError> {
    use crate::kernel::answer;
    answer(async {
        let mut cx = begin(&id).await?;
        let extension = super::doing::of_agency(&mut cx).await?;
        cx.commit().await?;
        Ok(extension)
    })
    .await
}

/// Proposes an extension, or changes the one that is open: then every key is to be given anew.
#[server(prefix = "/api", endpoint = "extension/propose")]
pub async fn propose_extension(
    #[server(default)] id: String,
    #[server(default)] key: String,
    #[server(default)] extension: String,
    #[server(default)] was: i32,
    #[server(default)] agency: String,
    #[server(default)] new_end: String,
    #[server(default)] deadline: String,
    #[server(default)] words: String,
) -> Result<(), AppError> {
    use crate::kernel::answer::answer_form;
    let kept: [(&str, &str); 4] = [
        ("agency", &agency),
        ("new_end", &new_end),
        ("deadline", &deadline),
        ("words", &words),
    ];
    answer_form(&kept, async {
        let mut cx = begin(&id).await?;
        let typed = super::doing::Typed {
            agency: &agency,
            new_end: &new_end,
            deadline: &deadline,
            words: &words,
        };
        super::doing::propose(&mut cx, &key, (&extension, was), &typed).await?;
        cx.commit().await?;
        super::doing::back_to(&format!("/deltagare/{id}/forlangning"));
        Ok(())
    })
    .await
}

/// Withdraws the one that is open.
#[server(prefix = "/api", endpoint = "extension/withdraw")]
pub async fn withdraw_extension(
    #[server(default)] id: String,
    #[server(default)] extension: String,
) -> Result<(), AppError> {
    use crate::kernel::answer;
    answer(async {
        let mut cx = begin(&id).await?;
        super::doing::withdraw(&mut cx, &extension).await?;
        cx.commit().await?;
        super::doing::back_to(&format!("/deltagare/{id}/forlangning"));
        Ok(())
    })
    .await
}

/// The key of the centre or of the agency, over the text that was shown; or a refusal with its reason.
#[server(prefix = "/api", endpoint = "extension/turn-key")]
pub async fn turn_key(
    #[server(default)] id: String,
    #[server(default)] extension: String,
    #[server(default)] hash: String,
    #[server(default)] answer: String,
    #[server(default)] refusal: String,
) -> Result<(), AppError> {
    use crate::kernel::Visitor;
    use crate::kernel::answer::answer_form;
    answer_form(&[("refusal", &refusal)], async {
        let mut cx = begin(&id).await?;
        let session = Visitor::current().and_then(|v| v.session);
        super::doing::turn(&mut cx, &extension, &hash, (&answer, &refusal), session).await?;
        let page = if cx.actor.agency().is_some() {
            format!("/myndighet/{id}/forlangning")
        } else {
            format!("/deltagare/{id}/forlangning")
        };
        cx.commit().await?;
        super::doing::back_to(&page);
        Ok(())
    })
    .await
}

/// The participant's own extension.
#[server(prefix = "/api", endpoint = "extension/mine", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_my_extension() -> Result<MyExtension, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::AnswerExtension).await?;
        let mine = super::doing::mine(&mut cx).await?;
        cx.commit().await?;
        Ok(mine)
    })
    .await
}

/// The participant's key, over the text that was shown; or a refusal with its reason.
#[server(prefix = "/api", endpoint = "extension/my-key")]
pub async fn turn_my_key(
    #[server(default)] extension: String,
    #[server(default)] hash: String,
    #[server(default)] answer: String,
    #[server(default)] refusal: String,
) -> Result<(), AppError> {
    use crate::kernel::answer::answer_form;
    use crate::kernel::{Ctx, Visitor, policy::Action};
    answer_form(&[("refusal", &refusal)], async {
        let mut cx = Ctx::begin(Action::AnswerExtension).await?;
        let session = Visitor::current().and_then(|v| v.session);
        super::doing::turn(&mut cx, &extension, &hash, (&answer, &refusal), session).await?;
        cx.commit().await?;
        super::doing::back_to("/forlangning");
        Ok(())
    })
    .await
}
