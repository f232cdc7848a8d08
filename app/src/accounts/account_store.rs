//! SQL of staff and their roles.

use super::api::{Order, State};
use crate::kernel::policy::Role;
use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::account::Share;
use domain::ids::{AccountId, AgencyId, CentreId, StaffId, StaffRoleId};
use serde_json::Value;
use uuid::Uuid;

/// A row of the list.
pub struct Row {
    pub staff: StaffId,
    pub name: String,
    pub employer_sv: String,
    pub employer_en: String,
    pub share: Option<i32>,
    pub state: State,
    pub last_sign_in: Option<DateTime<Utc>>,
    pub total: i64,
}

/// What the list is asked for.
pub struct Wanted<'a> {
    pub search: &'a str,
    pub role: Option<Role>,
    pub state: Option<State>,
    pub order: Order,
    pub limit: u32,
    pub offset: u32,
}

/// The part of a name that is looked for, as a pattern; its own wildcards are letters.
fn pattern(search: &str) -> String {
    let escaped: String = search
        .chars()
        .flat_map(|c| {
            matches!(c, '%' | '_' | '\\')
                .then_some('\\')
                .into_iter()
                .chain([c])
        })
        .collect();
    format!("%{escaped}%")
}

pub async fn list(cx: &mut Ctx, centre: CentreId, wanted: &Wanted<'_>) -> Result<Vec<Row>, AppError> {
    let today = cx.today();
    let rows = sqlx::query!(
        r#"with here as (
             select s.staff_id, s.given_name, s.family_name, (s.position_share * 100)::int as share, g.name_sv, g.name_en,
                    (select max(o.created_at) from session o where o.account_id = a.account_id) as last_sign_in,
                    case when a.disabled_at is not null or not exists (
                           select from staff_role r where r.staff_id = s.staff_id
                             and (r.centre_id = $1 or r.centre_id is null and s.kept_by = $1)
                             and (r.valid_to is null or r.valid_to >= $2)) then 'ended'
                         when access.can_sign_in(a.account_id) then 'active' else 'invited' end as state
             from staff s join account a using (staff_id) join agency g on g.agency_id = s.employer_agency_id
             where s.kept_by = $1 or exists (select from staff_role r where r.staff_id = s.staff_id and r.centre_id = $1))
           select staff_id, given_name || ' ' || family_name as "name!", name_sv, name_en, share, state as "state!",
                  last_sign_in, count(*) over () as "total!"
           from here h
           where given_name || ' ' || family_name ilike $3 and ($4 = '' or state = $4)
             and ($5 = '' or exists (
               select from staff_role r where r.staff_id = h.staff_id and r.role = $5
                 and (r.centre_id = $1 or r.centre_id is null)
                 and r.valid_from <= $2 and (r.valid_to is null or r.valid_to >= $2)))
           order by case when $6 = 'senast' then last_sign_in end desc nulls last,
                    case when $6 = 'andel' then share end desc nulls last,
                    family_name collate "sv-x-icu", given_name collate "sv-x-icu", staff_id
           limit $7 offset $8"#,
        centre.as_uuid(),
        today,
        pattern(wanted.search),
        wanted.state.map_or("", State::code),
        wanted.role.map_or("", Role::code),
        wanted.order.code(),
        i64::from(wanted.limit),
        i64::from(wanted.offset),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Row {
            staff: r.staff_id.into(),
            name: r.name,
            employer_sv: r.name_sv,
            employer_en: r.name_en,
            share: r.share,
            state: State::of_database(&r.state),
            last_sign_in: r.last_sign_in,
            total: r.total,
        })
        .collect())
}

/// How many work at the centre today, and the hundredths of a position that they fill together (O1).
pub async fn positions(cx: &mut Ctx, centre: CentreId) -> Result<(i64, i64), AppError> {
    let today = cx.today();
    let row = sqlx::query!(
        r#"select count(*) as "people!", (coalesce(sum(s.position_share), 0) * 100)::bigint as "hundredths!"
           from staff s join account a using (staff_id)
           where a.disabled_at is null and s.position_share is not null and exists (
             select from staff_role r where r.staff_id = s.staff_id and r.centre_id = $1 and r.role <> 'steering'
               and r.valid_from <= $2 and (r.valid_to is null or r.valid_to >= $2))"#,
        centre.as_uuid(),
        today,
    )
    .fetch_one(cx.db())
    .await?;
    Ok((row.people, row.hundredths))
}

/// A role as it is stored.
#[derive(Clone)]
pub struct RoleRow {
    pub id: StaffRoleId,
    pub staff: StaffId,
    pub role: Role,
    pub centre: Option<CentreId>,
    pub agency: Option<AgencyId>,
    pub agency_sv: Option<String>,
    pub agency_en: Option<String>,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

/// The roles of these members of staff that the centre may see: at the centre, and for agencies of those it keeps.
pub async fn roles(cx: &mut Ctx, centre: CentreId, staff: &[Uuid]) -> Result<Vec<RoleRow>, AppError> {
    let rows = sqlx::query!(
        r#"select r.staff_role_id, r.staff_id, r.role, r.centre_id, r.agency_id, g.name_sv as "name_sv?",
                  g.name_en as "name_en?", r.valid_from, r.valid_to
           from staff_role r join staff s using (staff_id) left join agency g on g.agency_id = r.agency_id
           where r.staff_id = any ($2) and (r.centre_id = $1 or r.centre_id is null and s.kept_by = $1)
           order by r.valid_from, r.staff_role_id"#,
        centre.as_uuid(),
        staff,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| {
            Some(RoleRow {
                id: r.staff_role_id.into(),
                staff: r.staff_id.into(),
                role: Role::from_code(&r.role)?,
                centre: r.centre_id.map(Into::into),
                agency: r.agency_id.map(Into::into),
                agency_sv: r.name_sv,
                agency_en: r.name_en,
                valid_from: r.valid_from,
                valid_to: r.valid_to,
            })
        })
        .collect())
}

/// One member of staff, as the centre's manager may see them.
pub struct Member {
    pub account: AccountId,
    pub given_name: String,
    pub family_name: String,
    pub employer: Uuid,
    pub employer_sv: String,
    pub employer_en: String,
    pub share: Option<i32>,
    /// Whether this centre keeps them.
    pub kept: bool,
    pub disabled_at: Option<DateTime<Utc>>,
    pub can_sign_in: bool,
    pub login: Option<String>,
    pub last_sign_in: Option<DateTime<Utc>>,
}

pub async fn member(cx: &mut Ctx, centre: CentreId, staff: StaffId) -> Result<Option<Member>, AppError> {
    let row = sqlx::query!(
        r#"select a.account_id, s.given_name, s.family_name, s.employer_agency_id, g.name_sv, g.name_en,
                  (s.position_share * 100)::int as share, coalesce(s.kept_by = $2, false) as "kept!", a.disabled_at,
                  access.can_sign_in(a.account_id) as "can_sign_in!",
                  (select c.login from credential c where c.account_id = a.account_id and c.kind = 'password'
                     and c.ended_at is null limit 1) as login,
                  (select max(o.created_at) from session o where o.account_id = a.account_id) as last_sign_in
           from staff s join account a using (staff_id) join agency g on g.agency_id = s.employer_agency_id
           where s.staff_id = $1 and access.staff_here(s.staff_id)"#,
        staff.as_uuid(),
        centre.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(row.map(|r| Member {
        account: r.account_id.into(),
        given_name: r.given_name,
        family_name: r.family_name,
        employer: r.employer_agency_id,
        employer_sv: r.name_sv,
        employer_en: r.name_en,
        share: r.share,
        kept: r.kept,
        disabled_at: r.disabled_at,
        can_sign_in: r.can_sign_in,
        login: r.login,
        last_sign_in: r.last_sign_in,
    }))
}

/// An agency, and the roles that its people may have at this centre.
pub struct Agency {
    pub id: AgencyId,
    pub name_sv: String,
    pub name_en: String,
    pub case_worker: bool,
    pub partner: bool,
}

pub async fn agencies(cx: &mut Ctx, centre: CentreId) -> Result<Vec<Agency>, AppError> {
    let rows = sqlx::query!(
        r#"select agency_id, name_sv, name_en, access.agency_here(agency_id, $1, 'case_worker') as "case_worker!",
                  access.agency_here(agency_id, $1, 'partner') as "partner!"
           from agency order by name_sv collate "sv-x-icu""#,
        centre.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Agency {
            id: r.agency_id.into(),
            name_sv: r.name_sv,
            name_en: r.name_en,
            case_worker: r.case_worker,
            partner: r.partner,
        })
        .collect())
}

/// Whether the actor is a manager still: the role may have ended since the request began.
pub async fn still_manages(cx: &mut Ctx) -> Result<bool, AppError> {
    Ok(sqlx::query_scalar!(r#"select access.manages() as "manages!""#)
        .fetch_one(cx.db())
        .await?)
}

/// Waits for its turn: managers of a centre come and go one at a time.
pub async fn queue_for_managers(cx: &mut Ctx, centre: CentreId) -> Result<(), AppError> {
    sqlx::query("select pg_advisory_xact_lock(hashtextextended('managers ' || $1, 0))")
        .bind(centre.to_string())
        .execute(cx.db())
        .await?;
    Ok(())
}

/// Roles that keep the centre managed, each with whose it is.
pub async fn managers(cx: &mut Ctx, centre: CentreId) -> Result<Vec<(StaffRoleId, StaffId)>, AppError> {
    let today = cx.today();
    let rows = sqlx::query!(
        "select r.staff_role_id, r.staff_id from access.managers($1, $2) as m join staff_role r on r.staff_role_id = m",
        centre.as_uuid(),
        today,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| (r.staff_role_id.into(), r.staff_id.into()))
        .collect())
}

/// What a member of staff is called, who employs them, and to what share.
pub struct Person<'a> {
    pub given_name: &'a str,
    pub family_name: &'a str,
    pub employer: AgencyId,
    pub share: Option<Share>,
}

/// Adds a member of staff; `false` where this id is somebody's already.
pub async fn add(
    db: &mut sqlx::PgConnection,
    staff: StaffId,
    person: &Person<'_>,
    kept_by: CentreId,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "insert into staff (staff_id, given_name, family_name, employer_agency_id, position_share, created_at, kept_by)
         values ($1, $2, $3, $4, $5::int::numeric / 100, $6, $7)
         on conflict (staff_id) do nothing",
        staff.as_uuid(),
        person.given_name,
        person.family_name,
        person.employer.as_uuid(),
        person.share.map(|s| i32::from(s.hundredths())),
        now,
        kept_by.as_uuid(),
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn change(cx: &mut Ctx, staff: StaffId, person: &Person<'_>) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "update staff set given_name = $2, family_name = $3, employer_agency_id = $4, position_share = $5::int::numeric / 100
         where staff_id = $1",
        staff.as_uuid(),
        person.given_name,
        person.family_name,
        person.employer.as_uuid(),
        person.share.map(|s| i32::from(s.hundredths())),
    )
    .execute(cx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A role from a day to a day.
#[derive(Clone, Copy)]
pub struct NewRole {
    pub role: Role,
    pub centre: Option<CentreId>,
    pub agency: Option<AgencyId>,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

/// Gives a role; one that was taken back on the very day it began is given anew.
pub async fn add_role(
    db: &mut sqlx::PgConnection,
    id: StaffRoleId,
    staff: StaffId,
    new: NewRole,
) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "insert into staff_role (staff_role_id, staff_id, centre_id, agency_id, role, valid_from, valid_to)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict on constraint staff_role_once do update set valid_to = excluded.valid_to
           where staff_role.valid_to < staff_role.valid_from",
        id.as_uuid(),
        staff.as_uuid(),
        new.centre.as_ref().map(CentreId::as_uuid),
        new.agency.as_ref().map(AgencyId::as_uuid),
        new.role.code(),
        new.valid_from,
        new.valid_to,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn end_role(cx: &mut Ctx, role: StaffRoleId, last_day: NaiveDate) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "update staff_role set valid_to = $2 where staff_role_id = $1",
        role.as_uuid(),
        last_day,
    )
    .execute(cx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Remembers what was done to an account.
pub async fn remember(
    cx: &mut Ctx,
    account: AccountId,
    what: &'static str,
    detail: Value,
) -> Result<(), AppError> {
    let (now, by) = (cx.now, cx.actor.account());
    sqlx::query!(
        "insert into account_event (account_id, at, done_by, what, detail) values ($1, $2, $3, $4, $5)",
        account.as_uuid(),
        now,
        by.as_ref().map(AccountId::as_uuid),
        what,
        detail,
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

/// What was done to an account, latest first.
pub struct EventRow {
    pub at: DateTime<Utc>,
    pub what: String,
    pub by: Option<String>,
    pub detail: Value,
}

pub async fn events(cx: &mut Ctx, account: AccountId) -> Result<Vec<EventRow>, AppError> {
    let rows = sqlx::query!(
        r#"select e.at, e.what, e.detail, s.given_name || ' ' || s.family_name as by
           from account_event e left join account a on a.account_id = e.done_by left join staff s using (staff_id)
           where e.account_id = $1 order by e.account_event_id desc limit 100"#,
        account.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| EventRow {
            at: r.at,
            what: r.what,
            by: r.by,
            detail: r.detail,
        })
        .collect())
}
