//! Server functions of the centre's accounts and roles.

use crate::kernel::{AppError, Choice};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How many accounts stand on one page of the list.
pub const PAGE_SIZE: u32 = 25;

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// By family name, as Swedish sorts it.
    #[default]
    Name,
    /// Latest signed in first.
    SignIn,
    /// Largest share first.
    Share,
}

impl Order {
    pub const ALL: [Self; 3] = [Self::Name, Self::SignIn, Self::Share];

    /// The word in the page's address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "namn",
            Self::SignIn => "senast",
            Self::Share => "andel",
        }
    }

    /// The order of such a word; by name for any other.
    pub fn from_code(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|o| o.code() == code)
            .unwrap_or_default()
    }
}

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Can be signed in to.
    Active,
    /// Has a role, and nobody has chosen a way in yet.
    Invited,
    /// Closed, or without a role now and to come.
    Ended,
}

impl State {
    pub const ALL: [Self; 3] = [Self::Active, Self::Invited, Self::Ended];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Invited => "invited",
            Self::Ended => "ended",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// The state as the store tells it.
    #[cfg(feature = "ssr")]
    pub fn of_database(code: &str) -> Self {
        Self::from_code(code).unwrap_or(Self::Ended)
    }
}

/// The list of accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounts {
    pub rows: Vec<AccountRow>,
    pub total: u32,
    pub page: u32,
    pub pages: u32,
    /// People who work at the centre today, and the positions that they fill together, as the agreement counts (O1).
    pub people: u32,
    pub positions: String,
    /// For the printed sheet.
    pub printed: String,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRow {
    pub id: String,
    pub name: String,
    pub employer: String,
    pub share: Option<String>,
    pub state: State,
    pub roles: Vec<RoleLine>,
    pub last_sign_in: Option<String>,
}

/// A role, with its days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleLine {
    pub id: String,
    /// The role, and its agency where it has one.
    pub words: String,
    pub days: String,
    pub in_force: bool,
    pub ended: bool,
}

/// A declared relation, by number alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationLine {
    pub id: String,
    pub words: String,
    pub ended: bool,
}

/// One account as the manager sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent facts about one account"
)]
pub struct Account {
    pub id: String,
    pub name: String,
    pub given_name: String,
    pub family_name: String,
    pub user_name: Option<String>,
    pub employer: String,
    pub employer_id: String,
    pub share: Option<String>,
    pub state: State,
    /// Whether this centre keeps the account, and so may change it.
    pub kept: bool,
    pub oneself: bool,
    pub closed: bool,
    pub last_sign_in: Option<String>,
    pub roles: Vec<RoleLine>,
    /// How the latest invitation stands, and whether it may be ended.
    pub invitation: Option<String>,
    pub invitation_open: bool,
    /// The link of an invitation that was made a moment ago: shown this once.
    pub link: Option<String>,
    pub relations: Vec<RelationLine>,
    pub events: Vec<String>,
    pub employers: Vec<Choice>,
    pub agencies: Vec<Choice>,
    /// Whom they may cover for; empty where they may not.
    pub coaches: Vec<Choice>,
    pub today: String,
}

/// What the form of a new account is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAccountForm {
    /// The id that the account will have: the same press sent twice is one account.
    pub key: String,
    pub employers: Vec<Choice>,
    pub agencies: Vec<Choice>,
    pub today: String,
}

/// The accounts of the centre; `search` is part of a name, `role` and `state` are codes or nothing.
#[server(prefix = "/api", endpoint = "accounts/list", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_accounts(
    #[server(default)] search: String,
    #[server(default)] role: String,
    #[server(default)] state: String,
    #[server(default)] order: String,
    #[server(default)] page: u32,
) -> Result<Accounts, AppError> {
    use crate::kernel::policy::{Action, Role};
    use crate::kernel::{Ctx, answer};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadAccounts).await?;
        let asked = super::read::Asked {
            search: &search,
            role: Role::from_code(&role),
            state: State::from_code(&state),
            order: Order::from_code(&order),
            page,
        };
        let accounts = super::accounts(&mut cx, &asked).await?;
        cx.commit().await?;
        Ok(accounts)
    })
    .await
}

/// One account.
#[server(prefix = "/api", endpoint = "accounts/one", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_account(#[server(default)] id: String) -> Result<Account, AppError> {
    use super::typed_in;
    use crate::kernel::{Ctx, answer, cookies, policy::Action, typed};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadAccounts).await?;
        let mut account = super::account(&mut cx, typed_in::id(&id)?).await?;
        cx.commit().await?;
        // Kept by this browser alone for two minutes, and forgotten as soon as it has been shown.
        if typed::value("invited").is_some_and(|whose| whose == account.id) {
            account.link = typed::value("link");
            cookies::put(cookies::TYPED, "", 0);
        }
        Ok(account)
    })
    .await
}

/// What the form of a new account needs.
#[server(prefix = "/api", endpoint = "accounts/new-form", input = leptos::server_fn::codec::GetUrl)]
pub async fn begin_new_account() -> Result<NewAccountForm, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::WriteAccounts).await?;
        let form = super::read::new_form(&mut cx).await?;
        cx.commit().await?;
        Ok(form)
    })
    .await
}

/// Makes an account with one role, and its invitation.
#[server(prefix = "/api", endpoint = "accounts/create")]
pub async fn create_account(
    #[server(default)] key: String,
    #[server(default)] given_name: String,
    #[server(default)] family_name: String,
    #[server(default)] employer: String,
    #[server(default)] share: String,
    #[server(default)] role: String,
    #[server(default)] agency: String,
    #[server(default)] valid_from: String,
    #[server(default)] valid_to: String,
    #[server(default)] user_name: String,
) -> Result<(), AppError> {
    use super::manage;
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    let kept: [(&str, &str); 9] = [
        ("given_name", &given_name),
        ("family_name", &family_name),
        ("employer", &employer),
        ("share", &share),
        ("role", &role),
        ("agency", &agency),
        ("valid_from", &valid_from),
        ("valid_to", &valid_to),
        ("user_name", &user_name),
    ];
    answer_form(&kept, async {
        let mut cx = Ctx::begin(Action::WriteAccounts).await?;
        let new = manage::NewAccount {
            key: &key,
            person: manage::Typed {
                given_name: &given_name,
                family_name: &family_name,
                employer: &employer,
                share: &share,
            },
            role: manage::TypedRole {
                role: &role,
                agency: &agency,
                valid_from: &valid_from,
                valid_to: &valid_to,
            },
            user_name: &user_name,
        };
        let made = manage::create(&mut cx, &new).await?;
        let link = made.token.map(|token| manage::link(&cx.state, &token));
        cx.commit().await?;
        manage::show_once(made.staff, link.as_deref());
        leptos_axum::redirect(&format!("/konton/{}", made.staff));
        Ok(())
    })
    .await
}

/// Changes what somebody is called, who employs them, and to what share.
#[server(prefix = "/api", endpoint = "accounts/change")]
pub async fn change_account(
    #[server(default)] id: String,
    #[server(default)] given_name: String,
    #[server(default)] family_name: String,
    #[server(default)] employer: String,
    #[server(default)] share: String,
) -> Result<(), AppError> {
    use super::manage;
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    let kept: [(&str, &str); 4] = [
        ("given_name", &given_name),
        ("family_name", &family_name),
        ("employer", &employer),
        ("share", &share),
    ];
    answer_form(&kept, async {
        let mut cx = Ctx::begin(Action::WriteAccounts).await?;
        let typed = manage::Typed {
            given_name: &given_name,
            family_name: &family_name,
            employer: &employer,
            share: &share,
        };
        manage::change(&mut cx, &id, &typed).await?;
        cx.commit().await?;
        manage::back_to_account(&id);
        Ok(())
    })
    .await
}

/// Gives somebody a role from a day on, perhaps to a day.
#[server(prefix = "/api", endpoint = "accounts/add-role")]
pub async fn add_role(
    #[server(default)] id: String,
    #[server(default)] role: String,
    #[server(default)] agency: String,
    #[server(default)] valid_from: String,
    #[server(default)] valid_to: String,
) -> Result<(), AppError> {
    use super::manage;
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    let kept: [(&str, &str); 4] = [
        ("role", &role),
        ("agency", &agency),
        ("valid_from", &valid_from),
        ("valid_to", &valid_to),
    ];
    answer_form(&kept, async {
        let mut cx = Ctx::begin(Action::WriteAccounts).await?;
        let typed = manage::TypedRole {
            role: &role,
            agency: &agency,
            valid_from: &valid_from,
            valid_to: &valid_to,
        };
        manage::add_role(&mut cx, &id, &typed).await?;
        cx.commit().await?;
        manage::back_to_account(&id);
        Ok(())
    })
    .await
}

/// Ends a role: after the last day, or at once when none is named.
#[server(prefix = "/api", endpoint = "accounts/end-role")]
pub async fn end_role(
    #[server(default)] id: String,
    #[server(default)] staff_role: String,
    #[server(default)] last_day: String,
) -> Result<(), AppError> {
    use super::manage;
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    let kept: [(&str, &str); 2] = [("staff_role", &staff_role), ("last_day", &last_day)];
    answer_form(&kept, async {
        let mut cx = Ctx::begin(Action::WriteAccounts).await?;
        manage::end_role(&mut cx, &id, &staff_role, &last_day).await?;
        let (live, centre) = (cx.state.live.clone(), cx.actor.centre());
        cx.commit().await?;
        manage::tell_streams(&live, centre);
        manage::back_to_account(&id);
        Ok(())
    })
    .await
}

/// Closes an account, with every session that it has.
#[server(prefix = "/api", endpoint = "accounts/deactivate")]
pub async fn deactivate_account(#[server(default)] id: String) -> Result<(), AppError> {
    use super::manage;
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::WriteAccounts).await?;
        let centres = manage::deactivate(&mut cx, &id).await?;
        let live = cx.state.live.clone();
        cx.commit().await?;
        manage::tell_streams(&live, centres);
        manage::back_to_account(&id);
        Ok(())
    })
    .await
}

/// Opens a closed account again.
#[server(prefix = "/api", endpoint = "accounts/reactivate")]
pub async fn reactivate_account(#[server(default)] id: String) -> Result<(), AppError> {
    use super::manage;
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::WriteAccounts).await?;
        manage::reactivate(&mut cx, &id).await?;
        cx.commit().await?;
        manage::back_to_account(&id);
        Ok(())
    })
    .await
}

/// Makes a new invitation; the one before is worth nothing from then on.
#[server(prefix = "/api", endpoint = "accounts/invite")]
pub async fn invite_again(#[server(default)] id: String) -> Result<(), AppError> {
    use super::manage;
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::WriteAccounts).await?;
        let (staff, token) = manage::invite(&mut cx, &id).await?;
        let link = manage::link(&cx.state, &token);
        cx.commit().await?;
        manage::show_once(staff, Some(&link));
        manage::back_to_account(&id);
        Ok(())
    })
    .await
}

/// Ends the open invitation.
#[server(prefix = "/api", endpoint = "accounts/end-invitation")]
pub async fn end_invitation(#[server(default)] id: String) -> Result<(), AppError> {
    use super::manage;
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::WriteAccounts).await?;
        manage::end_invitation(&mut cx, &id).await?;
        cx.commit().await?;
        manage::back_to_account(&id);
        Ok(())
    })
    .await
}
