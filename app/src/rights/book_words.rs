//! What the columns and codes of the tables are called, for whoever reads the book. The text of a person is never a code.

mod codes;
mod seen;

use super::inventory::Class;
use super::text;
use crate::consent::category_word;
use crate::kernel::Lang;
use crate::kernel::policy::Action;
use crate::programme::{entry_group_word, ground_word};
use crate::record::language_name;
use domain::consent::Category;
use domain::programme::EntryGroup;

/// A word of the database, in Swedish and English.
type Words = (&'static str, &'static str, &'static str);

/// Columns that one table means something of its own with.
const COLUMNS_OF: &[(&str, Words)] = &[
    // Staff wrote these; elsewhere the words are the participant's.
    ("promise_reason", ("words", "Ord", "Words")),
    ("activity_correction", ("words", "Ord", "Words")),
    (
        "activity_correction",
        ("recorded_at", "Först registrerat", "First recorded"),
    ),
    ("extension_text", ("words", "Ord", "Words")),
    ("ledger", ("place", "Plats", "Place")),
];

/// A column, or a field inside one, by name.
const COLUMNS: &[Words] = &[
    ("given_name", "Förnamn", "Given name"),
    ("family_name", "Efternamn", "Family name"),
    ("birth_year", "Födelseår", "Year of birth"),
    ("participant_number", "Kortnummer", "Card number"),
    ("spoken_language", "Talat språk", "Spoken language"),
    ("interface_language", "Språk i appen", "Language in the app"),
    ("protected_level", "Skyddsnivå", "Level of protection"),
    ("level_before", "Nivå före", "Level before"),
    ("level_after", "Nivå efter", "Level after"),
    ("stated_at", "Angett", "Stated"),
    ("stated_reason_id", "Skälets nummer", "Number of the reason"),
    ("created_at", "Skapad", "Made"),
    ("erased_at", "Raderad", "Erased"),
    ("identity_number", "Personnummer", "Identity number"),
    ("recorded_at", "Registrerad", "Recorded"),
    ("recorded_by", "Registrerad av", "Recorded by"),
    ("phone", "Telefon", "Phone"),
    ("email", "E-post", "Email"),
    ("street", "Gata", "Street"),
    ("postal_code", "Postnummer", "Postal code"),
    ("town", "Ort", "Town"),
    ("needs_interpreter", "Behöver tolk", "Needs an interpreter"),
    ("revision", "Version", "Version"),
    ("updated_at", "Ändrad", "Changed"),
    ("updated_by", "Ändrad av", "Changed by"),
    ("staff_id", "Personal", "Staff"),
    ("kind", "Slag", "Kind"),
    ("declared_at", "Anmäld", "Declared"),
    ("declared_by", "Anmäld av", "Declared by"),
    ("ended_at", "Slut", "Ended"),
    ("named_at", "Utsedd", "Named"),
    ("named_by", "Utsedd av", "Named by"),
    ("class", "Grupp", "Class"),
    ("done_on", "Klar", "Done"),
    ("programme_id", "Verksamhet", "Programme"),
    ("agency_id", "Myndighet", "Agency"),
    ("centre_id", "Center", "Centre"),
    ("referred_at", "Anvisad", "Referred"),
    ("decided_at", "Avgjord", "Decided"),
    ("enrolled_on", "Inskriven", "Enrolled"),
    ("term_ends_on", "Tiden slutar", "The time ends"),
    ("ended_on", "Avslutad", "Ended"),
    ("valid_from", "Från", "From"),
    ("valid_to", "Till", "To"),
    ("valid_until", "Till", "Until"),
    ("reason", "Skäl", "Reason"),
    ("created_by", "Skapad av", "Made by"),
    ("changed_at", "Ändrad", "Changed"),
    ("changed_by", "Ändrad av", "Changed by"),
    ("change", "Ändring", "Change"),
    ("message", "Hälsning", "Message"),
    ("content", "Innehåll", "Content"),
    ("published_at", "Delad", "Shared"),
    ("revoked_at", "Slutat delas", "No longer shared"),
    ("superseded_at", "Ersatt av en nyare", "Replaced by a newer one"),
    ("title", "Vad", "What"),
    ("why", "Varför", "Why"),
    ("doer", "Vem gör det", "Who does it"),
    ("doer_staff_id", "Personal som gör det", "Staff who does it"),
    ("doer_name", "Namn", "Name"),
    ("due_on", "Senast", "By"),
    ("when_text", "När", "When"),
    ("place", "Var", "Where"),
    ("status", "Läge", "Status"),
    ("agreed_on", "Överenskommet", "Agreed"),
    ("want", "Det här vill jag", "What I want"),
    ("good_at", "Det här kan jag", "What I am good at"),
    ("need", "Det här behöver jag", "What I need"),
    ("day", "Dag", "Day"),
    ("attended_at", "Kom", "Came"),
    ("method", "Hur", "How"),
    ("stands", "Gäller", "Stands"),
    ("corrected_at", "Rättad", "Corrected"),
    ("corrected_by", "Rättad av", "Corrected by"),
    ("explanation", "Din förklaring", "Your explanation"),
    ("accepted", "Godkänd", "Accepted"),
    ("how", "Hur", "How"),
    ("strokes", "Ritad underskrift", "Drawn signature"),
    ("paper_place", "Var papperet finns", "Where the paper is kept"),
    ("eid_claims", "Vad e-legitimationen sa", "What the eID said"),
    ("signed_at", "Underskrivet", "Signed"),
    ("direction", "Riktning", "Direction"),
    ("category", "Uppgifter", "Information"),
    ("purpose", "Ändamål", "Purpose"),
    ("withdrawn_at", "Återtaget", "Withdrawn"),
    ("withdrawn_by", "Återtaget av", "Withdrawn by"),
    ("disclosed_at", "Utlämnat", "Disclosed"),
    ("disclosed_to", "Till", "To"),
    ("at", "När", "When"),
    ("account_id", "Vem", "Who"),
    ("actor_kind", "Som", "As"),
    ("role", "Roll", "Role"),
    ("action", "Vad", "What"),
    ("permitted", "Tilläts", "Permitted"),
    ("categories", "Uppgifter", "Information"),
    ("consent_ids", "Samtycken", "Consents"),
    ("words", "Dina ord", "Your words"),
    ("asked_at", "Frågat", "Asked"),
    ("answer", "Svar", "Answer"),
    ("answered_at", "Besvarat", "Answered"),
    ("answered_by", "Besvarat av", "Answered by"),
    ("read_at", "Läst", "Read"),
    ("begins_at", "Från", "From"),
    ("ends_at", "Till", "To"),
    ("seen_at", "Sett", "Seen"),
    ("seen_by", "Sett av", "Seen by"),
    ("note", "Anteckning", "Note"),
    ("disabled_at", "Stängt", "Closed"),
    ("login", "Kortnummer", "Card number"),
    ("last_seen_at", "Senast", "Last"),
    ("expires_at", "Går ut", "Expires"),
    ("stepped_up_at", "Bekräftad", "Confirmed"),
    ("device", "Enhet", "Device"),
    ("about", "Om", "About"),
    ("wrong", "Det som är fel", "What is wrong"),
    ("should_be", "Så ska det stå", "What it should say"),
    ("carried_out", "Ändrat", "Changed"),
    ("became", "Nytt", "New"),
    ("judged_at", "Avgjort", "Decided"),
    ("judged_by", "Avgjort av", "Decided by"),
    ("event", "Händelse", "Event"),
    ("concerns_on", "Gäller dagen", "Concerns the day"),
    ("payload", "Uppgifter", "Details"),
    ("provider", "Tjänst", "Provider"),
    ("issuer", "Utfärdare", "Issuer"),
    ("linked_at", "Kopplad", "Linked"),
    ("ended_by", "Avslutad av", "Ended by"),
    ("used_at", "Använd", "Used"),
    ("last_used_at", "Senast använd", "Last used"),
    ("must_change", "Ska bytas", "Must be changed"),
    ("usable_until", "Gäller till", "Usable until"),
    ("next", "Sedan till", "Then to"),
    ("referral_id", "Anvisningens nummer", "Number of the referral"),
    ("entry_group", "Väg in", "Way in"),
    ("ground", "Grund", "Ground"),
    ("protected", "Skyddade personuppgifter", "Protected identity"),
    ("answers", "Svar", "Answers"),
    ("told_terms_on", "Informerad om villkoren", "Told of the terms"),
    ("wished_start", "Önskad start", "Requested start"),
    ("refusal", "Skäl till nej", "Reason for the no"),
    ("refusal_words", "Ord till avsändaren", "Words to the sender"),
    ("period_start", "Period", "Period"),
    ("queue_no", "Ordning", "Order"),
    ("placed_on", "Fick plats", "Got a place"),
    ("place_no", "Plats", "Place"),
    ("queued_on", "I kö sedan", "In the queue since"),
    ("queue_reason", "Varför i kö", "Why in the queue"),
    ("contacted_on", "Första kontakten", "First contact"),
    ("named_staff_id", "Utsedd", "Named"),
    (
        "programme_version_id",
        "Version av verksamheten",
        "Version of the programme",
    ),
    ("enrolment_id", "Inskrivningens nummer", "Number of the enrolment"),
    ("access_log_id", "Loggens nummer", "Number in the log"),
    ("outcome", "Utfall", "Outcome"),
    ("starts_on", "Börjar", "Starts"),
    ("extent", "Omfattning", "Extent"),
    (
        "expected_to_last",
        "Räknas med att det fortsätter",
        "Expected to last",
    ),
    ("no", "Ordning", "Order"),
    ("exit_no", "Avslutets ordning", "Order of the exit"),
    ("months", "Månader efter", "Months after"),
    ("stage", "Läge", "State"),
    ("result", "Svar", "Answer"),
    ("closed_at", "Avgjort", "Settled"),
    ("tried_on", "Försökt", "Tried"),
    ("reached", "Nådd", "Reached"),
    ("old_end", "Sista dag förut", "Last day before"),
    ("new_end", "Ny sista dag", "New last day"),
    ("deadline", "Svar senast", "Answer by"),
    ("proposed_at", "Föreslaget", "Proposed"),
    ("proposed_by", "Föreslaget av", "Proposed by"),
    ("written_at", "Skrivet", "Written"),
    ("written_by", "Skrivet av", "Written by"),
    ("key", "Vem", "Who"),
    ("refused", "Sa nej", "Said no"),
    ("given_at", "Svarat", "Answered"),
    ("given_by", "Svarat av", "Answered by"),
    ("from_centre", "Från center", "From centre"),
    ("to_centre", "Till center", "To centre"),
    ("effective_on", "Från och med", "Effective from"),
    ("clock", "Löfte", "Promise"),
    ("starts_at", "Börjar", "Begins"),
    ("language", "Språk", "Language"),
    ("interpreter", "Tolk", "Interpreter"),
    ("is_first", "Första mötet", "First meeting"),
    ("state", "Läge", "State"),
    ("form_entry_id", "Svarets nummer", "Number of the answers"),
    ("form_version_id", "Frågornas nummer", "Number of the questions"),
    ("occasion", "Tillfälle", "Occasion"),
    ("filling", "Hur det fylldes i", "How it was filled in"),
    ("near", "Nära jobb eller utbildning", "Near a job or an education"),
    ("believe", "Tror på det", "Believes in it"),
    (
        "know_what",
        "Vet vad du kan och vill",
        "Know what you can and want",
    ),
    ("on_own", "Söker på egen hand", "Looks on one’s own"),
    ("swedish", "Svenska", "Swedish"),
    ("people", "Människor som hjälper", "People who help"),
    ("days", "Om dagarna", "During the day"),
    ("matters", "Viktigast", "What matters most"),
    // The answers of a referral (E4).
    (
        "child_care_arranged",
        "Barntillsyn är ordnad",
        "Child care is arranged",
    ),
    ("no_ongoing_abuse", "Inget pågående missbruk", "No ongoing abuse"),
    (
        "no_hindering_illness",
        "Ingen fysisk eller psykisk sjukdom som hindrar",
        "No hindering physical or mental illness",
    ),
    (
        "communicates_in_swedish_or_english",
        "Kan göra sig förstådd på svenska eller engelska",
        "Can communicate in Swedish or English",
    ),
    ("wants_work", "Vill arbeta", "Wants work"),
    ("yes", "Svar", "Answer"),
    ("judged_on", "Bedömt", "Judged"),
    // What an event of the ledger tells.
    ("moved", "Flyttat", "Moved"),
    ("first", "Första mötet", "First meeting"),
    ("until", "Till", "Until"),
    ("due", "Senast", "By"),
    ("from", "Från", "From"),
    ("group", "Väg in", "Way in"),
    ("period", "Period", "Period"),
    ("order", "Ordning", "Order"),
    ("way", "In eller ut", "In or out"),
    ("staff", "Personal", "Staff"),
    ("centre", "Center", "Centre"),
    ("rules", "Version av reglerna", "Version of the rules"),
    (
        "programme_version",
        "Version av verksamheten",
        "Version of the programme",
    ),
    (
        "informed",
        "Version av informationen",
        "Version of the information",
    ),
    // What a change of the plan tells, and a shared plan.
    ("added", "Nytt steg", "New step"),
    ("when", "När", "When"),
    ("answers_before", "Svar före", "Answers before"),
    ("steps", "Steg", "Steps"),
];

const fn by(lang: Lang, words: (&'static str, &'static str)) -> &'static str {
    match lang {
        Lang::Sv => words.0,
        Lang::En => words.1,
    }
}

/// Whether a column has words of its own; a test asks it of every column that is shown.
pub fn is_named(name: &str) -> bool {
    COLUMNS.iter().any(|(n, ..)| *n == name)
}

/// What a column of a table is called; one that has no words, by its own name.
pub fn column(table: &str, name: &str, lang: Lang) -> String {
    COLUMNS_OF
        .iter()
        .filter(|(of, _)| *of == table)
        .map(|(_, words)| words)
        .chain(COLUMNS)
        .find(|(n, ..)| *n == name)
        .map_or_else(
            || name.replace('_', " "),
            |(_, sv, en)| by(lang, (sv, en)).to_owned(),
        )
}

/// What a code of this column of this table means; `None` for what is no code.
pub fn code(table: &str, name: &str, value: &str, lang: Lang) -> Option<String> {
    let words = match name {
        "spoken_language" | "interface_language" | "language" => return Some(language_name(value, lang)),
        "ground" => return Some(ground_word(value, lang)),
        "entry_group" | "group" => EntryGroup::from_code(value).map(|group| entry_group_word(group, lang)),
        "category" => Category::from_code(value).map(|category| category_word(category, lang)),
        "class" => Class::ALL
            .iter()
            .any(|class| class.code() == value)
            .then(|| text::class(value, lang)),
        "action" => listed(["action"; 2], value, lang)
            .or_else(|| Action::from_code(value).map(|_| by(lang, ("en annan sida", "another page")))),
        _ => listed(under(table, name), value, lang),
    };
    words.map(str::to_owned)
}

/// Under which names the codes of a column stand: its own, but where a table means something else with it.
fn under<'n>(table: &str, name: &'n str) -> [&'n str; 2] {
    match (table, name) {
        ("access_log", "reason") => ["permit", "denial"],
        ("ledger", "reason") => ["reason", "queue_reason"],
        ("ledger", "why") => ["why_placed", "refusal"],
        ("ledger", "from") => ["state"; 2],
        _ => [name; 2],
    }
}

fn listed(names: [&str; 2], value: &str, lang: Lang) -> Option<&'static str> {
    codes::CODES
        .iter()
        .chain(seen::SEEN)
        .filter(|(name, _)| names.contains(name))
        .flat_map(|(_, words)| words.iter())
        .find(|(code, ..)| *code == value)
        .map(|(_, sv, en)| by(lang, (sv, en)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::policy::{self, Denial, Role};
    use crate::programme::outcome_word;
    use domain::programme::{Condition, Outcome};
    use domain::quota::QueueReason;
    use domain::referral::Refusal;

    #[test]
    fn codes_belong_to_their_column() {
        assert_eq!(
            code("activity", "status", "done", Lang::Sv).as_deref(),
            Some("klart")
        );
        assert_eq!(code("activity", "title", "done", Lang::Sv), None);
        assert_eq!(
            code("ledger", "why", "refused", Lang::Sv).as_deref(),
            Some("en plats blev ledig")
        );
        assert_eq!(
            code("sign_in_failure", "why", "refused", Lang::Sv).as_deref(),
            Some("nekad")
        );
        assert_eq!(column("attendance", "attended_at", Lang::En), "Came");
        assert_eq!(column("attendance", "a_new_one", Lang::En), "a new one");
        assert_eq!(column("promise_reason", "words", Lang::Sv), "Ord");
        assert_eq!(column("access_question", "words", Lang::Sv), "Dina ord");
    }

    #[test]
    fn what_the_code_enumerates_has_words() {
        for lang in [Lang::Sv, Lang::En] {
            let told = |table: &str, name: &str, value: &str| {
                assert!(
                    code(table, name, value, lang).is_some(),
                    "{table}.{name}: {value}"
                );
            };
            for action in Action::ALL {
                told("access_log", "action", action.code());
            }
            for denial in Denial::ALL {
                told("access_log", "reason", denial.code());
            }
            for category in policy::Category::ALL {
                told("access_log", "categories", category.code());
            }
            for role in Role::ALL {
                told("access_log", "role", role.code());
            }
            for refusal in Refusal::ALL {
                told("ledger", "why", refusal.code());
            }
            for reason in QueueReason::ALL {
                told("ledger", "reason", reason.code());
            }
            for group in EntryGroup::ALL {
                told("ledger", "group", group.code());
            }
            for condition in Condition::ALL {
                assert!(is_named(condition.code()), "{}", condition.code());
            }
            for outcome in Outcome::ALL {
                assert_eq!(
                    code("exit_record", "outcome", outcome.code(), lang),
                    Some(outcome_word(outcome, lang).to_lowercase())
                );
            }
        }
    }
}
