//! From the ledger and the queue to the places and their forecast.

use super::api::{Ahead, Forecast, House, Lever, Month, Places, Way};
use super::store::{self, ByWay};
use super::text;
use crate::kernel::{Actor, AppError, Ctx, Lang, dates};
use crate::programme::{self, ProgrammeHere};
use chrono::{Datelike, Months, NaiveDate};
use domain::forecast::{self, LOOKS_BACK};
use domain::programme::EntryGroup;

/// Whole months that the number who come is the mean of.
const INFLOW_MONTHS: u32 = 3;

/// Places, queue and forecast of the reader's centre.
///
/// # Errors
/// `NotFound` for whoever belongs to no centre.
pub async fn places(cx: &mut Ctx) -> Result<Places, AppError> {
    let Actor::Staff { centre, .. } = cx.actor else {
        return Err(AppError::NotFound);
    };
    let (today, lang) = (cx.today(), cx.lang);
    let parties = programme::parties(cx).await?;
    let mut houses = Vec::new();
    for here in programme::programmes_here(cx, centre).await? {
        houses.push(house(cx, here, &parties).await?);
    }
    Ok(Places {
        centre: programme::centre_name(cx, centre).await?,
        today: format!("{} {} {}", today.day(), dates::month(today, lang), today.year()),
        houses,
    })
}

async fn house(cx: &mut Ctx, here: ProgrammeHere, parties: &[(String, String)]) -> Result<House, AppError> {
    let (today, lang) = (cx.today(), cx.lang);
    let rules = programme::version_on(cx.db(), &here.code, today)
        .await?
        .map(|v| v.rules);
    let after = today - Months::new(LOOKS_BACK);
    let stays = store::stays(&cx.state, here.id, after, today).await?;
    let (placed, queued) = store::waiting(cx, here.id).await?;
    let came = store::came(cx, here.id, whole_months(today)).await?;
    let known = forecast::House {
        today,
        stays,
        inflow: came
            .iter()
            .map(|w| f64::from(w.count) / f64::from(INFLOW_MONTHS))
            .collect(),
        waiting: placed.saturating_add(queued),
        capacity: rules.and_then(|r| r.capacity),
    };
    let enrolled = forecast::enrolled_now(&known);
    let ways: Vec<Way> = came
        .iter()
        .map(|w| Way {
            name: way_name(w, parties, lang),
            came: w.count,
            a_month: text::one_decimal(f64::from(w.count) / f64::from(INFLOW_MONTHS), lang),
        })
        .collect();
    Ok(House {
        centres: store::centres(&cx.state, here.id).await?,
        code: here.code,
        name: here.name,
        enrolled,
        placed,
        queued,
        capacity: known.capacity,
        // E3: whoever has a place is held it.
        full_now: known
            .capacity
            .is_some_and(|most| enrolled.saturating_add(placed) >= most),
        ahead: ahead(&known, &ways, lang),
        ways,
    })
}

/// The first and the last day of the whole months before this one.
fn whole_months(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let this = today.with_day(1).unwrap_or(today);
    (this - Months::new(INFLOW_MONTHS), this.pred_opt().unwrap_or(this))
}

/// "Socialtjänsten Bergsjön, nybesök"
fn way_name(way: &ByWay, parties: &[(String, String)], lang: Lang) -> String {
    if way.agency.is_empty() {
        return text::without_referral(lang).to_owned();
    }
    let name = parties
        .iter()
        .find(|(code, _)| *code == way.agency)
        .map_or(way.agency.as_str(), |(_, name)| name);
    match EntryGroup::from_code(&way.group) {
        Some(group) => format!("{name}, {}", programme::entry_group_word(group, lang)),
        None => name.to_owned(),
    }
}

/// "mars 2027"
fn month_name(day: NaiveDate, lang: Lang) -> String {
    format!("{} {}", dates::month(day, lang), day.year())
}

/// An expected number in whole people.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "kept within the bounds of the type; a forecast is never negative"
)]
fn people(n: f64) -> u32 {
    n.round().clamp(0.0, f64::from(u32::MAX)) as u32
}

fn ahead(house: &forecast::House, ways: &[Way], lang: Lang) -> Ahead {
    let found = match forecast::forecast(house) {
        Ok(found) => found,
        Err(few) => {
            return Ahead::TooFew {
                ended: few.ended,
                came: few.came,
            };
        }
    };
    let months = found.months.iter().map(|m| Month {
        name: month_name(m.day, lang),
        short: dates::month(m.day, lang).chars().take(3).collect(),
        enrolled: people(m.enrolled),
        came: people(m.came),
        left: people(m.left),
        waiting: people(m.waiting),
        full: m.full,
    });
    // Without a capacity nothing fills the house, and nothing changes when.
    let levers = house.capacity.map_or_else(Vec::new, |_| forecast::levers(house));
    let levers = levers.into_iter().filter_map(|lever| {
        let then = forecast::forecast(&forecast::pulled(house, lever)).ok()?;
        Some(Lever {
            what: match lever {
                forecast::Lever::Capacity(most) => text::more_places(most, lang),
                forecast::Lever::WayDown(n) => text::fewer_by(&ways.get(n)?.name, lang),
            },
            full_from: then.full_from.map(|day| month_name(day, lang)),
            moves: then.full_from != found.full_from,
        })
    });
    Ahead::Forecast(Forecast {
        months: months.collect(),
        full_from: found.full_from.map(|day| month_name(day, lang)),
        free_from: found.free_from.map(|day| month_name(day, lang)),
        half_left_after: found.half_left_after.and_then(|n| u32::try_from(n).ok()),
        levers: levers.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_whole_months_end_where_this_one_begins() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(
            whole_months(day("2026-11-20")),
            (day("2026-08-01"), day("2026-10-31"))
        );
        assert_eq!(
            whole_months(day("2027-01-01")),
            (day("2026-10-01"), day("2026-12-31"))
        );
    }

    #[test]
    fn expected_numbers_are_rounded_to_people() {
        assert_eq!([0.4, 0.5, 249.6, -3.0].map(people), [0, 1, 250, 0]);
    }
}
