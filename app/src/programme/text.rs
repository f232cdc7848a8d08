//! Words of the programmes.

use crate::kernel::Lang;
use crate::words;
use domain::programme::{Condition, EntryGroup, ExtensionKey, Outcome, QuotaPeriod, TargetDenominator};

words! {
    title: "Verksamheter" | "Programmes",
    lead: "Reglerna som verksamheterna går efter. En ändring blir en ny version. Den som är inskriven behåller sin." | "The rules that the programmes go by. A change becomes a new version. Whoever is enrolled keeps theirs.",
    programme: "Verksamhet" | "Programme",
    version: "Version" | "Version",
    holds_from: "Gäller från" | "Valid from",
    enrolled: "Inskrivna nu" | "Enrolled now",
    ever: "Totalt" | "In all",
    coming: "Kommer" | "To come",
    none: "Centret har ingen verksamhet." | "The centre has no programme.",
    back: "Alla verksamheter" | "All programmes",
    back_to_one: "Tillbaka till verksamheten" | "Back to the programme",
    rules: "Regler" | "Rules",
    versions: "Versioner" | "Versions",
    versions_lead: "Den som skrivs in får den version som gäller den dagen, och behåller den. Antalen gäller ert center." | "Whoever is enrolled gets the version that holds on that day, and keeps it. The numbers are of your centre.",
    new_version: "Ny version" | "New version",
    new_lead: "Fälten visar den senaste versionen. Ändra det som ska bli annorlunda. Det som källan inte säger lämnas tomt." | "The fields show the latest version. Change what is to be different. What the source does not say is left empty.",
    silent: "Källan säger inget." | "The source does not say.",
    holds: "gäller nu" | "holds now",
    source: "Källa" | "Source",
    source_hint: "Beslut eller dokument, till exempel diarienummer." | "A decision or document, for example its number.",
    reason: "Varför" | "Why",
    reason_hint: "Skriv inget om någon enskild person." | "Write nothing about any one person.",
    made: "Gjord" | "Made",
    compare: "Vad skiljer?" | "What differs?",
    compare_from: "Från version" | "From version",
    compare_till: "Till version" | "To version",
    show: "Visa skillnaden" | "Show the difference",
    before: "Före" | "Before",
    after: "Efter" | "After",
    nothing_differs: "Versionerna säger samma sak." | "The versions say the same.",
    nothing_said: "inget" | "nothing",
    field: "Regel" | "Rule",

    ages: "Ålder" | "Age",
    age_from: "Har fyllt (år)" | "Has turned (years)",
    age_below: "Har inte fyllt (år)" | "Has not turned (years)",
    target_group: "Målgrupp" | "Target group",
    one_a_line: "En på varje rad." | "One on each line.",
    conditions: "Villkor som besvaras ja eller nej" | "Conditions answered yes or no",
    entries: "Vägar in och kvoter" | "Ways in and quotas",
    entries_hint: "En väg på varje rad. Utan kvot är vägen öppen så länge det finns plats." | "One way in on each row. Without a quota it is open as long as there is room.",
    agency: "Myndighet" | "Agency",
    group: "Vilka" | "Who",
    quota: "Högst" | "At most",
    per: "Per" | "Per",
    while_new: "Bara så länge nybesöken är högst" | "Only while new applicants are at most",
    drop_row: "Ta bort raden" | "Remove the row",
    capacity: "Platser på en gång" | "Places at once",
    promises: "Löften" | "Promises",
    first_meeting: "Första mötet med coachen inom (arbetsdagar)" | "First meeting with the coach within (working days)",
    talks_offered: "Coachsamtal som erbjuds, minst" | "Coach talks offered, at least",
    talks_within: "Samtalen erbjuds inom (dagar)" | "The talks are offered within (days)",
    offer_within: "Arbete, studier eller jobbsökaraktivitet erbjuds inom (dagar)" | "Work, education or a job-search activity is offered within (days)",
    contact_within: "Första kontakt efter anvisningen inom (arbetsdagar)" | "First contact after the referral within (working days)",
    term: "Tid" | "Time",
    term_months: "En inskrivning varar (månader)" | "An enrolment lasts (months)",
    extension: "Förlängning godkänns av" | "An extension is approved by",
    steps: "Trappsteg, i ordning" | "Steps, in order",
    outcomes: "Så kan en inskrivning sluta" | "How an enrolment may end",
    targets: "Resultatmål" | "Result targets",
    target_percent: "Procent" | "Per cent",
    target_of: "Av" | "Of",
    target_within: "Inom (månader)" | "Within (months)",
    valid_from: "Gäller från och med" | "Valid from and including",
    save: "Spara ny version" | "Save new version",
    stale_look: "Se vad som skiljer" | "See what differs",
    stale_yes: "Jag har sett skillnaden. Min version ersätter den." | "I have seen the difference. My version replaces it.",
}

/// "12 inskrivna under version 2"
pub fn enrolled_under(count: u32, version: i32, lang: Lang) -> String {
    match (lang, count) {
        (Lang::Sv, 1) => format!("1 inskriven under version {version}"),
        (Lang::Sv, n) => format!("{n} inskrivna under version {version}"),
        (Lang::En, n) => format!("{n} enrolled under version {version}"),
    }
}

/// "Version 2, gäller från 1 december 2026"
pub fn version_from(version: i32, from: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Version {version}, gäller från {from}"),
        Lang::En => format!("Version {version}, valid from {from}"),
    }
}

/// "Från version 1 till version 2"
pub fn between(from: i32, till: i32, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Från version {from} till version {till}"),
        Lang::En => format!("From version {from} to version {till}"),
    }
}

/// "Väg 2"
pub fn entry_row(n: u8, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Väg {}", u32::from(n) + 1),
        Lang::En => format!("Way in {}", u32::from(n) + 1),
    }
}

/// "Mål 2"
pub fn target_row(n: u8, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Mål {}", u32::from(n) + 1),
        Lang::En => format!("Target {}", u32::from(n) + 1),
    }
}

/// E4: yes or no, and never a word about health.
pub const fn condition(condition: Condition, lang: Lang) -> &'static str {
    use Condition as C;
    match (lang, condition) {
        (Lang::Sv, C::ChildCareArranged) => "Barntillsyn är ordnad",
        (Lang::En, C::ChildCareArranged) => "Child care is arranged",
        (Lang::Sv, C::NoOngoingAbuse) => "Inget pågående missbruk",
        (Lang::En, C::NoOngoingAbuse) => "No ongoing abuse",
        (Lang::Sv, C::NoHinderingIllness) => "Ingen fysisk eller psykisk sjukdom som hindrar",
        (Lang::En, C::NoHinderingIllness) => "No hindering physical or mental illness",
        (Lang::Sv, C::CommunicatesInSwedishOrEnglish) => "Kan göra sig förstådd på svenska eller engelska",
        (Lang::En, C::CommunicatesInSwedishOrEnglish) => "Can communicate in Swedish or English",
        (Lang::Sv, C::WantsWork) => "Vill arbeta",
        (Lang::En, C::WantsWork) => "Wants work",
    }
}

/// Whom a way in counts (E2).
pub const fn entry_group(group: EntryGroup, lang: Lang) -> &'static str {
    use EntryGroup as G;
    match (lang, group) {
        (Lang::Sv, G::NewApplicants) => "nybesök",
        (Lang::En, G::NewApplicants) => "new applicants",
        (Lang::Sv, G::OldCases) => "gamla ärenden",
        (Lang::En, G::OldCases) => "old cases",
        (Lang::Sv, G::LongTermRegistered) => "långtidsinskrivna",
        (Lang::En, G::LongTermRegistered) => "long-term registered",
        (Lang::Sv, G::Referred) => "alla som anvisas",
        (Lang::En, G::Referred) => "all who are referred",
    }
}

pub const fn period(per: QuotaPeriod, lang: Lang) -> &'static str {
    match (lang, per) {
        (Lang::Sv, QuotaPeriod::Month) => "månad",
        (Lang::En, QuotaPeriod::Month) => "month",
        (Lang::Sv, QuotaPeriod::HalfYear) => "halvår",
        (Lang::En, QuotaPeriod::HalfYear) => "half-year",
    }
}

/// Whom a target is of (S4).
pub const fn denominator(of: TargetDenominator, lang: Lang) -> &'static str {
    use TargetDenominator as T;
    match (lang, of) {
        (Lang::Sv, T::Exited) => "dem som avslutades",
        (Lang::En, T::Exited) => "those who left",
        (Lang::Sv, T::Enrolled) => "dem som skrevs in",
        (Lang::En, T::Enrolled) => "those who were enrolled",
        (Lang::Sv, T::Finished) => "dem som fullföljde",
        (Lang::En, T::Finished) => "those who finished",
    }
}

/// Whose key an extension needs (X1).
pub const fn key(key: ExtensionKey, lang: Lang) -> &'static str {
    match (lang, key) {
        (Lang::Sv, ExtensionKey::Participant) => "Deltagaren",
        (Lang::En, ExtensionKey::Participant) => "The participant",
        (Lang::Sv, ExtensionKey::CaseWorker) => "Myndighetens handläggare",
        (Lang::En, ExtensionKey::CaseWorker) => "The agency's case worker",
        (Lang::Sv, ExtensionKey::Centre) => "Centret",
        (Lang::En, ExtensionKey::Centre) => "The centre",
    }
}

/// How an enrolment ends (X3).
pub const fn outcome_word(outcome: Outcome, lang: Lang) -> &'static str {
    use Outcome as O;
    match (lang, outcome) {
        (Lang::Sv, O::Work) => "Arbete utan subvention",
        (Lang::En, O::Work) => "Unsubsidised work",
        (Lang::Sv, O::WorkSubsidised) => "Subventionerat arbete",
        (Lang::En, O::WorkSubsidised) => "Subsidised work",
        (Lang::Sv, O::OwnBusiness) => "Eget företag",
        (Lang::En, O::OwnBusiness) => "Own business",
        (Lang::Sv, O::Education) => "Studier",
        (Lang::En, O::Education) => "Education",
        (Lang::Sv, O::OtherMeasure) => "Annan insats",
        (Lang::En, O::OtherMeasure) => "Another measure",
        (Lang::Sv, O::BackToAgency) => "Tillbaka till myndigheten",
        (Lang::En, O::BackToAgency) => "Back to the agency",
        (Lang::Sv, O::Illness) => "Sjukdom",
        (Lang::En, O::Illness) => "Illness",
        (Lang::Sv, O::Moved) => "Har flyttat",
        (Lang::En, O::Moved) => "Moved",
        (Lang::Sv, O::DroppedOut) => "Slutade i förtid",
        (Lang::En, O::DroppedOut) => "Dropped out",
        (Lang::Sv, O::TimeLimit) => "Tiden tog slut",
        (Lang::En, O::TimeLimit) => "Time limit",
        (Lang::Sv, O::Other) => "Annat",
        (Lang::En, O::Other) => "Other",
    }
}

/// "Tidigast 1 december 2026."
pub fn earliest(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Tidigast {day}."),
        Lang::En => format!("Earliest {day}."),
    }
}
