//! What a manager does with the accounts of the centre.

use super::account_store::{self as store, Member, NewRole, Person, RoleRow};
use super::read::centre;
use super::typed_in::{chosen, day, days, empty, id, name, refused};
use super::{invitation_store, welcome};
use crate::identity;
use crate::kernel::error::Field;
use crate::kernel::live::Live;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::Role;
use crate::kernel::{AppError, AppState, Ctx, Visitor, typed};
use domain::account::{AccountRefusal, Share, UserName};
use domain::ids::{AccountId, AgencyId, CentreId, InvitationId, StaffId, StaffRoleId};
use serde_json::json;

/// What somebody is called, as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    pub given_name: &'a str,
    pub family_name: &'a str,
    pub employer: &'a str,
    pub share: &'a str,
}

/// A role as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct TypedRole<'a> {
    pub role: &'a str,
    pub agency: &'a str,
    pub valid_from: &'a str,
    pub valid_to: &'a str,
}

/// A new account as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct NewAccount<'a> {
    pub key: &'a str,
    pub person: Typed<'a>,
    pub role: TypedRole<'a>,
    pub user_name: &'a str,
}

/// An account that was made; without a token where it was made before.
#[derive(Clone, Debug)]
pub struct Made {
    pub staff: StaffId,
    pub token: Option<String>,
}

/// The link of an invitation.
pub fn link(state: &AppState, token: &str) -> String {
    format!("{}/valkommen/{token}", state.public_url)
}

/// Leads to the account's page, where the link is shown once: until then this browser alone holds it.
pub fn show_once(staff: StaffId, link: Option<&str>) {
    if let Some(link) = link {
        typed::keep(&[("invited", &staff.to_string()), ("link", link)], typed::SECONDS);
    }
}

/// A browser without script goes back to the account's page.
pub fn back_to_account(id: &str) {
    if Visitor::current().is_some_and(|v| v.wants_page)
        && let Ok(staff) = id.trim().parse::<StaffId>()
    {
        leptos_axum::redirect(&format!("/konton/{staff}"));
    }
}

/// Open streams look again whether their session stands (G5).
pub fn tell_streams(live: &Live, centres: impl IntoIterator<Item = CentreId>) {
    for centre in centres {
        live.arrival(centre);
    }
}

/// The manager's centre, where they still manage it: a role may have ended while the request was under way.
async fn managing(cx: &mut Ctx) -> Result<CentreId, AppError> {
    let centre = centre(cx)?;
    if store::still_manages(cx).await? {
        Ok(centre)
    } else {
        Err(AppError::NotSignedIn)
    }
}

/// A member of staff of the centre, whom it keeps where that is asked for.
async fn member(cx: &mut Ctx, sent: &str, kept: bool) -> Result<(CentreId, StaffId, Member), AppError> {
    let staff: StaffId = id(sent)?;
    let centre = managing(cx).await?;
    let member = store::member(cx, centre, staff)
        .await?
        .filter(|m| m.kept || !kept)
        .ok_or(AppError::NotFound)?;
    Ok((centre, staff, member))
}

struct Checked {
    given_name: String,
    family_name: String,
    employer: AgencyId,
    share: Option<Share>,
}

impl Checked {
    fn person(&self) -> Person<'_> {
        Person {
            given_name: &self.given_name,
            family_name: &self.family_name,
            employer: self.employer,
            share: self.share,
        }
    }
}

fn check(typed: &Typed<'_>) -> Result<Checked, AppError> {
    Ok(Checked {
        given_name: name(typed.given_name, Field::GivenName)?,
        family_name: name(typed.family_name, Field::FamilyName)?,
        employer: chosen(typed.employer, Field::Employer)?,
        share: Share::parse(typed.share).map_err(|why| refused(Field::Share, why))?,
    })
}

/// The employer must be one of the parties that there are.
async fn employer_is_known(cx: &mut Ctx, centre: CentreId, employer: AgencyId) -> Result<(), AppError> {
    let known = store::agencies(cx, centre)
        .await?
        .iter()
        .any(|a| a.id == employer);
    if known {
        Ok(())
    } else {
        Err(empty(Field::Employer))
    }
}

async fn check_role(cx: &mut Ctx, centre: CentreId, typed: &TypedRole<'_>) -> Result<NewRole, AppError> {
    let role = Role::from_code(typed.role.trim()).ok_or(empty(Field::Role))?;
    let (valid_from, valid_to) = days(
        typed.valid_from,
        typed.valid_to,
        (Field::ValidFrom, Field::ValidTo),
        cx.today(),
    )?;
    let agency: Option<AgencyId> = if role.of_agency() {
        let agency = chosen(typed.agency, Field::Agency)?;
        let fits = store::agencies(cx, centre).await?.iter().any(|a| {
            a.id == agency
                && if role == Role::Partner {
                    a.partner
                } else {
                    a.case_worker
                }
        });
        if !fits {
            return Err(refused(Field::Agency, AccountRefusal::WrongAgency));
        }
        Some(agency)
    } else {
        None
    };
    Ok(NewRole {
        role,
        centre: agency.is_none().then_some(centre),
        agency,
        valid_from,
        valid_to,
    })
}

/// Makes an account, with a role and an invitation.
///
/// # Errors
/// At the field that cannot be accepted; `Conflict` where the key is another account's.
pub async fn create(cx: &mut Ctx, new: &NewAccount<'_>) -> Result<Made, AppError> {
    let staff: StaffId = id(new.key)?;
    let checked = check(&new.person)?;
    let centre = managing(cx).await?;
    let role = check_role(cx, centre, &new.role).await?;
    if role.role.in_house() && checked.share.is_none() {
        return Err(refused(Field::Share, AccountRefusal::ShareNeeded));
    }
    employer_is_known(cx, centre, checked.employer).await?;
    let wished = if new.user_name.trim().is_empty() {
        UserName::propose(&checked.given_name, &checked.family_name)
    } else {
        new.user_name.to_owned()
    };
    let user_name = UserName::parse(&wished).map_err(|why| refused(Field::UserName, why))?;
    let (now, account) = (cx.now, AccountId::mint(cx.now, &mut SystemRandom));
    if !store::add(cx.db(), staff, &checked.person(), centre, now).await? {
        // The same press once more is the same account; anything else under its key is not.
        return match store::member(cx, centre, staff).await? {
            Some(m) if m.given_name == checked.given_name && m.family_name == checked.family_name => {
                Ok(Made { staff, token: None })
            }
            _ => Err(AppError::Conflict),
        };
    }
    if invitation_store::user_name_taken(cx.db(), &user_name, now, account).await? {
        return Err(refused(Field::UserName, AccountRefusal::NameTaken));
    }
    identity::open_staff_account(cx.db(), account, staff, now).await?;
    let role_id = StaffRoleId::mint(now, &mut SystemRandom);
    if !store::add_role(cx.db(), role_id, staff, role).await? {
        return Err(AppError::Conflict);
    }
    let token = new_invitation(cx, account, &user_name).await?;
    store::remember(cx, account, "created", json!({})).await?;
    store::remember(cx, account, "role_added", json!({ "role": role.role.code() })).await?;
    Ok(Made {
        staff,
        token: Some(token),
    })
}

/// Changes what somebody is called, who employs them, and to what share.
///
/// # Errors
/// At the field; `NotFound` for anybody whom the centre does not keep.
pub async fn change(cx: &mut Ctx, sent: &str, typed: &Typed<'_>) -> Result<(), AppError> {
    let (centre, staff, member) = member(cx, sent, true).await?;
    let checked = check(typed)?;
    employer_is_known(cx, centre, checked.employer).await?;
    let today = cx.today();
    let works_here = store::roles(cx, centre, &[staff.as_uuid()])
        .await?
        .iter()
        .any(|r| r.role.in_house() && r.valid_to.is_none_or(|last| last >= today));
    if works_here && checked.share.is_none() {
        return Err(refused(Field::Share, AccountRefusal::ShareNeeded));
    }
    let same = member.given_name == checked.given_name
        && member.family_name == checked.family_name
        && member.employer == checked.employer.as_uuid()
        && member.share == checked.share.map(|s| i32::from(s.hundredths()));
    if same {
        return Ok(());
    }
    if !store::change(cx, staff, &checked.person()).await? {
        return Err(AppError::Conflict);
    }
    let before = json!({
        "given_name": member.given_name, "family_name": member.family_name, "employer": member.employer,
        "share": member.share,
    });
    store::remember(cx, member.account, "changed", json!({ "before": before })).await
}

/// Gives a role.
///
/// # Errors
/// At the field; `NotFound` for anybody whom the centre may not give it to.
pub async fn add_role(cx: &mut Ctx, sent: &str, typed: &TypedRole<'_>) -> Result<(), AppError> {
    let (centre, staff, member) = member(cx, sent, false).await?;
    let new = check_role(cx, centre, typed).await?;
    if new.agency.is_some() && !member.kept {
        return Err(AppError::NotFound);
    }
    if new.role.in_house() && member.share.is_none() {
        return Err(refused(Field::Role, AccountRefusal::ShareNeeded));
    }
    let held = store::roles(cx, centre, &[staff.as_uuid()]).await?;
    for role in held
        .iter()
        .filter(|r| r.role == new.role && r.centre == new.centre && r.agency == new.agency)
    {
        if (role.valid_from, role.valid_to) == (new.valid_from, new.valid_to) {
            return Ok(());
        }
        let taken_back = role.valid_to.is_some_and(|last| last < role.valid_from);
        let apart = role.valid_to.is_some_and(|last| last < new.valid_from)
            || new.valid_to.is_some_and(|last| last < role.valid_from);
        if !apart && !taken_back {
            return Err(refused(Field::Role, AccountRefusal::RoleHeld));
        }
    }
    let role_id = StaffRoleId::mint(cx.now, &mut SystemRandom);
    if !store::add_role(cx.db(), role_id, staff, new).await? {
        return Err(AppError::Conflict);
    }
    store::remember(
        cx,
        member.account,
        "role_added",
        json!({ "role": new.role.code() }),
    )
    .await
}

/// Whether the role may go: one's own last as manager may not, nor the last that keeps the centre managed.
async fn manager_may_go(cx: &mut Ctx, staff: StaffId, role: &RoleRow) -> Result<(), AppError> {
    let Some(centre) = role.centre else {
        return Ok(());
    };
    if cx.actor.staff() == Some(staff) {
        let today = cx.today();
        let held = store::roles(cx, centre, &[staff.as_uuid()]).await?;
        let another = held.iter().any(|r| {
            r.id != role.id
                && r.role == Role::Manager
                && r.valid_from <= today
                && r.valid_to.is_none_or(|last| last >= today)
        });
        if !another {
            return Err(refused(Field::StaffRole, AccountRefusal::OwnManagerRole));
        }
    }
    let managers = store::managers(cx, centre).await?;
    if role.valid_to.is_none() && managers.iter().all(|(other, _)| *other == role.id) {
        return Err(refused(Field::StaffRole, AccountRefusal::LastManager));
    }
    Ok(())
}

/// Ends a role: after a day, or at once, and then with its sessions (G5).
///
/// # Errors
/// At the field; `Conflict` where it ended before.
pub async fn end_role(cx: &mut Ctx, sent: &str, role: &str, last_day: &str) -> Result<(), AppError> {
    let wanted: StaffRoleId = chosen(role, Field::StaffRole)?;
    let last_day = day(last_day, Field::LastDay)?;
    // In turn from here on: what is read below is what the one before has left.
    let here = centre(cx)?;
    store::queue_for_managers(cx, here).await?;
    let (centre, staff, member) = member(cx, sent, false).await?;
    let today = cx.today();
    let role = store::roles(cx, centre, &[staff.as_uuid()])
        .await?
        .into_iter()
        .find(|r| r.id == wanted)
        .ok_or(AppError::NotFound)?;
    let last = match last_day {
        Some(last) if last < today => return Err(refused(Field::LastDay, AccountRefusal::DayPast)),
        Some(last) if last < role.valid_from => {
            return Err(refused(Field::LastDay, AccountRefusal::DaysCrossed));
        }
        Some(last) => last,
        None => {
            let yesterday = today.pred_opt().unwrap_or(today);
            let before_it = role.valid_from.pred_opt().unwrap_or(role.valid_from);
            yesterday.max(before_it)
        }
    };
    if role.valid_to.is_some_and(|already| already < today) {
        // At once, twice: it is ended. A day for what has ended is another question.
        return if last_day.is_none() {
            Ok(())
        } else {
            Err(AppError::Conflict)
        };
    }
    if role.valid_to == Some(last) {
        return Ok(());
    }
    if role.role == Role::Manager {
        manager_may_go(cx, staff, &role).await?;
    }
    if !store::end_role(cx, wanted, last).await? {
        return Err(AppError::Conflict);
    }
    if last < today {
        let now = cx.now;
        identity::end_sessions_in_role(cx.db(), staff, role.role, role.centre, role.agency, now).await?;
    }
    let detail = json!({ "role": role.role.code(), "last_day": last });
    store::remember(cx, member.account, "role_ended", detail).await
}

/// Closes an account and ends its sessions; the centres where one of them was.
///
/// # Errors
/// One's own account, and the last manager's, are not closed.
pub async fn deactivate(cx: &mut Ctx, sent: &str) -> Result<Vec<CentreId>, AppError> {
    let here = centre(cx)?;
    store::queue_for_managers(cx, here).await?;
    let (centre, staff, member) = member(cx, sent, true).await?;
    if cx.actor.staff() == Some(staff) {
        return Err(refused(Field::Account, AccountRefusal::OwnAccount));
    }
    if member.disabled_at.is_some() {
        return Ok(Vec::new());
    }
    let managers = store::managers(cx, centre).await?;
    let manages = managers.iter().any(|(_, whose)| *whose == staff);
    if manages && managers.iter().all(|(_, whose)| *whose == staff) {
        return Err(refused(Field::Account, AccountRefusal::LastManager));
    }
    let now = cx.now;
    if !identity::close_account(cx.db(), member.account, Some(now)).await? {
        return Err(AppError::Conflict);
    }
    let centres = identity::end_sessions_of(cx.db(), member.account, now).await?;
    store::remember(cx, member.account, "deactivated", json!({})).await?;
    Ok(centres)
}

/// Opens a closed account again.
///
/// # Errors
/// `NotFound` for anybody whom the centre does not keep.
pub async fn reactivate(cx: &mut Ctx, sent: &str) -> Result<(), AppError> {
    let (_, _, member) = member(cx, sent, true).await?;
    if member.disabled_at.is_none() {
        return Ok(());
    }
    if !identity::close_account(cx.db(), member.account, None).await? {
        return Err(AppError::Conflict);
    }
    store::remember(cx, member.account, "reactivated", json!({})).await
}

async fn new_invitation(cx: &mut Ctx, account: AccountId, user_name: &UserName) -> Result<String, AppError> {
    let (token, hash) = welcome::new_token(&mut SystemRandom);
    let (now, by) = (cx.now, cx.actor.account());
    let id = InvitationId::mint(now, &mut SystemRandom);
    invitation_store::add(cx.db(), id, account, &hash, user_name, by, now).await?;
    store::remember(cx, account, "invited", json!({})).await?;
    Ok(token)
}

/// Makes a new invitation, and ends the one before.
///
/// # Errors
/// `NotFound` for anybody whom the centre does not keep; `Conflict` for a closed account.
pub async fn invite(cx: &mut Ctx, sent: &str) -> Result<(StaffId, String), AppError> {
    let (_, staff, member) = member(cx, sent, true).await?;
    if member.disabled_at.is_some() {
        return Err(AppError::Conflict);
    }
    // Nobody locks themselves out: an invitation takes what they sign in with now.
    if cx.actor.account() == Some(member.account) {
        return Err(refused(Field::Account, AccountRefusal::OwnAccount));
    }
    let before = invitation_store::latest(cx, member.account).await?;
    let wished = member
        .login
        .or(before.map(|i| i.user_name))
        .unwrap_or_else(|| UserName::propose(&member.given_name, &member.family_name));
    // A name that is nobody's user name can be put right by whoever is invited.
    let user_name = UserName::parse(&wished)
        .or_else(|_| UserName::parse(&format!("konto-{}", &staff.to_string()[24..])))
        .map_err(|why| refused(Field::UserName, why))?;
    invitation_store::end(cx, member.account).await?;
    // Whoever is invited anew has lost a way in; an old password alone must not be enough to set up a new app.
    identity::take_ways_in(cx, member.account).await?;
    let token = new_invitation(cx, member.account, &user_name).await?;
    Ok((staff, token))
}

/// Ends the open invitation, if there is one.
///
/// # Errors
/// `NotFound` for anybody whom the centre does not keep.
pub async fn end_invitation(cx: &mut Ctx, sent: &str) -> Result<(), AppError> {
    let (_, _, member) = member(cx, sent, true).await?;
    if invitation_store::end(cx, member.account).await? {
        store::remember(cx, member.account, "invitation_ended", json!({})).await?;
    }
    Ok(())
}
