//! What is done with a referral that has come in: by its sender, and at the desk.

use super::store;
use super::typed_in::{self, wrong};
use crate::kernel::access_log::{self, Attempt};
use crate::kernel::error::Field;
use crate::kernel::policy::{Category, Denial, Role};
use crate::kernel::{AppError, Ctx};
use domain::access::StatedReason;
use domain::ids::{ReferralId, StaffId};
use domain::plan::TextError;
use domain::referral::{ReferralProblem, Refusal};
use unicode_normalization::UnicodeNormalization;

/// What the desk or the sender does.
#[derive(Clone, Copy, Debug)]
pub enum Change<'a> {
    Withdraw,
    Refuse { code: &'a str, words: &'a str },
    Review,
    Judge,
    Contacted { on: &'a str },
}

/// Does it. Said again it has been done already; what cannot be any more says so.
///
/// # Errors
/// `NotFound` for what one may not know of, and recorded; `Referral` with the reason at its field.
pub async fn change(cx: &mut Ctx, id: &str, change: Change<'_>) -> Result<ReferralId, AppError> {
    let id: ReferralId = typed_in::id(id)?;
    let today = cx.today();
    let outcome = match change {
        Change::Withdraw => store::change(cx, id, "withdraw", None, "", None).await?,
        Change::Refuse { code, words } => {
            let code = Refusal::from_code(code).ok_or(wrong(Field::Kind, ReferralProblem::Choose))?;
            let words = typed_in::words(words, 500, Field::Words)?;
            store::change(cx, id, "refuse", Some(code.code()), &words, None).await?
        }
        Change::Review => store::change(cx, id, "review", None, "", None).await?,
        Change::Judge => store::change(cx, id, "judge", None, "", None).await?,
        Change::Contacted { on } => {
            let on = typed_in::past_day(on, Field::When, today)?;
            let outcome = store::change(cx, id, "contacted", None, "", Some(on)).await?;
            if outcome == "done" {
                store::note_contact(cx, id, on).await?;
            }
            outcome
        }
    };
    match outcome.as_str() {
        "done" | "same" => Ok(id),
        "taken_over" => Err(wrong(Field::Answer, ReferralProblem::TakenOver)),
        "decided" => Err(wrong(Field::Answer, ReferralProblem::Decided)),
        "before_referral" => Err(wrong(Field::When, ReferralProblem::BeforeReferral)),
        _ => Err(hidden(cx).await),
    }
}

/// The manager names who settles a protected referral (G4).
///
/// # Errors
/// `NotFound` where there is nothing to name anybody for.
pub async fn name_staff(cx: &mut Ctx, id: &str, staff: &str) -> Result<ReferralId, AppError> {
    let id: ReferralId = typed_in::id(id)?;
    let staff: StaffId = staff
        .trim()
        .parse()
        .map_err(|_| wrong(Field::Staff, ReferralProblem::Choose))?;
    match store::name_staff(cx, id, staff).await?.as_str() {
        "done" => Ok(id),
        _ => Err(hidden(cx).await),
    }
}

/// L: says why the identity number is needed whole; the page shows it for a minute, and the log has the reason.
///
/// # Errors
/// `Field` for a reason that is none; `NotFound` for what one may not know of.
pub async fn open_number(cx: &mut Ctx, id: &str, reason: &str) -> Result<ReferralId, AppError> {
    let id: ReferralId = typed_in::id(id)?;
    if !matches!(cx.actor.role(), Some(Role::Reception | Role::TeamLeader)) {
        return Err(hidden(cx).await);
    }
    let reason: String = reason.nfc().collect();
    let reason = StatedReason::parse(&reason).map_err(|problem: TextError| AppError::Field {
        field: Field::Reason,
        problem,
    })?;
    let Some(whole) = store::at_desk(cx, id).await? else {
        return Err(hidden(cx).await);
    };
    // Once the person is known here their record has the number, and its own way to it.
    if whole.person_id.is_some() || whole.identity_number.is_none() {
        return Err(AppError::NotFound);
    }
    store::log_read(
        cx,
        &[(id, None)],
        &[Category::IdentityNumber],
        Some(reason.as_str()),
    )
    .await?;
    Ok(id)
}

/// As if it were not there; that somebody tried is in the log.
pub async fn hidden(cx: &Ctx) -> AppError {
    let attempt = Attempt {
        action: cx.action,
        request: cx.request,
        now: cx.now,
        person: None,
        reason: None,
    };
    access_log::denied(&cx.state, Some(&cx.actor), &attempt, Denial::NotHere).await;
    AppError::NotFound
}
