//! The chain of seals over the access log: what a row is in bytes, and what its seal is.
//!
//! A seal is a keyed hash of the seal before, the number, the row and the moment of sealing. The key is derived from the
//! server's secret, which the database does not hold: whoever can write in the database cannot make a seal.

use crate::kernel::keys::{Keys, Purpose};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A row of the log: every column, but for the words of the reason, of which it holds the hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRow {
    pub id: i64,
    pub at: DateTime<Utc>,
    pub account: Option<Uuid>,
    pub actor_kind: String,
    pub role: Option<String>,
    pub centre: Option<Uuid>,
    pub action: String,
    pub people: Vec<Uuid>,
    pub permitted: bool,
    /// The code of the permit or the denial.
    pub why: String,
    pub request: Uuid,
    pub staff: Option<Uuid>,
    pub agency: Option<Uuid>,
    pub categories: Vec<String>,
    pub reason_hash: Option<Vec<u8>>,
    pub consents: Vec<Uuid>,
    pub override_id: Option<Uuid>,
    /// The transaction that wrote it.
    pub xid: u64,
}

/// A link of the chain, and the row that it seals if that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub no: i64,
    pub row_id: i64,
    pub xid: u64,
    pub seal: Vec<u8>,
    pub sealed_at: DateTime<Utc>,
    pub row: Option<LogRow>,
}

/// Bytes in which no two different rows are alike: each field with its length, lists with their number, and what is
/// absent told apart from what is empty.
#[derive(Default)]
struct Canonical(Vec<u8>);

impl Canonical {
    fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend((bytes.len() as u64).to_be_bytes());
        self.0.extend(bytes);
    }

    fn maybe(&mut self, bytes: Option<&[u8]>) {
        self.0.push(u8::from(bytes.is_some()));
        self.bytes(bytes.unwrap_or_default());
    }

    fn uuid(&mut self, uuid: Option<&Uuid>) {
        self.maybe(uuid.map(|u| &u.as_bytes()[..]));
    }

    fn list<'a>(&mut self, items: impl ExactSizeIterator<Item = &'a [u8]>) {
        self.0.extend((items.len() as u64).to_be_bytes());
        for item in items {
            self.bytes(item);
        }
    }
}

/// The row as bytes.
pub fn encode(row: &LogRow) -> Vec<u8> {
    let mut out = Canonical::default();
    out.bytes(&row.id.to_be_bytes());
    out.bytes(&row.at.timestamp_micros().to_be_bytes());
    out.uuid(row.account.as_ref());
    out.bytes(row.actor_kind.as_bytes());
    out.maybe(row.role.as_deref().map(str::as_bytes));
    out.uuid(row.centre.as_ref());
    out.bytes(row.action.as_bytes());
    out.list(row.people.iter().map(|p| &p.as_bytes()[..]));
    out.bytes(&[u8::from(row.permitted)]);
    out.bytes(row.why.as_bytes());
    out.uuid(Some(&row.request));
    out.uuid(row.staff.as_ref());
    out.uuid(row.agency.as_ref());
    out.list(row.categories.iter().map(String::as_bytes));
    out.maybe(row.reason_hash.as_deref());
    out.list(row.consents.iter().map(|c| &c.as_bytes()[..]));
    out.uuid(row.override_id.as_ref());
    out.bytes(&row.xid.to_be_bytes());
    out.0
}

/// The seal of a row that is the `no`th of the chain; before the first there is nothing.
pub fn seal(keys: &Keys, before: &[u8], no: i64, row: &LogRow, sealed_at: DateTime<Utc>) -> [u8; 32] {
    keys.mac(
        Purpose::AccessLog,
        &[
            before,
            &no.to_be_bytes(),
            &encode(row),
            &sealed_at.timestamp_micros().to_be_bytes(),
        ],
    )
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A number of the chain with its seal, to be kept outside the database: what has once been there is found missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub no: i64,
    pub seal: Vec<u8>,
}

impl std::fmt::Display for Head {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.no, hex(&self.seal))
    }
}

/// A text that is no head of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a head is a number, a colon and 64 hexadecimal digits")]
pub struct NoHead;

impl std::str::FromStr for Head {
    type Err = NoHead;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (no, digits) = text.split_once(':').ok_or(NoHead)?;
        let no: i64 = no.parse().map_err(|_| NoHead)?;
        if no < 1 || digits.len() != 64 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(NoHead);
        }
        let seal = (0..64)
            .step_by(2)
            .filter_map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok())
            .collect();
        Ok(Self { no, seal })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub fn row() -> LogRow {
        LogRow {
            id: 7,
            at: "2026-11-20T08:12:00Z".parse().unwrap(),
            account: Some(Uuid::from_u128(1)),
            actor_kind: "staff".to_owned(),
            role: Some("coach".to_owned()),
            centre: Some(Uuid::from_u128(2)),
            action: "open_record".to_owned(),
            people: vec![Uuid::from_u128(3), Uuid::from_u128(4)],
            permitted: true,
            why: "assigned".to_owned(),
            request: Uuid::from_u128(5),
            staff: Some(Uuid::from_u128(6)),
            agency: None,
            categories: vec!["enrolled".to_owned(), "plan_draft".to_owned()],
            reason_hash: None,
            consents: Vec::new(),
            override_id: None,
            xid: 700,
        }
    }

    /// Each column changed by itself.
    fn changes() -> Vec<LogRow> {
        let mut all = Vec::new();
        let mut with = |change: &dyn Fn(&mut LogRow)| {
            let mut changed = row();
            change(&mut changed);
            all.push(changed);
        };
        with(&|r| r.id += 1);
        with(&|r| r.at += chrono::TimeDelta::microseconds(1));
        with(&|r| r.account = None);
        with(&|r| r.actor_kind = "screen".to_owned());
        with(&|r| r.role = None);
        with(&|r| r.role = Some(String::new()));
        with(&|r| r.centre = None);
        with(&|r| r.action = "read_portfolio".to_owned());
        with(&|r| r.people.swap(0, 1));
        with(&|r| {
            r.people.pop();
        });
        with(&|r| r.permitted = false);
        with(&|r| r.why = "role".to_owned());
        with(&|r| r.request = Uuid::from_u128(9));
        with(&|r| r.staff = None);
        with(&|r| r.agency = Some(Uuid::from_u128(9)));
        with(&|r| r.categories = vec!["enrolledplan_draft".to_owned()]);
        with(&|r| r.reason_hash = Some(vec![0; 32]));
        with(&|r| r.consents = vec![Uuid::from_u128(9)]);
        with(&|r| r.override_id = Some(Uuid::from_u128(9)));
        with(&|r| r.xid += 1);
        all
    }

    #[test]
    fn every_column_is_in_the_seal() {
        let mut seen = vec![encode(&row())];
        for changed in changes() {
            let encoded = encode(&changed);
            assert!(!seen.contains(&encoded), "{changed:?}");
            seen.push(encoded);
        }
    }

    #[test]
    fn the_seal_hangs_on_the_key_the_number_the_moment_and_the_one_before() {
        let (keys, other) = (Keys::new(&[7; 32]).unwrap(), Keys::new(&[8; 32]).unwrap());
        let at = row().at;
        let all = [
            seal(&keys, &[], 1, &row(), at),
            seal(&other, &[], 1, &row(), at),
            seal(&keys, &[0; 32], 1, &row(), at),
            seal(&keys, &[], 2, &row(), at),
            seal(&keys, &[], 1, &row(), at + chrono::TimeDelta::microseconds(1)),
        ];
        for (i, a) in all.iter().enumerate() {
            assert!(all[i + 1..].iter().all(|b| a != b));
        }
    }

    proptest! {
        /// Where a list or a text ends cannot be moved: neighbours do not run together.
        #[test]
        fn two_rows_alike_in_bytes_are_one_row(a in "[a-z]{0,3}", b in "[a-z]{0,3}", c in prop::collection::vec("[a-z]{0,2}", 0..4),
                                               d in "[a-z]{0,3}", e in "[a-z]{0,3}", f in prop::collection::vec("[a-z]{0,2}", 0..4)) {
            let make = |action: &str, why: &str, categories: &[String]| LogRow {
                action: action.to_owned(), why: why.to_owned(), categories: categories.to_vec(), ..row()
            };
            let (one, two) = (make(&a, &b, &c), make(&d, &e, &f));
            prop_assert_eq!(encode(&one) == encode(&two), one == two);
        }

        #[test]
        fn a_head_reads_back(no in 1_i64.., seal in prop::array::uniform32(any::<u8>())) {
            let head = Head { no, seal: seal.to_vec() };
            prop_assert_eq!(head.to_string().parse::<Head>(), Ok(head));
        }

        #[test]
        fn nonsense_is_no_head(text in "\\PC{0,80}") {
            let _ = text.parse::<Head>();
        }
    }
}
