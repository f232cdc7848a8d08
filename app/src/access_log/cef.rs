//! The log as a security system reads it: `ArcSight`'s Common Event Format, one line an event.
//!
//! What stands in a field cannot leave it: the header escapes `\` and `|`, an extension `\`, `=` and line breaks, as the
//! format says, and what else could end a line or steer a terminal becomes a space. Ids alone: no name, no number of a
//! person, no words of a reason.

use super::chain::{Link, hex};
use chrono::{DateTime, Utc};
use std::fmt::Write as _;
use uuid::Uuid;

/// People named in one line; a list may be longer, and its length is always told.
const MOST_PEOPLE: usize = 100;

/// Line breaks that are no control characters, and marks that turn the direction of what follows.
const fn steers(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A field of the header: it knows no line breaks.
pub fn header(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '\\' => out.push_str("\\\\"),
            '|' => out.push_str("\\|"),
            c if c.is_control() || steers(c) => out.push(' '),
            c => out.push(c),
        }
        out
    })
}

/// The value of an extension.
pub fn value(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '\\' => out.push_str("\\\\"),
            '=' => out.push_str("\\="),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() || steers(c) => out.push(' '),
            c => out.push(c),
        }
        out
    })
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub id: &'static str,
    pub name: &'static str,
    /// 0 to 10.
    pub severity: u8,
    /// Keys of the format's dictionary, and their values as they are.
    pub extensions: Vec<(&'static str, String)>,
}

impl Event {
    /// The line, without its end.
    pub fn line(&self, version: &str) -> String {
        let mut line = format!(
            "CEF:0|Arbetsforum|arbetsforum|{}|{}|{}|{}|",
            header(version),
            header(self.id),
            header(self.name),
            self.severity.min(10),
        );
        let mut first = true;
        for (at, (key, text)) in self.extensions.iter().enumerate() {
            // A label stands before its value, and not without one.
            let of = if key.ends_with("Label") {
                self.extensions.get(at + 1).map_or("", |(_, of)| of)
            } else {
                text
            };
            if of.is_empty() {
                continue;
            }
            let space = if first { "" } else { " " };
            first = false;
            let _ = write!(line, "{space}{key}={}", value(text));
        }
        line
    }
}

/// A sealed row of the log; `None` where the row that the seal is of is gone: `log verify` tells of that.
pub fn of_link(link: &Link) -> Option<Event> {
    let row = link.row.as_ref()?;
    let (id, name, severity) = match (row.permitted, row.why.as_str()) {
        (false, _) => ("denied", "Access denied", 5),
        (true, "override") => ("read_override", "Person read under an emergency override", 7),
        (true, "reason") => ("read_reason", "Person read with a stated reason", 3),
        (true, _) => ("read", "Person read", 1),
    };
    Some(Event {
        id,
        name,
        severity,
        extensions: vec![
            ("rt", row.at.timestamp_millis().to_string()),
            ("externalId", row.id.to_string()),
            ("suid", text(row.account)),
            (
                "spriv",
                row.role.clone().unwrap_or_else(|| row.actor_kind.clone()),
            ),
            ("act", row.action.clone()),
            (
                "outcome",
                if row.permitted { "permitted" } else { "denied" }.to_owned(),
            ),
            ("reason", row.why.clone()),
            ("cn1Label", "seal number".to_owned()),
            ("cn1", link.no.to_string()),
            ("cs1Label", "seal".to_owned()),
            ("cs1", hex(&link.seal)),
            ("cn2Label", "people".to_owned()),
            ("cn2", row.people.len().to_string()),
            ("cs2Label", "person ids".to_owned()),
            ("cs2", ids(&row.people)),
            ("cs3Label", "categories".to_owned()),
            ("cs3", row.categories.join(",")),
            ("cs4Label", "centre or agency id".to_owned()),
            ("cs4", text(row.centre.or(row.agency))),
            ("cs5Label", "request id".to_owned()),
            ("cs5", row.request.to_string()),
            ("cs6Label", "consent or override ids".to_owned()),
            (
                "cs6",
                ids(&row
                    .consents
                    .iter()
                    .copied()
                    .chain(row.override_id)
                    .collect::<Vec<_>>()),
            ),
        ],
    })
}

/// An emergency override as it was taken (G2).
#[derive(Clone, Debug)]
pub struct Override {
    pub id: Uuid,
    pub person: Uuid,
    pub centre: Uuid,
    pub account: Uuid,
    pub begins_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

pub fn of_override(taken: &Override) -> Event {
    Event {
        id: "override",
        name: "Emergency override taken",
        severity: 8,
        extensions: vec![
            ("rt", taken.begins_at.timestamp_millis().to_string()),
            ("end", taken.ends_at.timestamp_millis().to_string()),
            ("externalId", taken.id.to_string()),
            ("suid", taken.account.to_string()),
            ("act", "take_override".to_owned()),
            ("cs2Label", "person ids".to_owned()),
            ("cs2", taken.person.to_string()),
            ("cs4Label", "centre or agency id".to_owned()),
            ("cs4", taken.centre.to_string()),
        ],
    }
}

/// A sign-in that failed.
#[derive(Clone, Debug)]
pub struct Failure {
    pub id: i64,
    pub at: DateTime<Utc>,
    pub kind: String,
    pub account: Option<Uuid>,
    pub why: String,
}

pub fn of_failure(failed: &Failure) -> Event {
    Event {
        id: "sign_in_failed",
        name: "Sign-in failed",
        severity: if failed.why == "throttled" { 6 } else { 3 },
        extensions: vec![
            ("rt", failed.at.timestamp_millis().to_string()),
            ("externalId", failed.id.to_string()),
            ("duid", text(failed.account)),
            ("act", "sign_in".to_owned()),
            ("outcome", "denied".to_owned()),
            ("reason", failed.why.clone()),
            ("cs3Label", "kind of sign-in".to_owned()),
            ("cs3", failed.kind.clone()),
        ],
    }
}

fn text(id: Option<Uuid>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

fn ids(ids: &[Uuid]) -> String {
    let ids: Vec<String> = ids.iter().take(MOST_PEOPLE).map(Uuid::to_string).collect();
    ids.join(",")
}

#[cfg(test)]
mod tests {
    use super::super::chain::tests::row;
    use super::*;
    use proptest::prelude::*;

    /// Reads a line as the format is read: seven bars that are not escaped, then keys before equals signs that are not.
    fn read(line: &str) -> (Vec<String>, Vec<(String, String)>) {
        let (mut fields, mut field) = (Vec::new(), String::new());
        let mut chars = line.chars();
        while fields.len() < 7 {
            match chars.next().expect("seven bars") {
                '\\' => field.push(chars.next().expect("an escaped character")),
                '|' => fields.push(std::mem::take(&mut field)),
                c => field.push(c),
            }
        }
        // Pieces between equals signs; of each the last word is the next key.
        let (mut pieces, mut piece) = (Vec::new(), String::new());
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next().expect("an escaped character") {
                    'n' => piece.push('\n'),
                    'r' => piece.push('\r'),
                    c => piece.push(c),
                },
                '=' => pieces.push(std::mem::take(&mut piece)),
                c => piece.push(c),
            }
        }
        pieces.push(piece);
        let mut extensions = Vec::new();
        let mut key = pieces.remove(0);
        let last = pieces.pop().unwrap_or_default();
        for piece in pieces {
            let (value, next) = piece.rsplit_once(' ').expect("a key before each equals sign");
            let this = std::mem::replace(&mut key, next.to_owned());
            extensions.push((this, value.to_owned()));
        }
        extensions.push((key, last));
        (fields, extensions)
    }

    fn told(text: &str, breaks: bool) -> String {
        text.chars()
            .map(|c| match c {
                '\n' | '\r' if breaks => c,
                c if c.is_control() || steers(c) => ' ',
                c => c,
            })
            .collect()
    }

    #[test]
    fn a_row_is_one_line_with_its_seal_and_ids_alone() {
        let link = Link {
            no: 12,
            row_id: 7,
            xid: 700,
            seal: vec![0xab; 32],
            sealed_at: row().at,
            row: Some(row()),
        };
        let line = of_link(&link).unwrap().line("0.1.0");
        assert!(
            line.starts_with("CEF:0|Arbetsforum|arbetsforum|0.1.0|read|Person read|1|rt=1795162320000 "),
            "{line}"
        );
        let (fields, extensions) = read(&line);
        assert_eq!(fields.len(), 7);
        let of = |key: &str| extensions.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
        assert_eq!(of("cs1"), Some("ab".repeat(32).as_str()));
        assert_eq!(of("cn1"), Some("12"));
        assert_eq!(of("cs3"), Some("enrolled,plan_draft"));
        assert_eq!((of("cs6Label"), of("cs6")), (None, None));
        assert!(of_link(&Link { row: None, ..link }).is_none());
    }

    #[test]
    fn a_field_cannot_forge_a_line_or_a_field() {
        let event = Event {
            id: "read",
            name: "a|b\\c\nCEF:0|x",
            severity: 99,
            extensions: vec![
                ("act", "x outcome=permitted\r\nCEF:0|Evil|e|1|1|1|1|".to_owned()),
                ("reason", "\u{1b}[2J\u{2028}y\u{0}\u{85}\u{202e}".to_owned()),
            ],
        };
        let line = event.line("1|2");
        assert_eq!(line.lines().count(), 1);
        let (fields, extensions) = read(&line);
        assert_eq!(fields[3], "1|2");
        assert_eq!(fields[5], "a|b\\c CEF:0|x");
        assert_eq!(fields[6], "10");
        assert_eq!(
            extensions,
            [
                (
                    "act".to_owned(),
                    "x outcome=permitted\r\nCEF:0|Evil|e|1|1|1|1|".to_owned()
                ),
                ("reason".to_owned(), " [2J y   ".to_owned())
            ]
        );
    }

    proptest! {
        #[test]
        fn any_content_reads_back_and_stays_on_its_line(version in any::<String>(), act in any::<String>(), reason in any::<String>(),
                                                        people in prop::collection::vec(any::<u128>(), 0..4)) {
            let mut row = row();
            row.action = act;
            row.why = reason;
            row.people = people.into_iter().map(Uuid::from_u128).collect();
            let link = Link { no: 1, row_id: row.id, xid: row.xid, seal: vec![1; 32], sealed_at: row.at, row: Some(row.clone()) };
            let line = of_link(&link).unwrap().line(&version);
            prop_assert!(!line.chars().any(|c| c.is_control() || steers(c)));
            let (fields, extensions) = read(&line);
            prop_assert_eq!(&fields[0], "CEF:0");
            prop_assert_eq!(&fields[3], &told(&version, false));
            let of = |key: &str| extensions.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone()).unwrap_or_default();
            prop_assert_eq!(of("act"), told(&row.action, true));
            prop_assert_eq!(of("reason"), told(&row.why, true));
            prop_assert_eq!(of("cn2"), row.people.len().to_string());
            let keys: std::collections::BTreeSet<_> = extensions.iter().map(|(k, _)| k.clone()).collect();
            prop_assert_eq!(keys.len(), extensions.len());
        }
    }
}
