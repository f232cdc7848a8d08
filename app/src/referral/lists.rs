//! The lists: one's own referrals, and what has come in to the centre.

use super::api::{PAGE_SIZE, ReferralRow, Referrals, Which};
use super::{store, text};
use crate::kernel::policy::Category;
use crate::kernel::{AppError, Ctx, Lang, dates};
use crate::promise;
use domain::civil_time::civil_day;
use domain::programme::EntryGroup;
use domain::quota::QueueReason;
use domain::referral::{ReferralState, Refusal};
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// The lists of both sides.
///
/// # Errors
/// When the database is away.
pub async fn list(cx: &mut Ctx, which: Which, search: &str, page: u32) -> Result<Referrals, AppError> {
    let (lang, today) = (cx.lang, cx.today());
    let search: String = search.trim().nfc().take(100).collect();
    let states: Vec<String> = which.states().iter().map(|s| s.code().to_owned()).collect();
    let sender = cx.actor.agency().is_some();
    let page = page.clamp(1, 10_000);
    let mut page = page;
    let mut rows = page_of(cx, sender, &search, &states, page).await?;
    if rows.is_empty() && page > 1 {
        page = 1;
        rows = page_of(cx, sender, &search, &states, page).await?;
    }
    let total = rows
        .first()
        .map_or(0, |r| u32::try_from(r.total).unwrap_or(u32::MAX));
    let read: Vec<_> = rows
        .iter()
        .map(|r| (r.id.into(), r.person_id.map(Into::into)))
        .collect();
    store::log_read(cx, &read, &[Category::Referral], None).await?;
    // K4 runs from the day of the referral: whoever receives it sees how long they have.
    let ids: Vec<_> = read.iter().map(|(id, _)| *id).collect();
    let mut clocks = if sender {
        HashMap::new()
    } else {
        promise::contact_chips(cx, &ids).await?
    };
    let rows = rows
        .into_iter()
        .map(|r| {
            let state = ReferralState::from_code(&r.state).unwrap_or(ReferralState::Review);
            let programme = if lang == Lang::Sv {
                r.programme_sv
            } else {
                r.programme_en
            };
            let agency = if lang == Lang::Sv {
                r.agency_sv
            } else {
                r.agency_en
            };
            let group = r.group.as_deref().and_then(EntryGroup::from_code);
            let about = [
                Some(if sender { programme } else { agency }),
                group.map(|g| text::group(g, lang).to_owned()),
            ];
            ReferralRow {
                id: r.id.to_string(),
                name: r.name.unwrap_or_else(|| text::no_name(lang).to_owned()),
                about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
                state,
                state_words: text::state_of(state, r.taken_over, sender, lang).to_owned(),
                more: more(
                    state,
                    r.queue_place,
                    r.queue_reason.as_deref(),
                    r.refusal.as_deref(),
                    lang,
                )
                .or_else(|| {
                    let short = |d| dates::short(d, today, lang);
                    let (reached, wished) = (r.contacted_on.map(short), r.wished_start.map(short));
                    (!sender && state == ReferralState::Placed)
                        .then(|| text::reached(reached.as_deref(), wished.as_deref(), lang))
                }),
                sent: dates::short(civil_day(r.referred_at), today, lang),
                clock: clocks.remove(&r.id.into()),
            }
        })
        .collect();
    Ok(Referrals {
        sender,
        rows,
        total,
        page,
        pages: total.div_ceil(PAGE_SIZE).max(1),
    })
}

async fn page_of(
    cx: &mut Ctx,
    sender: bool,
    search: &str,
    states: &[String],
    page: u32,
) -> Result<Vec<store::Row>, AppError> {
    let (most, skip) = (i64::from(PAGE_SIZE), i64::from((page - 1) * PAGE_SIZE));
    if sender {
        store::my_list(cx, search, states, most, skip).await
    } else {
        store::desk_list(cx, search, states, most, skip).await
    }
}

/// The place in the queue and why; the reason of a no.
pub fn more(
    state: ReferralState,
    place: Option<i32>,
    reason: Option<&str>,
    refusal: Option<&str>,
    lang: Lang,
) -> Option<String> {
    match state {
        ReferralState::Queued => {
            let reason = reason.and_then(QueueReason::from_code)?;
            Some(text::waits(place.unwrap_or(1), reason, lang))
        }
        ReferralState::Refused => {
            let refusal = refusal.and_then(Refusal::from_code)?;
            Some(text::refusal(refusal, lang).to_owned())
        }
        _ => None,
    }
}
