//! Words of the access log.

use crate::words;

words! {
    title: "Vem har sett mig" | "Who has seen me",
    back: "Tillbaka" | "Back",
    lead: "Här står vem som har läst om dig, när och varför." | "This is who has read about you, when and why.",
    lead_more: "Undrar du över något? Tryck på Fråga. Chefen svarar dig." | "Wondering about something? Press Ask. The manager answers you.",
    nobody: "Ingen har läst om dig den här månaden." | "Nobody has read about you this month.",
    nobody_more: "När någon läser om dig syns det här direkt." | "When somebody reads about you it shows here at once.",
    in_force: "Dina uppgifter är öppna i en nödsituation" | "Your record is open in an emergency",
    ended: "Öppnat i en nödsituation" | "Opened in an emergency",
    in_lists: "Ditt namn i listor" | "Your name in lists",
    reason: "Skäl" | "Reason",
    ask: "Fråga" | "Ask",
    ask_title: "Fråga om det här" | "Ask about this",
    ask_words: "Vad undrar du? (du kan lämna tomt)" | "What do you wonder? (you may leave this empty)",
    ask_go: "Skicka till chefen" | "Send to the manager",
    ask_not: "Avbryt" | "Cancel",
    asked: "Frågad" | "Asked",
    answered: "Besvarad" | "Answered",
    waits: "Chefen har inte svarat än." | "The manager has not answered yet.",
    your_words: "Du skrev" | "You wrote",
    the_answer: "Svar" | "Answer",
    new_answer: "Nytt svar" | "New answer",
    have_read: "Jag har läst svaret" | "I have read the answer",
    months: "Månader" | "Months",

    drift: "Drift och insyn" | "Operations",
    span: "Tid" | "Time",
    questions: "Frågor från deltagare" | "Questions from participants",
    waiting: "väntar på svar" | "waiting for an answer",
    no_questions: "Inga frågor väntar." | "No questions wait.",
    as_shown: "Så står det hos deltagaren" | "As the participant reads it",
    no_words: "Utan egna ord." | "Without words of their own.",
    answer: "Svara" | "Answer",
    answer_label: "Ditt svar till deltagaren" | "Your answer to the participant",
    answer_go: "Skicka svaret" | "Send the answer",
    overrides: "Nödöppningar" | "Emergency overrides",
    no_overrides: "Ingen har öppnat uppgifter i en nödsituation." | "Nobody has opened a record in an emergency.",
    override_new: "Inte sedd än" | "Not seen yet",
    in_force_now: "Gäller nu" | "In force now",
    acknowledge: "Jag har sett den" | "I have seen it",
    note_label: "Anteckning (du kan lämna tomt)" | "Note (you may leave this empty)",
    openings: "Skyddade identiteter som har öppnats" | "Protected identities that were opened",
    openings_lead: "Varje öppning visas här. Vem det gäller är ett nummer." | "Every opening shows here. Whom it is about is a number.",
    no_openings: "Ingen skyddad identitet har öppnats." | "No protected identity was opened.",
    denials: "Nekade försök" | "Denied attempts",
    no_denials: "Inget försök har nekats." | "No attempt was denied.",
    failures: "Misslyckade inloggningar" | "Failed sign-ins",
    no_failures: "Ingen inloggning har misslyckats." | "No sign-in failed.",
    many: "Konton med många misslyckade" | "Accounts with many failures",
    who: "Vem" | "Who",
    what: "Vad" | "What",
    why: "Varför" | "Why",
    about: "Om" | "About",
    number: "Nummer" | "Number",
    times: "Antal" | "Times",
    latest: "Senast" | "Latest",
    kind: "Sätt" | "Way",
    total: "Summa" | "Total",
    per_time: "Per timme eller dag" | "By hour or day",
}

/// The span of time as a choice.
pub const fn span_name(span: super::api::Span, lang: crate::kernel::Lang) -> &'static str {
    use super::api::Span;
    use crate::kernel::Lang;
    match (lang, span) {
        (Lang::Sv, Span::Day) => "24 timmar",
        (Lang::En, Span::Day) => "24 hours",
        (Lang::Sv, Span::Week) => "7 dagar",
        (Lang::En, Span::Week) => "7 days",
        (Lang::Sv, Span::Month) => "30 dagar",
        (Lang::En, Span::Month) => "30 days",
    }
}

#[cfg(feature = "ssr")]
pub use told::*;

/// Sentences that are made on the server.
#[cfg(feature = "ssr")]
mod told {
    use crate::access_log::fold::is_list;
    use crate::access_log::store::{Read, Who};
    use crate::kernel::policy::{Action, Category, Denial, Role};
    use crate::kernel::{Lang, dates};
    use crate::words;
    use chrono::{DateTime, NaiveDate, Utc};
    use domain::civil_time::{civil_day, clock_hm};

    words! {
        somebody: "Någon på centret" | "Somebody at the centre",
        the_screen: "Skärmen vid dörren" | "The screen at the door",
        protected: "Skyddad identitet" | "Protected identity",
        an_entry: "En händelse i loggen" | "An entry of the log",
        nobody_known: "Okänt konto" | "Unknown account",
    }

    /// The name of whoever has read.
    pub fn name(who: &Who, lang: Lang) -> String {
        match (&who.given_name, &who.family_name) {
            (Some(given), Some(family)) => format!("{given} {family}"),
            _ if who.staff.is_none() => the_screen(lang).to_owned(),
            _ => somebody(lang).to_owned(),
        }
    }

    /// A role in words.
    pub const fn role(role: Role, lang: Lang) -> &'static str {
        match (lang, role) {
            (Lang::Sv, Role::Reception) => "i receptionen",
            (Lang::En, Role::Reception) => "at the reception",
            (Lang::Sv, Role::Coach) => "coach",
            (Lang::En, Role::Coach) => "coach",
            (Lang::Sv, Role::Recruiter) => "rekryterare",
            (Lang::En, Role::Recruiter) => "recruiter",
            (Lang::Sv, Role::TeamLeader) => "samordnare",
            (Lang::En, Role::TeamLeader) => "team leader",
            (Lang::Sv, Role::Manager) => "chef",
            (Lang::En, Role::Manager) => "manager",
            (Lang::Sv, Role::Specialist) => "specialist",
            (Lang::En, Role::Specialist) => "specialist",
            (Lang::Sv, Role::CaseWorker) => "handläggare",
            (Lang::En, Role::CaseWorker) => "case worker",
            (Lang::Sv, Role::Partner) => "handledare",
            (Lang::En, Role::Partner) => "supervisor",
            (Lang::Sv, Role::Steering) => "i styrgruppen",
            (Lang::En, Role::Steering) => "in the steering group",
        }
    }

    /// What they are to the participant: "din coach", "handläggare på Socialtjänsten Bergsjön".
    pub fn relation(who: &Who, lang: Lang) -> String {
        let known = match (lang, who.assigned.as_deref()) {
            (Lang::Sv, Some("coach")) => Some("din coach"),
            (Lang::En, Some("coach")) => Some("your coach"),
            (Lang::Sv, Some("deputy")) => Some("som vikarierar för din coach"),
            (Lang::En, Some("deputy")) => Some("who covers for your coach"),
            (Lang::Sv, Some("recruiter")) => Some("din rekryterare"),
            (Lang::En, Some("recruiter")) => Some("your recruiter"),
            _ => None,
        };
        if let Some(known) = known {
            return known.to_owned();
        }
        let role = who.role.map_or("", |r| role(r, lang));
        match (&who.agency, lang) {
            (Some(agency), Lang::Sv) => format!("{role} på {agency}"),
            (Some(agency), Lang::En) => format!("{role} at {agency}"),
            (None, _) => role.to_owned(),
        }
    }

    /// What a category is called to whom it is about.
    const fn thing(category: Category, lang: Lang) -> &'static str {
        use Category as C;
        match lang {
            Lang::Sv => match category {
                C::Enrolled => "ditt namn",
                C::ContactCard => "dina kontaktuppgifter",
                C::IdentityNumber => "hela ditt personnummer",
                C::Referral => "din anvisning",
                C::Consents => "dina samtycken",
                C::PlanDraft => "din plan",
                C::PlanVersion => "planen som du har delat",
                C::Attendance => "din närvaro",
                C::Absence => "din frånvaro",
                C::FollowUps => "dina uppföljningar",
                C::Forms => "dina formulär",
                C::Bookings => "dina bokade tider",
                C::PhysioNotes => "dina anteckningar hos fysioterapeuten",
                C::JointReview => "ditt trepartssamtal",
                C::Feedback => "återkopplingen om dig",
                C::Extension => "din förlängning",
                C::Outcome => "vad du gjorde efter programmet",
                C::AttendanceQuestion => "en fråga om din närvaro",
                C::WhoHasSeen => "vem som har läst om dig",
                C::FiguresSmall | C::FiguresSuppressed => "siffror",
                C::Accounts => "ditt konto",
            },
            Lang::En => match category {
                C::Enrolled => "your name",
                C::ContactCard => "your contact details",
                C::IdentityNumber => "your whole identity number",
                C::Referral => "your referral",
                C::Consents => "your consents",
                C::PlanDraft => "your plan",
                C::PlanVersion => "the plan that you have shared",
                C::Attendance => "your attendance",
                C::Absence => "your absence",
                C::FollowUps => "your follow-ups",
                C::Forms => "your forms",
                C::Bookings => "your booked times",
                C::PhysioNotes => "your notes at the physiotherapist",
                C::JointReview => "your joint review",
                C::Feedback => "the feedback about you",
                C::Extension => "your extension",
                C::Outcome => "what you did after the programme",
                C::AttendanceQuestion => "a question about your attendance",
                C::WhoHasSeen => "who has read about you",
                C::FiguresSmall | C::FiguresSuppressed => "figures",
                C::Accounts => "your account",
            },
        }
    }

    /// "din plan, din närvaro och dina bokade tider"
    fn things(categories: &[Category], lang: Lang) -> String {
        let names: Vec<&str> = categories.iter().map(|c| thing(*c, lang)).collect();
        let and = match lang {
            Lang::Sv => " och ",
            Lang::En => " and ",
        };
        match names.split_last() {
            None => String::new(),
            Some((last, [])) => (*last).to_owned(),
            Some((last, rest)) => format!("{}{and}{last}", rest.join(", ")),
        }
    }

    /// What was done: "öppnade din plan", "såg ditt namn i sin lista".
    pub fn deed(action: Option<Action>, categories: &[Category], lang: Lang) -> String {
        let list = is_list(action);
        // Who reads a record has read the name: it is told of alone, and in lists.
        let told: Vec<Category> = categories
            .iter()
            .copied()
            .filter(|c| list || categories.len() == 1 || *c != Category::Enrolled)
            .collect();
        let what = things(&told, lang);
        let place = match (lang, action) {
            (Lang::Sv, Some(Action::ReadPortfolio | Action::ReadAgencyDesk)) => " i sin lista",
            (Lang::En, Some(Action::ReadPortfolio | Action::ReadAgencyDesk)) => " in their list",
            (Lang::Sv, Some(Action::FindPerson)) => " i en sökning",
            (Lang::En, Some(Action::FindPerson)) => " in a search",
            (Lang::Sv, Some(Action::Enrol)) => " vid inskrivningen",
            (Lang::En, Some(Action::Enrol)) => " at the enrolment",
            _ => "",
        };
        match (lang, told.as_slice()) {
            (Lang::Sv, []) => "öppnade uppgifter om dig".to_owned(),
            (Lang::En, []) => "opened your record".to_owned(),
            (Lang::Sv, [Category::PlanDraft | Category::PlanVersion]) => format!("öppnade {what}{place}"),
            (Lang::En, [Category::PlanDraft | Category::PlanVersion]) => format!("opened {what}{place}"),
            (Lang::Sv, _) => format!("såg {what}{place}"),
            (Lang::En, _) => format!("saw {what}{place}"),
        }
    }

    /// What comes after the name: ", din coach, öppnade din plan."
    pub fn rest(read: &Read, lang: Lang) -> String {
        let (relation, deed) = (
            relation(&read.who, lang),
            deed(read.action, &read.categories, lang),
        );
        if relation.is_empty() {
            format!(" {deed}.")
        } else {
            format!(", {relation}, {deed}.")
        }
    }

    /// "klockan 09:30", or "3 gånger, klockan 09:30–14:10".
    pub fn clock(read: &Read, lang: Lang) -> String {
        let (first, last) = (clock_hm(read.first_at), clock_hm(read.last_at));
        let span = if first == last {
            first
        } else {
            format!("{first}–{last}")
        };
        match (lang, read.times) {
            (Lang::Sv, ..=1) => format!("klockan {span}"),
            (Lang::En, ..=1) => format!("at {span}"),
            (Lang::Sv, times) => format!("{times} gånger, klockan {span}"),
            (Lang::En, times) => format!("{times} times, {span}"),
        }
    }

    /// Why it was permitted, in words.
    pub fn because(read: &Read, today: NaiveDate, lang: Lang) -> String {
        let given = read.who.given_name.clone();
        let given = given.unwrap_or_else(|| name(&read.who, lang));
        match (lang, read.why.as_str()) {
            (Lang::Sv, "assigned") => match read.who.assigned.as_deref() {
                Some("coach") => format!("för att {given} är din coach"),
                Some("deputy") => format!("för att {given} vikarierar för din coach"),
                Some("recruiter") => format!("för att {given} är din rekryterare"),
                _ => format!("för att {given} arbetar med dig"),
            },
            (Lang::En, "assigned") => match read.who.assigned.as_deref() {
                Some("coach") => format!("because {given} is your coach"),
                Some("deputy") => format!("because {given} covers for your coach"),
                Some("recruiter") => format!("because {given} is your recruiter"),
                _ => format!("because {given} works with you"),
            },
            (Lang::Sv, "role") => format!("det ingår i arbetet {}", at_work(read.who.role, lang)),
            (Lang::En, "role") => format!("it is part of the work {}", at_work(read.who.role, lang)),
            (Lang::Sv, "reason") => "med ett skäl".to_owned(),
            (Lang::En, "reason") => "for a reason".to_owned(),
            (Lang::Sv, "override") => "i en nödsituation".to_owned(),
            (Lang::En, "override") => "in an emergency".to_owned(),
            (Lang::Sv, "consent") => match read.consented_at {
                Some(at) => format!("du sa ja den {}", dates::short(civil_day(at), today, lang)),
                None => "du har sagt ja".to_owned(),
            },
            (Lang::En, "consent") => match read.consented_at {
                Some(at) => format!("you said yes on {}", dates::short(civil_day(at), today, lang)),
                None => "you have said yes".to_owned(),
            },
            (Lang::Sv, "referral") => format!("för att {given} har anvisat dig"),
            (Lang::En, "referral") => format!("because {given} referred you"),
            (Lang::Sv, "screen") => "vid dörren".to_owned(),
            (Lang::En, "screen") => "at the door".to_owned(),
            _ => String::new(),
        }
    }

    const fn at_work(role: Option<Role>, lang: Lang) -> &'static str {
        match (lang, role) {
            (Lang::Sv, Some(Role::Reception)) => "i receptionen",
            (Lang::En, Some(Role::Reception)) => "at the reception",
            (Lang::Sv, Some(Role::Coach)) => "som coach",
            (Lang::En, Some(Role::Coach)) => "as a coach",
            (Lang::Sv, Some(Role::Recruiter)) => "som rekryterare",
            (Lang::En, Some(Role::Recruiter)) => "as a recruiter",
            (Lang::Sv, Some(Role::TeamLeader)) => "som samordnare",
            (Lang::En, Some(Role::TeamLeader)) => "as a team leader",
            (Lang::Sv, Some(Role::Manager)) => "som chef",
            (Lang::En, Some(Role::Manager)) => "as the manager",
            (Lang::Sv, _) => "här",
            (Lang::En, _) => "here",
        }
    }

    /// A civil moment: "20 november klockan 09:30".
    pub fn moment(at: DateTime<Utc>, today: NaiveDate, lang: Lang) -> String {
        let (day, clock) = (dates::short(civil_day(at), today, lang), clock_hm(at));
        match lang {
            Lang::Sv => format!("{day} klockan {clock}"),
            Lang::En => format!("{day} at {clock}"),
        }
    }

    /// A day as the title of its reads: "I dag", "I går", "Onsdag 18 november".
    pub fn day_title(day: NaiveDate, today: NaiveDate, lang: Lang) -> String {
        match (lang, (today - day).num_days()) {
            (Lang::Sv, 0) => "I dag".to_owned(),
            (Lang::En, 0) => "Today".to_owned(),
            (Lang::Sv, 1) => "I går".to_owned(),
            (Lang::En, 1) => "Yesterday".to_owned(),
            _ => dates::long_capital(day, lang),
        }
    }

    /// After the name of who has taken an override.
    pub fn emergency(relation: &str, lang: Lang) -> String {
        match lang {
            Lang::Sv => format!(", {relation}, kan läsa mer om dig i en nödsituation."),
            Lang::En => format!(", {relation}, can read more about you in an emergency."),
        }
    }

    pub fn from_until(from: &str, until: &str, lang: Lang) -> String {
        match lang {
            Lang::Sv => format!("Från {from} till {until}"),
            Lang::En => format!("From {from} until {until}"),
        }
    }

    pub fn you_asked(day: &str, lang: Lang) -> String {
        match lang {
            Lang::Sv => format!("Du frågade {day}."),
            Lang::En => format!("You asked on {day}."),
        }
    }

    pub fn somebody_answered(who: Option<&str>, day: &str, lang: Lang) -> String {
        match (lang, who) {
            (Lang::Sv, Some(who)) => format!("{who} svarade {day}."),
            (Lang::En, Some(who)) => format!("{who} answered on {day}."),
            (Lang::Sv, None) => format!("Chefen svarade {day}."),
            (Lang::En, None) => format!("The manager answered on {day}."),
        }
    }

    pub fn seen_by(who: &str, when: &str, lang: Lang) -> String {
        match lang {
            Lang::Sv => format!("Sedd av {who}, {when}"),
            Lang::En => format!("Seen by {who}, {when}"),
        }
    }

    /// Name and role of a member of staff, for the manager.
    pub fn colleague(who: &Who, lang: Lang) -> String {
        let what = match (who.role, &who.agency) {
            (Some(role_of), Some(agency)) => format!("{}, {agency}", role(role_of, lang)),
            (Some(role_of), None) => role(role_of, lang).to_owned(),
            (None, _) => return name(who, lang),
        };
        format!("{} ({what})", name(who, lang))
    }

    /// Why something was denied, for the manager, who is told the true reason.
    pub const fn denial(why: Denial, lang: Lang) -> &'static str {
        match lang {
            Lang::Sv => match why {
                Denial::NotSignedIn => "inte inloggad",
                Denial::RoleWithout => "rollen läser inte det",
                Denial::NotHere => "finns inte här",
                Denial::Related => "egen eller anhörigs akt",
                Denial::Protected => "skyddad identitet",
                Denial::NotAssigned => "inte knuten till personen",
                Denial::ReasonNeeded => "inget skäl angivet",
                Denial::NoConsent => "inget samtycke",
                Denial::NotPublished => "ingen delad plan",
                Denial::NoReferral => "anvisningen är avgjord",
                Denial::NotTheirs => "inte deras eget",
                Denial::StepUpNeeded => "behövde bekräfta vem de är",
            },
            Lang::En => match why {
                Denial::NotSignedIn => "not signed in",
                Denial::RoleWithout => "the role does not read it",
                Denial::NotHere => "not here",
                Denial::Related => "own or a relative’s record",
                Denial::Protected => "protected identity",
                Denial::NotAssigned => "not assigned to the person",
                Denial::ReasonNeeded => "no reason stated",
                Denial::NoConsent => "no consent",
                Denial::NotPublished => "no shared plan",
                Denial::NoReferral => "the referral has been decided",
                Denial::NotTheirs => "not theirs",
                Denial::StepUpNeeded => "had to confirm who they are",
            },
        }
    }

    /// What somebody tried or did, for the manager: the ways in that the log may name.
    pub const fn tried(action: Action, lang: Lang) -> &'static str {
        use Action as A;
        let (sv, en) = match action {
            A::OpenRecord => ("öppna akten", "open the record"),
            A::ReadPortfolio => ("listan över deltagare", "the list of participants"),
            A::FindPerson => ("söka person", "look for a person"),
            A::ReadIdentityNumber => ("se personnumret", "see the identity number"),
            A::WriteContact => ("ändra kontaktuppgifter", "change contact details"),
            A::ReadConsents | A::TakeConsent => ("samtycken", "consents"),
            A::ReadPlanVersion => ("delad plan", "shared plan"),
            A::Refer | A::ReadReferrals | A::SettleReferral => ("anvisningar", "referrals"),
            A::ReadAgencyDesk => ("myndighetens sida", "the agency’s page"),
            A::ReadFigures => ("siffror", "figures"),
            A::ReadOperations | A::AnswerQuestion => ("drift och insyn", "operations"),
            A::ReadAccounts | A::WriteAccounts => ("konton", "accounts"),
            A::Assign => ("tilldela", "assign"),
            A::ReadWithoutCoach => ("listan över dem utan coach", "the list of those without a coach"),
            A::DeclareRelation => ("anmäla jäv", "declare a relation"),
            A::ManageProtection => ("skyddade identiteter", "protected identities"),
            A::TakeOverride => ("nödöppning", "emergency override"),
            A::InviteToSignIn => ("bjuda in till inloggning", "invite to sign in"),
            A::JudgeCorrection => ("rättelser", "corrections"),
            A::ReadProgrammes | A::WriteProgrammes => ("verksamheter", "programmes"),
            A::ReadCapacity => ("platser", "places"),
            A::ReadCalendar | A::WriteCalendar => ("centrets kalender", "the centre’s calendar"),
            A::StartScreen | A::ShowCode => ("skärmen", "the screen"),
            A::SwitchRole => ("byta roll", "switch role"),
            A::ReadPromises | A::ReadPromisesOf | A::ExplainPromise => ("löften", "promises"),
            A::ReadTalks | A::WriteTalks => ("samtal", "talks"),
            A::ReadExtensions | A::HandleExtension => ("förlängningar", "extensions"),
            A::ReadForms | A::BeginTogether | A::AnswerTogether => {
                ("uppföljningsformulär", "start and exit forms")
            }
            A::ReadQuestions | A::WriteQuestions => ("frågor i formulären", "questions of the forms"),
            _ => ("en annan sida", "another page"),
        };
        match lang {
            Lang::Sv => sv,
            Lang::En => en,
        }
    }

    /// A way of signing in, as the table of failures knows it.
    pub fn way_in(kind: &str, lang: Lang) -> &'static str {
        match (lang, kind) {
            (Lang::Sv, "card_pin") => "kort och PIN",
            (Lang::En, "card_pin") => "card and PIN",
            (Lang::Sv, "password") => "lösenord",
            (Lang::En, "password") => "password",
            (Lang::Sv, "totp") => "engångskod",
            (Lang::En, "totp") => "one-time code",
            (Lang::Sv, "passkey") => "nyckel",
            (Lang::En, "passkey") => "passkey",
            (Lang::Sv, _) => "e-legitimation",
            (Lang::En, _) => "eID",
        }
    }

    pub fn failed(why: &str, lang: Lang) -> &'static str {
        match (lang, why) {
            (Lang::Sv, "unknown") => "okänt konto",
            (Lang::En, "unknown") => "unknown account",
            (Lang::Sv, "wrong") => "fel kod",
            (Lang::En, "wrong") => "wrong secret",
            (Lang::Sv, "throttled") => "för många försök",
            (Lang::En, "throttled") => "too many tries",
            (Lang::Sv, "ended") => "avslutat konto",
            (Lang::En, "ended") => "ended account",
            (Lang::Sv, _) => "nekad av utgivaren",
            (Lang::En, _) => "refused by the provider",
        }
    }
}
