//! Stating a reason (L): the words stay in the database, and the page that leans on them is told their id alone.

use crate::kernel::AppError;
use leptos::prelude::*;

/// What one states a reason for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wants {
    /// To read what the grid opens with a reason.
    Record,
    /// To see the identity number.
    IdentityNumber,
}

/// States why one needs to read, and leads back to the record, which opens with it.
#[server(prefix = "/api", endpoint = "record/state-reason")]
pub async fn state_reason(
    #[server(default)] person: String,
    #[server(default)] key: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    use crate::kernel::answer::answer_form;
    answer_form(
        &[("reason", &reason)],
        server::state(&person, &key, &reason, Wants::Record),
    )
    .await
}

/// States why one needs to see the identity number, and leads back to the record, which shows it once.
#[server(prefix = "/api", endpoint = "record/show-identity-number")]
pub async fn show_identity_number(
    #[server(default)] person: String,
    #[server(default)] key: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    use crate::kernel::answer::answer_form;
    answer_form(
        &[("reason", &reason)],
        server::state(&person, &key, &reason, Wants::IdentityNumber),
    )
    .await
}

#[cfg(feature = "ssr")]
pub mod server {
    use super::Wants;
    use crate::kernel::error::Field;
    use crate::kernel::policy::{Action, Category, Denial, Verb};
    use crate::kernel::{AppError, AppState, Ctx, Visitor};
    use crate::record::person_of;
    use crate::record::store::{self, Purpose};
    use chrono::TimeDelta;
    use domain::access::StatedReason;
    use domain::ids::{IdempotencyKey, StatedReasonId};
    use leptos::prelude::use_context;
    use unicode_normalization::UnicodeNormalization;
    use uuid::Uuid;

    /// How long a reason holds for reading the record.
    const RECORD_HOLDS: TimeDelta = TimeDelta::minutes(15);
    /// How long the way back to the page may take before the identity number is shown.
    const NUMBER_HOLDS: TimeDelta = TimeDelta::minutes(1);

    pub async fn state(person: &str, key: &str, reason: &str, wants: Wants) -> Result<(), AppError> {
        let state = use_context::<AppState>().ok_or(AppError::Internal)?;
        let visitor = Visitor::current().ok_or(AppError::Internal)?;
        let stated = state_for(state, visitor, person, key, reason, wants).await?;
        leptos_axum::redirect(&format!("/deltagare/{}?skal={stated}", person_of(person)));
        Ok(())
    }

    /// The same for a visitor who is named. Nothing is read here: whoever then reads is logged, with the reason.
    ///
    /// # Errors
    /// `NotFound` or `Closed` where no reason would open it; `Field` for a reason that is none.
    pub async fn state_for(
        state: AppState,
        visitor: Visitor,
        person: &str,
        key: &str,
        reason: &str,
        wants: Wants,
    ) -> Result<StatedReasonId, AppError> {
        let person = person_of(person);
        let reason: String = reason.nfc().collect();
        let reason = StatedReason::parse(&reason).map_err(|problem| AppError::Field {
            field: Field::Reason,
            problem,
        });
        let action = match wants {
            Wants::Record => Action::OpenRecord,
            Wants::IdentityNumber => Action::ReadIdentityNumber,
        };
        let begun = Ctx::begin_about_for(state, visitor, action, person, reason.clone().ok()).await;
        let mut cx = match begun {
            // What is missing is a reason that can be read as one: that is said at its field.
            Err(AppError::Closed(Denial::ReasonNeeded)) => {
                reason?;
                return Err(AppError::Closed(Denial::ReasonNeeded));
            }
            other => other?,
        };
        // The record is the centre's own; an agency has a view of its own.
        cx.actor.centre().ok_or(AppError::NotFound)?;
        let reason = reason?;
        let (purpose, holds) = match wants {
            Wants::IdentityNumber => (Purpose::IdentityNumber, NUMBER_HOLDS),
            Wants::Record => {
                let opens = [Category::PlanDraft, Category::Attendance, Category::Absence]
                    .into_iter()
                    .find_map(|category| cx.may(category, Verb::Read).err());
                if let Some(denial) = opens {
                    return Err(AppError::Closed(denial));
                }
                (Purpose::Record, RECORD_HOLDS)
            }
        };
        let key: IdempotencyKey = Uuid::try_parse(key).map_err(|_| AppError::Unreadable)?.into();
        let until = cx.now + holds;
        let stated = store::keep_reason(&mut cx, person, purpose, &reason, until, key).await?;
        cx.commit().await?;
        Ok(stated)
    }
}
