//! SQL of programmes and their versions.

use chrono::NaiveDate;
use domain::ids::{ProgrammeId, ProgrammeVersionId};
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
