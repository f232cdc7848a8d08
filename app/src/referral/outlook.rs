//! The places as they are now, in the words that the sender reads before sending (E2, E3).

use super::draft_api::PlaceLine;
use super::{store, text};
use crate::kernel::Lang;
use chrono::NaiveDate;
use domain::programme::EntryGroup;
use domain::quota::QueueReason;

pub fn verdict(o: &store::Outlook) -> Option<QueueReason> {
    o.verdict.as_deref().and_then(QueueReason::from_code)
}

/// Places that somebody can get by this way in now: none while it is closed, and no more than the house has.
pub fn free(o: &store::Outlook) -> Option<i32> {
    if o.verdict.is_some() {
        return Some(0);
    }
    let in_quota = o.quota? - o.taken;
    Some(
        o.capacity
            .map_or(in_quota, |most| in_quota.min(most - o.in_the_house)),
    )
}

/// What is left, and where none is though the quota has places, why.
pub fn with_reason(words: String, o: &store::Outlook, lang: Lang) -> String {
    match verdict(o).filter(|reason| *reason != QueueReason::QuotaFull) {
        Some(reason) if words.is_empty() => text::queue_reason(reason, lang).to_owned(),
        Some(reason) => format!("{words}, {}", text::queue_reason(reason, lang)),
        None => words,
    }
}

/// The quota and the queue; and what the house has, where that is less than the quota has left.
fn quota_words(o: &store::Outlook, lang: Lang) -> String {
    let words = text::quota_words(o, lang);
    let in_the_house = o.capacity.map(|most| most - o.in_the_house);
    match (o.quota.map(|quota| quota - o.taken), in_the_house) {
        (Some(in_quota), Some(rest)) if o.verdict.is_none() && rest < in_quota => {
            format!("{words}, {}", text::house_has(in_quota, rest, lang))
        }
        _ => words,
    }
}

/// The places right now, of each own way in and of the house.
pub fn places(outlook: &[store::Outlook], today: NaiveDate, lang: Lang) -> Vec<PlaceLine> {
    let mut lines: Vec<PlaceLine> = outlook
        .iter()
        .filter_map(|o| {
            let group = EntryGroup::from_code(&o.group)?;
            Some(PlaceLine {
                house: false,
                words: text::group_in(group, o.per.as_deref(), today, lang),
                more: with_reason(quota_words(o, lang), o, lang),
                number: text::left(free(o), 0, lang),
            })
        })
        .collect();
    if let Some(first) = outlook.first() {
        lines.push(PlaceLine {
            house: true,
            words: text::in_the_house(lang).to_owned(),
            more: text::of_capacity(first.capacity, first.house_waiting, lang),
            number: first.in_the_house.to_string(),
        });
    }
    lines
}
