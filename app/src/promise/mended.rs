//! Offers that were put right or taken back (K3), in the words that everybody reads alike (P7).

use super::show::KEPT_IS_NEWS;
use super::store::{Case, Mended};
use super::text;
use crate::kernel::{Choice, Lang, dates};
use chrono::NaiveDate;
use domain::civil_time::civil_day;
use domain::promise::TakenBack;

/// Why an offer can be taken back, to choose from.
pub fn reasons(lang: Lang) -> Vec<Choice> {
    TakenBack::ALL
        .into_iter()
        .map(|reason| Choice::new(reason.code(), text::taken_back(reason, lang)))
        .collect()
}

/// Why it was taken back: the words where there are any, the reason before them where it says something.
fn why(mended: &Mended, lang: Lang) -> Option<String> {
    let reason = TakenBack::from_code(mended.reason.as_deref()?)?;
    Some(match (reason, mended.words.as_str()) {
        (reason, "") => text::taken_back(reason, lang).to_owned(),
        (TakenBack::Other, words) => words.to_owned(),
        (reason, words) => format!("{}. {words}", text::taken_back(reason, lang)),
    })
}

/// What became of an offer: "rättat 21 november av Karin Lund"; nothing of one that stands.
pub fn became(case: &Case, offer: i64, today: NaiveDate, lang: Lang) -> Option<String> {
    let mended = case.mended.iter().find(|m| m.of == offer)?;
    let day = dates::short(civil_day(mended.at), today, lang);
    Some(text::became(&day, &mended.by, why(mended, lang).as_deref(), lang))
}

/// What was put right lately, a sentence each, for the person themselves.
pub fn lately(case: &Case, today: NaiveDate, lang: Lang) -> Vec<String> {
    let offered = |row: i64| {
        let kind = text::offered(&case.offered.get(&row)?.kind, lang)?;
        let on = case.entries.iter().find(|e| e.id == row)?.day();
        Some((dates::short(on, today, lang), kind))
    };
    case.mended
        .iter()
        .filter(|m| today - civil_day(m.at) <= KEPT_IS_NEWS)
        .filter_map(|m| {
            let (day, kind) = offered(m.of)?;
            let instead = m.instead.and_then(offered);
            Some(text::own_mended(
                (&day, kind),
                instead.as_ref().map(|(day, kind)| (day.as_str(), *kind)),
                why(m, lang).as_deref(),
                lang,
            ))
        })
        .collect()
}
