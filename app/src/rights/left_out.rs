//! What is in no copy of the book, and why.

/// Tables that name a person and are not taken along, with the reason.
pub const EXCLUDED: [(&str, &str); 3] = [
    (
        "erasure",
        "exists only when the person has been erased and nobody is left to ask",
    ),
    ("invitation", "of accounts of staff, never of a participant's"),
    ("account_event", "of accounts of staff, never of a participant's"),
];

/// Columns that are in no copy: secrets and keys of the machine, and in a list other people's ids.
pub const LEFT_OUT: [&str; 17] = [
    "idempotency_key",
    "request_hash",
    "content_hash",
    "reason_hash",
    "request_id",
    "token_hash",
    "secret_hash",
    "code_hash",
    "subject_hash",
    "secret",
    "state",
    "last_step",
    "credential_id",
    "public_key",
    "number_hash",
    // The other people of a list that was read.
    "person_ids",
    "xid",
];
