//! SQL of declared relations (G1).

use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, Utc};
use domain::ids::{RelationId, StaffId};
use domain::participant_number::ParticipantNumber;

/// A declaration, by number.
pub struct Row {
    pub id: RelationId,
    pub number: String,
    pub kind: String,
    pub declared_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// The declarations of a member of staff, those in force first.
pub async fn of(cx: &mut Ctx, staff: StaffId) -> Result<Vec<Row>, AppError> {
    let rows = sqlx::query!(
        "select relation_declaration_id, participant_number, kind, declared_at, ended_at from relation_declaration
         where staff_id = $1 order by ended_at nulls first, declared_at desc, relation_declaration_id",
        staff.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Row {
            id: r.relation_declaration_id.into(),
            number: r.participant_number,
            kind: r.kind,
            declared_at: r.declared_at,
            ended_at: r.ended_at,
        })
        .collect())
}

pub async fn declare(
    cx: &mut Ctx,
    id: RelationId,
    number: ParticipantNumber,
    kind: &'static str,
) -> Result<(), AppError> {
    sqlx::query("select access.declare_relation($1, $2, $3)")
        .bind(id.as_uuid())
        .bind(number.digits())
        .bind(kind)
        .execute(cx.db())
        .await?;
    Ok(())
}

/// Ends a declaration; whose it was, where there is one that this manager may end.
pub async fn end(cx: &mut Ctx, id: RelationId) -> Result<Option<StaffId>, AppError> {
    let whose = sqlx::query_scalar!("select access.end_relation($1)", id.as_uuid())
        .fetch_one(cx.db())
        .await?;
    Ok(whose.map(Into::into))
}
