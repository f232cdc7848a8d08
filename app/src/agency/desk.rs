//! The list of those who have let an agency know of them.

use super::api::{Desk, DeskRow, PAGE_SIZE};
use super::{store, text};
use crate::kernel::policy::{Category, Role};
use crate::kernel::{Actor, AppError, Ctx, access_log, dates};
use chrono::{DateTime, Utc};
use domain::civil_time::civil_day;
use domain::extension::warns;
use domain::ids::PersonId;
use unicode_normalization::UnicodeNormalization;

/// The desk of a case worker: those who consent to be known of, and one's own referrals that are not decided. Of a
/// partner: those who are assigned to them.
///
/// # Errors
/// `NotFound` for anybody who is of no agency.
pub async fn desk(cx: &mut Ctx, search: &str, page: u32) -> Result<Desk, AppError> {
    let Actor::Agency {
        staff, agency, role, ..
    } = cx.actor
    else {
        return Err(AppError::NotFound);
    };
    let search: String = search.trim().nfc().take(100).collect();
    let partner = role == Role::Partner;
    // First who it could be; then, with a withdrawal held off, who it still is.
    let held = store::candidates(cx, staff, agency, partner, &search).await?;
    store::hold(cx, &held).await?;
    let there = store::candidates(cx, staff, agency, partner, &search).await?;
    // Somebody who came in between was not held: the next look shows them.
    let there: Vec<PersonId> = there.into_iter().filter(|p| held.contains(p)).collect();

    let total = u32::try_from(there.len()).unwrap_or(u32::MAX);
    let pages = total.div_ceil(PAGE_SIZE).max(1);
    let page = page.clamp(1, pages);
    let shown: Vec<PersonId> = there
        .into_iter()
        .skip(((page - 1) * PAGE_SIZE) as usize)
        .take(PAGE_SIZE as usize)
        .collect();
    let rows = store::rows(cx, &shown, staff, agency, partner).await?;
    let name = store::agency_name(cx, agency).await?;

    if !shown.is_empty() {
        access_log::read(cx, &shown).await?;
        let with_version: Vec<PersonId> = rows
            .iter()
            .filter(|r| r.published_at.is_some())
            .map(|r| r.person)
            .collect();
        if !with_version.is_empty() {
            access_log::read_categories(cx, &with_version, &[Category::PlanVersion]).await?;
        }
        let with_note: Vec<PersonId> = rows
            .iter()
            .filter(|r| note(cx, r).is_some())
            .map(|r| r.person)
            .collect();
        if !with_note.is_empty() {
            access_log::read_categories(cx, &with_note, &[Category::Extension]).await?;
        }
        for row in &rows {
            store::disclose(cx, row.person, "enrolment").await?;
        }
    }
    let people = rows.into_iter().map(|row| shown_row(cx, row, partner)).collect();
    Ok(Desk {
        agency: name,
        role,
        people,
        total,
        page,
        pages,
    })
}

/// What is soon to be decided: a proposed extension that waits for the agency (X1), or the term's end when it is near.
fn note(cx: &Ctx, row: &store::Row) -> Option<String> {
    let (today, lang) = (cx.today(), cx.lang);
    if row.waits {
        return Some(text::extension_waits(lang).to_owned());
    }
    row.term_ends_on
        .filter(|end| warns(*end, today))
        .map(|end| text::term_ends(&dates::short(end, today, lang), lang))
}

fn shown_row(cx: &Ctx, row: store::Row, partner: bool) -> DeskRow {
    let lang = cx.lang;
    let day = |at: DateTime<Utc>| dates::short(civil_day(at), cx.today(), lang);
    let why = match (partner, row.consented, row.referred_at) {
        (true, ..) => text::assigned_to_you(lang).to_owned(),
        (false, true, _) => text::consents(lang).to_owned(),
        (false, false, Some(at)) => text::referred(&day(at), lang),
        (false, false, None) => String::new(),
    };
    let shared = if partner {
        (row.own_steps > 0).then(|| text::own_steps_count(row.own_steps, lang))
    } else {
        row.published_at.map(|at| text::published(&day(at), lang))
    };
    let note = note(cx, &row);
    DeskRow {
        id: row.person.to_string(),
        name: format!("{} {}", row.given_name, row.family_name),
        why,
        shared,
        news: row.news,
        note,
    }
}
