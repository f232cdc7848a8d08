//! Consents, referrals and steps for tests of what agencies see: rows as the other capabilities write them.

use crate::world::{Member, Person, World};
use chrono::NaiveDate;
use domain::clock::Clock;
use domain::ids::{CentreId, EnrolmentId};
use uuid::Uuid;

/// A consent that the centre tells this agency of this category, in force from now on.
pub async fn consent(world: &World, who: Person, centre: CentreId, agency: &str, category: &str) -> Uuid {
    let now = world.clock.now();
    let id = Uuid::from_u128(u128::from(world.number()) + (1 << 100));
    sqlx::query(
        "with t as (
           insert into consent_text (consent_text_id, version, language, title, body, sha256, valid_from)
           values ($1, $6, 'sv', 'Samtycke', 'Prov', sha256(convert_to(E'Samtycke\\nProv', 'UTF8')), '2026-01-01')
           returning consent_text_id
         ), s as (
           insert into consent_signature (consent_signature_id, person_id, centre_id, how, strokes, consent_text_id,
                                          signed_at, recorded_by, idempotency_key, request_hash)
           select $1, $2, $3, 'screen', '[]'::jsonb, consent_text_id, $5, $7, $1, sha256('x') from t returning consent_signature_id)
         insert into consent (consent_id, consent_signature_id, person_id, centre_id, agency_id, direction, category,
                              purpose, valid_from)
         select $1, consent_signature_id, $2, $3, a.agency_id, 'to_agency', $8, 'coordination', $5
         from s, agency a where a.code = $4",
    )
    .bind(id)
    .bind(who.id.as_uuid())
    .bind(centre.as_uuid())
    .bind(agency)
    .bind(now)
    // Some version that no migration has.
    .bind(i32::try_from(world.number() + 10_000).unwrap())
    .bind(who.account.as_uuid())
    .bind(category)
    .execute(&world.db.owner)
    .await
    .unwrap();
    id
}

/// The participant withdraws it.
pub async fn withdraw(world: &World, consent: Uuid) {
    sqlx::query(
        "insert into consent_withdrawal (consent_id, person_id, centre_id, agency_id, withdrawn_at, withdrawn_by)
         select c.consent_id, c.person_id, c.centre_id, c.agency_id, $2, a.account_id
         from consent c join account a using (person_id) where c.consent_id = $1",
    )
    .bind(consent)
    .bind(world.clock.now())
    .execute(&world.db.owner)
    .await
    .unwrap();
}

/// A referral of this member of an agency that is not decided.
pub async fn refer(world: &World, who: Person, by: Member) {
    sqlx::query(
        "insert into referral (referral_id, person_id, programme_id, agency_id, staff_id, referred_at)
         select gen_random_uuid(), $1, programme_id, $2, $3, $4 from programme order by code limit 1",
    )
    .bind(who.id.as_uuid())
    .bind(by.agency.unwrap().as_uuid())
    .bind(by.id.as_uuid())
    .bind(world.clock.now())
    .execute(&world.db.owner)
    .await
    .unwrap();
}

/// A partner is to work with somebody.
pub async fn partner_of(
    world: &World,
    who: Person,
    enrolment: EnrolmentId,
    centre: CentreId,
    partner: Member,
) {
    sqlx::query(
        "insert into assignment (assignment_id, enrolment_id, person_id, centre_id, staff_id, kind, valid_from)
         values (gen_random_uuid(), $1, $2, $3, $4, 'partner', '2026-11-01')",
    )
    .bind(enrolment.as_uuid())
    .bind(who.id.as_uuid())
    .bind(centre.as_uuid())
    .bind(partner.id.as_uuid())
    .execute(&world.db.owner)
    .await
    .unwrap();
}

/// A step of somebody's plan, which this member does where one is named.
pub async fn step(world: &World, who: Person, title: &str, doer: Option<Member>) {
    sqlx::query(
        "with p as (
           insert into plan (plan_id, person_id, updated_at) values (gen_random_uuid(), $1, $2)
           on conflict (person_id) do update set updated_at = excluded.updated_at returning plan_id)
         insert into activity (activity_id, plan_id, person_id, kind, title, doer, doer_staff_id, status,
                               idempotency_key, created_at, updated_at)
         select gen_random_uuid(), plan_id, $1, 'own', $3, case when $4::uuid is null then 'participant' else 'other' end,
                $4, 'agreed', gen_random_uuid(), $2, $2 from p",
    )
    .bind(who.id.as_uuid())
    .bind(world.clock.now())
    .bind(title)
    .bind(doer.map(|d| d.id.as_uuid()))
    .execute(&world.db.owner)
    .await
    .unwrap();
}

/// What the ledger says of an enrolment: that it began, and how it ended.
pub async fn ledger(
    world: &World,
    enrolment: EnrolmentId,
    event: &str,
    on: &str,
    recorded: &str,
    outcome: Option<&str>,
) {
    sqlx::query(
        "insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, payload)
         select enrolment_id, person_id, centre_id, $2, $3, $4::timestamptz,
                case when $5::text is null then '{}'::jsonb else jsonb_build_object('outcome', $5::text) end
         from enrolment where enrolment_id = $1",
    )
    .bind(enrolment.as_uuid())
    .bind(event)
    .bind(on.parse::<NaiveDate>().unwrap())
    .bind(recorded.parse::<chrono::DateTime<chrono::Utc>>().unwrap())
    .bind(outcome)
    .execute(&world.db.owner)
    .await
    .unwrap();
}
