//! The words of what is refused of a form, or of its questions.

use crate::kernel::Lang;
use domain::form::FormRefusal;

/// Why a form or a question is refused, and what to do.
pub const fn words(why: FormRefusal, lang: Lang) -> &'static str {
    use FormRefusal as R;
    let (sv, en) = match why {
        R::Empty => ("Fyll i här.", "Fill this in."),
        R::TooLong => (
            "Texten är för lång. Gör den kortare.",
            "The text is too long. Make it shorter.",
        ),
        R::Unreadable => (
            "Texten har ett tecken som vi inte kan läsa.",
            "The text has a character that we cannot read.",
        ),
        R::NoQuestion => ("Skriv minst en fråga.", "Write at least one question."),
        R::TooMany => (
            "Det är för många frågor: högst 12.",
            "There are too many questions: 12 at most.",
        ),
        R::Twice => (
            "Det står två gånger. Ta bort det ena.",
            "It stands there twice. Remove one.",
        ),
        R::ChoicesCount => (
            "Skriv två till åtta svar, ett på varje rad.",
            "Write two to eight answers, one a line.",
        ),
        R::ChoiceShape => (
            "Skriv svaret på båda språken med ett streck mellan: Arbetar | Work.",
            "Write the answer in both languages with a bar between: Arbetar | Work.",
        ),
        R::NotOffered => ("Välj ett av svaren.", "Choose one of the answers."),
        R::LooksLikeIdentityNumber => ("Skriv inget personnummer här.", "Write no identity number here."),
        R::NothingSaid => ("Svara på minst en fråga.", "Answer at least one question."),
        R::NoDifference => (
            "Inget skiljer från den förra versionen. Ändra något först.",
            "Nothing differs from the version before. Change something first.",
        ),
        R::Stale => (
            "Frågorna har ändrats medan du skrev. Inget sparades. Läs sidan igen.",
            "The questions changed while you wrote. Nothing was saved. Read the page again.",
        ),
        R::Closed => (
            "Det går inte att fylla i just nu. Fråga din coach.",
            "It cannot be filled in right now. Ask your coach.",
        ),
    };
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}
