//! What else belongs to an enrolment's life in the year: forms at both ends (X2), terms that three people extend (X1), and
//! what is asked after an exit (X4).

use super::extensions::Fate;
use super::houses::Year;
use crate::booking::acting;
use crate::consented::consent;
use crate::world::{Member, Person};
use app::exit::api::Filled;
use app::exit::{doing as exit, following};
use app::extension::doing::{self, Typed};
use app::forms::sent::Sent;
use app::forms::{filling, shown};
use app::kernel::policy::Action;
use app::kernel::{Actor, AppError};
use app::transfer::doing as moving;
use chrono::{Months, NaiveDate, TimeDelta};
use domain::exit::AfterRefusal;
use domain::ids::{EnrolmentId, SessionId};
use domain::programme::ExtensionKey;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Days before the end of a term on which its extension is spoken of.
const BEFORE_THE_END: i64 = 40;

impl Year {
    /// The coach and the participant fill in a form together, if it is open and nobody has.
    pub async fn form(&mut self, coach: Member, person: Uuid, occasion: &str) {
        let (near, matters) = (1 + self.chance(5), self.chance(3));
        let Some(centre) = coach.centre else { return };
        let locked = Actor::Joint {
            account: coach.account,
            staff: coach.id,
            centre,
            role: coach.role,
            person: person.into(),
        };
        let mut cx = acting(&self.world, locked, Action::AnswerTogether).await.unwrap();
        let forms = shown::own(&mut cx).await.unwrap();
        let Some(life) = forms.lives.first() else { return };
        let card = life.cards.iter().find(|c| c.occasion == occasion).unwrap();
        let Some(sheet) = card.sheet.clone().filter(|_| !card.filled) else {
            return;
        };
        let mut answers = BTreeMap::from([("near".to_owned(), near.to_string())]);
        if matters == 0 {
            answers.insert("matters".to_owned(), "Ett arbete".to_owned());
        }
        let sent = Sent {
            enrolment: life.enrolment.clone(),
            occasion: occasion.to_owned(),
            was: sheet.was,
            version: sheet.version,
            key: sheet.key,
            answers,
        };
        filling::fill(&mut cx, &sent).await.unwrap();
        cx.commit().await.unwrap();
    }

    /// What is to be asked of those who have left is asked: some are reached, some are not.
    pub async fn follow_up(&mut self, n: usize, day: NaiveDate) {
        let lead = self.houses[n].lead;
        let due: Vec<(Uuid, Uuid)> = sqlx::query_as(
            "select t.follow_up_task_id, t.person_id from follow_up_task t join person p using (person_id)
             where t.centre_id = $1 and t.stage = 'open' and t.due_on <= $2 order by t.due_on, p.given_name, t.months limit 3",
        )
        .bind(self.houses[n].centre.as_uuid())
        .bind(day)
        .fetch_all(&self.world.db.owner)
        .await
        .unwrap();
        for (task, person) in due {
            let result = ["work", "study", "other", "not_reached"][self.chance(4) as usize];
            let mut cx = self.about(lead, person, Action::FollowUpAfterExit).await.unwrap();
            let key = self.world.key().to_string();
            following::record(
                &mut cx,
                &task.to_string(),
                &key,
                (&day.to_string(), "phone", result),
            )
            .await
            .unwrap();
            cx.commit().await.unwrap();
        }
    }

    /// An exit had the wrong outcome.
    pub async fn put_right(&mut self, n: usize, person: Uuid, told: &Filled) {
        let right = Filled {
            outcome: "other".to_owned(),
            ended_on: told.ended_on.clone(),
            ..Filled::default()
        };
        if *told == right {
            return;
        }
        let lead = self.houses[n].lead;
        // One that was taken back before has more records than this exit's.
        let was: i32 = sqlx::query_scalar("select max(no) from exit_record where person_id = $1")
            .bind(person)
            .fetch_one(&self.world.db.owner)
            .await
            .unwrap();
        let mut cx = self.about(lead, person, Action::HandleExit).await.unwrap();
        exit::record(&mut cx, &self.world.key().to_string(), was, &right)
            .await
            .unwrap();
        cx.commit().await.unwrap();
    }

    /// An exit was no exit: the team leader takes it back, unless the queue has got the place.
    pub async fn take_back(&mut self, n: usize, person: Uuid) {
        let lead = self.houses[n].lead;
        let mut cx = self.about(lead, person, Action::HandleExit).await.unwrap();
        match exit::reopen(&mut cx, &self.world.key().to_string()).await {
            Ok(()) => cx.commit().await.unwrap(),
            Err(AppError::After {
                why: AfterRefusal::HouseFull,
                ..
            }) => {}
            Err(other) => panic!("{other:?}"),
        }
    }

    /// Somebody goes on at another centre of the programme, and says yes to it (G2).
    pub async fn transfer(&mut self, n: usize, day: NaiveDate) {
        if self.chance(40) > 0 {
            return;
        }
        let (programme, centre, lead) = {
            let house = &self.houses[n];
            (house.programme, house.centre, house.lead)
        };
        let Some(to) = self
            .houses
            .iter()
            .find(|h| h.programme == programme && h.centre != centre)
            .map(|h| h.centre.to_string())
        else {
            return;
        };
        // Each moves once: the year's book of stays is kept so.
        let someone: Option<(Uuid, Uuid)> = sqlx::query_as(
            "select e.person_id, a.account_id from enrolment e join person p using (person_id) join account a using (person_id)
             where e.centre_id = $1 and e.ended_on is null and not exists (select from transfer t where t.enrolment_id = e.enrolment_id)
             order by e.enrolled_on, p.given_name limit 1",
        )
        .bind(centre.as_uuid())
        .fetch_optional(&self.world.db.owner)
        .await
        .unwrap();
        let Some((person, account)) = someone else { return };
        let who = Person {
            id: person.into(),
            account: account.into(),
        };
        let key = self.world.key().to_string();
        let mut cx = self.about(lead, person, Action::ProposeTransfer).await.unwrap();
        moving::propose(&mut cx, &key, &to, &day.to_string())
            .await
            .unwrap();
        cx.commit().await.unwrap();
        let id: Uuid = sqlx::query_scalar("select transfer_id from transfer where person_id = $1")
            .bind(person)
            .fetch_one(&self.world.db.owner)
            .await
            .unwrap();
        let mut cx = acting(&self.world, who.actor(), Action::AnswerTransfer)
            .await
            .unwrap();
        moving::answer(&mut cx, &id.to_string(), "ja").await.unwrap();
        cx.commit().await.unwrap();
    }

    /// Of those whose term is soon over some are proposed more time; three give their keys, or one says no.
    pub async fn extend(&mut self, n: usize, day: NaiveDate) {
        let house = &self.houses[n];
        if !house.rules.extension_keys.contains(&ExtensionKey::CaseWorker) {
            return;
        }
        let (centre, lead, agency) = (house.centre, house.lead, house.ways.first().map(|w| w.worker));
        let Some(worker) = agency else { return };
        let agency: String = sqlx::query_scalar("select code from agency where agency_id = $1")
            .bind(worker.agency.unwrap().as_uuid())
            .fetch_one(&self.world.db.owner)
            .await
            .unwrap();
        let near: Vec<(Uuid, Uuid, Uuid, NaiveDate)> = sqlx::query_as(
            "select e.enrolment_id, e.person_id, a.account_id, e.term_ends_on
             from enrolment e join person p using (person_id) join account a using (person_id)
             where e.centre_id = $1 and e.ended_on is null and e.term_ends_on = $2 order by p.given_name",
        )
        .bind(centre.as_uuid())
        .bind(day + TimeDelta::days(BEFORE_THE_END))
        .fetch_all(&self.world.db.owner)
        .await
        .unwrap();
        for (enrolment, person, account, end) in near {
            if self.chance(3) > 0 {
                continue;
            }
            let who = Person {
                id: person.into(),
                account: account.into(),
            };
            consent(&self.world, who, centre, &agency, "enrolment").await;
            let party = worker.agency.unwrap().to_string();
            let until = (end + Months::new(2)).to_string();
            let fate = self.fate().await;
            // One that is left lying lapses while its term still runs.
            let deadline = end - TimeDelta::days(if fate == Fate::Left { 20 } else { 0 });
            let typed = Typed {
                agency: &party,
                new_end: &until,
                deadline: &deadline.to_string(),
                words: "Praktiken fortsätter.",
            };
            let key = self.world.key().to_string();
            let mut cx = self.about(lead, person, Action::HandleExtension).await.unwrap();
            doing::propose(&mut cx, &key, ("", 0), &typed).await.unwrap();
            cx.commit().await.unwrap();
            self.turn(lead, worker, who, (enrolment.into(), fate)).await;
        }
    }

    /// The three keys, each from a session of its own; now and then the case worker says no.
    async fn turn(
        &mut self,
        lead: Member,
        worker: Member,
        who: Person,
        (enrolment, fate): (EnrolmentId, Fate),
    ) {
        let refuses = self.chance(5) == 0;
        let (mut id, mut hash) = self.say_yes(who, enrolment).await;
        match fate {
            Fate::Left => return,
            Fate::Withdrawn => return self.unsettle(lead, who.id.as_uuid(), fate).await,
            Fate::Revised => {
                // What was said yes to is no longer what stands.
                self.unsettle(lead, who.id.as_uuid(), fate).await;
                (id, hash) = self.say_yes(who, enrolment).await;
            }
            Fate::Answered => {}
        }
        let session = |n: u128| Some(SessionId::from(Uuid::from_u128(n)));
        let said = if refuses {
            ("nej", "Målet är nått.")
        } else {
            ("ja", "")
        };
        let mut cx = self
            .about(worker, who.id.as_uuid(), Action::HandleExtension)
            .await
            .unwrap();
        doing::turn(&mut cx, &id, &hash, said, session(2)).await.unwrap();
        cx.commit().await.unwrap();
        if refuses {
            return;
        }
        let mut cx = self
            .about(lead, who.id.as_uuid(), Action::HandleExtension)
            .await
            .unwrap();
        doing::turn(&mut cx, &id, &hash, ("ja", ""), session(3))
            .await
            .unwrap();
        cx.commit().await.unwrap();
    }

    /// The participant's yes to what stands; which it is, and its seal.
    async fn say_yes(&self, who: Person, enrolment: EnrolmentId) -> (String, String) {
        let (extension, hash): (Uuid, String) = sqlx::query_as(
            "select extension_id, encode(content_hash, 'hex') from extension where enrolment_id = $1 and stage = 'open'",
        )
        .bind(enrolment.as_uuid())
        .fetch_one(&self.world.db.owner)
        .await
        .unwrap();
        let id = extension.to_string();
        let mut cx = acting(&self.world, who.actor(), Action::AnswerExtension)
            .await
            .unwrap();
        let session = SessionId::from(Uuid::from_u128(1));
        doing::turn(&mut cx, &id, &hash, ("ja", ""), Some(session))
            .await
            .unwrap();
        cx.commit().await.unwrap();
        (id, hash)
    }
}
