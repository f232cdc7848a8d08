//! The last press (N1): the person, the enrolment, the contact card, the way in, the plan, the coach, the consents and
//! the first meeting, with the ledger's rows and the referral – in one transaction. All of it, or nothing.

use super::draft::Draft;
use super::steps::{doubles, fresh_number, hold, is_free, refused, whole};
use super::store::{self, Press, Told};
use crate::booking::NewBooking;
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, Utc};
use domain::ids::{EnrolmentId, IdempotencyKey, IntakeId, PersonId, StaffId};
use domain::intake::DeskRefusal;
use domain::month_term;
use domain::participant_number::ParticipantNumber;
use domain::plan::TextError;

/// A time as the page offers it: the coach and the moment.
pub fn parse_time(typed: &str) -> Result<(StaffId, DateTime<Utc>), AppError> {
    if typed.trim().is_empty() {
        return Err(AppError::Field {
            field: Field::Time,
            problem: TextError::Empty,
        });
    }
    let (staff, at) = typed.trim().split_once(' ').ok_or(AppError::Unreadable)?;
    let staff = staff.parse().map_err(|_| AppError::Unreadable)?;
    let at = DateTime::parse_from_rfc3339(at).map_err(|_| AppError::Unreadable)?;
    Ok((staff, at.with_timezone(&Utc)))
}

/// The other way round.
pub fn write_time(staff: StaffId, at: DateTime<Utc>) -> String {
    format!(
        "{staff} {}",
        at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    )
}

/// What became of the press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    Done(IntakeId),
    /// Nothing is enrolled: who it is stands open again, which is to be kept.
    Open(DeskRefusal),
}

/// Does all of it; the same press again, from this tab or another, has been done and says so.
///
/// # Errors
/// `Desk` with why it is refused, at its field: the draft is kept; `NotFound` for what is not one's own.
pub async fn press(cx: &mut Ctx, id: &str, time: &str, interpreter: bool) -> Result<Pressed, AppError> {
    let intake: IntakeId = id.trim().parse().map_err(|_| AppError::NotFound)?;
    let held = match hold(cx, id).await {
        Ok(held) => held,
        Err(AppError::NotFound) => {
            let before = store::one(cx, intake).await?.ok_or(AppError::NotFound)?;
            return if before.finished.is_some() {
                Ok(Pressed::Done(intake))
            } else {
                Err(AppError::NotFound)
            };
        }
        Err(error) => return Err(error),
    };
    let (step, informed, card) = whole(&held.draft)?;
    let (staff, starts_at) = parse_time(time)?;
    if step.found.is_none() {
        // E6: two desks may have begun with one human, each before the other had made them.
        store::lock_name(cx, step).await?;
    }
    let referral = match held.referral {
        Some(id) => store::expected(cx).await?.into_iter().find(|e| e.referral == id),
        None => None,
    };
    // Where a colleague has finished the referral meanwhile, that is what is told below.
    let is_there = held.referral.is_none() || referral.is_some();
    if step.found.is_none() && is_there {
        let found = doubles(cx, &held, step).await?;
        if found.iter().any(|d| !step.passed.contains(&d.person)) {
            let mut draft = held.draft.clone();
            if let Some(person) = &mut draft.person {
                person.settled = false;
            }
            store::write(cx, intake, &draft).await?;
            return Ok(Pressed::Open(DeskRefusal::MaybeSame));
        }
    }
    let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
    let today = cx.today();
    let code = store::programmes(cx, centre)
        .await?
        .into_iter()
        .find(|p| p.id == held.programme)
        .map(|p| p.code)
        .ok_or(AppError::NotFound)?;
    let version = crate::programme::version_on(cx.db(), &code, today)
        .await?
        .ok_or(refused(Field::Programme, DeskRefusal::ReferralNeeded))?;
    let term_ends = version
        .rules
        .term_months
        .and_then(|months| month_term::last_day(today, months));
    let no_address = referral.is_some_and(|e| e.protected);
    let contact = crate::record::checked_contact(&step.contact(), no_address)?;

    let mut number = ParticipantNumber::parse(&card.number).map_err(|_| AppError::Internal)?;
    if step.found.is_none() && !is_free(cx, number).await? {
        // Given to somebody meanwhile; no card is printed before the press.
        number = fresh_number(cx).await?;
    }
    let enrolment = EnrolmentId::mint(cx.now, &mut SystemRandom);
    let fresh = PersonId::mint(cx.now, &mut SystemRandom);
    let naming = [(); 2].map(|()| IdempotencyKey::mint(cx.now, &mut SystemRandom).as_uuid());
    let press = Press {
        intake,
        fresh,
        step,
        number: &number.digits(),
        enrolment,
        version: version.id,
        term_ends,
        naming,
        coach: staff,
    };
    store::enrol(cx, &press).await?;
    let person = step.found.unwrap_or(fresh);
    if step.found.is_some() {
        // Whoever comes back keeps their number (X4).
        let (_, kept) = store::person(cx, person).await?.ok_or(AppError::NotFound)?;
        number = ParticipantNumber::parse(&kept).map_err(|_| AppError::Internal)?;
    }
    let told = Told {
        person,
        enrolment,
        programme: held.programme,
        version: version.id,
        version_number: version.version,
        term_ends,
        referral: held.referral,
        informed,
    };
    store::tell(cx, &told).await?;
    crate::record::desk_contact(cx, person, &contact).await?;
    crate::identity::give_card(cx, person, number, &card.pin_hash).await?;
    crate::plan::begin_plan(cx, person).await?;
    crate::accounts::first_coach(cx, enrolment, person, centre, staff).await?;
    give_consents(cx, person, centre, &held.draft).await?;
    let booking = NewBooking {
        enrolment,
        person,
        centre,
        staff,
        starts_at,
        place: "",
        language: &step.language,
        interpreter,
        is_first: true,
        key: IdempotencyKey::from(intake.as_uuid()),
    };
    crate::booking::book(cx, &booking).await?;
    Ok(Pressed::Done(intake))
}

async fn give_consents(
    cx: &mut Ctx,
    person: PersonId,
    centre: domain::ids::CentreId,
    draft: &Draft,
) -> Result<(), AppError> {
    for form in &draft.consents {
        crate::consent::give(cx, person, Some(centre), &form.asked()).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_it_was_written() {
        let at: DateTime<Utc> = "2026-11-26T12:00:00Z".parse().unwrap();
        let staff: StaffId = uuid::Uuid::from_u128(7).into();
        assert_eq!(parse_time(&write_time(staff, at)), Ok((staff, at)));
        for bad in ["x", "x 2026", "2026-11-26T12:00:00Z"] {
            assert_eq!(parse_time(bad), Err(AppError::Unreadable), "{bad}");
        }
        assert!(matches!(parse_time(" "), Err(AppError::Field { .. })));
    }
}
