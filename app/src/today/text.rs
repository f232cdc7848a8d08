//! Words of the participant's day.

use crate::kernel::Lang;
use crate::words;

words! {
    title: "Idag" | "Today",
    not_enrolled: "Du är inte inskriven just nu." | "You are not enrolled right now.",
    not_enrolled_more: "Din plan och dina stämplar finns kvar." | "Your plan and your stamps are still here.",
    closed: "Stängt i dag" | "Closed today",
    closed_more: "Ingen närvaro registreras i dag." | "No attendance is registered today.",
    next_step: "Ditt nästa steg" | "Your next step",
    no_step: "Inga steg just nu." | "No steps right now.",
    to_plan: "Öppna min plan" | "Open my plan",
    time_left: "Din tid här" | "Your time here",
    more_title: "Mer" | "More",
    card: "Mitt kort" | "My card",
    card_number: "Kortnummer" | "Card number",
    centre: "Plats" | "Place",
    programme: "Verksamhet" | "Programme",
    coach: "Coach" | "Coach",
    since: "Inskriven" | "Enrolled",
    sit_down: "Sätt dig ner. Vi vet att du är här." | "Take a seat. We know that you are here.",
    today_word: "idag" | "today",
    your_coach: "Din coach" | "Your coach",
}

/// "3 dagar kvar": days that remain after today (K5).
#[cfg(feature = "ssr")]
pub fn left(days: i64, lang: Lang) -> String {
    match (lang, days) {
        (Lang::Sv, 1) => "1 dag kvar".to_owned(),
        (Lang::En, 1) => "1 day left".to_owned(),
        (Lang::Sv, 0) => "Sista dagen i dag".to_owned(),
        (Lang::En, 0) => "Last day today".to_owned(),
        (Lang::Sv, ..0) => "Tiden har gått ut".to_owned(),
        (Lang::En, ..0) => "The time has run out".to_owned(),
        (Lang::Sv, 2..=60) => format!("{days} dagar kvar"),
        (Lang::En, 2..=60) => format!("{days} days left"),
        (Lang::Sv, _) => format!("{} veckor kvar", days / 7),
        (Lang::En, _) => format!("{} weeks left", days / 7),
    }
}

/// "Karin vet att du är här."
pub fn knows(coach: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Sätt dig ner. {coach} ser att du är här."),
        Lang::En => format!("Take a seat. {coach} sees that you are here."),
    }
}

/// "Hej Amina"
pub fn hello(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Hej {name}"),
        Lang::En => format!("Hello {name}"),
    }
}
