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
    to_move: "Läs om flytten" | "Read about the move",
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
    consents: "Samtycke" | "Consent",
    consents_lead: "Vem får veta vad. Du bestämmer." | "Who may know what. You decide.",
    who_has_seen: "Vem har sett mig" | "Who has seen me",
    who_has_seen_lead: "Vem som har läst om dig, och varför." | "Who has read about you, and why.",
    book: "Min bok" | "My book",
    book_lead: "Allt om dig. Läs och ta med." | "Everything about you. Read it and take it along.",
    correction: "Rätta något" | "Correct something",
    correction_lead: "Säg till om något är fel." | "Tell us if something is wrong.",
    devices: "Mina enheter" | "My devices",
    devices_lead: "Var du är inloggad. Byt PIN." | "Where you are signed in. Change your PIN.",
    forms: "Dina svar" | "Your answers",
    forms_lead: "Samma frågor i början och i slutet, och vad som har hänt." | "The same questions at the start and at the end, and what has happened.",
    extension: "Mer tid" | "More time",
    extension_lead: "Förslag om att förlänga din tid." | "Proposals to extend your time.",
    transfer: "Byta center" | "Change centre",
    transfer_lead: "Säg ja eller nej till ett annat center." | "Say yes or no to another centre.",
    kept: "Vad som sparas" | "What is kept",
    kept_lead: "Hur länge, och varför." | "How long, and why.",
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

/// "Möte med coach Sara: torsdag 26 november 13:00, rum 3".
#[cfg(feature = "ssr")]
pub fn meeting(colleague: &str, is_talk: bool, when: &str, place: &str, lang: Lang) -> String {
    let coach = if is_talk { "coach " } else { "" };
    match lang {
        Lang::Sv => format!("Möte med {coach}{colleague}: {when}, {place}"),
        Lang::En => format!("Meeting with {coach}{colleague}: {when}, {place}"),
    }
}

/// How far a meeting that is to come has come.
#[cfg(feature = "ssr")]
pub const fn meeting_state(is_booked: bool, lang: Lang) -> &'static str {
    match (lang, is_booked) {
        (Lang::Sv, true) => "bokat",
        (Lang::En, true) => "booked",
        (Lang::Sv, false) => "erbjudet",
        (Lang::En, false) => "offered",
    }
}
