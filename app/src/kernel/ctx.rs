//! One request, one way in and out: who acts, may they, and a transaction in which the database knows it too.

use super::policy::{self, Action, Denial, Permit};
use super::{Actor, AppError, AppState, Lang, Visitor, access_log};
use chrono::{DateTime, NaiveDate, Utc};
use domain::civil_time::civil_day;
use domain::ids::RequestId;
use leptos::prelude::use_context;
use sqlx::{AssertSqlSafe, PgConnection, Postgres, Transaction};

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
        let (actor, permit) = match (visitor.actor, policy::decide(visitor.kind(), action)) {
            (Some(actor), Ok(permit)) => (actor, permit),
            (actor, Err(denial)) => {
                access_log::denied(&state, actor.as_ref(), action, denial, visitor.request, now).await;
                return Err(if denial == Denial::NotSignedIn {
                    AppError::NotSignedIn
                } else {
                    AppError::NotFound
                });
            }
            (None, Ok(_)) => return Err(AppError::NotSignedIn),
        };
        // One trip: the settings end with the transaction. The values are ids and codes of ours, never input.
        //
        // In a task of its own, which ends even when the request is given up meanwhile: sqlx hands a connection whose
        // BEGIN was cut off back to the pool with the transaction open, and its actor in it.
        let (pool, begin) = (state.pool.clone(), begin_statement(&actor));
        let begun = tokio::spawn(async move { pool.begin_with(AssertSqlSafe(begin)).await });
        let tx = begun.await.map_err(|_| AppError::Internal)??;
        Ok(Self {
            actor,
            action,
            permit,
            lang: visitor.lang,
            request: visitor.request,
            now,
            tx,
            state,
        })
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

/// BEGIN and who acts. Every setting is set each time: nothing of another actor could stay.
fn begin_statement(actor: &Actor) -> String {
    let (person, staff, role) = match actor {
        Actor::Participant { person, .. } => (person.to_string(), String::new(), ""),
        Actor::Staff { staff, role, .. } => (String::new(), staff.to_string(), role.code()),
        Actor::Screen { .. } => (String::new(), String::new(), ""),
    };
    let centre = actor
        .centre()
        .map_or_else(String::new, |centre| centre.to_string());
    format!(
        "begin; select set_config('actor.kind', '{}', true), set_config('actor.person_id', '{person}', true), \
         set_config('actor.staff_id', '{staff}', true), set_config('actor.centre_id', '{centre}', true), \
         set_config('actor.role', '{role}', true)",
        actor.kind_code()
    )
}
