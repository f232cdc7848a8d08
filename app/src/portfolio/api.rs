//! Server functions of the coach's day.

use crate::kernel::AppError;
use crate::promise::Chip;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How many participants stand on one page of the list.
pub const PAGE_SIZE: u32 = 25;

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// By name, as Swedish sorts it.
    #[default]
    Name,
    /// Least time left first (K5).
    TimeLeft,
    /// Longest away first.
    LastSeen,
}

impl Order {
    pub const ALL: [Self; 3] = [Self::Name, Self::TimeLeft, Self::LastSeen];

    /// The word in the page's address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "namn",
            Self::TimeLeft => "tid",
            Self::LastSeen => "senast",
        }
    }

    /// The order of such a word; by name for any other.
    pub fn from_code(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|o| o.code() == code)
            .unwrap_or_default()
    }
}

/// The coach's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portfolio {
    pub day: String,
    /// One's own who are here, latest first.
    pub here: Vec<Here>,
    /// How many are here in the whole house.
    pub here_in_house: u32,
    pub people: Vec<Participant>,
    /// How many the list holds over all its pages.
    pub total: u32,
    pub page: u32,
    pub pages: u32,
}

/// Somebody who is here now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Here {
    /// Whose record a press opens.
    pub person: String,
    pub name: String,
    pub initials: String,
    pub came: String,
    /// The next step of the plan, to talk about.
    pub next_step: Option<String>,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Whose record a press opens.
    pub person: String,
    pub name: String,
    pub initials: String,
    pub here: bool,
    pub last_seen: Option<String>,
    pub time_left: Option<TimeLeft>,
    /// Promises that are amber or red, with what settles each (K1–K5).
    pub clocks: Vec<Chip>,
    pub steps_done: u32,
    pub steps_open: u32,
}

/// Days left of the term, in words, and whether the last two months have begun (X1, K5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeLeft {
    pub words: String,
    pub last_day: String,
    pub soon: bool,
    pub over: bool,
}

/// One's own participants and who of them is here now; `search` is part of a name.
#[server(prefix = "/api", endpoint = "portfolio/my-participants", input = leptos::server_fn::codec::GetUrl)]
pub async fn my_participants(
    #[server(default)] search: String,
    #[server(default)] order: Order,
    #[server(default)] page: u32,
) -> Result<Portfolio, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadPortfolio).await?;
        let portfolio = server::my_participants(&mut cx, &search, order, page).await?;
        cx.commit().await?;
        Ok(portfolio)
    })
    .await
}

#[cfg(feature = "ssr")]
pub mod server {
    use super::{Here, Order, PAGE_SIZE, Participant, Portfolio, TimeLeft};
    use crate::kernel::policy::Category;
    use crate::kernel::{Actor, AppError, Ctx, access_log, dates};
    use crate::portfolio::{store, text};
    use crate::promise;
    use domain::civil_time::clock_hm;
    use domain::extension::warns;
    use domain::ids::PersonId;
    use domain::month_term::days_left;
    use std::collections::BTreeMap;
    use unicode_normalization::UnicodeNormalization;

    pub async fn my_participants(
        cx: &mut Ctx,
        search: &str,
        order: Order,
        page: u32,
    ) -> Result<Portfolio, AppError> {
        let Actor::Staff { staff, .. } = cx.actor else {
            return Err(AppError::NotFound);
        };
        let search: String = search.trim().nfc().take(100).collect();
        let total = store::count(cx, staff, &search).await?;
        let pages = total.div_ceil(PAGE_SIZE).max(1);
        let page = page.clamp(1, pages);
        let rows = store::page(cx, staff, &search, order, PAGE_SIZE, (page - 1) * PAGE_SIZE).await?;
        let enrolments: Vec<_> = rows.iter().map(|r| r.enrolment).collect();
        let mut clocks = BTreeMap::new();
        let hands = promise::Hands::of(cx);
        for case in promise::of_enrolments(cx, &enrolments).await? {
            clocks.insert(case.enrolment, promise::chips(&case, hands, cx.today(), cx.lang)?);
        }
        let here = store::here(cx, staff).await?;
        let here_in_house = store::here_in_house(cx).await?;

        let read: Vec<PersonId> = rows
            .iter()
            .map(|r| r.person)
            .chain(here.iter().map(|h| h.person))
            .collect();
        if !read.is_empty() {
            access_log::read_categories(cx, &read, &[Category::Enrolled, Category::Bookings]).await?;
        }

        let (today, lang) = (cx.today(), cx.lang);
        Ok(Portfolio {
            day: dates::long_capital(today, lang),
            here: here
                .into_iter()
                .map(|h| Here {
                    person: h.person.to_string(),
                    initials: initials(&h.given_name, &h.family_name),
                    name: format!("{} {}", h.given_name, h.family_name),
                    came: text::came(&clock_hm(h.attended_at), lang),
                    next_step: h.next_step,
                })
                .collect(),
            here_in_house,
            people: rows
                .into_iter()
                .map(|r| Participant {
                    person: r.person.to_string(),
                    initials: initials(&r.given_name, &r.family_name),
                    name: format!("{} {}", r.given_name, r.family_name),
                    here: r.last_seen == Some(today),
                    last_seen: r.last_seen.map(|day| text::seen(day, today, lang)),
                    time_left: r.term_ends_on.map(|last| {
                        let left = days_left(today, last);
                        TimeLeft {
                            words: text::left(left, lang),
                            last_day: dates::short(last, today, lang),
                            soon: warns(last, today),
                            over: left < 0,
                        }
                    }),
                    clocks: clocks.remove(&r.enrolment).unwrap_or_default(),
                    steps_done: r.steps_done,
                    steps_open: r.steps_open,
                })
                .collect(),
            total,
            page,
            pages,
        })
    }

    /// First letters of both names.
    fn initials(given: &str, family: &str) -> String {
        [given, family]
            .iter()
            .filter_map(|n| n.chars().next())
            .flat_map(char::to_uppercase)
            .collect()
    }

    #[cfg(test)]
    mod tests {
        use super::initials;

        #[test]
        fn initials_are_whole_letters() {
            assert_eq!(initials("åsa", "Öberg"), "ÅÖ");
            assert_eq!(initials("", ""), "");
        }
    }
}
