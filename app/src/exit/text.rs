//! Words of the exit and of what follows it.

use crate::kernel::Lang;
use crate::words;
use domain::exit::Standing;

words! {
    title: "Avslut" | "Exit",
    back: "Till personens sida" | "To the person’s page",
    form_title: "Avsluta inskrivningen" | "End the enrolment",
    correct_title: "Rätta avslutet" | "Correct the exit",
    correct_lead: "Det som stod förut ligger kvar i historiken. Siffrorna räknas om." | "What stood before stays in the history. The figures are counted anew.",
    ends_title: "Det här händer" | "What happens",
    plan_stays: "Planen och deltagarboken är kvar hos deltagaren, som kan logga in och läsa dem." | "The plan and the book stay with the participant, who can sign in and read them.",
    follow_ups_made: "Vi följer upp efter 3, 6 och 12 månader." | "We follow up after 3, 6 and 12 months.",
    outcome_label: "Hur det gick" | "How it went",
    ended_on: "Sista dag" | "Last day",
    starts_on: "Arbetet eller studierna börjar" | "Work or studies begin",
    only_work: "Bara vid arbete och studier." | "Only for work and studies.",
    extent: "Omfattning i procent" | "Extent in per cent",
    lasts: "Räknar ni med att det fortsätter?" | "Do you expect it to last?",
    yes: "Ja" | "Yes",
    no: "Nej" | "No",
    go: "Avsluta inskrivningen" | "End the enrolment",
    correct_go: "Spara rättelsen" | "Save the correction",
    reopen_title: "Ta tillbaka avslutet" | "Take the exit back",
    reopen_lead: "Inskrivningen öppnas igen. Bokade tider som avbokades kommer inte tillbaka. Uppföljningar som väntar tas bort." | "The enrolment is opened again. Cancelled meetings do not come back. Follow-ups that wait are removed.",
    reopen_go: "Ta tillbaka avslutet" | "Take the exit back",
    history: "Det som är antecknat" | "What is recorded",
    earlier: "Tidigare inskrivningar här" | "Earlier enrolments here",
    read_only: "Du kan läsa men inte ändra." | "You can read but not change.",

    follow_title: "Uppföljningar" | "Follow-ups",
    follow_lead: "Hur det är 3, 6 och 12 månader efter avslutet." | "How it is 3, 6 and 12 months after the exit.",
    overdue: "Försenade" | "Overdue",
    due: "Att göra nu" | "To do now",
    coming: "Kommer" | "Coming",
    closed: "Klara" | "Done",
    none_follow: "Inga uppföljningar här." | "No follow-ups here.",
    name: "Namn" | "Name",
    when_due: "Dag" | "Day",
    outcome_then: "Vid avslutet" | "At the exit",
    tries: "Försök" | "Attempts",
    no_tries: "Inga försök än" | "No attempts yet",
    result: "Hur det är nu" | "How it is now",
    record_try: "Anteckna ett försök" | "Record an attempt",
    tried_on: "När" | "When",
    how: "Hur" | "How",
    result_label: "Svar" | "Answer",
    result_hint: "Lämna tomt om du inte nådde personen och ska försöka igen." | "Leave empty if you did not reach the person and will try again.",
    try_go: "Spara" | "Save",
    rates_title: "Så har det gått" | "How it has gone",
    rates_lead: "De som vi inte nådde räknas också med." | "Those we did not reach are counted too.",
    months_title: "Efter" | "After",
    of_all: "I arbete eller studier" | "In work or studies",
    not_reached_count: "Inte nådda" | "Not reached",
    still_open: "Väntar på svar" | "Awaiting an answer",
    correct_answer: "Rätta svaret" | "Correct the answer",
}

/// "Inskriven 9 november. Tiden slutar 9 maj."
#[cfg(feature = "ssr")]
pub fn since(from: &str, until: Option<&str>, lang: Lang) -> String {
    match (lang, until) {
        (Lang::Sv, Some(until)) => format!("Inskriven {from}. Tiden slutar {until}."),
        (Lang::Sv, None) => format!("Inskriven {from}."),
        (Lang::En, Some(until)) => format!("Enrolled {from}. The term ends {until}."),
        (Lang::En, None) => format!("Enrolled {from}."),
    }
}

/// "Arbetsforum: 9 november – 2 juni"
#[cfg(feature = "ssr")]
pub fn enrolment(programme: &str, from: &str, until: Option<&str>, lang: Lang) -> String {
    match (lang, until) {
        (_, Some(until)) => format!("{programme}: {from} – {until}"),
        (Lang::Sv, None) => format!("{programme}: från {from}"),
        (Lang::En, None) => format!("{programme}: from {from}"),
    }
}

/// What an exit ends, each in a sentence; nothing where there is nothing.
#[cfg(feature = "ssr")]
pub fn ends(bookings: i64, colleagues: i64, consents: i64, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    match (lang, bookings) {
        (_, 0) => {}
        (Lang::Sv, 1) => lines.push("1 bokad tid avbokas.".to_owned()),
        (Lang::Sv, n) => lines.push(format!("{n} bokade tider avbokas.")),
        (Lang::En, 1) => lines.push("1 booked meeting is cancelled.".to_owned()),
        (Lang::En, n) => lines.push(format!("{n} booked meetings are cancelled.")),
    }
    match (lang, colleagues) {
        (_, 0) => {}
        (Lang::Sv, 1) => lines.push("1 medarbetare slutar arbeta med personen.".to_owned()),
        (Lang::Sv, n) => lines.push(format!("{n} medarbetare slutar arbeta med personen.")),
        (Lang::En, 1) => lines.push("1 colleague stops working with the person.".to_owned()),
        (Lang::En, n) => lines.push(format!("{n} colleagues stop working with the person.")),
    }
    match (lang, consents) {
        (_, 0) => {}
        (Lang::Sv, 1) => {
            lines
                .push("1 samtycke som gäller under inskrivningen slutar gälla efter sista dagen.".to_owned());
        }
        (Lang::Sv, n) => lines.push(format!(
            "{n} samtycken som gäller under inskrivningen slutar gälla efter sista dagen."
        )),
        (Lang::En, 1) => lines.push("1 consent given while enrolled ends after the last day.".to_owned()),
        (Lang::En, n) => lines.push(format!(
            "{n} consents given while enrolled end after the last day."
        )),
    }
    lines
}

/// One line of what has been recorded.
#[cfg(feature = "ssr")]
pub fn recorded(
    kind: &str,
    outcome: Option<&str>,
    last_day: Option<&str>,
    on: &str,
    by_somebody: bool,
    lang: Lang,
) -> String {
    let (outcome, last_day) = (outcome.unwrap_or_default(), last_day.unwrap_or_default());
    match (lang, kind, by_somebody) {
        (Lang::Sv, "reopened", _) => format!("{on}: avslutet togs tillbaka."),
        (Lang::En, "reopened", _) => format!("{on}: the exit was taken back."),
        (Lang::Sv, "corrected", _) => format!("{on}: rättat till {outcome}, sista dag {last_day}."),
        (Lang::En, "corrected", _) => format!("{on}: corrected to {outcome}, last day {last_day}."),
        (Lang::Sv, _, false) => format!("{on}: {outcome}, sista dag {last_day}. Tiden gick ut av sig själv."),
        (Lang::En, _, false) => format!("{on}: {outcome}, last day {last_day}. The term ran out by itself."),
        (Lang::Sv, _, true) => format!("{on}: {outcome}, sista dag {last_day}."),
        (Lang::En, _, true) => format!("{on}: {outcome}, last day {last_day}."),
    }
}

/// "Går till och med 4 december."
pub fn reopen_until(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Går till och med {day}."),
        Lang::En => format!("Possible until {day}."),
    }
}

/// "3 månader"
pub fn months(n: i16, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("{n} månader"),
        Lang::En => format!("{n} months"),
    }
}

pub const fn standing(standing: Standing, lang: Lang) -> &'static str {
    match standing {
        Standing::Overdue => overdue(lang),
        Standing::Due => due(lang),
        Standing::Coming => coming(lang),
    }
}

/// A way of asking.
pub fn way(code: &str, lang: Lang) -> &'static str {
    match (lang, code) {
        (Lang::Sv, "phone") => "Telefon",
        (Lang::En, "phone") => "Phone",
        (Lang::Sv, "text_message") => "Sms",
        (Lang::En, "text_message") => "Text message",
        (Lang::Sv, "email") => "E-post",
        (Lang::En, "email") => "Email",
        (Lang::Sv, "letter") => "Brev",
        (Lang::En, "letter") => "Letter",
        (Lang::Sv, _) => "Besök",
        (Lang::En, _) => "Visit",
    }
}

/// How it is, in words.
pub fn result_word(code: &str, lang: Lang) -> &'static str {
    match (lang, code) {
        (Lang::Sv, "work") => "I arbete",
        (Lang::En, "work") => "In work",
        (Lang::Sv, "study") => "Studerar",
        (Lang::En, "study") => "Studying",
        (Lang::Sv, "other") => "Annat",
        (Lang::En, "other") => "Other",
        (Lang::Sv, _) => "Gick inte att nå",
        (Lang::En, _) => "Could not be reached",
    }
}

/// "20 november, telefon: nådd"
#[cfg(feature = "ssr")]
pub fn attempt(on: &str, by_way: &str, reached: bool, lang: Lang) -> String {
    let by_way = way(by_way, lang).to_lowercase();
    match (lang, reached) {
        (Lang::Sv, true) => format!("{on}, {by_way}: nådd"),
        (Lang::Sv, false) => format!("{on}, {by_way}: inte nådd"),
        (Lang::En, true) => format!("{on}, {by_way}: reached"),
        (Lang::En, false) => format!("{on}, {by_way}: not reached"),
    }
}

/// "rättat 20 november"
#[cfg(feature = "ssr")]
pub fn corrected_on(on: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("rättat {on}"),
        Lang::En => format!("corrected {on}"),
    }
}

/// "12 av 30", with the share where there are ten or more (S5).
pub fn rate(part: u32, of: u32, lang: Lang) -> String {
    let percent = (of >= 10).then(|| (u64::from(part) * 200 + u64::from(of)) / (u64::from(of) * 2));
    match (lang, percent) {
        (Lang::Sv, Some(percent)) => format!("{part} av {of}, {percent} %"),
        (Lang::En, Some(percent)) => format!("{part} of {of}, {percent}%"),
        (Lang::Sv, None) => format!("{part} av {of}"),
        (Lang::En, None) => format!("{part} of {of}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_says_of_how_many_and_has_no_share_under_ten() {
        assert_eq!(rate(12, 30, Lang::Sv), "12 av 30, 40 %");
        assert_eq!(rate(3, 9, Lang::Sv), "3 av 9");
        assert_eq!(rate(0, 0, Lang::En), "0 of 0");
    }
}
