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
        (Lang::Sv, ReferralProblem::StillToCome) => "Den dagen har inte varit än. Välj i dag eller tidigare.",
        (Lang::En, ReferralProblem::StillToCome) => "That day is still to come. Choose today or earlier.",
        (Lang::Sv, ReferralProblem::Past) => "Den dagen har varit. Välj i dag eller senare.",
        (Lang::En, ReferralProblem::Past) => "That day is past. Choose today or later.",
        (Lang::Sv, ReferralProblem::TooFar) => "Den dagen är mer än ett år bort. Välj en dag inom ett år.",
        (Lang::En, ReferralProblem::TooFar) => {
            "That day is more than a year away. Choose a day within a year."
        }
        (Lang::Sv, ReferralProblem::NotAYear) => "Skriv ett år från 1900 till i år, med fyra siffror.",
        (Lang::En, ReferralProblem::NotAYear) => "Write a year from 1900 to this year, in four digits.",
        (Lang::Sv, ReferralProblem::OtherYear) => {
            "Födelseåret är inte det som står i personnumret. Kontrollera båda."
        }
        (Lang::En, ReferralProblem::OtherYear) => {
            "The year of birth is not the one in the identity number. Check both."
        }
        (Lang::Sv, ReferralProblem::Age) => {
            "Verksamheten tar inte emot någon i den åldern. Kontrollera födelseåret."
        }
        (Lang::En, ReferralProblem::Age) => {
            "The programme does not take anybody of that age. Check the year of birth."
        }
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
        (Lang::Sv, ReferralProblem::NoWayIn) => {
            "Er myndighet har ingen väg in dit. Välj en annan verksamhet."
        }
        (Lang::En, ReferralProblem::NoWayIn) => "Your agency has no way in there. Choose another programme.",
        (Lang::Sv, ReferralProblem::Unanswered) => "En fråga saknar svar. Gå tillbaka och svara på den.",
        (Lang::En, ReferralProblem::Unanswered) => "A question has no answer. Go back and answer it.",
        (Lang::Sv, ReferralProblem::TakenOver) => {
            "Centret har tagit över. Ring centret, eller prata med personen."
        }
        (Lang::En, ReferralProblem::TakenOver) => {
            "The centre has taken over. Call the centre, or talk to the person."
        }
        (Lang::Sv, ReferralProblem::Decided) => "Anvisningen är redan avgjord. Läs sidan igen.",
        (Lang::En, ReferralProblem::Decided) => "The referral is decided already. Read the page again.",
        (Lang::Sv, ReferralProblem::LooksLikeIdentityNumber) => "Skriv inget personnummer här.",
        (Lang::En, ReferralProblem::LooksLikeIdentityNumber) => "Write no identity number here.",
        (Lang::Sv, ReferralProblem::BeforeReferral) => {
            "Den dagen hade anvisningen inte kommit än. Välj dagen då den kom, eller en senare."
        }
        (Lang::En, ReferralProblem::BeforeReferral) => {
            "The referral had not come yet on that day. Choose the day it came, or a later one."
        }
    }
}
