//! SQL of the participant's own day: who one is, where one is enrolled, and with whom.

use crate::kernel::{AppError, Ctx};
use chrono::NaiveDate;
use domain::ids::PersonId;

/// The person and their latest enrolment, if any is open.
#[derive(Debug)]
pub struct Me {
    pub given_name: String,
    pub family_name: String,
    pub participant_number: String,
    pub centre: Option<String>,
    pub programme_sv: Option<String>,
    pub programme_en: Option<String>,
    pub enrolled_on: Option<NaiveDate>,
    pub term_ends_on: Option<NaiveDate>,
    pub coach: Option<String>,
}

pub async fn me(cx: &mut Ctx, person: PersonId) -> Result<Option<Me>, AppError> {
    let today = cx.today();
    Ok(sqlx::query_as!(
        Me,
        r#"select p.given_name, p.family_name, p.participant_number,
                  c.name as "centre?", r.name_sv as "programme_sv?", r.name_en as "programme_en?",
                  e.enrolled_on as "enrolled_on?", e.term_ends_on,
                  (select s.given_name from assignment a join staff s using (staff_id)
                   where a.enrolment_id = e.enrolment_id and a.kind = 'coach'
                     and a.valid_from <= $2 and (a.valid_to is null or a.valid_to >= $2)
                     and access.coaches_at(a.staff_id, e.centre_id, $2)
                   order by a.valid_from desc limit 1) as coach
           from person p
           left join lateral (select * from enrolment e where e.person_id = p.person_id and e.ended_on is null
                              order by e.enrolled_on desc limit 1) e on true
           left join centre c on c.centre_id = e.centre_id
           left join programme r on r.programme_id = e.programme_id
           where p.person_id = $1"#,
        person.as_uuid(),
        today,
    )
    .fetch_optional(cx.db())
    .await?)
}
