//! The list of extensions, for whoever holds the centre's key and for those who prepare them (X1).

use super::doing::own_key;
use super::text;
use super::waiting_api::{Counts, Extensions, KeyMark, KeyState, Line, Order, PAGE_SIZE, Which};
use super::waiting_store::{self as store, Ending, Key, Row};
use crate::kernel::policy::Category;
use crate::kernel::{AppError, Ctx, access_log, dates};
use domain::civil_time::civil_day;
use domain::ids::PersonId;
use domain::month_term::days_left;
use domain::programme::ExtensionKey;

/// Days within which a day is near.
const NEAR_DAYS: i64 = 7;

/// The centre's key, where the actor holds it: a coach prepares, and has none.
fn key(cx: &Ctx) -> Option<&'static str> {
    own_key(cx)
        .filter(|key| *key == ExtensionKey::Centre)
        .map(ExtensionKey::code)
}

fn few(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// How many wait for the actor's own key.
///
/// # Errors
/// `NotFound` for whoever belongs to no centre.
pub async fn how_many(cx: &mut Ctx) -> Result<u32, AppError> {
    let (centre, key) = (cx.actor.centre().ok_or(AppError::NotFound)?, key(cx));
    Ok(few(store::mine(cx, centre, key).await?))
}

/// A page of the list.
///
/// # Errors
/// `NotFound` for whoever belongs to no centre.
pub async fn list(cx: &mut Ctx, which: Which, order: Order, page: u32) -> Result<Extensions, AppError> {
    let (centre, key) = (cx.actor.centre().ok_or(AppError::NotFound)?, key(cx));
    let which = match which {
        Which::Mine if key.is_none() => Which::Waiting,
        which => which,
    };
    let counted = store::counts(cx, centre, key).await?;
    let counts = Counts {
        mine: few(counted.mine),
        waiting: few(counted.waiting),
        without: few(counted.without),
        decided: few(counted.decided),
    };
    let total = counts.of(which);
    let pages = total.div_ceil(PAGE_SIZE).max(1);
    // Past the end: the last page tells.
    let page = page.clamp(1, pages);
    let span = (PAGE_SIZE, (page - 1).saturating_mul(PAGE_SIZE));
    let (people, rows): (Vec<PersonId>, Vec<Line>) = if which == Which::Without {
        store::without(cx, centre, order, span)
            .await?
            .into_iter()
            .map(|row| (row.person, ending(cx, row)))
            .unzip()
    } else {
        let rows = store::proposed(cx, centre, key, (which, order), span).await?;
        let ids: Vec<_> = rows.iter().map(|row| row.id.as_uuid()).collect();
        let keys = store::keys(cx, &ids).await?;
        rows.into_iter()
            .map(|row| (row.person, proposed(cx, row, &keys)))
            .unzip()
    };
    if !people.is_empty() {
        access_log::read_categories(cx, &people, &[Category::Enrolled, Category::Extension]).await?;
    }
    Ok(Extensions {
        which,
        order,
        rows,
        total,
        page,
        pages,
        counts,
        holds_key: key.is_some(),
    })
}

fn ending(cx: &Ctx, row: Ending) -> Line {
    let (today, lang) = (cx.today(), cx.lang);
    let left = days_left(today, row.ends_on);
    Line {
        person: row.person.to_string(),
        name: row.name,
        coach: row.coach,
        old_end: text::with_days_left(&dates::short(row.ends_on, today, lang), left, lang),
        new_end: None,
        standing: row.before.as_deref().map_or_else(
            || text::never_proposed(lang).to_owned(),
            |stage| text::before(stage, lang).to_owned(),
        ),
        near: left <= NEAR_DAYS,
        waits_for_me: false,
        keys: Vec::new(),
        agency: None,
    }
}

fn proposed(cx: &Ctx, row: Row, keys: &[Key]) -> Line {
    let (today, lang) = (cx.today(), cx.lang);
    let day = |day| dates::short(day, today, lang);
    let open = row.stage == "open";
    let waits = open && row.deadline >= today;
    // Its deadline has passed and the night has not closed it yet.
    let stage = if open && !waits {
        "lapsed"
    } else {
        row.stage.as_str()
    };
    let left = days_left(today, row.deadline);
    let marks = row
        .keys
        .iter()
        .map(|wanted| {
            let of = |key: &&Key| key.extension == row.id && key.key == *wanted;
            let refusal = keys.iter().filter(of).find(|key| key.refused);
            let given = keys
                .iter()
                .filter(of)
                .find(|key| !key.refused && key.revision == row.revision);
            let (state, at) = match (refusal, given) {
                (Some(key), _) => (KeyState::Refused, Some(key.given_at)),
                (None, Some(key)) => (KeyState::Given, Some(key.given_at)),
                (None, None) if waits => (KeyState::Awaited, None),
                (None, None) => (KeyState::Never, None),
            };
            KeyMark {
                who: text::who(wanted, None, lang),
                said: text::mark(state, at.map(|at| day(civil_day(at))).as_deref(), lang),
                state,
            }
        })
        .collect();
    Line {
        person: row.person.to_string(),
        name: row.name,
        coach: row.coach,
        old_end: day(row.old_end),
        new_end: Some(day(row.new_end)),
        standing: if waits {
            text::with_days_left(&day(row.deadline), left, lang)
        } else {
            let at = row.closed_at.map_or(row.deadline, civil_day);
            text::decided(stage, &day(at), lang)
        },
        near: waits && left <= NEAR_DAYS,
        waits_for_me: row.mine,
        keys: marks,
        agency: row
            .agency
            .filter(|_| row.keys.iter().any(|key| key == "case_worker")),
    }
}
