//! The words of what is wrong in the rules of a programme.

use crate::kernel::Lang;
use crate::kernel::error_text::{empty, too_long};
use domain::programme::RuleRefusal;

/// Why rules of a programme cannot hold, and what to do.
pub fn words(why: RuleRefusal, lang: Lang) -> String {
    use RuleRefusal as R;
    let (sv, en) = match why {
        R::NotANumber { from, to } => {
            return match lang {
                Lang::Sv => format!("Skriv ett helt tal från {from} till {to}, eller lämna tomt."),
                Lang::En => format!("Write a whole number from {from} to {to}, or leave it empty."),
            };
        }
        R::Stale { latest } => {
            return match lang {
                Lang::Sv => format!(
                    "Version {latest} gjordes medan du skrev. Inget sparades. Det du skrev finns kvar. Se skillnaden längst ner i formuläret."
                ),
                Lang::En => format!(
                    "Version {latest} was made while you wrote. Nothing was saved. What you wrote is still here. See the difference at the end of the form."
                ),
            };
        }
        R::Empty => (empty(Lang::Sv), empty(Lang::En)),
        R::TooLong => (too_long(Lang::Sv), too_long(Lang::En)),
        R::AgesCross => (
            "Åldrarna korsar varandra. Den övre måste vara högre än den undre.",
            "The ages cross. The upper must be higher than the lower.",
        ),
        R::TalksHalf => (
            "Skriv både hur många samtal och inom hur många dagar, eller inget av dem.",
            "Write both how many talks and within how many days, or neither.",
        ),
        R::TooMany => (
            "Det är för många rader: högst 12.",
            "There are too many rows: 12 at most.",
        ),
        R::Twice => (
            "Det står två gånger. Ta bort det ena.",
            "It stands there twice. Remove one.",
        ),
        R::UnknownAgency => ("Välj en myndighet i listan.", "Choose an agency from the list."),
        R::QuotaWithoutPeriod => (
            "En kvot behöver en period: välj månad eller halvår.",
            "A quota needs a period: choose month or half-year.",
        ),
        R::PeriodWithoutQuota => (
            "Skriv hur många på perioden, eller välj bort perioden.",
            "Write how many in the period, or choose no period.",
        ),
        R::NothingToDependOn => (
            "Villkoret räknar myndighetens nybesök. Lägg till den vägen först, och skriv inte villkoret på den.",
            "The condition counts the agency's new applicants. Add that way in first, and do not put the condition on it.",
        ),
        R::Percent => (
            "Skriv en andel från 1 till 100 procent.",
            "Write a share from 1 to 100 per cent.",
        ),
        R::NoTerm => (
            "Det finns ingen tid att förlänga. Skriv hur många månader en inskrivning varar.",
            "There is no term to extend. Write how many months an enrolment lasts.",
        ),
        R::NotADay => (
            "Det är inget datum. Skriv till exempel 2026-11-21.",
            "That is not a date. Write for example 2026-11-21.",
        ),
        R::DayPast => (
            "Dagen har varit. Välj i dag eller senare.",
            "The day is past. Choose today or later.",
        ),
        R::BeforeLatest => (
            "Den förra versionen gäller från en senare dag. Välj den dagen eller senare.",
            "The version before holds from a later day. Choose that day or later.",
        ),
        R::NoDifference => (
            "Inget skiljer från den förra versionen. Ändra något först.",
            "Nothing differs from the version before. Change something first.",
        ),
    };
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
    .to_owned()
}
