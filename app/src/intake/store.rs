//! SQL of half-done enrolments. The enrolment itself is made by one function of the database, the only way in.

use super::draft::Draft;
use crate::kernel::error::Field;
use crate::kernel::ledger::Event;
use crate::kernel::{AppError, AppState, Ctx, Lang};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{
    AccountId, CentreId, EnrolmentId, IntakeId, PersonId, ProgrammeId, ProgrammeVersionId, ReferralId,
    StaffId,
};
use domain::intake::DeskRefusal;
use serde_json::json;
use uuid::Uuid;

/// Somebody whom the centre expects: their referral has a place.
#[derive(Clone, Debug)]
pub struct Expected {
    pub referral: Uuid,
    /// Where the referral names somebody who is known here.
    pub person: Option<PersonId>,
    pub programme: ProgrammeId,
    pub agency: String,
    pub given_name: String,
    pub family_name: String,
    pub birth_year: Option<i16>,
    pub identity_number: Option<String>,
    pub phone: String,
    pub language: Option<String>,
    pub needs_interpreter: bool,
    pub referred_at: DateTime<Utc>,
    pub protected: bool,
}

impl Expected {
    /// What the access log says was read (G6).
    pub fn read(&self) -> (ReferralId, Option<PersonId>) {
        (self.referral.into(), self.person)
    }
}

/// Those whom the actor may enrol, by name.
pub async fn expected(cx: &mut Ctx) -> Result<Vec<Expected>, AppError> {
    let english = cx.lang == Lang::En;
    let rows = sqlx::query!(
        r#"select x.referral_id as "referral!", x.person_id, x.programme_id as "programme!",
                  case when $1 then a.name_en else a.name_sv end as "agency!",
                  x.given_name as "given!", coalesce(x.family_name, '') as "family!", x.birth_year, x.identity_number,
                  x.phone as "phone!", x.spoken_language, x.needs_interpreter as "interpreter!",
                  x.referred_at as "referred_at!", x.is_protected as "protected!"
           from access.expected() x join agency a using (agency_id)
           order by x.family_name collate "sv-x-icu", x.given_name collate "sv-x-icu", x.referral_id"#,
        english,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Expected {
            referral: r.referral,
            person: r.person_id.map(Into::into),
            programme: r.programme.into(),
            agency: r.agency,
            given_name: r.given,
            family_name: r.family,
            birth_year: r.birth_year,
            identity_number: r.identity_number,
            phone: r.phone,
            language: r.spoken_language,
            needs_interpreter: r.interpreter,
            referred_at: r.referred_at,
            protected: r.protected,
        })
        .collect())
}

/// How many of the expected are the manager's alone.
pub async fn managers_own(cx: &mut Ctx) -> Result<u32, AppError> {
    let count = sqlx::query_scalar!(r#"select access.expected_by_manager() as "n!""#)
        .fetch_one(cx.db())
        .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A programme of the centre, with the version that holds today.
pub struct Programme {
    pub id: ProgrammeId,
    pub code: String,
    pub name: String,
}

pub async fn programmes(cx: &mut Ctx, centre: CentreId) -> Result<Vec<Programme>, AppError> {
    let english = cx.lang == Lang::En;
    let rows = sqlx::query!(
        r#"select p.programme_id, p.code, case when $2 then p.name_en else p.name_sv end as "name!"
           from programme p join programme_centre c using (programme_id)
           where c.centre_id = $1 order by p.code"#,
        centre.as_uuid(),
        english,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Programme {
            id: r.programme_id.into(),
            code: r.code,
            name: r.name,
        })
        .collect())
}

/// A half-done enrolment, or one that its beginner has finished.
#[derive(Clone, Debug)]
pub struct Intake {
    pub id: IntakeId,
    pub programme: ProgrammeId,
    pub referral: Option<Uuid>,
    pub draft: Draft,
    pub updated_at: DateTime<Utc>,
    pub finished: Option<(PersonId, EnrolmentId)>,
}

struct Row {
    intake_id: Uuid,
    programme_id: Uuid,
    referral_id: Option<Uuid>,
    data: serde_json::Value,
    updated_at: DateTime<Utc>,
    person_id: Option<Uuid>,
    enrolment_id: Option<Uuid>,
}

impl Row {
    fn read(self) -> Result<Intake, AppError> {
        Ok(Intake {
            id: self.intake_id.into(),
            programme: self.programme_id.into(),
            referral: self.referral_id,
            draft: Draft::of_json(self.data)?,
            updated_at: self.updated_at,
            finished: self
                .person_id
                .zip(self.enrolment_id)
                .map(|(p, e)| (p.into(), e.into())),
        })
    }
}

/// One's own that are not finished, the latest first.
pub async fn mine(cx: &mut Ctx) -> Result<Vec<Intake>, AppError> {
    let rows = sqlx::query_as!(
        Row,
        "select intake_id, programme_id, referral_id, data, updated_at, person_id, enrolment_id
         from intake where finished_at is null order by updated_at desc, intake_id",
    )
    .fetch_all(cx.db())
    .await?;
    rows.into_iter().map(Row::read).collect()
}

pub async fn one(cx: &mut Ctx, id: IntakeId) -> Result<Option<Intake>, AppError> {
    let row = sqlx::query_as!(
        Row,
        "select intake_id, programme_id, referral_id, data, updated_at, person_id, enrolment_id
         from intake where intake_id = $1",
        id.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?;
    row.map(Row::read).transpose()
}

/// The same, held for a change until the transaction ends; none once it is finished.
pub async fn held(cx: &mut Ctx, id: IntakeId) -> Result<Option<Intake>, AppError> {
    let row = sqlx::query_as!(
        Row,
        "select intake_id, programme_id, referral_id, data, updated_at, person_id, enrolment_id
         from intake where intake_id = $1 and finished_at is null for update",
        id.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?;
    row.map(Row::read).transpose()
}

/// Begins one; of one referral an account has one at a time.
pub async fn begin(
    cx: &mut Ctx,
    id: IntakeId,
    programme: ProgrammeId,
    referral: Option<Uuid>,
    draft: &Draft,
) -> Result<IntakeId, AppError> {
    let (now, account, staff, centre) = (cx.now, cx.actor.account(), cx.actor.staff(), cx.actor.centre());
    let (Some(account), Some(staff), Some(centre)) = (account, staff, centre) else {
        return Err(AppError::NotFound);
    };
    let data = serde_json::to_value(draft).map_err(|_| AppError::Internal)?;
    let begun = sqlx::query!(
        "insert into intake (intake_id, account_id, staff_id, centre_id, programme_id, referral_id, data, begun_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8) on conflict do nothing",
        id.as_uuid(),
        account.as_uuid(),
        staff.as_uuid(),
        centre.as_uuid(),
        programme.as_uuid(),
        referral,
        data,
        now,
    )
    .execute(cx.db())
    .await?;
    if begun.rows_affected() == 1 {
        return Ok(id);
    }
    let before = sqlx::query_scalar!(
        "select intake_id from intake where referral_id = $1 and finished_at is null",
        referral,
    )
    .fetch_optional(cx.db())
    .await?;
    before.map(Into::into).ok_or(AppError::Conflict)
}

pub async fn write(cx: &mut Ctx, id: IntakeId, draft: &Draft) -> Result<(), AppError> {
    let now = cx.now;
    let data = serde_json::to_value(draft).map_err(|_| AppError::Internal)?;
    let done = sqlx::query!(
        "update intake set data = $2, revision = revision + 1, updated_at = $3 where intake_id = $1",
        id.as_uuid(),
        data,
        now,
    )
    .execute(cx.db())
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(AppError::NotFound)
    }
}

/// Drops a half-done one; whether it was there.
pub async fn drop_one(cx: &mut Ctx, id: IntakeId) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "delete from intake where intake_id = $1 and finished_at is null",
        id.as_uuid()
    )
    .execute(cx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Clears those that nobody came back to since.
pub async fn clear(state: &AppState, since: DateTime<Utc>) -> Result<i64, AppError> {
    Ok(
        sqlx::query_scalar!(r#"select access.clear_intakes($1) as "n!""#, since)
            .fetch_one(&state.pool)
            .await?,
    )
}

/// Somebody who may be the same person (E6).
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts of one person")]
pub struct Double {
    pub person: PersonId,
    /// `number`, `card` or `name`.
    pub how: String,
    /// Of this centre's people alone.
    pub name: Option<String>,
    pub number: Option<String>,
    pub birth_year: Option<i16>,
    pub hand_over: bool,
    pub related: bool,
    pub enrolled: bool,
    /// Another identity number is registered than the one that is shown.
    pub other_number: bool,
}

/// Nobody else makes somebody of this name and year until this transaction ends.
pub async fn lock_name(cx: &mut Ctx, step: &super::draft::PersonStep) -> Result<(), AppError> {
    sqlx::query!(
        r#"select access.lock_name($1, $2, $3) as "held: ()""#,
        step.given_name,
        step.family_name,
        step.search_year(),
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

pub async fn doubles(
    cx: &mut Ctx,
    programme: ProgrammeId,
    step: &super::draft::PersonStep,
) -> Result<Vec<Double>, AppError> {
    Ok(sqlx::query!(
        r#"select person_id as "person!", how as "how!", name, participant_number, birth_year,
                  hand_over as "hand_over!", related as "related!", enrolled as "enrolled!", other_number as "other_number!"
           from access.possible_doubles($1, $2, $3, $4, $5, $6)"#,
        step.identity_number,
        step.old_card,
        step.given_name,
        step.family_name,
        step.search_year(),
        programme.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?
    .into_iter()
    .map(|r| Double {
        person: r.person.into(),
        how: r.how,
        name: r.name,
        number: r.participant_number,
        birth_year: r.birth_year,
        hand_over: r.hand_over,
        related: r.related,
        enrolled: r.enrolled,
        other_number: r.other_number,
    })
    .collect())
}

/// A point of the information (N2).
pub struct Point {
    pub version: i32,
    pub position: i16,
    pub expected: bool,
    pub sv: String,
    pub en: String,
}

/// The points of the version that holds today.
pub async fn points(cx: &mut Ctx) -> Result<Vec<Point>, AppError> {
    let today = cx.today();
    let rows = sqlx::query!(
        r#"select s.version, s.position, s.side, s.body as sv, e.body as en
           from information_point s join information_point e using (version, position)
           where s.language = 'sv' and e.language = 'en'
             and s.version = (select max(version) from information_point where valid_from <= $1)
           order by s.position"#,
        today,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Point {
            version: r.version,
            position: r.position,
            expected: r.side == "expected",
            sv: r.sv,
            en: r.en,
        })
        .collect())
}

pub async fn number_is_free(cx: &mut Ctx, number: &str, hash: &[u8]) -> Result<bool, AppError> {
    Ok(
        sqlx::query_scalar!(r#"select access.number_is_free($1, $2) as "is!""#, number, hash)
            .fetch_one(cx.db())
            .await?,
    )
}

/// The centre by name, and a person by name and number, where the actor may know them.
pub async fn centre_name(cx: &mut Ctx, centre: CentreId) -> Result<String, AppError> {
    Ok(
        sqlx::query_scalar!("select name from centre where centre_id = $1", centre.as_uuid())
            .fetch_one(cx.db())
            .await?,
    )
}

pub async fn person(cx: &mut Ctx, person: PersonId) -> Result<Option<(String, String)>, AppError> {
    let row = sqlx::query!(
        r#"select given_name || ' ' || family_name as "name!", participant_number from person where person_id = $1"#,
        person.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(row.map(|r| (r.name, r.participant_number)))
}

/// The last day of an enrolment's term.
pub async fn term_ends(cx: &mut Ctx, enrolment: EnrolmentId) -> Result<Option<NaiveDate>, AppError> {
    Ok(sqlx::query_scalar!(
        "select term_ends_on from enrolment where enrolment_id = $1",
        enrolment.as_uuid()
    )
    .fetch_optional(cx.db())
    .await?
    .flatten())
}

/// What the press asks for.
#[derive(Debug)]
pub struct Press<'a> {
    pub intake: IntakeId,
    pub fresh: PersonId,
    pub step: &'a super::draft::PersonStep,
    pub number: &'a str,
    pub enrolment: EnrolmentId,
    pub version: ProgrammeVersionId,
    pub term_ends: Option<NaiveDate>,
    pub naming: [Uuid; 2],
    pub coach: StaffId,
}

const fn refused(field: Field, why: DeskRefusal) -> AppError {
    AppError::Desk { field, why }
}

/// Makes the person or takes the one who was found, the enrolment, and finishes the intake and the referral.
pub async fn enrol(cx: &mut Ctx, press: &Press<'_>) -> Result<(), AppError> {
    let step = press.step;
    let said = sqlx::query_scalar!(
        r#"select access.enrol($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) as "said!""#,
        press.intake.as_uuid(),
        press.fresh.as_uuid(),
        step.found.as_ref().map(PersonId::as_uuid),
        press.number,
        press.enrolment.as_uuid(),
        press.version.as_uuid(),
        press.term_ends,
        step.given_name,
        step.family_name,
        step.birth_year,
        step.identity_number,
        step.old_card,
        step.language,
        &press.naming[..],
        press.coach.as_uuid(),
    )
    .fetch_one(cx.db())
    .await;
    let said = match said {
        Ok(said) => said,
        Err(sqlx::Error::Database(e)) => return Err(wall(e)),
        Err(error) => return Err(error.into()),
    };
    Err(match said.as_str() {
        "done" => return Ok(()),
        "referral_gone" => refused(Field::Person, DeskRefusal::ReferralGone),
        "referral_needed" => refused(Field::Programme, DeskRefusal::ReferralNeeded),
        "hand_over" => refused(Field::Same, DeskRefusal::HandOver),
        "related" => refused(Field::Same, DeskRefusal::Related),
        "maybe_same" => refused(Field::Same, DeskRefusal::MaybeSame),
        "number_known" => refused(Field::IdentityNumber, DeskRefusal::NumberKnown),
        "other_number" => refused(Field::IdentityNumber, DeskRefusal::OtherNumber),
        "enrolled_already" => refused(Field::Person, DeskRefusal::EnrolledAlready),
        _ => AppError::NotFound,
    })
}

/// What a rule of the tables themselves refuses: the last wall, told in the same words.
fn wall(error: Box<dyn sqlx::error::DatabaseError>) -> AppError {
    match error.constraint() {
        Some("enrolment_open") => refused(Field::Person, DeskRefusal::EnrolledAlready),
        Some("person_identity_identity_number_key") => {
            refused(Field::IdentityNumber, DeskRefusal::NumberKnown)
        }
        Some("person_participant_number_key") => AppError::Conflict,
        // E3: the limit of the house is a rule of the enrolments' own.
        Some(name) if name.contains("capacity") => refused(Field::Person, DeskRefusal::Full),
        _ => sqlx::Error::Database(error).into(),
    }
}

/// The enrolment as the ledger tells it.
#[derive(Debug)]
pub struct Told {
    pub person: PersonId,
    pub enrolment: EnrolmentId,
    pub programme: ProgrammeId,
    pub version: ProgrammeVersionId,
    pub version_number: i32,
    pub term_ends: Option<NaiveDate>,
    pub referral: Option<Uuid>,
    /// The version of the information that was given (N2).
    pub informed: i32,
}

/// The ledger's row of it: from which referral, by what version, until when, and which information was given.
pub async fn tell(cx: &mut Ctx, told: &Told) -> Result<(), AppError> {
    let (now, today, by, centre) = (cx.now, cx.today(), cx.actor.account(), cx.actor.centre());
    sqlx::query!(
        "insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload,
                             referral_id, programme_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        told.enrolment.as_uuid(),
        told.person.as_uuid(),
        centre.as_ref().map(CentreId::as_uuid),
        Event::Enrolled.code(),
        today,
        now,
        by.as_ref().map(AccountId::as_uuid),
        json!({
            "programme_version": told.version_number,
            "programme_version_id": told.version,
            "term_ends_on": told.term_ends,
            "referral_id": told.referral,
            "informed": told.informed,
        }),
        told.referral,
        told.programme.as_uuid(),
    )
    .execute(cx.db())
    .await?;
    Ok(())
}
