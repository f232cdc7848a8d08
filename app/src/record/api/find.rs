//! Finding a person: by name or participant number in an address that can be shared; by identity number in a form
//! whose content goes nowhere else.

use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How many stand on one page.
pub const PAGE_SIZE: u32 = 25;

/// The order of what is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// By name, as Swedish sorts it.
    #[default]
    Name,
    /// Latest enrolled first.
    Enrolled,
}

impl Order {
    /// The word in the page's address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "namn",
            Self::Enrolled => "inskriven",
        }
    }

    /// The order of such a word; by name for any other.
    pub fn from_code(code: &str) -> Self {
        if code == Self::Enrolled.code() {
            Self::Enrolled
        } else {
            Self::Name
        }
    }
}

/// Why a search was not made, or found nobody; a word of the address, with nothing of what was typed in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hurdle {
    /// It looked like an identity number, which does not belong in this field.
    IdentityNumber,
    /// A participant number whose check digit is wrong.
    Mistyped,
    /// What was typed as an identity number is none.
    NoIdentityNumber,
    /// Nobody whom the actor may find has this identity number.
    NobodyHasIt,
}

impl Hurdle {
    const ALL: [Self; 4] = [
        Self::IdentityNumber,
        Self::Mistyped,
        Self::NoIdentityNumber,
        Self::NobodyHasIt,
    ];

    /// The word in the page's address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::IdentityNumber => "personnummer",
            Self::Mistyped => "felskrivet",
            Self::NoIdentityNumber => "inget-personnummer",
            Self::NobodyHasIt => "ingen",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|h| h.code() == code)
    }
}

/// What the search page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Whether anything was looked for.
    pub asked: bool,
    pub hurdle: Option<Hurdle>,
    pub people: Vec<Hit>,
    pub total: u32,
    pub page: u32,
    pub pages: u32,
    /// Whether the field for an identity number is there.
    pub by_identity_number: bool,
    /// Protected identities that one is named for: they are in no search.
    pub named: Vec<Named>,
}

/// Somebody who was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    pub person: String,
    pub name: String,
    pub initials: String,
    pub number: String,
    /// "Inskriven 3 november" or "Avslutad 2 juni".
    pub since: String,
    pub ended: bool,
    pub coach: Option<String>,
}

/// A protected identity, by the number on the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub person: String,
    pub number: String,
}

/// Those of the centre whose name holds every word of `search`, or whose number it is.
#[server(prefix = "/api", endpoint = "record/find-people", input = leptos::server_fn::codec::GetUrl)]
pub async fn find_people(
    #[server(default)] search: String,
    #[server(default)] order: Order,
    #[server(default)] page: u32,
) -> Result<Found, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::FindPerson).await?;
        let found = server::find_people(&mut cx, &search, order, page).await?;
        cx.commit().await?;
        Ok(found)
    })
    .await
}

/// The search form: sent as a form, so that what looks like an identity number is stopped before it is in an address.
#[server(prefix = "/api", endpoint = "record/look-for")]
pub async fn look_for(
    #[server(default)] search_words: String,
    #[server(default)] order: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        Ctx::begin(Action::FindPerson).await?.commit().await?;
        leptos_axum::redirect(&server::address(&search_words, Order::from_code(&order)));
        Ok(())
    })
    .await
}

/// The reception finds somebody by identity number; it is read, compared, and kept nowhere.
#[server(prefix = "/api", endpoint = "record/find-by-identity-number")]
pub async fn find_by_identity_number(#[server(default)] identity_number: String) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::FindPerson).await?;
        let to = server::find_by_identity_number(&mut cx, &identity_number).await?;
        cx.commit().await?;
        leptos_axum::redirect(&to);
        Ok(())
    })
    .await
}

#[cfg(feature = "ssr")]
pub mod server {
    use super::{Found, Hit, Hurdle, Named, Order, PAGE_SIZE};
    use crate::kernel::access_log::{self, Attempt};
    use crate::kernel::policy::{Denial, Role};
    use crate::kernel::{AppError, Ctx, dates};
    use crate::record::find_store::{self as store, Wanted};
    use crate::record::{initials, text};
    use domain::identity_number::IdentityNumber;
    use domain::ids::PersonId;
    use domain::participant_number::ParticipantNumber;
    use unicode_normalization::UnicodeNormalization;

    /// Longest search, and most words of one.
    const SEARCH_MAX: usize = 100;
    const WORDS_MAX: usize = 8;

    /// What is looked at of a search, and all of it that may stand in an address.
    fn cut(search: &str) -> String {
        search.trim().nfc().take(SEARCH_MAX).collect()
    }

    /// Words are words; a participant number is looked for as one; more digits than that could be an identity number.
    fn read(search: &str) -> Result<Option<Wanted>, Hurdle> {
        let search = cut(search);
        let digits = search.chars().filter(|c| c.is_numeric()).count();
        if digits > 7 {
            return Err(Hurdle::IdentityNumber);
        }
        if digits > 0 && !search.chars().any(char::is_alphabetic) {
            return ParticipantNumber::parse(&search)
                .map(|number| Some(Wanted::Number(number)))
                .map_err(|_| Hurdle::Mistyped);
        }
        let words: Vec<String> = search
            .split_whitespace()
            .take(WORDS_MAX)
            .map(str::to_owned)
            .collect();
        Ok((!words.is_empty()).then_some(Wanted::Words(words)))
    }

    /// Where a search leads: its own address, or one that says what stood in the way and nothing of what was typed.
    pub fn address(search: &str, order: Order) -> String {
        match read(search) {
            Err(hurdle @ Hurdle::IdentityNumber) => format!("/sok?hinder={}", hurdle.code()),
            Ok(None) => "/sok".to_owned(),
            Ok(Some(_)) | Err(_) => {
                let search = leptos_router::location::Url::escape(&cut(search));
                format!("/sok?sok={search}&ordning={}", order.code())
            }
        }
    }

    pub async fn find_people(cx: &mut Ctx, search: &str, order: Order, page: u32) -> Result<Found, AppError> {
        let mut found = Found {
            asked: false,
            hurdle: None,
            people: Vec::new(),
            total: 0,
            page: 1,
            pages: 1,
            by_identity_number: cx.actor.role() == Some(Role::Reception),
            named: Vec::new(),
        };
        let wanted = match read(search) {
            Ok(Some(wanted)) => wanted,
            Ok(None) => {
                let named = store::named_for(cx).await?;
                let people: Vec<PersonId> = named.iter().map(|(person, _)| *person).collect();
                if !people.is_empty() {
                    access_log::read(cx, &people).await?;
                }
                found.named = named
                    .into_iter()
                    .map(|(person, number)| Named {
                        person: person.to_string(),
                        number: text::card_number(&number),
                    })
                    .collect();
                return Ok(found);
            }
            Err(hurdle) => {
                found.hurdle = Some(hurdle);
                return Ok(found);
            }
        };
        found.asked = true;
        found.total = store::count(cx, &wanted).await?;
        found.pages = found.total.div_ceil(PAGE_SIZE).max(1);
        found.page = page.clamp(1, found.pages);
        let rows = store::page(cx, &wanted, order, PAGE_SIZE, (found.page - 1) * PAGE_SIZE).await?;
        let read: Vec<PersonId> = rows.iter().map(|r| r.person).collect();
        if !read.is_empty() {
            access_log::read(cx, &read).await?;
        }
        let (today, lang) = (cx.today(), cx.lang);
        found.people = rows
            .into_iter()
            .map(|r| Hit {
                person: r.person.to_string(),
                initials: initials(&r.given_name, &r.family_name),
                name: format!("{} {}", r.given_name, r.family_name),
                number: text::card_number(&r.number),
                since: match r.ended_on {
                    Some(day) => text::ended_on(&dates::short(day, today, lang), lang),
                    None => text::enrolled_on(&dates::short(r.enrolled_on, today, lang), lang),
                },
                ended: r.ended_on.is_some(),
                coach: r.coach,
            })
            .collect();
        Ok(found)
    }

    /// The record of whoever has this identity number, or the search page with what stood in the way. That somebody of
    /// another role tries is a denial, and recorded.
    pub async fn find_by_identity_number(cx: &mut Ctx, typed: &str) -> Result<String, AppError> {
        if cx.actor.role() != Some(Role::Reception) {
            let attempt = Attempt {
                action: cx.action,
                request: cx.request,
                now: cx.now,
                person: None,
                reason: None,
            };
            access_log::denied(&cx.state, Some(&cx.actor), &attempt, Denial::RoleWithout).await;
            return Err(AppError::NotFound);
        }
        let back = |hurdle: Hurdle| format!("/sok?hinder={}", hurdle.code());
        let Ok(number) = IdentityNumber::parse(typed, cx.today()) else {
            return Ok(back(Hurdle::NoIdentityNumber));
        };
        match store::person_of_identity(cx, &number.reveal()).await? {
            None => Ok(back(Hurdle::NobodyHasIt)),
            Some(person) => {
                access_log::read(cx, &[person]).await?;
                Ok(format!("/deltagare/{person}"))
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn what_could_be_an_identity_number_is_in_no_address() {
            for typed in [
                "199001012385",
                "19900101-2385",
                " 900101 2385",
                "Amina 9001012385",
                "９００１０１２３８５",
            ] {
                assert_eq!(address(typed, Order::Name), "/sok?hinder=personnummer", "{typed}");
                assert!(matches!(read(typed), Err(Hurdle::IdentityNumber)));
            }
            let behind = format!("{} 199001012385", "å".repeat(SEARCH_MAX));
            assert!(!address(&behind, Order::Name).contains("1990"));
        }

        #[test]
        fn a_participant_number_is_read_with_and_without_its_hyphen_and_checked() {
            for typed in ["104071-3", "1040713", " 104 071 3 "] {
                assert!(matches!(read(typed), Ok(Some(Wanted::Number(n))) if n.digits() == "1040713"));
            }
            assert!(matches!(read("104071-4"), Err(Hurdle::Mistyped)));
            assert!(matches!(read("Öberg  Åsa"), Ok(Some(Wanted::Words(w))) if w == ["Öberg", "Åsa"]));
            assert!(matches!(read("  "), Ok(None)));
        }
    }
}
