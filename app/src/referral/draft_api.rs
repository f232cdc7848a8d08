//! Server functions of a referral that is being written: one question a page, and every answer saved.

use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Where a new referral begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beginning {
    pub agency: String,
    /// The id that the draft will have.
    pub key: String,
    /// What the agency may refer to (E1); empty where it has no way in.
    pub programmes: Vec<String>,
    pub drafts: Vec<DraftLine>,
}

/// One that is begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftLine {
    pub id: String,
    /// The name, once it is written.
    pub name: Option<String>,
    pub saved: String,
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub value: String,
    pub words: String,
    pub more: Option<String>,
}

/// Who it is about, as it stands in the draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonForm {
    pub given_name: String,
    pub family_name: String,
    pub birth_year: String,
    pub identity_number: String,
    pub phone: String,
    pub language: String,
    pub needs_interpreter: bool,
    pub protected: bool,
    /// Whether what stands here is of another age than the programme takes.
    pub not_of_age: bool,
}

/// What is asked on this page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    Programme(Vec<Choice>, String),
    Group(Vec<Choice>, String),
    Person(PersonForm),
    Ground(Vec<Choice>, String),
    /// Answered yes or no, and the day it was judged.
    Condition {
        yes: Option<bool>,
        judged_on: String,
    },
    AfterNo,
    Terms {
        told: bool,
        told_on: String,
    },
    Wish {
        start: String,
        reason: String,
    },
    Check(Check),
    /// Nothing any more: it has been sent, and stands at this address.
    Sent(String),
}

/// The last look before it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Label, value, and the question that changes it.
    pub lines: Vec<(String, String, String)>,
    /// What will happen, and why.
    pub will: String,
    /// Whether it gets a place.
    pub place: bool,
    /// One's own referrals that could be of the same person.
    pub doubles: Vec<(String, String)>,
}

/// A line of what is left: words, more, and the number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceLine {
    pub house: bool,
    pub words: String,
    pub more: String,
    pub number: String,
}

/// A question's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub id: String,
    pub agency: String,
    pub step: String,
    pub title: String,
    pub hint: Option<String>,
    pub no: u32,
    pub of: u32,
    /// Where "back" leads.
    pub back: String,
    pub ask: Ask,
    pub places: Vec<PlaceLine>,
}

/// What there is to begin with, and what one has begun.
#[server(prefix = "/api", endpoint = "referral/beginning", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_beginning() -> Result<Beginning, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::Refer).await?;
        let beginning = super::mine::beginning(&mut cx).await?;
        cx.commit().await?;
        Ok(beginning)
    })
    .await
}

/// Begins a referral and leads to its first question; the same press sent twice is one draft.
#[server(prefix = "/api", endpoint = "referral/begin")]
pub async fn begin_referral(#[server(default)] key: String) -> Result<(), AppError> {
    use super::{draft_store, typed_in};
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::Refer).await?;
        let id = typed_in::id(&key)?;
        draft_store::begin(&mut cx, id).await?;
        cx.commit().await?;
        leptos_axum::redirect(&format!("/anvisa/{id}"));
        Ok(())
    })
    .await
}

/// The question of this step, or the first that is open.
#[server(prefix = "/api", endpoint = "referral/question", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_question(
    #[server(default)] id: String,
    #[server(default)] step: String,
) -> Result<Question, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::Refer).await?;
        let question = super::mine::question(&mut cx, &id, &step).await?;
        cx.commit().await?;
        Ok(question)
    })
    .await
}

/// Saves the answer of a step that is a choice, a day or a few words, and leads to the next.
#[server(prefix = "/api", endpoint = "referral/answer")]
pub async fn answer_question(
    #[server(default)] id: String,
    #[server(default)] step: String,
    #[server(default)] programme: String,
    #[server(default)] kind: String,
    #[server(default)] about: String,
    #[server(default)] answer: String,
    #[server(default)] when: String,
    #[server(default)] accept: String,
    #[server(default)] valid_from: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    use super::mine::{self, Answered};
    use crate::kernel::answer::answer_form;
    use crate::kernel::{Ctx, policy::Action};
    let kept: [(&str, &str); 8] = [
        ("programme", &programme),
        ("kind", &kind),
        ("about", &about),
        ("answer", &answer),
        ("when", &when),
        ("accept", &accept),
        ("valid_from", &valid_from),
        ("reason", &reason),
    ];
    answer_form(&kept, async {
        let mut cx = Ctx::begin(Action::Refer).await?;
        let answered = Answered {
            programme: &programme,
            group: &kind,
            ground: &about,
            answer: &answer,
            when: &when,
            told: !accept.is_empty(),
            start: &valid_from,
            reason: &reason,
        };
        let to = mine::save(&mut cx, &id, &step, &answered).await?;
        cx.commit().await?;
        leptos_axum::redirect(&to);
        Ok(())
    })
    .await
}

/// Saves who it is about, and leads to the next question.
#[server(prefix = "/api", endpoint = "referral/person")]
pub async fn answer_person(
    #[server(default)] id: String,
    #[server(default)] given_name: String,
    #[server(default)] family_name: String,
    #[server(default)] birth_year: String,
    #[server(default)] identity_number: String,
    #[server(default)] phone: String,
    #[server(default)] language: String,
    #[server(default)] needs_interpreter: String,
    #[server(default)] protected: String,
) -> Result<(), AppError> {
    use crate::kernel::answer::answer_form;
    use crate::kernel::{Ctx, policy::Action};
    // An identity number is not kept in the browser.
    let kept: [(&str, &str); 7] = [
        ("given_name", &given_name),
        ("family_name", &family_name),
        ("birth_year", &birth_year),
        ("phone", &phone),
        ("language", &language),
        ("needs_interpreter", &needs_interpreter),
        ("protected", &protected),
    ];
    answer_form(&kept, async {
        let mut cx = Ctx::begin(Action::Refer).await?;
        let form = PersonForm {
            given_name: given_name.clone(),
            family_name: family_name.clone(),
            birth_year: birth_year.clone(),
            identity_number,
            phone: phone.clone(),
            language: language.clone(),
            needs_interpreter: !needs_interpreter.is_empty(),
            protected: !protected.is_empty(),
            not_of_age: false,
        };
        let to = super::mine::save_person(&mut cx, &id, &form).await?;
        cx.commit().await?;
        leptos_axum::redirect(&to);
        Ok(())
    })
    .await
}

/// Sends it, and leads to the receipt. Sent again, it is the same referral. Where the programme does not take the age any
/// more it leads back to the person, where that is told.
#[server(prefix = "/api", endpoint = "referral/send")]
pub async fn send_referral(#[server(default)] id: String) -> Result<(), AppError> {
    use super::mine;
    use crate::kernel::error::Field;
    use crate::kernel::{Ctx, answer, policy::Action};
    use domain::referral::ReferralProblem;
    answer(async {
        let mut cx = Ctx::begin(Action::Refer).await?;
        let sent = match mine::send(&mut cx, &id).await {
            Err(AppError::Referral {
                field: Field::BirthYear,
                why: ReferralProblem::Age,
            }) => {
                leptos_axum::redirect(&mine::person_address(&id)?);
                return Ok(());
            }
            sent => sent?,
        };
        cx.commit().await?;
        leptos_axum::redirect(&format!("/anvisningar/{sent}?skickad"));
        Ok(())
    })
    .await
}

/// Throws a draft away: nothing of it is kept.
#[server(prefix = "/api", endpoint = "referral/discard")]
pub async fn discard_draft(#[server(default)] id: String) -> Result<(), AppError> {
    use super::{draft_store, typed_in};
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::Refer).await?;
        draft_store::discard(&mut cx, typed_in::id(&id)?).await?;
        cx.commit().await?;
        leptos_axum::redirect("/anvisa");
        Ok(())
    })
    .await
}
