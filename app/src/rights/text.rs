//! Words of the participant's rights.

use super::About;
use crate::kernel::Lang;
use crate::words;

words! {
    book_title: "Min bok" | "My book",
    book_lead: "Här är allt som finns om dig. Du får läsa det och ta det med dig." | "Here is everything there is about you. You may read it and take it with you.",
    book_what: "Det här finns om dig" | "This is what there is about you",
    nothing_here: "Inget än." | "Nothing yet.",
    take_page: "Hämta för att läsa" | "Get it to read",
    take_page_more: "En sida som du kan läsa, spara och skriva ut." | "A page that you can read, save and print.",
    take_json: "Hämta som data" | "Get it as data",
    take_json_more: "En JSON-fil. Den kan andra program läsa." | "A JSON file. Other programs can read it.",
    take_careful: "Filen har allt om dig. Spara den där bara du kommer åt den." | "The file holds everything about you. Keep it where only you can get at it.",
    collecting: "Vi samlar ihop allt. Det tar högst tio sekunder. Filen kommer sedan." | "We are collecting everything. It takes ten seconds at most. Then the file comes.",
    not_right: "Är något fel?" | "Is something wrong?",
    to_correction: "Be om rättelse" | "Ask for a correction",
    to_kept: "Det här sparas, och så länge" | "What is kept, and how long",
    back_to_book: "Till Min bok" | "To My book",
    correction_title: "Rättelse" | "Correction",
    correction_lead: "Står något fel om dig? Skriv det här. Chefen läser och svarar." | "Is something about you wrong? Write it here. The manager reads it and answers.",
    about_what: "Vad gäller det?" | "What is it about?",
    what_is_wrong: "Vad är fel?" | "What is wrong?",
    what_it_should_be: "Hur ska det vara?" | "What should it say?",
    send: "Skicka" | "Send",
    was_sent: "Skickat. Du ser svaret här." | "Sent. You will see the answer here.",
    mine: "Det du har bett om" | "What you have asked for",
    none_mine: "Du har inte bett om något än." | "You have not asked for anything yet.",
    no_centre: "Du har inte varit inskriven än. Fråga i receptionen." | "You have not been enrolled yet. Ask at the reception.",
    waits: "Väntar på svar" | "Waiting for an answer",
    accepted: "Godkänd" | "Accepted",
    declined: "Inte godkänd" | "Not accepted",
    by_app: "Det är ändrat." | "It has been changed.",
    by_hand: "Det ändras för hand." | "It is changed by hand.",
    wrong: "Det som är fel" | "What is wrong",
    should_be: "Så ska det stå" | "What it should say",
    answer: "Svar" | "Answer",
    corrections_title: "Rättelser" | "Corrections",
    corrections_waiting: "Väntar på dig" | "Waiting for you",
    corrections_judged: "Avgjorda" | "Decided",
    none_waiting: "Ingen väntar på svar." | "Nobody is waiting for an answer.",
    none_waiting_more: "När en deltagare ber om rättelse syns det här." | "When a participant asks for a correction it shows here.",
    open: "Läs och svara" | "Read and answer",
    judge: "Avgör" | "Decide",
    accept: "Godkänn" | "Accept",
    decline: "Godkänn inte" | "Do not accept",
    decide_what: "Beslut" | "Decision",
    answer_label: "Svar till deltagaren" | "Answer to the participant",
    answer_hint: "Deltagaren läser det. Vid nej: skriv varför." | "The participant reads it. If no: say why.",
    app_writes: "Om du godkänner skriver appen in det här:" | "If you accept, the app writes this:",
    hand_writes: "Appen kan inte ändra det själv. Skriv i svaret vem som ändrar och när." | "The app cannot change this itself. Say in the answer who changes it and when.",
    no_address: "Skyddade personuppgifter: ingen adress sparas." | "Protected identity: no address is kept.",
    given_name: "Förnamn" | "Given name",
    family_name: "Efternamn" | "Family name",
    birth_year: "Födelseår" | "Year of birth",
    phone: "Telefon" | "Phone",
    email: "E-post" | "Email",
    street: "Gata" | "Street",
    postal_code: "Postnummer" | "Postal code",
    town: "Ort" | "Town",
    kept_title: "Det här sparas" | "What is kept",
    kept_lead: "Vi sparar inte mer än vi behöver. Här står hur länge, och varför." | "We keep no more than we need. Here is how long, and why.",
    how_long_term: "Hur länge" | "How long",
    then_term: "Sedan" | "Then",
    why_term: "Varför" | "Why",
    ground_term: "Stöd" | "Ground",
    default_value: "Förslag: verksamheten beslutar." | "Default: the centre decides.",
    what_kept: "Uppgifter" | "Information",
    retention_title: "Gallring" | "Clearing away",
    retention_lead: "Så mycket skulle gallras i dag här. Inget ändras av att du läser sidan." | "This much would be cleared away here today. Reading the page changes nothing.",
    retention_how: "Gallringen körs av den som sköter servern: arbetsforum retention --apply." | "It is run by whoever looks after the server: arbetsforum retention --apply.",
    due_now: "Att gallra i dag" | "Due today",
    last_runs: "Senaste körningar" | "Last runs",
    no_runs: "Ingen gallring har körts än." | "Nothing has been cleared away yet.",
    nothing_here_run: "Inget här" | "Nothing here",
    cut_off: "avbruten, fortsätter nästa gång" | "cut off, goes on next time",
    count_term: "Antal" | "Number",
    #[cfg(feature = "ssr")]
    yourself: "Du själv" | "Yourself",
    #[cfg(feature = "ssr")]
    card_number: "Kortnummer" | "Card number",
}

/// What a correction is about.
pub const fn about(about: About, lang: Lang) -> &'static str {
    match (lang, about) {
        (Lang::Sv, About::Name) => "Mitt namn",
        (Lang::En, About::Name) => "My name",
        (Lang::Sv, About::BirthYear) => "Mitt födelseår",
        (Lang::En, About::BirthYear) => "My year of birth",
        (Lang::Sv, About::Contact) => "Telefon, e-post eller adress",
        (Lang::En, About::Contact) => "Phone, email or address",
        (Lang::Sv, About::Attendance) => "Min närvaro",
        (Lang::En, About::Attendance) => "My attendance",
        (Lang::Sv, About::Absence) => "Min frånvaro",
        (Lang::En, About::Absence) => "My absence",
        (Lang::Sv, About::Plan) => "Min plan",
        (Lang::En, About::Plan) => "My plan",
        (Lang::Sv, About::Consent) => "Ett samtycke",
        (Lang::En, About::Consent) => "A consent",
        (Lang::Sv, About::Other) => "Något annat",
        (Lang::En, About::Other) => "Something else",
    }
}

/// "412 uppgifter"
pub fn records(n: u64, lang: Lang) -> String {
    match (lang, n) {
        (Lang::Sv, 1) => "1 uppgift".to_owned(),
        (Lang::En, 1) => "1 record".to_owned(),
        (Lang::Sv, _) => format!("{n} uppgifter"),
        (Lang::En, _) => format!("{n} records"),
    }
}

/// "Frågat 20 november"
pub fn asked_on(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Frågat {day}"),
        Lang::En => format!("Asked {day}"),
    }
}

#[cfg(feature = "ssr")]
pub use server::{class, how_long, made_on, then, unit, yes_no};

#[cfg(feature = "ssr")]
mod server {
    use crate::kernel::Lang;

    /// A class of record, as a participant would call it.
    pub fn class(code: &str, lang: Lang) -> &'static str {
        match (lang, code) {
            (Lang::Sv, "contact") => "Telefon, adress och personnummer",
            (Lang::En, "contact") => "Phone, address and identity number",
            (Lang::Sv, "own_words") => "Din plan och dina egna ord",
            (Lang::En, "own_words") => "Your plan and your own words",
            (Lang::Sv, "sign_ins") => "Inloggningar och försök att logga in",
            (Lang::En, "sign_ins") => "Sign-ins and tries to sign in",
            (Lang::Sv, "reasons") => "Varför personal har läst om dig",
            (Lang::En, "reasons") => "Why staff have read about you",
            (Lang::Sv, "person") => "Ditt namn och allt annat som pekar på dig",
            (Lang::En, "person") => "Your name and all else that leads to you",
            (Lang::Sv, "figures") => "Dagar, händelser och loggen, utan namn",
            (Lang::En, "figures") => "Days, events and the log, without a name",
            (Lang::Sv, _) => "Annat",
            (Lang::En, _) => "Other",
        }
    }

    /// "13 månader efter att du slutade", in years where it is whole years.
    pub fn how_long(months: Option<i32>, from: Option<&str>, lang: Lang) -> String {
        let (Some(months), Some(from)) = (months, from) else {
            return match lang {
                Lang::Sv => "Tills vidare",
                Lang::En => "Until further notice",
            }
            .to_owned();
        };
        let time = match (lang, months % 12, months / 12) {
            (Lang::Sv, 0, n) => format!("{n} år"),
            (Lang::En, 0, 1) => "1 year".to_owned(),
            (Lang::En, 0, n) => format!("{n} years"),
            (Lang::Sv, ..) if months == 1 => "1 månad".to_owned(),
            (Lang::En, ..) if months == 1 => "1 month".to_owned(),
            (Lang::Sv, ..) => format!("{months} månader"),
            (Lang::En, ..) => format!("{months} months"),
        };
        match (lang, from) {
            (Lang::Sv, "exit") => format!("{time} efter att du slutade"),
            (Lang::En, "exit") => format!("{time} after you left"),
            (Lang::Sv, "last_activity") => format!("{time} efter att du senast gjorde något här"),
            (Lang::En, "last_activity") => format!("{time} after you last did something here"),
            (Lang::Sv, _) => format!("{time} efter att det hände"),
            (Lang::En, _) => format!("{time} after it happened"),
        }
    }

    pub fn then(what: &str, lang: Lang) -> &'static str {
        match (lang, what) {
            (Lang::Sv, "delete") => "Tas bort",
            (Lang::En, "delete") => "Removed",
            (Lang::Sv, "blank_words") => "Orden tas bort",
            (Lang::En, "blank_words") => "The words are removed",
            (Lang::Sv, "anonymise") => "Namnet tas bort",
            (Lang::En, "anonymise") => "The name is removed",
            (Lang::Sv, _) => "Finns kvar",
            (Lang::En, _) => "Stays",
        }
    }

    /// What is counted: people, or rows where it is counted from an event.
    pub fn unit(class: &str, lang: Lang) -> &'static str {
        match (lang, class) {
            (Lang::Sv, "sign_ins" | "reasons") => "uppgifter",
            (Lang::En, "sign_ins" | "reasons") => "records",
            (Lang::Sv, _) => "personer",
            (Lang::En, _) => "people",
        }
    }

    pub const fn yes_no(yes: bool, lang: Lang) -> &'static str {
        match (lang, yes) {
            (Lang::Sv, true) => "ja",
            (Lang::Sv, false) => "nej",
            (Lang::En, true) => "yes",
            (Lang::En, false) => "no",
        }
    }

    /// "Hämtad fredag 20 november klockan 09.12"
    pub fn made_on(day: &str, time: &str, lang: Lang) -> String {
        match lang {
            Lang::Sv => format!("Hämtad {day} klockan {time}"),
            Lang::En => format!("Made {day} at {time}"),
        }
    }
}
