//! The words of what is refused of a promise or a talk.

use crate::kernel::Lang;
use domain::promise::PromiseRefusal;

/// Why a talk or a reason is refused, and what to do.
pub const fn words(why: PromiseRefusal, lang: Lang) -> &'static str {
    use PromiseRefusal as R;
    let (sv, en) = match why {
        R::NotBroken => (
            "Löftet är inte brutet. Det finns inget att förklara.",
            "The promise is not broken. There is nothing to explain.",
        ),
        R::NoReason => ("Välj en orsak.", "Choose a reason."),
        R::WordsNeeded => (
            "Skriv med några ord vad som hände.",
            "Write in a few words what happened.",
        ),
        R::NoSuchTime => (
            "Skriv en dag och ett klockslag, som 2026-12-01 och 13:00.",
            "Write a day and a time, such as 2026-12-01 and 13:00.",
        ),
        R::Past => (
            "Tiden har varit. Välj en senare, eller ”hölls redan”.",
            "The time has passed. Choose a later one, or “was held already”.",
        ),
        R::NotYet => (
            "Samtalet har inte börjat än. Vänta tills det har varit.",
            "The talk has not begun yet. Wait until it has been.",
        ),
        R::ClosedDay => (
            "Centret har stängt den dagen. Välj en annan.",
            "The centre is closed that day. Choose another.",
        ),
        R::Taken => (
            "Coachen är upptagen då. Välj en annan tid.",
            "The coach is busy then. Choose another time.",
        ),
        R::NotTheCoach => (
            "Välj personens coach, eller den som är vikarie den dagen.",
            "Choose the person’s coach, or the deputy on that day.",
        ),
        R::NotEnrolled => (
            "Personen är inte inskriven här nu.",
            "The person is not enrolled here now.",
        ),
        R::NothingToOffer => ("Välj vad du erbjuder.", "Choose what you offer."),
        R::NotEnrolledThen => (
            "Personen var inte inskriven den dagen. Välj en senare dag.",
            "The person was not enrolled on that day. Choose a later day.",
        ),
        R::NotADay => ("Skriv dagen som 2026-12-01.", "Write the day such as 2026-12-01."),
        R::OfferDay => (
            "Välj en dag då personen var inskriven, och som har varit.",
            "Choose a day when the person was enrolled, and that has been.",
        ),
        R::NothingChanged => (
            "Det står så redan. Ändra vad eller dag.",
            "It says so already. Change what or which day.",
        ),
        R::OfferedAlready => (
            "Samma sak är erbjuden den dagen redan. Ta tillbaka den här i stället.",
            "The same is offered on that day already. Take this one back instead.",
        ),
        R::TooLate => (
            "Det är mer än 14 dagar sedan. Erbjudandet går inte att ändra.",
            "It is more than 14 days ago. The offer cannot be changed.",
        ),
    };
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}
