//! What is in no copy of the book, and why.

/// Tables that name a person and are not taken along, with the reason.
pub const EXCLUDED: [(&str, &str); 5] = [
    (
        "erasure",
        "exists only when the person has been erased and nobody is left to ask",
    ),
    (
        "intake",
        "a draft of the desk, emptied when the person is enrolled: what it held stands in the other tables",
    ),
    ("invitation", "of accounts of staff, never of a participant's"),
    ("account_event", "of accounts of staff, never of a participant's"),
    (
        "referral_draft",
        "of accounts of staff, never of a participant's: what is sent becomes a referral, the rest is cleared after 30 days",
    ),
];

/// Columns that are in no copy: secrets and keys of the machine, and in a list other people's ids.
pub const LEFT_OUT: [&str; 19] = [
    "idempotency_key",
    "request_hash",
    "content_hash",
    "salt",
    "reason_hash",
    "request_id",
    "token_hash",
    "session_hash",
    "secret_hash",
    "code_hash",
    "subject_hash",
    "secret",
    // What a passkey's ceremony keeps between its two halves; elsewhere a state is how far something has come.
    "sign_in_step.state",
    "last_step",
    "credential_id",
    "public_key",
    "number_hash",
    // The other people of a list that was read.
    "person_ids",
    "xid",
];

/// Which columns of a table are in no copy.
pub fn left_out_of(table: &str) -> impl Iterator<Item = &'static str> {
    LEFT_OUT
        .into_iter()
        .filter_map(move |column| match column.split_once('.') {
            Some((of, column)) => (of == table).then_some(column),
            None => Some(column),
        })
}
