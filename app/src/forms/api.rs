//! Server functions of the forms: read, filled, and filled together.

use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a question is answered, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Scale { low: String, high: String },
    Choice { choices: Vec<(String, String)> },
    Text,
}

/// A question, with what is answered already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub key: String,
    pub words: String,
    pub kind: Kind,
    pub answer: String,
}

/// A form to fill in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub version: String,
    /// The revision that it shows; 0 where nothing is filled in yet.
    pub was: i32,
    pub key: String,
    pub asked: Vec<Asked>,
}

/// An answer in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub question: String,
    pub answer: String,
}

/// The start form or the exit form of an enrolment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// `domain::form::Occasion`
    pub occasion: String,
    pub title: String,
    /// How it stands, in a sentence.
    pub standing: String,
    pub filled: bool,
    /// It can be filled in or changed now, by the reader or by the reader and the person together.
    pub open: bool,
    pub said: Vec<Said>,
    /// For whoever may fill it in here and now.
    pub sheet: Option<Sheet>,
}

/// What has changed from the start to the end, of one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub question: String,
    /// Both steps of a scale, to be drawn: at the start, at the end.
    pub steps: Option<(u8, u8)>,
    pub ends: Option<(String, String)>,
    /// The same in words.
    pub words: String,
}

/// The forms of one enrolment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Life {
    pub enrolment: String,
    pub programme: String,
    pub days: String,
    pub cards: Vec<Card>,
    /// Once both are filled in.
    pub changed: Vec<Changed>,
}

/// One's own forms, or those of the person that the device is locked to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnForms {
    /// What the person is called, on a locked device.
    pub name: Option<String>,
    /// The page that the device goes back to, on a locked device.
    pub back: Option<String>,
    pub lives: Vec<Life>,
}

/// The forms of a person, for the centre's staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormsOf {
    pub person: String,
    pub name: String,
    pub number: String,
    /// The reader may fill in a form together with the person now.
    pub may_fill: bool,
    pub lives: Vec<Life>,
}

#[cfg(feature = "ssr")]
mod server {
    use crate::kernel::policy::{Action, ActorKind};
    use crate::kernel::{AppError, Ctx, Visitor};
    use domain::ids::PersonId;

    /// Whether this is a device that is locked to a person.
    pub fn locked() -> bool {
        Visitor::current().is_some_and(|v| v.kind() == ActorKind::Joint)
    }

    /// Begins what one does with one's own forms: as oneself, or on a device that is locked to oneself.
    pub async fn begin_own(together: bool) -> Result<Ctx, AppError> {
        Ctx::begin(if together {
            Action::AnswerTogether
        } else {
            Action::AnswerOwnForms
        })
        .await
    }

    /// What is no id is nobody's: the same answer.
    pub fn person(id: &str) -> PersonId {
        id.trim()
            .parse()
            .unwrap_or_else(|_| PersonId::from(uuid::Uuid::nil()))
    }
}

/// One's own forms; on a locked device those of the person that it is locked to.
#[server(prefix = "/api", endpoint = "forms/own", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_own_forms(#[server(default)] together: bool) -> Result<OwnForms, AppError> {
    use crate::kernel::answer;
    answer(async {
        let mut cx = server::begin_own(together).await?;
        let forms = super::shown::own(&mut cx).await?;
        cx.commit().await?;
        Ok(forms)
    })
    .await
}

/// The forms of a person of the centre.
#[server(prefix = "/api", endpoint = "forms/of", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_forms_of(#[server(default)] id: String) -> Result<FormsOf, AppError> {
    use crate::kernel::{answer, policy::Action};
    answer(async {
        let mut cx = super::colleague::begin(Action::ReadForms, server::person(&id)).await?;
        let forms = super::shown::of(&mut cx).await?;
        cx.commit().await?;
        Ok(forms)
    })
    .await
}

/// Fills in a form, or changes it; by oneself, or together on a locked device.
#[server(prefix = "/api", endpoint = "forms/fill")]
pub async fn fill_form(
    #[server(default)] enrolment: String,
    #[server(default)] occasion: String,
    #[server(default)] was: i32,
    #[server(default)] version: String,
    #[server(default)] key: String,
    #[server(default)] answers: BTreeMap<String, String>,
) -> Result<(), AppError> {
    use super::sent::{KEPT, Sent, kept};
    use crate::kernel::answer::answer_form;
    let sent = Sent {
        enrolment,
        occasion,
        was,
        version,
        key,
        answers,
    };
    answer_form(&[(KEPT, &kept(&sent))], async {
        let together = server::locked();
        let mut cx = server::begin_own(together).await?;
        let page = if together { "/tillsammans" } else { "/formular" };
        super::filling::fill(&mut cx, &sent).await?;
        cx.commit().await?;
        leptos_axum::redirect(&format!("{page}?sparat={}", sent.occasion));
        Ok(())
    })
    .await
}

/// Locks the device to a person, to fill in a form together.
#[server(prefix = "/api", endpoint = "forms/begin-together")]
pub async fn begin_together(
    #[server(default)] id: String,
    #[server(default)] enrolment: String,
    #[server(default)] occasion: String,
) -> Result<(), AppError> {
    use crate::kernel::{answer, policy::Action};
    answer(async {
        let cx = super::colleague::begin(Action::BeginTogether, server::person(&id)).await?;
        super::joint::begin(cx, &enrolment, &occasion).await
    })
    .await
}
