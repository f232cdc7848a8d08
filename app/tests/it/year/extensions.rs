//! Each extension of the year, made again from the ledger's rows alone (S2, X1): what was proposed and changed, who gave
//! which key over what, who said no, and how it ended.

use super::houses::Year;
use crate::world::{Member, World};
use app::extension::doing::{self, Typed};
use app::kernel::policy::Action;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::extension::{Content, canonical};
use domain::ids::EnrolmentId;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::FromRow;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use uuid::Uuid;

/// A proposal, from the ledger or from the tables.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
struct Made {
    enrolment_id: Uuid,
    person_id: Uuid,
    centre_id: Uuid,
    agency_id: Option<Uuid>,
    revision: i32,
    old_end: NaiveDate,
    new_end: NaiveDate,
    deadline: NaiveDate,
    stage: String,
    proposed_at: DateTime<Utc>,
    proposed_by: Option<Uuid>,
    closed_at: Option<DateTime<Utc>>,
    #[sqlx(skip)]
    texts: Vec<Text>,
    #[sqlx(skip)]
    keys: Vec<Key>,
}

/// A revision of it. The words themselves stand in no ledger: the seal tells that they are the same.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
struct Text {
    revision: i32,
    old_end: NaiveDate,
    new_end: NaiveDate,
    deadline: NaiveDate,
    written_at: DateTime<Utc>,
    written_by: Option<Uuid>,
    seal: String,
}

/// A key, or a refusal with the seal of its reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, FromRow)]
struct Key {
    extension_key_id: Uuid,
    key: String,
    revision: i32,
    given_at: DateTime<Utc>,
    given_by: Option<Uuid>,
    seal: String,
    reason_seal: Option<String>,
}

#[derive(FromRow)]
struct Row {
    enrolment_id: Uuid,
    person_id: Uuid,
    centre_id: Uuid,
    event: String,
    recorded_at: DateTime<Utc>,
    recorded_by: Option<Uuid>,
    payload: Value,
}

impl Row {
    fn maybe<T: FromStr>(&self, field: &str) -> Option<T> {
        self.payload[field].as_str().and_then(|text| text.parse().ok())
    }

    fn of<T: FromStr>(&self, field: &str) -> T {
        self.maybe(field)
            .unwrap_or_else(|| panic!("{field} of {}: {}", self.event, self.payload))
    }

    fn revision(&self) -> i32 {
        i32::try_from(self.payload["revision"].as_i64().expect("a revision")).unwrap()
    }

    fn key(&self) -> Key {
        Key {
            extension_key_id: self.of("extension_key_id"),
            key: self.of("key"),
            revision: self.revision(),
            given_at: self.recorded_at,
            given_by: self.recorded_by,
            seal: self.of("seal"),
            reason_seal: self.maybe("reason_seal"),
        }
    }
}

/// What the ledger tells, row by row.
async fn from_the_ledger(world: &World) -> BTreeMap<Uuid, Made> {
    let rows: Vec<Row> = sqlx::query_as(
        "select enrolment_id, person_id, centre_id, event, recorded_at, recorded_by, payload from ledger
         where event like 'extension\\_%' or event = 'extended' order by ledger_id",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    let mut made: BTreeMap<Uuid, Made> = BTreeMap::new();
    for row in rows {
        let id: Uuid = row.of("extension");
        if row.event == "extension_proposed" {
            propose(&mut made, id, &row);
            continue;
        }
        let one = made.get_mut(&id).expect("proposed before anything else");
        assert_eq!(one.stage, "open", "{} after its end", row.event);
        assert_eq!(row.revision(), one.revision, "{} of what stood", row.event);
        let ends = match row.event.as_str() {
            "extension_key_given" => {
                one.keys.push(row.key());
                continue;
            }
            "extension_refused" => {
                one.keys.push(row.key());
                "refused"
            }
            "extended" => {
                assert_eq!(row.of::<NaiveDate>("until"), one.new_end);
                "extended"
            }
            "extension_withdrawn" => "withdrawn",
            "extension_lapsed" => "lapsed",
            "extension_closed" => "closed",
            other => panic!("{other}"),
        };
        ends.clone_into(&mut one.stage);
        one.closed_at = Some(row.recorded_at);
    }
    made
}

/// The first time, or once more with other words or days.
fn propose(made: &mut BTreeMap<Uuid, Made>, id: Uuid, row: &Row) {
    let text = Text {
        revision: row.revision(),
        old_end: row.of("from"),
        new_end: row.of("until"),
        deadline: row.of("deadline"),
        written_at: row.recorded_at,
        written_by: row.recorded_by,
        seal: row.of("seal"),
    };
    let one = made.entry(id).or_insert_with(|| Made {
        enrolment_id: row.enrolment_id,
        person_id: row.person_id,
        centre_id: row.centre_id,
        agency_id: row.maybe("agency_id"),
        revision: 0,
        old_end: text.old_end,
        new_end: text.new_end,
        deadline: text.deadline,
        stage: "open".to_owned(),
        proposed_at: row.recorded_at,
        proposed_by: row.recorded_by,
        closed_at: None,
        texts: Vec::new(),
        keys: Vec::new(),
    });
    assert_eq!(text.revision, one.revision + 1, "one revision after the other");
    (one.revision, one.old_end, one.new_end, one.deadline) =
        (text.revision, text.old_end, text.new_end, text.deadline);
    one.texts.push(text);
}

/// What the tables hold.
async fn from_the_tables(world: &World) -> BTreeMap<Uuid, Made> {
    let ids: Vec<Uuid> = sqlx::query_scalar("select extension_id from extension")
        .fetch_all(&world.db.owner)
        .await
        .unwrap();
    let mut made = BTreeMap::new();
    for id in ids {
        let mut one: Made = sqlx::query_as("select * from extension where extension_id = $1")
            .bind(id)
            .fetch_one(&world.db.owner)
            .await
            .unwrap();
        one.texts = sqlx::query_as(
            "select revision, old_end, new_end, deadline, written_at, written_by, access.salted(salt, content_hash) as seal
             from extension_text where extension_id = $1 order by revision",
        )
        .bind(id)
        .fetch_all(&world.db.owner)
        .await
        .unwrap();
        // A key's own hash is the one of the text that it was given over, sealed with that text's salt.
        one.keys = sqlx::query_as(
            "select k.extension_key_id, k.key, k.revision, k.given_at, k.given_by, access.salted(t.salt, k.content_hash) as seal,
                    case when k.refused then access.salted(k.salt, convert_to(k.reason, 'UTF8')) end as reason_seal
             from extension_key k join extension_text t using (extension_id, revision) where k.extension_id = $1",
        )
        .bind(id)
        .fetch_all(&world.db.owner)
        .await
        .unwrap();
        made.insert(id, one);
    }
    made
}

/// Each text is sealed as the domain says, the one that stands and those before it.
async fn every_text_is_sealed_whole(world: &World) {
    type Sealed = (Uuid, NaiveDate, NaiveDate, NaiveDate, i32, String, Vec<u8>);
    let texts: Vec<Sealed> = sqlx::query_as(
        "select x.enrolment_id, t.old_end, t.new_end, t.deadline, t.revision, t.words, t.content_hash
         from extension_text t join extension x using (extension_id)",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    for (enrolment, old_end, new_end, deadline, revision, words, hash) in texts {
        let said = canonical(&Content {
            enrolment: EnrolmentId::from(enrolment),
            old_end,
            new_end,
            deadline,
            revision,
            words: &words,
        });
        assert_eq!(hash, Sha256::digest(said.as_bytes()).to_vec());
    }
    let apart: i64 = sqlx::query_scalar(
        "select count(*) from extension x join extension_text t using (extension_id, revision) where x.content_hash <> t.content_hash",
    )
    .fetch_one(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(apart, 0);
}

/// S2: the tables of the extensions follow from the ledger alone, and the year has tried each way that one can end.
pub async fn can_be_rebuilt(world: &World) {
    let (mut told, mut stored) = (from_the_ledger(world).await, from_the_tables(world).await);
    for one in told.values_mut().chain(stored.values_mut()) {
        one.keys.sort();
    }
    assert_eq!(told.len(), stored.len());
    for (id, one) in &told {
        assert_eq!(Some(one), stored.get(id), "extension {id}");
    }
    every_text_is_sealed_whole(world).await;

    let mut ends: BTreeMap<&str, u32> = BTreeMap::new();
    let (mut revised, mut void) = (0, 0);
    for one in told.values() {
        *ends.entry(&one.stage).or_default() += 1;
        revised += u32::from(one.revision > 1);
        void += one.keys.iter().filter(|key| key.revision < one.revision).count();
        let refusals = one.keys.iter().filter(|key| key.reason_seal.is_some()).count();
        assert_eq!(refusals, usize::from(one.stage == "refused"));
        if one.stage != "extended" {
            continue;
        }
        // X1: three keys of three hands, over the very content that stood.
        let seal = &one.texts.last().expect("a text").seal;
        let counting: Vec<_> = one.keys.iter().filter(|key| key.seal == *seal).collect();
        let kinds: BTreeSet<_> = counting.iter().map(|key| key.key.as_str()).collect();
        let hands: BTreeSet<_> = counting.iter().map(|key| key.given_by).collect();
        assert_eq!((counting.len(), kinds.len(), hands.len()), (3, 3, 3), "{one:?}");
        assert!(counting.iter().all(|key| key.revision == one.revision));
    }
    println!("extensions: {ends:?}, {revised} revised, {void} keys void");
    for end in ["extended", "refused", "withdrawn", "lapsed"] {
        assert!(ends.contains_key(end), "{end}: {ends:?}");
    }
    assert!(revised > 0 && void > 0, "{revised} revised, {void} void");
}

/// What becomes of the next proposal of the year, in turn: no chance is drawn for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Three answer.
    Answered,
    /// Changed after the first yes, and then answered.
    Revised,
    /// The participant alone answers, and the deadline comes.
    Left,
    Withdrawn,
}

impl Year {
    pub async fn fate(&self) -> Fate {
        match self.world.count("select count(*) from extension").await % 6 {
            2 => Fate::Revised,
            4 => Fate::Left,
            5 => Fate::Withdrawn,
            _ => Fate::Answered,
        }
    }

    /// The open proposal about somebody is changed to another deadline, and nothing else; or withdrawn.
    pub async fn unsettle(&self, lead: Member, person: Uuid, fate: Fate) {
        type Open = (Uuid, i32, NaiveDate, NaiveDate, String);
        let (id, revision, until, deadline, words): Open = sqlx::query_as(
            "select extension_id, revision, x.new_end, x.deadline, t.words from extension x join extension_text t using (extension_id, revision)
             where x.person_id = $1 and x.stage = 'open'",
        )
        .bind(person)
        .fetch_one(&self.world.db.owner)
        .await
        .unwrap();
        let id = id.to_string();
        let mut cx = self.about(lead, person, Action::HandleExtension).await.unwrap();
        if fate == Fate::Withdrawn {
            doing::withdraw(&mut cx, &id).await.unwrap();
        } else {
            let typed = Typed {
                agency: "",
                new_end: &until.to_string(),
                deadline: &(deadline - TimeDelta::days(1)).to_string(),
                words: &words,
            };
            doing::propose(&mut cx, "", (&id, revision), &typed)
                .await
                .unwrap();
        }
        cx.commit().await.unwrap();
    }
}
