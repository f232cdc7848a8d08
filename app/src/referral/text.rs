//! Words of referrals.

use super::api::Which;
use crate::kernel::Lang;
use crate::words;
#[cfg(feature = "ssr")]
use domain::programme::{Condition, EntryGroup};
#[cfg(feature = "ssr")]
use domain::quota::QueueReason;
use domain::referral::{ReferralState, Refusal};

words! {
    refer_lead: "En fråga i taget. Allt du svarar sparas, och du ser platserna innan du skickar." | "One question at a time. Everything you answer is saved, and you see the places before you send.",
    new: "Ny anvisning" | "New referral",
    you_may_refer_to: "Ni kan anvisa till" | "You can refer to",
    no_way_in: "Er myndighet har ingen väg in till någon verksamhet här." | "Your agency has no way in to any programme here.",
    no_way_in_more: "Bara de myndigheter som avtalet nämner anvisar. Ring centret om det gäller någon som behöver komma." | "Only the agencies that the agreement names refer. Call the centre if somebody needs to come.",
    drafts: "Påbörjade" | "Begun",
    drafts_more: "Bara du ser dem. De rensas 30 dagar efter att du sist ändrade." | "Only you see them. They are cleared 30 days after you last changed them.",
    no_drafts: "Inget påbörjat." | "Nothing begun.",
    go_on: "Fortsätt" | "Continue",
    no_name: "Utan namn" | "No name",
    stopped: "Anvisningen skickades inte. Inget av den är kvar." | "The referral was not sent. Nothing of it is left.",
    back: "Tillbaka" | "Back",
    all_saved: "Allt du fyllt i är sparat." | "Everything you filled in is saved.",
    places_now: "Platser just nu" | "Places right now",
    full_waits: "Blir det fullt hamnar anvisningen i kö. Du ser platsen i kön och den försvinner inte." | "If it gets full the referral is queued. You see its place in the queue, and it is not lost.",
    #[cfg(feature = "ssr")]
    sent_already: "Anvisningen är skickad" | "The referral has been sent",
    #[cfg(feature = "ssr")]
    sent_already_more: "Utkastet finns inte längre. Det du skrev står i anvisningen." | "The draft is gone. What you wrote stands in the referral.",
    to_referral: "Till anvisningen" | "To the referral",
    discard_more: "Allt du har svarat försvinner. Det går inte att ångra." | "Everything you have answered will be gone. It cannot be undone.",
    discard_sure: "Ja, ta bort utkastet" | "Yes, remove the draft",
    discard: "Ta bort utkastet" | "Remove the draft",
    choose_language: "Talat språk" | "Spoken language",
    given_name: "Förnamn" | "Given name",
    family_name: "Efternamn" | "Family name",
    birth_year: "Födelseår" | "Year of birth",
    identity_number: "Personnummer, om du har det" | "Identity number, if you have it",
    identity_hint: "10 eller 12 siffror. Det behövs inte." | "10 or 12 digits. It is not needed.",
    phone_if: "Telefon, om du har den" | "Phone, if you have it",
    interpreter: "Behöver tolk" | "Needs an interpreter",
    protected: "Skyddade personuppgifter" | "Protected identity",
    protected_more: "Bara chefen, och den som chefen utser, kan läsa anvisningen." | "Only the manager, and whoever the manager names, can read the referral.",
    judged_when: "När bedömdes det?" | "When was it judged?",
    yes: "Ja" | "Yes",
    no: "Nej" | "No",
    review_choice: "Skicka för avstämningssamtal" | "Send for a joint review",
    review_more: "Ni och centret bedömer tillsammans. Anvisningen tar ingen plats så länge." | "You and the centre judge together. The referral takes no place meanwhile.",
    stop_choice: "Skicka inte" | "Do not send",
    stop_more: "Utkastet tas bort. Du kan börja om när något har ändrats." | "The draft is removed. You can begin again when something has changed.",
    told: "Jag har gått igenom villkoren med personen, också det skriftliga samtycket." | "I have gone through the terms with the person, the written consent too.",
    told_when: "Vilken dag?" | "Which day?",
    wished_start: "Önskad start" | "Requested start",
    wished_hint: "Lämna tomt för så snart som möjligt." | "Leave empty for as soon as possible.",
    why_refer: "Skäl till anvisningen" | "Reason for the referral",
    why_hint: "Kort. Inget om hälsa, och inget personnummer." | "Short. Nothing about health, and no identity number.",
    change: "Ändra" | "Change",
    doubles_mine: "Du har redan en anvisning som kan gälla samma person" | "You already have a referral that could be about the same person",
    send: "Skicka anvisningen" | "Send the referral",
    mine: "Mina anvisningar" | "My referrals",
    inbox: "Anvisningar" | "Referrals",
    mine_lead: "Vad som har hänt med dem du har anvisat." | "What has happened to those you have referred.",
    inbox_lead: "Vilka som väntas, vilka som står i kö, och vilka som ska ha avstämningssamtal." | "Whom to expect, who waits, and who is to have a joint review.",
    search: "Sök på namn" | "Search by name",
    which: "Visa" | "Show",
    search_go: "Sök" | "Search",
    name: "Namn" | "Name",
    state: "Läge" | "State",
    sent: "Skickad" | "Sent",
    about: "Gäller" | "About",
    none_mine: "Inga anvisningar här." | "No referrals here.",
    none_mine_more: "När du har anvisat någon ser du här om den har en plats eller väntar." | "When you have referred somebody you see here whether they have a place or wait.",
    none_inbox: "Inga anvisningar här." | "No referrals here.",
    none_inbox_more: "Det som myndigheterna skickar kommer hit." | "What the agencies send comes here.",
    none_found: "Ingen träff." | "No match.",
    show_all: "Visa alla" | "Show all",
    to_list: "Till listan" | "To the list",
    sent_done: "Anvisningen är skickad." | "The referral has been sent.",
    the_referral: "Anvisningen" | "The referral",
    the_person: "Personen" | "The person",
    answers: "Villkor" | "Conditions",
    happened: "Det som har hänt" | "What has happened",
    logged: "Att du läser det här syns i loggen." | "That you read this is in the log.",
    number: "Personnummer" | "Identity number",
    show_number: "Visa hela numret" | "Show the whole number",
    show_number_why: "Varför behöver du det?" | "Why do you need it?",
    show_number_hint: "Skälet sparas i loggen. Numret visas i en minut." | "The reason is kept in the log. The number is shown for a minute.",
    record: "Till personens sida" | "To the person’s page",
    doubles: "Kan vara samma person" | "Could be the same person",
    doubles_more: "Titta innan du skriver in. Inget slås ihop av sig självt." | "Look before you enrol. Nothing is merged by itself.",
    named: "Utsedd" | "Named",
    colleague: "Medarbetare" | "Colleague",
    name_staff: "Utse vem som tar hand om den" | "Name who takes care of it",
    name_go: "Utse" | "Name",
    withdraw: "Ta tillbaka anvisningen" | "Withdraw the referral",
    withdraw_more: "Platsen går då vidare till nästa i kön. Det går inte att ångra, men du kan anvisa igen." | "The place then goes to the next in the queue. It cannot be undone, but you can refer again.",
    withdraw_go: "Ja, ta tillbaka" | "Yes, withdraw",
    contact: "Första kontakten" | "First contact",
    contact_when: "Vilken dag nådde ni personen?" | "On which day did you reach the person?",
    contact_go: "Spara kontakten" | "Save the contact",
    call_review: "Kalla till avstämningssamtal" | "Call a joint review",
    call_more: "Anvisningen lämnar sin plats tills samtalet är klart." | "The referral leaves its place until the review is done.",
    judge: "Ja efter avstämningssamtalet" | "Yes after the joint review",
    judge_more: "Anvisningen får en plats, eller en plats i kön efter dagen den kom in." | "The referral gets a place, or a place in the queue by the day it came in.",
    refuse: "Säg nej" | "Say no",
    refuse_more: "Den som anvisade får skälet. Platsen går vidare till nästa i kön." | "The sender gets the reason. The place goes to the next in the queue.",
    refuse_why: "Skäl" | "Reason",
    refuse_words: "Några ord till avsändaren, om du vill" | "A few words to the sender, if you like",
    words_hint: "Skriv inget om hälsa. Skriv inte om någon är inskriven här." | "Write nothing about health. Do not write whether anybody is enrolled here.",
    refuse_go: "Skicka nej" | "Send the no",
    said: "Centret skriver" | "The centre writes",
    why: "Skäl från avsändaren" | "Reason from the sender",
}

pub const fn which_words(which: Which, lang: Lang) -> &'static str {
    match (lang, which) {
        (Lang::Sv, Which::Open) => "Alla som pågår",
        (Lang::En, Which::Open) => "All that are open",
        (Lang::Sv, Which::Expected) => "Har plats",
        (Lang::En, Which::Expected) => "With a place",
        (Lang::Sv, Which::Queued) => "I kö",
        (Lang::En, Which::Queued) => "In the queue",
        (Lang::Sv, Which::Reviews) => "Avstämningssamtal",
        (Lang::En, Which::Reviews) => "Joint review",
        (Lang::Sv, Which::Decided) => "Avgjorda",
        (Lang::En, Which::Decided) => "Decided",
    }
}

/// "1–25 av 73"
pub fn shown(first: u32, last: u32, total: u32, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("{first}–{last} av {total}"),
        Lang::En => format!("{first}–{last} of {total}"),
    }
}

/// "fråga 4 av 11"
pub fn question_no(no: u32, of: u32, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Ny anvisning · fråga {no} av {of}"),
        Lang::En => format!("New referral · question {no} of {of}"),
    }
}

pub const fn refusal(refusal: Refusal, lang: Lang) -> &'static str {
    match (lang, refusal) {
        (Lang::Sv, Refusal::ConditionNotMet) => "Ett villkor är inte uppfyllt",
        (Lang::En, Refusal::ConditionNotMet) => "A condition is not met",
        (Lang::Sv, Refusal::NotTargetGroup) => "Hör inte till målgruppen",
        (Lang::En, Refusal::NotTargetGroup) => "Not in the target group",
        (Lang::Sv, Refusal::OtherFitsBetter) => "En annan insats passar bättre",
        (Lang::En, Refusal::OtherFitsBetter) => "Another measure fits better",
        (Lang::Sv, Refusal::PersonDeclines) => "Personen vill inte",
        (Lang::En, Refusal::PersonDeclines) => "The person does not want to",
        (Lang::Sv, Refusal::NotReached) => "Vi har inte nått personen",
        (Lang::En, Refusal::NotReached) => "We have not reached the person",
    }
}

/// The class of the chip that a state stands in.
pub const fn chip(state: ReferralState) -> &'static str {
    match state {
        ReferralState::Placed => "chip chip--done",
        ReferralState::Queued | ReferralState::Review => "chip chip--warn",
        _ => "chip chip--plain",
    }
}

#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
pub use server::*;
