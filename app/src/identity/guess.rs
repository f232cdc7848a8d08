//! Guessing is slowed: per address, per account at one address, and per account from anywhere; without locking the owner
//! out where they have signed in before.

use super::step_store as store;
use crate::kernel::keys::Purpose;
use crate::kernel::throttle::{self, Limit};
use crate::kernel::{AppError, AppState, Visitor};
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::AccountId;

/// Slips of one person at one place: enough for tired fingers, too few for guessing.
const HERE: Limit = Limit {
    name: "sign-in here",
    attempts: 8,
    window: TimeDelta::minutes(15),
};
/// The same over a day: four digits are not worked through from a house whose address the owner shares.
const HERE_TODAY: Limit = Limit {
    name: "sign-in here today",
    attempts: 40,
    window: TimeDelta::hours(24),
};
/// One address, whoever it tries to be; a centre's whole house may share one.
const ADDRESS: Limit = Limit {
    name: "sign-in address",
    attempts: 120,
    window: TimeDelta::minutes(15),
};
/// One account from anywhere. The owner's known places are counted under `HERE` alone, so that
/// somebody else's guessing does not lock them out.
const ACCOUNT: Limit = Limit {
    name: "sign-in account",
    attempts: 60,
    window: TimeDelta::hours(24),
};
/// A row that says that somebody was slowed: one a window, however long they go on.
const TOLD: Limit = Limit {
    name: "sign-in slowed",
    attempts: 1,
    window: TimeDelta::minutes(15),
};

/// What is tried, as the manager is told when it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    CardPin,
    Password,
    Totp,
    Passkey,
}

impl Proof {
    pub const fn code(self) -> &'static str {
        match self {
            Self::CardPin => "card_pin",
            Self::Password => "password",
            Self::Totp => "totp",
            Self::Passkey => "passkey",
        }
    }
}

/// One try, counted before it is looked at.
pub struct Guess<'a> {
    state: &'a AppState,
    proof: Proof,
    who: String,
    address: String,
    now: DateTime<Utc>,
}

impl<'a> Guess<'a> {
    /// Counts a try at `proof` of whoever is called `login`.
    ///
    /// # Errors
    /// `TooManyTries`: then what was given is not looked at.
    pub async fn count(
        state: &'a AppState,
        visitor: &Visitor,
        proof: Proof,
        login: &str,
    ) -> Result<Self, AppError> {
        let guess = Self {
            state,
            proof,
            who: format!("{} {login}", proof.code()),
            address: visitor.address.to_string(),
            now: state.clock.now(),
        };
        let counted = guess.count_all().await;
        if let Err(AppError::TooManyTries { .. }) = counted {
            let first = throttle::count(&state.pool, &state.keys, TOLD, &guess.here(), guess.now).await;
            if first.is_ok() {
                guess.failed(None, "throttled").await?;
            }
        }
        counted.map(|()| guess)
    }

    fn here(&self) -> [&[u8]; 2] {
        [self.who.as_bytes(), self.address.as_bytes()]
    }

    fn place(&self) -> [u8; 32] {
        self.state.keys.mac(Purpose::Place, &self.here())
    }

    async fn count_all(&self) -> Result<(), AppError> {
        let (pool, keys, now) = (&self.state.pool, &self.state.keys, self.now);
        throttle::count(pool, keys, ADDRESS, &[self.address.as_bytes()], now).await?;
        throttle::count(pool, keys, HERE, &self.here(), now).await?;
        throttle::count(pool, keys, HERE_TODAY, &self.here(), now).await?;
        if !store::is_known_place(pool, &self.place(), now).await? {
            throttle::count(pool, keys, ACCOUNT, &[self.who.as_bytes()], now).await?;
        }
        Ok(())
    }

    /// It was right: whoever proved to be the owner does not pay for slips, and is known here from now on.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn right(&self) -> Result<(), AppError> {
        let (pool, keys) = (&self.state.pool, &self.state.keys);
        throttle::forget(pool, keys, HERE, &self.here()).await?;
        throttle::forget(pool, keys, ACCOUNT, &[self.who.as_bytes()]).await?;
        throttle::give_back(pool, keys, HERE_TODAY, &self.here(), self.now).await?;
        store::remember_place(pool, &self.place(), self.now).await
    }

    /// It was not, and the manager will see that somebody tried.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn failed(&self, account: Option<AccountId>, why: &str) -> Result<(), AppError> {
        metrics::counter!("sign_ins_refused").increment(1);
        store::insert_failure(&self.state.pool, self.proof.code(), account, why, self.now).await
    }
}
