//! Words of the coach's day.

use crate::kernel::Lang;
use crate::words;

words! {
    title: "Idag" | "Today",
    here_now: "Här nu" | "Here now",
    nobody_here: "Ingen av dina deltagare är här än." | "None of your participants is here yet.",
    nobody_here_more: "De syns här så fort de checkar in." | "They appear here as soon as they check in.",
    my_participants: "Mina deltagare" | "My participants",
    search: "Sök på namn" | "Search by name",
    search_go: "Sök" | "Search",
    order: "Sortera" | "Sort",
    order_name: "Namn" | "Name",
    order_time: "Tid kvar" | "Time left",
    order_seen: "Längst sedan" | "Longest away",
    name: "Namn" | "Name",
    last_seen: "Senast här" | "Last here",
    time_left: "Tid kvar" | "Time left",
    steps: "Steg klara" | "Steps done",
    nobody: "Du har inga deltagare just nu." | "You have no participants right now.",
    nobody_more: "De kommer hit när de tilldelas dig." | "They appear here when they are assigned to you.",
    none_found: "Ingen träff." | "No match.",
    show_all: "Visa alla" | "Show all",
    never: "inte än" | "not yet",
    live: "Uppdateras direkt" | "Updates live",
}

/// "kom 09.12"
#[cfg(feature = "ssr")]
pub fn came(time: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("kom {time}"),
        Lang::En => format!("came {time}"),
    }
}

/// When somebody was last here: the nearest days by their own word.
#[cfg(feature = "ssr")]
pub fn seen(day: chrono::NaiveDate, today: chrono::NaiveDate, lang: Lang) -> String {
    match (lang, (today - day).num_days()) {
        (Lang::Sv, 0) => "i dag".to_owned(),
        (Lang::En, 0) => "today".to_owned(),
        (Lang::Sv, 1) => "i går".to_owned(),
        (Lang::En, 1) => "yesterday".to_owned(),
        _ => crate::kernel::dates::short(day, today, lang),
    }
}

/// Days that remain after today (K5).
#[cfg(feature = "ssr")]
pub fn left(days: i64, lang: Lang) -> String {
    match (lang, days) {
        (Lang::Sv, ..0) => "utgången".to_owned(),
        (Lang::En, ..0) => "run out".to_owned(),
        (Lang::Sv, 0) => "sista dagen".to_owned(),
        (Lang::En, 0) => "last day".to_owned(),
        (Lang::Sv, 1) => "1 dag".to_owned(),
        (Lang::En, 1) => "1 day".to_owned(),
        (Lang::Sv, _) => format!("{days} dagar"),
        (Lang::En, _) => format!("{days} days"),
    }
}

/// "61 i huset"
pub fn in_house(count: u32, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("{count} i hela huset"),
        Lang::En => format!("{count} in the whole house"),
    }
}

/// "26–32 av 32"
pub fn shown(first: u32, last: u32, total: u32, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("{first}–{last} av {total}"),
        Lang::En => format!("{first}–{last} of {total}"),
    }
}

/// "3 av 5"
pub fn steps_of(done: u32, open: u32, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("{done} av {}", done + open),
        Lang::En => format!("{done} of {}", done + open),
    }
}
