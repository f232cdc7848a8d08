//! A small world for a test: a database of its own, a clock that stands still, people who are made as needed.

use crate::database::{self, TestDatabase};
use app::kernel::device::Device;
use app::kernel::keys::Keys;
use app::kernel::live::Live;
use app::kernel::policy::Role;
use app::kernel::{Actor, AppState, Lang, Visitor};
use chrono::{DateTime, NaiveDate, Utc};
use domain::clock::{Clock, FixedClock, SeededRandom};
use domain::ids::{
    AccountId, AgencyId, AssignmentId, CentreId, EnrolmentId, IdempotencyKey, PersonId, RequestId, StaffId,
};
use domain::participant_number::ParticipantNumber;
use leptos::config::LeptosOptions;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use uuid::Uuid;

pub struct World {
    pub db: TestDatabase,
    pub clock: Arc<FixedClock>,
    pub state: AppState,
    next: AtomicU32,
}

/// A participant with an account.
#[derive(Clone, Copy)]
pub struct Person {
    pub id: PersonId,
    pub account: AccountId,
}

/// A staff member with an account and a role.
#[derive(Clone, Copy)]
pub struct Member {
    pub id: StaffId,
    pub account: AccountId,
    pub centre: Option<CentreId>,
    pub agency: Option<AgencyId>,
    pub role: Role,
}

impl World {
    /// At 09:12 on Friday 20 November 2026.
    pub async fn new() -> Self {
        let now: DateTime<Utc> = "2026-11-20T08:12:00Z".parse().unwrap();
        let db = database::fresh().await;
        let clock = Arc::new(FixedClock::new(now));
        let (live, _) = Live::new();
        let state = AppState {
            pool: db.web.clone(),
            reports: app::kernel::db::reports_pool(db.options.clone()),
            worker: app::kernel::db::worker_pool(db.options.clone()),
            clock: clock.clone(),
            keys: Keys::new(&[9; 32]).unwrap(),
            live,
            public_url: "http://127.0.0.1:3000".into(),
            leptos: LeptosOptions::builder().output_name("arbetsforum").build(),
        };
        Self {
            db,
            clock,
            state,
            next: AtomicU32::new(1),
        }
    }

    pub fn at(&self, moment: &str) {
        self.clock.set(moment.parse().unwrap());
    }

    pub fn number(&self) -> u32 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    fn random(&self) -> SeededRandom {
        SeededRandom::new(u64::from(self.number()))
    }

    pub fn key(&self) -> IdempotencyKey {
        IdempotencyKey::mint(self.clock.now(), &mut self.random())
    }

    pub async fn centre(&self, code: &str) -> CentreId {
        let id: Uuid = sqlx::query_scalar("select centre_id from centre where code = $1")
            .bind(code)
            .fetch_one(&self.db.owner)
            .await
            .unwrap();
        id.into()
    }

    pub async fn person(&self) -> Person {
        let n = self.number();
        let now = self.clock.now();
        let id = PersonId::mint(now, &mut self.random());
        let account = AccountId::mint(now, &mut self.random());
        sqlx::query(
            "with p as (insert into person (person_id, participant_number, given_name, family_name, created_at)
                        values ($1, $2, $3, 'Prov', $4) returning person_id)
             insert into account (account_id, person_id, created_at) select $5, person_id, $4 from p",
        )
        .bind(id.as_uuid())
        .bind(ParticipantNumber::from_body(100_000 + n).unwrap().digits())
        .bind(format!("Person {n}"))
        .bind(now)
        .bind(account.as_uuid())
        .execute(&self.db.owner)
        .await
        .unwrap();
        Person { id, account }
    }

    pub async fn enrol(&self, person: Person, centre: CentreId, on: NaiveDate) -> EnrolmentId {
        let id = EnrolmentId::mint(self.clock.now(), &mut self.random());
        sqlx::query(
            "insert into enrolment (enrolment_id, person_id, programme_id, programme_version_id, centre_id, enrolled_on,
                                    term_ends_on, created_at)
             select $1, $2, v.programme_id, v.programme_version_id, $3, $4, $4 + 180, $5
             from programme_centre p join programme_version v using (programme_id) where p.centre_id = $3 limit 1",
        )
        .bind(id.as_uuid())
        .bind(person.id.as_uuid())
        .bind(centre.as_uuid())
        .bind(on)
        .bind(self.clock.now())
        .execute(&self.db.owner)
        .await
        .unwrap();
        id
    }

    /// A person who has been enrolled at this centre since the first of the month.
    pub async fn enrolled(&self, centre: CentreId) -> Person {
        let person = self.person().await;
        self.enrol(person, centre, "2026-11-01".parse().unwrap()).await;
        person
    }

    /// Somebody of a centre, in a role that they hold from the first of the month on.
    pub async fn member(&self, centre: CentreId, role: Role) -> Member {
        self.staff(Some(centre), None, role).await
    }

    /// A case worker or a partner of this agency.
    pub async fn outsider(&self, agency: &str, role: Role) -> Member {
        let agency: Uuid = sqlx::query_scalar("select agency_id from agency where code = $1")
            .bind(agency)
            .fetch_one(&self.db.owner)
            .await
            .unwrap();
        self.staff(None, Some(agency.into()), role).await
    }

    async fn staff(&self, centre: Option<CentreId>, agency: Option<AgencyId>, role: Role) -> Member {
        let now = self.clock.now();
        let id = StaffId::mint(now, &mut self.random());
        let account = AccountId::mint(now, &mut self.random());
        sqlx::query(
            "with s as (insert into staff (staff_id, given_name, family_name, employer_agency_id, position_share, created_at)
                        select $1, 'Stina', 'Prov', agency_id, 1, $2 from agency order by code limit 1 returning staff_id),
                  r as (insert into staff_role (staff_role_id, staff_id, centre_id, agency_id, role, valid_from)
                        select gen_random_uuid(), staff_id, $4, $5, $6, '2026-11-01' from s)
             insert into account (account_id, staff_id, created_at) select $3, staff_id, $2 from s",
        )
        .bind(id.as_uuid())
        .bind(now)
        .bind(account.as_uuid())
        .bind(centre.as_ref().map(CentreId::as_uuid))
        .bind(agency.as_ref().map(AgencyId::as_uuid))
        .bind(role.code())
        .execute(&self.db.owner)
        .await
        .unwrap();
        Member {
            id,
            account,
            centre,
            agency,
            role,
        }
    }

    pub async fn assign(&self, person: Person, enrolment: EnrolmentId, member: Member) {
        sqlx::query(
            "insert into assignment (assignment_id, enrolment_id, person_id, centre_id, staff_id, kind, valid_from)
             values ($1, $2, $3, $4, $5, 'coach', '2026-11-01')",
        )
        .bind(AssignmentId::mint(self.clock.now(), &mut self.random()).as_uuid())
        .bind(enrolment.as_uuid())
        .bind(person.id.as_uuid())
        .bind(member.centre.unwrap_or_else(|| panic!("a colleague of the centre")).as_uuid())
        .bind(member.id.as_uuid())
        .execute(&self.db.owner)
        .await
        .unwrap();
    }

    pub fn visitor(&self, actor: Option<Actor>) -> Visitor {
        Visitor {
            request: RequestId::mint(self.clock.now(), &mut self.random()),
            lang: Lang::Sv,
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            session: None,
            stepped_up_at: Some(self.clock.now()),
            actor,
            was: None,
            device: Device::of("Firefox/1 Linux"),
            wants_page: false,
        }
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.db.owner).await.unwrap()
    }
}

impl Person {
    pub const fn actor(self) -> Actor {
        Actor::Participant {
            account: self.account,
            person: self.id,
        }
    }
}

impl Member {
    pub fn actor(self) -> Actor {
        match (self.centre, self.agency) {
            (Some(centre), None) => Actor::Staff {
                account: self.account,
                staff: self.id,
                centre,
                role: self.role,
            },
            (None, Some(agency)) => Actor::Agency {
                account: self.account,
                staff: self.id,
                agency,
                role: self.role,
            },
            _ => panic!("of a centre or of an agency"),
        }
    }
}
