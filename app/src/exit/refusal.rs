//! The words of what is refused of an exit, a follow-up, an extension or a transfer.

use crate::kernel::Lang;
use domain::exit::AfterRefusal;

/// Why something of an exit, an extension or a transfer is refused.
pub const fn words(why: AfterRefusal, lang: Lang) -> &'static str {
    use AfterRefusal as R;
    match (lang, why) {
        (Lang::Sv, R::NotADay) => "Skriv dagen som 2026-12-31.",
        (Lang::En, R::NotADay) => "Write the day as 2026-12-31.",
        (Lang::Sv, R::DayOutside) => "Välj en dag från inskrivningens första dag till i dag.",
        (Lang::En, R::DayOutside) => "Choose a day from the first day of the enrolment until today.",
        (Lang::Sv, R::NotAnOutcome) => "Verksamheten har inte det utfallet. Välj ett annat.",
        (Lang::En, R::NotAnOutcome) => "The programme does not have that outcome. Choose another.",
        (Lang::Sv, R::StartNeeded) => "Skriv vilken dag arbetet eller studierna börjar.",
        (Lang::En, R::StartNeeded) => "Write the day when work or studies begin.",
        (Lang::Sv, R::StartFar) => "Välj en dag efter inskrivningen och inom ett år.",
        (Lang::En, R::StartFar) => "Choose a day after the enrolment and within a year.",
        (Lang::Sv, R::ExtentShape) => "Skriv ett helt tal från 1 till 100.",
        (Lang::En, R::ExtentShape) => "Write a whole number from 1 to 100.",
        (Lang::Sv, R::LastsNeeded) => "Välj ja eller nej: räknar ni med att det fortsätter?",
        (Lang::En, R::LastsNeeded) => "Choose yes or no: do you expect it to last?",
        (Lang::Sv, R::Ended) => "Inskrivningen är avslutad. Läs sidan igen.",
        (Lang::En, R::Ended) => "The enrolment has ended. Read the page again.",
        (Lang::Sv, R::TooLate) => "Tiden för det har gått ut. Prata med centret.",
        (Lang::En, R::TooLate) => "The time for it has passed. Talk to the centre.",
        (Lang::Sv, R::EnrolledAnew) => "Personen är inskriven på nytt. Avslutet kan inte tas tillbaka.",
        (Lang::En, R::EnrolledAnew) => "The person is enrolled anew. The exit cannot be taken back.",
        (Lang::Sv, R::NoExtension) => "Den här verksamheten kan inte förlänga tiden.",
        (Lang::En, R::NoExtension) => "This programme cannot extend the time.",
        (Lang::Sv, R::OpenAlready) => {
            "Det finns redan ett förslag som väntar. Ändra det, eller dra tillbaka det först."
        }
        (Lang::En, R::OpenAlready) => {
            "There is a proposal that waits already. Change it, or withdraw it first."
        }
        (Lang::Sv, R::NotLater) => "Välj en dag efter att tiden tar slut.",
        (Lang::En, R::NotLater) => "Choose a day after the term ends.",
        (Lang::Sv, R::TooFar) => "Dagen är för långt bort. Välj en tidigare dag.",
        (Lang::En, R::TooFar) => "The day is too far away. Choose an earlier day.",
        (Lang::Sv, R::DeadlineOutside) => "Välj en dag från i dag till tidens slut.",
        (Lang::En, R::DeadlineOutside) => "Choose a day from today to the end of the term.",
        (Lang::Sv, R::WrongAgency) => "Välj en av centrets myndigheter.",
        (Lang::En, R::WrongAgency) => "Choose one of the centre’s agencies.",
        (Lang::Sv, R::Closed) => "Det är redan avgjort. Läs sidan igen.",
        (Lang::En, R::Closed) => "It is settled already. Read the page again.",
        (Lang::Sv, R::Changed) => "Texten har ändrats. Läs den nya först.",
        (Lang::En, R::Changed) => "The text has changed. Read the new one first.",
        (Lang::Sv, R::SameHand) => "De tre måste svara var för sig, på egna inloggningar.",
        (Lang::En, R::SameHand) => "The three must each answer, in sign-ins of their own.",
        (Lang::Sv, R::WrongCentre) => "Välj ett av verksamhetens andra center.",
        (Lang::En, R::WrongCentre) => "Choose another of the programme’s centres.",
        (Lang::Sv, R::DayFar) => "Välj en dag inom tre månader, före tidens slut.",
        (Lang::En, R::DayFar) => "Choose a day within three months, before the term ends.",
        (Lang::Sv, R::AttemptDay) => "Välj i dag eller tidigare, och högst 14 dagar före uppföljningens dag.",
        (Lang::En, R::AttemptDay) => {
            "Choose today or earlier, and at most 14 days before the day of the follow-up."
        }
        (Lang::Sv, R::ResultMissing) => "Nådde du inte personen: välj ”Gick inte att nå”.",
        (Lang::En, R::ResultMissing) => "If you did not reach the person: choose “Could not be reached”.",
        (Lang::Sv, R::HouseFull) => "Det är fullt just nu. Platsen har gått till någon annan.",
        (Lang::En, R::HouseFull) => "The house is full right now. The place has gone to somebody else.",
    }
}
