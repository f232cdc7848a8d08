//! Filling in a form (X2).

use super::sent::Sent;
use super::store::{self, Enrolled, Filled};
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::Category;
use crate::kernel::{AppError, Ctx, access_log};
use domain::form::{FormError, FormPlace, FormRefusal, Occasion, answered, is_open};
use domain::ids::{EnrolmentId, FormEntryId, FormVersionId, PersonId};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

pub fn refused(why: FormRefusal) -> AppError {
    AppError::Form(FormError::new(FormPlace::Whole, why))
}

/// Whose forms the actor fills in: their own, or those of the person that the device is locked to.
///
/// # Errors
/// `NotFound` for anybody else.
pub fn whose(cx: &Ctx) -> Result<PersonId, AppError> {
    cx.actor
        .person()
        .or(cx.actor.joint_person())
        .ok_or(AppError::NotFound)
}

/// Whether a form of an enrolment can be filled in today.
pub fn open(cx: &Ctx, of: &Enrolled, occasion: Occasion, jointly: bool) -> bool {
    is_open(
        occasion,
        of.enrolled_on,
        of.term_ends_on,
        of.ended_on,
        jointly,
        cx.today(),
    )
}

/// Fills in a form, or changes it; the same press again changes nothing.
///
/// # Errors
/// At the question that cannot be accepted; `Conflict` where it was changed elsewhere since it was read.
pub async fn fill(cx: &mut Ctx, sent: &Sent) -> Result<(), AppError> {
    let person = whose(cx)?;
    let jointly = cx.actor.joint_person().is_some();
    let id: EnrolmentId = sent.enrolment.trim().parse().map_err(|_| AppError::Unreadable)?;
    let version: FormVersionId = sent.version.trim().parse().map_err(|_| AppError::Unreadable)?;
    let key = sent.key.trim().parse().map_err(|_| AppError::Unreadable)?;
    let occasion = Occasion::from_code(&sent.occasion).ok_or(AppError::Unreadable)?;
    let of = store::enrolments(cx, person)
        .await?
        .into_iter()
        .find(|e| e.id == id)
        .ok_or(AppError::NotFound)?;
    if !open(cx, &of, occasion, jointly) {
        return Err(refused(FormRefusal::Closed));
    }
    if of.version != version {
        return Err(refused(FormRefusal::Stale));
    }
    let questions = store::questions(cx, version).await?;
    let typed: BTreeMap<String, String> = sent
        .answers
        .iter()
        .map(|(question, said)| (question.clone(), said.nfc().collect()))
        .collect();
    let answers = answered(&questions, &typed).map_err(AppError::Form)?;
    let filled = Filled {
        id: FormEntryId::mint(cx.now, &mut SystemRandom),
        enrolment: id,
        occasion: occasion.code(),
        was: sent.was,
        version,
        answers: &answers,
        key,
    };
    let code = store::fill(cx, &filled).await?;
    if jointly {
        // The colleague sits beside: what is written there they have seen.
        let permit = cx.permit;
        access_log::read_about(cx, &[Category::Forms], permit).await?;
    }
    match code.as_str() {
        "done" => Ok(()),
        "conflict" => Err(AppError::Conflict),
        "stale" => Err(refused(FormRefusal::Stale)),
        "closed" => Err(refused(FormRefusal::Closed)),
        _ => Err(AppError::NotFound),
    }
}
