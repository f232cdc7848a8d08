//! What the migrations have laid out and the demonstration stands on: centres, programmes, parties.

use super::DemoError;
use chrono::NaiveDate;
use domain::programme::ProgrammeRules;
use sqlx::PgConnection;
use uuid::Uuid;

/// A programme at one of its centres.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub centre: Uuid,
    pub programme: Uuid,
    pub version: Uuid,
    pub version_number: i32,
    pub term_months: Option<u32>,
}

/// The places and parties that the demonstration uses.
#[derive(Clone, Debug)]
pub struct Ground {
    pub arbetsforum: Place,
    pub arbvux: Place,
    /// What Arbetsforum promises (K1–K5).
    pub rules: ProgrammeRules,
    agencies: Vec<(String, Uuid)>,
}

impl Ground {
    pub async fn find(db: &mut PgConnection, today: NaiveDate) -> Result<Self, DemoError> {
        let rules = crate::programme::version_on(&mut *db, "arbetsforum", today)
            .await?
            .ok_or(DemoError::Lacks("arbetsforum"))?
            .rules;
        Ok(Self {
            rules,
            arbetsforum: place(db, "arbetsforum", "arbetsforum", today).await?,
            arbvux: place(db, "arbvux-trappan", "arbvux", today).await?,
            agencies: sqlx::query_as("select code, agency_id from agency")
                .fetch_all(&mut *db)
                .await?,
        })
    }

    /// The party with this code.
    pub fn agency(&self, code: &'static str) -> Result<Uuid, DemoError> {
        self.agencies
            .iter()
            .find(|(c, _)| c == code)
            .map(|(_, id)| *id)
            .ok_or(DemoError::Lacks(code))
    }
}

async fn place(
    db: &mut PgConnection,
    programme: &'static str,
    centre: &'static str,
    today: NaiveDate,
) -> Result<Place, DemoError> {
    let version = crate::programme::version_on(&mut *db, programme, today)
        .await?
        .ok_or(DemoError::Lacks(programme))?;
    let centre = sqlx::query_scalar("select centre_id from centre where code = $1")
        .bind(centre)
        .fetch_optional(&mut *db)
        .await?
        .ok_or(DemoError::Lacks(centre))?;
    Ok(Place {
        centre,
        programme: version.programme.as_uuid(),
        version: version.id.as_uuid(),
        version_number: version.version,
        term_months: version.rules.term_months,
    })
}
