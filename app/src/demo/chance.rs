//! Chance that repeats itself: every topic of every person has a stream of its own, so that one more draw in
//! one place changes nothing in another.

use domain::clock::{RandomSource, SeededRandom};

/// What the whole demonstration grows from. Another seed is other people.
pub const SEED: u64 = 0x0104_0713;

/// The stream of a topic; `index` is whose it is.
pub fn stream(topic: &str, index: u32) -> SeededRandom {
    // FNV-1a, to turn the topic into a number.
    let start = 0xcbf2_9ce4_8422_2325 ^ SEED;
    let hash = topic
        .bytes()
        .chain(index.to_le_bytes())
        .fold(start, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    let mut mixed = SeededRandom::new(hash);
    SeededRandom::new(mixed.next_u64())
}

/// One of the list, each as likely; the list is one of ours and never empty.
pub fn pick<'a, T>(random: &mut SeededRandom, list: &'a [T]) -> &'a T {
    &list[below(random, list.len())]
}

/// A place in a list of this length.
pub fn below(random: &mut SeededRandom, length: usize) -> usize {
    let length = u32::try_from(length).unwrap_or(u32::MAX);
    usize::try_from(random.below(length)).unwrap_or(0)
}

/// A number from the first to the last, both included.
pub fn between(random: &mut SeededRandom, first: u32, last: u32) -> u32 {
    first + random.below(last.saturating_sub(first) + 1)
}

/// True so many times in a hundred.
pub fn chance(random: &mut SeededRandom, percent: u32) -> bool {
    random.below(100) < percent
}

/// One of the values, as likely as its weight says.
pub fn weighted<T: Copy>(random: &mut SeededRandom, choices: &[(u32, T)]) -> T {
    let total = choices.iter().map(|(weight, _)| weight).sum();
    let mut left = random.below(total);
    for (weight, value) in choices {
        if left < *weight {
            return *value;
        }
        left -= weight;
    }
    choices[choices.len() - 1].1
}

/// The list in another order.
pub fn shuffle<T>(random: &mut SeededRandom, list: &mut [T]) {
    for last in (1..list.len()).rev() {
        let other = below(random, last + 1);
        list.swap(last, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_repeats_and_no_two_are_alike() {
        assert_eq!(stream("a", 1).next_u64(), stream("a", 1).next_u64());
        assert_ne!(stream("a", 1).next_u64(), stream("a", 2).next_u64());
        assert_ne!(stream("a", 1).next_u64(), stream("b", 1).next_u64());
    }

    #[test]
    fn weights_are_kept_and_the_ends_are_reached() {
        let mut random = stream("test", 0);
        assert!((0..200).all(|_| weighted(&mut random, &[(0, 'a'), (3, 'b')]) == 'b'));
        let drawn: Vec<u32> = (0..200).map(|_| between(&mut random, 3, 5)).collect();
        assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&3), Some(&5)));
    }
}
