//! The words of what is wrong in a referral.

use crate::kernel::Lang;
use domain::referral::ReferralProblem;

/// What is wrong in a referral, or why a step of it is not taken.
pub const fn words(why: ReferralProblem, lang: Lang) -> &'static str {
    match (lang, why) {
        (Lang::Sv, ReferralProblem::Choose) => "Välj något här.",
        (Lang::En, ReferralProblem::Choose) => "Choose something here.",
        (Lang::Sv, ReferralProblem::NotADay) => "Skriv en dag som 2026-11-20.",
        (Lang::En, ReferralProblem::NotADay) => "Write a day like 2026-11-20.",
        (Lang::Sv, ReferralProblem::StillToCome) => "Den dagen har inte varit än.",
        (Lang::En, ReferralProblem::StillToCome) => "That day has not been yet.",
        (Lang::Sv, ReferralProblem::Past) => "Den dagen har redan varit.",
        (Lang::En, ReferralProblem::Past) => "That day has been already.",
        (Lang::Sv, ReferralProblem::TooFar) => "Den dagen är mer än ett år bort.",
        (Lang::En, ReferralProblem::TooFar) => "That day is more than a year away.",
        (Lang::Sv, ReferralProblem::NotAYear) => "Skriv året med fyra siffror.",
        (Lang::En, ReferralProblem::NotAYear) => "Write the year in four digits.",
        (Lang::Sv, ReferralProblem::Age) => "Verksamheten tar inte emot någon i den åldern.",
        (Lang::En, ReferralProblem::Age) => "The programme does not take anybody of that age.",
        (Lang::Sv, ReferralProblem::IdentityNumber) => {
            "Det är inget personnummer. Lämna tomt om du är osäker."
        }
        (Lang::En, ReferralProblem::IdentityNumber) => {
            "That is no identity number. Leave it empty if you are not sure."
        }
        (Lang::Sv, ReferralProblem::TermsNotTold) => {
            "Gå igenom villkoren med personen först. Utkastet ligger kvar."
        }
        (Lang::En, ReferralProblem::TermsNotTold) => {
            "Go through the terms with the person first. The draft is kept."
        }
        (Lang::Sv, ReferralProblem::NoWayIn) => "Er myndighet har ingen väg in dit.",
        (Lang::En, ReferralProblem::NoWayIn) => "Your agency has no way in there.",
        (Lang::Sv, ReferralProblem::Unanswered) => "En fråga saknar svar. Gå tillbaka och svara på den.",
        (Lang::En, ReferralProblem::Unanswered) => "A question has no answer. Go back and answer it.",
        (Lang::Sv, ReferralProblem::TakenOver) => "Centret har tagit vid. Ring centret, eller be personen.",
        (Lang::En, ReferralProblem::TakenOver) => {
            "The centre has taken over. Call the centre, or ask the person."
        }
        (Lang::Sv, ReferralProblem::Decided) => "Anvisningen är redan avgjord.",
        (Lang::En, ReferralProblem::Decided) => "The referral is decided already.",
        (Lang::Sv, ReferralProblem::LooksLikeIdentityNumber) => "Skriv inget personnummer här.",
        (Lang::En, ReferralProblem::LooksLikeIdentityNumber) => "Write no identity number here.",
    }
}
