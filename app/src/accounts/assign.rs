//! Who works with a participant: the coach, others, and deputies for a while (G3).

use super::account_store::remember;
use super::assign_api::{Colleague, Colleagues};
use super::assignment_store::{self as store, Candidate, New, Row, Told};
use super::read::{centre, covering};
use super::typed_in::{chosen, day, empty, id, refused, words};
use super::{account_store, text};
use crate::kernel::error::Field;
use crate::kernel::ledger::Event;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::{Category, Role};
use crate::kernel::{AppError, Choice, Ctx, Visitor, access_log};
use chrono::NaiveDate;
use domain::account::AccountRefusal;
use domain::ids::{AssignmentId, CentreId, EnrolmentId, PersonId, StaffId};
use domain::participant_number::ParticipantNumber;
use serde_json::json;

/// Most characters of a reason.
const REASON_MAX: usize = 300;

/// A browser without script goes back to the person's page.
pub fn back_to_colleagues(person: &str) {
    if Visitor::current().is_some_and(|v| v.wants_page)
        && let Ok(person) = person.trim().parse::<PersonId>()
    {
        leptos_axum::redirect(&format!("/deltagare/{person}/medarbetare"));
    }
}

/// Whether a colleague in this role may be assigned as this.
fn fits(kind: &str, role: Role) -> bool {
    match kind {
        "coach" => matches!(role, Role::Coach | Role::TeamLeader),
        "deputy" => covering(role),
        "recruiter" => role == Role::Recruiter,
        "specialist" => role == Role::Specialist,
        "partner" => role == Role::Partner,
        _ => false,
    }
}

/// Kinds beside the coach, in the order of the list.
const BESIDE: [&str; 4] = ["deputy", "recruiter", "specialist", "partner"];

fn choices(candidates: &[Candidate], kind: &str) -> Vec<Choice> {
    let mut choices: Vec<Choice> = candidates
        .iter()
        .filter(|c| fits(kind, c.role))
        .map(|c| Choice {
            value: c.staff.to_string(),
            words: c.name.clone(),
        })
        .collect();
    choices.dedup();
    choices
}

/// An assignment that was taken back before it began is of no day.
fn of_no_day(row: &Row) -> bool {
    row.valid_to.is_some_and(|last| last < row.valid_from)
}

/// Who works with the person that the action is about, and who could.
///
/// # Errors
/// When the database is away.
pub async fn colleagues(cx: &mut Ctx) -> Result<Colleagues, AppError> {
    let (person, centre) = (cx.subject()?, centre(cx)?);
    let (today, lang) = (cx.today(), cx.lang);
    let (name, number) = store::person(cx, person).await?.ok_or(AppError::NotFound)?;
    let enrolled = store::enrolment(cx, person, centre).await?.is_some();
    let rows = store::of(cx, person, centre).await?;
    let candidates = store::candidates(cx, centre).await?;
    let permit = cx.permit;
    access_log::read_about(cx, &[Category::Enrolled], permit).await?;
    let past = |r: &Row| r.valid_to.is_some_and(|last| last < today);
    let coach = rows
        .iter()
        .find(|r| r.kind == "coach" && !past(r) && r.valid_to.is_none());
    let line = |r: &Row| Colleague {
        id: r.id.to_string(),
        name: r.name.clone(),
        kind: text::kind(&r.kind, lang).to_owned(),
        days: text::days(r.valid_from, r.valid_to, today, lang),
        reason: r.reason.clone(),
        closed: r.closed,
    };
    Ok(Colleagues {
        person: person.to_string(),
        name,
        number: ParticipantNumber::parse(&number).map_or(number, |n| n.to_string()),
        enrolled,
        coach_was: coach.map(|r| r.id.to_string()).unwrap_or_default(),
        current: rows.iter().filter(|r| !past(r)).map(line).collect(),
        past: rows.iter().filter(|r| past(r)).map(line).collect(),
        coaches: choices(&candidates, "coach"),
        others: BESIDE
            .into_iter()
            .map(|kind| {
                let choices = choices(&candidates, kind)
                    .into_iter()
                    .map(|c| Choice {
                        value: format!("{kind} {}", c.value),
                        words: c.words,
                    })
                    .collect();
                (text::kind(kind, lang).to_owned(), choices)
            })
            .collect(),
        today: today.to_string(),
    })
}

/// Today or later: who worked with whom before is history.
fn from_today(typed: &str, field: Field, today: NaiveDate) -> Result<NaiveDate, AppError> {
    match day(typed, field)? {
        Some(day) if day < today => Err(refused(field, AccountRefusal::DayPast)),
        Some(day) => Ok(day),
        None => Ok(today),
    }
}

async fn has_role(
    cx: &mut Ctx,
    centre: CentreId,
    staff: StaffId,
    kind: &str,
    on: NaiveDate,
) -> Result<bool, AppError> {
    Ok(store::candidates(cx, centre).await?.iter().any(|c| {
        c.staff == staff
            && fits(kind, c.role)
            && c.valid_from <= on
            && c.valid_to.is_none_or(|last| last >= on)
    }))
}

/// The enrolment, with nobody else changing who works with the person.
async fn in_turn(cx: &mut Ctx, field: Field) -> Result<(PersonId, CentreId, EnrolmentId), AppError> {
    let (person, centre) = (cx.subject()?, centre(cx)?);
    store::queue(cx, person).await?;
    match store::enrolment(cx, person, centre).await? {
        Some(enrolment) => Ok((person, centre, enrolment)),
        None => Err(refused(field, AccountRefusal::NotEnrolled)),
    }
}

async fn begin(cx: &mut Ctx, new: &New<'_>) -> Result<(), AppError> {
    let assignment = AssignmentId::mint(cx.now, &mut SystemRandom);
    store::add(cx, assignment, new).await?;
    let told = Told {
        event: Event::Assigned,
        enrolment: new.enrolment,
        person: new.person,
        centre: new.centre,
        kind: new.kind,
        assignment,
        concerns_on: new.valid_from,
    };
    store::tell(cx, &told).await
}

/// The first coach of an enrolment that begins today, in the transaction of whoever enrols.
///
/// # Errors
/// At the time that was chosen, where the colleague is no coach of the centre; when the database is away, or refuses.
pub async fn first_coach(
    cx: &mut Ctx,
    enrolment: EnrolmentId,
    person: PersonId,
    centre: CentreId,
    staff: StaffId,
) -> Result<(), AppError> {
    store::queue(cx, person).await?;
    let today = cx.today();
    if !has_role(cx, centre, staff, "coach", today).await? {
        return Err(refused(Field::Time, AccountRefusal::NotInRole));
    }
    let new = New {
        enrolment,
        person,
        centre,
        staff,
        kind: "coach",
        valid_from: today,
        valid_to: None,
        reason: None,
    };
    begin(cx, &new).await
}

async fn end(cx: &mut Ctx, row: &Row, last: NaiveDate) -> Result<(), AppError> {
    let (person, centre) = (cx.subject()?, centre(cx)?);
    if !store::end(cx, row.id, last).await? {
        return Err(AppError::Conflict);
    }
    let told = Told {
        event: Event::Unassigned,
        enrolment: row.enrolment,
        person,
        centre,
        kind: &row.kind,
        assignment: row.id,
        // The first day without.
        concerns_on: last.succ_opt().unwrap_or(last),
    };
    store::tell(cx, &told).await
}

/// A coach for the person from a day on; the one before ends the day before. `was` is the coach's assignment that the
/// page showed.
///
/// # Errors
/// At the field; `Conflict` where somebody else changed the coach meanwhile.
pub async fn change_coach(
    cx: &mut Ctx,
    was: &str,
    coach: &str,
    valid_from: &str,
    reason: &str,
) -> Result<(), AppError> {
    let staff: StaffId = chosen(coach, Field::Coach)?;
    let reason = words(reason, REASON_MAX, Field::Reason)?;
    let first = from_today(valid_from, Field::ValidFrom, cx.today())?;
    let (person, centre, enrolment) = in_turn(cx, Field::Coach).await?;
    let rows = store::of(cx, person, centre).await?;
    let coaches: Vec<&Row> = rows
        .iter()
        .filter(|r| r.kind == "coach" && r.enrolment == enrolment && !of_no_day(r))
        .filter(|r| r.valid_to.is_none_or(|last| last >= first))
        .collect();
    if let [only] = coaches[..]
        && only.staff == staff
        && only.valid_to.is_none()
        && only.valid_from <= first
    {
        return Ok(());
    }
    let open = coaches.iter().find(|r| r.valid_to.is_none());
    if open.map(|r| r.id.to_string()).unwrap_or_default() != was.trim() {
        return Err(AppError::Conflict);
    }
    if !has_role(cx, centre, staff, "coach", first).await? {
        return Err(refused(Field::Coach, AccountRefusal::NotInRole));
    }
    for row in coaches {
        let first_without = first.max(row.valid_from);
        let last = first_without.pred_opt().unwrap_or(first_without);
        end(cx, row, last).await?;
    }
    let new = New {
        enrolment,
        person,
        centre,
        staff,
        kind: "coach",
        valid_from: first,
        valid_to: None,
        reason: reason.as_deref(),
    };
    begin(cx, &new).await
}

/// Somebody beside the coach; `colleague` is the kind and the colleague, as the list has them.
///
/// # Errors
/// At the field.
pub async fn add_colleague(
    cx: &mut Ctx,
    colleague: &str,
    when: &str,
    until: &str,
    reason: &str,
) -> Result<(), AppError> {
    if colleague.trim().is_empty() {
        return Err(empty(Field::Colleague));
    }
    let (kind, staff) = colleague.trim().split_once(' ').ok_or(AppError::Unreadable)?;
    let kind = BESIDE
        .into_iter()
        .find(|k| *k == kind)
        .ok_or(AppError::Unreadable)?;
    let staff: StaffId = id(staff)?;
    let reason = words(reason, REASON_MAX, Field::Words)?;
    let first = from_today(when, Field::When, cx.today())?;
    let last = day(until, Field::Until)?;
    if last.is_some_and(|last| last < first) {
        return Err(refused(Field::Until, AccountRefusal::DaysCrossed));
    }
    if kind == "deputy" && last.is_none() {
        return Err(refused(Field::Until, AccountRefusal::LastDayNeeded));
    }
    let (person, centre, enrolment) = in_turn(cx, Field::Colleague).await?;
    let rows = store::of(cx, person, centre).await?;
    for row in rows
        .iter()
        .filter(|r| r.staff == staff && r.enrolment == enrolment && !of_no_day(r))
    {
        if row.kind == kind && (row.valid_from, row.valid_to) == (first, last) {
            return Ok(());
        }
        let apart =
            row.valid_to.is_some_and(|ends| ends < first) || last.is_some_and(|last| last < row.valid_from);
        // A coach needs no deputy's days for their own participant.
        let same = row.kind == kind || (kind == "deputy" && row.kind == "coach");
        if same && !apart {
            return Err(refused(Field::Colleague, AccountRefusal::AlreadyAssigned));
        }
    }
    if !has_role(cx, centre, staff, kind, first).await? {
        return Err(refused(Field::Colleague, AccountRefusal::NotInRole));
    }
    let new = New {
        enrolment,
        person,
        centre,
        staff,
        kind,
        valid_from: first,
        valid_to: last,
        reason: reason.as_deref(),
    };
    begin(cx, &new).await
}

/// Ends an assignment: after a day, or at once when none is named.
///
/// # Errors
/// At the field; `Conflict` where it ended before.
pub async fn end_assignment(cx: &mut Ctx, assignment: &str, last_day: &str) -> Result<(), AppError> {
    let wanted: AssignmentId = chosen(assignment, Field::Assignment)?;
    let typed = day(last_day, Field::LastDay)?;
    let (person, centre, today) = (cx.subject()?, centre(cx)?, cx.today());
    store::queue(cx, person).await?;
    let rows = store::of(cx, person, centre).await?;
    let row = rows.iter().find(|r| r.id == wanted).ok_or(AppError::NotFound)?;
    let last = match typed {
        Some(last) if last < today => return Err(refused(Field::LastDay, AccountRefusal::DayPast)),
        Some(last) if last < row.valid_from => {
            return Err(refused(Field::LastDay, AccountRefusal::DaysCrossed));
        }
        Some(last) => last,
        None => {
            let first_without = today.max(row.valid_from);
            first_without.pred_opt().unwrap_or(first_without)
        }
    };
    if row
        .valid_to
        .is_some_and(|already| already < today || already < row.valid_from)
    {
        return if typed.is_none() {
            Ok(())
        } else {
            Err(AppError::Conflict)
        };
    }
    if row.valid_to == Some(last) {
        return Ok(());
    }
    end(cx, row, last).await
}

/// A deputy for every participant of a coach, for a while (G3); for how many there was none yet.
///
/// # Errors
/// At the field.
pub async fn cover(
    cx: &mut Ctx,
    deputy: &str,
    coach: &str,
    when: &str,
    until: &str,
) -> Result<u32, AppError> {
    let deputy: StaffId = id(deputy)?;
    let coach: StaffId = chosen(coach, Field::Coach)?;
    let first = from_today(when, Field::When, cx.today())?;
    let last = day(until, Field::Until)?.ok_or(refused(Field::Until, AccountRefusal::LastDayNeeded))?;
    if last < first {
        return Err(refused(Field::Until, AccountRefusal::DaysCrossed));
    }
    if coach == deputy {
        return Err(refused(Field::Coach, AccountRefusal::SamePerson));
    }
    let centre = centre(cx)?;
    store::queue_for(cx, deputy.as_uuid()).await?;
    if !has_role(cx, centre, deputy, "deputy", first).await?
        || !has_role(cx, centre, coach, "coach", cx.today()).await?
    {
        return Err(refused(Field::Coach, AccountRefusal::NotInRole));
    }
    let people = store::to_cover(cx, centre, coach, deputy, first, last).await?;
    for (enrolment, person) in &people {
        let new = New {
            enrolment: *enrolment,
            person: *person,
            centre,
            staff: deputy,
            kind: "deputy",
            valid_from: first,
            valid_to: Some(last),
            reason: None,
        };
        begin(cx, &new).await?;
    }
    let who: Vec<PersonId> = people.iter().map(|(_, person)| *person).collect();
    if !who.is_empty() {
        access_log::read(cx, &who).await?;
        // The account's history is the manager's to write.
        if cx.actor.role() == Some(Role::Manager)
            && let Some(member) = account_store::member(cx, centre, deputy).await?
        {
            let detail = json!({ "first_day": first, "last_day": last, "people": who.len() });
            remember(cx, member.account, "covers", detail).await?;
        }
    }
    Ok(u32::try_from(who.len()).unwrap_or(u32::MAX))
}
