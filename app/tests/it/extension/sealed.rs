//! What a key is given over: everything that each signer is shown, and nothing that any of them is not (X1).

use super::{Stage, WORDS, refused};
use crate::database;
use app::extension::doing;
use app::kernel::db::{MIGRATIONS, migrate};
use app::kernel::error::Field;
use chrono::NaiveDate;
use domain::exit::AfterRefusal;
use domain::extension::{Content, canonical};
use domain::ids::EnrolmentId;
use sha2::{Digest, Sha256};
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

#[tokio::test]
async fn all_three_are_shown_the_same_and_sign_the_same() {
    let s = Stage::new().await;
    let desk = s.proposed().await;
    let mut cx = s.begin(s.who.actor()).await.unwrap();
    let mine = doing::mine(&mut cx).await.unwrap().proposals.remove(0);
    drop(cx);
    let mut cx = s.begin(s.case_worker.actor()).await.unwrap();
    let agency = doing::of_agency(&mut cx).await.unwrap().proposals.remove(0);
    drop(cx);
    for shown in [&desk, &mine, &agency] {
        assert_eq!(
            (
                &*shown.words,
                &*shown.old_end,
                &*shown.new_end,
                &*shown.deadline,
                shown.revision
            ),
            (WORDS, "10 januari 2027", "30 april 2027", "8 januari 2027", 1)
        );
        assert_eq!(shown.hash, s.sealed("2027-04-30", "2027-01-08", 1, WORDS));
    }
}

#[tokio::test]
async fn a_term_that_has_moved_since_is_not_the_one_that_was_signed() {
    let s = Stage::new().await;
    let p = s.proposed().await;
    s.yes(s.who.actor(), &p, 1).await.unwrap();
    sqlx::query("update enrolment set term_ends_on = '2027-01-20' where enrolment_id = $1")
        .bind(s.enrolment.as_uuid())
        .execute(&s.world.db.owner)
        .await
        .unwrap();
    assert_eq!(
        s.yes(s.lead.actor(), &p, 3).await,
        refused(Field::Extension, AfterRefusal::Changed)
    );
    // The same words and days put forward again are another revision, from the day that holds now.
    s.propose(s.coach, (&p.id, 1), "2027-04-30", "2027-01-08", WORDS)
        .await
        .unwrap();
    let now = s.desk().await.open.unwrap();
    assert_eq!((now.revision, &*now.old_end), (2, "20 januari 2027"));
    assert!(now.keys.iter().all(|key| !key.given), "{:?}", now.keys);
    // The same press again changes nothing more.
    s.propose(s.coach, (&p.id, 1), "2027-04-30", "2027-01-08", WORDS)
        .await
        .unwrap();
    assert_eq!(s.desk().await.open.unwrap().revision, 2);
    for (actor, from) in [
        (s.who.actor(), 1),
        (s.case_worker.actor(), 2),
        (s.lead.actor(), 3),
    ] {
        s.yes(actor, &now, from).await.unwrap();
    }
    assert_eq!(s.term().await, "2027-04-30");
}

#[tokio::test]
async fn the_ledger_proves_the_text_and_cannot_be_read_for_it() {
    let s = Stage::new().await;
    let p = s.proposed().await;
    s.turn(s.who.actor(), &p, ("nej", "Jag flyttar."), super::session(1))
        .await
        .unwrap();
    // It holds neither the words nor their hash alone: a guess at them proves nothing without what is erased with them.
    let bare = format!("%{}%", p.hash);
    let told: i64 = sqlx::query_scalar(
        "select count(*) from ledger where payload::text like '%Praktiken%' or payload::text like '%flyttar%'
           or payload::text like $1 or payload::text like '%' || encode(sha256('Jag flyttar.'), 'hex') || '%'",
    )
    .bind(&bare)
    .fetch_one(&s.world.db.owner)
    .await
    .unwrap();
    assert_eq!(told, 0);
    let proven = "select count(*) from ledger l join extension_text t on t.extension_id::text = l.payload ->> 'extension'
        and t.revision::text = l.payload ->> 'revision'
      where l.payload ->> 'seal' = access.salted(t.salt, t.content_hash)";
    assert_eq!(s.world.count(proven).await, 2);
    let reason = "select count(*) from ledger l join extension_key k on k.extension_key_id::text = l.payload ->> 'extension_key_id'
      where l.payload ->> 'reason_seal' = access.salted(k.salt, convert_to(k.reason, 'UTF8'))";
    assert_eq!(s.world.count(reason).await, 1);
}

/// What stood in the tables before the deadline was sealed.
const BEFORE: &str = "
  insert into person (person_id, participant_number, given_name, family_name, created_at)
    values (md5('p')::uuid, '9000001', 'Prov', 'Prov', now());
  insert into account (account_id, person_id, created_at) values (md5('a')::uuid, md5('p')::uuid, now());
  insert into enrolment (enrolment_id, person_id, programme_id, programme_version_id, centre_id, enrolled_on, term_ends_on, created_at)
    select md5('e')::uuid, md5('p')::uuid, v.programme_id, v.programme_version_id, p.centre_id, '2026-07-14', '2027-04-30', now()
    from programme_centre p join programme_version v using (programme_id) join centre c using (centre_id)
    where c.code = 'arbetsforum' limit 1;
  insert into extension (extension_id, enrolment_id, person_id, centre_id, new_end, content_hash, stage, deadline, proposed_at,
                         proposed_by, closed_at, idempotency_key, revision)
    select md5(stage)::uuid, enrolment_id, person_id, centre_id, until::date, sha256(stage::bytea), stage, answer_by::date, at::timestamptz,
           md5('a')::uuid, closed::timestamptz, md5('key ' || stage)::uuid, revision
    from enrolment, (values ('extended', '2027-04-30', '2027-01-08', '2026-11-20', '2026-12-01', 1),
                            ('open', '2027-08-31', '2027-04-15', '2027-02-20', null, 2)) as v (stage, until, answer_by, at, closed, revision);
  insert into extension_text (extension_id, revision, person_id, centre_id, words, new_end, content_hash, written_at)
    select extension_id, r, person_id, centre_id, 'Text ' || r, new_end, content_hash, proposed_at
    from extension, generate_series(1, revision) as r;
  insert into extension_key (extension_key_id, extension_id, person_id, centre_id, key, revision, content_hash, given_at, given_by, session_hash)
    select gen_random_uuid(), extension_id, person_id, centre_id, 'participant', revision, content_hash, proposed_at, md5('a')::uuid, sha256('s')
    from extension;
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, payload)
    select enrolment_id, person_id, centre_id, event, '2026-12-01', at::timestamptz, payload::jsonb
    from enrolment, (values
      ('extended', '2026-12-01', '{\"until\": \"2027-04-30\"}'),
      ('extension_proposed', '2027-02-20',
       format('{\"extension\": \"%s\", \"revision\": 1, \"deadline\": \"2027-04-01\"}', md5('open')::uuid))) as v (event, at, payload)";

/// A revision of a text: which, its deadline, its days, whether it is the one that stands, and its seal.
type Written = (i32, NaiveDate, NaiveDate, NaiveDate, String, bool, Vec<u8>);

#[tokio::test]
async fn what_was_open_before_is_sealed_anew_and_its_keys_are_void() {
    let options = database::empty().await;
    let mut db = PgConnection::connect_with(&options).await.unwrap();
    let before: Vec<_> = MIGRATIONS.iter().filter(|m| m.version < 32).cloned().collect();
    let early = sqlx::migrate::Migrator {
        migrations: before.into(),
        ..sqlx::migrate::Migrator::DEFAULT
    };
    early.run(&mut db).await.unwrap();
    sqlx::raw_sql(BEFORE).execute(&mut db).await.unwrap();
    migrate(&options).await.unwrap();
    // The one that was decided stays as it was, from the day by the programme's rule: six months from the fourteenth.
    let decided: (i32, String, bool) = sqlx::query_as(
        "select revision, old_end::text, content_hash = sha256('extended') from extension where stage = 'extended'",
    )
    .fetch_one(&mut db)
    .await
    .unwrap();
    assert_eq!(decided.0, 1);
    assert!(decided.2, "what was signed stays as it was signed");
    assert_eq!(decided.1, "2027-01-14");
    let open: Vec<Written> = sqlx::query_as(
        "select t.revision, t.old_end, t.new_end, t.deadline, t.words, t.revision = x.revision, t.content_hash
         from extension_text t join extension x using (extension_id) where x.stage = 'open' order by 1",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let enrolment: Uuid = sqlx::query_scalar("select enrolment_id from enrolment")
        .fetch_one(&mut db)
        .await
        .unwrap();
    let told: Vec<_> = open.iter().map(|t| (t.0, t.3, &*t.4, t.5)).collect();
    assert_eq!(
        told,
        [
            (1, day("2027-04-01"), "Text 1", false),
            (2, day("2027-04-15"), "Text 2", false),
            (3, day("2027-04-15"), "Text 2", true)
        ]
    );
    let said = canonical(&Content {
        enrolment: EnrolmentId::from(enrolment),
        old_end: day("2027-04-30"),
        new_end: day("2027-08-31"),
        deadline: day("2027-04-15"),
        revision: 3,
        words: "Text 2",
    });
    assert_eq!(open[2].6, Sha256::digest(said.as_bytes()).to_vec());
    let counted: (i64, i64) = sqlx::query_as(
        "select (select count(*) from extension_key k join extension x using (extension_id, revision) where x.stage = 'open'),
                (select count(*) from ledger where event = 'extension_proposed' and payload ->> 'revision' = '3'
                   and payload ->> 'deadline' = '2027-04-15' and recorded_by is null)",
    )
    .fetch_one(&mut db)
    .await
    .unwrap();
    assert_eq!(counted, (0, 1));
}
