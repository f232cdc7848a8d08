//! The ledger of the demonstration, in the order in which it was recorded: it is written part by part.

use sqlx::PgConnection;

/// What points at a row of it goes along: the records of exits, and the rows that correct another. Of offers that were put
/// right there are none here.
const IN_ORDER: &str = "
create temp table told on commit drop as
  select l.*, l.ledger_id as before, row_number() over (order by l.recorded_at, l.ledger_id) as no from ledger l;
create unique index on told (before);
analyze told;
create temp table exits on commit drop as select * from exit_record;
truncate ledger, exit_record, activity_correction restart identity;
insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload, referral_id, programme_id)
  select t.enrolment_id, t.person_id, t.centre_id, t.event, t.concerns_on, t.recorded_at, t.recorded_by,
         t.payload || coalesce((select jsonb_build_object('of', o.no) from told o where o.before = (t.payload ->> 'of')::bigint), '{}'),
         t.referral_id, t.programme_id
  from told t order by t.no;
insert into exit_record (enrolment_id, no, person_id, centre_id, kind, outcome, ended_on, starts_on, extent, expected_to_last,
                         ledger_id, recorded_at, recorded_by, idempotency_key)
  select e.enrolment_id, e.no, e.person_id, e.centre_id, e.kind, e.outcome, e.ended_on, e.starts_on, e.extent, e.expected_to_last,
         t.no, e.recorded_at, e.recorded_by, e.idempotency_key
  from exits e join told t on t.before = e.ledger_id order by t.no";

/// Puts it in order.
pub async fn put_in_order(db: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(IN_ORDER).execute(db).await?;
    Ok(())
}
