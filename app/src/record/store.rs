//! SQL of the record: what is read of one person, the contact card, stated reasons, emergencies. Row security stands
//! behind every one of these; a category that is closed is not asked for at all.

use crate::kernel::{AppError, Ctx, Lang};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::StatedReason;
use domain::ids::{AccountId, CentreId, IdempotencyKey, OverrideId, PersonId, StaffId, StatedReasonId};

/// The person's own row.
#[derive(Debug)]
pub struct Head {
    pub given_name: String,
    pub family_name: String,
    pub participant_number: String,
    pub spoken_language: String,
}

pub async fn head(cx: &mut Ctx, person: PersonId) -> Result<Head, AppError> {
    sqlx::query_as!(
        Head,
        "select given_name, family_name, participant_number, spoken_language from person where person_id = $1",
        person.as_uuid()
    )
    .fetch_optional(cx.db())
    .await?
    .ok_or(AppError::NotFound)
}

/// An enrolment at the actor's centre.
#[derive(Debug)]
pub struct Enrolment {
    pub programme: String,
    pub centre: String,
    pub enrolled_on: NaiveDate,
    pub term_ends_on: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
    pub coach: Option<String>,
    /// Who covers for the coach (G3).
    pub deputies: Vec<String>,
}

pub async fn enrolments(cx: &mut Ctx, person: PersonId) -> Result<Vec<Enrolment>, AppError> {
    let (today, english) = (cx.today(), cx.lang == Lang::En);
    Ok(sqlx::query_as!(
        Enrolment,
        r#"select case when $3 then g.name_en else g.name_sv end as "programme!", c.name as centre, e.enrolled_on,
                  e.term_ends_on, e.ended_on,
                  (select s.given_name || ' ' || s.family_name from assignment a join staff s using (staff_id)
                   where a.enrolment_id = e.enrolment_id and a.kind = 'coach' and a.valid_from <= $2
                     and (a.valid_to is null or a.valid_to >= $2)
                     and access.coaches_at(a.staff_id, e.centre_id, $2)
                   order by a.valid_from desc limit 1) as coach,
                  array(select s.given_name || ' ' || s.family_name from assignment a join staff s using (staff_id)
                   where a.enrolment_id = e.enrolment_id and a.kind = 'deputy' and a.valid_from <= $2
                     and (a.valid_to is null or a.valid_to >= $2)
                   order by 1) as "deputies!"
           from enrolment e join programme g using (programme_id) join centre c using (centre_id)
           where e.person_id = $1
           order by e.ended_on desc nulls first, e.enrolled_on desc, e.enrolment_id"#,
        person.as_uuid(),
        today,
        english,
    )
    .fetch_all(cx.db())
    .await?)
}

/// The contact card; as it was never written, where there is none.
#[derive(Debug, Default)]
pub struct Contact {
    pub phone: String,
    pub email: String,
    pub street: String,
    pub postal_code: String,
    pub town: String,
    pub needs_interpreter: bool,
    pub revision: i32,
}

pub async fn contact(cx: &mut Ctx, person: PersonId) -> Result<Contact, AppError> {
    Ok(sqlx::query_as!(
        Contact,
        "select phone, email, street, postal_code, town, needs_interpreter, revision from contact where person_id = $1",
        person.as_uuid()
    )
    .fetch_optional(cx.db())
    .await?
    .unwrap_or_default())
}

/// The card as it is told at the desk: what is left out stays as it was, and a protected identity has no address (G4).
///
/// # Errors
/// When the database is away, or refuses.
pub async fn desk_contact(cx: &mut Ctx, person: PersonId, card: &Contact) -> Result<(), AppError> {
    let (now, account) = (cx.now, cx.actor.account());
    sqlx::query!(
        "insert into contact as c (person_id, phone, email, street, postal_code, town, needs_interpreter, updated_at, updated_by)
         select $1::uuid, $2::text, $3::text, case when open then $4::text else '' end, case when open then $5::text else '' end,
                case when open then $6::text else '' end, $7::boolean, $8::timestamptz, $9::uuid
         from (select not exists (select from person p where p.person_id = $1 and p.protected_level > 0) as open) o
         on conflict (person_id) do update
         set phone = coalesce(nullif(excluded.phone, ''), c.phone), email = coalesce(nullif(excluded.email, ''), c.email),
             street = coalesce(nullif(excluded.street, ''), c.street),
             postal_code = coalesce(nullif(excluded.postal_code, ''), c.postal_code),
             town = coalesce(nullif(excluded.town, ''), c.town), needs_interpreter = excluded.needs_interpreter,
             revision = c.revision + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by",
        person.as_uuid(),
        card.phone,
        card.email,
        card.street,
        card.postal_code,
        card.town,
        card.needs_interpreter,
        now,
        account.as_ref().map(AccountId::as_uuid),
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

/// Writes the card over that of the revision it names; the same card again changes nothing.
pub async fn write_contact(
    cx: &mut Ctx,
    person: PersonId,
    card: &Contact,
    language: &str,
) -> Result<(), AppError> {
    let (now, account) = (cx.now, cx.actor.account());
    let by = account.as_ref().map(AccountId::as_uuid);
    let written = if card.revision == 0 {
        sqlx::query!(
            "insert into contact (person_id, phone, email, street, postal_code, town, needs_interpreter, updated_at, updated_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (person_id) do nothing",
            person.as_uuid(),
            card.phone,
            card.email,
            card.street,
            card.postal_code,
            card.town,
            card.needs_interpreter,
            now,
            by,
        )
        .execute(cx.db())
        .await?
        .rows_affected()
    } else {
        sqlx::query!(
            "update contact set phone = $3, email = $4, street = $5, postal_code = $6, town = $7, needs_interpreter = $8,
                    revision = revision + 1, updated_at = $9, updated_by = $10
             where person_id = $1 and revision = $2",
            person.as_uuid(),
            card.revision,
            card.phone,
            card.email,
            card.street,
            card.postal_code,
            card.town,
            card.needs_interpreter,
            now,
            by,
        )
        .execute(cx.db())
        .await?
        .rows_affected()
    };
    if written == 0 {
        let is = contact(cx, person).await?;
        let same = (
            &is.phone,
            &is.email,
            &is.street,
            &is.postal_code,
            &is.town,
            is.needs_interpreter,
        ) == (
            &card.phone,
            &card.email,
            &card.street,
            &card.postal_code,
            &card.town,
            card.needs_interpreter,
        );
        let same = same && head(cx, person).await?.spoken_language == language;
        return if same { Ok(()) } else { Err(AppError::Conflict) };
    }
    let spoken = sqlx::query!(
        "update person set spoken_language = $2 where person_id = $1",
        person.as_uuid(),
        language
    )
    .execute(cx.db())
    .await?;
    if spoken.rows_affected() == 1 {
        Ok(())
    } else {
        Err(AppError::NotFound)
    }
}

/// A referral, and whether it is decided.
#[derive(Debug)]
pub struct Referral {
    pub agency: String,
    pub programme: String,
    pub referred_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
}

pub async fn referrals(cx: &mut Ctx, person: PersonId) -> Result<Vec<Referral>, AppError> {
    let english = cx.lang == Lang::En;
    Ok(sqlx::query_as!(
        Referral,
        r#"select case when $2 then a.name_en else a.name_sv end as "agency!",
                  case when $2 then g.name_en else g.name_sv end as "programme!", r.referred_at, r.decided_at
           from referral r join agency a using (agency_id) join programme g using (programme_id)
           where r.person_id = $1 order by r.referred_at desc, r.referral_id"#,
        person.as_uuid(),
        english,
    )
    .fetch_all(cx.db())
    .await?)
}

/// A consent in force.
#[derive(Debug)]
pub struct Consent {
    pub agency: String,
    pub direction: String,
    pub category: String,
}

/// Consents in force, as those see them who read the consents themselves.
pub async fn consents(cx: &mut Ctx, person: PersonId) -> Result<Vec<Consent>, AppError> {
    let (now, english) = (cx.now, cx.lang == Lang::En);
    Ok(sqlx::query_as!(
        Consent,
        r#"select distinct case when $3 then a.name_en else a.name_sv end as "agency!", c.direction, c.category
           from consent c join agency a using (agency_id)
           where c.person_id = $1 and c.valid_from <= $2 and (c.valid_until is null or c.valid_until > $2)
             and not exists (select from consent_withdrawal w where w.consent_id = c.consent_id)
           order by 1, 2, 3"#,
        person.as_uuid(),
        now,
        english,
    )
    .fetch_all(cx.db())
    .await?)
}

/// The same as a yes or no, for those who read no more.
pub async fn consents_yes_no(cx: &mut Ctx, person: PersonId) -> Result<Vec<Consent>, AppError> {
    let english = cx.lang == Lang::En;
    Ok(sqlx::query_as!(
        Consent,
        r#"select distinct case when $2 then a.name_en else a.name_sv end as "agency!", c.direction as "direction!",
                  c.category as "category!"
           from access.consents_yes_no($1) c join agency a using (agency_id) order by 1, 2, 3"#,
        person.as_uuid(),
        english,
    )
    .fetch_all(cx.db())
    .await?)
}

/// The plan's own words.
#[derive(Debug, Default)]
pub struct Goal {
    pub want: String,
    pub good_at: String,
    pub need: String,
}

pub async fn goal(cx: &mut Ctx, person: PersonId) -> Result<Goal, AppError> {
    Ok(sqlx::query_as!(
        Goal,
        "select want, good_at, need from plan where person_id = $1",
        person.as_uuid()
    )
    .fetch_optional(cx.db())
    .await?
    .unwrap_or_default())
}

/// An absence as it stands, with the participant's own explanation (A4).
#[derive(Debug)]
pub struct Absence {
    pub day: NaiveDate,
    pub kind: String,
    pub reason: Option<String>,
    pub explanation: String,
    pub accepted: Option<bool>,
}

pub async fn absences(cx: &mut Ctx, person: PersonId, since: NaiveDate) -> Result<Vec<Absence>, AppError> {
    Ok(sqlx::query_as!(
        Absence,
        "select day, kind, reason, explanation, accepted from absence
         where person_id = $1 and day >= $2 order by day desc, absence_id",
        person.as_uuid(),
        since,
    )
    .fetch_all(cx.db())
    .await?)
}

/// Whether the person is excused today, and nothing of why.
pub async fn is_excused(cx: &mut Ctx, person: PersonId) -> Result<bool, AppError> {
    let today = cx.today();
    let excused = sqlx::query_scalar!("select access.is_excused($1, $2)", person.as_uuid(), today)
        .fetch_one(cx.db())
        .await?;
    excused.ok_or(AppError::NotFound)
}

/// A version of the plan that was published to an agency (P4).
#[derive(Debug)]
pub struct Version {
    pub agency: String,
    pub published_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
}

pub async fn versions(cx: &mut Ctx, person: PersonId) -> Result<Vec<Version>, AppError> {
    let english = cx.lang == Lang::En;
    Ok(sqlx::query_as!(
        Version,
        r#"select case when $2 then a.name_en else a.name_sv end as "agency!", v.published_at, v.revoked_at
           from plan_version v join agency a using (agency_id)
           where v.person_id = $1 order by v.published_at desc, v.plan_version_id"#,
        person.as_uuid(),
        english,
    )
    .fetch_all(cx.db())
    .await?)
}

/// The identity number whole, where one is kept. Row security asks for the stated reason too.
pub async fn identity_number(cx: &mut Ctx, person: PersonId) -> Result<Option<String>, AppError> {
    Ok(sqlx::query_scalar!(
        "select identity_number from person_identity where person_id = $1",
        person.as_uuid()
    )
    .fetch_optional(cx.db())
    .await?)
}

/// What a reason was stated for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To read what the grid opens with a reason, for a quarter of an hour.
    Record,
    /// To see the identity number, once.
    IdentityNumber,
}

impl Purpose {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::IdentityNumber => "identity_number",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Record, Self::IdentityNumber]
            .into_iter()
            .find(|p| p.code() == code)
    }
}

/// Keeps a stated reason; the same press again gives the same one back.
pub async fn keep_reason(
    cx: &mut Ctx,
    person: PersonId,
    purpose: Purpose,
    reason: &StatedReason,
    valid_until: DateTime<Utc>,
    key: IdempotencyKey,
) -> Result<StatedReasonId, AppError> {
    let account = cx.actor.account().ok_or(AppError::NotFound)?;
    let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
    let role = cx.actor.role().ok_or(AppError::NotFound)?;
    let now = cx.now;
    let fresh = StatedReasonId::mint(now, &mut crate::kernel::outside::SystemRandom);
    sqlx::query!(
        "insert into stated_reason (stated_reason_id, person_id, account_id, centre_id, role, purpose, reason, stated_at,
                                    valid_until, idempotency_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (idempotency_key) do nothing",
        fresh.as_uuid(),
        person.as_uuid(),
        account.as_uuid(),
        centre.as_uuid(),
        role.code(),
        purpose.code(),
        reason.as_str(),
        now,
        valid_until,
        key.as_uuid(),
    )
    .execute(cx.db())
    .await?;
    let kept = sqlx::query_scalar!(
        "select stated_reason_id from stated_reason
         where idempotency_key = $1 and person_id = $2 and account_id = $3 and purpose = $4 and reason = $5",
        key.as_uuid(),
        person.as_uuid(),
        account.as_uuid(),
        purpose.code(),
        reason.as_str(),
    )
    .fetch_optional(cx.db())
    .await?;
    kept.map(Into::into).ok_or(AppError::Conflict)
}

/// A stated reason that is in force.
#[derive(Debug)]
pub struct Stated {
    pub purpose: Purpose,
    pub reason: String,
    pub valid_until: DateTime<Utc>,
}

/// Leans on a reason that the same account stated in the same role about the same person; one for the identity number
/// is used up by it.
pub async fn lean_on(
    cx: &mut Ctx,
    person: PersonId,
    stated: StatedReasonId,
) -> Result<Option<Stated>, AppError> {
    let Some(role) = cx.actor.role() else {
        return Ok(None);
    };
    let (now, account) = (cx.now, cx.actor.account());
    let row = sqlx::query!(
        "update stated_reason set used_at = coalesce(used_at, $4)
         where stated_reason_id = $1 and person_id = $2 and account_id = $3 and role = $5 and valid_until > $4
           and (purpose = 'record' or used_at is null)
         returning purpose, reason, valid_until",
        stated.as_uuid(),
        person.as_uuid(),
        account.as_ref().map(AccountId::as_uuid),
        now,
        role.code(),
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(row.and_then(|r| {
        Some(Stated {
            purpose: Purpose::from_code(&r.purpose)?,
            reason: r.reason,
            valid_until: r.valid_until,
        })
    }))
}

/// An opening in an emergency, to be written.
#[derive(Debug)]
pub struct NewOverride<'a> {
    pub id: OverrideId,
    pub person: PersonId,
    pub centre: CentreId,
    pub staff: StaffId,
    pub account: AccountId,
    pub reason: &'a StatedReason,
    pub ends_at: DateTime<Utc>,
    pub key: IdempotencyKey,
}

/// Writes it; the same press again writes nothing, another under the same key is a conflict. Says whether it is new.
pub async fn take_override(cx: &mut Ctx, new: &NewOverride<'_>) -> Result<bool, AppError> {
    let now = cx.now;
    let written = sqlx::query!(
        "insert into override (override_id, person_id, centre_id, staff_id, account_id, reason, begins_at, ends_at, idempotency_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (idempotency_key) do nothing",
        new.id.as_uuid(),
        new.person.as_uuid(),
        new.centre.as_uuid(),
        new.staff.as_uuid(),
        new.account.as_uuid(),
        new.reason.as_str(),
        now,
        new.ends_at,
        new.key.as_uuid(),
    )
    .execute(cx.db())
    .await?;
    if written.rows_affected() == 1 {
        return Ok(true);
    }
    let same = sqlx::query_scalar!(
        r#"select exists (select from override
             where idempotency_key = $1 and person_id = $2 and staff_id = $3 and reason = $4) as "same!""#,
        new.key.as_uuid(),
        new.person.as_uuid(),
        new.staff.as_uuid(),
        new.reason.as_str(),
    )
    .fetch_one(cx.db())
    .await?;
    if same { Ok(false) } else { Err(AppError::Conflict) }
}

/// When an override of one's own ends.
pub async fn override_ends(cx: &mut Ctx, id: OverrideId) -> Result<Option<DateTime<Utc>>, AppError> {
    Ok(sqlx::query_scalar!(
        "select ends_at from override where override_id = $1",
        id.as_uuid()
    )
    .fetch_optional(cx.db())
    .await?)
}
