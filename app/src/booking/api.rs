//! Server functions of the hours in which coaches have times.

use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A coach's hours; for who leads, the coaches of the centre beside them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursPage {
    /// Empty where a leader has chosen nobody.
    pub staff: String,
    pub name: String,
    pub coaches: Vec<Coach>,
    pub week: Vec<WeekLine>,
    pub days: Vec<DayLine>,
    pub meetings: Vec<MeetingLine>,
    /// The one day whose meetings these are, where one was asked for; else those of the next two weeks.
    pub meetings_day: Option<String>,
    /// Free times in the next two weeks.
    pub free: u32,
    pub today: String,
}

/// A coach in the leader's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coach {
    pub id: String,
    pub name: String,
    pub load: u32,
    pub free: u32,
}

/// Hours of a day of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekLine {
    pub id: String,
    pub weekday: String,
    pub times: String,
    /// The day they begin, where it is to come.
    pub from: Option<String>,
}

/// A day that differs; without times nobody is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayLine {
    pub day: String,
    pub words: String,
    pub times: Option<String>,
}

/// A meeting that is to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingLine {
    pub person: String,
    pub name: String,
    pub when: String,
    pub interpreter: bool,
}

/// A coach's hours: one's own, or the chosen coach's for who leads; with the meetings of `day`, where one is named.
#[server(prefix = "/api", endpoint = "booking/hours", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_hours(
    #[server(default)] coach: String,
    #[server(default)] day: String,
) -> Result<HoursPage, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::KeepHours).await?;
        let page = super::hours::page(&mut cx, &coach, &day).await?;
        cx.commit().await?;
        Ok(page)
    })
    .await
}

/// Adds hours of a day of the week.
#[server(prefix = "/api", endpoint = "booking/add-hours")]
pub async fn add_hours(
    #[server(default)] staff: String,
    #[server(default)] weekday: String,
    #[server(default)] from_time: String,
    #[server(default)] to_time: String,
    #[server(default)] valid_from: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    let kept: [(&str, &str); 4] = [
        ("weekday", &weekday),
        ("from_time", &from_time),
        ("to_time", &to_time),
        ("valid_from", &valid_from),
    ];
    answer_form(&kept, async {
        let mut cx = Ctx::begin(Action::KeepHours).await?;
        super::hours::add(&mut cx, &staff, &weekday, &from_time, &to_time, &valid_from).await?;
        cx.commit().await?;
        server::back(&staff);
        Ok(())
    })
    .await
}

/// Ends hours of the week.
#[server(prefix = "/api", endpoint = "booking/end-hours")]
pub async fn end_hours(
    #[server(default)] staff: String,
    #[server(default)] hours: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::KeepHours).await?;
        super::hours::end(&mut cx, &staff, &hours).await?;
        cx.commit().await?;
        server::back(&staff);
        Ok(())
    })
    .await
}

/// A day that differs from the week; without times, a day away.
#[server(prefix = "/api", endpoint = "booking/other-day")]
pub async fn set_other_day(
    #[server(default)] staff: String,
    #[server(default)] day: String,
    #[server(default)] day_from: String,
    #[server(default)] day_to: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    let kept: [(&str, &str); 3] = [("day", &day), ("day_from", &day_from), ("day_to", &day_to)];
    answer_form(&kept, async {
        let mut cx = Ctx::begin(Action::KeepHours).await?;
        super::hours::other_day(&mut cx, &staff, &day, &day_from, &day_to).await?;
        cx.commit().await?;
        server::back(&staff);
        Ok(())
    })
    .await
}

/// Takes such a day back.
#[server(prefix = "/api", endpoint = "booking/undo-day")]
pub async fn undo_other_day(
    #[server(default)] staff: String,
    #[server(default)] day: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::KeepHours).await?;
        super::hours::undo_day(&mut cx, &staff, &day).await?;
        cx.commit().await?;
        server::back(&staff);
        Ok(())
    })
    .await
}

#[cfg(feature = "ssr")]
mod server {
    use crate::kernel::Visitor;
    use domain::ids::StaffId;

    /// A browser without script goes back to the page of the hours.
    pub fn back(staff: &str) {
        if !Visitor::current().is_some_and(|v| v.wants_page) {
            return;
        }
        match staff.trim().parse::<StaffId>() {
            Ok(staff) => leptos_axum::redirect(&format!("/tider?coach={staff}")),
            Err(_) => leptos_axum::redirect("/tider"),
        }
    }
}
