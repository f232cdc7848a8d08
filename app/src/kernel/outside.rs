//! Time and randomness, from outside (decision 3): the only place that asks the machine for either.

use chrono::{DateTime, Utc};
use domain::clock::{Clock, RandomSource};

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where the wall clock is read"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// The operating system's random source; also the one for secrets.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl RandomSource for SystemRandom {
    #[allow(
        clippy::expect_used,
        reason = "without randomness there are no secrets: stopping is the safe answer"
    )]
    fn fill(&mut self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}
