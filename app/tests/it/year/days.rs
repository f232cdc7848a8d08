//! What is done on a day of the year, each by the one whose it is.

use super::houses::Year;
use crate::booking::acting;
use crate::referral::{change_as, send_as};
use crate::world::Member;
use app::booking::offers;
use app::booking::talks::{self, Typed};
use app::exit::api::Filled;
use app::intake::api::{Body, IntakePage};
use app::intake::steps::{TypedPerson, Who};
use app::intake::{desk, finish, page, steps};
use app::kernel::policy::{Action, Role};
use app::kernel::{AppError, Ctx};
use app::promise::api::{Asked, Chosen, House};
use app::promise::house::{Wanted, house as promises};
use app::promise::{contact, explain};
use app::referral::draft::{Draft, Judged, Who as Sent};
use app::referral::settle::Change;
use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use domain::ids::{AccountId, CentreId, PersonId, StaffId};
use domain::workdays::is_national_working_day;
use std::collections::BTreeMap;
use uuid::Uuid;

const OUTCOMES: [(&str, bool); 8] = [
    ("work", true),
    ("education", true),
    ("work_subsidised", true),
    ("dropped_out", false),
    ("moved", false),
    ("back_to_agency", false),
    ("illness", false),
    ("other", false),
];

/// A name of its own for the nth who is referred: names are of letters, so that its digits are written as such.
fn newcomer(n: u32) -> String {
    let letters = n
        .to_string()
        .bytes()
        .map(|digit| char::from(digit - b'0' + b'a'))
        .collect::<String>();
    format!("Ny{letters}")
}

impl Year {
    pub async fn live(&mut self) {
        let first: NaiveDate = "2026-11-02".parse().unwrap();
        let mut day = first;
        while day < first + chrono::Months::new(12) {
            self.hour(day, "04:30");
            // What passes by itself passes on every day.
            app::exit::jobs::pass(&self.world.state).await.unwrap();
            app::referral::jobs::look(&self.world.state).await.unwrap();
            if is_national_working_day(day) {
                self.working_day(day).await;
            }
            day = day.succ_opt().unwrap();
        }
        self.hour(day, "04:30");
        app::exit::jobs::pass(&self.world.state).await.unwrap();
        for n in 0..self.houses.len() {
            self.explain(n).await;
        }
    }

    fn hour(&self, day: NaiveDate, hour: &str) {
        self.world.at(&format!("{day}T{hour}:00Z"));
    }

    async fn working_day(&mut self, day: NaiveDate) {
        self.hour(day, "07:00");
        self.refer().await;
        self.hour(day, "07:30");
        for n in 0..self.houses.len() {
            self.desk(n).await;
        }
        self.hour(day, "14:30");
        for n in 0..self.houses.len() {
            self.talks(n, day).await;
            self.extend(n, day).await;
            self.leave(n, day).await;
            self.transfer(n, day).await;
            self.follow_up(n, day).await;
        }
        if day.weekday() == Weekday::Fri {
            for n in 0..self.houses.len() {
                self.explain(n).await;
            }
        }
    }

    /// The case workers send whom they have.
    async fn refer(&mut self) {
        for _ in 0..self.chance(9) {
            let (n, _) = pick(self.chance(100), self.houses.iter().map(|h| h.share));
            self.referred += 1;
            if self.houses[n].ways.is_empty() {
                self.walk_in(n).await;
                continue;
            }
            let (w, _) = pick(self.chance(100), self.houses[n].ways.iter().map(|w| w.share));
            let draft = self.draft(n, w);
            let worker = self.houses[n].ways[w].worker;
            let id = send_as(&self.world, worker, self.world.key(), &draft)
                .await
                .unwrap();
            // Some think better of it at once.
            if self.chance(100) < 4 {
                change_as(&self.world, worker, id, Change::Withdraw)
                    .await
                    .unwrap();
            }
        }
    }

    fn draft(&mut self, n: usize, w: usize) -> Draft {
        let today = crate::referral::app_day(&self.world);
        let house = &self.houses[n];
        let answers: BTreeMap<String, Judged> = house
            .rules
            .conditions
            .iter()
            .map(|c| {
                (
                    c.code().to_owned(),
                    Judged {
                        yes: true,
                        judged_on: today,
                    },
                )
            })
            .collect();
        Draft {
            programme: Some(house.programme.into()),
            centre: Some(house.centre),
            group: Some(house.ways[w].group),
            who: Some(Sent {
                given_name: newcomer(self.referred),
                family_name: "Prov".into(),
                birth_year: 1970 + i32::try_from(self.referred % 30).unwrap(),
                language: "sv".into(),
                ..Sent::default()
            }),
            ground: house.rules.target_group.first().cloned(),
            answers,
            review: false,
            told_terms_on: Some(today),
            wished: true,
            wished_start: None,
            reason: "Vill arbeta".into(),
        }
    }

    /// The desk: those who are expected come one after the other; somebody is refused now and then.
    async fn desk(&mut self, n: usize) {
        let (desk, centre) = (self.houses[n].desk, self.houses[n].centre);
        let expected: Vec<(Uuid, String, i16)> = sqlx::query_as(
            "select referral_id, given_name, birth_year from referral where centre_id = $1 and state = 'placed'
             order by queue_no limit 5",
        )
        .bind(centre.as_uuid())
        .fetch_all(&self.world.db.owner)
        .await
        .unwrap();
        // What is judged together by the agency and the centre is judged (E2).
        let reviews: Vec<Uuid> = sqlx::query_scalar(
            "select referral_id from referral where centre_id = $1 and state = 'review' order by queue_no limit 2",
        )
        .bind(centre.as_uuid())
        .fetch_all(&self.world.db.owner)
        .await
        .unwrap();
        for referral in reviews {
            change_as(&self.world, desk, referral.into(), Change::Judge)
                .await
                .unwrap();
        }
        self.reach(n).await;
        for (referral, given, year) in expected {
            if self.chance(100) < 6 {
                let change = Change::Refuse {
                    code: "not_reached",
                    words: "",
                };
                change_as(&self.world, desk, referral.into(), change)
                    .await
                    .unwrap();
                continue;
            }
            self.enrol(desk, &referral.to_string(), "", &given, &year.to_string())
                .await;
        }
    }

    /// The desk calls those who wait and have heard nothing; some are not at home, and some are never called (K4).
    async fn reach(&mut self, n: usize) {
        let (desk, centre) = (self.houses[n].desk, self.houses[n].centre);
        let silent: Vec<Uuid> = sqlx::query_scalar(
            "select referral_id from referral where centre_id = $1 and state in ('queued', 'review') and contacted_on is null
             order by queue_no",
        )
        .bind(centre.as_uuid())
        .fetch_all(&self.world.db.owner)
        .await
        .unwrap();
        for referral in silent {
            if self.chance(100) < 60 {
                change_as(&self.world, desk, referral.into(), Change::Contacted { on: "" })
                    .await
                    .unwrap();
            }
        }
    }

    /// Somebody comes to a desk that asks for no referral.
    async fn walk_in(&mut self, n: usize) {
        let house = &self.houses[n];
        let (desk, programme) = (house.desk, house.programme.to_string());
        let given = newcomer(self.referred);
        self.enrol(desk, "", &programme, &given, "1985").await;
    }

    async fn enrol(&self, desk: Member, referral: &str, programme: &str, given: &str, year: &str) {
        let world = &self.world;
        let mut cx = acting(world, desk.actor(), Action::Enrol).await.unwrap();
        let id = desk::begin(&mut cx, referral, programme)
            .await
            .unwrap()
            .to_string();
        cx.commit().await.unwrap();
        let typed = TypedPerson {
            given_name: given,
            family_name: "Prov",
            birth_year: year,
            identity_number: "",
            no_number: false,
            old_card: "",
            same: "",
            language: "sv",
            needs_interpreter: false,
            phone: "",
            email: "",
            street: "",
            postal_code: "",
            town: "",
        };
        let mut cx = acting(world, desk.actor(), Action::Enrol).await.unwrap();
        assert_eq!(steps::person(&mut cx, &id, &typed).await, Ok(Who::Settled));
        let points: Vec<String> = (1..=6).map(|n| n.to_string()).collect();
        steps::informed(&mut cx, &id, 1, &points).await.unwrap();
        steps::consents_done(&mut cx, &id, true).await.unwrap();
        steps::card(&mut cx, &id, "4711", "4711").await.unwrap();
        cx.commit().await.unwrap();
        let mut cx = acting(world, desk.actor(), Action::Enrol).await.unwrap();
        let time = first_time(page(&mut cx, &id, "").await.unwrap());
        let pressed = finish::press(&mut cx, &id, &time, false).await.unwrap();
        assert!(matches!(pressed, finish::Pressed::Done(_)), "{given}");
        cx.commit().await.unwrap();
    }

    /// What was booked has been: held mostly, missed sometimes. New people are offered talks and something to do.
    async fn talks(&mut self, n: usize, day: NaiveDate) {
        let centre = self.houses[n].centre;
        let been: Vec<(Uuid, Uuid, i32, Uuid)> = sqlx::query_as(
            "select b.booking_id, b.person_id, b.revision, b.staff_id from booking b join enrolment e using (enrolment_id)
             where b.centre_id = $1 and b.state = 'booked' and b.starts_at < $2 and e.ended_on is null
             order by b.starts_at, b.staff_id",
        )
        .bind(centre.as_uuid())
        .bind(domain::clock::Clock::now(&*self.world.clock))
        .fetch_all(&self.world.db.owner)
        .await
        .unwrap();
        for (booking, person, revision, staff) in been {
            let to = if self.chance(100) < 7 { "missed" } else { "held" };
            let coach = self.coach(centre, staff).await;
            // The wrong button, now and then: taken back, and said anew (A6).
            let mut revision = revision;
            if self.chance(25) == 0 {
                let id = booking.to_string();
                let mut cx = self.about(coach, person, Action::WriteTalks).await.unwrap();
                talks::mark(&mut cx, &id, revision, "missed").await.unwrap();
                cx.commit().await.unwrap();
                let mut cx = self.about(coach, person, Action::WriteTalks).await.unwrap();
                talks::undo(&mut cx, &id, revision + 1).await.unwrap();
                cx.commit().await.unwrap();
                revision += 2;
            }
            let mut cx = self.about(coach, person, Action::WriteTalks).await.unwrap();
            talks::mark(&mut cx, &booking.to_string(), revision, to)
                .await
                .unwrap();
            cx.commit().await.unwrap();
            if to == "held" && self.chance(3) > 0 {
                self.form(coach, person, "start").await;
            }
        }
        let new: Vec<(Uuid, Uuid)> = sqlx::query_as(
            "select e.person_id, a.staff_id from enrolment e join assignment a using (enrolment_id) join person p on p.person_id = e.person_id
             where e.centre_id = $1 and e.enrolled_on = $2 and e.ended_on is null and a.kind = 'coach' and a.valid_to is null
             order by e.created_at, p.given_name",
        )
        .bind(centre.as_uuid())
        .bind(day - TimeDelta::days(if day.weekday() == Weekday::Mon { 3 } else { 1 }))
        .fetch_all(&self.world.db.owner)
        .await
        .unwrap();
        for (person, staff) in new {
            let coach = self.coach(centre, staff).await;
            // Now and then nobody gets round to it, and a promise is broken.
            if self.chance(100) < 8 {
                continue;
            }
            for ahead in [3_i64, 6] {
                self.offer(coach, person, day, ahead).await;
            }
            self.move_a_talk(coach, person, day).await;
            self.offer_something(coach, person, day).await;
        }
    }

    /// The number of somebody of the year: what falls out by it takes no chance from what does not.
    async fn number_of(&self, person: Uuid) -> u32 {
        let name: String = sqlx::query_scalar("select given_name from person where person_id = $1")
            .bind(person)
            .fetch_one(&self.world.db.owner)
            .await
            .unwrap();
        let letters = name.strip_prefix("Ny").unwrap().bytes();
        letters.fold(0, |n, letter| n * 10 + u32::from(letter - b'a'))
    }

    /// Something to do, which now and then was something else or was not meant for them (K3).
    async fn offer_something(&self, coach: Member, person: Uuid, day: NaiveDate) {
        let number = self.number_of(person).await;
        let offer = async |what: &str| {
            let mut cx = self.about(coach, person, Action::WriteTalks).await.unwrap();
            offers::offer(&mut cx, what).await.unwrap();
            cx.commit().await.unwrap();
            let last: i64 = sqlx::query_scalar(
                "select max(ledger_id) from ledger where person_id = $1 and event = 'activity_offered'",
            )
            .bind(person)
            .fetch_one(&self.world.db.owner)
            .await
            .unwrap();
            last.to_string()
        };
        let correct = async |offer: &str, what: &str, on: NaiveDate| {
            let (on, key) = (on.to_string(), self.world.key().to_string());
            let mut cx = self.about(coach, person, Action::WriteTalks).await.unwrap();
            offers::correct(&mut cx, offer, what, &on, &key).await.unwrap();
            cx.commit().await.unwrap();
        };
        let first = offer("kind:job_search").await;
        if number.is_multiple_of(9) {
            correct(&first, "kind:training", day).await;
        } else if number % 9 == 1 {
            let key = self.world.key().to_string();
            let mut cx = self.about(coach, person, Action::WriteTalks).await.unwrap();
            offers::take_back(&mut cx, &first, "wrong_person", "", &key)
                .await
                .unwrap();
            cx.commit().await.unwrap();
            // Of every other one nobody thinks again, and the promise is broken.
            if number.is_multiple_of(2) {
                let second = offer("kind:job_search").await;
                correct(&second, "kind:education", day.pred_opt().unwrap()).await;
            }
        }
    }

    /// Some talks are put off to a later day, once or twice, at an hour that the coach has free.
    async fn move_a_talk(&self, coach: Member, person: Uuid, day: NaiveDate) {
        let number = self.number_of(person).await;
        if !number.is_multiple_of(7) {
            return;
        }
        let offered: Option<Uuid> = sqlx::query_scalar(
            "select booking_id from booking where person_id = $1 and state = 'offered' order by starts_at limit 1",
        )
        .bind(person)
        .fetch_optional(&self.world.db.owner)
        .await
        .unwrap();
        let Some(booking) = offered else { return };
        let (booking, mut revision) = (booking.to_string(), 1);
        for ahead in [4_i64, 8]
            .into_iter()
            .take(if number.is_multiple_of(2) { 2 } else { 1 })
        {
            let mut then = day + TimeDelta::days(ahead);
            while !is_national_working_day(then) {
                then = then.succ_opt().unwrap();
            }
            for hour in 19..23_u32 {
                let mut cx = self.about(coach, person, Action::WriteTalks).await.unwrap();
                let (then, time) = (then.to_string(), format!("{hour}:00"));
                if talks::move_to(&mut cx, &booking, revision, &then, &time, "45")
                    .await
                    .is_ok()
                {
                    cx.commit().await.unwrap();
                    revision += 1;
                    break;
                }
            }
        }
    }

    /// A talk in the afternoon, at the first quarter that the coach has free.
    async fn offer(&self, coach: Member, person: Uuid, day: NaiveDate, ahead: i64) {
        let mut then = day + TimeDelta::days(ahead);
        while !is_national_working_day(then) {
            then = then.succ_opt().unwrap();
        }
        let (staff, then) = (coach.id.to_string(), then.to_string());
        for quarter in 0..8_u32 {
            let time = format!("{:02}:{:02}", 15 + quarter / 2, (quarter % 2) * 30);
            let key = self.world.key().to_string();
            let typed = Typed {
                staff: &staff,
                day: &then,
                time: &time,
                length: "30",
                place: if quarter.is_multiple_of(2) { "Rum 2" } else { "" },
                how: "offered",
                key: &key,
            };
            let mut cx = self.about(coach, person, Action::WriteTalks).await.unwrap();
            if talks::add(&mut cx, typed).await.is_ok() {
                cx.commit().await.unwrap();
                return;
            }
        }
    }

    /// Some leave, each with an outcome.
    async fn leave(&mut self, n: usize, day: NaiveDate) {
        let centre = self.houses[n].centre;
        let here: Vec<(Uuid, Uuid)> = sqlx::query_as(
            "select e.person_id, a.staff_id from enrolment e join assignment a using (enrolment_id) join person p on p.person_id = e.person_id
             where e.centre_id = $1 and e.ended_on is null and e.enrolled_on < $2 and a.kind = 'coach' and a.valid_to is null
             order by e.created_at, p.given_name",
        )
        .bind(centre.as_uuid())
        .bind(day - TimeDelta::days(20))
        .fetch_all(&self.world.db.owner)
        .await
        .unwrap();
        for (person, staff) in here {
            if self.chance(200) > 0 {
                continue;
            }
            let (outcome, to) = OUTCOMES[self.chance(8) as usize];
            let filled = Filled {
                outcome: outcome.to_owned(),
                ended_on: day.to_string(),
                starts_on: if to { day.to_string() } else { String::new() },
                extent: if to { "100".to_owned() } else { String::new() },
                lasts: if to { "ja".to_owned() } else { String::new() },
            };
            let coach = self.coach(centre, staff).await;
            if self.chance(4) > 0 {
                self.form(coach, person, "exit").await;
            }
            let mut cx = self.about(coach, person, Action::HandleExit).await.unwrap();
            app::exit::doing::record(&mut cx, &self.world.key().to_string(), 0, &filled)
                .await
                .unwrap();
            cx.commit().await.unwrap();
            match self.chance(8) {
                0 => self.put_right(n, person, &filled).await,
                1 => self.take_back(n, person).await,
                _ => {}
            }
        }
    }

    /// The team leader gives the week's broken promises their reasons: those of the first page, until there are none.
    async fn explain(&self, n: usize) {
        let lead = self.houses[n].lead;
        loop {
            let rows = self.promises(lead, "").await.rows;
            let explain: Vec<String> = rows.into_iter().filter_map(|row| row.explain).collect();
            if explain.is_empty() {
                return;
            }
            for one in explain {
                let asked = self.promises(lead, &one).await.asked.unwrap();
                self.give_reason(lead, &asked).await;
            }
        }
    }

    async fn promises(&self, lead: Member, explain: &str) -> House {
        let wanted = Wanted {
            clock: "",
            coach: "",
            chosen: Chosen::ToDo,
            page: 1,
            explain,
        };
        let mut cx = acting(&self.world, lead.actor(), Action::ReadPromises)
            .await
            .unwrap();
        let read = promises(&mut cx, &wanted).await.unwrap();
        cx.commit().await.unwrap();
        read
    }

    async fn give_reason(&self, lead: Member, asked: &Asked) {
        let (clock, reason, words, key) = (&asked.clock, "no_free_time", "", &asked.key);
        if asked.referral.is_empty() {
            let person: PersonId = asked.person.parse().unwrap();
            let typed = explain::Typed {
                enrolment: &asked.enrolment,
                clock,
                reason,
                words,
                key,
            };
            let mut cx = self
                .about(lead, person.as_uuid(), Action::ExplainPromise)
                .await
                .unwrap();
            explain::explain(&mut cx, typed).await.unwrap();
            cx.commit().await.unwrap();
        } else {
            // K4 of somebody who is not enrolled.
            let typed = contact::Typed {
                referral: &asked.referral,
                clock,
                reason,
                words,
                key,
            };
            let mut cx = acting(&self.world, lead.actor(), Action::ExplainPromise)
                .await
                .unwrap();
            contact::explain(&mut cx, typed).await.unwrap();
            cx.commit().await.unwrap();
        }
    }

    async fn coach(&self, centre: CentreId, staff: Uuid) -> Member {
        let account: Uuid = sqlx::query_scalar("select account_id from account where staff_id = $1")
            .bind(staff)
            .fetch_one(&self.world.db.owner)
            .await
            .unwrap();
        Member {
            id: StaffId::from(staff),
            account: AccountId::from(account),
            centre: Some(centre),
            agency: None,
            role: Role::Coach,
        }
    }

    pub async fn about(&self, who: Member, person: Uuid, action: Action) -> Result<Ctx, AppError> {
        let visitor = self.world.visitor(Some(who.actor()));
        Ctx::begin_about_for(self.world.state.clone(), visitor, action, person.into(), None).await
    }
}

/// The place that a number below a hundred falls to, where each has a share of them.
fn pick(mut number: u32, shares: impl Iterator<Item = u32>) -> (usize, u32) {
    for (at, share) in shares.enumerate() {
        if number < share {
            return (at, number);
        }
        number -= share;
    }
    panic!("shares come to a hundred");
}

/// The first time of a coach: of the one with the fewest people, inside the promise where there is one.
fn first_time(page: IntakePage) -> String {
    let Body::Meeting(form) = page.body else {
        panic!("{:?}", page.body);
    };
    let mut coaches = form.coaches;
    coaches.sort_by_key(|c| c.load);
    let inside = coaches.iter().find_map(|c| c.inside.first());
    let later = || coaches.iter().find_map(|c| c.later.first());
    inside.or_else(later).expect("a time").value.clone()
}
