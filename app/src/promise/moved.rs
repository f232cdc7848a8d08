//! What a closed day to come does to the promises of the house: a number, and nobody's name.

use super::{contact_store, store};
use crate::kernel::{AppError, Ctx};
use chrono::NaiveDate;
use domain::promise::{Clock, State};

const fn due(clock: &Clock) -> Option<NaiveDate> {
    match clock.state {
        State::Running { due, .. } => Some(due),
        _ => None,
    }
}

fn is_later((before, after): (&Clock, &Clock)) -> bool {
    due(before)
        .zip(due(after))
        .is_some_and(|(before, after)| after > before)
}

/// How many running promises of the actor's centre get a later last day once it is closed on this one (K1, K4). What was
/// promised at another centre is reckoned by that one's days.
///
/// # Errors
/// `NotFound` for an actor of no centre; when the database is away.
pub async fn later_if_closed(cx: &mut Ctx, day: NaiveDate) -> Result<u32, AppError> {
    let today = cx.today();
    let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
    let mut later = 0;
    for mut case in store::of_house(cx, centre, None).await? {
        if case.began_at == centre {
            let before = case.promises(today)?;
            case.began.closed.insert(day);
            let after = case.promises(today)?;
            later += before
                .clocks
                .iter()
                .zip(&after.clocks)
                .filter(|pair| is_later(*pair))
                .count();
        }
    }
    for mut applied in contact_store::of_house(cx, centre).await? {
        let before = applied.clock(today)?;
        applied.calendar.closed.insert(day);
        later += usize::from(is_later((&before, &applied.clock(today)?)));
    }
    Ok(u32::try_from(later).unwrap_or(u32::MAX))
}
