//! Words of who has no coach.

use crate::kernel::Lang;
use crate::words;

words! {
    title: "Utan coach" | "Without a coach",
    lead: "Inskrivna här som inte har någon coach i dag. Den som har väntat längst står först." | "Enrolled here with no coach today. Whoever has waited longest comes first.",
    name: "Namn" | "Name",
    since_title: "Utan coach sedan" | "Without a coach since",
    why_title: "Varför" | "Why",
    action: "Gör så här" | "What to do",
    give: "Ge en coach" | "Give a coach",
    nobody: "Alla har en coach." | "Everybody has a coach.",
    nobody_more: "Den som flyttar hit eller blir utan coach syns här." | "Whoever moves here or is left without a coach appears here.",
}

/// "3 personer".
pub fn people(n: u32, lang: Lang) -> String {
    match (lang, n) {
        (Lang::Sv, 1) => "1 person".to_owned(),
        (Lang::Sv, n) => format!("{n} personer"),
        (Lang::En, 1) => "1 person".to_owned(),
        (Lang::En, n) => format!("{n} people"),
    }
}

/// "20 november, 9 dagar".
#[cfg(feature = "ssr")]
pub fn since(day: &str, days: i64, lang: Lang) -> String {
    match (lang, days) {
        (Lang::Sv, 0) => format!("{day}, i dag"),
        (Lang::En, 0) => format!("{day}, today"),
        (Lang::Sv, 1) => format!("{day}, 1 dag"),
        (Lang::En, 1) => format!("{day}, 1 day"),
        (Lang::Sv, n) => format!("{day}, {n} dagar"),
        (Lang::En, n) => format!("{day}, {n} days"),
    }
}

#[cfg(feature = "ssr")]
pub fn why(code: &str, from: Option<&str>, lang: Lang) -> String {
    match (lang, code, from) {
        (Lang::Sv, "moved", Some(from)) => format!("Flyttade hit från {from}"),
        (Lang::En, "moved", Some(from)) => format!("Moved here from {from}"),
        (Lang::Sv, "moved", None) => "Flyttade hit".to_owned(),
        (Lang::En, "moved", None) => "Moved here".to_owned(),
        (Lang::Sv, "left", _) => "Coachen är inte kvar".to_owned(),
        (Lang::En, "left", _) => "The coach is no longer there".to_owned(),
        (Lang::Sv, ..) => "Har inte haft någon coach".to_owned(),
        (Lang::En, ..) => "Has not had a coach".to_owned(),
    }
}

/// "Karin Holm från 1 december".
#[cfg(feature = "ssr")]
pub fn begins(name: &str, day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("{name} från {day}"),
        Lang::En => format!("{name} from {day}"),
    }
}
