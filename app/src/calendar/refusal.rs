//! The words of what is refused of the centre's calendar.

use crate::kernel::Lang;
use domain::centre_day::CentreDayRefusal;

/// Why a day is not added or taken back, and what to do.
pub const fn words(why: CentreDayRefusal, lang: Lang) -> &'static str {
    use CentreDayRefusal as R;
    let (sv, en) = match why {
        R::NotADay => (
            "Skriv dagen så här: 2026-12-28.",
            "Write the day like this: 2026-12-28.",
        ),
        R::NoKind => (
            "Välj om centret ska ha stängt eller öppet.",
            "Choose whether the centre is closed or open.",
        ),
        R::NotComing => (
            "Bara dagar från och med i morgon går att ändra. Löften har redan räknats med den här.",
            "Only days from tomorrow on can be changed. Promises have been reckoned with this one.",
        ),
        R::TooFar => (
            "Dagen är för långt fram. Välj en dag inom ett och ett halvt år.",
            "The day is too far ahead. Choose one within a year and a half.",
        ),
        R::ClosedAnyway => (
            "Den dagen är redan ledig i hela landet. Den behöver inte stängas.",
            "That day is off in the whole country already. It need not be closed.",
        ),
        R::OpenAnyway => (
            "Den dagen är en vanlig arbetsdag. Centret har redan öppet.",
            "That day is an ordinary working day. The centre is open already.",
        ),
        R::There => (
            "Dagen finns redan i kalendern. En kollega kan ha lagt till den. Se listan.",
            "The day is in the calendar already. A colleague may have added it. See the list.",
        ),
        R::Gone => (
            "Dagen är redan borttagen. En kollega kan ha gjort det. Se ändringarna.",
            "The day is gone already. A colleague may have taken it back. See the changes.",
        ),
    };
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}
