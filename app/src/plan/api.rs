//! Server functions of the plan.

use super::Step;
use super::sharing::Sharing;
use crate::attendance::Stamp;
use crate::kernel::AppError;
use domain::plan::ActivityStatus;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The plan as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyPlan {
    pub revision: i32,
    pub want: String,
    pub good_at: String,
    pub need: String,
    pub steps: Vec<Step>,
    pub months: Vec<StampMonth>,
    /// Who else may read it.
    pub readers: Readers,
    /// Which agencies have a version of it.
    pub sharing: Sharing,
    /// A fresh key for a step of one's own.
    pub key: String,
    /// For the printed sheet.
    pub printed: String,
}

/// Who else may read the plan, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readers {
    /// Those it is assigned to, who read it as it grows.
    pub whole: Vec<String>,
    /// Those who read the steps that they do themselves, and nothing else of it.
    pub own_steps: Vec<String>,
    /// Agencies that read the version that was shared with them.
    pub agencies: Vec<String>,
}

/// The days of one month, first to last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StampMonth {
    pub name: String,
    pub days: Vec<StampDay>,
}

/// A day that one was there, or was away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StampDay {
    There(Stamp),
    Away { day: String, why: String },
}

/// The participant's own plan with its stamps.
#[server(prefix = "/api", endpoint = "plan/my-plan", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_my_plan() -> Result<MyPlan, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadOwnPlan).await?;
        let plan = server::my_plan(&mut cx).await?;
        cx.commit().await?;
        Ok(plan)
    })
    .await
}

/// Adds a step of one's own (P1).
#[server(prefix = "/api", endpoint = "plan/add-activity")]
pub async fn add_activity(
    #[server(default)] key: String,
    #[server(default)] title: String,
    #[server(default)] when: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    answer_form(&[("title", &title), ("when", &when)], async {
        let mut cx = Ctx::begin(Action::WriteOwnPlan).await?;
        server::add_activity(&mut cx, &key, &title, &when).await?;
        cx.commit().await?;
        server::back_to_plan();
        Ok(())
    })
    .await
}

/// Says of a step that it is done, under way, or not done after all; `from` is what the page showed.
#[server(prefix = "/api", endpoint = "plan/set-activity-status")]
pub async fn set_activity_status(
    activity: String,
    from: ActivityStatus,
    to: ActivityStatus,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, Visitor, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::WriteOwnPlan).await?;
        server::set_status(&mut cx, &activity, from, to).await?;
        cx.commit().await?;
        if Visitor::current().is_some_and(|v| v.wants_page) {
            leptos_axum::redirect(crate::identity::own_path(&next).unwrap_or("/min-plan"));
        }
        Ok(())
    })
    .await
}

/// Writes the plan's three answers; `revision` is that of the text that was read.
#[server(prefix = "/api", endpoint = "plan/write-goal")]
pub async fn write_goal(
    #[server(default)] want: String,
    #[server(default)] good_at: String,
    #[server(default)] need: String,
    revision: i32,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    answer_form(
        &[("want", &want), ("good_at", &good_at), ("need", &need)],
        async {
            let mut cx = Ctx::begin(Action::WriteOwnPlan).await?;
            server::write_goal(&mut cx, &want, &good_at, &need, revision).await?;
            cx.commit().await?;
            server::back_to_plan();
            Ok(())
        },
    )
    .await
}

#[cfg(feature = "ssr")]
pub mod server {
    use super::{MyPlan, Readers, StampDay, StampMonth};
    use crate::attendance::{self, Stamp};
    use crate::kernel::error::Field;
    use crate::kernel::outside::SystemRandom;
    use crate::kernel::{AppError, Ctx, Visitor, dates};
    use crate::plan::sharing::api as sharing;
    use crate::plan::store::{self, Answers, NewActivity};
    use crate::plan::{Step, text};
    use chrono::{Datelike, Months};
    use domain::ids::{ActivityId, IdempotencyKey};
    use domain::plan::{
        ANSWER_MAX, ActivityStatus, Doer, TITLE_MAX, TextError, checked_text, owner_may_change,
    };
    use unicode_normalization::UnicodeNormalization;
    use uuid::Uuid;

    /// How far back the stamps of the page go.
    const MONTHS_SHOWN: u32 = 6;

    pub fn back_to_plan() {
        if Visitor::current().is_some_and(|v| v.wants_page) {
            leptos_axum::redirect("/min-plan");
        }
    }

    pub async fn my_plan(cx: &mut Ctx) -> Result<MyPlan, AppError> {
        let person = cx.oneself()?;
        let plan = store::plan(cx, person).await?.unwrap_or_default();
        let steps = store::activities(cx, person).await?;
        let steps = steps.into_iter().map(|a| shown(cx, a)).collect();
        let readers = Readers {
            whole: store::readers(cx, person, &["coach", "recruiter", "deputy"]).await?,
            own_steps: store::readers(cx, person, &["specialist", "partner"]).await?,
            agencies: sharing::server::readers(cx, person).await?,
        };
        let sharing = sharing::server::sharing(cx).await?;
        let since = cx.today().with_day(1).unwrap_or_default() - Months::new(MONTHS_SHOWN - 1);
        let days = attendance::days(cx, person, since).await?;
        Ok(MyPlan {
            revision: plan.revision,
            want: plan.want,
            good_at: plan.good_at,
            need: plan.need,
            steps,
            months: by_month(cx, days),
            readers,
            sharing,
            key: IdempotencyKey::mint(cx.now, &mut SystemRandom).to_string(),
            printed: dates::long_capital(cx.today(), cx.lang),
        })
    }

    /// A stored activity as a step to show.
    pub fn shown(cx: &Ctx, a: store::Activity) -> Step {
        let who = match a.doer {
            Doer::Participant => text::you(cx.lang).to_owned(),
            Doer::Coach | Doer::Recruiter => a
                .doer_name
                .unwrap_or_else(|| text::doer(a.doer, cx.lang).to_owned()),
            Doer::Other => a.doer_name.unwrap_or_else(|| text::somebody(cx.lang).to_owned()),
        };
        let day = |d| dates::short(d, cx.today(), cx.lang);
        let when = match (a.status, a.done_on, a.due_on) {
            (ActivityStatus::Done, Some(done), _) => day(done),
            (_, _, Some(due)) => text::by_day(&day(due), cx.lang),
            _ => a.when_text,
        };
        let meta = [who, when, a.place]
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
        Step {
            id: a.id.to_string(),
            kind: a.kind,
            title: a.title,
            why: a.why,
            status: a.status,
            meta,
        }
    }

    fn by_month(cx: &Ctx, days: Vec<attendance::Day>) -> Vec<StampMonth> {
        let mut months: Vec<((i32, u32), StampMonth)> = Vec::new();
        for day in days {
            let month = (day.day.year(), day.day.month());
            if months.last().is_none_or(|(m, _)| *m != month) {
                let name = format!("{} {}", dates::month(day.day, cx.lang), day.day.year());
                months.push((
                    month,
                    StampMonth {
                        name,
                        days: Vec::new(),
                    },
                ));
            }
            let shown = match (day.attended_at, day.absence) {
                (Some(at), _) => StampDay::There(Stamp::new(&day.stamp_name, day.day, at, cx.lang)),
                (None, absence) => StampDay::Away {
                    day: dates::stamp(day.day, cx.lang).to_lowercase(),
                    why: absence
                        .map_or("", |(kind, why)| text::away(&kind, why.as_deref(), cx.lang))
                        .to_owned(),
                },
            };
            if let Some((_, month)) = months.last_mut() {
                month.days.push(shown);
            }
        }
        // The store gives the latest first; within its month a day stands where a calendar has it.
        months
            .into_iter()
            .map(|(_, mut m)| {
                m.days.reverse();
                m
            })
            .collect()
    }

    pub async fn add_activity(cx: &mut Ctx, key: &str, title: &str, when: &str) -> Result<(), AppError> {
        let person = cx.oneself()?;
        let key: IdempotencyKey = Uuid::try_parse(key).map_err(|_| AppError::Unreadable)?.into();
        let title: String = title.nfc().collect();
        let title = checked_text(&title, TITLE_MAX).map_err(|problem| AppError::Field {
            field: Field::Title,
            problem,
        })?;
        let when: String = when.nfc().collect();
        let when = optional(&when, TITLE_MAX, Field::When)?;
        let plan = store::plan_of(cx, person).await?;
        let new = NewActivity {
            id: ActivityId::mint(cx.now, &mut SystemRandom),
            plan,
            person,
            title,
            when,
            key,
            created_by: cx.actor.account(),
        };
        store::add(cx, &new).await
    }

    pub async fn set_status(
        cx: &mut Ctx,
        activity: &str,
        from: ActivityStatus,
        to: ActivityStatus,
    ) -> Result<(), AppError> {
        let person = cx.oneself()?;
        let activity: ActivityId = Uuid::try_parse(activity)
            .map_err(|_| AppError::Unreadable)?
            .into();
        if !owner_may_change(from, to) {
            return Err(AppError::Conflict);
        }
        store::set_status(cx, person, activity, from, to).await
    }

    pub async fn write_goal(
        cx: &mut Ctx,
        want: &str,
        good_at: &str,
        need: &str,
        revision: i32,
    ) -> Result<(), AppError> {
        let person = cx.oneself()?;
        let (want, good_at, need): (String, String, String) = (
            want.nfc().collect(),
            good_at.nfc().collect(),
            need.nfc().collect(),
        );
        let answers = Answers {
            want: optional(&want, ANSWER_MAX, Field::Want)?,
            good_at: optional(&good_at, ANSWER_MAX, Field::GoodAt)?,
            need: optional(&need, ANSWER_MAX, Field::Need)?,
        };
        store::write_answers(cx, person, answers, revision).await
    }

    /// A text that may be empty.
    fn optional(text: &str, max: usize, field: Field) -> Result<&str, AppError> {
        match checked_text(text, max) {
            Ok(text) => Ok(text),
            Err(TextError::Empty) => Ok(""),
            Err(problem) => Err(AppError::Field { field, problem }),
        }
    }
}
