//! Words of the forms, for whoever fills them in, reads them or makes the questions.

#[cfg(feature = "ssr")]
use crate::kernel::Lang;
use crate::words;
#[cfg(feature = "ssr")]
use domain::form::{Direction, Occasion};

words! {
    title: "Dina svar" | "Your answers",
    title_of: "Uppföljningsformulär: start och avslut" | "Start and exit forms",
    back_more: "Till mer" | "To more",
    back_person: "Till personens sida" | "To the person’s page",
    back_forms: "Till dina svar" | "To your answers",
    lead: "Samma frågor i början och i slutet. Då syns det vad som har hänt. Du kan hoppa över en fråga." | "The same questions at the start and at the end. Then it shows what has happened. You can skip a question.",
    lead_of: "Svaren är deltagarens. Ni fyller i tillsammans, eller så gör deltagaren det på sin telefon." | "The answers are the participant’s. You fill them in together, or the participant does it on the phone.",
    nothing: "Det finns inga frågor än. De kommer när du är inskriven." | "There are no questions yet. They come when you are enrolled.",
    nothing_of: "Personen har ingen inskrivning här." | "The person has no enrolment here.",
    fill: "Fyll i" | "Fill in",
    change: "Ändra" | "Change",
    fill_together: "Fyll i tillsammans" | "Fill in together",
    change_together: "Ändra tillsammans" | "Change together",
    together_means: "Skärmen låses till personen: inget annat syns. Du får tillbaka den när du visar att det är du." | "The screen is locked to the person: nothing else shows. You get it back by showing that it is you.",
    answers: "Svaren" | "The answers",
    save: "Spara svaren" | "Save the answers",
    leave: "Tillbaka utan att spara" | "Back without saving",
    saved: "Sparat. Tack!" | "Saved. Thank you!",
    no_answer: "Hoppa över" | "Skip",
    changed_title: "Vad som har hänt" | "What has happened",
    changed_lead: "Ringen är början. Pricken är nu." | "The ring is the start. The dot is now.",
    locked: "Den här skärmen är till för dig just nu. Inget annat än dina svar går att öppna." | "This screen is for you right now. Nothing but your answers can be opened.",
    hand_back: "Klart: lämna tillbaka skärmen" | "Done: hand the screen back",
    hand_back_means: "Coachen loggar in igen och tar över." | "The coach signs in again and takes over.",
}

words! {
    questions_title: "Frågor i start- och slutformuläret" | "Questions of the start and exit forms",
    questions_lead: "En inskrivning behåller de frågor den började med, så att början och slut går att jämföra." | "An enrolment keeps the questions it began with, so that start and end can be compared.",
    asked_now: "Det här frågas nu" | "This is asked now",
    versions: "Versioner" | "Versions",
    new_version: "Ny version" | "New version",
    back_questions: "Till frågorna" | "To the questions",
    new_lead: "Ändra, lägg till eller ta bort. Båda språken behövs. Fråga aldrig om hälsa eller diagnoser." | "Change, add or remove. Both languages are needed. Never ask about health or diagnoses.",
    sv: "Frågan på svenska" | "The question in Swedish",
    en: "Frågan på engelska" | "The question in English",
    kind: "Typ av svar" | "Kind of answer",
    kind_scale: "En skala från 1 till 5" | "A scale from 1 to 5",
    kind_choice: "Ett av flera svar" | "One of several answers",
    kind_text: "Egna ord" | "One’s own words",
    low_sv: "Skalans början (1), svenska" | "The scale’s start (1), Swedish",
    low_en: "Skalans början (1), engelska" | "The scale’s start (1), English",
    high_sv: "Skalans slut (5), svenska" | "The scale’s end (5), Swedish",
    high_en: "Skalans slut (5), engelska" | "The scale’s end (5), English",
    choices: "Svaren att välja på" | "The answers to choose from",
    choices_hint: "Ett på varje rad, svenska och engelska med ett streck mellan: Arbetar | Work" | "One a line, Swedish and English with a bar between: Arbetar | Work",
    more_of_kind: "Skala och svar" | "Scale and answers",
    place: "Plats i ordningen" | "Place in the order",
    drop: "Ta bort frågan" | "Remove the question",
    reason: "Varför ändras det?" | "Why is it changed?",
    make: "Spara som ny version" | "Save as a new version",
    what_differs: "Skiljer från förra" | "Differs from the one before",
}

/// "Fråga 3"
pub fn row(n: u8, lang: crate::kernel::Lang) -> String {
    match lang {
        crate::kernel::Lang::Sv => format!("Fråga {}", u16::from(n) + 1),
        crate::kernel::Lang::En => format!("Question {}", u16::from(n) + 1),
    }
}

#[cfg(feature = "ssr")]
words! {
    not_filled: "Inte ifyllt än." | "Not filled in yet.",
    exit_passed: "Det fylldes inte i, och tiden för det är slut." | "It was not filled in, and the time for it is over.",
    exit_to_come: "Du fyller i det när din tid här snart är slut. Du kan göra det tidigare med din coach." | "You fill it in when your time here is nearly over. You can do it earlier with your coach.",
    added: "Ny fråga" | "New question",
    removed: "Frågan är borta" | "The question is gone",
    reworded: "Andra ord" | "Other words",
    other_answers: "Andra svar" | "Other answers",
    moved: "Annan plats i ordningen" | "Another place in the order",
    first_version: "De frågor som huset började med." | "The questions that the house began with.",
    text_answer: "Egna ord" | "One’s own words",
}

#[cfg(feature = "ssr")]
pub const fn occasion(occasion: Occasion, lang: Lang) -> &'static str {
    match (occasion, lang) {
        (Occasion::Start, Lang::Sv) => "När du började",
        (Occasion::Start, Lang::En) => "When you began",
        (Occasion::Exit, Lang::Sv) => "När du slutar",
        (Occasion::Exit, Lang::En) => "When you leave",
    }
}

#[cfg(feature = "ssr")]
pub fn step(step: u8, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("{step} av 5"),
        Lang::En => format!("{step} of 5"),
    }
}

#[cfg(feature = "ssr")]
pub fn filled(day: &str, jointly: bool, lang: Lang) -> String {
    match (lang, jointly) {
        (Lang::Sv, true) => format!("Ifyllt {day}, tillsammans."),
        (Lang::Sv, false) => format!("Ifyllt {day}."),
        (Lang::En, true) => format!("Filled in {day}, together."),
        (Lang::En, false) => format!("Filled in {day}."),
    }
}

#[cfg(feature = "ssr")]
pub fn start_passed(days: i64, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Det fylldes inte i under de första {days} dagarna."),
        Lang::En => format!("It was not filled in during the first {days} days."),
    }
}

#[cfg(feature = "ssr")]
pub fn days(from: &str, to: Option<&str>, lang: Lang) -> String {
    match (lang, to) {
        (_, Some(to)) => format!("{from} – {to}"),
        (Lang::Sv, None) => format!("Från {from}"),
        (Lang::En, None) => format!("From {from}"),
    }
}

/// What has happened on a scale, with what lies at the end it went towards; no step is called good or bad.
#[cfg(feature = "ssr")]
pub fn shift(way: Direction, (from, to): (u8, u8), (low, high): &(String, String), lang: Lang) -> String {
    let n = from.abs_diff(to);
    match (lang, way) {
        (Lang::Sv, Direction::Same) => format!("Samma som i början: {to} av 5."),
        (Lang::En, Direction::Same) => format!("The same as at the start: {to} of 5."),
        (Lang::Sv, Direction::Up) => format!("Från {from} till {to}: {n} steg mot ”{high}”."),
        (Lang::En, Direction::Up) if n == 1 => format!("From {from} to {to}: 1 step towards “{high}”."),
        (Lang::En, Direction::Up) => format!("From {from} to {to}: {n} steps towards “{high}”."),
        (Lang::Sv, Direction::Down) => format!("Från {from} till {to}: {n} steg mot ”{low}”."),
        (Lang::En, Direction::Down) if n == 1 => format!("From {from} to {to}: 1 step towards “{low}”."),
        (Lang::En, Direction::Down) => format!("From {from} to {to}: {n} steps towards “{low}”."),
    }
}

/// Both answers in words; what was left out is said to be.
#[cfg(feature = "ssr")]
pub fn both(start: Option<&str>, exit: Option<&str>, lang: Lang) -> String {
    let none = match lang {
        Lang::Sv => "inget svar",
        Lang::En => "no answer",
    };
    // A sentence that somebody wrote ends with its own full stop, or with this one.
    let said = |words: Option<&str>| words.unwrap_or(none).trim_end_matches('.').to_owned();
    let (start, exit) = (said(start), said(exit));
    match lang {
        Lang::Sv => format!("I början: {start}. Nu: {exit}."),
        Lang::En => format!("At the start: {start}. Now: {exit}."),
    }
}

#[cfg(feature = "ssr")]
pub fn scale(low: &str, high: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Skala 1–5, från ”{low}” till ”{high}”"),
        Lang::En => format!("Scale 1–5, from “{low}” to “{high}”"),
    }
}

#[cfg(feature = "ssr")]
pub fn made(by: Option<&str>, day: &str, lang: Lang) -> String {
    match (by, lang) {
        (None, _) => first_version(lang).to_owned(),
        (Some(by), Lang::Sv) => format!("{by}, {day}"),
        (Some(by), Lang::En) => format!("{by}, {day}"),
    }
}

#[cfg(feature = "ssr")]
pub fn used(n: i64, lang: Lang) -> String {
    match (n, lang) {
        (0, Lang::Sv) => "Inget formulär är ifyllt med den än.".to_owned(),
        (0, Lang::En) => "No form has been filled in with it yet.".to_owned(),
        (1, Lang::Sv) => "1 formulär är ifyllt med den.".to_owned(),
        (1, Lang::En) => "1 form has been filled in with it.".to_owned(),
        (n, Lang::Sv) => format!("{n} formulär är ifyllda med den."),
        (n, Lang::En) => format!("{n} forms have been filled in with it."),
    }
}

#[cfg(feature = "ssr")]
pub fn version(n: i32, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Version {n}"),
        Lang::En => format!("Version {n}"),
    }
}
