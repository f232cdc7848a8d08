//! SQL of programmes and their versions.

use crate::kernel::{AppError, Ctx, Lang};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{AccountId, CentreId, ProgrammeId, ProgrammeVersionId};
use domain::programme::ProgrammeRules;
use sqlx::PgExecutor;
use sqlx::types::Json;

/// A version of a programme's rules.
#[derive(Clone, Debug)]
pub struct Version {
    pub programme: ProgrammeId,
    pub id: ProgrammeVersionId,
    pub version: i32,
    pub rules: ProgrammeRules,
}

/// The rules of a version: what an enrolment that keeps it goes by; `None` when there is no such version.
///
/// # Errors
/// When the database is away, or holds rules that this program cannot read.
pub async fn rules_of(
    db: impl PgExecutor<'_>,
    version: ProgrammeVersionId,
) -> Result<Option<ProgrammeRules>, sqlx::Error> {
    let rules = sqlx::query_scalar!(
        r#"select rules as "rules: Json<ProgrammeRules>" from programme_version where programme_version_id = $1"#,
        version.as_uuid(),
    )
    .fetch_optional(db)
    .await?;
    Ok(rules.map(|json| json.0))
}

/// The version that an enrolment of this day begins under; `None` when the programme has none yet.
///
/// # Errors
/// As [`rules_of`].
pub async fn version_on(
    db: impl PgExecutor<'_>,
    programme_code: &str,
    day: NaiveDate,
) -> Result<Option<Version>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select p.programme_id, v.programme_version_id, v.version, v.rules as "rules: Json<ProgrammeRules>"
           from programme_version v join programme p using (programme_id)
           where p.code = $1 and v.valid_from <= $2
           order by v.valid_from desc, v.version desc
           limit 1"#,
        programme_code,
        day,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|r| Version {
        programme: r.programme_id.into(),
        id: r.programme_version_id.into(),
        version: r.version,
        rules: r.rules.0,
    }))
}

/// A programme of the acting centre.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: ProgrammeId,
    pub code: String,
    pub name: String,
}

/// The programmes that run at the acting centre.
pub async fn of_centre(cx: &mut Ctx, centre: CentreId) -> Result<Vec<Row>, AppError> {
    let lang = cx.lang;
    let rows = sqlx::query!(
        "select p.programme_id, p.code, p.name_sv, p.name_en
         from programme_centre c join programme p using (programme_id) where c.centre_id = $1 order by p.code",
        centre.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Row {
            id: r.programme_id.into(),
            code: r.code,
            name: if lang == Lang::Sv { r.name_sv } else { r.name_en },
        })
        .collect())
}

/// What a centre is called.
pub async fn centre_name(cx: &mut Ctx, centre: CentreId) -> Result<String, AppError> {
    Ok(
        sqlx::query_scalar!("select name from centre where centre_id = $1", centre.as_uuid())
            .fetch_one(cx.db())
            .await?,
    )
}

/// A version with what is kept of its making.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: ProgrammeVersionId,
    pub version: i32,
    pub valid_from: NaiveDate,
    pub rules: ProgrammeRules,
    pub source: String,
    pub reason: String,
    pub created_at: DateTime<Utc>,
    /// Whether somebody made it, and their name where the reader may see it.
    pub by_somebody: bool,
    pub made_by: Option<String>,
}

/// Every version of a programme, the latest first.
pub async fn versions(cx: &mut Ctx, programme: ProgrammeId) -> Result<Vec<Kept>, AppError> {
    let rows = sqlx::query!(
        r#"select v.programme_version_id, v.version, v.valid_from, v.rules as "rules: Json<ProgrammeRules>", v.source,
                  v.reason, v.created_at, v.created_by is not null as "by_somebody!",
                  s.given_name || ' ' || s.family_name as made_by
           from programme_version v left join account a on a.account_id = v.created_by
           left join staff s on s.staff_id = a.staff_id
           where v.programme_id = $1 order by v.version desc"#,
        programme.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Kept {
            id: r.programme_version_id.into(),
            version: r.version,
            valid_from: r.valid_from,
            rules: r.rules.0,
            source: r.source,
            reason: r.reason,
            created_at: r.created_at,
            by_somebody: r.by_somebody,
            made_by: r.made_by,
        })
        .collect())
}

/// How many of the acting centre are enrolled under a version.
#[derive(Clone, Copy, Debug)]
pub struct Under {
    pub version: i32,
    pub now: u32,
    pub ever: u32,
}

/// Counts by version; no person is read.
pub async fn enrolled_by_version(cx: &mut Ctx, programme: ProgrammeId) -> Result<Vec<Under>, AppError> {
    let rows = sqlx::query!(
        r#"select version as "version!", now_enrolled as "now!", ever_enrolled as "ever!"
           from access.enrolled_by_version($1)"#,
        programme.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(rows
        .into_iter()
        .map(|r| Under {
            version: r.version,
            now: count(r.now),
            ever: count(r.ever),
        })
        .collect())
}

/// The parties that there are: code and name.
pub async fn agencies(cx: &mut Ctx) -> Result<Vec<(String, String)>, AppError> {
    let lang = cx.lang;
    let rows =
        sqlx::query!(r#"select code, name_sv, name_en from agency order by name_sv collate "sv-x-icu""#)
            .fetch_all(cx.db())
            .await?;
    Ok(rows
        .into_iter()
        .map(|r| (r.code, if lang == Lang::Sv { r.name_sv } else { r.name_en }))
        .collect())
}

/// Whether the actor's role as manager still stands.
pub async fn still_manages(cx: &mut Ctx) -> Result<bool, AppError> {
    Ok(sqlx::query_scalar!(r#"select access.manages() as "manages!""#)
        .fetch_one(cx.db())
        .await?)
}

/// Nobody else makes a version of this programme until this transaction ends.
pub async fn hold(cx: &mut Ctx, programme: ProgrammeId) -> Result<(), AppError> {
    sqlx::query!(
        r#"select access.hold_programme($1) as "held: ()""#,
        programme.as_uuid()
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

/// A version as it is to be stored.
#[derive(Clone, Debug)]
pub struct NewVersion<'a> {
    pub id: ProgrammeVersionId,
    pub programme: ProgrammeId,
    pub version: i32,
    pub valid_from: NaiveDate,
    pub rules: &'a ProgrammeRules,
    pub source: &'a str,
    pub reason: &'a str,
}

/// Stores a version; `false` where its id is another's.
pub async fn add(cx: &mut Ctx, new: &NewVersion<'_>) -> Result<bool, AppError> {
    let (now, account) = (cx.now, cx.actor.account());
    let done = sqlx::query!(
        "insert into programme_version (programme_version_id, programme_id, version, valid_from, rules, source, reason,
                                        created_at, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (programme_version_id) do nothing",
        new.id.as_uuid(),
        new.programme.as_uuid(),
        new.version,
        new.valid_from,
        Json(new.rules) as _,
        new.source,
        new.reason,
        now,
        account.as_ref().map(AccountId::as_uuid),
    )
    .execute(cx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}
