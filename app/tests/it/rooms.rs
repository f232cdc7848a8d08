//! The rooms of the house stay apart: this reads the sources and knows who may use whom.
//!
//! Cargo keeps `domain` and `frontend` apart from the rest; what lies inside this crate is kept here.

use std::fs;
use std::path::{Path, PathBuf};

/// The tables that each capability writes. Anyone may read any table through their own queries, since row
/// security stands behind; only the owner writes. The ledger and the access log are the kernel's, open to all.
const WRITES: [(&str, &[&str]); 24] = [
    (
        "access_log",
        &[
            "access_log_seal",
            "access_question",
            "access_answer",
            "override_seen",
        ],
    ),
    (
        "accounts",
        &[
            "staff",
            "staff_role",
            "assignment",
            "staff_relation",
            "relation_declaration",
            "invitation",
            "account_event",
        ],
    ),
    ("agency", &["plan_version_read"]),
    ("attendance", &["attendance", "attendance_correction", "absence"]),
    ("booking", &["booking", "free_hours", "free_hours_day"]),
    ("calendar", &["centre_day", "centre_day_change"]),
    (
        "consent",
        &[
            "consent",
            "consent_signature",
            "consent_text",
            "consent_withdrawal",
            "disclosure",
        ],
    ),
    // What they change is changed by functions of the database (migration 0028), which hold the enrolment locked.
    ("exit", &[]),
    ("extension", &[]),
    ("figures", &[]),
    (
        "identity",
        &[
            "session",
            "account",
            "credential",
            "totp",
            "recovery_code",
            "passkey",
            "sign_in_step",
            "known_place",
            "sign_in_failure",
            "sign_in_invitation",
            "external_identity",
            "oidc_attempt",
            "oidc_waiting",
        ],
    ),
    ("intake", &["intake", "information_point"]),
    ("kernel", &["throttle"]),
    ("places", &[]),
    ("plan", &["plan", "activity", "plan_history", "plan_version"]),
    ("programme", &["programme_version"]),
    (
        "record",
        &["contact", "override", "protected_named", "stated_reason"],
    ),
    ("referral", &["referral", "referral_draft", "referral_read"]),
    // An erasure blanks the words of every table, by the names of its inventory and as the owner: not seen here.
    (
        "rights",
        &[
            "correction",
            "correction_judgement",
            "erasure",
            "retention_done",
            "retention_run",
            "account",
            "session",
            "assignment",
            "sign_in_failure",
        ],
    ),
    ("booking", &["booking"]),
    ("promise", &["promise_reason"]),
    // Its tables are written by functions of the database.
    ("forms", &[]),
    ("today", &[]),
    ("transfer", &[]),
];
const EVERYONES: [&str; 2] = ["ledger", "access_log"];
/// Not capabilities: the ground they stand on and what puts them together.
const GROUND: [&str; 6] = ["kernel", "ui", "frame", "routes", "shell", "demo"];
const DOORS_ONLY: [&str; 9] = [
    "api", "store", "pages", "parts", "text", "session", "secret", "arrival", "code",
];

struct Source {
    room: String,
    place: String,
    text: String,
}

fn sources() -> Vec<Source> {
    fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut found);
    let sources: Vec<_> = found
        .into_iter()
        .map(|path| {
            let place = path
                .strip_prefix(&root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            let room = place
                .split('/')
                .next()
                .unwrap()
                .trim_end_matches(".rs")
                .to_owned();
            Source {
                room,
                text: fs::read_to_string(&path).unwrap(),
                place,
            }
        })
        .collect();
    assert!(sources.len() > 50, "the sources were found");
    sources
}

/// Paths `crate::a::b` and grouped ones, as written, without comments.
fn uses(text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|l| !l.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    code.match_indices("crate::")
        .map(|(at, _)| {
            code[at + "crate::".len()..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':'))
                .collect::<String>()
        })
        .collect()
}

#[test]
fn capabilities_reach_each_other_through_their_doors_alone() {
    for source in sources()
        .iter()
        .filter(|s| s.room != "demo" && s.room != "routes")
    {
        for path in uses(&source.text) {
            let mut parts = path.split("::");
            let (room, inner) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
            let own = room == source.room || GROUND.contains(&room) || room == "words";
            assert!(
                own || !DOORS_ONLY.contains(&inner),
                "{}: crate::{path} goes past the door",
                source.place
            );
        }
    }
}

#[test]
fn the_ground_does_not_lean_on_what_stands_on_it() {
    let capabilities = [
        "access_log",
        "accounts",
        "agency",
        "attendance",
        "booking",
        "calendar",
        "consent",
        "exit",
        "extension",
        "figures",
        "forms",
        "identity",
        "places",
        "intake",
        "plan",
        "portfolio",
        "programme",
        "promise",
        "record",
        "referral",
        "rights",
        "today",
        "transfer",
    ];
    for source in sources().iter().filter(|s| s.room == "kernel" || s.room == "ui") {
        for path in uses(&source.text) {
            let room = path.split("::").next().unwrap_or("");
            assert!(
                !capabilities.contains(&room) && room != "frame",
                "{}: crate::{path}",
                source.place
            );
            assert!(
                source.room == "ui" || room != "ui",
                "{}: crate::{path}",
                source.place
            );
        }
    }
}

#[test]
fn sql_lives_in_stores_and_the_kernel() {
    for source in sources() {
        let stores = source.place.ends_with("store.rs") || ["kernel", "demo"].contains(&source.room.as_str());
        assert!(
            stores || !source.text.contains("sqlx::query"),
            "{}: a query outside a store",
            source.place
        );
    }
}

#[test]
fn views_know_no_storage_and_stores_know_no_views() {
    for source in sources() {
        if source.place.contains("/pages/") || source.place.contains("/parts/") || source.room == "ui" {
            for word in ["sqlx", "axum::", "store::", "Ctx::begin"] {
                let ours = source.text.replace("leptos_axum::", "");
                assert!(!ours.contains(word), "{}: {word} in a view", source.place);
            }
        }
        if source.place.ends_with("store.rs") || source.place.ends_with("api.rs") {
            assert!(!source.text.contains("view!"), "{}: markup", source.place);
        }
    }
}

#[test]
fn each_capability_writes_its_own_tables_alone() {
    for source in sources().iter().filter(|s| s.room != "demo") {
        let own = WRITES
            .iter()
            .find(|(room, _)| *room == source.room)
            .map_or(&[][..], |(_, tables)| *tables);
        // One line, so that a statement that is broken in the middle is read as well.
        let text = source
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase();
        for verb in ["insert into ", "update ", "delete from "] {
            for (at, _) in text.match_indices(verb) {
                let table: String = text[at + verb.len()..]
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                    .collect();
                // "for update", "do update set" and prose are no writes of a table.
                let known = WRITES.iter().any(|(_, tables)| tables.contains(&table.as_str()))
                    || EVERYONES.contains(&table.as_str());
                assert!(
                    !known || own.contains(&table.as_str()) || EVERYONES.contains(&table.as_str()),
                    "{}: writes {table}, which is not its own",
                    source.place
                );
            }
        }
    }
}

#[test]
fn no_file_is_a_warehouse() {
    for source in sources() {
        let lines = source.text.lines().count();
        assert!(lines < 600, "{}: {lines} lines", source.place);
    }
}
