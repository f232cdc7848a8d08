//! Referrals against a real database (E1–E6): the flow, who may read and do what, and what happens to the queue.

mod access;
mod contact;
mod flow;
mod race;
mod rule;

use crate::world::{Member, World};
use app::kernel::policy::{Action, Role};
use app::kernel::{AppError, Ctx};
use app::referral::draft::{Draft, Judged, Who};
use app::referral::settle::{self, Change};
use app::referral::{desk, sending};
use domain::ids::{IdempotencyKey, ReferralId};
use domain::programme::EntryGroup;
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A programme of its own at Arbetsforum, with these rules.
pub async fn programme(world: &World, rules: &str) -> Uuid {
    let id = Uuid::from_u128(0x0b00_0000_0000_0000 + u128::from(world.number()));
    let centre = world.centre("arbetsforum").await;
    let sql = format!(
        "insert into programme (programme_id, code, name_sv, name_en, created_at) values ('{id}', 'prov-{id}', 'Prov', 'Trial', '2026-01-01');
         insert into programme_centre (programme_id, centre_id) values ('{id}', '{centre}');
         insert into programme_version (programme_version_id, programme_id, version, valid_from, rules, source, created_at)
         values (gen_random_uuid(), '{id}', 1, '2026-01-01', '{rules}', 'prov', '2026-01-01')"
    );
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&world.db.owner)
        .await
        .unwrap();
    id
}

/// A new version of its rules, from a day on.
pub async fn new_version(world: &World, programme: Uuid, version: i32, from: &str, rules: &str) {
    let sql = format!(
        "insert into programme_version (programme_version_id, programme_id, version, valid_from, rules, source, created_at)
         values (gen_random_uuid(), '{programme}', {version}, '{from}', '{rules}', 'prov', '{from}')"
    );
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&world.db.owner)
        .await
        .unwrap();
}

/// A whole draft to this programme.
pub async fn draft(world: &World, programme: Uuid, group: EntryGroup) -> Draft {
    let n = world.number();
    let today = app_day(world);
    Draft {
        programme: Some(programme.into()),
        centre: Some(world.centre("arbetsforum").await),
        group: Some(group),
        who: Some(Who {
            given_name: format!("Ny{n}"),
            family_name: "Prov".into(),
            birth_year: 1990,
            language: "sv".into(),
            ..Who::default()
        }),
        ground: None,
        answers: BTreeMap::new(),
        review: false,
        told_terms_on: Some(today),
        wished: true,
        wished_start: None,
        reason: "Vill arbeta".into(),
    }
}

pub fn app_day(world: &World) -> chrono::NaiveDate {
    use domain::clock::Clock;
    domain::civil_time::civil_day(world.clock.now())
}

pub async fn begin(world: &World, member: Member, action: Action) -> Result<Ctx, AppError> {
    Ctx::begin_for(world.state.clone(), world.visitor(Some(member.actor())), action).await
}

pub async fn send_as(
    world: &World,
    worker: Member,
    key: IdempotencyKey,
    draft: &Draft,
) -> Result<ReferralId, AppError> {
    let mut cx = begin(world, worker, Action::Refer).await?;
    let id = sending::send(&mut cx, key, draft).await?;
    cx.commit().await?;
    Ok(id)
}

pub async fn change_as(
    world: &World,
    member: Member,
    id: ReferralId,
    change: Change<'_>,
) -> Result<ReferralId, AppError> {
    let action = match change {
        Change::Withdraw => Action::Refer,
        _ => Action::SettleReferral,
    };
    let mut cx = begin(world, member, action).await?;
    let done = settle::change(&mut cx, &id.to_string(), change).await?;
    cx.commit().await?;
    Ok(done)
}

pub async fn read_as(
    world: &World,
    member: Member,
    id: ReferralId,
) -> Result<app::referral::api::Referral, AppError> {
    let mut cx = begin(world, member, Action::ReadReferrals).await?;
    let one = desk::one(&mut cx, &id.to_string(), "").await?;
    cx.commit().await?;
    Ok(one)
}

/// How a referral stands, and why it waits.
pub async fn standing(world: &World, id: ReferralId) -> (String, Option<String>) {
    sqlx::query_as("select state, queue_reason from referral where referral_id = $1")
        .bind(id.as_uuid())
        .fetch_one(&world.db.owner)
        .await
        .unwrap()
}

/// What the ledger says of it, in order: the event and why.
pub async fn events(world: &World, id: ReferralId) -> Vec<String> {
    sqlx::query_scalar(
        "select event || coalesce(' ' || (payload ->> 'why'), ' ' || (payload ->> 'reason'), '') from ledger where referral_id = $1 order by ledger_id",
    )
    .bind(id.as_uuid())
    .fetch_all(&world.db.owner)
    .await
    .unwrap()
}

pub fn judged(yes: bool) -> Judged {
    Judged {
        yes,
        judged_on: "2026-11-19".parse().unwrap(),
    }
}

pub async fn worker(world: &World, agency: &str) -> Member {
    world.outsider(agency, Role::CaseWorker).await
}

/// One place a month for new applicants of Bergsjön.
pub const ONE: &str =
    r#"{"entries": [{"agency": "soc-bergsjon", "group": "new_applicants", "quota": 1, "per": "month"}]}"#;
