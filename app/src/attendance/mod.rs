//! Attendance (närvaro): the code on the centre's screen, the check-in, the stamp.

pub mod api;
pub mod pages;
mod parts;
mod text;

#[cfg(feature = "ssr")]
pub mod arrival;
#[cfg(feature = "ssr")]
pub mod code;
#[cfg(feature = "ssr")]
mod store;

pub use parts::{StampCard, StampMark};
pub use text::here as here_word;
#[cfg(feature = "ssr")]
pub use {
    api::server::is_open,
    store::{Day, days, enrolled_today},
};

use serde::{Deserialize, Serialize};

/// A stamp (närvarostämpel), ready to draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The rim: the centre's short name.
    pub place: String,
    /// "20 NOV".
    pub day: String,
    /// "09:12".
    pub time: String,
    /// The whole in words, for those who listen.
    pub spoken: String,
    /// Which of the tilts it landed at: 1 to 7, the same every time it is shown.
    pub tilt: u8,
}

#[cfg(feature = "ssr")]
impl Stamp {
    pub fn new(
        place: &str,
        day: chrono::NaiveDate,
        at: chrono::DateTime<chrono::Utc>,
        lang: crate::kernel::Lang,
    ) -> Self {
        use crate::kernel::dates;
        let time = domain::civil_time::clock_hm(at);
        Self {
            place: place.to_owned(),
            day: dates::stamp(day, lang),
            spoken: format!("{} {} {time}", text::stamp(lang), dates::long(day, lang)),
            tilt: u8::try_from(at.timestamp().rem_euclid(7)).unwrap_or(0) + 1,
            time,
        }
    }
}
