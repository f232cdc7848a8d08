//! The inventory's tables of what follows an enrolment: what was offered and booked, exit, follow-up, extension, transfer.

use super::inventory::Class::{Figures, OwnWords, Person};
use super::inventory::Erase::{Blank, Keep};
use super::inventory::Section::Enrolment;
use super::inventory::{Table, table};

pub const ACTIVITY_CORRECTION: Table = table(
    "activity_correction",
    Enrolment,
    OwnWords,
    "corrected_at",
    Blank(&[("words", "case when reason = 'other' then 'Raderad' else '' end")]),
    (
        "Erbjudanden som rättats eller tagits tillbaka",
        "Offers that were corrected or taken back",
    ),
);
pub const BOOKING: Table = table(
    "booking",
    Enrolment,
    Figures,
    "starts_at",
    Blank(&[
        ("place", "''"),
        ("language", "'sv'"),
        // With it goes what could tie the ledger's seal to a place that somebody guesses.
        ("salt", "'00000000-0000-0000-0000-000000000000'::uuid"),
    ]),
    ("Bokade tider", "Booked times"),
);
pub const EXIT_RECORD: Table = table(
    "exit_record",
    Enrolment,
    Figures,
    "recorded_at",
    Keep,
    ("Hur inskrivningen slutade", "How the enrolment ended"),
);
pub const FOLLOW_UP_ATTEMPT: Table = table(
    "follow_up_attempt",
    Enrolment,
    Figures,
    "recorded_at",
    Keep,
    ("Försök att nå dig efteråt", "Attempts to reach you afterwards"),
);
pub const FOLLOW_UP_TASK: Table = table(
    "follow_up_task",
    Enrolment,
    Figures,
    "due_on",
    Keep,
    ("Uppföljningar efter avslutet", "Follow-ups after the exit"),
);
pub const EXTENSION_KEY: Table = table(
    "extension_key",
    Enrolment,
    Person,
    "given_at",
    // A hash of what somebody wrote goes with the words; one key over one text stays told from another.
    Blank(&[
        ("reason", "''"),
        ("content_hash", "sha256(extension_key_id::text::bytea)"),
        ("session_hash", "sha256(''::bytea)"),
        // With it goes what could tie the ledger's seal to words that somebody guesses.
        ("salt", "'00000000-0000-0000-0000-000000000000'::uuid"),
    ]),
    ("Svar på förslag om mer tid", "Answers to proposals of more time"),
);
pub const EXTENSION_TEXT: Table = table(
    "extension_text",
    Enrolment,
    Person,
    "written_at",
    Blank(&[
        ("words", "'Raderad'"),
        ("content_hash", "sha256(''::bytea)"),
        ("salt", "'00000000-0000-0000-0000-000000000000'::uuid"),
    ]),
    ("Förslag om mer tid, i ord", "Proposals of more time, in words"),
);
pub const EXTENSION: Table = table(
    "extension",
    Enrolment,
    Figures,
    "proposed_at",
    Blank(&[("content_hash", "sha256(''::bytea)")]),
    ("Förslag om mer tid", "Proposals of more time"),
);
pub const FORM_ENTRY: Table = table(
    "form_entry",
    Enrolment,
    Person,
    "given_at",
    // That a form was filled stays, as in the ledger; what was answered goes.
    Blank(&[("answers", "'{}'::jsonb")]),
    (
        "Dina svar i början och i slutet",
        "Your answers at the start and at the end",
    ),
);
pub const TRANSFER: Table = table(
    "transfer",
    Enrolment,
    Figures,
    "proposed_at",
    Keep,
    ("Byten av center", "Moves to another centre"),
);
