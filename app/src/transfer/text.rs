//! Words of the transfer.

#[cfg(feature = "ssr")]
use crate::kernel::Lang;
use crate::words;

words! {
    title: "Byta center" | "Change centre",
    back: "Till personens sida" | "To the person’s page",
    back_day: "Till i dag" | "To today",
    propose_title: "Föreslå ett annat center" | "Propose another centre",
    to_centre: "Till vilket center" | "To which centre",
    effective_on: "Från och med" | "From",
    go: "Fråga deltagaren" | "Ask the participant",
    withdraw: "Dra tillbaka" | "Withdraw",
    no_other: "Verksamheten har inget annat center, eller så är inskrivningen avslutad." | "The programme has no other centre, or the enrolment has ended.",
    happens_title: "Det här händer" | "What happens",
    happens_yes: "Inget händer och inget visas för det andra centret förrän deltagaren sagt ja." | "Nothing happens, and the other centre sees nothing, until the participant has said yes.",
    happens_move: "Inskrivningen går vidare där. Från den dagen ser ingen här deltagaren." | "The enrolment goes on there. From that day nobody here sees the participant.",
    happens_ends: "Medarbetarna här slutar arbeta med deltagaren. Bokade tider avbokas. Samtycken som gäller under inskrivningen ges på nytt där." | "Colleagues here stop working with the participant. Booked meetings are cancelled. Consents given while enrolled are given again there.",
    list_title: "Förslag" | "Proposals",
    none: "Inga förslag." | "No proposals.",
    none_mine: "Ingen har frågat om du vill byta center." | "Nobody has asked you to move to another centre.",
    my_means: "Om du säger ja fortsätter din inskrivning på det nya centret." | "If you say yes your enrolment goes on at the new centre.",
    my_plan: "Planen är din och följer med dig." | "The plan is yours and goes with you.",
    my_old: "Det gamla centret ser inget nytt om dig efter det." | "The old centre sees nothing new about you after that.",
    my_meetings: "Bokade tider avbokas. Du får en ny coach." | "Booked meetings are cancelled. You get a new coach.",
    my_consents: "Du bestämmer om dina samtycken igen." | "You decide about your consents again.",
    yes: "Ja, byt center" | "Yes, move me",
    no: "Nej, stanna kvar" | "No, stay here",
    #[cfg(feature = "ssr")]
    coach_soon: "Du får en ny coach snart." | "You get a new coach soon.",
}

#[cfg(feature = "ssr")]
pub fn what(from: &str, to: &str, day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Från {from} till {to}, från och med {day}."),
        Lang::En => format!("From {from} to {to}, from {day}."),
    }
}

#[cfg(feature = "ssr")]
pub fn moved_to(to: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Du har flyttat till {to}."),
        Lang::En => format!("You have moved to {to}."),
    }
}

#[cfg(feature = "ssr")]
pub fn moved_here(day: &str, from: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Flyttade hit den {day} från {from}."),
        Lang::En => format!("Moved here on {day} from {from}."),
    }
}

#[cfg(feature = "ssr")]
pub fn coach_is(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Din coach heter {name}."),
        Lang::En => format!("Your coach is {name}."),
    }
}

#[cfg(feature = "ssr")]
pub fn coach_begins(name: &str, day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("{name} blir din coach från {day}."),
        Lang::En => format!("{name} becomes your coach from {day}."),
    }
}

#[cfg(feature = "ssr")]
pub fn stage(code: &str, lang: Lang) -> &'static str {
    match (lang, code) {
        (Lang::Sv, "proposed") => "Väntar på deltagarens svar",
        (Lang::En, "proposed") => "Awaits the participant’s answer",
        (Lang::Sv, "agreed") => "Deltagaren sa ja",
        (Lang::En, "agreed") => "The participant said yes",
        (Lang::Sv, "declined") => "Deltagaren sa nej",
        (Lang::En, "declined") => "The participant said no",
        (Lang::Sv, "withdrawn") => "Tillbakadraget",
        (Lang::En, "withdrawn") => "Withdrawn",
        (Lang::Sv, "done") => "Klart",
        (Lang::En, "done") => "Done",
        (Lang::Sv, _) => "Inskrivningen avslutades",
        (Lang::En, _) => "The enrolment ended",
    }
}
