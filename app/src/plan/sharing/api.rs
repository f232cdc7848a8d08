//! Server functions of publishing the plan.

use super::{FrozenPlan, Party, Reach};
use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Everything about sharing with one agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharePage {
    pub party: Party,
    /// Whether there is a consent to it.
    pub consented: bool,
    /// Whether they may know that one is enrolled.
    pub known: bool,
    /// What would be shared now: exactly what they would see.
    pub preview: FrozenPlan,
    /// Proof of what the preview showed: nothing else is published.
    pub hash: String,
    /// A fresh key.
    pub key: String,
    pub now: Option<SharedNow>,
    /// Earlier versions, each in a sentence.
    pub history: Vec<String>,
}

/// What they have now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedNow {
    pub since: String,
    pub read: Option<String>,
    pub message: String,
    pub reach: Reach,
    /// What has changed in the plan since, step by step.
    pub changes: Vec<String>,
}

/// What sharing the plan with this agency would be, and is.
#[server(prefix = "/api", endpoint = "plan/share-page", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_share_page(#[server(default)] agency: String) -> Result<SharePage, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::PublishOwnPlan).await?;
        let page = server::page(&mut cx, &agency).await?;
        cx.commit().await?;
        Ok(page)
    })
    .await
}

/// Publishes the plan as the page showed it (P4); `hash` is that of what was shown.
#[server(prefix = "/api", endpoint = "plan/publish")]
pub async fn publish_plan(
    #[server(default)] key: String,
    #[server(default)] agency: String,
    #[server(default)] hash: String,
    #[server(default)] words: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    answer_form(&[("words", &words)], async {
        let mut cx = Ctx::begin(Action::PublishOwnPlan).await?;
        let code = server::publish(&mut cx, &key, &agency, &hash, &words).await?;
        cx.commit().await?;
        server::back_to(&code);
        Ok(())
    })
    .await
}

/// Stops sharing with this agency, from now on.
#[server(prefix = "/api", endpoint = "plan/stop-sharing")]
pub async fn stop_sharing(#[server(default)] agency: String) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::PublishOwnPlan).await?;
        let code = server::revoke(&mut cx, &agency).await?;
        cx.commit().await?;
        server::back_to(&code);
        Ok(())
    })
    .await
}

#[cfg(feature = "ssr")]
pub mod server {
    use super::{Party, Reach, SharePage, SharedNow};
    use crate::kernel::error::Field;
    use crate::kernel::outside::SystemRandom;
    use crate::kernel::{AppError, Ctx, Visitor, dates};
    use crate::plan::sharing::store::{self, Agency, NewVersion, Version};
    use crate::plan::sharing::{Shared, Sharing, changes, content_of, hash, shown, text};
    use crate::plan::store as plan_store;
    use chrono::{DateTime, Utc};
    use domain::civil_time::civil_day;
    use domain::ids::{IdempotencyKey, PersonId, PlanVersionId};
    use domain::plan::{TextError, checked_text};
    use domain::plan_version::{PlanContent, diff, tally};
    use unicode_normalization::UnicodeNormalization;
    use uuid::Uuid;

    /// Longest message to an agency, in characters.
    pub const MESSAGE_MAX: usize = 1000;

    pub fn back_to(code: &str) {
        if Visitor::current().is_some_and(|v| v.wants_page) {
            leptos_axum::redirect(&format!("/min-plan/dela/{code}"));
        }
    }

    fn day(cx: &Ctx, at: DateTime<Utc>) -> String {
        dates::short(civil_day(at), cx.today(), cx.lang)
    }

    fn party(agency: &Agency) -> Party {
        Party {
            code: agency.code.clone(),
            name: agency.name.clone(),
        }
    }

    const fn reach(agency: &Agency) -> Reach {
        match (agency.plan, agency.enrolment) {
            (true, true) => Reach::Reads,
            (true, false) => Reach::NotKnown,
            (false, _) => Reach::NoConsent,
        }
    }

    async fn content(cx: &mut Ctx, person: PersonId) -> Result<PlanContent, AppError> {
        let plan = plan_store::plan(cx, person).await?.unwrap_or_default();
        let activities = plan_store::activities(cx, person).await?;
        Ok(content_of(plan, activities))
    }

    /// With whom the plan is shared, for Min plan.
    ///
    /// # Errors
    /// `NotFound` for anybody but a participant.
    pub async fn sharing(cx: &mut Ctx) -> Result<Sharing, AppError> {
        let person = cx.oneself()?;
        let versions = store::versions(cx, person).await?;
        let now = content(cx, person).await?;
        let mut sharing = Sharing::default();
        for agency in store::agencies(cx, person).await? {
            let current = versions.iter().find(|v| v.agency == agency.id && v.is_current());
            match (current, agency.plan) {
                (Some(version), _) => {
                    let tally = tally(&diff(&version.content, &now));
                    sharing.shared.push(Shared {
                        party: party(&agency),
                        since: text::since(&day(cx, version.published_at), cx.lang),
                        difference: text::difference(tally, cx.lang),
                        read: version.read_at.map(|at| text::read(&day(cx, at), cx.lang)),
                        reach: reach(&agency),
                    });
                }
                (None, true) => sharing.may.push(party(&agency)),
                (None, false) => sharing.without_consent.push(party(&agency)),
            }
        }
        Ok(sharing)
    }

    /// An agency by the word in the address.
    async fn agency(cx: &mut Ctx, person: PersonId, code: &str) -> Result<Agency, AppError> {
        if code.is_empty() {
            return Err(AppError::Unreadable);
        }
        let agencies = store::agencies(cx, person).await?;
        agencies
            .into_iter()
            .find(|a| a.code == code)
            .ok_or(AppError::NotFound)
    }

    /// The page of one agency.
    ///
    /// # Errors
    /// `NotFound` for an agency that there is not.
    pub async fn page(cx: &mut Ctx, code: &str) -> Result<SharePage, AppError> {
        let person = cx.oneself()?;
        let agency = agency(cx, person, code).await?;
        let content = content(cx, person).await?;
        let versions = store::versions(cx, person).await?;
        let versions: Vec<&Version> = versions.iter().filter(|v| v.agency == agency.id).collect();
        let now = versions.iter().find(|v| v.is_current()).map(|v| SharedNow {
            since: text::since(&day(cx, v.published_at), cx.lang),
            read: v.read_at.map(|at| text::read(&day(cx, at), cx.lang)),
            message: v.message.clone(),
            reach: reach(&agency),
            changes: changes(&v.content, &content, cx.lang),
        });
        let history = versions
            .iter()
            .filter_map(|v| {
                let from = day(cx, v.published_at);
                match (v.superseded_at, v.revoked_at) {
                    (Some(at), _) => Some(text::earlier(&from, &day(cx, at), false, cx.lang)),
                    (None, Some(at)) => Some(text::earlier(&from, &day(cx, at), true, cx.lang)),
                    (None, None) => None,
                }
            })
            .collect();
        Ok(SharePage {
            party: party(&agency),
            consented: agency.plan,
            known: agency.enrolment,
            preview: shown(&content, cx),
            hash: hex(&hash(&content)?),
            key: IdempotencyKey::mint(cx.now, &mut SystemRandom).to_string(),
            now,
            history,
        })
    }

    /// Publishes what the page showed; the agency's word in the address.
    ///
    /// # Errors
    /// `Conflict` where the plan or the consent has changed since it was shown.
    pub async fn publish(
        cx: &mut Ctx,
        key: &str,
        code: &str,
        seen: &str,
        message: &str,
    ) -> Result<String, AppError> {
        let person = cx.oneself()?;
        let key: IdempotencyKey = Uuid::try_parse(key).map_err(|_| AppError::Unreadable)?.into();
        let message: String = message.nfc().collect();
        let message = match checked_text(&message, MESSAGE_MAX) {
            Ok(text) => text,
            Err(TextError::Empty) => "",
            Err(problem) => {
                return Err(AppError::Field {
                    field: Field::Words,
                    problem,
                });
            }
        };
        let agency = agency(cx, person, code).await?;
        let plan = plan_store::plan_of(cx, person).await?;
        store::hold_plan(cx, plan).await?;
        let content = content(cx, person).await?;
        let hash = hash(&content)?;
        let new = NewVersion {
            id: PlanVersionId::mint(cx.now, &mut SystemRandom),
            person,
            plan,
            agency: agency.id,
            message,
            content: &content,
            hash: &hash,
            key,
        };
        if store::published(cx, &new).await? {
            return Ok(agency.code);
        }
        // No consent, or another plan than the one that was looked at: read the page again.
        if !agency.plan || hex(&hash) != seen || content == PlanContent::default() {
            return Err(AppError::Conflict);
        }
        let versions = store::versions(cx, person).await?;
        let current = versions.iter().find(|v| v.agency == agency.id && v.is_current());
        // They have just this already.
        if current.is_some_and(|v| v.hash == hash && v.message == message) {
            return Ok(agency.code);
        }
        store::publish(cx, &new).await?;
        Ok(agency.code)
    }

    /// Stops sharing; nothing shared is stopped already.
    ///
    /// # Errors
    /// `NotFound` for an agency that there is not.
    pub async fn revoke(cx: &mut Ctx, code: &str) -> Result<String, AppError> {
        let person = cx.oneself()?;
        let agency = agency(cx, person, code).await?;
        store::revoke(cx, person, agency.id).await?;
        Ok(agency.code)
    }

    /// Names of those at agencies who can read the plan now.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn readers(cx: &mut Ctx, person: PersonId) -> Result<Vec<String>, AppError> {
        store::reading_agencies(cx, person).await
    }

    fn hex(bytes: &[u8]) -> String {
        use std::fmt::Write;
        bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}
