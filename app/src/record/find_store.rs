//! SQL of the search: over the people whom row security lets the actor know of, and never a protected one (G4).

use super::api::find::Order;
use crate::kernel::{AppError, Ctx};
use chrono::NaiveDate;
use domain::ids::PersonId;
use domain::participant_number::ParticipantNumber;

/// Somebody who was found.
#[derive(Debug)]
pub struct Row {
    pub person: PersonId,
    pub number: String,
    pub given_name: String,
    pub family_name: String,
    pub enrolled_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
    pub coach: Option<String>,
}

/// What is looked for: each word must be part of the name, in whatever order they stand.
#[derive(Debug)]
pub enum Wanted {
    Words(Vec<String>),
    Number(ParticipantNumber),
}

impl Wanted {
    /// The words as patterns, in which typed wildcards are letters; none where a number is looked for.
    fn patterns(&self) -> Vec<String> {
        match self {
            Self::Number(_) => Vec::new(),
            Self::Words(words) => words.iter().map(|w| pattern(w)).collect(),
        }
    }

    fn number(&self) -> Option<String> {
        match self {
            Self::Number(number) => Some(number.digits()),
            Self::Words(_) => None,
        }
    }
}

fn pattern(word: &str) -> String {
    let escaped: String = word
        .chars()
        .flat_map(|c| {
            matches!(c, '%' | '_' | '\\')
                .then_some('\\')
                .into_iter()
                .chain([c])
        })
        .collect();
    format!("%{escaped}%")
}

pub async fn count(cx: &mut Ctx, wanted: &Wanted) -> Result<u32, AppError> {
    let count = sqlx::query_scalar!(
        r#"select count(*) from person p
           where p.protected_level = 0
             and ($2::text is null or p.participant_number = $2)
             and (p.given_name || ' ' || p.family_name) collate "sv-x-icu" ilike all ($1::text[])
             and exists (select from enrolment e where e.person_id = p.person_id)"#,
        &wanted.patterns(),
        wanted.number(),
    )
    .fetch_one(cx.db())
    .await?;
    Ok(u32::try_from(count.unwrap_or(0)).unwrap_or(u32::MAX))
}

pub async fn page(
    cx: &mut Ctx,
    wanted: &Wanted,
    order: Order,
    limit: u32,
    offset: u32,
) -> Result<Vec<Row>, AppError> {
    let today = cx.today();
    let rows = sqlx::query!(
        r#"select p.person_id, p.participant_number, p.given_name, p.family_name, e.enrolled_on as "enrolled_on!",
                  e.ended_on as "ended_on?",
                  (select s.given_name || ' ' || s.family_name
                   from assignment a join staff s using (staff_id)
                   where a.enrolment_id = e.enrolment_id and a.kind = 'coach' and a.valid_from <= $3
                     and (a.valid_to is null or a.valid_to >= $3)
                     and access.coaches_at(a.staff_id, e.centre_id, $3)
                   order by a.valid_from desc limit 1) as coach
           from person p
           join lateral (
             select n.enrolment_id, n.centre_id, n.enrolled_on, n.ended_on from enrolment n where n.person_id = p.person_id
             order by n.ended_on desc nulls first, n.enrolled_on desc, n.enrolment_id limit 1
           ) e on true
           where p.protected_level = 0
             and ($2::text is null or p.participant_number = $2)
             and (p.given_name || ' ' || p.family_name) collate "sv-x-icu" ilike all ($1::text[])
           order by case when $4 = 'inskriven' then e.enrolled_on end desc nulls last,
                    p.family_name collate "sv-x-icu", p.given_name collate "sv-x-icu", p.person_id
           limit $5 offset $6"#,
        &wanted.patterns(),
        wanted.number(),
        today,
        order.code(),
        i64::from(limit),
        i64::from(offset),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Row {
            person: r.person_id.into(),
            number: r.participant_number,
            given_name: r.given_name,
            family_name: r.family_name,
            enrolled_on: r.enrolled_on,
            ended_on: r.ended_on,
            coach: r.coach,
        })
        .collect())
}

/// Whose identity number this is; the number itself is not read.
pub async fn person_of_identity(cx: &mut Ctx, number: &str) -> Result<Option<PersonId>, AppError> {
    let found = sqlx::query_scalar!("select access.person_of_identity($1)", number)
        .fetch_one(cx.db())
        .await?;
    Ok(found.map(Into::into))
}

/// Protected identities that the actor is named for, by the number on the card: they are in no search (G4).
pub async fn named_for(cx: &mut Ctx) -> Result<Vec<(PersonId, String)>, AppError> {
    let staff = cx.actor.staff().ok_or(AppError::NotFound)?;
    let rows = sqlx::query!(
        "select p.person_id, p.participant_number from protected_named n join person p using (person_id)
         where n.staff_id = $1 and n.ended_at is null and p.protected_level > 0
         order by p.participant_number",
        staff.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| (r.person_id.into(), r.participant_number))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_a_pattern_and_its_wildcards_are_letters() {
        let wanted = Wanted::Words(vec!["50%".into(), "a_b\\".into()]);
        assert_eq!(wanted.patterns(), ["%50\\%%", "%a\\_b\\\\%"]);
        assert_eq!(wanted.number(), None);
    }
}
