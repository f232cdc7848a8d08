//! A broken promise wants a reason: given by the own coach, a team leader or the manager.

use super::store::{self, New};
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::Role;
use crate::kernel::{AppError, Ctx};
use domain::ids::{EnrolmentId, IdempotencyKey};
use domain::promise::{NotExplained, PromiseRefusal, Reason, State, Which, explanation};
use unicode_normalization::UnicodeNormalization;

pub(super) const fn refused(field: Field, why: PromiseRefusal) -> AppError {
    AppError::Promise { field, why }
}

/// A reason as it was chosen, with its words.
pub(super) struct Words {
    pub reason: Reason,
    pub words: String,
}

impl Words {
    /// # Errors
    /// At the field for what is wrong.
    pub fn read(reason: &str, words: &str) -> Result<Self, AppError> {
        let (reason, words) = explanation(reason, words).map_err(|wrong| match wrong {
            NotExplained::Choice(why) => refused(Field::Reason, why),
            NotExplained::Words(why) => refused(Field::Words, why),
            NotExplained::Text(problem) => AppError::Field {
                field: Field::Words,
                problem,
            },
        })?;
        Ok(Self {
            reason,
            words: words.nfc().collect(),
        })
    }
}

/// What somebody wrote.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    pub enrolment: &'a str,
    pub clock: &'a str,
    pub reason: &'a str,
    pub words: &'a str,
    pub key: &'a str,
}

/// Says why a promise to the person that the action is about was broken. The same press twice is one reason; a later
/// reason takes the place of an earlier one, which stays to be read.
///
/// # Errors
/// At the field for what is wrong with the reason; `NotFound` for a coach whose person it is not; `Conflict` for a key of
/// another reason.
pub async fn explain(cx: &mut Ctx, typed: Typed<'_>) -> Result<(), AppError> {
    let person = cx.subject()?;
    let own = cx.about.as_ref().is_some_and(|about| about.standing.assigned);
    if cx.actor.role() == Some(Role::Coach) && !own {
        return Err(AppError::NotFound);
    }
    let enrolment: EnrolmentId = typed.enrolment.trim().parse().map_err(|_| AppError::Unreadable)?;
    let key: uuid::Uuid = typed.key.trim().parse().map_err(|_| AppError::Unreadable)?;
    let which = Which::from_code(typed.clock.trim()).ok_or(AppError::Unreadable)?;
    let said = Words::read(typed.reason, typed.words)?;
    store::queue_for(cx, enrolment).await?;
    let cases = store::of_person(cx, person).await?;
    let case = cases
        .iter()
        .find(|c| c.enrolment == enrolment && Some(c.centre) == cx.actor.centre())
        .ok_or(AppError::NotFound)?;
    let promises = case.promises(cx.today())?;
    let State::Broken { due, .. } = promises.clock(which).state else {
        return Err(refused(Field::Reason, PromiseRefusal::NotBroken));
    };
    let new = New {
        key: IdempotencyKey::from_uuid(key),
        which,
        due,
        reason: said.reason,
        words: &said.words,
    };
    let id = IdempotencyKey::mint(cx.now, &mut SystemRandom).as_uuid();
    store::explain(cx, id, case, &new).await
}
