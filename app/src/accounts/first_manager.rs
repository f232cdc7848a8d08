//! The first manager of a centre, from the command line: nobody could invite them in a page.

use super::account_store::{self as store, NewRole, Person};
use super::typed_in::name;
use super::{invitation_store, welcome};
use crate::identity;
use crate::kernel::AppError;
use crate::kernel::error::Field;
use crate::kernel::policy::Role;
use chrono::{DateTime, Utc};
use domain::account::{Share, UserName};
use domain::civil_time::civil_day;
use domain::clock::RandomSource;
use domain::ids::{AccountId, InvitationId, StaffId, StaffRoleId};
use sqlx::PgPool;

/// Who the first manager is.
#[derive(Clone, Copy, Debug)]
pub struct FirstManager<'a> {
    /// The code of the centre.
    pub centre: &'a str,
    pub given_name: &'a str,
    pub family_name: &'a str,
    /// The code of the party that employs them (O1).
    pub employer: &'a str,
}

/// Why there is no first manager.
#[derive(Debug, thiserror::Error)]
pub enum FirstManagerError {
    #[error("There is no centre with the code {0:?}. There are: {1}.")]
    NoCentre(String, String),
    #[error("There is no agency with the code {0:?}. There are: {1}.")]
    NoAgency(String, String),
    #[error("A name has one to a hundred characters on one line.")]
    Name,
    #[error("The user name {0} is taken.")]
    UserName(String),
    #[error("The centre has a manager who can sign in. Managers are appointed in the page Konton.")]
    HasManager,
    #[error("The account could not be made: {0}.")]
    Failed(#[from] AppError),
}

impl From<sqlx::Error> for FirstManagerError {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Makes the account of a centre's first manager and the token of its invitation, which stands nowhere else. An
/// invitation that an earlier run made for a manager of the centre is worth nothing from then on.
///
/// # Errors
/// Where the centre is managed already, or something that is named is not there.
pub async fn first_manager(
    owner: &PgPool,
    who: FirstManager<'_>,
    now: DateTime<Utc>,
    random: &mut (dyn RandomSource + Send),
) -> Result<String, FirstManagerError> {
    let given_name = name(who.given_name, Field::GivenName).map_err(|_| FirstManagerError::Name)?;
    let family_name = name(who.family_name, Field::FamilyName).map_err(|_| FirstManagerError::Name)?;
    let mut tx = owner.begin().await?;
    let Some(centre) = invitation_store::centre_by_code(&mut tx, who.centre).await? else {
        let codes = invitation_store::centre_codes(&mut tx).await?;
        return Err(FirstManagerError::NoCentre(who.centre.to_owned(), codes));
    };
    let Some(employer) = invitation_store::agency_by_code(&mut tx, who.employer).await? else {
        let codes = invitation_store::agency_codes(&mut tx).await?;
        return Err(FirstManagerError::NoAgency(who.employer.to_owned(), codes));
    };
    // Two at once queue here: the second ends the first one's invitation, so that one link is worth something.
    if invitation_store::is_managed(&mut tx, centre, civil_day(now)).await? {
        return Err(FirstManagerError::HasManager);
    }
    invitation_store::end_of_managers(&mut tx, centre, now).await?;
    let staff = StaffId::mint(now, random);
    let account = AccountId::mint(now, random);
    let wished = UserName::propose(&given_name, &family_name);
    let user_name = UserName::parse(&wished)
        .or_else(|_| {
            UserName::parse(&format!(
                "chef-{}",
                who.centre.chars().take(30).collect::<String>()
            ))
        })
        .map_err(|_| FirstManagerError::Name)?;
    if invitation_store::user_name_taken(&mut tx, &user_name, now, account).await? {
        return Err(FirstManagerError::UserName(user_name.to_string()));
    }
    let person = Person {
        given_name: &given_name,
        family_name: &family_name,
        employer,
        share: Share::from_hundredths(100),
    };
    store::add(&mut tx, staff, &person, centre, now).await?;
    identity::open_staff_account(&mut tx, account, staff, now).await?;
    let role = NewRole {
        role: Role::Manager,
        centre: Some(centre),
        agency: None,
        valid_from: civil_day(now),
        valid_to: None,
    };
    store::add_role(&mut tx, StaffRoleId::mint(now, random), staff, role).await?;
    let (token, hash) = welcome::new_token(random);
    let id = InvitationId::mint(now, random);
    invitation_store::add(&mut tx, id, account, &hash, &user_name, None, now).await?;
    tx.commit().await?;
    Ok(token)
}
