//! Words of the places.

use crate::kernel::Lang;
use crate::words;

words! {
    title: "Platser" | "Places",
    enrolled: "inskrivna nu" | "enrolled now",
    placed: "har plats, inte inskrivna" | "have a place, not enrolled",
    queued: "i kö" | "in the queue",
    capacity: "platser" | "places",
    no_capacity: "Verksamheten har ingen gräns för antalet." | "The programme has no limit to the number.",
    full_now: "Det är fullt nu." | "It is full now.",
    ahead: "Framåt" | "Ahead",
    month: "Månad" | "Month",
    at_end: "Inskrivna vid slutet" | "Enrolled at the end",
    came: "In" | "In",
    left: "Ut" | "Out",
    waits: "Väntar" | "Wait",
    full: "Fullt" | "Full",
    yes: "ja" | "yes",
    no: "nej" | "no",
    chart: "Stapeldiagram över hur många som väntas vara inskrivna vid varje månads slut. Samma tal står i tabellen." | "Bar chart of how many are expected to be enrolled at the end of each month. The same numbers are in the table.",
    never_full: "Det blir inte fullt inom tolv månader, om det går som hittills." | "It does not get full within twelve months, if it goes on as now.",
    stays_full: "Det blir ingen plats ledig igen inom tolv månader." | "No place gets free again within twelve months.",
    assumes: "Så är det räknat" | "How it is reckoned",
    assumes_stays: "Vi räknar med att folk är inskrivna lika länge som de senaste tolv månaderna. Både de som slutat och de som är kvar räknas." | "We reckon that people stay enrolled as long as in the last twelve months. Both those who left and those who are here count.",
    assumes_inflow: "Det kommer så många i månaden, på varje väg, som i snitt de senaste tre hela månaderna." | "As many come a month, by each way in, as on average in the last three whole months.",
    assumes_queue: "De som har plats eller står i kö kommer så snart det finns plats. Ingen kommer över gränsen." | "Those who have a place or wait in the queue come as soon as there is room. Nobody comes past the limit.",
    assumes_numbers: "Talen är en uppskattning, avrundad till hela personer. Ingens uppgifter öppnas." | "The numbers are an estimate, rounded to whole people. Nobody’s record is opened.",
    ways: "Vägar in, de senaste tre hela månaderna" | "Ways in, the last three whole months",
    way: "Väg in" | "Way in",
    how_many: "Antal" | "Number",
    a_month: "I månaden" | "A month",
    nobody_came: "Ingen skrevs in de månaderna." | "Nobody was enrolled in those months.",
    #[cfg(feature = "ssr")]
    without_referral: "Utan anvisning" | "Without a referral",
    levers: "Vad chefen kan ändra" | "What the manager could change",
    levers_lead: "En sak i taget, allt annat som hittills." | "One thing at a time, everything else as now.",
    change: "Ändring" | "Change",
    full_then: "Fullt från" | "Full from",
    not_within: "inte inom tolv månader" | "not within twelve months",
    the_same: "som utan ändringen" | "as without the change",
    rules: "Verksamhetens regler" | "The programme's rules",
}

/// "Fullt i mars 2027, om det går som hittills."
pub fn full_from(month: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Fullt i {month}, om det går som hittills."),
        Lang::En => format!("Full in {month}, if it goes on as now."),
    }
}

/// "Plats igen i maj 2027."
pub fn free_from(month: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Plats igen i {month}."),
        Lang::En => format!("Room again in {month}."),
    }
}

/// "Hälften har slutat efter 120 dagar."
pub fn half_left(days: u32, lang: Lang) -> String {
    match (lang, days) {
        (Lang::Sv, 1) => "Hälften har slutat efter 1 dag.".to_owned(),
        (Lang::En, 1) => "Half have left after 1 day.".to_owned(),
        (Lang::Sv, n) => format!("Hälften har slutat efter {n} dagar."),
        (Lang::En, n) => format!("Half have left after {n} days."),
    }
}

/// Too little has happened to learn from.
pub fn too_few(ended: u32, came: u32, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!(
            "Det är för få för en prognos: {ended} slutade och {came} började de senaste tolv månaderna. Det behövs minst 10 av båda."
        ),
        Lang::En => format!(
            "There are too few for a forecast: {ended} left and {came} began in the last twelve months. At least 10 of both are needed."
        ),
    }
}

/// Of how many centres the numbers are.
pub fn of_centres(count: u32, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Hela verksamheten, {count} center."),
        Lang::En => format!("The whole programme, {count} centres."),
    }
}

/// "Gränsen höjs till 275 platser"
#[cfg(feature = "ssr")]
pub fn more_places(most: u32, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Gränsen höjs en tiondel, till {most} platser"),
        Lang::En => format!("The limit is raised a tenth, to {most} places"),
    }
}

/// "En femtedel färre från …"
#[cfg(feature = "ssr")]
pub fn fewer_by(way: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("En femtedel färre: {way}"),
        Lang::En => format!("A fifth fewer: {way}"),
    }
}

/// "12,3" or "12.3"
#[cfg(feature = "ssr")]
pub fn one_decimal(n: f64, lang: Lang) -> String {
    let plain = format!("{n:.1}");
    match lang {
        Lang::Sv => plain.replace('.', ","),
        Lang::En => plain,
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_languages_own_sign() {
        assert_eq!(one_decimal(12.34, Lang::Sv), "12,3");
        assert_eq!(one_decimal(12.0, Lang::En), "12.0");
        assert_eq!(half_left(1, Lang::Sv), "Hälften har slutat efter 1 dag.");
    }
}
