//! Server functions of the promises.

use super::Tone;
use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How many rows stand on one page of the house's list.
pub const PAGE_SIZE: usize = 50;

/// Which promises the house's list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chosen {
    /// Broken without a reason, broken and not done yet, and soon due.
    #[default]
    ToDo,
    Broken,
    Running,
    All,
    // What the other figures count.
    Kept,
    Unexplained,
    Stopped,
    NotPromised,
}

impl Chosen {
    pub const ALL: [Self; 8] = [
        Self::ToDo,
        Self::Broken,
        Self::Running,
        Self::All,
        Self::Kept,
        Self::Unexplained,
        Self::Stopped,
        Self::NotPromised,
    ];

    /// The word in the page's address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ToDo => "gor",
            Self::Broken => "brutna",
            Self::Running => "pagar",
            Self::All => "alla",
            Self::Kept => "hallna",
            Self::Unexplained => "utan-orsak",
            Self::Stopped => "avslutade",
            Self::NotPromised => "inte-lovat",
        }
    }

    pub fn from_code(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|c| c.code() == code)
            .unwrap_or_default()
    }
}

/// A clock of somebody in the house's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The person's promises, or the referral.
    pub href: String,
    pub name: String,
    pub coach: Option<String>,
    pub clock: String,
    /// Nothing for what was never promised.
    pub tone: Option<Tone>,
    pub standing: String,
    pub due: Option<String>,
    pub why: Option<String>,
    /// What gives the reason on this page: the value of `orsak` in its address.
    pub explain: Option<String>,
    pub action: Option<(String, String)>,
}

/// How a clock stands over the house: numbers of enrolments, and for K4 of referrals that are none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub code: String,
    pub clock: String,
    pub running: u32,
    pub kept: u32,
    pub broken: u32,
    pub unexplained: u32,
    pub stopped: u32,
    pub not_promised: u32,
}

/// The form of a reason: of a person's enrolment, or of a referral that is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub person: String,
    pub enrolment: String,
    /// Empty for an enrolment.
    pub referral: String,
    pub clock: String,
    /// Whose promise, which, and how it stands.
    pub heading: String,
    pub standing: String,
    pub reasons: Vec<(String, String)>,
    pub key: String,
}

/// The promises of the house, or of one's own participants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct House {
    pub rows: Vec<Row>,
    pub shown: String,
    pub page: u32,
    pub pages: u32,
    pub totals: Vec<Totals>,
    pub counted: String,
    /// Who may be chosen; nobody for a coach, who sees their own.
    pub coaches: Vec<(String, String)>,
    pub asked: Option<Asked>,
}

/// A clock with what explains it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockView {
    pub code: String,
    pub name: String,
    pub tone: Option<Tone>,
    pub state: String,
    pub standing: String,
    pub due: Option<String>,
    pub tally: Option<String>,
    pub why: Option<String>,
    pub reasons: Vec<String>,
    pub happened: Vec<String>,
    pub action: Option<(String, String)>,
}

/// The clocks of one enrolment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    pub since: String,
    pub clocks: Vec<ClockView>,
}

/// A person's promises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfPerson {
    pub person: String,
    pub name: String,
    pub number: String,
    pub cases: Vec<CaseView>,
    pub may_write_talks: bool,
    pub asked: Option<Asked>,
}

/// The promises of the house. `clock` and `coach` narrow it; `explain` is the row that a reason is given for.
#[server(prefix = "/api", endpoint = "promise/house", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_house(
    #[server(default)] clock: String,
    #[server(default)] coach: String,
    #[server(default)] chosen: Chosen,
    #[server(default)] page: u32,
    #[server(default)] explain: String,
) -> Result<House, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadPromises).await?;
        let asked = super::house::Wanted {
            clock: &clock,
            coach: &coach,
            chosen,
            page,
            explain: &explain,
        };
        let house = super::house::house(&mut cx, &asked).await?;
        cx.commit().await?;
        Ok(house)
    })
    .await
}

/// A person's clocks, each with the rows of the ledger that explain it.
#[server(prefix = "/api", endpoint = "promise/of-person", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_of_person(
    #[server(default)] id: String,
    #[server(default)] explain: String,
) -> Result<OfPerson, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let Ok(person) = id.trim().parse() else {
            // No person's id: the same as for one that is not there.
            Ctx::begin(Action::ReadPromisesOf).await?;
            return Err(AppError::NotFound);
        };
        let mut cx = Ctx::begin_about(Action::ReadPromisesOf, person, None).await?;
        let read = super::person::of_person(&mut cx, &explain).await?;
        cx.commit().await?;
        Ok(read)
    })
    .await
}

/// Says why a promise was broken; `next` is the page that it was said on. A `referral` is one that is no enrolment.
#[server(prefix = "/api", endpoint = "promise/explain")]
pub async fn explain_promise(
    #[server(default)] person: String,
    #[server(default)] enrolment: String,
    #[server(default)] referral: String,
    #[server(default)] clock: String,
    #[server(default)] reason: String,
    #[server(default)] words: String,
    #[server(default)] key: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    use super::{contact, explain};
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    answer_form(&[("reason", &reason), ("words", &words)], async {
        let page = if referral.trim().is_empty() {
            let Ok(about) = person.trim().parse() else {
                // No person's id: who may explain nothing hears no more than for one.
                Ctx::begin(Action::ExplainPromise).await?;
                return Err(AppError::Unreadable);
            };
            let mut cx = Ctx::begin_about(Action::ExplainPromise, about, None).await?;
            let typed = explain::Typed {
                enrolment: &enrolment,
                clock: &clock,
                reason: &reason,
                words: &words,
                key: &key,
            };
            explain::explain(&mut cx, typed).await?;
            cx.commit().await?;
            format!("/deltagare/{about}/loften")
        } else {
            let mut cx = Ctx::begin(Action::ExplainPromise).await?;
            let typed = contact::Typed {
                referral: &referral,
                clock: &clock,
                reason: &reason,
                words: &words,
                key: &key,
            };
            let id = contact::explain(&mut cx, typed).await?;
            cx.commit().await?;
            format!("/anvisningar/{id}")
        };
        // The form is gone once it is stored: pressed again, there would be a second reason.
        let house = next == "/loften" || next.starts_with("/loften?");
        leptos_axum::redirect(if house { &next } else { &page });
        Ok(())
    })
    .await
}
