//! Words of the plan.

use crate::kernel::Lang;
use crate::words;
use domain::plan::ActivityStatus;

words! {
    title: "Min plan" | "My plan",
    want: "Det här vill jag" | "This is what I want",
    good_at: "Det här kan jag" | "This is what I am good at",
    need: "Det här behöver jag" | "This is what I need",
    no_goal: "Skriv med dina egna ord vad du vill." | "Write in your own words what you want.",
    edit_goal: "Ändra" | "Change",
    write_goal: "Skriv mitt mål" | "Write my goal",
    save: "Spara" | "Save",
    now: "Nu" | "Now",
    ideas: "Idéer" | "Ideas",
    done: "Klart" | "Done",
    stopped: "Avbrutet" | "Stopped",
    no_steps: "Här kommer dina steg." | "Your steps will be here.",
    no_steps_more: "Lägg till ett eget, eller prata med din coach." | "Add one of your own, or talk to your coach.",
    add: "Lägg till ett eget steg" | "Add a step of your own",
    add_title: "Vad vill du göra?" | "What do you want to do?",
    add_when: "När? (om du vet)" | "When? (if you know)",
    add_go: "Lägg till" | "Add",
    mark_done: "Klart" | "Done",
    not_done: "Inte klart" | "Not done",
    undo: "Ångra" | "Undo",
    was_done: "Bra! Steget är klart." | "Good! The step is done.",
    was_reopened: "Steget är tillbaka i planen." | "The step is back in the plan.",
    attendance: "Närvaro" | "Attendance",
    no_stamps: "Här kommer dina stämplar när du checkar in." | "Your stamps will be here when you check in.",
    earlier_months: "Tidigare månader" | "Earlier months",
    who_reads: "Vem kan se min plan" | "Who can see my plan",
    nobody_reads: "Bara du." | "Only you.",
    readers_here: "Samordnaren kan också läsa den. Chefen måste ange ett skäl, och du ser skälet." | "The team leader can read it too. The manager must state a reason, and you see the reason.",
    #[cfg(feature = "ssr")]
    you: "Du" | "You",
    #[cfg(feature = "ssr")]
    somebody: "Någon annan" | "Someone else",
}

/// Status of a step in one word.
pub const fn status(status: ActivityStatus, lang: Lang) -> &'static str {
    use ActivityStatus as S;
    match (lang, status) {
        (Lang::Sv, S::Idea) => "Idé",
        (Lang::En, S::Idea) => "Idea",
        (Lang::Sv, S::Agreed) => "Överenskommet",
        (Lang::En, S::Agreed) => "Agreed",
        (Lang::Sv, S::UnderWay) => "Pågår",
        (Lang::En, S::UnderWay) => "Under way",
        (Lang::Sv, S::Done) => "Klart",
        (Lang::En, S::Done) => "Done",
        (Lang::Sv, S::Stopped) => "Avbrutet",
        (Lang::En, S::Stopped) => "Stopped",
    }
}

#[cfg(feature = "ssr")]
/// Who does a step, where no name is known.
pub const fn doer(doer: domain::plan::Doer, lang: Lang) -> &'static str {
    use domain::plan::Doer;
    match (lang, doer) {
        (Lang::Sv, Doer::Participant) => "Du",
        (Lang::En, Doer::Participant) => "You",
        (Lang::Sv, Doer::Coach) => "Din coach",
        (Lang::En, Doer::Coach) => "Your coach",
        (Lang::Sv, Doer::Recruiter) => "Rekryteraren",
        (Lang::En, Doer::Recruiter) => "The recruiter",
        (Lang::Sv, Doer::Other) => "Någon annan",
        (Lang::En, Doer::Other) => "Someone else",
    }
}

/// "Only Karin and Johan", as a sentence.
pub fn readers(names: &[String], lang: Lang) -> String {
    let and = match lang {
        Lang::Sv => " och ",
        Lang::En => " and ",
    };
    match names {
        [] => nobody_reads(lang).to_owned(),
        [one] => match lang {
            Lang::Sv => format!("Du och {one}."),
            Lang::En => format!("You and {one}."),
        },
        [first @ .., last] => match lang {
            Lang::Sv => format!("Du, {}{and}{last}.", first.join(", ")),
            Lang::En => format!("You, {}{and}{last}.", first.join(", ")),
        },
    }
}

/// Names as a list in words.
fn listed(names: &[String], lang: Lang) -> String {
    let and = match lang {
        Lang::Sv => " och ",
        Lang::En => " and ",
    };
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}{and}{last}", first.join(", ")),
    }
}

/// Those who read their own steps alone.
pub fn readers_own_steps(names: &[String], lang: Lang) -> String {
    let names = listed(names, lang);
    match lang {
        Lang::Sv => format!("{names} ser bara sina egna steg."),
        Lang::En => format!("{names}: only the steps that they do."),
    }
}

/// Agencies that read a version.
pub fn readers_agencies(names: &[String], lang: Lang) -> String {
    let names = listed(names, lang);
    match lang {
        Lang::Sv => format!("Det du har delat: {names}."),
        Lang::En => format!("What you have shared: {names}."),
    }
}

#[cfg(feature = "ssr")]
pub fn by_day(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("senast {day}"),
        Lang::En => format!("by {day}"),
    }
}

/// Why somebody was away, in the few words that fit a stamp's place; nothing where nothing is known.
#[cfg(feature = "ssr")]
pub fn away(kind: &str, reason: Option<&str>, lang: Lang) -> &'static str {
    match (lang, kind, reason) {
        (Lang::Sv, "cancelled_by_centre", _) => "inställt",
        (Lang::En, "cancelled_by_centre", _) => "cancelled",
        (Lang::Sv, _, Some("ill")) => "sjuk",
        (Lang::En, _, Some("ill")) => "ill",
        (Lang::Sv, _, Some("ill_child")) => "sjukt barn",
        (Lang::En, _, Some("ill_child")) => "child ill",
        (Lang::Sv, _, Some("work_or_interview")) => "jobb",
        (Lang::En, _, Some("work_or_interview")) => "work",
        (Lang::Sv, _, Some("other_appointment")) => "annan tid",
        (Lang::En, _, Some("other_appointment")) => "other time",
        (Lang::Sv, _, _) => "borta",
        (Lang::En, _, _) => "away",
    }
}
