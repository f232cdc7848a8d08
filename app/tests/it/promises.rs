//! The promise clocks and the coach talks that feed them: the same for everybody, written once, open to whom the grid
//! opens them (K1–K5, P7).

mod clocks;
mod contact;
mod doing;
mod talking;
mod wall;

use crate::world::{Member, Person, World};
use app::booking::offers;
use app::booking::talks::{self, Typed};
use app::booking::talks_api::Talks;
use app::kernel::policy::{Action, Role};
use app::kernel::{Actor, AppError, Ctx};
use app::promise::api::OfPerson;
use domain::ids::{CentreId, EnrolmentId};
use domain::promise::PromiseRefusal;

/// A person at Arbetsforum with a coach; Friday 20 November 2026 it is.
struct House {
    world: World,
    centre: CentreId,
    person: Person,
    enrolment: EnrolmentId,
    coach: Member,
    lead: Member,
}

impl House {
    async fn enrolled_on(day: &str) -> Self {
        let world = World::new().await;
        let centre = world.centre("arbetsforum").await;
        let person = world.person().await;
        let enrolment = world.enrol(person, centre, day.parse().unwrap()).await;
        let coach = world.member(centre, Role::Coach).await;
        let lead = world.member(centre, Role::TeamLeader).await;
        world.assign(person, enrolment, coach).await;
        Self {
            world,
            centre,
            person,
            enrolment,
            coach,
            lead,
        }
    }

    async fn begin(&self, who: Actor, action: Action) -> Result<Ctx, AppError> {
        let visitor = self.world.visitor(Some(who));
        Ctx::begin_about_for(self.world.state.clone(), visitor, action, self.person.id, None).await
    }

    async fn add_with(&self, who: Member, typed: Typed<'_>) -> Result<(), AppError> {
        let mut cx = self.begin(who.actor(), Action::WriteTalks).await?;
        talks::add(&mut cx, typed).await?;
        cx.commit().await
    }

    /// A talk with the own coach.
    async fn add(&self, how: &str, day: &str, time: &str) -> Result<(), AppError> {
        let (staff, key) = (self.coach.id.to_string(), self.world.key().to_string());
        let typed = Typed {
            staff: &staff,
            day,
            time,
            length: "45",
            place: "",
            how,
            key: &key,
        };
        self.add_with(self.coach, typed).await
    }

    async fn mark(&self, who: Member, booking: &str, revision: i32, to: &str) -> Result<(), AppError> {
        let mut cx = self.begin(who.actor(), Action::WriteTalks).await?;
        talks::mark(&mut cx, booking, revision, to).await?;
        cx.commit().await
    }

    async fn talks(&self, who: Member) -> Result<Talks, AppError> {
        let mut cx = self.begin(who.actor(), Action::ReadTalks).await?;
        let read = talks::read(&mut cx, "", "").await?;
        cx.commit().await?;
        Ok(read)
    }

    async fn offer(&self, who: Member, what: &str) -> Result<(), AppError> {
        let mut cx = self.begin(who.actor(), Action::WriteTalks).await?;
        offers::offer(&mut cx, what).await?;
        cx.commit().await
    }

    async fn explain(
        &self,
        who: Actor,
        clock: &str,
        reason: &str,
        words: &str,
        key: &str,
    ) -> Result<(), AppError> {
        use app::promise::explain::{Typed, explain};
        let mut cx = self.begin(who, Action::ExplainPromise).await?;
        let enrolment = self.enrolment.to_string();
        let typed = Typed {
            enrolment: &enrolment,
            clock,
            reason,
            words,
            key,
        };
        explain(&mut cx, typed).await?;
        cx.commit().await
    }

    async fn promises(&self, who: Member) -> Result<OfPerson, AppError> {
        let mut cx = self.begin(who.actor(), Action::ReadPromisesOf).await?;
        let read = app::promise::person::of_person(&mut cx, "").await?;
        cx.commit().await?;
        Ok(read)
    }

    /// How a clock stands in words, and why.
    async fn clock(&self, who: Member, code: &str) -> (String, Option<String>) {
        let read = self.promises(who).await.unwrap();
        let clock = read.cases[0].clocks.iter().find(|c| c.code == code).unwrap();
        (clock.standing.clone(), clock.why.clone())
    }

    /// The person's own page.
    async fn own(&self) -> Vec<app::promise::Line> {
        let visitor = self.world.visitor(Some(self.person.actor()));
        let mut cx = Ctx::begin_for(self.world.state.clone(), visitor, Action::ReadOwnDay)
            .await
            .unwrap();
        let cases = app::promise::of_person(&mut cx, self.person.id).await.unwrap();
        let lines = app::promise::own_lines(&cases, cx.today(), cx.lang).unwrap();
        cx.commit().await.unwrap();
        lines
    }

    /// The promises' lines of the day as it is shown, the next meetings first.
    async fn day(&self) -> Vec<(String, String)> {
        let visitor = self.world.visitor(Some(self.person.actor()));
        let mut cx = Ctx::begin_for(self.world.state.clone(), visitor, Action::ReadOwnDay)
            .await
            .unwrap();
        let day = app::today::api::server::today(&mut cx).await.unwrap();
        cx.commit().await.unwrap();
        day.promises.into_iter().map(|l| (l.state, l.words)).collect()
    }

    async fn ledger(&self) -> Vec<(String, String)> {
        sqlx::query_as("select event, concerns_on::text from ledger order by ledger_id")
            .fetch_all(&self.world.db.owner)
            .await
            .unwrap()
    }

    async fn write(&self, event: &str, on: &str, payload: &str) {
        sqlx::query(
            "insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, payload)
             values ($1, $2, $3, $4, $5::date, $5::date + time '12:00', $6::jsonb)",
        )
        .bind(self.enrolment.as_uuid())
        .bind(self.person.id.as_uuid())
        .bind(self.centre.as_uuid())
        .bind(event)
        .bind(on.parse::<chrono::NaiveDate>().unwrap())
        .bind(payload)
        .execute(&self.world.db.owner)
        .await
        .unwrap();
    }
}

fn refused(error: Result<(), AppError>) -> PromiseRefusal {
    match error {
        Err(AppError::Promise { why, .. }) => why,
        other => panic!("not refused: {other:?}"),
    }
}
