//! Where time and chance come from. The domain reads neither the wall clock nor the operating
//! system's randomness: both are given to it, so that every rule can be tried at any moment and
//! every run can be repeated.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// Tells what time it is.
pub trait Clock: Send + Sync {
    /// The present moment, in UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// A clock that stands still until it is moved. Clones share the same hands.
#[derive(Clone, Debug)]
pub struct FixedClock {
    hands: Arc<Mutex<DateTime<Utc>>>,
}

impl FixedClock {
    /// A clock that shows `now`.
    pub fn new(now: DateTime<Utc>) -> Self {
        Self {
            hands: Arc::new(Mutex::new(now)),
        }
    }

    /// Moves the clock, and all its clones, to `now`.
    pub fn set(&self, now: DateTime<Utc>) {
        *self.hands.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Moves the clock, and all its clones, by `step`, which may be negative.
    ///
    /// A step past what [`DateTime`] can hold leaves the clock where it is.
    pub fn advance(&self, step: TimeDelta) {
        let mut hands = self.hands.lock().unwrap_or_else(PoisonError::into_inner);
        *hands = hands.checked_add_signed(step).unwrap_or(*hands);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives random bits. How good they are is the implementation's promise.
pub trait RandomSource {
    /// Fills `bytes` with random bytes.
    fn fill(&mut self, bytes: &mut [u8]);

    /// 64 random bits.
    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0_u8; 8];
        self.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// A number in `0..n`, each as likely as the others; 0 when `n` is 0.
    ///
    /// Draws again when a draw would favour small numbers, which for any `n` happens with a
    /// probability below one in four thousand million.
    fn below(&mut self, n: u32) -> u32 {
        let n = u64::from(n);
        if n == 0 {
            return 0;
        }
        // 2^64 mod n: the draws under it are one too many for the low remainders.
        let surplus = n.wrapping_neg() % n;
        loop {
            let draw = self.next_u64();
            if draw >= surplus {
                // A remainder of a u32 fits in a u32.
                return u32::try_from(draw % n).unwrap_or(0);
            }
        }
    }
}

/// A repeatable source (`SplitMix64`, Steele, Lea and Flood 2014): the same seed gives the same
/// bits on every machine.
///
/// **Not for secrets**: whoever sees a few outputs knows all that follow. It is for tests and demo
/// data; codes, tokens and keys take their bits from the operating system, outside this crate.
#[derive(Clone, Debug)]
pub struct SeededRandom {
    state: u64,
}

impl SeededRandom {
    /// A source that gives the sequence belonging to `seed`.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }
}

impl RandomSource for SeededRandom {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let word = self.next_u64().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
    }

    fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.state;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use proptest::prelude::*;

    use super::{Clock, FixedClock, RandomSource, SeededRandom};

    #[test]
    fn a_fixed_clock_moves_only_when_told() {
        let clock = FixedClock::new(DateTime::UNIX_EPOCH);
        let clone = clock.clone();
        assert_eq!(clock.now(), DateTime::UNIX_EPOCH);
        clone.advance(TimeDelta::nanoseconds(1));
        assert_eq!(clock.now(), DateTime::from_timestamp_nanos(1));
        clone.set(DateTime::UNIX_EPOCH);
        assert_eq!(clock.now(), DateTime::UNIX_EPOCH);
        clock.set(DateTime::<Utc>::MAX_UTC);
        clock.advance(TimeDelta::days(1));
        assert_eq!(clock.now(), DateTime::<Utc>::MAX_UTC);
    }

    #[test]
    fn splitmix_gives_its_published_sequence() {
        // The first outputs of the reference implementation for seed 0.
        let mut random = SeededRandom::new(0);
        assert_eq!(random.next_u64(), 0xe220_a839_7b1d_cdaf);
        assert_eq!(random.next_u64(), 0x6e78_9e6a_a1b9_65f4);
        assert_eq!(random.next_u64(), 0x06c4_5d18_8009_454f);
    }

    #[test]
    fn below_reaches_every_number_evenly() {
        let mut random = SeededRandom::new(7);
        let mut seen = [0_u32; 6];
        for _ in 0..6_000 {
            seen[random.below(6) as usize] += 1;
        }
        assert!(seen.iter().all(|count| (850..1_150).contains(count)), "{seen:?}");
        assert_eq!(random.below(0), 0);
        assert_eq!(random.below(1), 0);
    }

    #[test]
    fn below_draws_again_rather_than_favour_small_numbers() {
        struct Script(Vec<u64>);
        impl RandomSource for Script {
            fn fill(&mut self, bytes: &mut [u8]) {
                bytes.copy_from_slice(&self.0.remove(0).to_le_bytes());
            }
        }
        // 2^64 mod 3 is 1, so the draw 0 is one too many.
        assert_eq!(Script(vec![0, 5]).below(3), 2);
        // 2^64 is divisible by 4: nothing to throw away.
        assert_eq!(Script(vec![0, 5]).below(4), 0);
    }

    proptest! {
        #[test]
        fn below_stays_below(seed: u64, n in 1_u32..) {
            prop_assert!(SeededRandom::new(seed).below(n) < n);
        }

        #[test]
        fn the_same_seed_gives_the_same_bytes(seed: u64, length in 0_usize..40) {
            let (mut a, mut b) = (vec![0; length], vec![0; length]);
            SeededRandom::new(seed).fill(&mut a);
            SeededRandom::new(seed).fill(&mut b);
            prop_assert_eq!(a, b);
        }
    }
}
