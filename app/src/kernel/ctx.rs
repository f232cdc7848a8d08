//! One request, one way in and out: who acts, may they, and a transaction in which the database knows it too.

use super::access_log::{self, Attempt};
use super::policy::{self, Action, Asks, Category, Denial, Permit, Standing, Verb};
use super::{Actor, AppError, AppState, Lang, Visitor};
use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use domain::access::StatedReason;
use domain::civil_time::civil_day;
use domain::ids::{PersonId, RequestId};
use leptos::prelude::use_context;
use sqlx::{AssertSqlSafe, PgConnection, Postgres, Transaction};
use uuid::Uuid;

/// How long a second proof of who one is holds for what asks for it (QUALITY, step-up).
pub const STEP_UP_HOLDS: TimeDelta = TimeDelta::minutes(10);

/// The person that an action is about, and how the actor stands towards them.
#[derive(Clone, Debug)]
pub struct About {
    pub person: PersonId,
    pub standing: Standing,
    pub reason: Option<StatedReason>,
    /// The consents in force that open anything for the actor's agency.
    pub consents: Vec<Uuid>,
    /// The actor's override, if one is in force.
    pub override_id: Option<Uuid>,
}

/// An action under way. Dropped without [`Ctx::commit`], nothing of it has happened.
pub struct Ctx {
    pub state: AppState,
    pub actor: Actor,
    pub action: Action,
    pub permit: Permit,
    pub lang: Lang,
    pub request: RequestId,
    /// The moment of this request: every row it writes carries the same.
    pub now: DateTime<Utc>,
    /// Whom it is about, where it is about a person who is named.
    pub about: Option<About>,
    tx: Transaction<'static, Postgres>,
}

impl Ctx {
    /// Begins an action of the current visitor.
    ///
    /// # Errors
    /// `NotSignedIn`, `NotFound` where the actor may not (a denial is recorded), `Unavailable` without a database.
    pub async fn begin(action: Action) -> Result<Self, AppError> {
        let state = use_context::<AppState>().ok_or(AppError::Internal)?;
        let visitor = Visitor::current().ok_or(AppError::Internal)?;
        Self::begin_for(state, visitor, action).await
    }

    /// The same for a visitor who is named: for what is not called through a page.
    ///
    /// # Errors
    /// As [`Ctx::begin`].
    pub async fn begin_for(state: AppState, visitor: Visitor, action: Action) -> Result<Self, AppError> {
        let now = state.clock.now();
        let attempt = Attempt {
            action,
            request: visitor.request,
            now,
            person: None,
            reason: None,
        };
        let permit = match policy::decide(visitor.kind(), action) {
            Ok(permit) => permit,
            Err(denial) => return Err(refuse(&state, visitor.actor.as_ref(), &attempt, denial).await),
        };
        let Some(actor) = visitor.actor else {
            return Err(AppError::NotSignedIn);
        };
        if action.needs_step_up() && !visitor.stepped_up(now) {
            return Err(refuse(&state, Some(&actor), &attempt, Denial::StepUpNeeded).await);
        }
        let tx = begin_tx(&state, &actor, now, None).await?;
        let about = actor.joint_person().map(|person| About {
            person,
            standing: Standing::jointly(),
            reason: None,
            consents: Vec::new(),
            override_id: None,
        });
        Ok(Self {
            actor,
            action,
            permit,
            lang: visitor.lang,
            request: visitor.request,
            now,
            about,
            tx,
            state,
        })
    }

    /// Begins an action of the current visitor about a person who is named.
    ///
    /// # Errors
    /// As [`Ctx::begin`]; `Closed` with the reason where the actor may know that the person is there.
    pub async fn begin_about(
        action: Action,
        person: PersonId,
        reason: Option<StatedReason>,
    ) -> Result<Self, AppError> {
        let state = use_context::<AppState>().ok_or(AppError::Internal)?;
        let visitor = Visitor::current().ok_or(AppError::Internal)?;
        Self::begin_about_for(state, visitor, action, person, reason).await
    }

    /// The same for a visitor who is named.
    ///
    /// # Errors
    /// As [`Ctx::begin_about`].
    pub async fn begin_about_for(
        state: AppState,
        visitor: Visitor,
        action: Action,
        person: PersonId,
        reason: Option<StatedReason>,
    ) -> Result<Self, AppError> {
        let now = state.clock.now();
        let attempt = Attempt {
            action,
            request: visitor.request,
            now,
            person: Some(person),
            reason: reason.clone(),
        };
        let kind = visitor.kind();
        let denied = match (visitor.actor, action.asks()) {
            (None, _) => Some(Denial::NotSignedIn),
            (_, Asks::Cell(..)) => None,
            _ => policy::decide(kind, action).err(),
        };
        let denied = denied
            .or_else(|| (action.needs_step_up() && !visitor.stepped_up(now)).then_some(Denial::StepUpNeeded));
        if let Some(denial) = denied {
            return Err(refuse(&state, visitor.actor.as_ref(), &attempt, denial).await);
        }
        let Some(actor) = visitor.actor else {
            return Err(AppError::NotSignedIn);
        };
        let mut tx = begin_tx(&state, &actor, now, reason.as_ref()).await?;
        let about = stand(&mut tx, &actor, person, reason).await?;
        let cell = |category, verb| policy::decide_about(kind, category, verb, &about.standing);
        let decided = match action.asks() {
            Asks::Cell(category, verb) => cell(category, verb),
            // What is no cell still asks that the person may be known of.
            _ => cell(Category::Enrolled, Verb::Read),
        };
        let permit = match decided {
            Ok(permit) => permit,
            Err(denial) => {
                let may_know = cell(Category::Enrolled, Verb::Read).is_ok();
                drop(tx);
                let hidden = refuse(&state, Some(&actor), &attempt, denial).await;
                return Err(if may_know {
                    AppError::Closed(denial)
                } else {
                    hidden
                });
            }
        };
        Ok(Self {
            actor,
            action,
            permit,
            lang: visitor.lang,
            request: visitor.request,
            now,
            about: Some(about),
            tx,
            state,
        })
    }

    /// Whether the actor may read or write this category about the person that the action is about.
    ///
    /// # Errors
    /// The reason of the denial.
    pub fn may(&self, category: Category, verb: Verb) -> Result<Permit, Denial> {
        let about = self.about.as_ref().ok_or(Denial::NotHere)?;
        policy::decide_about(self.actor.kind(), category, verb, &about.standing)
    }

    /// A reason that the actor stated for this person before, in force for the rest of this action: the first wall, the
    /// second and the access log know of it from here on.
    ///
    /// # Errors
    /// `NotFound` where the action is about nobody.
    pub async fn state(&mut self, reason: StatedReason) -> Result<(), AppError> {
        let about = self.about.as_mut().ok_or(AppError::NotFound)?;
        about.standing.reason = true;
        about.reason = Some(reason);
        sqlx::query!("select set_config('actor.reason', 'stated', true) as said")
            .fetch_one(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// The person that the action is about.
    ///
    /// # Errors
    /// `NotFound` where it is about nobody.
    pub fn subject(&self) -> Result<PersonId, AppError> {
        self.about.as_ref().map(|a| a.person).ok_or(AppError::NotFound)
    }

    /// The participant who acts about themselves.
    ///
    /// # Errors
    /// `NotFound` for anybody else.
    pub fn oneself(&self) -> Result<PersonId, AppError> {
        self.actor.person().ok_or(AppError::NotFound)
    }

    /// The connection, inside the transaction.
    pub fn db(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// The civil day of this request in Europe/Stockholm.
    pub fn today(&self) -> NaiveDate {
        civil_day(self.now)
    }

    /// Everything of this action happens now, or nothing did.
    ///
    /// # Errors
    /// `Unavailable` when the database did not confirm it: then nobody is told that it is stored.
    pub async fn commit(self) -> Result<(), AppError> {
        Ok(self.tx.commit().await?)
    }
}

/// A denial: recorded, and told as little as it must be.
async fn refuse(state: &AppState, actor: Option<&Actor>, attempt: &Attempt, denial: Denial) -> AppError {
    access_log::denied(state, actor, attempt, denial).await;
    match denial {
        Denial::NotSignedIn => AppError::NotSignedIn,
        // Told plainly: it is one's own to put right, and says nothing about anybody else.
        Denial::StepUpNeeded => AppError::Closed(denial),
        _ => AppError::NotFound,
    }
}

/// One trip: BEGIN and who acts. The settings end with the transaction.
///
/// In a task of its own, which ends even when the request is given up meanwhile: sqlx hands a connection whose
/// BEGIN was cut off back to the pool with the transaction open, and its actor in it.
pub(super) async fn begin_tx(
    state: &AppState,
    actor: &Actor,
    now: DateTime<Utc>,
    reason: Option<&StatedReason>,
) -> Result<Transaction<'static, Postgres>, AppError> {
    let (pool, begin) = (state.pool.clone(), begin_statement(actor, now, reason.is_some()));
    let begun = tokio::spawn(async move { pool.begin_with(AssertSqlSafe(begin)).await });
    Ok(begun.await.map_err(|_| AppError::Internal)??)
}

/// BEGIN and who acts. Every setting is set each time: nothing of another actor could stay. The values are ids, codes
/// and a moment of ours, never input. A device that is locked to a person is no colleague there: it has a setting of its
/// own, which no policy asks but those written for it.
fn begin_statement(actor: &Actor, now: DateTime<Utc>, reason: bool) -> String {
    let id = |id: Option<Uuid>| id.map_or_else(String::new, |id| id.to_string());
    let joint = actor.joint_person();
    let staff = Some(actor).filter(|_| joint.is_none());
    format!(
        "begin; select set_config('actor.kind', '{}', true), set_config('actor.account_id', '{}', true), \
         set_config('actor.person_id', '{}', true), set_config('actor.staff_id', '{}', true), \
         set_config('actor.centre_id', '{}', true), set_config('actor.agency_id', '{}', true), \
         set_config('actor.role', '{}', true), set_config('actor.moment', '{}', true), \
         set_config('actor.reason', '{}', true), \
         set_config('actor.joint_person_id', '{}', true)",
        actor.kind_code(),
        id(actor.account().map(Into::into)),
        id(actor.person().map(Into::into)),
        id(staff.and_then(Actor::staff).map(Into::into)),
        id(staff.and_then(Actor::centre).map(Into::into)),
        id(staff.and_then(Actor::agency).map(Into::into)),
        staff.and_then(Actor::role).map_or("", policy::Role::code),
        now.to_rfc3339_opts(SecondsFormat::Micros, true),
        if reason { "stated" } else { "" },
        id(joint.map(Into::into)),
    )
}

/// How the actor stands towards a person, as the database knows it now.
async fn stand(
    db: &mut PgConnection,
    actor: &Actor,
    person: PersonId,
    reason: Option<StatedReason>,
) -> Result<About, AppError> {
    if actor.person() == Some(person) {
        return Ok(About {
            person,
            standing: Standing::oneself(),
            reason,
            consents: Vec::new(),
            override_id: None,
        });
    }
    let facts = sqlx::query!(
        r#"select known as "known!", in_centre as "in_centre!", own as "own!", related as "related!",
                  protected as "protected!", named as "named!", override_id, own_referral as "own_referral!",
                  consents as "consents!", consent_ids as "consent_ids!", version as "version!"
           from access.facts($1)"#,
        person.as_uuid(),
    )
    .fetch_one(db)
    .await?;
    Ok(About {
        person,
        standing: Standing {
            oneself: false,
            known: facts.known,
            in_centre: facts.in_centre,
            assigned: facts.own,
            related: facts.related,
            protected: facts.protected,
            named: facts.named,
            overridden: facts.override_id.is_some(),
            own_referral: facts.own_referral,
            consents: facts.consents,
            published: facts.version,
            reason: reason.is_some(),
        },
        reason,
        consents: facts.consent_ids,
        override_id: facts.override_id,
    })
}
