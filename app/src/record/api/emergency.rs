//! Opening a record in an emergency (G2): a reason, at most 24 hours, told to the participant and to the manager.

use crate::kernel::AppError;
use leptos::prelude::*;

/// Opens the record of somebody who is not one's own, for so many hours.
#[server(prefix = "/api", endpoint = "record/take-override")]
pub async fn take_override(
    #[server(default)] person: String,
    #[server(default)] key: String,
    #[server(default)] override_reason: String,
    #[server(default)] hours: String,
) -> Result<(), AppError> {
    use crate::kernel::answer::answer_form;
    answer_form(
        &[("override_reason", &override_reason), ("hours", &hours)],
        async {
            server::take_current(&person, &key, &override_reason, &hours).await?;
            leptos_axum::redirect(&format!("/deltagare/{}", crate::record::person_of(&person)));
            Ok(())
        },
    )
    .await
}

#[cfg(feature = "ssr")]
pub mod server {
    use crate::kernel::error::Field;
    use crate::kernel::policy::{Action, Category, Permit};
    use crate::kernel::{AppError, AppState, Ctx, Visitor, access_log};
    use crate::record::person_of;
    use crate::record::store::{self, NewOverride};
    use chrono::TimeDelta;
    use domain::access::StatedReason;
    use domain::ids::{IdempotencyKey, OverrideId};
    use domain::plan::TextError;
    use leptos::prelude::use_context;
    use unicode_normalization::UnicodeNormalization;
    use uuid::Uuid;

    /// Fewest characters of why it is an emergency.
    const REASON_MIN: usize = 10;
    /// Most hours.
    const HOURS_MAX: i64 = 24;

    pub async fn take_current(person: &str, key: &str, reason: &str, hours: &str) -> Result<(), AppError> {
        let state = use_context::<AppState>().ok_or(AppError::Internal)?;
        let visitor = Visitor::current().ok_or(AppError::Internal)?;
        take(state, visitor, person, key, reason, hours).await
    }

    /// # Errors
    /// `NotFound` for whom the actor may not know of, and for a protected identity: there is no emergency for those.
    pub async fn take(
        state: AppState,
        visitor: Visitor,
        person: &str,
        key: &str,
        reason: &str,
        hours: &str,
    ) -> Result<(), AppError> {
        let person = person_of(person);
        let reason: String = reason.nfc().collect();
        let field = |field, problem| AppError::Field { field, problem };
        let reason = StatedReason::parse(&reason)
            .and_then(|r| {
                if r.as_str().chars().count() < REASON_MIN {
                    Err(TextError::Empty)
                } else {
                    Ok(r)
                }
            })
            .map_err(|problem| field(Field::OverrideReason, problem));
        let mut cx =
            Ctx::begin_about_for(state, visitor, Action::TakeOverride, person, reason.clone().ok()).await?;
        let (Some(centre), Some(staff), Some(account)) =
            (cx.actor.centre(), cx.actor.staff(), cx.actor.account())
        else {
            return Err(AppError::NotFound);
        };
        if cx.about.as_ref().is_none_or(|about| about.standing.protected) {
            return Err(AppError::NotFound);
        }
        let reason = reason?;
        let hours: i64 = hours
            .trim()
            .parse()
            .ok()
            .filter(|h| (1..=HOURS_MAX).contains(h))
            .ok_or_else(|| field(Field::Hours, TextError::Empty))?;
        let key: IdempotencyKey = Uuid::try_parse(key).map_err(|_| AppError::Unreadable)?.into();
        let new = NewOverride {
            id: OverrideId::mint(cx.now, &mut crate::kernel::outside::SystemRandom),
            person,
            centre,
            staff,
            account,
            reason: &reason,
            ends_at: cx.now + TimeDelta::hours(hours),
            key,
        };
        let id = new.id.as_uuid();
        if store::take_override(&mut cx, &new).await? {
            // The taking itself is an entry of the log: the participant reads of it even if nothing was opened.
            if let Some(about) = &mut cx.about {
                about.override_id = Some(id);
            }
            access_log::read_about(&mut cx, &[Category::Enrolled], Permit::Override).await?;
        }
        cx.commit().await
    }
}
