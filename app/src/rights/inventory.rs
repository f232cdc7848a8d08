//! Every table that holds something about a person: what of it one takes along, and what an erasure does to it.
//!
//! A new table with `person_id`, `person_ids` or `account_id` needs a line here; a test reads the database's catalogue
//! and fails without it. Tables are seen to in this order, so what points at another stands before it.

use super::inventory_after as after;
pub use super::section::Section;
use crate::kernel::Lang;

/// A class of record: the retention rules speak of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    Contact,
    OwnWords,
    SignIns,
    Reasons,
    /// Goes when the person is erased whole.
    Person,
    /// Kept without a name.
    Figures,
}

impl Class {
    pub const ALL: [Self; 6] = [
        Self::Contact,
        Self::OwnWords,
        Self::SignIns,
        Self::Reasons,
        Self::Person,
        Self::Figures,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::OwnWords => "own_words",
            Self::SignIns => "sign_ins",
            Self::Reasons => "reasons",
            Self::Person => "person",
            Self::Figures => "figures",
        }
    }
}

/// How a row is a person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// By `person_id`.
    Person,
    /// By the `account_id` of the person's account.
    Account,
    /// The access log: read through a function of its own.
    Log,
}

/// What an erasure does to the person's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erase {
    /// Nothing in it names anybody or is in anybody's words.
    Keep,
    Delete,
    /// These columns become these expressions.
    Blank(&'static [(&'static str, &'static str)]),
    /// The person's own row, the account and the assignments: statements of their own.
    Apart,
}

/// A table and what is done with it.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub section: Section,
    pub class: Class,
    pub own: Own,
    pub order: &'static str,
    pub erase: Erase,
    /// What it is, in Swedish and English.
    what: (&'static str, &'static str),
}

impl Table {
    pub const fn what(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Sv => self.what.0,
            Lang::En => self.what.1,
        }
    }
}

pub(super) const fn table(
    name: &'static str,
    section: Section,
    class: Class,
    order: &'static str,
    erase: Erase,
    what: (&'static str, &'static str),
) -> Table {
    Table {
        name,
        section,
        class,
        own: Own::Person,
        order,
        erase,
        what,
    }
}

const fn of_account(table: Table) -> Table {
    Table {
        own: Own::Account,
        ..table
    }
}

use Class::{Contact, Figures, OwnWords, Person, Reasons, SignIns};
use Erase::{Apart, Blank, Delete, Keep};
use Section::{Attendance, Consents, Enrolment, Events, Plan, Requests, Seen, SignIn, You};

/// What stands where words have been.
pub const ERASED: &str = "Raderad";

/// Every table that there may be; one that a database does not have yet is passed over.
pub const TABLES: [Table; 54] = [
    table(
        "person",
        You,
        Person,
        "created_at",
        Apart,
        ("Namn och språk", "Name and languages"),
    ),
    table(
        "person_identity",
        You,
        Contact,
        "recorded_at",
        Delete,
        ("Personnummer", "Identity number"),
    ),
    table(
        "contact",
        You,
        Contact,
        "updated_at",
        Delete,
        ("Kontaktuppgifter", "Contact details"),
    ),
    table(
        "staff_relation",
        You,
        Person,
        "declared_at",
        Delete,
        (
            "Personal som är din släkting eller du själv",
            "Staff who are your relatives or yourself",
        ),
    ),
    table(
        "protected_named",
        You,
        Person,
        "named_at",
        Delete,
        (
            "Personal som får öppna skyddade personuppgifter",
            "Staff who may open protected details",
        ),
    ),
    table(
        "retention_done",
        You,
        Figures,
        "done_on",
        Keep,
        ("Uppgifter som har gallrats", "What has been cleared away"),
    ),
    table(
        "referral",
        Enrolment,
        Contact,
        "referred_at",
        Blank(&[
            (
                "given_name",
                "case when given_name is not null then 'Raderad' end",
            ),
            (
                "family_name",
                "case when family_name is not null then 'person' end",
            ),
            (
                "birth_year",
                "case when birth_year is not null then 1900::smallint end",
            ),
            ("identity_number", "null::text"),
            ("phone", "''"),
            ("spoken_language", "null::text"),
            ("needs_interpreter", "false"),
            ("reason", "''"),
            ("answers", "'{}'::jsonb"),
            ("ground", "null::text"),
            ("refusal_words", "''"),
        ]),
        ("Anvisningar", "Referrals"),
    ),
    table(
        "referral_read",
        Seen,
        Reasons,
        "access_log_id",
        Blank(&[("reason", "null::text")]),
        (
            "Vem som läste din anvisning innan du var inskriven",
            "Who read your referral before you were enrolled",
        ),
    ),
    table(
        "enrolment",
        Enrolment,
        Figures,
        "enrolled_on",
        Keep,
        ("Inskrivningar", "Enrolments"),
    ),
    table(
        "assignment",
        Enrolment,
        Figures,
        "valid_from",
        Apart,
        ("Personal som arbetar med dig", "Staff who work with you"),
    ),
    after::EXIT_RECORD,
    after::FOLLOW_UP_ATTEMPT,
    after::FOLLOW_UP_TASK,
    after::EXTENSION_KEY,
    after::EXTENSION_TEXT,
    after::EXTENSION,
    after::FORM_ENTRY,
    after::TRANSFER,
    after::BOOKING,
    table(
        "plan_history",
        Plan,
        OwnWords,
        "plan_history_id",
        Blank(&[("change", "'{}'::jsonb")]),
        ("Ändringar i planen", "Changes of the plan"),
    ),
    table(
        "plan_version_read",
        Plan,
        Figures,
        "read_at",
        Keep,
        (
            "Var din delade plan har öppnats",
            "Where your shared plan was opened",
        ),
    ),
    table(
        "plan_version",
        Plan,
        OwnWords,
        "published_at",
        Blank(&[
            ("message", "''"),
            ("content", "'{}'::jsonb"),
            ("content_hash", "sha256(''::bytea)"),
        ]),
        ("Planer som du har delat", "Plans that you have shared"),
    ),
    table(
        "activity",
        Plan,
        OwnWords,
        "created_at",
        Blank(&[
            ("title", "'Raderad'"),
            ("why", "''"),
            ("when_text", "''"),
            ("place", "''"),
            ("doer_name", "null::text"),
        ]),
        ("Steg i planen", "Steps of the plan"),
    ),
    table(
        "plan",
        Plan,
        OwnWords,
        "updated_at",
        Blank(&[("want", "''"), ("good_at", "''"), ("need", "''")]),
        ("Planens mål", "The goal of the plan"),
    ),
    table(
        "attendance",
        Attendance,
        Figures,
        "day",
        Keep,
        ("Närvarostämplar", "Stamps of attendance"),
    ),
    table(
        "attendance_correction",
        Attendance,
        Person,
        "corrected_at",
        Blank(&[("reason", "'Raderad'")]),
        ("Rättad närvaro", "Corrected attendance"),
    ),
    table(
        "absence",
        Attendance,
        OwnWords,
        "day",
        Blank(&[("explanation", "''"), ("reason", "null::text")]),
        ("Frånvaro", "Absence"),
    ),
    table(
        "promise_reason",
        Enrolment,
        OwnWords,
        "given_at",
        Blank(&[("words", "''")]),
        ("Varför ett löfte inte hölls", "Why a promise was not kept"),
    ),
    after::ACTIVITY_CORRECTION,
    table(
        "consent_signature",
        Consents,
        Person,
        "signed_at",
        Blank(&[
            ("strokes", "case when strokes is not null then '[]'::jsonb end"),
            (
                "paper_place",
                "case when paper_place <> '' then 'Raderad' else '' end",
            ),
            (
                "eid_claims",
                "case when eid_claims is not null then '{}'::jsonb end",
            ),
            ("request_hash", "sha256(''::bytea)"),
        ]),
        ("Underskrifter", "Signatures"),
    ),
    table(
        "consent",
        Consents,
        Figures,
        "valid_from",
        Keep,
        ("Samtycken", "Consents"),
    ),
    table(
        "consent_withdrawal",
        Consents,
        Figures,
        "withdrawn_at",
        Keep,
        ("Återtagna samtycken", "Consents withdrawn"),
    ),
    table(
        "disclosure",
        Consents,
        Figures,
        "disclosed_at",
        Keep,
        ("Det som har lämnats ut", "What has been disclosed"),
    ),
    Table {
        own: Own::Log,
        ..table(
            "access_log",
            Seen,
            Figures,
            "access_log_id",
            Keep,
            (
                "Läsningar och nekade försök",
                "Reads, and attempts that were refused",
            ),
        )
    },
    table(
        "stated_reason",
        Seen,
        Reasons,
        "stated_at",
        Delete,
        (
            "Skäl för att öppna det som är stängt",
            "Reasons for opening what is closed",
        ),
    ),
    table(
        "access_reason",
        Seen,
        Reasons,
        "access_log_id",
        Delete,
        ("Skäl som personalen har angett", "Reasons that staff have stated"),
    ),
    table(
        "protection_change",
        You,
        Person,
        "changed_at",
        Keep,
        ("Ändringar av skyddet", "Changes of the protection"),
    ),
    table(
        "access_question",
        Seen,
        Person,
        "asked_at",
        Blank(&[("words", "''")]),
        ("Dina frågor om läsningar", "Your questions about reads"),
    ),
    table(
        "access_answer",
        Seen,
        Person,
        "answered_at",
        Blank(&[("answer", "'Raderad'")]),
        ("Svar på dina frågor", "Answers to your questions"),
    ),
    table(
        "override",
        Seen,
        Person,
        "begins_at",
        Blank(&[("reason", "'Raderad text'")]),
        ("Nödöppningar", "Emergency openings"),
    ),
    table(
        "override_seen",
        Seen,
        Person,
        "seen_at",
        Blank(&[("note", "''")]),
        (
            "Chefens kontroll av nödöppningar",
            "The manager's check of emergency openings",
        ),
    ),
    table(
        "account",
        SignIn,
        Person,
        "created_at",
        Apart,
        ("Ditt konto", "Your account"),
    ),
    // Of an eID: first the link, then the invitation that it leans on.
    table(
        "external_identity",
        SignIn,
        Person,
        "linked_at",
        Delete,
        ("Kopplad e-legitimation", "Linked eID"),
    ),
    table(
        "sign_in_invitation",
        SignIn,
        Person,
        "created_at",
        Delete,
        (
            "Inbjudningar att koppla e-legitimation",
            "Invitations to link an eID",
        ),
    ),
    of_account(table(
        "passkey",
        SignIn,
        Person,
        "created_at",
        Delete,
        ("Passnycklar", "Passkeys"),
    )),
    of_account(table(
        "totp",
        SignIn,
        Person,
        "created_at",
        Delete,
        ("Engångskoder från en app", "One-time codes from an app"),
    )),
    of_account(table(
        "recovery_code",
        SignIn,
        Person,
        "created_at",
        Delete,
        ("Reservkoder", "Recovery codes"),
    )),
    of_account(table(
        "sign_in_step",
        SignIn,
        SignIns,
        "created_at",
        Delete,
        ("Påbörjade inloggningar", "Sign-ins begun"),
    )),
    of_account(table(
        "credential",
        SignIn,
        Person,
        "created_at",
        Delete,
        ("Kort och PIN", "Card and PIN"),
    )),
    table(
        "session",
        SignIn,
        SignIns,
        "created_at",
        Delete,
        ("Inloggade enheter", "Signed-in devices"),
    ),
    of_account(table(
        "sign_in_failure",
        SignIn,
        SignIns,
        "at",
        Delete,
        ("Misslyckade inloggningar", "Failed sign-ins"),
    )),
    table(
        "correction",
        Requests,
        Person,
        "asked_at",
        Blank(&[("wrong", "'Raderad'"), ("should_be", "'Raderad'")]),
        (
            "Rättelser som du har bett om",
            "Corrections that you have asked for",
        ),
    ),
    table(
        "correction_judgement",
        Requests,
        Person,
        "judged_at",
        Blank(&[("answer", "'Raderad'"), ("became", "'{}'::jsonb")]),
        ("Svar på rättelser", "Answers to corrections"),
    ),
    table(
        "ledger",
        Events,
        Figures,
        "ledger_id",
        Keep,
        (
            "Händelser som statistiken räknar",
            "Events that the statistics count",
        ),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_table_stands_once_and_what_is_blanked_is_named() {
        for (i, table) in TABLES.iter().enumerate() {
            assert!(
                TABLES[i + 1..].iter().all(|t| t.name != table.name),
                "{}",
                table.name
            );
            if let Blank(columns) = table.erase {
                assert!(!columns.is_empty(), "{}", table.name);
            }
        }
    }

    #[test]
    fn every_section_and_class_holds_something() {
        for section in Section::ALL {
            assert!(TABLES.iter().any(|t| t.section == section), "{section:?}");
        }
        for class in Class::ALL {
            assert!(TABLES.iter().any(|t| t.class == class), "{class:?}");
        }
    }
}
