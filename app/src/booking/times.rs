//! Which times are free, and the taking of one.

use super::store::{self, Tried};
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, TimeDelta, Utc};
use domain::civil_time::civil_day;
use domain::free_times::{SLOT_MINUTES, Span};
use domain::ids::{BookingId, CentreId, EnrolmentId, IdempotencyKey, PersonId, StaffId};
use domain::intake::DeskRefusal;

/// A coach with the times that are free.
#[derive(Clone, Debug)]
pub struct CoachTimes {
    pub staff: StaffId,
    pub name: String,
    /// How many they have as coach.
    pub load: u32,
    pub times: Vec<DateTime<Utc>>,
}

/// A time to be booked with somebody's coach.
#[derive(Clone, Copy, Debug)]
pub struct NewBooking<'a> {
    pub enrolment: EnrolmentId,
    pub person: PersonId,
    pub centre: CentreId,
    pub staff: StaffId,
    pub starts_at: DateTime<Utc>,
    pub place: &'a str,
    pub language: &'a str,
    pub interpreter: bool,
    /// K1: the first meeting with the own coach.
    pub is_first: bool,
    pub key: IdempotencyKey,
}

impl NewBooking<'_> {
    pub fn ends_at(&self) -> DateTime<Utc> {
        self.starts_at + TimeDelta::minutes(SLOT_MINUTES)
    }
}

const fn refused(why: DeskRefusal) -> AppError {
    AppError::Desk {
        field: Field::Time,
        why,
    }
}

/// The free times of the coaches of the actor's centre in a span; a coach without any comes along. It reads nobody's
/// meetings: only that a time is taken.
///
/// # Errors
/// `NotFound` for an actor of no centre; when the database is away.
pub async fn free_times(cx: &mut Ctx, span: Span) -> Result<Vec<CoachTimes>, AppError> {
    let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
    let (first, last) = (civil_day(span.from), civil_day(span.to));
    let calendar = store::calendar(cx, centre, first, last).await?;
    let hours = store::hours(cx, centre, first).await?;
    let busy = store::busy(cx, span.from - TimeDelta::days(1), span.to).await?;
    let none = domain::free_times::Hours::default();
    Ok(store::coaches(cx)
        .await?
        .into_iter()
        .map(|coach| CoachTimes {
            times: domain::free_times::free_times(
                hours.get(&coach.staff).unwrap_or(&none),
                &calendar,
                busy.get(&coach.staff).map_or(&[], Vec::as_slice),
                span,
            ),
            staff: coach.staff,
            name: coach.name,
            load: coach.load,
        })
        .collect())
}

/// Books one of a coach's free times, with its two rows of the ledger: offered, and booked. The same key again is the
/// same booking.
///
/// # Errors
/// `Desk` at the time: just taken, or none of the coach's free ones; `Conflict` for a key of another booking.
pub async fn book(cx: &mut Ctx, new: &NewBooking<'_>) -> Result<BookingId, AppError> {
    store::queue_for(cx, new.staff).await?;
    if let Some(stored) = store::booked_with(cx, new.key).await? {
        let same =
            (stored.enrolment, stored.staff, stored.starts_at) == (new.enrolment, new.staff, new.starts_at);
        return if same {
            Ok(stored.id)
        } else {
            Err(AppError::Conflict)
        };
    }
    if new.starts_at < cx.now {
        return Err(refused(DeskRefusal::NotFree));
    }
    let busy = store::busy(cx, new.starts_at, new.ends_at()).await?;
    if busy.get(&new.staff).is_some_and(|taken| !taken.is_empty()) {
        return Err(refused(DeskRefusal::TimeTaken));
    }
    let span = Span {
        from: new.starts_at,
        to: new.ends_at(),
    };
    let free = free_times(cx, span).await?;
    if !free
        .iter()
        .any(|c| c.staff == new.staff && c.times.contains(&new.starts_at))
    {
        return Err(refused(DeskRefusal::NotFree));
    }
    let id = BookingId::mint(cx.now, &mut SystemRandom);
    match store::insert(cx, id, new).await? {
        Tried::Stored => {}
        Tried::Taken => return Err(refused(DeskRefusal::TimeTaken)),
        Tried::KeyUsed => return Err(AppError::Conflict),
    }
    store::tell(cx, id, new).await?;
    Ok(id)
}
