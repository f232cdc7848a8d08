//! The words of what is refused of an exit, a follow-up, an extension or a transfer.

use crate::kernel::Lang;
use domain::exit::AfterRefusal;

/// Why something of an exit, an extension or a transfer is refused.
pub const fn words(why: AfterRefusal, lang: Lang) -> &'static str {
    use AfterRefusal as R;
    match (lang, why) {
        (Lang::Sv, R::NotADay) => "Skriv dagen som 2026-12-31.",
        (Lang::En, R::NotADay) => "Write the day as 2026-12-31.",
        (Lang::Sv, R::DayOutside) => "Dagen ska ligga i inskrivningen och får inte vara framåt.",
        (Lang::En, R::DayOutside) => "The day must be within the enrolment and not to come.",
        (Lang::Sv, R::NotAnOutcome) => "Verksamheten har inte det utfallet. Välj ett annat.",
        (Lang::En, R::NotAnOutcome) => "The programme does not have that outcome. Choose another.",
        (Lang::Sv, R::StartNeeded) => "Skriv den första dagen.",
        (Lang::En, R::StartNeeded) => "Write the first day.",
        (Lang::Sv, R::StartFar) => "Första dagen är före inskrivningen eller mer än ett år bort.",
        (Lang::En, R::StartFar) => "The first day is before the enrolment or over a year away.",
        (Lang::Sv, R::ExtentShape) => "Skriv ett helt tal från 1 till 100.",
        (Lang::En, R::ExtentShape) => "Write a whole number from 1 to 100.",
        (Lang::Sv, R::LastsNeeded) => "Välj om det väntas vara.",
        (Lang::En, R::LastsNeeded) => "Choose whether it is expected to last.",
        (Lang::Sv, R::Ended) => "Inskrivningen är avslutad.",
        (Lang::En, R::Ended) => "The enrolment has ended.",
        (Lang::Sv, R::TooLate) => "Tiden för det har gått ut.",
        (Lang::En, R::TooLate) => "The time for it has passed.",
        (Lang::Sv, R::EnrolledAnew) => "Personen är inskriven på nytt.",
        (Lang::En, R::EnrolledAnew) => "The person is enrolled anew.",
        (Lang::Sv, R::NoExtension) => "Verksamheten har ingen förlängning.",
        (Lang::En, R::NoExtension) => "The programme has no extension.",
        (Lang::Sv, R::OpenAlready) => "Det finns redan ett förslag som väntar.",
        (Lang::En, R::OpenAlready) => "There is a proposal that waits already.",
        (Lang::Sv, R::NotLater) => "Dagen ska ligga efter tidens slut.",
        (Lang::En, R::NotLater) => "The day must be after the end of the term.",
        (Lang::Sv, R::TooFar) => "Dagen är för långt bort.",
        (Lang::En, R::TooFar) => "The day is too far away.",
        (Lang::Sv, R::DeadlineOutside) => "Välj en dag från i dag till tidens slut.",
        (Lang::En, R::DeadlineOutside) => "Choose a day from today to the end of the term.",
        (Lang::Sv, R::WrongAgency) => "Välj en av centrets myndigheter.",
        (Lang::En, R::WrongAgency) => "Choose one of the centre’s agencies.",
        (Lang::Sv, R::Closed) => "Det är redan avgjort.",
        (Lang::En, R::Closed) => "It is settled already.",
        (Lang::Sv, R::Changed) => "Texten har ändrats. Läs den nya först.",
        (Lang::En, R::Changed) => "The text has changed. Read the new one first.",
        (Lang::Sv, R::SameHand) => "De tre måste svara var för sig, på egna inloggningar.",
        (Lang::En, R::SameHand) => "The three must each answer, in sign-ins of their own.",
        (Lang::Sv, R::WrongCentre) => "Välj ett av verksamhetens andra center.",
        (Lang::En, R::WrongCentre) => "Choose another of the programme’s centres.",
        (Lang::Sv, R::DayFar) => "Välj en dag inom tre månader, före tidens slut.",
        (Lang::En, R::DayFar) => "Choose a day within three months, before the term ends.",
        (Lang::Sv, R::AttemptDay) => "Dagen är framåt, eller för tidig för uppföljningen.",
        (Lang::En, R::AttemptDay) => "The day is to come, or too early for the follow-up.",
        (Lang::Sv, R::ResultMissing) => "Välj hur det är. Den som inte nåddes har inget annat svar.",
        (Lang::En, R::ResultMissing) => "Choose how it is. Who was not reached has no other answer.",
    }
}
