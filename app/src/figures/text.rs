//! Words of the figures.

use super::api::Left;
use crate::kernel::Lang;
use crate::programme::outcome_word;
use crate::words;
use domain::suppression::Cell;

words! {
    title: "Siffror" | "Figures",
    enrolled_now: "inskrivna" | "enrolled",
    flow_title: "In och ut, månad för månad" | "In and out, month by month",
    month: "Månad" | "Month",
    opening: "Vid början" | "At the start",
    came: "In" | "In",
    left: "Ut" | "Out",
    closing: "Vid slutet" | "At the end",
    together: "Tillsammans" | "Together",
    adds_up: "Början + in − ut = slut stämmer för varje månad." | "Start + in − out = end holds for every month.",
    does_not_add_up: "Början + in − ut = slut stämmer inte. Liggaren behöver rättas innan siffrorna används." | "Start + in − out = end does not hold. The ledger must be put right before these figures are used.",
    outcomes_title: "De som slutade" | "Those who left",
    outcome: "Hur det gick" | "Left",
    how_many: "Antal" | "Number",
    total: "Alla som slutade" | "All who left",
    rate_title: "Till arbete eller studier" | "To work or education",
    rate_about: "Av alla som slutade under halvåret, oavsett skäl; ingen är undantagen. Subventionerat arbete och eget företag räknas. Det nationella måttet räknar snävare och går inte att läsa ur liggaren." | "Of all who left in the half-year, for whatever reason; nobody is excluded. Subsidised work and own business count. The national measure counts more narrowly and cannot be read from the ledger.",
    no_rate: "Ingen andel: färre än tio, eller så är en del av talet dolt." | "No share: fewer than ten, or a part of the number is hidden.",
    hidden: "dolt" | "hidden",
    hidden_about: "Tal från 1 till 4 är dolda. Fler tal är dolda där de annars gav svaret." | "Numbers from 1 to 4 are hidden. More are hidden where they would give the answer.",
    small_shown: "Små tal visas. Siffrorna är bara för er på centret och får inte lämnas ut så." | "Small numbers are shown. These figures are for you at the centre alone, and must not leave it like this.",
    show_small: "Visa små tal" | "Show small numbers",
    hide_small: "Dölj små tal" | "Hide small numbers",
    earlier: "Månaden före" | "The month before",
    later: "Månaden efter" | "The month after",
    until_label: "Till och med" | "Up to and including",
    known_label: "Som det var känt" | "As it was known",
    go: "Visa" | "Show",
    link: "Länk till just de här siffrorna" | "Link to just these figures",
    download: "Ladda ner (CSV)" | "Download (CSV)",
    chart: "Stapeldiagram över hur många som kom och slutade varje månad. Samma tal står i tabellen." | "Bar chart of how many came and left each month. The same numbers are in the table.",
    set_on: "En månads siffror fastställs den 15 i nästa månad." | "A month's figures are set on the 15th of the next.",
    other_figures: "Vilken tid" | "Which time",
}

/// "Till och med 31 oktober 2026, som det var känt 15 november 2026"
pub fn about(until: &str, known: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Till och med {until}, som det var känt {known}"),
        Lang::En => format!("Up to and including {until}, as it was known on {known}"),
    }
}

/// "första halvåret 2026"
#[cfg(feature = "ssr")]
pub fn half_year(year: i32, first: bool, lang: Lang) -> String {
    match (lang, first) {
        (Lang::Sv, true) => format!("Första halvåret {year}"),
        (Lang::Sv, false) => format!("Andra halvåret {year}"),
        (Lang::En, true) => format!("First half of {year}"),
        (Lang::En, false) => format!("Second half of {year}"),
    }
}

/// A count, or the word that it is hidden.
pub fn cell(cell: Cell, lang: Lang) -> String {
    match cell {
        Cell::Shown(count) => count.to_string(),
        Cell::Hidden => hidden(lang).to_owned(),
    }
}

/// "23 av 41, 56 %"
pub fn rate((part, of): (u32, u32), lang: Lang) -> String {
    // Half up, in whole per cent; a denominator under ten has no rate.
    let percent = (u64::from(part) * 200 + u64::from(of)) / (u64::from(of.max(1)) * 2);
    match lang {
        Lang::Sv => format!("{part} av {of}, {percent} %"),
        Lang::En => format!("{part} of {of}, {percent}%"),
    }
}

/// A way out in words.
pub const fn way_out(way: Left, lang: Lang) -> &'static str {
    match (lang, way) {
        (_, Left::Exit(outcome)) => outcome_word(outcome, lang),
        (Lang::Sv, Left::Transferred) => "Till ett annat center",
        (Lang::En, Left::Transferred) => "To another centre",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_prints_what_it_is_of_and_rounds_half_up() {
        assert_eq!(rate((1, 8), Lang::Sv), "1 av 8, 13 %");
        assert_eq!(rate((23, 41), Lang::Sv), "23 av 41, 56 %");
        assert_eq!(rate((10, 10), Lang::En), "10 of 10, 100%");
    }
}
