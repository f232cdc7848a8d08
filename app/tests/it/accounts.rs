//! Accounts of the staff: who makes and ends them, what that does to sessions, who works with whom, and relations.

mod assignments;
mod invitations;
mod people;
mod wall;

use crate::world::{Member, World};
use app::accounts::manage::{self, Made, NewAccount, Typed, TypedRole};
use app::kernel::error::Field;
use app::kernel::policy::{Action, Role};
use app::kernel::{AppError, Ctx};
use domain::account::AccountRefusal;
use domain::clock::{Clock, SeededRandom};
use domain::ids::{CentreId, StaffId};
use uuid::Uuid;

/// A request of this member of staff.
async fn acting(world: &World, who: Member, action: Action) -> Result<Ctx, AppError> {
    Ctx::begin_for(world.state.clone(), world.visitor(Some(who.actor())), action).await
}

async fn writing(world: &World, who: Member) -> Ctx {
    acting(world, who, Action::WriteAccounts).await.unwrap()
}

/// A way to sign in, so that the account counts as one that somebody uses.
async fn with_way_in(world: &World, who: Member, login: &str) {
    sqlx::query(
        "insert into credential (credential_id, account_id, kind, login, secret_hash, created_at)
         values (gen_random_uuid(), $1, 'password', $2, '$argon2id$of-a-test', now())",
    )
    .bind(who.account.as_uuid())
    .bind(login)
    .execute(&world.db.owner)
    .await
    .unwrap();
}

/// A manager who can sign in.
async fn manager(world: &World, centre: CentreId) -> Member {
    let manager = world.member(centre, Role::Manager).await;
    with_way_in(world, manager, &format!("chef-{}", world.number())).await;
    manager
}

async fn agency(world: &World, code: &str) -> String {
    let id: Uuid = sqlx::query_scalar("select agency_id from agency where code = $1")
        .bind(code)
        .fetch_one(&world.db.owner)
        .await
        .unwrap();
    id.to_string()
}

fn staff_id(world: &World) -> StaffId {
    StaffId::mint(
        world.clock.now(),
        &mut SeededRandom::new(u64::from(world.number()) + 7_000_000),
    )
}

/// A new account as a form sends it.
struct Form {
    key: String,
    given: String,
    family: String,
    employer: String,
    share: String,
    role: String,
    agency: String,
    user_name: String,
}

impl Form {
    async fn coach(world: &World) -> Self {
        let n = world.number();
        Self {
            key: staff_id(world).to_string(),
            given: "Åsa".to_owned(),
            family: format!(
                "Ny{}",
                "abcdefghijklmnopqrstuvwxyz".chars().nth(n as usize % 26).unwrap()
            ),
            employer: agency(world, "soc-bergsjon").await,
            share: "0,75".to_owned(),
            role: "coach".to_owned(),
            agency: String::new(),
            user_name: format!("asa.ny{n}"),
        }
    }

    async fn send(&self, world: &World, manager: Member) -> Result<Made, AppError> {
        let mut cx = writing(world, manager).await;
        let new = NewAccount {
            key: &self.key,
            person: Typed {
                given_name: &self.given,
                family_name: &self.family,
                employer: &self.employer,
                share: &self.share,
            },
            role: TypedRole {
                role: &self.role,
                agency: &self.agency,
                valid_from: "",
                valid_to: "",
            },
            user_name: &self.user_name,
        };
        let made = manage::create(&mut cx, &new).await?;
        cx.commit().await?;
        Ok(made)
    }
}

fn refused<T>(field: Field, why: AccountRefusal) -> Result<T, AppError> {
    Err(AppError::Account { field, why })
}

/// The id of the one role that somebody has.
async fn role_of(world: &World, staff: StaffId) -> String {
    let id: Uuid = sqlx::query_scalar(
        "select staff_role_id from staff_role where staff_id = $1 order by valid_from limit 1",
    )
    .bind(staff.as_uuid())
    .fetch_one(&world.db.owner)
    .await
    .unwrap();
    id.to_string()
}

async fn end_role(world: &World, manager: Member, whose: StaffId, last_day: &str) -> Result<(), AppError> {
    let role = role_of(world, whose).await;
    let mut cx = acting(world, manager, Action::WriteAccounts).await?;
    manage::end_role(&mut cx, &whose.to_string(), &role, last_day).await?;
    cx.commit().await
}

async fn deactivate(world: &World, manager: Member, whose: StaffId) -> Result<(), AppError> {
    let mut cx = acting(world, manager, Action::WriteAccounts).await?;
    manage::deactivate(&mut cx, &whose.to_string()).await?;
    cx.commit().await
}

async fn add_role(
    world: &World,
    manager: Member,
    whose: StaffId,
    role: &str,
    agency: &str,
) -> Result<(), AppError> {
    let mut cx = acting(world, manager, Action::WriteAccounts).await?;
    let typed = TypedRole {
        role,
        agency,
        valid_from: "",
        valid_to: "",
    };
    manage::add_role(&mut cx, &whose.to_string(), &typed).await?;
    cx.commit().await
}
