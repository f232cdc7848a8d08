//! Words of the agencies' people.

use crate::kernel::Lang;
use crate::words;

words! {
    title: "Delat med oss" | "Shared with us",
    title_partner: "Mina deltagare" | "My participants",
    no_list: "Här finns bara de som har samtyckt till att ni vet om dem, och dina egna anvisningar som inte är avgjorda. Det finns ingen lista över centrets deltagare." | "Here are only those who have consented to your knowing of them, and your own referrals that are not decided. There is no list of the centre's participants.",
    no_list_partner: "Här finns de som är knutna till dig. Du ser stegen som du själv gör." | "Here are those who are assigned to you. You see the steps that you do yourself.",
    search: "Sök på namn" | "Search by name",
    search_go: "Sök" | "Search",
    name: "Namn" | "Name",
    why: "Varför" | "Why",
    shared: "Delat" | "Shared",
    news: "Nytt sedan du läste" | "New since you read",
    nothing_shared: "ingen plan" | "no plan",
    nobody: "Ingen har delat något med er." | "Nobody has shared anything with you.",
    nobody_more: "En person kommer hit när den samtycker till att ni får veta om inskrivningen. Samtycket ger personen själv. Att någon inte finns här säger inget om den är deltagare." | "A person comes here when they consent to your knowing of the enrolment. The consent is theirs to give. That somebody is not here says nothing about whether they are a participant.",
    nobody_partner: "Ingen är knuten till dig just nu." | "Nobody is assigned to you right now.",
    nobody_partner_more: "De kommer hit när centret knyter dem till dig." | "They come here when the centre assigns them to you.",
    none_found: "Ingen träff." | "No match.",
    show_all: "Visa alla" | "Show all",
    back: "Till listan" | "To the list",
    enrolled_title: "Inskrivning" | "Enrolment",
    not_enrolled: "Inte inskriven." | "Not enrolled.",
    contact_title: "Kontakt" | "Contact",
    phone: "Telefon" | "Phone",
    email: "E-post" | "E-mail",
    address: "Adress" | "Address",
    language: "Språk" | "Language",
    interpreter: "Behöver tolk" | "Needs an interpreter",
    none_given: "Inget angivet." | "Nothing given.",
    plan_title: "Delad plan" | "Shared plan",
    message: "Personen skriver" | "The person writes",
    changes_title: "Ändrat mellan versionerna" | "Changed between the versions",
    no_changes: "Samma innehåll som förra versionen." | "The same content as the version before.",
    consents_title: "Samtycken till er" | "Consents to you",
    consent_why: "Syfte" | "Purpose",
    consent_from: "Från" | "From",
    consent_until: "Till" | "Until",
    while_enrolled: "så länge inskrivningen varar" | "for as long as the enrolment lasts",
    own_steps_title: "Steg som du gör" | "Steps that you do",
    no_own_steps: "Inga steg just nu." | "No steps right now.",
    logged: "Att du öppnade sidan syns för personen." | "That you opened this page is shown to the person.",
    #[cfg(feature = "ssr")]
    consents: "Samtycker till att ni vet om inskrivningen" | "Consents to your knowing of the enrolment",
    #[cfg(feature = "ssr")]
    assigned_to_you: "Knuten till dig" | "Assigned to you",
    #[cfg(feature = "ssr")]
    extension_waits: "Förlängning väntar på ditt svar" | "An extension waits for your answer",
}

/// "Tiden tar slut 9 maj"
#[cfg(feature = "ssr")]
pub fn term_ends(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Tiden tar slut {day}"),
        Lang::En => format!("The term ends {day}"),
    }
}

/// "Din anvisning 12 november, inte avgjord"
#[cfg(feature = "ssr")]
pub fn referred(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Din anvisning {day}, inte avgjord"),
        Lang::En => format!("Your referral {day}, not decided"),
    }
}

/// "Plan delad 20 november"
#[cfg(feature = "ssr")]
pub fn published(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Plan delad {day}"),
        Lang::En => format!("Plan shared {day}"),
    }
}

/// "2 steg på gång"
#[cfg(feature = "ssr")]
pub fn own_steps_count(count: u32, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("{count} steg på gång"),
        Lang::En => format!("{count} steps under way"),
    }
}

/// "Arbetsforum, på centret Arbetsforum sedan 1 november"
#[cfg(feature = "ssr")]
pub fn enrolled(programme: &str, centre: &str, from: &str, to: Option<&str>, lang: Lang) -> String {
    match (lang, to) {
        (Lang::Sv, None) => format!("{programme}, {centre}. Sedan {from}."),
        (Lang::En, None) => format!("{programme}, {centre}. Since {from}."),
        (Lang::Sv, Some(to)) => format!("{programme}, {centre}. {from} till {to}."),
        (Lang::En, Some(to)) => format!("{programme}, {centre}. {from} to {to}."),
    }
}

/// What a consent lets be told, and which way.
#[cfg(feature = "ssr")]
pub fn consent(direction: &str, category: &str, lang: Lang) -> String {
    let what = match (lang, category) {
        (Lang::Sv, "enrolment") => "inskrivningen",
        (Lang::En, "enrolment") => "the enrolment",
        (Lang::Sv, "contact") => "kontaktuppgifter",
        (Lang::En, "contact") => "contact details",
        (Lang::Sv, "plan") => "planen, när personen delar den",
        (Lang::En, "plan") => "the plan, when the person shares it",
        (Lang::Sv, "outcome") => "hur det gick",
        (Lang::En, "outcome") => "the outcome",
        (Lang::Sv, "review") => "avstämningar",
        (Lang::En, "review") => "joint reviews",
        (Lang::Sv, "planning") => "er planering",
        (Lang::En, "planning") => "your planning",
        (Lang::Sv, "investigations") => "era utredningar",
        (Lang::En, "investigations") => "your investigations",
        (Lang::Sv, "work_experience") => "arbetslivserfarenhet",
        (Lang::En, "work_experience") => "work experience",
        (_, other) => other,
    };
    match (lang, direction) {
        (Lang::Sv, "to_agency") => format!("Centret får berätta för er: {what}"),
        (Lang::En, "to_agency") => format!("The centre may tell you: {what}"),
        (Lang::Sv, _) => format!("Ni får berätta för centret: {what}"),
        (Lang::En, _) => format!("You may tell the centre: {what}"),
    }
}

/// What a consent is for.
#[cfg(feature = "ssr")]
pub fn purpose(code: &str, lang: Lang) -> &'static str {
    match (lang, code) {
        (Lang::Sv, "coordination") => "samordning",
        (Lang::En, "coordination") => "coordination",
        (Lang::Sv, "follow_up") => "uppföljning",
        (Lang::En, "follow_up") => "follow-up",
        (Lang::Sv, "placement") => "praktik",
        (Lang::En, "placement") => "placement",
        _ => "",
    }
}

/// "26–32 av 32"
pub fn shown(first: u32, last: u32, total: u32, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("{first}–{last} av {total}"),
        Lang::En => format!("{first}–{last} of {total}"),
    }
}

/// A language by its code; a code that has no word here stands as it is.
#[cfg(feature = "ssr")]
pub fn language_word(code: &str, lang: Lang) -> &str {
    match (lang, code) {
        (Lang::Sv, "sv") => "svenska",
        (Lang::En, "sv") => "Swedish",
        (Lang::Sv, "en") => "engelska",
        (Lang::En, "en") => "English",
        (Lang::Sv, "so") => "somaliska",
        (Lang::En, "so") => "Somali",
        (Lang::Sv, "ar") => "arabiska",
        (Lang::En, "ar") => "Arabic",
        (Lang::Sv, "fa") => "persiska",
        (Lang::En, "fa") => "Persian",
        (Lang::Sv, "prs") => "dari",
        (Lang::En, "prs") => "Dari",
        (Lang::Sv, "ps") => "pashto",
        (Lang::En, "ps") => "Pashto",
        (Lang::Sv, "ti") => "tigrinska",
        (Lang::En, "ti") => "Tigrinya",
        (Lang::Sv, "am") => "amhariska",
        (Lang::En, "am") => "Amharic",
        (Lang::Sv, "uk") => "ukrainska",
        (Lang::En, "uk") => "Ukrainian",
        (Lang::Sv, "ru") => "ryska",
        (Lang::En, "ru") => "Russian",
        (Lang::Sv, "ku" | "kmr") => "kurdiska (kurmanji)",
        (Lang::En, "ku" | "kmr") => "Kurdish (Kurmanji)",
        (Lang::Sv, "ckb") => "kurdiska (sorani)",
        (Lang::En, "ckb") => "Kurdish (Sorani)",
        (Lang::Sv, "tr") => "turkiska",
        (Lang::En, "tr") => "Turkish",
        (Lang::Sv, "pl") => "polska",
        (Lang::En, "pl") => "Polish",
        (Lang::Sv, "sq") => "albanska",
        (Lang::En, "sq") => "Albanian",
        (Lang::Sv, "bs" | "hr" | "sr") => "bosniska, kroatiska, serbiska",
        (Lang::En, "bs" | "hr" | "sr") => "Bosnian, Croatian, Serbian",
        (Lang::Sv, "fi") => "finska",
        (Lang::En, "fi") => "Finnish",
        (Lang::Sv, "rom") => "romani",
        (Lang::En, "rom") => "Romani",
        (Lang::Sv, "th") => "thailändska",
        (Lang::En, "th") => "Thai",
        (Lang::Sv, "es") => "spanska",
        (Lang::En, "es") => "Spanish",
        (_, other) => other,
    }
}
