//! Who works there, employed by which party and to what share (O1).

use super::chance::stream;
use super::ground::Ground;
use super::rows::{AccountRow, Rows, StaffRow};
use super::when::{When, hm};
use super::{DemoError, epoch};
use crate::kernel::policy::Role;
use domain::ids::{AccountId, StaffId};
use uuid::Uuid;

/// A member of the staff as the cast has them.
struct Member {
    given: &'static str,
    family: &'static str,
    role: Role,
    employer: &'static str,
    /// Hundredths of full time.
    share: i32,
    /// Days since they began.
    since: i64,
    belongs: Belongs,
}

/// Where a role is held.
#[derive(Clone, Copy)]
enum Belongs {
    Arbetsforum,
    Arbvux,
    /// At the employing agency itself: not one of the centre's positions.
    Agency,
    /// In the steering group of Arbetsforum.
    Steering,
}

const fn member(
    given: &'static str,
    family: &'static str,
    role: Role,
    employer: &'static str,
    share: i32,
    since: i64,
) -> Member {
    Member {
        given,
        family,
        role,
        employer,
        share,
        since,
        belongs: Belongs::Arbetsforum,
    }
}

const fn outside(
    given: &'static str,
    family: &'static str,
    role: Role,
    employer: &'static str,
    since: i64,
) -> Member {
    Member {
        belongs: Belongs::Agency,
        ..member(given, family, role, employer, 0, since)
    }
}

/// The coaches stand first: a participant's coach is a place in this list.
const CAST: [Member; 22] = [
    member("Karin", "Holm", Role::Coach, "soc-bergsjon", 100, 1460),
    member("Peter", "Lund", Role::Coach, "soc-kortedala", 100, 1120),
    member("Sara", "Nyberg", Role::Coach, "soc-kortedala", 80, 830),
    member("Leila", "Haddad", Role::Coach, "soc-bergsjon", 100, 1290),
    member("Björn", "Åkesson", Role::Coach, "soc-bergsjon", 100, 640),
    member("Yonas", "Ghebre", Role::Coach, "soc-kortedala", 75, 410),
    member("Mirela", "Kovač", Role::Coach, "flyktingenheten", 50, 520),
    member("Anneli", "Korhonen", Role::Coach, "vuxenutbildningen", 75, 990),
    member("Jesper", "Blom", Role::Coach, "af-svingeln", 60, 700),
    member("Ali", "Rezai", Role::Recruiter, "soc-bergsjon", 100, 880),
    member("Petra", "Sjögren", Role::Recruiter, "soc-kortedala", 100, 1010),
    member("Zeynep", "Aydın", Role::Reception, "soc-bergsjon", 100, 760),
    member("Monica", "Dahl", Role::Reception, "soc-kortedala", 75, 1380),
    member("Johan", "Ek", Role::TeamLeader, "soc-bergsjon", 100, 1500),
    member("Kerstin", "Wallgren", Role::Manager, "soc-bergsjon", 100, 1510),
    member("Henrik", "Norén", Role::Specialist, "primarvard-oster", 5, 930),
    Member {
        belongs: Belongs::Arbvux,
        ..member("Ewa", "Nowicka", Role::Coach, "arbvux", 100, 600)
    },
    outside("Birgitta", "Lindgren", Role::CaseWorker, "soc-bergsjon", 900),
    outside("Oskar", "Hedlund", Role::CaseWorker, "soc-kortedala", 350),
    outside("Amira", "Saleh", Role::CaseWorker, "af-svingeln", 270),
    outside("Tomas", "Wiklund", Role::Partner, "ideburen-verkstad", 480),
    Member {
        belongs: Belongs::Steering,
        ..outside("Gunilla", "Frid", Role::Steering, "soc-goteborg", 800)
    },
];

/// Coaches of Arbetsforum: the first of the cast.
pub const COACHES: usize = 9;
/// The places of others in the cast.
pub const RECRUITERS: [usize; 2] = [9, 10];
pub const RECEPTION: [usize; 2] = [11, 12];
pub const TEAM_LEADER: usize = 13;
pub const MANAGER: usize = 14;
pub const SPECIALIST: usize = 15;
pub const ARBVUX_COACH: usize = 16;
/// Case workers of Bergsjön, Kortedala and the employment service; the partner; the steering group's member.
pub const CASE_WORKERS: [usize; 3] = [17, 18, 19];
pub const PARTNER: usize = 20;
pub const STEERING: usize = 21;

/// A member of the staff as others lean on them.
#[derive(Clone, Copy, Debug)]
pub struct Colleague {
    pub id: Uuid,
    pub account: Uuid,
    pub given: &'static str,
    pub family: &'static str,
    pub role: Role,
}

/// The whole staff, in the order of the cast.
pub fn make(ground: &Ground, when: &When, rows: &mut Rows) -> Result<Vec<Colleague>, DemoError> {
    let mut staff = Vec::with_capacity(CAST.len());
    for (index, member) in (0_u32..).zip(&CAST) {
        let mut random = stream("staff", index);
        let id = StaffId::mint(epoch(), &mut random).as_uuid();
        let account = AccountId::mint(epoch(), &mut random).as_uuid();
        let since = when.ago(member.since);
        let created_at = when.moment(since, hm(8, 0));
        rows.staff.push(StaffRow {
            id,
            given_name: member.given,
            family_name: member.family,
            employer: ground.agency(member.employer)?,
            share: (member.share > 0).then_some(member.share),
            role_id: StaffId::mint(epoch(), &mut random).as_uuid(),
            role: member.role.code(),
            centre: match member.belongs {
                Belongs::Arbetsforum | Belongs::Steering => Some(ground.arbetsforum.centre),
                Belongs::Arbvux => Some(ground.arbvux.centre),
                Belongs::Agency => None,
            },
            agency: match member.belongs {
                Belongs::Agency => Some(ground.agency(member.employer)?),
                _ => None,
            },
            since,
            created_at,
        });
        rows.accounts.push(AccountRow {
            id: account,
            person: None,
            staff: Some(id),
            created_at,
        });
        staff.push(Colleague {
            id,
            account,
            given: member.given,
            family: member.family,
            role: member.role,
        });
    }
    Ok(staff)
}
