//! From the ledger to the figures that are shown.

use super::api::{Asked, Figures, Left, Month, Period};
use super::store::{self, Spell};
use super::text;
use crate::kernel::policy::{Category, Rule, Verb, rule};
use crate::kernel::{Actor, AppError, Ctx, Lang, dates};
use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use domain::suppression::{Cell, Flow, OneWay, ShownFlow, one_way, one_way_open, rate};

/// The day of the next month on which a month's figures are set.
const SET_ON: u32 = 15;
const MONTHS: u32 = 12;

/// The figures that are asked for, or the nearest that there are.
///
/// # Errors
/// `NotFound` for whoever belongs to no centre.
pub async fn figures(cx: &Ctx, asked: &Asked) -> Result<Figures, AppError> {
    let Actor::Staff { centre, role, .. } = cx.actor else {
        return Err(AppError::NotFound);
    };
    let may_small = rule(role, Category::FiguresSmall, Verb::Read) == Some(Rule::Role);
    let small = asked.small && may_small;
    let today = cx.today();
    let (until, known) = days(asked, today, small);
    let spells = store::spells(&cx.state, centre, until, known).await?;
    let centre = store::centre_name(&cx.state, centre).await?;
    Ok(build(
        &spells,
        until,
        known,
        small,
        may_small,
        (today, centre, cx.lang),
    ))
}

/// The last day that the figures are about, and the day whose knowledge they are of.
///
/// With small cells hidden there is one answer a month, set on the 15th of the next: from two neighbouring days the
/// one who came in between could be told.
fn days(asked: &Asked, today: NaiveDate, small: bool) -> (NaiveDate, NaiveDate) {
    let wanted = |day: &str| day.parse::<NaiveDate>().ok().filter(|d| d.year() >= 2000);
    if small {
        let known = wanted(&asked.known).unwrap_or(today).min(today);
        (wanted(&asked.until).unwrap_or(known).min(known), known)
    } else {
        let latest = if today.day() > SET_ON {
            month_start(today)
        } else {
            month_start(today) - Months::new(1)
        };
        let wanted = wanted(&asked.until).unwrap_or(today);
        // The month that the day ends, or else the one before.
        let next = month_start(wanted.succ_opt().unwrap_or(wanted)).min(latest);
        (next - TimeDelta::days(1), next.with_day(SET_ON).unwrap_or(next))
    }
}

fn month_start(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn count(spells: &[Spell], is: impl Fn(&Spell) -> bool) -> u32 {
    u32::try_from(spells.iter().filter(|s| is(s)).count()).unwrap_or(u32::MAX)
}

/// Who was there at the end of a day: came, and had not left.
fn stock(spells: &[Spell], day: NaiveDate) -> u32 {
    count(spells, |s| {
        s.came.is_some_and(|c| c <= day) && s.left.is_none_or(|l| l > day)
    })
}

/// From the first day to the last: stocks are counted by themselves, so that S3 checks something.
fn flow(spells: &[Spell], first: NaiveDate, last: NaiveDate) -> Flow {
    let within = |day: Option<NaiveDate>| day.is_some_and(|d| first <= d && d <= last);
    Flow {
        opening: stock(spells, first - TimeDelta::days(1)),
        came: count(spells, |s| within(s.came)),
        left: count(spells, |s| within(s.left)),
        closing: stock(spells, last),
    }
}

fn last_of(month: NaiveDate, until: NaiveDate) -> NaiveDate {
    (month + Months::new(1) - TimeDelta::days(1)).min(until)
}

fn shown(flow: Flow, small: bool) -> ShownFlow {
    if small {
        ShownFlow::open(flow)
    } else {
        ShownFlow::suppressed(flow)
    }
}

fn build(
    spells: &[Spell],
    until: NaiveDate,
    known: NaiveDate,
    small: bool,
    may_small: bool,
    (today, centre, lang): (NaiveDate, String, Lang),
) -> Figures {
    let first = month_start(until) - Months::new(MONTHS - 1);
    let months: Vec<(NaiveDate, Flow)> = (0..MONTHS)
        .map(|n| first + Months::new(n))
        .map(|month| (month, flow(spells, month, last_of(month, until))))
        .collect();
    let together = flow(spells, first, until);
    let adds_up = together.adds_up() && months.iter().all(|(_, f)| f.adds_up());
    let shown_months: Vec<Month> = months
        .iter()
        .map(|(month, flow)| Month {
            name: format!("{} {}", dates::month(*month, lang), month.year()),
            short: dates::month(*month, lang).chars().take(3).collect(),
            flow: shown(*flow, small),
        })
        .collect();
    // With a month hidden, the sums over all would give it back.
    let mut sums = shown(together, small);
    if shown_months.iter().any(|m| m.flow.hides()) {
        (sums.came, sums.left) = (Cell::Hidden, Cell::Hidden);
    }
    let periods: Vec<Period> = half_years(until, small)
        .into_iter()
        .map(|half| period(spells, half, until, small, lang))
        .collect();
    let hides = sums.hides()
        || [sums.opening, sums.closing].contains(&Cell::Hidden)
        || periods
            .iter()
            .any(|p| p.total == Cell::Hidden || p.outcomes.iter().any(|(_, c)| *c == Cell::Hidden));
    let at = |until: NaiveDate, known: NaiveDate| Asked {
        until: until.to_string(),
        known: known.to_string(),
        small,
    };
    let earlier = month_start(until) - TimeDelta::days(1);
    let later = month_start(until) + Months::new(2) - TimeDelta::days(1);
    // What is later than the latest is answered with the latest.
    let (latest, _) = days(&Asked::default(), today, small);
    let long = |day: NaiveDate| format!("{} {} {}", day.day(), dates::month(day, lang), day.year());
    Figures {
        centre,
        asked: at(until, known),
        until: long(until),
        known: long(known),
        earlier: (earlier.year() >= 2000).then(|| at(earlier, known)),
        later: (until < latest).then(|| at(later.min(latest), if small { today } else { known })),
        may_small,
        enrolled_now: sums.closing,
        months: shown_months,
        together: sums,
        adds_up,
        hides,
        periods,
    }
}

/// First days of the half-years whose leavers are told of: two that have ended; with small cells shown, the one that
/// goes on and the one before. Half-years do not overlap, so that none gives back what another hides.
fn half_years(until: NaiveDate, small: bool) -> [NaiveDate; 2] {
    let this = {
        let month = month_start(until);
        month - Months::new(month.month0() % 6)
    };
    let ended = this + Months::new(6) - TimeDelta::days(1) == until;
    let latest = if small || ended {
        this
    } else {
        this - Months::new(6)
    };
    [latest, latest - Months::new(6)]
}

fn period(spells: &[Spell], half: NaiveDate, until: NaiveDate, small: bool, lang: Lang) -> Period {
    let last = (half + Months::new(6) - TimeDelta::days(1)).min(until);
    let counts: Vec<_> = Left::all()
        .map(|way| {
            count(spells, |s| {
                s.left.is_some_and(|l| half <= l && l <= last)
                    && Left::from_code(s.outcome.as_deref().unwrap_or_default()) == way
            })
        })
        .collect();
    let month_is_hidden = (0..6)
        .map(|n| half + Months::new(n))
        .any(|month| ShownFlow::suppressed(flow(spells, month, last_of(month, until))).hides());
    let OneWay { cells, total } = if small {
        one_way_open(&counts)
    } else {
        one_way(&counts, !month_is_hidden)
    };
    let outcomes: Vec<(Left, Cell)> = Left::all().zip(cells).collect();
    let onward = outcomes
        .iter()
        .filter(|(o, _)| o.is_onward())
        .try_fold(0_u32, |sum, (_, cell)| cell.shown().map(|n| sum + n))
        .map_or(Cell::Hidden, Cell::Shown);
    // Who goes on at another centre has not ended: they are in the books and not in the rate (S4).
    let ended = match (total, outcomes.last()) {
        (Cell::Shown(all), Some((Left::Transferred, Cell::Shown(moved)))) => {
            Cell::Shown(all.saturating_sub(*moved))
        }
        _ => Cell::Hidden,
    };
    Period {
        name: text::half_year(half.year(), half.month() == 1, lang),
        outcomes,
        total,
        rate: rate(onward, ended),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn until(text: &str) -> Asked {
        Asked {
            until: text.to_owned(),
            ..Asked::default()
        }
    }

    #[test]
    fn hidden_figures_are_of_whole_months_and_set_once() {
        let ask = |asked: &str, today: &str| days(&until(asked), day(today), false);
        let october = (day("2026-10-31"), day("2026-11-15"));
        for today in ["2026-11-16", "2026-11-30", "2026-12-15"] {
            assert_eq!(ask("", today), october, "{today}");
        }
        assert_eq!(ask("", "2026-11-15"), (day("2026-09-30"), day("2026-10-15")));
        assert_eq!(ask("", "2026-12-16"), (day("2026-11-30"), day("2026-12-15")));
        for asked in ["2026-10-31", "2026-11-01", "2026-11-19", "2030-01-01", "x"] {
            assert_eq!(ask(asked, "2026-11-20"), october, "{asked}");
        }
        assert_eq!(
            ask("2026-03-30", "2026-11-20"),
            (day("2026-02-28"), day("2026-03-15"))
        );
        assert_eq!(
            ask("2026-03-31", "2026-11-20"),
            (day("2026-03-31"), day("2026-04-15"))
        );
    }

    #[test]
    fn open_figures_are_of_any_day_that_has_been() {
        let asked = Asked {
            until: "2026-03-31".into(),
            known: "2026-04-15".into(),
            small: true,
        };
        assert_eq!(
            days(&asked, day("2026-11-20"), true),
            (day("2026-03-31"), day("2026-04-15"))
        );
        assert_eq!(
            days(&until("2027-01-01"), day("2026-11-20"), true).0,
            day("2026-11-20")
        );
    }

    #[test]
    fn half_years_that_have_ended_and_do_not_overlap() {
        assert_eq!(
            half_years(day("2026-10-31"), false),
            [day("2026-01-01"), day("2025-07-01")]
        );
        assert_eq!(
            half_years(day("2026-06-30"), false),
            [day("2026-01-01"), day("2025-07-01")]
        );
        assert_eq!(
            half_years(day("2026-10-31"), true),
            [day("2026-07-01"), day("2026-01-01")]
        );
    }

    #[test]
    fn a_ledger_that_does_not_add_up_is_said_not_to() {
        let spell = |came: Option<&str>, left: Option<&str>| Spell {
            came: came.map(day),
            left: left.map(day),
            outcome: None,
        };
        let about = || (day("2026-11-20"), String::new(), Lang::Sv);
        let good = [
            spell(Some("2026-09-10"), None),
            spell(Some("2026-09-10"), Some("2026-10-02")),
        ];
        let end = day("2026-10-31");
        assert!(build(&good, end, end, true, true, about()).adds_up);
        let bad = [spell(None, Some("2026-10-02"))];
        assert!(!build(&bad, end, end, true, true, about()).adds_up);
    }
}
