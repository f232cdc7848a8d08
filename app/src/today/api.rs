//! Server functions of the participant's day.

use crate::attendance::Stamp;
use crate::kernel::AppError;
use crate::plan::Step;
use crate::promise::Line;
use crate::transfer::Moved;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What Idag shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Today {
    pub given_name: String,
    pub day: String,
    pub place: Place,
    pub coach: Option<String>,
    pub next_step: Option<Step>,
    pub time_left: Option<TimeLeft>,
    /// The next meetings; what was promised, and how it went (K1–K4).
    pub promises: Vec<Line>,
    /// That the person has moved to another centre lately.
    pub moved: Option<Moved>,
}

/// Where the person stands with the day's check-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// No enrolment is open.
    NotEnrolled,
    /// The centre is closed today.
    Closed { centre: String },
    /// Open, and not checked in yet.
    Open { centre: String },
    /// Checked in.
    Stamped(Stamp),
}

/// The term as a line with today on it (K5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeLeft {
    pub from: String,
    pub to: String,
    pub today: String,
    /// How much of the term has passed, 0 to 100.
    pub percent: u8,
    pub left: String,
    /// Two months before the end: where to read of an extension.
    pub more: Option<String>,
}

/// What stands on the participant's card and around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyCard {
    pub name: String,
    pub number: String,
    pub centre: Option<String>,
    pub programme: Option<String>,
    pub coach: Option<String>,
    pub since: Option<String>,
}

/// The participant's own day.
#[server(prefix = "/api", endpoint = "today/today", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_today() -> Result<Today, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadOwnDay).await?;
        let today = server::today(&mut cx).await?;
        cx.commit().await?;
        Ok(today)
    })
    .await
}

/// The participant's own card.
#[server(prefix = "/api", endpoint = "today/my-card", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_my_card() -> Result<MyCard, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadOwnDay).await?;
        let card = server::my_card(&mut cx).await?;
        cx.commit().await?;
        Ok(card)
    })
    .await
}

#[cfg(feature = "ssr")]
pub mod server {
    use super::{MyCard, Place, TimeLeft, Today};
    use crate::attendance::{self, Stamp};
    use crate::booking;
    use crate::extension;
    use crate::kernel::{AppError, Ctx, Lang, dates};
    use crate::plan;
    use crate::promise::{self, Line, Tone};
    use crate::today::{store, text};
    use crate::transfer;
    use chrono::NaiveDate;
    use domain::civil_time::{civil_day, clock_hm};
    use domain::ids::PersonId;
    use domain::month_term::days_left;
    use domain::participant_number::ParticipantNumber;
    use domain::plan::ActivityStatus;

    /// So many of the next meetings stand on the day: as many as are promised at the start.
    const MEETINGS: i64 = 3;

    pub async fn today(cx: &mut Ctx) -> Result<Today, AppError> {
        let person = cx.oneself()?;
        let me = store::me(cx, person).await?.ok_or(AppError::NotFound)?;
        let enrolled = attendance::enrolled_today(cx, person).await?;
        let steps = plan::activities(cx, person).await?;
        let stamp = enrolled.iter().find_map(|e| {
            let stored = e.today.as_ref()?;
            Some(Stamp::new(&e.stamp_name, cx.today(), stored.at, cx.lang))
        });
        let centre = me.centre.clone().unwrap_or_default();
        let open = enrolled
            .iter()
            .any(|e| attendance::is_open(e.own_day, cx.today()));
        let place = match stamp {
            Some(stamp) => Place::Stamped(stamp),
            None if enrolled.is_empty() => Place::NotEnrolled,
            None if open => Place::Open { centre },
            None => Place::Closed { centre },
        };
        // What was agreed or begun comes before an idea; the store has them by day.
        let rank = |s: ActivityStatus| match s {
            ActivityStatus::Agreed | ActivityStatus::UnderWay => Some(0),
            ActivityStatus::Idea => Some(1),
            ActivityStatus::Done | ActivityStatus::Stopped => None,
        };
        let next_step = steps
            .into_iter()
            .filter_map(|a| Some((rank(a.status)?, a)))
            .min_by_key(|(rank, _)| *rank)
            .map(|(_, a)| plan::shown(cx, a));
        let more = extension::my_warning(cx, person, me.term_ends_on).await?;
        let time_left = me.enrolled_on.zip(me.term_ends_on).map(|(from, to)| TimeLeft {
            more: more.map(str::to_owned),
            ..time_left(from, to, cx.today(), cx.lang)
        });
        let mut promises = meetings(cx, person).await?;
        let cases = promise::of_person(cx, person).await?;
        // Promises that cannot be reckoned are in the log, and the day is there all the same.
        promises.extend(promise::own_lines(&cases, cx.today(), cx.lang).unwrap_or_default());
        let moved = transfer::moved_lately(cx, person).await?;
        Ok(Today {
            given_name: me.given_name,
            day: dates::long_capital(cx.today(), cx.lang),
            place,
            coach: me.coach,
            next_step,
            time_left,
            promises,
            moved,
        })
    }

    /// One's own meetings that are offered or booked, as lines before what is promised.
    async fn meetings(cx: &mut Ctx, person: PersonId) -> Result<Vec<Line>, AppError> {
        let lang = cx.lang;
        let line = |m: booking::Mine| {
            let when = format!(
                "{} {}",
                dates::long(civil_day(m.starts_at), lang),
                clock_hm(m.starts_at)
            );
            Line {
                tone: Tone::Running,
                state: text::meeting_state(m.is_booked, lang).to_owned(),
                words: text::meeting(&m.colleague, m.is_talk, &when, &m.place, lang),
                why: None,
            }
        };
        let mine = booking::mine(cx, person, MEETINGS).await?;
        Ok(mine.into_iter().map(line).collect())
    }

    fn time_left(from: NaiveDate, to: NaiveDate, today: NaiveDate, lang: Lang) -> TimeLeft {
        let whole = (to - from).num_days().max(1);
        let passed = (today - from).num_days().clamp(0, whole);
        TimeLeft {
            from: dates::short(from, today, lang),
            to: dates::short(to, today, lang),
            today: text::today_word(lang).to_owned(),
            percent: u8::try_from(passed * 100 / whole).unwrap_or(100),
            left: text::left(days_left(today, to), lang),
            more: None,
        }
    }

    pub async fn my_card(cx: &mut Ctx) -> Result<MyCard, AppError> {
        let person = cx.oneself()?;
        let me = store::me(cx, person).await?.ok_or(AppError::NotFound)?;
        let number = ParticipantNumber::parse(&me.participant_number).map_err(|_| AppError::Internal)?;
        let since = me.enrolled_on.map(|day| dates::short(day, cx.today(), cx.lang));
        Ok(MyCard {
            name: format!("{} {}", me.given_name, me.family_name),
            number: number.to_string(),
            centre: me.centre,
            programme: match cx.lang {
                Lang::Sv => me.programme_sv,
                Lang::En => me.programme_en,
            },
            coach: me.coach,
            since,
        })
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_line_begins_at_nothing_and_never_leaves_its_end() {
            let day = |text: &str| text.parse::<NaiveDate>().unwrap();
            let at = |today| time_left(day("2026-11-01"), day("2027-05-01"), day(today), Lang::Sv);
            assert_eq!(at("2026-11-01").percent, 0);
            assert_eq!(at("2027-05-01").percent, 100);
            assert_eq!(at("2027-06-01").percent, 100);
            assert_eq!(at("2027-04-30").left, "1 dag kvar");
        }
    }
}
