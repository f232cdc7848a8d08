//! Server functions of the centre's calendar.

use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    pub centre: String,
    /// Whether the actor adds days and takes them back.
    pub may_write: bool,
    pub days: Vec<DayLine>,
    /// The national days off of the coming year: not to be changed here.
    pub holidays: Vec<HolidayLine>,
    /// Single working days between days off, which a centre often closes.
    pub bridges: Vec<BridgeLine>,
    pub changes: Vec<ChangeLine>,
    /// Which page of the changes this is, from 1; the last change comes first.
    pub page: u32,
    /// There are older ones.
    pub older: bool,
    /// The day that is about to be added.
    pub asked: Option<Asked>,
    /// What was done just now.
    pub done: Option<String>,
}

/// A day of the centre's own, today or to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayLine {
    pub day: String,
    pub words: String,
    /// "Stängt", "Öppet".
    pub state: String,
    pub reason: String,
    pub meetings: Vec<MeetingsLine>,
    /// The key of taking it back; none where it stays.
    pub undo: Option<String>,
}

/// Meetings of one day with one colleague: a number, and nobody's name but the colleague's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingsLine {
    pub words: String,
    /// Where they are seen and moved; none for who is no coach here any more.
    pub href: Option<String>,
}

/// A day off that the national calendar has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolidayLine {
    pub day: String,
    pub name: String,
}

/// A bridge day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BridgeLine {
    pub words: String,
    pub href: String,
}

/// A change that somebody made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeLine {
    /// "Måndag 28 december: stängt".
    pub what: String,
    pub reason: String,
    /// When and by whom.
    pub made: String,
}

/// A day that is looked at before it is added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub day: String,
    pub kind: String,
    /// "Måndag 28 december blir stängd."
    pub title: String,
    /// What it touches.
    pub touches: Vec<String>,
    pub meetings: Vec<MeetingsLine>,
    pub key: String,
    /// It stands there already: nothing to add.
    pub there: bool,
}

/// What the page's address says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub day: String,
    pub kind: String,
    /// A day that was added just now.
    pub added: String,
    /// A day that was taken back just now.
    pub back: String,
    /// Which page of the changes, from 1; 0 is the first too.
    pub page: u32,
}

/// The centre's calendar; with a day and how it differs, what adding it would touch.
#[server(prefix = "/api", endpoint = "calendar/read", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_calendar(
    #[server(default)] day: String,
    #[server(default)] kind: String,
    #[server(default)] added: String,
    #[server(default)] back: String,
    #[server(default)] page: u32,
) -> Result<Calendar, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    let at = Address {
        day,
        kind,
        added,
        back,
        page,
    };
    answer(async {
        let mut cx = Ctx::begin(Action::ReadCalendar).await?;
        let page = super::show::page(&mut cx, &at).await?;
        cx.commit().await?;
        Ok(page)
    })
    .await
}

/// Leads to what a day would touch.
#[server(prefix = "/api", endpoint = "calendar/look")]
pub async fn look_at_day(
    #[server(default)] day: String,
    #[server(default)] kind: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    answer_form(&[("day", &day), ("kind", &kind)], async {
        let mut cx = Ctx::begin(Action::WriteCalendar).await?;
        let (day, kind) = super::keep::checked(&mut cx, &day, &kind).await?;
        cx.commit().await?;
        leptos_axum::redirect(&format!("/kalender?dag={day}&hur={}", kind.code()));
        Ok(())
    })
    .await
}

/// Adds a day of the centre's own.
#[server(prefix = "/api", endpoint = "calendar/add")]
pub async fn add_day(
    #[server(default)] day: String,
    #[server(default)] kind: String,
    #[server(default)] reason: String,
    #[server(default)] key: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    answer_form(&[("reason", &reason)], async {
        let mut cx = Ctx::begin(Action::WriteCalendar).await?;
        let sent = super::keep::Sent {
            day: &day,
            kind: &kind,
            reason: &reason,
            key: &key,
        };
        let day = super::keep::add(&mut cx, &sent).await?;
        cx.commit().await?;
        leptos_axum::redirect(&format!("/kalender?sparad={day}"));
        Ok(())
    })
    .await
}

/// Takes a day of the centre's own back: the national calendar speaks again.
#[server(prefix = "/api", endpoint = "calendar/take-back")]
pub async fn take_day_back(
    #[server(default)] day: String,
    #[server(default)] key: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::WriteCalendar).await?;
        let day = super::keep::take_back(&mut cx, &day, &key).await?;
        cx.commit().await?;
        leptos_axum::redirect(&format!("/kalender?tillbaka={day}"));
        Ok(())
    })
    .await
}
