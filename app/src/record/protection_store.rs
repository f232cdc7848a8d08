//! SQL of protected identities (G4): the manager knows them by number and level, and who is named; never by name.

use crate::kernel::{AppError, Ctx};
use domain::ids::{NamingId, PersonId, StaffId};

/// Somebody of the centre whose identity is protected.
#[derive(Debug)]
pub struct Protected {
    pub person: PersonId,
    pub number: String,
    pub level: i16,
}

pub async fn protected(cx: &mut Ctx) -> Result<Vec<Protected>, AppError> {
    let rows = sqlx::query!(
        r#"select person_id as "person_id!", participant_number as "participant_number!", protected_level as "protected_level!"
           from access.protected_here()"#
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Protected {
            person: r.person_id.into(),
            number: r.participant_number,
            level: r.protected_level,
        })
        .collect())
}

/// Who is named for somebody.
#[derive(Debug)]
pub struct Naming {
    pub id: NamingId,
    pub person: PersonId,
    pub name: String,
}

pub async fn namings(cx: &mut Ctx, people: &[PersonId]) -> Result<Vec<Naming>, AppError> {
    let people: Vec<_> = people.iter().map(PersonId::as_uuid).collect();
    let rows = sqlx::query!(
        r#"select n.protected_named_id, n.person_id, s.given_name || ' ' || s.family_name as "name!"
           from protected_named n join staff s using (staff_id)
           where n.person_id = any ($1) and n.ended_at is null order by 3, 1"#,
        &people,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Naming {
            id: r.protected_named_id.into(),
            person: r.person_id.into(),
            name: r.name,
        })
        .collect())
}

/// Those of the centre who can be named: who work in the house today.
pub async fn staff(cx: &mut Ctx) -> Result<Vec<(StaffId, String)>, AppError> {
    let (today, centre) = (cx.today(), cx.actor.centre().ok_or(AppError::NotFound)?);
    let rows = sqlx::query!(
        r#"select s.staff_id, s.given_name || ' ' || s.family_name as "name!" from staff s
           where exists (select from staff_role r where r.staff_id = s.staff_id and r.centre_id = $1
                         and r.role <> 'steering' and r.valid_from <= $2 and (r.valid_to is null or r.valid_to >= $2))
           order by s.family_name collate "sv-x-icu", s.given_name collate "sv-x-icu", s.staff_id"#,
        centre.as_uuid(),
        today,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows.into_iter().map(|r| (r.staff_id.into(), r.name)).collect())
}

/// Whose card this number is on, of those whom the manager may know of.
pub async fn person_of_number(cx: &mut Ctx, number: &str) -> Result<Option<PersonId>, AppError> {
    let found = sqlx::query_scalar!(
        "select person_id from person where participant_number = $1 and protected_level = 0",
        number
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(found.map(Into::into))
}

/// Sets the level; the address goes with the first one, and the change notes itself.
pub async fn set_level(cx: &mut Ctx, person: PersonId, level: i16) -> Result<(), AppError> {
    let set = sqlx::query_scalar!("select access.set_protection($1, $2)", person.as_uuid(), level)
        .fetch_one(cx.db())
        .await?;
    if set == Some(true) {
        Ok(())
    } else {
        Err(AppError::NotFound)
    }
}

/// Names somebody; who is named already stays so.
pub async fn name(cx: &mut Ctx, person: PersonId, staff: StaffId) -> Result<(), AppError> {
    let now = cx.now;
    let by = cx.actor.account().ok_or(AppError::NotFound)?;
    let id = NamingId::mint(now, &mut crate::kernel::outside::SystemRandom);
    sqlx::query!(
        "insert into protected_named (protected_named_id, person_id, staff_id, named_at, named_by)
         values ($1, $2, $3, $4, $5) on conflict (person_id, staff_id) where ended_at is null do nothing",
        id.as_uuid(),
        person.as_uuid(),
        staff.as_uuid(),
        now,
        by.as_uuid(),
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

/// Ends a naming; one that has ended stays ended. Whom it was about.
pub async fn end_naming(cx: &mut Ctx, naming: NamingId) -> Result<PersonId, AppError> {
    let now = cx.now;
    sqlx::query!(
        "update protected_named set ended_at = $2 where protected_named_id = $1 and ended_at is null",
        naming.as_uuid(),
        now,
    )
    .execute(cx.db())
    .await?;
    let person = sqlx::query_scalar!(
        "select person_id from protected_named where protected_named_id = $1",
        naming.as_uuid()
    )
    .fetch_optional(cx.db())
    .await?;
    person.map(Into::into).ok_or(AppError::NotFound)
}
