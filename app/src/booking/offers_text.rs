//! Words of what is offered beside the talks (K3).

use crate::words;

words! {
    title: "Erbjud en aktivitet" | "Offer an activity",
    lead: "Jobb, utbildning eller jobbsökning. Erbjudandet räknas från i dag." | "Work, education or job search. The offer counts from today.",
    what: "Vad erbjuder du?" | "What do you offer?",
    go: "Spara erbjudandet" | "Save the offer",
    of_plan: "Ur planen" | "From the plan",
    of_catalogue: "Annat" | "Other",
    as_it_was: "Som det står" | "As it stands",
    job_search: "Jobbsökning" | "Job search",
    placement: "Praktik" | "Placement",
    training: "Kurs" | "Course",
    education: "Utbildning" | "Education",
    offered: "Erbjudna aktiviteter" | "Activities offered",
    none: "Inget är erbjudet än." | "Nothing is offered yet.",
    linked: "ur planen" | "from the plan",
    corrected: "rättat" | "corrected",
    taken_back: "taget tillbaka" | "taken back",
    correct: "Rätta eller ta tillbaka" | "Correct or take back",
    correct_title: "Rätta erbjudandet" | "Correct the offer",
    correct_lead: "Det som stod förut finns kvar, och räknas inte. Personen ser ändringen." | "What stood before stays, and does not count. The person sees the change.",
    correct_what: "Vad erbjöds?" | "What was offered?",
    correct_day: "Vilken dag?" | "On which day?",
    correct_go: "Spara rättelsen" | "Save the correction",
    take_back_title: "Eller ta tillbaka det" | "Or take it back",
    take_back_lead: "Om personen tackade nej, låt det stå: det var erbjudet." | "If the person said no, leave it: it was offered.",
    why: "Varför?" | "Why?",
    words: "Med några ord" | "In a few words",
    words_hint: "Behövs vid ”annat”. Personen läser dem. Skriv inget om hälsa." | "Needed with “other”. The person reads them. Write nothing about health.",
    take_back_go: "Ta tillbaka erbjudandet" | "Take the offer back",
    cancel: "Avbryt" | "Cancel",
}

#[cfg(feature = "ssr")]
pub use server::*;

/// Made on the server.
#[cfg(feature = "ssr")]
mod server {
    use crate::kernel::Lang;
    use domain::plan::ActivityKind;

    pub const fn kind(kind: ActivityKind, lang: Lang) -> &'static str {
        match kind {
            ActivityKind::JobSearch => super::job_search(lang),
            ActivityKind::Placement => super::placement(lang),
            ActivityKind::Training => super::training(lang),
            _ => super::education(lang),
        }
    }

    /// Until when an offer can be put right.
    pub fn until(day: &str, lang: Lang) -> String {
        match lang {
            Lang::Sv => format!("Går att ändra till och med {day}."),
            Lang::En => format!("Can be changed until {day}."),
        }
    }

    /// "20 november: Kurs, Truckkort".
    pub fn line(day: &str, kind: &str, step: Option<&str>) -> String {
        match step {
            Some(step) => format!("{day}: {kind}, {step}"),
            None => format!("{day}: {kind}"),
        }
    }
}
