//! Words of publishing the plan.

use crate::kernel::Lang;
use crate::words;

words! {
    section: "Dela med en myndighet" | "Share with an agency",
    lead: "Din plan är din. En myndighet ser den bara om du delar den." | "Your plan is yours. An agency sees it only if you share it.",
    shared_now: "Delas nu" | "Shared now",
    nothing_shared: "Du delar inte din plan med någon myndighet." | "You share your plan with no agency.",
    choose: "Välj vem du vill dela med" | "Choose whom to share with",
    needs_consent: "Behöver ditt samtycke först" | "Needs your consent first",
    needs_consent_more: "Du måste säga ja till att de får se din plan." | "You must say yes to them seeing your plan.",
    to_consent: "Till samtycke" | "To consent",
    see: "Visa och ändra" | "See and change",
    back: "Till min plan" | "To my plan",
    what_they_see: "Det här ser de" | "This is what they see",
    what_they_see_more: "Precis det här, som det är just nu. Ändrar du planen sedan ser de inte det." | "Exactly this, as it is right now. If you change the plan later, they do not see it.",
    empty: "Planen är tom. Skriv något i den först." | "The plan is empty. Write something in it first.",
    message: "Vill du säga något? (om du vill)" | "Do you want to say something? (if you like)",
    go: "Dela planen" | "Share the plan",
    go_anew: "Dela som den är nu" | "Share it as it is now",
    same: "De har din plan som den är nu." | "They have your plan as it is now.",
    since_then: "Det här har ändrats sedan dess" | "This has changed since then",
    your_message: "Du skrev" | "You wrote",
    stop: "Sluta dela" | "Stop sharing",
    stop_more: "De kan inte läsa planen mer. Det de redan har läst kan du inte ta tillbaka." | "They can no longer read the plan. What they have already read you cannot take back.",
    stop_go: "Ja, sluta dela" | "Yes, stop sharing",
    history: "Tidigare" | "Earlier",
    not_known: "De får inte veta att du är inskriven. Då hittar de inte din plan." | "They may not know that you are enrolled. So they cannot find your plan.",
    closed_now: "De kan inte läsa den nu. Ditt samtycke gäller inte längre." | "They cannot read it now. Your consent is no longer in force.",
    unread: "Ingen där har öppnat den än." | "Nobody there has opened it yet.",
    steps: "Steg" | "Steps",
    want: "Det här vill jag" | "This is what I want",
    good_at: "Det här kan jag" | "This is what I am good at",
    need: "Det här behöver jag" | "This is what I need",
    #[cfg(feature = "ssr")]
    participant: "Deltagaren" | "The participant",
    #[cfg(feature = "ssr")]
    coach: "Coachen" | "The coach",
    #[cfg(feature = "ssr")]
    recruiter: "Rekryteraren" | "The recruiter",
    #[cfg(feature = "ssr")]
    somebody: "Någon annan" | "Someone else",
}

/// "Dela med Socialtjänsten Bergsjön"
pub fn share_with(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Dela med {name}"),
        Lang::En => format!("Share with {name}"),
    }
}

/// "Sedan 20 november"
#[cfg(feature = "ssr")]
pub fn since(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Sedan {day}"),
        Lang::En => format!("Since {day}"),
    }
}

/// "Öppnad där 21 november"
#[cfg(feature = "ssr")]
pub fn read(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Öppnad där {day}"),
        Lang::En => format!("Opened there {day}"),
    }
}

/// A version that is no longer the one that is shared.
#[cfg(feature = "ssr")]
pub fn earlier(from: &str, to: &str, revoked: bool, lang: Lang) -> String {
    match (lang, revoked) {
        (Lang::Sv, true) => format!("Delad {from}. Du slutade dela {to}."),
        (Lang::En, true) => format!("Shared {from}. You stopped sharing {to}."),
        (Lang::Sv, false) => format!("Delad {from}. Ny version {to}."),
        (Lang::En, false) => format!("Shared {from}. New version {to}."),
    }
}

/// "3 nya steg, 1 klart sedan dess."
#[cfg(feature = "ssr")]
pub fn difference(tally: domain::plan_version::Tally, lang: Lang) -> Option<String> {
    let count = |n: u32, one: &str, many: &str| match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    };
    let parts = match lang {
        Lang::Sv => [
            count(tally.added, "nytt steg", "nya steg"),
            count(tally.done, "klart", "klara"),
            count(tally.changed, "ändrat steg", "ändrade steg"),
            count(tally.removed, "steg borta", "steg borta"),
            count(tally.answers, "ändrat svar", "ändrade svar"),
        ],
        Lang::En => [
            count(tally.added, "new step", "new steps"),
            count(tally.done, "done", "done"),
            count(tally.changed, "changed step", "changed steps"),
            count(tally.removed, "step gone", "steps gone"),
            count(tally.answers, "changed answer", "changed answers"),
        ],
    };
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let since = match lang {
        Lang::Sv => "sedan dess",
        Lang::En => "since then",
    };
    (!parts.is_empty()).then(|| format!("{} {since}.", parts.join(", ")))
}

/// A change between two versions as a sentence.
#[cfg(feature = "ssr")]
pub fn change(change: &domain::plan_version::Change<'_>, lang: Lang) -> String {
    use crate::plan::text::status;
    use domain::plan_version::{Change, Question};
    match (lang, change) {
        (Lang::Sv, Change::Added(step)) => format!("Nytt steg: {}", step.title),
        (Lang::En, Change::Added(step)) => format!("New step: {}", step.title),
        (Lang::Sv, Change::Removed(step)) => format!("Borta: {}", step.title),
        (Lang::En, Change::Removed(step)) => format!("Gone: {}", step.title),
        (_, Change::Moved { before, after }) => format!(
            "{}: {} → {}",
            after.title,
            status(before.status, lang),
            status(after.status, lang)
        ),
        (Lang::Sv, Change::Reworded { before, after }) if before.title != after.title => {
            format!("Ändrat steg: {} → {}", before.title, after.title)
        }
        (Lang::En, Change::Reworded { before, after }) if before.title != after.title => {
            format!("Changed step: {} → {}", before.title, after.title)
        }
        (Lang::Sv, Change::Reworded { after, .. }) => format!("Ändrat steg: {}", after.title),
        (Lang::En, Change::Reworded { after, .. }) => format!("Changed step: {}", after.title),
        (_, Change::Answer { question, after, .. }) => {
            let asked = match question {
                Question::Want => want(lang),
                Question::GoodAt => good_at(lang),
                Question::Need => need(lang),
            };
            if after.is_empty() {
                format!("{asked}: –")
            } else {
                format!("{asked}: {after}")
            }
        }
    }
}
