//! Words of the centre's calendar.

use crate::kernel::Lang;
use crate::words;

words! {
    title: "Centrets kalender" | "The centre’s calendar",
    lead: "Här står de dagar då centret har stängt eller extra öppet. Övriga dagar gäller den vanliga kalendern." | "Here are the days on which the centre is closed, or open besides. On all others the ordinary calendar holds.",
    days: "Centrets egna dagar" | "The centre’s own days",
    no_days: "Inga egna dagar än. En planeringsdag eller en öppen lördag står här." | "No days of its own yet. A planning day or an open Saturday will stand here.",
    day: "Dag" | "Day",
    state: "Centret har" | "The centre is",
    reason: "Varför" | "Why",
    meetings: "Möten den dagen" | "Meetings that day",
    no_meetings: "Inga" | "None",
    take_back: "Ta tillbaka" | "Take back",
    closed: "Stängt" | "Closed",
    open: "Öppet" | "Open",
    add_title: "Lägg till en dag" | "Add a day",
    day_hint: "Från och med i morgon, och högst ett och ett halvt år fram." | "From tomorrow on, and at most a year and a half ahead.",
    kind: "Centret ska ha" | "The centre will be",
    look: "Visa vad dagen rör" | "Show what the day touches",
    what_it_touches: "Det här rör dagen" | "What the day touches",
    reason_hint: "Alla på centret läser det. Skriv inga namn på deltagare." | "Everybody at the centre reads it. Write no participant’s name.",
    save: "Spara dagen" | "Save the day",
    other_day: "Välj en annan dag" | "Choose another day",
    see_list: "Till listan" | "To the list",
    there: "Dagen finns redan i kalendern." | "The day is in the calendar already.",
    holidays: "Lediga dagar i hela landet" | "Days off in the whole country",
    holidays_lead: "De här och alla lördagar och söndagar är lediga ändå. De går inte att ändra, men centret kan ha öppet." | "These and all Saturdays and Sundays are off anyway. They cannot be changed, but the centre may be open.",
    bridges: "Klämdagar" | "Bridge days",
    bridges_lead: "En arbetsdag mellan lediga dagar." | "A working day between days off.",
    changes: "Ändringar" | "Changes",
    no_changes: "Ingen har ändrat något än." | "Nobody has changed anything yet.",
    no_older: "Det finns inga äldre ändringar." | "There are no older changes.",
    pages: "Ändringar, sidor" | "Changes, pages",
    newer: "Nyare" | "Newer",
    older: "Äldre" | "Older",
    no_first_meetings: "Inga möten är bokade eller erbjudna den dagen." | "No meetings are booked or offered on that day.",
    times_go: "Inga nya tider går att boka den dagen." | "No new times can be booked on that day.",
    may_check_in: "Deltagare kan checka in den dagen." | "Participants can check in on that day.",
    not_a_working_day: "Löften räknas som förut. En extra öppen dag är ingen arbetsdag." | "Promises are reckoned as before. A day that is open besides is no working day.",
    no_promise_moves: "Inget löfte får en senare sista dag." | "No promise gets a later last day.",
    someone: "Någon som inte är kvar" | "Somebody who has left",
}

/// "Måndag 28 december blir stängd."
pub fn will_be(day: &str, open: bool, lang: Lang) -> String {
    match (lang, open) {
        (Lang::Sv, false) => format!("{day}: centret stänger"),
        (Lang::Sv, true) => format!("{day}: centret öppnar"),
        (Lang::En, false) => format!("{day}: the centre will be closed"),
        (Lang::En, true) => format!("{day}: the centre will be open"),
    }
}

/// How many meetings there are, of which somebody must see to each.
pub fn to_move(n: u32, lang: Lang) -> String {
    match (lang, n) {
        (Lang::Sv, 1) => {
            "1 möte är bokat eller erbjudet den dagen. Det flyttas inte av sig självt.".to_owned()
        }
        (Lang::Sv, n) => {
            format!("{n} möten är bokade eller erbjudna den dagen. De flyttas inte av sig själva.")
        }
        (Lang::En, 1) => "1 meeting is booked or offered on that day. It does not move by itself.".to_owned(),
        (Lang::En, n) => {
            format!("{n} meetings are booked or offered on that day. They do not move by themselves.")
        }
    }
}

/// "Karin Holm: 2 möten".
pub fn with_colleague(name: &str, n: u32, lang: Lang) -> String {
    match (lang, n) {
        (Lang::Sv, 1) => format!("{name}: 1 möte"),
        (Lang::Sv, n) => format!("{name}: {n} möten"),
        (Lang::En, 1) => format!("{name}: 1 meeting"),
        (Lang::En, n) => format!("{name}: {n} meetings"),
    }
}

/// How many promises get a later last day.
pub fn promises_move(n: u32, lang: Lang) -> String {
    match (lang, n) {
        (_, 0) => no_promise_moves(lang).to_owned(),
        (Lang::Sv, 1) => "1 löfte får en senare sista dag.".to_owned(),
        (Lang::Sv, n) => format!("{n} löften får en senare sista dag."),
        (Lang::En, 1) => "1 promise gets a later last day.".to_owned(),
        (Lang::En, n) => format!("{n} promises get a later last day."),
    }
}

/// What was done just now, as it stands.
pub fn is_added(day: &str, open: bool, lang: Lang) -> String {
    match (lang, open) {
        (Lang::Sv, false) => format!("Sparat. Centret har stängt {day}."),
        (Lang::Sv, true) => format!("Sparat. Centret har öppet {day}."),
        (Lang::En, false) => format!("Saved. The centre is closed on {day}."),
        (Lang::En, true) => format!("Saved. The centre is open on {day}."),
    }
}

/// That a day was taken back.
pub fn is_back(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Borttagen. Den vanliga kalendern gäller {day}."),
        Lang::En => format!("Taken back. The ordinary calendar holds on {day}."),
    }
}

/// A line of the history: "Måndag 28 december: stängt lades till".
pub fn change(day: &str, open: bool, added: bool, lang: Lang) -> String {
    let what = match (lang, open, added) {
        (Lang::Sv, false, true) => "stängt lades till",
        (Lang::Sv, true, true) => "öppet lades till",
        (Lang::Sv, false, false) => "stängt togs tillbaka",
        (Lang::Sv, true, false) => "öppet togs tillbaka",
        (Lang::En, false, true) => "closed was added",
        (Lang::En, true, true) => "open was added",
        (Lang::En, false, false) => "closed was taken back",
        (Lang::En, true, false) => "open was taken back",
    };
    format!("{day}: {what}")
}

/// The name of a national day off.
#[cfg(feature = "ssr")]
pub const fn holiday(which: domain::workdays::Holiday, lang: Lang) -> &'static str {
    use domain::workdays::Holiday as H;
    let (sv, en) = match which {
        H::NewYearsDay => ("nyårsdagen", "New Year’s Day"),
        H::Epiphany => ("trettondedag jul", "Epiphany"),
        H::GoodFriday => ("långfredagen", "Good Friday"),
        H::EasterSunday => ("påskdagen", "Easter Sunday"),
        H::EasterMonday => ("annandag påsk", "Easter Monday"),
        H::FirstOfMay => ("första maj", "First of May"),
        H::AscensionDay => ("Kristi himmelsfärdsdag", "Ascension Day"),
        H::WhitSunday => ("pingstdagen", "Whit Sunday"),
        H::WhitMonday => ("annandag pingst", "Whit Monday"),
        H::NationalDay => ("Sveriges nationaldag", "the National Day"),
        H::MidsummerEve => ("midsommarafton", "Midsummer’s Eve"),
        H::MidsummerDay => ("midsommardagen", "Midsummer’s Day"),
        H::AllSaintsDay => ("alla helgons dag", "All Saints’ Day"),
        H::ChristmasEve => ("julafton", "Christmas Eve"),
        H::ChristmasDay => ("juldagen", "Christmas Day"),
        H::BoxingDay => ("annandag jul", "Boxing Day"),
        H::NewYearsEve => ("nyårsafton", "New Year’s Eve"),
    };
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}
