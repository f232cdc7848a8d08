//! SQL of the chain: as the worker, who reads the log whole and adds seals.

use super::cef::{Failure, Override};
use super::chain::{Link, LogRow};
use crate::kernel::AppError;
use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// A row and its link as they come: either may be missing.
struct Found {
    seal_no: Option<i64>,
    sealed_id: Option<i64>,
    seal_xid: Option<String>,
    seal: Option<Vec<u8>>,
    sealed_at: Option<DateTime<Utc>>,
    id: Option<i64>,
    at: Option<DateTime<Utc>>,
    account_id: Option<Uuid>,
    actor_kind: Option<String>,
    role: Option<String>,
    centre_id: Option<Uuid>,
    action: Option<String>,
    person_ids: Option<Vec<Uuid>>,
    permitted: Option<bool>,
    reason: Option<String>,
    request_id: Option<Uuid>,
    staff_id: Option<Uuid>,
    agency_id: Option<Uuid>,
    categories: Option<Vec<String>>,
    reason_hash: Option<Vec<u8>>,
    consent_ids: Option<Vec<Uuid>>,
    override_id: Option<Uuid>,
    xid: Option<String>,
}

/// A transaction's number, which sqlx knows as text alone.
fn number(xid: Option<&str>) -> u64 {
    xid.and_then(|text| text.parse().ok()).unwrap_or(0)
}

impl Found {
    fn row(&mut self) -> Option<LogRow> {
        Some(LogRow {
            id: self.id?,
            at: self.at?,
            account: self.account_id,
            actor_kind: self.actor_kind.take()?,
            role: self.role.take(),
            centre: self.centre_id,
            action: self.action.take()?,
            people: self.person_ids.take()?,
            permitted: self.permitted?,
            why: self.reason.take()?,
            request: self.request_id?,
            staff: self.staff_id,
            agency: self.agency_id,
            categories: self.categories.take()?,
            reason_hash: self.reason_hash.take(),
            consents: self.consent_ids.take()?,
            override_id: self.override_id,
            xid: number(self.xid.as_deref()),
        })
    }

    fn link(mut self) -> Option<Link> {
        let row = self.row();
        Some(Link {
            no: self.seal_no?,
            row_id: self.sealed_id?,
            xid: number(self.seal_xid.as_deref()),
            seal: self.seal?,
            sealed_at: self.sealed_at?,
            row,
        })
    }
}

/// One process at a time seals, for as long as the transaction lasts; `false` where another does.
pub async fn alone(db: &mut PgConnection) -> Result<bool, AppError> {
    let got = sqlx::query_scalar!(
        r#"select pg_try_advisory_xact_lock(hashtextextended('access log seal', 0)) as "got!""#
    )
    .fetch_one(db)
    .await?;
    Ok(got)
}

/// No limit of time for this connection: a whole log is read through.
pub async fn patient(db: &mut PgConnection) -> Result<(), AppError> {
    sqlx::query!("select set_config('statement_timeout', '0', false) as told")
        .fetch_one(db)
        .await?;
    Ok(())
}

/// The last link, without its row.
pub async fn head(db: &mut PgConnection) -> Result<Option<Link>, AppError> {
    let last = sqlx::query!(
        r#"select seal_no, access_log_id, xid::text as "xid!", seal, sealed_at
           from access_log_seal order by seal_no desc limit 1"#
    )
    .fetch_optional(db)
    .await?;
    Ok(last.map(|l| Link {
        no: l.seal_no,
        row_id: l.access_log_id,
        xid: number(Some(&l.xid)),
        seal: l.seal,
        sealed_at: l.sealed_at,
        row: None,
    }))
}

/// The rows that come next: of transactions that have ended for everybody, in their order, so that a row which is
/// committed late is not passed by.
pub async fn unsealed(
    db: &mut PgConnection,
    last: Option<&Link>,
    limit: i64,
) -> Result<Vec<LogRow>, AppError> {
    let elsewhere = match last {
        None => true,
        Some(last) => {
            sqlx::query_scalar!(
                r#"select pg_snapshot_xmax(pg_current_snapshot()) <= $1::text::xid8 as "elsewhere!""#,
                last.xid.to_string(),
            )
            .fetch_one(&mut *db)
            .await?
        }
    };
    let (xid, id) = last.map_or((0, 0), |l| (l.xid, l.row_id));
    let found = if elsewhere {
        restored(db, limit).await?
    } else {
        sqlx::query_as!(
            Found,
            r#"select null::bigint as "seal_no?", null::bigint as "sealed_id?", null::text as "seal_xid?",
                      null::bytea as "seal?", null::timestamptz as "sealed_at?",
                      l.access_log_id as "id?", l.at as "at?", l.account_id, l.actor_kind as "actor_kind?", l.role, l.centre_id,
                      l.action as "action?", l.person_ids as "person_ids?", l.permitted as "permitted?", l.reason as "reason?",
                      l.request_id as "request_id?", l.staff_id, l.agency_id, l.categories as "categories?", l.reason_hash,
                      l.consent_ids as "consent_ids?", l.override_id, l.xid::text as "xid?"
               from access_log l
               where (l.xid, l.access_log_id) > ($1::text::xid8, $2)
                 and l.xid < pg_snapshot_xmin(pg_current_snapshot())
                 and not exists (select from access_log_seal s where s.access_log_id = l.access_log_id)
               order by l.xid, l.access_log_id limit $3"#,
            xid.to_string(),
            id,
            limit,
        )
        .fetch_all(db)
        .await?
    };
    Ok(found.into_iter().filter_map(|mut f| f.row()).collect())
}

/// The same where nothing is sealed yet, or the last seal is of a transaction that this database has not come to: it was
/// filled from a dump, and its transactions are counted anew. Rows of before come first, then its own.
async fn restored(db: &mut PgConnection, limit: i64) -> Result<Vec<Found>, AppError> {
    Ok(sqlx::query_as!(
        Found,
        r#"select null::bigint as "seal_no?", null::bigint as "sealed_id?", null::text as "seal_xid?",
                  null::bytea as "seal?", null::timestamptz as "sealed_at?",
                  l.access_log_id as "id?", l.at as "at?", l.account_id, l.actor_kind as "actor_kind?", l.role, l.centre_id,
                  l.action as "action?", l.person_ids as "person_ids?", l.permitted as "permitted?", l.reason as "reason?",
                  l.request_id as "request_id?", l.staff_id, l.agency_id, l.categories as "categories?", l.reason_hash,
                  l.consent_ids as "consent_ids?", l.override_id, l.xid::text as "xid?"
           from access_log l
           where (l.xid < pg_snapshot_xmin(pg_current_snapshot()) or l.xid >= pg_snapshot_xmax(pg_current_snapshot()))
             and not exists (select from access_log_seal s where s.access_log_id = l.access_log_id)
           order by l.xid < pg_snapshot_xmin(pg_current_snapshot()), l.xid, l.access_log_id limit $1"#,
        limit,
    )
    .fetch_all(db)
    .await?)
}

/// Adds links at the end of the chain.
pub async fn add(db: &mut PgConnection, links: &[Link]) -> Result<(), AppError> {
    let numbers: Vec<i64> = links.iter().map(|l| l.no).collect();
    let rows: Vec<i64> = links.iter().map(|l| l.row_id).collect();
    let xids: Vec<String> = links.iter().map(|l| l.xid.to_string()).collect();
    let seals: Vec<Vec<u8>> = links.iter().map(|l| l.seal.clone()).collect();
    let moments: Vec<DateTime<Utc>> = links.iter().map(|l| l.sealed_at).collect();
    let done = sqlx::query!(
        "insert into access_log_seal (seal_no, access_log_id, xid, seal, sealed_at)
         select no, id, xid::xid8, seal, at
         from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bytea[], $5::timestamptz[]) as l (no, id, xid, seal, at)",
        &numbers,
        &rows,
        &xids,
        &seals,
        &moments,
    )
    .execute(db)
    .await?;
    if done.rows_affected() == links.len() as u64 {
        Ok(())
    } else {
        Err(AppError::Internal)
    }
}

/// Links after a number, with their rows where those are there; of a span of time where one is given.
pub async fn links(
    db: &mut PgConnection,
    after: i64,
    limit: i64,
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
) -> Result<Vec<Link>, AppError> {
    let found = sqlx::query_as!(
        Found,
        r#"select s.seal_no as "seal_no?", s.access_log_id as "sealed_id?", s.xid::text as "seal_xid?", s.seal as "seal?",
                  s.sealed_at as "sealed_at?",
                  l.access_log_id as "id?", l.at as "at?", l.account_id, l.actor_kind as "actor_kind?", l.role, l.centre_id,
                  l.action as "action?", l.person_ids as "person_ids?", l.permitted as "permitted?", l.reason as "reason?",
                  l.request_id as "request_id?", l.staff_id, l.agency_id, l.categories as "categories?", l.reason_hash,
                  l.consent_ids as "consent_ids?", l.override_id, l.xid::text as "xid?"
           from access_log_seal s left join access_log l using (access_log_id)
           where s.seal_no > $1 and ($3::timestamptz is null or l.at >= $3) and ($4::timestamptz is null or l.at < $4)
           order by s.seal_no limit $2"#,
        after,
        limit,
        from,
        to,
    )
    .fetch_all(db)
    .await?;
    Ok(found.into_iter().filter_map(Found::link).collect())
}

/// How many rows have no seal, and the oldest of those that should have had one by now.
pub async fn waiting(db: &mut PgConnection, overdue: DateTime<Utc>) -> Result<(i64, Option<i64>), AppError> {
    let found = sqlx::query!(
        r#"select count(*) as "waiting!", min(l.access_log_id) filter (where l.at < $1) as overdue
           from access_log l
           where not exists (select from access_log_seal s where s.access_log_id = l.access_log_id)"#,
        overdue,
    )
    .fetch_one(db)
    .await?;
    Ok((found.waiting, found.overdue))
}

/// Overrides taken in a span of time, after one that is named.
pub async fn overrides(
    db: &mut PgConnection,
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Override>, AppError> {
    let (at, id) = after.unzip();
    let rows = sqlx::query!(
        "select override_id, person_id, centre_id, account_id, begins_at, ends_at from override
         where ($1::timestamptz is null or begins_at >= $1) and ($2::timestamptz is null or begins_at < $2)
           and ($3::timestamptz is null or (begins_at, override_id) > ($3, $4))
         order by begins_at, override_id limit $5",
        from,
        to,
        at,
        id,
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Override {
            id: r.override_id,
            person: r.person_id,
            centre: r.centre_id,
            account: r.account_id,
            begins_at: r.begins_at,
            ends_at: r.ends_at,
        })
        .collect())
}

/// Failed sign-ins of a span of time, after one that is named.
pub async fn failures(
    db: &mut PgConnection,
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
    after: i64,
    limit: i64,
) -> Result<Vec<Failure>, AppError> {
    let rows = sqlx::query!(
        "select sign_in_failure_id, at, kind, account_id, why from sign_in_failure
         where sign_in_failure_id > $3 and ($1::timestamptz is null or at >= $1) and ($2::timestamptz is null or at < $2)
         order by sign_in_failure_id limit $4",
        from,
        to,
        after,
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Failure {
            id: r.sign_in_failure_id,
            at: r.at,
            kind: r.kind,
            account: r.account_id,
            why: r.why,
        })
        .collect())
}
