//! Words of accounts, of who works with whom, and of declared relations.

use crate::kernel::Lang;
use crate::kernel::policy::Role;
use crate::words;

words! {
    title: "Konton" | "Accounts",
    new: "Nytt konto" | "New account",
    search: "Sök på namn" | "Search by name",
    search_go: "Sök" | "Search",
    order: "Sortera" | "Sort",
    order_name: "Namn" | "Name",
    order_sign_in: "Senast inloggad" | "Last signed in",
    order_share: "Andel" | "Share",
    all_roles: "Alla roller" | "All roles",
    all_states: "Alla" | "All",
    name: "Namn" | "Name",
    roles: "Roller" | "Roles",
    employer: "Arbetsgivare" | "Employer",
    share: "Andel av tjänst" | "Share of a position",
    share_hint: "0,01–1,00. Tomt för den som inte arbetar på centret." | "0.01–1.00. Empty for somebody who does not work at the centre.",
    state: "Läge" | "State",
    last_sign_in: "Senast inloggad" | "Last signed in",
    never: "aldrig" | "never",
    none: "–" | "–",
    none_found: "Ingen träff." | "No match.",
    show_all: "Visa alla" | "Show all",
    nobody: "Det finns inga konton än." | "There are no accounts yet.",
    nobody_more: "Skapa det första här ovanför." | "Make the first one above.",
    back: "Till alla konton" | "To all accounts",
    given_name: "Förnamn" | "Given name",
    family_name: "Efternamn" | "Family name",
    role_label: "Roll" | "Role",
    agency: "Organisation" | "Organisation",
    agency_hint: "Bara för handläggare och samarbetspartner." | "Only for case workers and partners.",
    valid_from: "Från och med" | "From",
    valid_to: "Till och med" | "To",
    valid_to_hint: "Tomt: tills vidare." | "Empty: until further notice.",
    user_name: "Användarnamn" | "User name",
    user_name_hint: "Tomt: vi föreslår ett av namnet. Personen kan ändra det." | "Empty: we propose one made of the name. The person can change it.",
    create: "Skapa konto och inbjudan" | "Make account and invitation",
    create_lead: "Personen väljer själv lösenord med en länk som gäller i sju dagar." | "The person chooses their own password by a link that holds for seven days.",
    save: "Spara" | "Save",
    details: "Uppgifter" | "Details",
    change: "Ändra uppgifter" | "Change details",
    add_role: "Lägg till roll" | "Add role",
    add_role_go: "Lägg till" | "Add",
    end_role: "Avsluta roll" | "End role",
    end_role_go: "Avsluta rollen" | "End the role",
    last_day: "Sista dag" | "Last day",
    last_day_hint: "Tomt: rollen slutar nu, och personen loggas ut." | "Empty: the role ends now, and the person is signed out.",
    no_role: "Ingen roll." | "No role.",
    link_title: "Inbjudan är skapad" | "The invitation is made",
    link_lead: "Kopiera länken nu. Den visas bara en gång och kan användas en gång." | "Copy the link now. It is shown only once and can be used once.",
    link_label: "Länk till personen" | "Link for the person",
    invitation_title: "Inloggning" | "Signing in",
    invite_again: "Skapa ny inbjudan" | "Make a new invitation",
    invite_again_hint: "Den förra inbjudan slutar gälla. Lösenordet gäller tills personen har valt ett nytt." | "The earlier invitation ends. The password holds until the person has chosen a new one.",
    end_invitation: "Avsluta inbjudan" | "End the invitation",
    close_title: "Stäng kontot" | "Close the account",
    close_lead: "Personen loggas ut direkt, överallt, och kan inte logga in." | "The person is signed out at once, everywhere, and cannot sign in.",
    close_go: "Stäng kontot" | "Close the account",
    reopen_go: "Öppna kontot igen" | "Open the account again",
    closed: "Kontot är stängt." | "The account is closed.",
    kept_elsewhere: "Ett annat center har hand om kontot. Här ändrar du bara rollerna hos er." | "Another centre keeps this account. Here you change only the roles with you.",
    relations_title: "Egna poster och släktingar" | "Own records and relatives",
    no_relations: "Inget är anmält." | "Nothing is declared.",
    end_relation_go: "Avsluta anmälan" | "End the declaration",
    end_relation_sure: "Ja, avsluta" | "Yes, end it",
    history: "Historik" | "History",
    cover_title: "Vikariera för en coach" | "Cover for a coach",
    cover_lead: "Kollegan blir vikarie för alla coachens deltagare de här dagarna." | "The colleague becomes deputy for all of the coach's participants on these days.",
    cover_coach: "Ersätter" | "Covers for",
    cover_go: "Ordna vikarie" | "Arrange cover",
    colleagues_title: "Medarbetare" | "Colleagues",
    current: "Arbetar med personen" | "Work with the person",
    past: "Tidigare" | "Earlier",
    nobody_current: "Ingen är knuten till personen just nu." | "Nobody is assigned to the person right now.",
    not_enrolled: "Personen är inte inskriven här just nu. Ingen ny kan knytas." | "The person is not enrolled here right now. Nobody new can be assigned.",
    task: "Uppgift" | "Task",
    days_title: "Dagar" | "Days",
    reason: "Skäl" | "Reason",
    reason_hint: "Kort. Personen kan läsa det." | "Short. The person can read it.",
    new_coach: "Byt coach" | "Change coach",
    new_coach_lead: "Coachen före slutar dagen innan." | "The coach before ends the day before.",
    coach: "Coach" | "Coach",
    new_coach_go: "Byt coach" | "Change coach",
    add_colleague: "Lägg till medarbetare" | "Add a colleague",
    colleague: "Kollega" | "Colleague",
    until_hint: "En vikarie har alltid en sista dag." | "A deputy always has a last day.",
    end_assignment: "Avsluta" | "End",
    assignment: "Vem" | "Who",
    end_assignment_go: "Avsluta" | "End",
    end_assignment_hint: "Tomt: det slutar nu." | "Empty: it ends now.",
    account_closed: "kontot är stängt" | "account closed",
    relations_own_title: "Jäv" | "Conflict of interest",
    relations_lead: "Är du själv deltagare, eller släkt med någon? Anmäl det här. Då kan du inte öppna den posten." | "Are you a participant yourself, or related to one? Declare it here. You can then not open that record.",
    relations_end_lead: "Bara din chef kan avsluta en anmälan." | "Only your manager can end a declaration.",
    number: "Deltagarnummer" | "Participant number",
    number_hint: "Sju siffror, till exempel 104071-3" | "Seven digits, for example 104071-3",
    relation_kind: "Vem är det?" | "Who is it?",
    oneself: "Jag själv" | "Myself",
    relative: "En släkting eller närstående" | "A relative or somebody close",
    declare_go: "Anmäl" | "Declare",
    declared: "Anmälan är mottagen." | "The declaration is received.",
    mine: "Mina anmälningar" | "My declarations",
    welcome_gone: "Inbjudan gäller inte längre" | "The invitation is no longer valid",
    welcome_gone_more: "Den är använd, avslutad eller för gammal. Be din chef om en ny." | "It has been used, ended or is too old. Ask your manager for a new one.",
    welcome_lead: "Välj användarnamn och lösenord. Sedan loggar du in." | "Choose a user name and a password. Then sign in.",
    new_password: "Lösenord" | "Password",
    new_password_hint: "Minst 12 tecken. Gärna flera ord som inte hör ihop." | "At least 12 characters. Several words that do not belong together are good.",
    repeat: "Samma lösenord igen" | "The same password again",
    welcome_go: "Spara och gå till inloggningen" | "Save and go to sign in",
    to_sign_in: "Till inloggningen" | "To sign in",
    state_active: "Aktivt" | "Active",
    state_invited: "Inbjudet" | "Invited",
    state_ended: "Avslutat" | "Ended",
}

/// What a role is called.
pub const fn role(role: Role, lang: Lang) -> &'static str {
    match (lang, role) {
        (Lang::Sv, Role::Reception) => "Reception",
        (Lang::En, Role::Reception) => "Reception",
        (_, Role::Coach) => "Coach",
        (Lang::Sv, Role::Recruiter) => "Rekryterare",
        (Lang::En, Role::Recruiter) => "Recruiter",
        (Lang::Sv, Role::TeamLeader) => "Samordnare",
        (Lang::En, Role::TeamLeader) => "Team leader",
        (Lang::Sv, Role::Manager) => "Enhetschef",
        (Lang::En, Role::Manager) => "Manager",
        (Lang::Sv, Role::Specialist) => "Specialist",
        (Lang::En, Role::Specialist) => "Specialist",
        (Lang::Sv, Role::CaseWorker) => "Handläggare",
        (Lang::En, Role::CaseWorker) => "Case worker",
        (Lang::Sv, Role::Partner) => "Samarbetspartner",
        (Lang::En, Role::Partner) => "Partner",
        (Lang::Sv, Role::Steering) => "Styrgrupp",
        (Lang::En, Role::Steering) => "Steering group",
    }
}

/// What a state is called.
pub const fn state_word(state: super::api::State, lang: Lang) -> &'static str {
    use super::api::State;
    match state {
        State::Active => state_active(lang),
        State::Invited => state_invited(lang),
        State::Ended => state_ended(lang),
    }
}

/// As what somebody is assigned.
#[cfg(feature = "ssr")]
pub fn kind(kind: &str, lang: Lang) -> &'static str {
    match (lang, kind) {
        (_, "coach") => "Coach",
        (Lang::Sv, "deputy") => "Vikarie",
        (Lang::En, "deputy") => "Deputy",
        (Lang::Sv, "recruiter") => "Rekryterare",
        (Lang::En, "recruiter") => "Recruiter",
        (Lang::Sv, "partner") => "Samarbetspartner",
        (Lang::En, "partner") => "Partner",
        (Lang::Sv | Lang::En, _) => "Specialist",
    }
}

/// "från 1 november", "1 november–30 november", or that it never came to be.
#[cfg(feature = "ssr")]
pub fn days(
    from: chrono::NaiveDate,
    to: Option<chrono::NaiveDate>,
    today: chrono::NaiveDate,
    lang: Lang,
) -> String {
    let day = |day| crate::kernel::dates::short(day, today, lang);
    match (lang, to) {
        (Lang::Sv, None) => format!("från {}", day(from)),
        (Lang::En, None) => format!("from {}", day(from)),
        (Lang::Sv, Some(to)) if to < from => format!("{}, togs tillbaka", day(from)),
        (Lang::En, Some(to)) if to < from => format!("{}, taken back", day(from)),
        (_, Some(to)) => format!("{} – {}", day(from), day(to)),
    }
}

/// "19 personer · 13,40 tjänster"
pub fn positions(people: u32, positions: &str, lang: Lang) -> String {
    match (lang, people) {
        (Lang::Sv, 1) => format!("1 person · {positions} tjänster"),
        (Lang::Sv, _) => format!("{people} personer · {positions} tjänster"),
        (Lang::En, 1) => format!("1 person · {positions} positions"),
        (Lang::En, _) => format!("{people} people · {positions} positions"),
    }
}

/// "26–32 av 32"
pub fn shown(first: u32, last: u32, total: u32, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("{first}–{last} av {total}"),
        Lang::En => format!("{first}–{last} of {total}"),
    }
}

/// "Utskrivet fredag 20 november"
#[cfg(feature = "ssr")]
pub fn printed(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Utskrivet {day}"),
        Lang::En => format!("Printed {day}"),
    }
}

/// How an invitation stands.
#[cfg(feature = "ssr")]
pub fn invitation(user_name: &str, until: &str, open: bool, lang: Lang) -> String {
    match (lang, open) {
        (Lang::Sv, true) => format!("En inbjudan till {user_name} gäller till {until}."),
        (Lang::En, true) => format!("An invitation for {user_name} holds until {until}."),
        (Lang::Sv, false) => format!("Den senaste inbjudan till {user_name} gäller inte längre."),
        (Lang::En, false) => format!("The latest invitation for {user_name} is no longer valid."),
    }
}

/// "104071-3 · släkting · anmält 20 november"
#[cfg(feature = "ssr")]
pub fn relation(number: &str, kind: &str, declared: &str, ended: Option<&str>, lang: Lang) -> String {
    let number = domain::participant_number::ParticipantNumber::parse(number)
        .map_or_else(|_| number.to_owned(), |n| n.to_string());
    let kind = match (lang, kind) {
        (Lang::Sv, "self") => "personen själv",
        (Lang::En, "self") => "the person themselves",
        (Lang::Sv, _) => "släkting eller närstående",
        (Lang::En, _) => "relative or somebody close",
    };
    let ended = match (lang, ended) {
        (_, None) => String::new(),
        (Lang::Sv, Some(day)) => format!(" · avslutad {day}"),
        (Lang::En, Some(day)) => format!(" · ended {day}"),
    };
    match lang {
        Lang::Sv => format!("{number} · {kind} · anmält {declared}{ended}"),
        Lang::En => format!("{number} · {kind} · declared {declared}{ended}"),
    }
}

/// A line of an account's history.
#[cfg(feature = "ssr")]
pub fn event(what: &str, at: &str, by: Option<&str>, detail: &serde_json::Value, lang: Lang) -> String {
    let (sv, en) = match what {
        "created" => ("Kontot skapades", "The account was made"),
        "changed" => ("Uppgifter ändrades", "Details were changed"),
        "role_added" => ("Roll lades till", "A role was added"),
        "role_ended" => ("Roll avslutades", "A role was ended"),
        "deactivated" => ("Kontot stängdes", "The account was closed"),
        "reactivated" => ("Kontot öppnades igen", "The account was opened again"),
        "invited" => ("Inbjudan skapades", "An invitation was made"),
        "invitation_ended" => ("Inbjudan avslutades", "The invitation was ended"),
        "invitation_used" => ("Inbjudan användes", "The invitation was used"),
        "covers" => ("Blev vikarie för en coach", "Became deputy for a coach"),
        _ => ("En anmälan om jäv avslutades", "A declared relation was ended"),
    };
    let words = match lang {
        Lang::Sv => sv,
        Lang::En => en,
    };
    let which = detail
        .get("role")
        .and_then(serde_json::Value::as_str)
        .and_then(Role::from_code)
        .map(|r| format!(" ({})", role(r, lang)))
        .unwrap_or_default();
    let by = by.map(|by| format!(" · {by}")).unwrap_or_default();
    format!("{at} · {words}{which}{by}")
}

/// "Välkommen, Karin"
pub fn welcome(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Välkommen, {name}"),
        Lang::En => format!("Welcome, {name}"),
    }
}

/// "Vikarie för 12 deltagare."
pub fn covered(people: u32, lang: Lang) -> String {
    match (lang, people) {
        (Lang::Sv, 0) => "Ingen ny deltagare behövde en vikarie.".to_owned(),
        (Lang::En, 0) => "No further participant needed a deputy.".to_owned(),
        (Lang::Sv, _) => format!("Vikarie för {people} deltagare."),
        (Lang::En, 1) => "Deputy for 1 participant.".to_owned(),
        (Lang::En, _) => format!("Deputy for {people} participants."),
    }
}

/// "Amina Warsame · 104071-3"
pub fn of_person(name: &str, number: &str) -> String {
    format!("{name} · {number}")
}
