//! Reading the chain through: is every row there as it was sealed, in its place, and nothing beside it.

use super::cef;
use super::chain::{Head, Link, LogRow, seal};
use super::chain_store as store;
use crate::kernel::AppError;
use crate::kernel::keys::Keys;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

/// Links read at a time.
const PAGE: i64 = 5_000;
/// A row without a seal may wait so long.
const PATIENCE: TimeDelta = TimeDelta::minutes(1);
/// A row that was sealed so long after its own time was written with another's clock, or while nobody sealed.
const LATE: TimeDelta = TimeDelta::hours(1);
/// How many removed rows with numbers closed over them are looked for before it is called an alteration.
const GAP: i64 = 1_000;

/// What is wrong, at the first place where something is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("seal {no} is missing: removed, with its row")]
    Removed { no: i64 },
    #[error("rows were removed before seal {no} (row {row}), and the numbers closed over the gap")]
    RemovedBefore { no: i64, row: i64 },
    #[error("seal {no} has no row: row {row} was removed")]
    SealWithoutRow { no: i64, row: i64 },
    #[error("row {row} (seal {no}) was altered, or its seal is not ours")]
    Altered { no: i64, row: i64 },
    #[error("rows {row} (seal {no}) and {with} were swapped")]
    Swapped { no: i64, row: i64, with: i64 },
    #[error("row {row} was added in the middle, at seal {no}, with a seal that is not ours")]
    Added { no: i64, row: i64 },
    #[error("row {row} has had no seal for longer than a minute: added past the log, or nobody seals")]
    Unsealed { row: i64 },
    #[error("the chain ends at {last}: what followed up to the remembered head {head} was removed")]
    TailRemoved { head: i64, last: i64 },
    #[error("seal {head} is not the one remembered: the chain was made anew")]
    OtherHead { head: i64 },
}

/// What was read, where nothing is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Rows that are sealed.
    pub sealed: i64,
    /// Rows of the last minute that wait for their seal.
    pub waiting: i64,
    /// Rows that were sealed more than an hour after the time that stands in them.
    pub late: i64,
    /// What to remember elsewhere, to be given the next time.
    pub head: Option<Head>,
}

/// Reads the whole chain.
///
/// # Errors
/// When it cannot be read; a fault of the chain is an answer.
pub async fn verify(
    db: &mut PgConnection,
    keys: &Keys,
    remembered: Option<&Head>,
    now: DateTime<Utc>,
) -> Result<Result<Report, Fault>, AppError> {
    store::patient(db).await?;
    let (mut last, mut before, mut late) = (0, Vec::new(), 0);
    loop {
        let page = store::links(db, last, PAGE, None, None).await?;
        if page.is_empty() {
            break;
        }
        for link in page {
            if link.no != last + 1 {
                return Ok(Err(Fault::Removed { no: last + 1 }));
            }
            let Some(row) = &link.row else {
                return Ok(Err(Fault::SealWithoutRow {
                    no: link.no,
                    row: link.row_id,
                }));
            };
            if link.xid != row.xid || seal(keys, &before, link.no, row, link.sealed_at)[..] != link.seal[..] {
                return Ok(Err(what_happened(db, keys, &before, &link, row).await?));
            }
            if remembered.is_some_and(|head| head.no == link.no && head.seal != link.seal) {
                return Ok(Err(Fault::OtherHead { head: link.no }));
            }
            late += i64::from(link.sealed_at - row.at > LATE);
            (last, before) = (link.no, link.seal);
        }
    }
    if let Some(head) = remembered.filter(|head| head.no > last) {
        return Ok(Err(Fault::TailRemoved { head: head.no, last }));
    }
    let (waiting, overdue) = store::waiting(db, now - PATIENCE).await?;
    if let Some(row) = overdue {
        return Ok(Err(Fault::Unsealed { row }));
    }
    Ok(Ok(Report {
        sealed: last,
        waiting,
        late,
        head: (last > 0).then_some(Head {
            no: last,
            seal: before,
        }),
    }))
}

/// Why a link does not hold: what would make it, or its neighbours, hold.
async fn what_happened(
    db: &mut PgConnection,
    keys: &Keys,
    before: &[u8],
    bad: &Link,
    row: &LogRow,
) -> Result<Fault, AppError> {
    let (no, id) = (bad.no, row.id);
    let expected = seal(keys, before, no, row, bad.sealed_at);
    let next = store::links(db, no, 1, None, None).await?.pop();
    if let Some((next, following)) = next.as_ref().and_then(|n| Some((n, n.row.as_ref()?))) {
        // The next link holds with a larger number than it has: some are gone before this one.
        let gone = (1..=GAP)
            .any(|gap| seal(keys, &bad.seal, next.no + gap, following, next.sealed_at)[..] == next.seal[..]);
        if gone {
            return Ok(Fault::RemovedBefore { no, row: id });
        }
    }
    let mut after = 0;
    loop {
        let page = store::links(db, after, PAGE, None, None).await?;
        let Some(end) = page.last() else { break };
        after = end.no;
        for link in page.iter().filter(|l| l.no != no) {
            let Some(other) = &link.row else { continue };
            let swapped = Fault::Swapped {
                no,
                row: id,
                with: other.id,
            };
            // The other's seal is what should stand here.
            if link.seal[..] == expected[..] {
                return Ok(swapped);
            }
            // Each has the other's row, or what stands in it.
            let posing = LogRow {
                id,
                xid: bad.xid,
                ..other.clone()
            };
            let moved = LogRow { id, ..other.clone() };
            if [other, &posing, &moved]
                .into_iter()
                .any(|row| seal(keys, before, no, row, bad.sealed_at)[..] == bad.seal[..])
            {
                return Ok(swapped);
            }
            // The other link, row and all, belongs here: exchanged with this one, or pushed along by it.
            if seal(keys, before, no, other, link.sealed_at)[..] == link.seal[..] {
                let pushed = link.no == no + 1
                    && seal(keys, &link.seal, link.no, row, bad.sealed_at)[..] != bad.seal[..];
                return Ok(if pushed {
                    Fault::Added { no, row: id }
                } else {
                    swapped
                });
            }
        }
    }
    Ok(Fault::Altered { no, row: id })
}

/// Tells every event of a span of time as lines: the sealed rows of the log, then overrides, then failed sign-ins.
/// Stops when `tell` says that nobody reads any more.
///
/// # Errors
/// When the log cannot be read.
pub async fn export(
    db: &mut PgConnection,
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
    version: &str,
    mut tell: impl FnMut(&str) -> bool,
) -> Result<u64, AppError> {
    store::patient(db).await?;
    let mut told = 0;
    let mut line = |event: &cef::Event| {
        told += 1;
        tell(&event.line(version))
    };
    let mut after = 0;
    loop {
        let page = store::links(db, after, PAGE, from, to).await?;
        let Some(end) = page.last() else { break };
        after = end.no;
        if !page.iter().filter_map(cef::of_link).all(|event| line(&event)) {
            return Ok(told);
        }
    }
    let mut after = None;
    loop {
        let page = store::overrides(db, from, to, after, PAGE).await?;
        let Some(end) = page.last() else { break };
        after = Some((end.begins_at, end.id));
        if !page.iter().all(|taken| line(&cef::of_override(taken))) {
            return Ok(told);
        }
    }
    let mut after = 0;
    loop {
        let page = store::failures(db, from, to, after, PAGE).await?;
        let Some(end) = page.last() else { break };
        after = end.id;
        if !page.iter().all(|failed| line(&cef::of_failure(failed))) {
            return Ok(told);
        }
    }
    Ok(told)
}
