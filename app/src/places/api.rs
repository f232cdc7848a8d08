//! Server function of the places.

use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The places of the reader's centre, programme by programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    pub centre: String,
    /// "20 november 2026"
    pub today: String,
    pub houses: Vec<House>,
}

/// One programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct House {
    pub code: String,
    pub name: String,
    /// How many centres the numbers are of.
    pub centres: u32,
    pub enrolled: u32,
    pub placed: u32,
    pub queued: u32,
    pub capacity: Option<u32>,
    pub full_now: bool,
    /// What the forecast reckons with: people a month by each way in, in words.
    pub ways: Vec<Way>,
    pub ahead: Ahead,
}

/// A way in that people have come by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    pub name: String,
    /// In the last three whole months together.
    pub came: u32,
    /// "12,3"
    pub a_month: String,
}

/// The months to come, or that too little has happened to tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ahead {
    TooFew { ended: u32, came: u32 },
    Forecast(Forecast),
}

/// A forecast in whole people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    pub months: Vec<Month>,
    /// "mars 2027": the first month that ends full, and the first after it that does not.
    pub full_from: Option<String>,
    pub free_from: Option<String>,
    pub half_left_after: Option<u32>,
    pub levers: Vec<Lever>,
}

/// The end of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    pub name: String,
    pub short: String,
    pub enrolled: u32,
    pub came: u32,
    pub left: u32,
    pub waiting: u32,
    pub full: bool,
}

/// What a change would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lever {
    pub what: String,
    /// The first month that ends full then; `None` where none does.
    pub full_from: Option<String>,
    /// Whether that is otherwise than without the change.
    pub moves: bool,
}

/// Places, queue and forecast of one's own centre.
#[server(prefix = "/api", endpoint = "places/places", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_places() -> Result<Places, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadCapacity).await?;
        let places = super::places(&mut cx).await?;
        cx.commit().await?;
        Ok(places)
    })
    .await
}
