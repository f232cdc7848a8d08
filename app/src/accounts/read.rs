//! What the manager reads of the centre's accounts.

use super::account_store::{self as store, Agency, RoleRow, Wanted};
use super::api::{
    Account, AccountRow, Accounts, NewAccountForm, Order, PAGE_SIZE, RelationLine, RoleLine, State,
};
use super::{assignment_store, invitation_store, relation_store, text};
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::Role;
use crate::kernel::{AppError, Choice, Ctx, Lang, dates};
use chrono::{DateTime, NaiveDate, Utc};
use domain::account::positions;
use domain::civil_time::{civil_day, clock_hm};
use domain::ids::{CentreId, StaffId};
use unicode_normalization::UnicodeNormalization;

/// What the list is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub search: &'a str,
    pub role: Option<Role>,
    pub state: Option<State>,
    pub order: Order,
    pub page: u32,
}

/// The centre that the actor manages.
pub fn centre(cx: &Ctx) -> Result<CentreId, AppError> {
    cx.actor.centre().ok_or(AppError::NotFound)
}

/// The mark between whole positions and hundredths, as the language writes it.
pub const fn mark(lang: Lang) -> char {
    match lang {
        Lang::Sv => ',',
        Lang::En => '.',
    }
}

fn share(hundredths: Option<i32>, lang: Lang) -> Option<String> {
    hundredths.map(|h| positions(i64::from(h), mark(lang)))
}

fn moment(at: DateTime<Utc>, today: NaiveDate, lang: Lang) -> String {
    format!("{} {}", dates::short(civil_day(at), today, lang), clock_hm(at))
}

fn role_line(row: &RoleRow, today: NaiveDate, lang: Lang) -> RoleLine {
    let agency = match lang {
        Lang::Sv => row.agency_sv.as_deref(),
        Lang::En => row.agency_en.as_deref(),
    };
    let role = text::role(row.role, lang);
    RoleLine {
        id: row.id.to_string(),
        words: agency.map_or_else(|| role.to_owned(), |agency| format!("{role}, {agency}")),
        days: text::days(row.valid_from, row.valid_to, today, lang),
        in_force: row.valid_from <= today && row.valid_to.is_none_or(|last| last >= today),
        ended: row.valid_to.is_some_and(|last| last < today),
    }
}

/// The list of the centre's accounts.
///
/// # Errors
/// When the database is away.
pub async fn accounts(cx: &mut Ctx, asked: &Asked<'_>) -> Result<Accounts, AppError> {
    let centre = centre(cx)?;
    let (today, lang) = (cx.today(), cx.lang);
    let search: String = asked.search.trim().nfc().take(100).collect();
    let page_of = |page: u32| Wanted {
        search: &search,
        role: asked.role,
        state: asked.state,
        order: asked.order,
        limit: PAGE_SIZE,
        offset: (page - 1) * PAGE_SIZE,
    };
    // A page after the last is answered with the first.
    let mut page = asked.page.clamp(1, 10_000);
    let mut rows = store::list(cx, centre, &page_of(page)).await?;
    if rows.is_empty() && page > 1 {
        page = 1;
        rows = store::list(cx, centre, &page_of(page)).await?;
    }
    let total = rows
        .first()
        .map_or(0, |r| u32::try_from(r.total).unwrap_or(u32::MAX));
    let staff: Vec<_> = rows.iter().map(|r| r.staff.as_uuid()).collect();
    let roles = store::roles(cx, centre, &staff).await?;
    let (people, hundredths) = store::positions(cx, centre).await?;
    Ok(Accounts {
        rows: rows
            .into_iter()
            .map(|r| AccountRow {
                id: r.staff.to_string(),
                name: r.name,
                employer: match lang {
                    Lang::Sv => r.employer_sv,
                    Lang::En => r.employer_en,
                },
                share: share(r.share, lang),
                state: r.state,
                roles: roles
                    .iter()
                    .filter(|role| role.staff == r.staff)
                    .map(|role| role_line(role, today, lang))
                    .collect(),
                last_sign_in: r.last_sign_in.map(|at| moment(at, today, lang)),
            })
            .collect(),
        total,
        page,
        pages: total.div_ceil(PAGE_SIZE).max(1),
        people: u32::try_from(people).unwrap_or(u32::MAX),
        positions: positions(hundredths, mark(lang)),
        printed: text::printed(&dates::long(today, lang), lang),
    })
}

fn choices(agencies: &[Agency], lang: Lang, wanted: impl Fn(&Agency) -> bool) -> Vec<Choice> {
    agencies
        .iter()
        .filter(|a| wanted(a))
        .map(|a| Choice {
            value: a.id.to_string(),
            words: match lang {
                Lang::Sv => a.name_sv.clone(),
                Lang::En => a.name_en.clone(),
            },
        })
        .collect()
}

/// What the form of a new account is made from.
///
/// # Errors
/// When the database is away.
pub async fn new_form(cx: &mut Ctx) -> Result<NewAccountForm, AppError> {
    let centre = centre(cx)?;
    let agencies = store::agencies(cx, centre).await?;
    Ok(NewAccountForm {
        key: StaffId::mint(cx.now, &mut SystemRandom).to_string(),
        employers: choices(&agencies, cx.lang, |_| true),
        agencies: choices(&agencies, cx.lang, |a| a.case_worker || a.partner),
        today: cx.today().to_string(),
    })
}

/// One account.
///
/// # Errors
/// `NotFound` for anybody whom the centre neither keeps nor has had.
pub async fn account(cx: &mut Ctx, staff: StaffId) -> Result<Account, AppError> {
    let centre = centre(cx)?;
    let (today, lang) = (cx.today(), cx.lang);
    let member = store::member(cx, centre, staff)
        .await?
        .ok_or(AppError::NotFound)?;
    let roles = store::roles(cx, centre, &[staff.as_uuid()]).await?;
    let invitation = if member.kept {
        invitation_store::latest(cx, member.account).await?
    } else {
        None
    };
    let relations = relation_store::of(cx, staff).await?;
    let events = store::events(cx, member.account).await?;
    let agencies = store::agencies(cx, centre).await?;
    let current = |role: &&RoleRow| role.valid_to.is_none_or(|last| last >= today);
    let covers = member.disabled_at.is_none() && roles.iter().filter(current).any(|r| covering(r.role));
    let coaches = if covers {
        assignment_store::coaches(cx, centre).await?
    } else {
        Vec::new()
    };
    let state = if member.disabled_at.is_some() || !roles.iter().any(|r| current(&r)) {
        State::Ended
    } else if member.can_sign_in {
        State::Active
    } else {
        State::Invited
    };
    let open = invitation
        .as_ref()
        .is_some_and(|i| !i.ended && i.expires_at > cx.now);
    Ok(Account {
        id: staff.to_string(),
        name: format!("{} {}", member.given_name, member.family_name),
        given_name: member.given_name,
        family_name: member.family_name,
        user_name: member.login,
        employer: match lang {
            Lang::Sv => member.employer_sv,
            Lang::En => member.employer_en,
        },
        employer_id: member.employer.to_string(),
        share: share(member.share, lang),
        state,
        kept: member.kept,
        oneself: cx.actor.staff() == Some(staff),
        closed: member.disabled_at.is_some(),
        last_sign_in: member.last_sign_in.map(|at| moment(at, today, lang)),
        roles: roles.iter().map(|r| role_line(r, today, lang)).collect(),
        invitation: invitation
            .map(|i| text::invitation(&i.user_name, &moment(i.expires_at, today, lang), open, lang)),
        invitation_open: open,
        link: None,
        relations: relations
            .into_iter()
            .map(|r| relation_line(&r, today, lang))
            .collect(),
        events: events
            .into_iter()
            .map(|e| {
                text::event(
                    &e.what,
                    &moment(e.at, today, lang),
                    e.by.as_deref(),
                    &e.detail,
                    lang,
                )
            })
            .collect(),
        employers: choices(&agencies, lang, |_| true),
        agencies: choices(&agencies, lang, |a| a.case_worker || a.partner),
        coaches: coaches
            .into_iter()
            .filter(|c| c.staff != staff)
            .map(|c| Choice {
                value: c.staff.to_string(),
                words: c.name,
            })
            .collect(),
        today: today.to_string(),
    })
}

/// Roles that stand in for a coach (G3).
pub const fn covering(role: Role) -> bool {
    matches!(role, Role::Coach | Role::TeamLeader | Role::Recruiter)
}

pub fn relation_line(row: &relation_store::Row, today: NaiveDate, lang: Lang) -> RelationLine {
    RelationLine {
        id: row.id.to_string(),
        words: text::relation(
            &row.number,
            &row.kind,
            &dates::short(civil_day(row.declared_at), today, lang),
            row.ended_at
                .map(|at| dates::short(civil_day(at), today, lang))
                .as_deref(),
            lang,
        ),
        ended: row.ended_at.is_some(),
    }
}
