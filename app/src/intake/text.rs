//! Words of the desk.

use crate::kernel::Lang;
use crate::words;
use domain::intake::Step;

words! {
    title: "Inskrivning" | "Enrolment",
    search: "Sök bland väntade" | "Search among the expected",
    search_hint: "Namn, eller anvisningens nummer." | "Name, or the number of the referral.",
    search_go: "Sök" | "Search",
    expected: "Väntade" | "Expected",
    nobody: "Ingen är väntad just nu." | "Nobody is expected right now.",
    nobody_more: "Här kommer de som har fått en plats." | "Those who have a place come here.",
    none_found: "Ingen träff bland väntade." | "No match among the expected.",
    name: "Namn" | "Name",
    number: "Nummer" | "Number",
    born: "Född" | "Born",
    from: "Anvisad av" | "Referred by",
    programme: "Verksamhet" | "Programme",
    begin: "Börja" | "Begin",
    drafts: "Mina påbörjade" | "Begun",
    drafts_lead: "Bara du ser dem. De tas bort om ingen fortsätter." | "Only you see them. They are cleared if nobody goes on.",
    go_on: "Fortsätt" | "Continue",
    discard: "Ta bort" | "Remove",
    discard_more: "Allt som är ifyllt försvinner. Det går inte att ångra." | "Everything filled in will be gone. It cannot be undone.",
    discard_sure: "Ja, ta bort" | "Yes, remove",
    gone: "anvisningen är avgjord" | "the referral is decided",
    gone_notice: "Anvisningen är redan avgjord. En kollega kan ha skrivit in personen, eller så är den tillbakatagen." | "The referral is decided already. A colleague may have enrolled the person, or it was withdrawn.",
    without: "Utan anvisning" | "Without a referral",
    without_lead: "Den här verksamheten tar emot utan anvisning." | "This programme takes people in without a referral.",
    no_name: "Utan namn än" | "No name yet",
    manager_lead: "Här står bara personer med skyddade personuppgifter." | "Only people with a protected identity stand here.",
    steps: "Steg" | "Steps",
    done: "klart" | "done",
    back: "Till inskrivningen" | "To the enrolments",
    // The first step.
    who: "Vem" | "Who",
    given_name: "Förnamn" | "Given name",
    family_name: "Efternamn" | "Family name",
    birth_year: "Födelseår" | "Year of birth",
    birth_year_hint: "Behövs om det inte finns något personnummer." | "Needed where there is no identity number.",
    identity_number: "Personnummer" | "Identity number",
    identity_hint: "Frivilligt. 10 eller 12 siffror." | "Optional. 10 or 12 digits.",
    no_number: "Ta bort numret" | "Remove the number",
    old_card: "Nummer på ett kort från förut" | "Number on a card from before",
    old_card_hint: "Om personen har varit inskriven tidigare." | "If the person has been enrolled earlier.",
    same: "Det kan vara någon som redan finns" | "It may be somebody who is here already",
    same_hint: "Fråga personen. Visa inte listan." | "Ask the person. Do not show the list.",
    somebody_new: "Ingen av dem: en ny person" | "None of them: a new person",
    enrolled_now: "är redan inskriven i verksamheten" | "is enrolled in the programme already",
    language_title: "Språk" | "Language",
    language: "Språk som personen talar" | "Language that the person speaks",
    interpreter: "Behöver tolk" | "Needs an interpreter",
    contact: "Kontakt" | "Contact",
    contact_hint: "Frivilligt. Det personen vill ge." | "Optional. What the person wants to give.",
    phone: "Telefon" | "Phone",
    email: "E-post" | "Email",
    address: "Adress" | "Address",
    street: "Gata" | "Street",
    postal_code: "Postnummer" | "Postal code",
    town: "Ort" | "Town",
    no_address: "Skyddade personuppgifter: ingen adress sparas." | "Protected identity: no address is kept.",
    next: "Fortsätt" | "Continue",
    // The second.
    information_lead: "Läs varje punkt tillsammans. Kryssa när personen har förstått." | "Read each point together. Tick when the person has understood.",
    expected_of: "Det här förväntas av dig" | "This is expected of you",
    promised_to: "Det här kan du förvänta dig" | "This you can expect",
    // The third.
    consent_lead: "Ett samtycke i taget, en part i taget. Personen bestämmer." | "One consent at a time, one party at a time. The person decides.",
    none_is_fine: "Inget samtycke är också ett svar. Personen blir inskriven ändå." | "No consent is an answer too. The person is enrolled all the same.",
    taken: "Sparas när du skriver in" | "Saved when you enrol",
    taken_none: "Inga samtycken än." | "No consents yet.",
    none_chosen: "Inget samtycke ges nu." | "No consent is given now.",
    add_consent: "Lägg till ett samtycke" | "Add a consent",
    add_go: "Lägg till samtycket" | "Add the consent",
    read_text: "Läs texten" | "Read the text",
    remove: "Ta bort" | "Remove",
    no_consent: "Inget samtycke nu" | "No consent now",
    consents_on: "Fortsätt med dessa" | "Continue with these",
    paper: "på papper" | "on paper",
    screen: "på skärmen" | "on screen",
    needs_script: "Att skriva under på skärmen går bara i en webbläsare med skript." | "Signing on the screen needs a browser with script.",
    // The fourth.
    card_lead: "Vänd skärmen. Personen väljer en PIN som bara den vet." | "Turn the screen. The person chooses a PIN that only they know.",
    card_new: "Kortet får ett nytt nummer." | "The card gets a new number.",
    card_found: "Personen behåller sitt nummer. En tidigare PIN slutar gälla." | "The person keeps their number. An earlier PIN ends.",
    card_done: "En PIN är vald. Du kan välja en ny, eller gå vidare." | "A PIN is chosen. You can choose a new one, or continue.",
    card_on: "Gå vidare" | "Continue",
    pin: "PIN" | "PIN",
    pin_hint: "Fyra till åtta siffror. Inte 1234." | "Four to eight digits. Not 1234.",
    repeat: "Samma PIN igen" | "The same PIN again",
    // The last.
    free: "Lediga tider inom löftet" | "Free times inside the promise",
    free_plain: "Lediga tider" | "Free times",
    late: "Senare tider: då bryts löftet" | "Later times: the promise will be broken",
    no_free: "Inga lediga tider inom löftet." | "No free times inside the promise.",
    no_times: "Ingen coach har lediga tider. Utkastet är kvar. Be en coach eller samordnaren lägga in tider." | "No coach has free times. The draft is kept. Ask a coach or the team leader to add times.",
    saved_now: "Det här sparas nu" | "This is saved now",
    enrol: "Skriv in" | "Enrol",
    all_or_nothing: "Allt sparas på en gång, eller inget." | "All of it is saved at once, or nothing.",
    not_ready: "Gör klart de tidigare stegen först." | "Do the earlier steps first.",
    again: "Personen har varit här förut. Historiken följer med." | "The person has been here before. The history follows.",
    // What came of it.
    finished: "Inskriven" | "Enrolled",
    finished_lead: "Allt är sparat. Skriv ut kortet." | "All is saved. Print the card.",
    card: "Deltagarkort" | "Participant card",
    receipt: "Kvitto på samtycken" | "Receipt of consents",
    receipt_none: "Inget samtycke gäller." | "No consent is in force.",
    to_record: "Till personens sida" | "To the person’s page",
    next_person: "Nästa person" | "Next person",
}

pub const fn step(step: Step, lang: Lang) -> &'static str {
    match (lang, step) {
        (Lang::Sv | Lang::En, Step::Person) => "Person",
        (Lang::Sv | Lang::En, Step::Information) => "Information",
        (Lang::Sv, Step::Consent) => "Samtycke",
        (Lang::En, Step::Consent) => "Consent",
        (Lang::Sv, Step::Card) => "Kort och PIN",
        (Lang::En, Step::Card) => "Card and PIN",
        (Lang::Sv, Step::Meeting) => "Första mötet",
        (Lang::En, Step::Meeting) => "First meeting",
    }
}

/// "Skriv in Reza Ahmadi".
pub fn enrol_somebody(name: &str, lang: Lang) -> String {
    match (lang, name.is_empty()) {
        (_, true) => title(lang).to_owned(),
        (Lang::Sv, false) => format!("Skriv in {name}"),
        (Lang::En, false) => format!("Enrol {name}"),
    }
}

/// A consent that is taken out again, for whoever hears the page.
pub fn remove_of(what: &str, lang: Lang) -> String {
    format!("{} {what}", remove(lang))
}

pub fn begin_with(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Börja med {name}"),
        Lang::En => format!("Begin with {name}"),
    }
}

pub fn go_on_with(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Fortsätt med {name}"),
        Lang::En => format!("Continue with {name}"),
    }
}

/// "Steg: Samtycke. Ändrades 20 november, tas bort 4 december."
pub fn draft_state(at: Step, touched: &str, cleared: &str, lang: Lang) -> String {
    let at = step(at, lang);
    match lang {
        Lang::Sv => format!("Steg: {at}. Ändrades {touched}, tas bort {cleared}."),
        Lang::En => format!("Step: {at}. Changed {touched}, removed {cleared}."),
    }
}

pub fn expected_count(total: u32, lang: Lang) -> String {
    match (lang, total) {
        (Lang::Sv, 1) => "1 person är väntad".to_owned(),
        (Lang::Sv, n) => format!("{n} personer är väntade"),
        (Lang::En, 1) => "1 person is expected".to_owned(),
        (Lang::En, n) => format!("{n} people are expected"),
    }
}

/// G4: nothing of who they are.
pub fn managers_own(n: u32, lang: Lang) -> String {
    match (lang, n) {
        (Lang::Sv, 1) => "Chefen tar emot 1 väntad person. Lämna över till chefen.".to_owned(),
        (Lang::Sv, n) => format!("Chefen tar emot {n} väntade personer. Lämna över till chefen."),
        (Lang::En, 1) => "The manager receives 1 expected person. Hand over to the manager.".to_owned(),
        (Lang::En, n) => {
            format!("The manager receives {n} expected people. Hand over to the manager.")
        }
    }
}

pub fn load(n: u32, lang: Lang) -> String {
    match (lang, n) {
        (Lang::Sv, n) => format!("{n} deltagare"),
        (Lang::En, 1) => "1 participant".to_owned(),
        (Lang::En, n) => format!("{n} participants"),
    }
}

/// "14 tider".
pub fn times(n: usize, lang: Lang) -> String {
    match (lang, n) {
        (Lang::Sv, 1) => "1 tid".to_owned(),
        (Lang::Sv, n) => format!("{n} tider"),
        (Lang::En, 1) => "1 time".to_owned(),
        (Lang::En, n) => format!("{n} times"),
    }
}

pub fn latest(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("senast {day}"),
        Lang::En => format!("by {day}"),
    }
}

/// The lines of what the press saves.
pub fn enrolled_until(day: Option<&str>, lang: Lang) -> String {
    match (lang, day) {
        (Lang::Sv, Some(day)) => format!("Inskriven i dag till {day}."),
        (Lang::En, Some(day)) => format!("Enrolled today until {day}."),
        (Lang::Sv, None) => "Inskriven i dag, utan sista dag.".to_owned(),
        (Lang::En, None) => "Enrolled today, without a last day.".to_owned(),
    }
}

pub fn consents_to(n: u32, lang: Lang) -> String {
    match (lang, n) {
        (Lang::Sv, 0) => "Inget samtycke.".to_owned(),
        (Lang::Sv, 1) => "Samtycke till en part.".to_owned(),
        (Lang::Sv, n) => format!("Samtycke till {n} parter."),
        (Lang::En, 0) => "No consent.".to_owned(),
        (Lang::En, 1) => "Consent to one party.".to_owned(),
        (Lang::En, n) => format!("Consent to {n} parties."),
    }
}

pub fn card_with(number: Option<&str>, lang: Lang) -> String {
    match (lang, number) {
        (Lang::Sv, Some(number)) => format!("Kort {number}."),
        (Lang::En, Some(number)) => format!("Card {number}."),
        (Lang::Sv, None) => "Kortet från förut, med ny PIN.".to_owned(),
        (Lang::En, None) => "The card from before, with a new PIN.".to_owned(),
    }
}

/// "Tolk: persiska".
pub fn interpreter_in(language: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Tolk: {language}"),
        Lang::En => format!("Interpreter: {language}"),
    }
}

pub fn number_kept(masked: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Sparat: {masked}. Skriv bara om det ska ändras."),
        Lang::En => format!("Kept: {masked}. Write only to change it."),
    }
}

#[cfg(feature = "ssr")]
mod server {
    use super::Lang;
    use domain::consent::Item;

    /// The end of a referral's id, as it can be read aloud.
    pub fn referral_number(id: uuid::Uuid) -> String {
        let hex = id.simple().to_string();
        hex[hex.len() - 6..].to_owned()
    }

    pub fn referred(agency: &str, day: &str, lang: Lang) -> String {
        match lang {
            Lang::Sv => format!("Anvisad av {agency}, {day}"),
            Lang::En => format!("Referred by {agency}, {day}"),
        }
    }

    /// Who may be the same: of another centre's people no more than that there is a match.
    pub fn double(
        how: &str,
        name: Option<&str>,
        year: Option<i16>,
        number: Option<&str>,
        lang: Lang,
    ) -> String {
        let why = match (lang, how) {
            (Lang::Sv, "number") => "Personnumret finns redan",
            (Lang::En, "number") => "The identity number is known already",
            (Lang::Sv, "card") => "Kortet finns redan",
            (Lang::En, "card") => "The card is known already",
            (Lang::Sv, _) => "Samma namn och födelseår",
            (Lang::En, _) => "Same name and year of birth",
        };
        let who: Vec<String> = [
            name.map(str::to_owned),
            year.map(|y| y.to_string()),
            number.map(str::to_owned),
        ]
        .into_iter()
        .flatten()
        .collect();
        if who.is_empty() {
            why.to_owned()
        } else {
            format!("{why}: {}", who.join(", "))
        }
    }

    pub fn time(day: &str, clock: &str) -> String {
        format!("{day} {clock}")
    }

    pub fn meeting(coach: &str, day: &str, clock: &str, lang: Lang) -> String {
        match lang {
            Lang::Sv => format!("Första mötet: {coach}, {day} {clock}."),
            Lang::En => format!("First meeting: {coach}, {day} {clock}."),
        }
    }

    /// The categories of a form by their words.
    pub fn categories(codes: &[String], lang: Lang) -> String {
        codes
            .iter()
            .filter_map(|code| Item::parse(code).ok())
            .map(|item| crate::consent::category_word(Item::category(item), lang))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

#[cfg(feature = "ssr")]
pub use server::{categories, double, meeting, referral_number, referred, time};
