//! Words of the record, the search and the protected identities.

use crate::kernel::Lang;
use crate::kernel::policy::Category;
use crate::words;
use domain::plan::ActivityStatus;

words! {
    to_consent: "Ta emot samtycke" | "Take consent",
    to_colleagues: "Medarbetare" | "Colleagues",
    to_forms: "Uppföljningsformulär: start och avslut" | "Start and exit forms",
    to_extension: "Förlängning" | "Extension",
    to_exit: "Avslut" | "Exit",
    to_transfer: "Byta center" | "Change centre",
    to_talks: "Samtal" | "Talks",
    to_promises: "Löften" | "Promises",
    find_title: "Hitta en deltagare" | "Find a participant",
    search: "Namn eller deltagarnummer" | "Name or participant number",
    search_hint: "Skriv inte personnummer här." | "Do not type an identity number here.",
    search_go: "Sök" | "Search",
    by_identity: "Sök med personnummer" | "Search by identity number",
    identity_field: "Personnummer" | "Identity number",
    identity_hint: "Tio eller tolv siffror. Numret sparas inte och syns inte i adressen." | "Ten or twelve digits. It is not stored and not shown in the address.",
    hurdle_identity: "Det ser ut som ett personnummer. Sök med namn eller deltagarnummer. Receptionen kan söka i fältet för personnummer." | "That looks like an identity number. Search by name or participant number. The reception can use the field for identity numbers.",
    hurdle_mistyped: "Deltagarnumret är felskrivet. Kontrollera siffrorna på kortet." | "The participant number is mistyped. Check the digits on the card.",
    hurdle_no_identity: "Det är inget personnummer. Kontrollera siffrorna." | "That is no identity number. Check the digits.",
    hurdle_nobody: "Ingen på centret har det personnumret." | "Nobody at the centre has that identity number.",
    order: "Sortera" | "Sort",
    order_name: "Namn" | "Name",
    order_enrolled: "Senast inskriven" | "Latest enrolled",
    not_asked: "Skriv ett namn eller ett nummer." | "Type a name or a number.",
    not_asked_more: "Varje sökning antecknas. Deltagaren ser att du har sett namnet." | "Every search is logged. The participant sees that you have seen their name.",
    none_found: "Ingen träff." | "No match.",
    none_found_more: "Pröva med en del av namnet. Den som hör till ett annat center syns inte här." | "Try a part of the name. People of another centre are not shown here.",
    name: "Namn" | "Name",
    number: "Nummer" | "Number",
    coach: "Coach" | "Coach",
    enrolment: "Inskrivning" | "Enrolment",
    no_coach: "ingen än" | "none yet",
    named_for: "Skyddade som du är namngiven för" | "Protected people whom you are named for",
    named_for_more: "De finns inte i sökningen. Varje öppning meddelas chefen." | "They are in no search. Each opening is told to the manager.",
    this_they_want: "Det här vill personen" | "What they want",
    good_at: "Det här kan personen" | "What they are good at",
    need: "Det här behöver personen" | "What they need",
    plan: "Planen" | "The plan",
    own_steps: "Dina aktiviteter i planen" | "Your activities in the plan",
    no_steps: "Inga steg än." | "No steps yet.",
    no_own_steps: "Du har inga aktiviteter i den här planen." | "You have no activities in this plan.",
    no_goal: "Målet är inte skrivet än." | "The goal is not written yet.",
    attendance: "Närvaro" | "Attendance",
    no_stamps: "Ingen närvaro de senaste två månaderna." | "No attendance in the last two months.",
    absence: "Frånvaro" | "Absence",
    no_absence: "Ingen frånvaro de senaste två månaderna." | "No absence in the last two months.",
    excused: "Ledig i dag: anmäld i förväg." | "Away today: excused ahead.",
    not_excused: "Ingen anmäld frånvaro i dag." | "No excused absence today.",
    contact: "Kontaktkort" | "Contact card",
    phone: "Telefon" | "Phone",
    email: "E-post" | "E-mail",
    address: "Adress" | "Address",
    street: "Gata" | "Street",
    postal_code: "Postnummer" | "Postal code",
    postal_hint: "Fem siffror" | "Five digits",
    town: "Ort" | "Town",
    language_spoken: "Språk" | "Language",
    interpreter: "Behöver tolk" | "Needs an interpreter",
    no_address: "Skyddad identitet: ingen adress sparas." | "Protected identity: no address is kept.",
    not_known: "inte angivet" | "not given",
    change_contact: "Ändra kontaktkortet" | "Change the contact card",
    save: "Spara" | "Save",
    identity_number: "Personnummer" | "Identity number",
    show_identity: "Visa personnumret" | "Show the identity number",
    show_identity_why: "Varför behöver du se det?" | "Why do you need to see it?",
    show_identity_hint: "Deltagaren läser vad du skriver." | "The participant reads what you write.",
    shown_once: "Visas den här gången. Ladda om sidan så är det borta." | "Shown this time. Load the page again and it is gone.",
    no_identity: "Inget personnummer är registrerat." | "No identity number is registered.",
    referral: "Anvisning" | "Referral",
    no_referral: "Ingen anvisning är registrerad." | "No referral is registered.",
    consents: "Samtycken som gäller" | "Consents in force",
    no_consents: "Inga samtycken gäller nu." | "No consent is in force now.",
    versions: "Delade versioner av planen" | "Shared versions of the plan",
    no_versions: "Ingen version är delad." | "No version is shared.",
    closed: "Stängt för dig" | "Closed to you",
    state_reason: "Öppna med ett skäl" | "Open with a reason",
    state_reason_lead: "Plan, närvaro och frånvaro öppnas i 15 minuter." | "Plan, attendance and absence open for 15 minutes.",
    state_reason_why: "Varför behöver du läsa?" | "Why do you need to read?",
    state_reason_go: "Öppna" | "Open",
    emergency: "Öppna i nödläge" | "Open in an emergency",
    emergency_lead: "Bara när det inte kan vänta. Deltagaren får veta det. Chefen får veta det direkt." | "Only when it cannot wait. The participant is told. The manager is told at once.",
    emergency_why: "Vad har hänt?" | "What has happened?",
    emergency_hint: "Minst 10 tecken. Deltagaren och chefen läser det." | "At least 10 characters. The participant and the manager read it.",
    emergency_hours: "Hur länge?" | "For how long?",
    emergency_go: "Öppna i nödläge" | "Open in an emergency",
    protected: "Skyddad identitet" | "Protected identity",
    protected_more: "Chefen får veta varje gång någon öppnar den här sidan." | "The manager is told each time somebody opens this page.",
    protect: "Skydda identiteten" | "Protect the identity",
    protect_lead: "Namnet försvinner ur sökning och listor. Adressen tas bort. Bara de du namnger kan öppna sidan, inte heller du själv." | "The name leaves search and lists. The address is erased. Only those you name can open the page; you cannot either.",
    protect_go: "Skydda" | "Protect",
    protection_title: "Skyddade identiteter" | "Protected identities",
    protection_none: "Ingen på centret har skyddad identitet." | "Nobody at the centre has a protected identity.",
    protect_number: "Deltagarnummer" | "Participant number",
    number_hint: "Sju siffror, som på kortet." | "Seven digits, as on the card.",
    level: "Nivå" | "Level",
    change_level: "Ändra nivån" | "Change the level",
    level_ends: "Ta bort skyddet" | "End the protection",
    named: "Namngivna" | "Named",
    nobody_named: "Ingen är namngiven. Ingen kan öppna." | "Nobody is named. Nobody can open it.",
    name_staff: "Namnge en kollega" | "Name a colleague",
    name_go: "Namnge" | "Name",
    end_naming: "Ta bort" | "Remove",
    nobody_yet: "Ingen än" | "Nobody yet",
}

/// "104071-3", as it is printed on the card.
#[cfg(feature = "ssr")]
pub fn card_number(digits: &str) -> String {
    digits
        .parse::<domain::participant_number::ParticipantNumber>()
        .map_or_else(|_| digits.to_owned(), |number| number.to_string())
}

#[cfg(feature = "ssr")]
pub fn enrolled_on(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Inskriven {day}"),
        Lang::En => format!("Enrolled {day}"),
    }
}

#[cfg(feature = "ssr")]
pub fn ended_on(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Avslutad {day}"),
        Lang::En => format!("Ended {day}"),
    }
}

/// Days that remain after today, and the last of them (K5).
#[cfg(feature = "ssr")]
pub fn left(days: i64, last: &str, lang: Lang) -> String {
    match (lang, days) {
        (Lang::Sv, ..0) => format!("tiden gick ut {last}"),
        (Lang::En, ..0) => format!("time ran out {last}"),
        (Lang::Sv, 0) => "sista dagen".to_owned(),
        (Lang::En, 0) => "last day".to_owned(),
        (Lang::Sv, 1) => format!("1 dag kvar, till {last}"),
        (Lang::En, 1) => format!("1 day left, until {last}"),
        (Lang::Sv, _) => format!("{days} dagar kvar, till {last}"),
        (Lang::En, _) => format!("{days} days left, until {last}"),
    }
}

/// How many were found, and which of them are on the page.
pub fn shown(first: u32, last: u32, total: u32, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("{first}–{last} av {total}"),
        Lang::En => format!("{first}–{last} of {total}"),
    }
}

pub fn hits(total: u32, lang: Lang) -> String {
    match (lang, total) {
        (Lang::Sv, 1) => "1 träff".to_owned(),
        (Lang::En, 1) => "1 match".to_owned(),
        (Lang::Sv, _) => format!("{total} träffar"),
        (Lang::En, _) => format!("{total} matches"),
    }
}

pub fn emergency_until(until: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Öppnad i nödläge till {until}. Deltagaren och chefen ser det."),
        Lang::En => format!("Opened in an emergency until {until}. The participant and the manager see it."),
    }
}

pub fn reason_until(until: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Öppnad med ditt skäl till {until}. Deltagaren ser skälet."),
        Lang::En => format!("Opened with your reason until {until}. The participant sees the reason."),
    }
}

pub fn hours(hours: u32, lang: Lang) -> String {
    match (lang, hours) {
        (Lang::Sv, 1) => "1 timme".to_owned(),
        (Lang::En, 1) => "1 hour".to_owned(),
        (Lang::Sv, _) => format!("{hours} timmar"),
        (Lang::En, _) => format!("{hours} hours"),
    }
}

pub fn level_of(level: i16, lang: Lang) -> String {
    format!("{} {level}", self::level(lang))
}

pub fn this_month(count: u32, lang: Lang) -> String {
    match (lang, count) {
        (Lang::Sv, 1) => "1 dag den här månaden".to_owned(),
        (Lang::En, 1) => "1 day this month".to_owned(),
        (Lang::Sv, _) => format!("{count} dagar den här månaden"),
        (Lang::En, _) => format!("{count} days this month"),
    }
}

pub fn deputies(names: &[String], lang: Lang) -> String {
    let names = names.join(", ");
    match lang {
        Lang::Sv => format!("ersättare: {names}"),
        Lang::En => format!("deputy: {names}"),
    }
}

/// What a category is called where it is closed.
pub const fn category(category: Category, lang: Lang) -> &'static str {
    match category {
        Category::ContactCard => contact(lang),
        Category::IdentityNumber => identity_number(lang),
        Category::Referral => referral(lang),
        Category::Consents => consents(lang),
        Category::PlanDraft => plan(lang),
        Category::PlanVersion => versions(lang),
        Category::Attendance => attendance(lang),
        Category::Absence => absence(lang),
        // What has no place on the page yet is not asked for.
        _ => enrolment(lang),
    }
}

/// Status of a step in one word.
pub const fn status(status: ActivityStatus, lang: Lang) -> &'static str {
    use ActivityStatus as S;
    match (lang, status) {
        (Lang::Sv, S::Idea) => "Idé",
        (Lang::En, S::Idea) => "Idea",
        (Lang::Sv, S::Agreed) => "Överenskommet",
        (Lang::En, S::Agreed) => "Agreed",
        (Lang::Sv, S::UnderWay) => "Pågår",
        (Lang::En, S::UnderWay) => "Under way",
        (Lang::Sv, S::Done) => "Klart",
        (Lang::En, S::Done) => "Done",
        (Lang::Sv, S::Stopped) => "Avbrutet",
        (Lang::En, S::Stopped) => "Stopped",
    }
}

/// Languages that the card offers: tag, Swedish, English. A card may hold another, which then stays.
pub const LANGUAGES: [(&str, &str, &str); 21] = [
    ("sq", "albanska", "Albanian"),
    ("ar", "arabiska", "Arabic"),
    ("bs", "bosniska", "Bosnian"),
    ("prs", "dari", "Dari"),
    ("en", "engelska", "English"),
    ("fi", "finska", "Finnish"),
    ("fr", "franska", "French"),
    ("ckb", "kurdiska (sorani)", "Kurdish (Sorani)"),
    ("kmr", "kurdiska (kurmanji)", "Kurdish (Kurmanji)"),
    ("ps", "pashto", "Pashto"),
    ("fa", "persiska", "Persian"),
    ("pl", "polska", "Polish"),
    ("rom", "romani", "Romani"),
    ("ru", "ryska", "Russian"),
    ("so", "somaliska", "Somali"),
    ("es", "spanska", "Spanish"),
    ("sv", "svenska", "Swedish"),
    ("th", "thailändska", "Thai"),
    ("ti", "tigrinska", "Tigrinya"),
    ("tr", "turkiska", "Turkish"),
    ("uk", "ukrainska", "Ukrainian"),
];

/// A language in words; its tag where it is not on the list.
pub fn language(tag: &str, lang: Lang) -> String {
    LANGUAGES
        .iter()
        .find(|(t, ..)| *t == tag)
        .map_or(tag, |(_, sv, en)| match lang {
            Lang::Sv => *sv,
            Lang::En => *en,
        })
        .to_owned()
}

#[cfg(feature = "ssr")]
pub const fn doer(doer: domain::plan::Doer, lang: Lang) -> &'static str {
    use domain::plan::Doer;
    match (lang, doer) {
        (Lang::Sv, Doer::Participant) => "deltagaren",
        (Lang::En, Doer::Participant) => "the participant",
        (Lang::Sv, Doer::Coach) => "coachen",
        (Lang::En, Doer::Coach) => "the coach",
        (Lang::Sv, Doer::Recruiter) => "rekryteraren",
        (Lang::En, Doer::Recruiter) => "the recruiter",
        (Lang::Sv, Doer::Other) => "någon annan",
        (Lang::En, Doer::Other) => "someone else",
    }
}

#[cfg(feature = "ssr")]
pub fn by_day(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("senast {day}"),
        Lang::En => format!("by {day}"),
    }
}

#[cfg(feature = "ssr")]
pub fn done_on(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("klart {day}"),
        Lang::En => format!("done {day}"),
    }
}

#[cfg(feature = "ssr")]
pub fn referral_decided(day: Option<&str>, lang: Lang) -> String {
    match (lang, day) {
        (Lang::Sv, Some(day)) => format!("avgjord {day}"),
        (Lang::En, Some(day)) => format!("decided {day}"),
        (Lang::Sv, None) => "inte avgjord".to_owned(),
        (Lang::En, None) => "not decided".to_owned(),
    }
}

#[cfg(feature = "ssr")]
pub fn referral_line(
    agency: &str,
    programme: &str,
    referred: &str,
    decided: Option<&str>,
    lang: Lang,
) -> String {
    let decided = referral_decided(decided, lang);
    match lang {
        Lang::Sv => format!("{agency} anvisade till {programme} {referred} · {decided}"),
        Lang::En => format!("{agency} referred to {programme} on {referred} · {decided}"),
    }
}

/// What a consent is about, in the words of the consent.
#[cfg(feature = "ssr")]
pub fn consent_category(category: &str, lang: Lang) -> &'static str {
    match (lang, category) {
        (Lang::Sv, "enrolment") => "inskrivning",
        (Lang::En, "enrolment") => "enrolment",
        (Lang::Sv, "contact") => "kontaktuppgifter",
        (Lang::En, "contact") => "contact details",
        (_, "plan") => "plan",
        (Lang::Sv, "outcome") => "utfall",
        (Lang::En, "outcome") => "outcome",
        (Lang::Sv, "review") => "avstämning",
        (Lang::En, "review") => "joint review",
        (Lang::Sv, "planning") => "planering",
        (Lang::En, "planning") => "planning",
        (Lang::Sv, "investigations") => "utredningar",
        (Lang::En, "investigations") => "investigations",
        (Lang::Sv, "work_experience") => "arbetslivserfarenhet",
        (Lang::En, "work_experience") => "work experience",
        (Lang::Sv, _) => "annat",
        (Lang::En, _) => "other",
    }
}

/// Who tells, and what.
#[cfg(feature = "ssr")]
pub fn consent(direction: &str, what: &str, lang: Lang) -> String {
    match (lang, direction) {
        (Lang::Sv, "to_agency") => format!("centret får berätta: {what}"),
        (Lang::En, "to_agency") => format!("the centre may tell: {what}"),
        (Lang::Sv, _) => format!("myndigheten får berätta: {what}"),
        (Lang::En, _) => format!("the agency may tell: {what}"),
    }
}

/// What an absence was, why, and how it was judged.
#[cfg(feature = "ssr")]
pub fn absence_line(kind: &str, reason: Option<&str>, accepted: Option<bool>, lang: Lang) -> String {
    let kind = match (lang, kind) {
        (Lang::Sv, "excused") => "anmäld i förväg",
        (Lang::En, "excused") => "excused ahead",
        (Lang::Sv, "cancelled_by_centre") => "inställt av centret",
        (Lang::En, "cancelled_by_centre") => "cancelled by the centre",
        (Lang::Sv, _) => "uteblev",
        (Lang::En, _) => "missed",
    };
    let reason = reason.map(|reason| match (lang, reason) {
        (Lang::Sv, "ill") => "sjuk",
        (Lang::En, "ill") => "ill",
        (Lang::Sv, "ill_child") => "sjukt barn",
        (Lang::En, "ill_child") => "child ill",
        (Lang::Sv, "work_or_interview") => "jobb eller intervju",
        (Lang::En, "work_or_interview") => "work or interview",
        (Lang::Sv, "other_appointment") => "annan tid",
        (Lang::En, "other_appointment") => "other appointment",
        (Lang::Sv, _) => "annat",
        (Lang::En, _) => "other",
    });
    let judged = accepted.map(|accepted| match (lang, accepted) {
        (Lang::Sv, true) => "godtagen",
        (Lang::En, true) => "accepted",
        (Lang::Sv, false) => "inte godtagen",
        (Lang::En, false) => "not accepted",
    });
    [Some(kind), reason, judged]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

#[cfg(feature = "ssr")]
pub fn version_line(agency: &str, published: &str, revoked: Option<&str>, lang: Lang) -> String {
    match (lang, revoked) {
        (Lang::Sv, None) => format!("{agency} · delad {published}"),
        (Lang::En, None) => format!("{agency} · shared {published}"),
        (Lang::Sv, Some(day)) => format!("{agency} · delad {published}, återkallad {day}"),
        (Lang::En, Some(day)) => format!("{agency} · shared {published}, revoked {day}"),
    }
}
