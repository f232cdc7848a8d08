//! The participant's rights against a real database: everything about oneself, and corrections.

use crate::world::{Member, Person, World};
use app::kernel::error::Field;
use app::kernel::policy::{Action, Role};
use app::kernel::{AppError, Ctx, Lang};
use app::rights::api::{Decision, server};
use app::rights::book::{self, Shape};
use app::rights::book_words::{code, is_named};
use app::rights::inventory::{Class, Erase, Own, TABLES};
use app::rights::left_out::{EXCLUDED, left_out_of};
use domain::ids::{CentreId, IdempotencyKey};
use domain::plan::TextError;
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// A person in whose every table something stands, each text of theirs with the word `HEMLIGT` in it; the enrolment
/// has ended where a day is given.
pub async fn with_everything(world: &World, centre: CentreId, staff: Member, ended: Option<&str>) -> Person {
    let who = world.person().await;
    let enrolment = world.enrol(who, centre, "2021-11-01".parse().unwrap()).await;
    world.assign(who, enrolment, staff).await;
    for sql in EVERYTHING.split(";\n").filter(|s| !s.trim().is_empty()) {
        let sql = sql
            .replace(":person", &format!("'{}'::uuid", who.id))
            .replace(":account", &format!("'{}'::uuid", who.account))
            .replace(":enrolment", &format!("'{enrolment}'::uuid"))
            .replace(":centre", &format!("'{centre}'::uuid"))
            .replace(":staff_account", &format!("'{}'::uuid", staff.account))
            .replace(":staff", &format!("'{}'::uuid", staff.id));
        sqlx::query(AssertSqlSafe(sql.clone()))
            .execute(&world.db.owner)
            .await
            .unwrap_or_else(|e| panic!("{e}: {sql}"));
    }
    if let Some(day) = ended {
        let sql = format!("update enrolment set ended_on = '{day}' where enrolment_id = '{enrolment}'");
        sqlx::query(AssertSqlSafe(sql))
            .execute(&world.db.owner)
            .await
            .unwrap();
    }
    who
}

/// Longest names first where one begins with another.
const EVERYTHING: &str = "
update person set given_name = 'HEMLIGT <b>namn</b>', family_name = 'HEMLIGT', birth_year = 1991, spoken_language = 'so' where person_id = :person;
insert into person_identity (person_id, identity_number, recorded_at) values (:person, '199001012385', '2021-11-01') on conflict do nothing;
insert into contact (person_id, phone, email, street, postal_code, town, updated_at)
  values (:person, '070 HEMLIGT', 'HEMLIGT@example.se', 'HEMLIGT 1', '415 02', 'HEMLIGT', '2021-11-01');
insert into credential (credential_id, account_id, kind, login, secret_hash, created_at)
  select gen_random_uuid(), :account, 'card_pin', participant_number, '$argon2id$HEMLIGT', '2021-11-01' from person where person_id = :person;
insert into session (session_id, token_hash, kind, account_id, person_id, created_at, last_seen_at, expires_at, ended_at, device)
  values (gen_random_uuid(), sha256('HEMLIGT' || :person::text::bytea), 'participant', :account, :person, '2021-11-02', '2021-11-02', '2021-11-03', '2021-11-02', 'HEMLIGT telefon');
insert into sign_in_failure (at, kind, account_id, why) values ('2021-11-02', 'card_pin', :account, 'wrong');
update assignment set reason = 'HEMLIGT' where person_id = :person;
insert into referral (referral_id, person_id, programme_id, agency_id, staff_id, referred_at, decided_at, state, given_name, family_name, phone, reason, refusal_words)
  select gen_random_uuid(), :person, e.programme_id, s.employer_agency_id, s.staff_id, '2021-10-01', '2021-10-20', 'enrolled', 'HEMLIGT', 'HEMLIGT', 'HEMLIGT', 'HEMLIGT', 'HEMLIGT'
  from enrolment e, staff s where e.enrolment_id = :enrolment and s.staff_id = :staff;
insert into access_log (at, account_id, actor_kind, action, permitted, reason, request_id) values ('2021-10-02', :staff_account, 'staff', 'read_referrals', true, 'role', gen_random_uuid());
insert into referral_read (access_log_id, referral_id, person_id, reason)
  select (select max(access_log_id) from access_log), referral_id, person_id, 'HEMLIGT' from referral where person_id = :person;
insert into staff_relation (staff_relation_id, staff_id, person_id, kind, declared_at, declared_by, ended_at)
  values (gen_random_uuid(), :staff, :person, 'relative', '2021-11-02', :staff_account, '2021-11-03');
insert into protected_named (protected_named_id, person_id, staff_id, named_at, named_by, ended_at)
  values (gen_random_uuid(), :person, :staff, '2021-11-02', :staff_account, '2021-11-03');
insert into plan (plan_id, person_id, want, good_at, need, updated_at)
  values (gen_random_uuid(), :person, 'HEMLIGT vill', 'HEMLIGT kan', 'HEMLIGT behov', '2021-11-04');
insert into activity (activity_id, plan_id, person_id, kind, title, why, doer, doer_name, when_text, place, status, idempotency_key, created_at, updated_at)
  select gen_random_uuid(), plan_id, person_id, 'own', 'HEMLIGT steg', 'HEMLIGT', 'other', 'HEMLIGT', 'HEMLIGT', 'HEMLIGT', 'idea', gen_random_uuid(), '2021-11-04', '2021-11-04'
  from plan where person_id = :person;
insert into plan_history (person_id, plan_id, changed_at, changed_by, change)
  select person_id, plan_id, '2021-11-04', :account, '{\"answers_before\": {\"want\": \"HEMLIGT\"}}' from plan where person_id = :person;
insert into plan_version (plan_version_id, person_id, plan_id, agency_id, message, content, content_hash, published_at, idempotency_key)
  select gen_random_uuid(), p.person_id, p.plan_id, s.employer_agency_id, 'HEMLIGT', '{\"want\": \"HEMLIGT\"}', sha256('HEMLIGT'), '2021-11-05', gen_random_uuid()
  from plan p, staff s where p.person_id = :person and s.staff_id = :staff;
insert into attendance (attendance_id, enrolment_id, person_id, centre_id, day, attended_at, recorded_at, method, idempotency_key, request_hash, recorded_by)
  values (gen_random_uuid(), :enrolment, :person, :centre, '2021-11-05', '2021-11-05 08:00Z', '2021-11-05 08:00Z', 'code_link', gen_random_uuid(), sha256('x'), :account);
insert into attendance_correction (attendance_correction_id, attendance_id, person_id, centre_id, stands, reason, corrected_at, corrected_by)
  select gen_random_uuid(), attendance_id, person_id, centre_id, true, 'HEMLIGT', '2021-11-06', :staff_account from attendance where person_id = :person;
insert into absence (absence_id, enrolment_id, person_id, centre_id, day, kind, reason, explanation, created_at)
  values (gen_random_uuid(), :enrolment, :person, :centre, '2021-11-08', 'excused', 'ill', 'HEMLIGT', '2021-11-08');
insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by)
  values (:enrolment, :person, :centre, 'enrolled', '2021-11-01', '2021-11-01', :staff_account), (:enrolment, :person, :centre, 'attended', '2021-11-05', '2021-11-05', :account);
insert into consent_text (consent_text_id, version, language, title, body, sha256, valid_from)
  values (gen_random_uuid(), 900, 'sv', 'T', 'B', sha256(convert_to(E'T\\nB', 'UTF8')), '2020-01-01') on conflict do nothing;
insert into consent_signature (consent_signature_id, person_id, centre_id, how, strokes, consent_text_id, signed_at, recorded_by, idempotency_key, request_hash)
  select gen_random_uuid(), :person, :centre, 'screen', '[[[1,2],[3,4]], \"HEMLIGT\"]', consent_text_id, '2021-11-02', :staff_account, gen_random_uuid(), sha256('HEMLIGT') from consent_text where version = 900;
insert into consent_signature (consent_signature_id, person_id, centre_id, how, paper_place, consent_text_id, signed_at, recorded_by, idempotency_key, request_hash)
  select gen_random_uuid(), :person, :centre, 'paper', 'HEMLIGT pärm', consent_text_id, '2021-11-02', :staff_account, gen_random_uuid(), sha256('HEMLIGT') from consent_text where version = 900;
insert into consent_signature (consent_signature_id, person_id, centre_id, how, eid_claims, consent_text_id, signed_at, recorded_by, idempotency_key, request_hash)
  select gen_random_uuid(), :person, :centre, 'eid', '{\"name\": \"HEMLIGT\"}', consent_text_id, '2021-11-02', :staff_account, gen_random_uuid(), sha256('HEMLIGT') from consent_text where version = 900;
insert into consent (consent_id, consent_signature_id, person_id, centre_id, agency_id, direction, category, purpose, valid_from)
  select gen_random_uuid(), c.consent_signature_id, :person, :centre, s.employer_agency_id, 'to_agency', 'plan', 'coordination', '2021-11-02'
  from consent_signature c, staff s where c.person_id = :person and c.how = 'screen' and s.staff_id = :staff;
insert into consent_withdrawal (consent_id, person_id, centre_id, agency_id, withdrawn_at, withdrawn_by)
  select consent_id, person_id, centre_id, agency_id, '2021-12-02', :account from consent where person_id = :person;
insert into disclosure (person_id, agency_id, consent_id, category, disclosed_at, disclosed_to)
  select person_id, agency_id, consent_id, 'plan', '2021-11-20', :staff_account from consent where person_id = :person;
insert into exit_record (enrolment_id, no, person_id, centre_id, kind, outcome, ended_on, ledger_id, recorded_at, recorded_by, idempotency_key)
  select :enrolment, 1, :person, :centre, 'exit', 'moved', '2021-12-01', max(ledger_id), '2021-12-01', :staff_account, gen_random_uuid() from ledger where person_id = :person;
insert into follow_up_task (follow_up_task_id, enrolment_id, person_id, centre_id, exit_no, months, due_on)
  values (gen_random_uuid(), :enrolment, :person, :centre, 1, 3, '2022-03-01');
insert into follow_up_attempt (follow_up_attempt_id, follow_up_task_id, person_id, centre_id, tried_on, how, reached, recorded_at, recorded_by, idempotency_key)
  select gen_random_uuid(), follow_up_task_id, :person, :centre, '2022-03-01', 'phone', false, '2022-03-01', :staff_account, gen_random_uuid() from follow_up_task where person_id = :person;
insert into extension (extension_id, enrolment_id, person_id, centre_id, old_end, new_end, content_hash, stage, deadline, proposed_at, proposed_by, closed_at, idempotency_key)
  values (gen_random_uuid(), :enrolment, :person, :centre, '2021-12-01', '2022-06-01', sha256('HEMLIGT'), 'refused', '2021-11-30', '2021-11-02', :staff_account, '2021-11-03', gen_random_uuid());
insert into extension_text (extension_id, revision, person_id, centre_id, words, old_end, new_end, deadline, content_hash, written_at, written_by)
  select extension_id, 1, :person, :centre, 'HEMLIGT skäl', '2021-12-01', '2022-06-01', '2021-11-30', content_hash, '2021-11-02', :staff_account from extension where person_id = :person;
insert into extension_key (extension_key_id, extension_id, person_id, centre_id, key, content_hash, refused, reason, given_at, given_by, session_hash)
  select gen_random_uuid(), extension_id, :person, :centre, 'participant', content_hash, true, 'HEMLIGT', '2021-11-03', :account, sha256('HEMLIGT') from extension where person_id = :person;
insert into transfer (transfer_id, enrolment_id, person_id, from_centre, to_centre, effective_on, stage, proposed_at, proposed_by, answered_at, closed_at, idempotency_key)
  select gen_random_uuid(), :enrolment, :person, :centre, centre_id, '2021-11-10', 'declined', '2021-11-02', :staff_account, '2021-11-03', '2021-11-03', gen_random_uuid()
  from centre where centre_id <> :centre order by code limit 1;
insert into form_entry (form_entry_id, enrolment_id, person_id, centre_id, occasion, revision, form_version_id, answers, filling, given_at, given_by, idempotency_key)
  select gen_random_uuid(), :enrolment, :person, :centre, 'start', 1, form_version_id, '{\"matters\": \"HEMLIGT\"}', 'alone', '2021-11-03', :account, gen_random_uuid() from form_version where centre_id = :centre;
insert into override (override_id, person_id, centre_id, staff_id, account_id, reason, begins_at, ends_at, idempotency_key)
  values (gen_random_uuid(), :person, :centre, :staff, :staff_account, 'HEMLIGT skäl', '2021-11-09', '2021-11-09 10:00Z', gen_random_uuid());
insert into override_seen (override_id, person_id, centre_id, seen_at, seen_by, note)
  select override_id, person_id, centre_id, '2021-11-10', :staff_account, 'HEMLIGT' from override where person_id = :person;
with l as (insert into access_log (at, account_id, actor_kind, role, centre_id, action, person_ids, permitted, reason, request_id, staff_id, categories, reason_hash)
  values ('2021-11-09', :staff_account, 'staff', 'coach', :centre, 'open_record', array[:person], true, 'reason', gen_random_uuid(), :staff, '{enrolled}', sha256('HEMLIGT skäl')) returning access_log_id)
  insert into access_reason (access_log_id, person_id, reason) select access_log_id, :person, 'HEMLIGT skäl' from l;
insert into access_question (access_question_id, access_log_id, person_id, centre_id, words, asked_at)
  select gen_random_uuid(), access_log_id, :person, :centre, 'HEMLIGT', '2021-11-10' from access_reason where person_id = :person;
insert into access_answer (access_question_id, person_id, centre_id, answer, answered_at, answered_by)
  select access_question_id, person_id, centre_id, 'HEMLIGT', '2021-11-11', :staff_account from access_question where person_id = :person;
insert into access_log (at, account_id, actor_kind, action, permitted, reason, request_id)
  values ('2021-11-12', :account, 'participant', 'read_portfolio', false, 'role_without', gen_random_uuid());
insert into correction (correction_id, person_id, centre_id, about, wrong, should_be, asked_at, idempotency_key)
  values (gen_random_uuid(), :person, :centre, 'name', 'HEMLIGT', 'HEMLIGT', '2021-11-12', gen_random_uuid());
insert into correction_judgement (correction_id, person_id, centre_id, accepted, carried_out, answer, became, judged_at, judged_by)
  select correction_id, person_id, centre_id, true, 'by_app', 'HEMLIGT', '{\"given_name\": \"HEMLIGT\"}', '2021-11-13', :staff_account from correction where person_id = :person
";

async fn take(world: &World, who: Person, shape: Shape) -> String {
    book::take(world.state.clone(), world.visitor(Some(who.actor())), shape)
        .await
        .unwrap()
        .pieces
        .concat()
}

#[tokio::test]
async fn every_table_that_names_a_person_is_taken_along_or_left_out_with_a_reason() {
    let world = World::new().await;
    let there: Vec<String> = sqlx::query_scalar(
        "select distinct c.relname::text from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attname in ('person_id', 'person_ids', 'account_id') and a.attnum > 0
         where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    let forgotten: Vec<_> = there
        .iter()
        .filter(|t| TABLES.iter().all(|l| l.name != **t) && EXCLUDED.iter().all(|(l, _)| l != *t))
        .collect();
    assert!(
        forgotten.is_empty(),
        "tables without a line in rights/inventory.rs: {forgotten:?}"
    );
    assert!(EXCLUDED.iter().all(|(_, why)| why.len() > 10));
    // The description of the file names them all.
    let described = include_str!("../../../docs/book.md");
    for table in &TABLES {
        assert!(described.contains(table.name), "docs/book.md: {}", table.name);
    }
}

#[tokio::test]
async fn every_column_that_is_shown_has_words_and_every_one_that_may_hold_words_is_erased() {
    let world = World::new().await;
    let columns: Vec<(String, String, String)> = sqlx::query_as(
        "select c.relname::text, a.attname::text, format_type(a.atttypid, null) from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by 1, a.attnum",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    // Codes that a check constraint or the code's own enumeration holds, and hashes of what nobody typed.
    let codes = [
        "kind",
        "doer",
        "status",
        "method",
        "direction",
        "category",
        "purpose",
        "how",
        "event",
        "about",
        "carried_out",
        "class",
        "role",
        "action",
        "actor_kind",
        "categories",
        "request_hash",
        "outcome",
        "stage",
        "result",
        "key",
    ];
    let of_table = [
        "access_log.reason",
        "booking.state",
        "access_log.reason_hash",
        "ledger.payload",
        "referral.entry_group",
        "referral.state",
        "referral.refusal",
        "referral.queue_reason",
        "promise_reason.clock",
        "promise_reason.reason",
        "activity_correction.reason",
        "sign_in_failure.why",
        "form_entry.occasion",
        "form_entry.filling",
    ];
    let (mut unnamed, mut kept) = (Vec::new(), Vec::new());
    for (name, column, kind) in &columns {
        let Some(table) = TABLES.iter().find(|t| t.name == name) else {
            continue;
        };
        let taken = !left_out_of(name).any(|left_out| left_out == column);
        let an_id = column.ends_with("_id") && kind == "uuid" || column.ends_with("_id") && kind == "bigint";
        if taken && !an_id && !is_named(column) {
            unnamed.push(format!("{name}.{column}"));
        }
        let blanked = match table.erase {
            Erase::Delete | Erase::Apart => true,
            Erase::Keep => false,
            Erase::Blank(blank) => blank.iter().any(|(c, _)| c == column),
        };
        let words =
            ["text", "jsonb", "json", "bytea", "text[]", "character varying"].contains(&kind.as_str());
        let place = format!("{name}.{column}");
        if words && !blanked && !codes.contains(&column.as_str()) && !of_table.contains(&place.as_str()) {
            kept.push(place);
        }
    }
    assert_eq!(
        unnamed,
        Vec::<String>::new(),
        "columns without words in rights/book_words.rs"
    );
    assert_eq!(
        kept,
        Vec::<String>::new(),
        "columns that may hold words and stay after an erasure"
    );
}

#[tokio::test]
async fn every_code_that_the_database_holds_a_column_to_has_words() {
    let world = World::new().await;
    let held: Vec<(String, String, String)> = sqlx::query_as(
        r"select distinct c.relname::text, list[1], code[1]
          from pg_constraint n join pg_class c on c.oid = n.conrelid
          cross join lateral regexp_matches(pg_get_constraintdef(n.oid), '([a-z_]+) = ANY \(ARRAY\[([^]]*)\]', 'g') as list
          cross join lateral regexp_matches(list[2], '''([a-z0-9_]+)''', 'g') as code
          where n.contype = 'c' and c.relnamespace = 'public'::regnamespace order by 1, 2, 3",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    assert!(held.len() > 100, "the constraints were read: {held:?}");
    let raw: Vec<_> = held
        .iter()
        .filter(|(table, column, _)| {
            TABLES.iter().any(|t| t.name == *table) && !left_out_of(table).any(|left_out| left_out == column)
        })
        .filter(|(table, column, value)| code(table, column, value, Lang::Sv).is_none())
        .collect();
    assert!(
        raw.is_empty(),
        "codes without words in rights/book_words: {raw:?}"
    );
}

/// What the rooms write in the ledger of a person, field by field; the id is of what has no name.
fn happenings(id: &str, centre: CentreId, coach: Member) -> Vec<(&'static str, Value)> {
    vec![
        (
            "referral_queued",
            json!({ "group": "old_cases", "reason": "quota_full", "period": "2021-10-01", "order": 7 }),
        ),
        (
            "referral_placed",
            json!({ "group": "old_cases", "why": "place_freed", "place": 3, "rules": 1, "freed": id }),
        ),
        (
            "referral_refused",
            json!({ "from": "review", "why": "not_target_group" }),
        ),
        (
            "enrolled",
            json!({ "programme_version": 1, "referral_id": id, "informed": 2 }),
        ),
        (
            "meeting_offered",
            json!({ "booking": id, "kind": "coach_talk", "staff": coach.id.to_string(), "first": true, "moved": true,
                    "starts_at": "2021-11-10T12:00:00Z", "ends_at": "2021-11-10T12:45:00Z", "place_seal": id }),
        ),
        (
            "promise_explained",
            json!({ "clock": "k2", "reason": "no_free_time", "due": "2021-11-15" }),
        ),
        (
            "transferred",
            json!({ "way": "out", "transfer": id, "centre": centre.to_string() }),
        ),
        (
            "extension_proposed",
            json!({ "extension": id, "revision": 1, "from": "2021-12-01", "until": "2022-06-01", "deadline": "2021-11-30",
                    "agency_id": id, "seal": id }),
        ),
        (
            "extension_refused",
            json!({ "extension": id, "revision": 1, "key": "participant", "extension_key_id": id, "seal": id, "reason_seal": id }),
        ),
        ("extended", json!({ "extension": id, "until": "2022-06-01" })),
        ("corrected", json!({ "of": 987_654_321, "event": "exited" })),
        (
            "corrected",
            json!({ "of": 987_654_321, "event": "activity_offered", "reason": "not_offered" }),
        ),
    ]
}

#[tokio::test]
async fn no_code_and_no_id_stands_in_the_book() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let who = with_everything(&world, centre, coach, None).await;
    let id = "0197aaaa-0000-7000-8000-00000000abcd";
    for (event, payload) in happenings(id, centre, coach) {
        for (field, value) in payload.as_object().unwrap() {
            let points = value == id || field == "of";
            assert!(points || is_named(field), "{field} has no words");
        }
        sqlx::query(
            "insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, payload)
             select enrolment_id, person_id, centre_id, $2, '2021-11-09', '2021-11-09', $3
             from enrolment where person_id = $1",
        )
        .bind(who.id.as_uuid())
        .bind(event)
        .bind(payload)
        .execute(&world.db.owner)
        .await
        .unwrap();
    }
    sqlx::query(
        r#"update referral set ground = 'far_from_the_labour_market', refusal = 'not_reached', queue_reason = 'house_full',
             answers = '{"wants_work": {"yes": true, "judged_on": "2021-10-01"}}' where person_id = $1"#,
    )
    .bind(who.id.as_uuid())
    .execute(&world.db.owner)
    .await
    .unwrap();
    let page = take(&world, who, Shape::Page).await;
    for cell in page.split("<td><bdi>").skip(1) {
        let cell = cell.split("</bdi>").next().unwrap();
        assert!(!cell.contains('_'), "a code: {cell}");
    }
    for never in [id, "987654321"] {
        assert!(!page.contains(never), "{never}");
    }
    for said in [
        "Står långt från arbetsmarknaden",
        "vi har inte nått personen",
        "huset är fullt",
        "Vill arbeta: ",
        "Svar: ja",
        "Bedömt: 2021-10-01",
        "Väg in: gamla ärenden",
        "platserna för den här vägen in är slut den här perioden",
        "en plats blev ledig",
        "Plats: 3",
        "hör inte till målgruppen",
        "tid erbjuden",
        "Personal: Stina Prov",
        "det fanns ingen ledig tid",
        "Senast: 2021-11-15",
        "In eller ut: ut",
        "Händelse: avslutad",
        "<th scope=\"col\">Ord</th>",
        "somaliska",
    ] {
        assert!(page.contains(said), "{said}");
    }
}

#[tokio::test]
async fn every_class_of_the_inventory_has_a_rule_and_nothing_else_has() {
    let world = World::new().await;
    let ruled: Vec<String> = sqlx::query_scalar("select distinct class from retention_rule")
        .fetch_all(&world.db.owner)
        .await
        .unwrap();
    let ruled: BTreeSet<&str> = ruled.iter().map(String::as_str).collect();
    assert_eq!(ruled, Class::ALL.into_iter().map(Class::code).collect());
}

#[tokio::test]
async fn everything_about_me_is_in_the_file_and_nothing_of_anybody_else() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let who = with_everything(&world, centre, coach, None).await;
    let other = with_everything_else(&world, centre, who).await;
    let file = take(&world, who, Shape::Json).await;
    let book: Value = serde_json::from_str(&file).unwrap();
    assert_eq!(
        (&book["schema"], &book["version"]),
        (&Value::from("arbetsforum.book"), &Value::from(1))
    );
    for table in &TABLES {
        let own = match table.own {
            Own::Person => "person_id = $1",
            Own::Account => "account_id = $2",
            Own::Log => "person_ids @> array[$1] or (account_id = $2 and not permitted)",
        };
        if sqlx::query_scalar::<_, Option<String>>("select to_regclass($1)::text")
            .bind(format!("public.{}", table.name))
            .fetch_one(&world.db.owner)
            .await
            .unwrap()
            .is_none()
        {
            continue;
        }
        let sql = format!(
            "select count(*) from {} where ($1::uuid is not null or $2::uuid is not null) and ({own})",
            table.name
        );
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(who.id.as_uuid())
            .bind(who.account.as_uuid())
            .fetch_one(&world.db.owner)
            .await
            .unwrap();
        let rows = book["tables"][table.name]["rows"].as_array().map_or(0, Vec::len);
        assert_eq!(i64::try_from(rows).unwrap(), count, "{}", table.name);
        let written = EVERYTHING.contains(&format!("into {} (", table.name));
        assert!(count > 0 || !written, "{} holds nothing in this test", table.name);
    }
    // The words, the name of the coach in place of an id, and no secret.
    for said in [
        "HEMLIGT vill",
        "HEMLIGT skäl",
        "HEMLIGT pärm",
        "199001012385",
        "Stina Prov",
    ] {
        assert!(file.contains(said), "{said}");
    }
    for never in ["$argon2id$", "token_hash", "person_ids\":", &other.id.to_string()] {
        let rows = file.split_once("\"tables\"").unwrap().1;
        assert!(!rows.contains(never), "{never}");
    }
    // The page says the same to people; what somebody wrote is text, not markup.
    let page = take(&world, who, Shape::Page).await;
    for said in [
        "HEMLIGT vill",
        "HEMLIGT skäl",
        "199001012385",
        "Stina Prov",
        "2021-11-05",
        "HEMLIGT &lt;b&gt;namn&lt;/b&gt;",
    ] {
        assert!(page.contains(said), "{said}");
    }
    for never in ["<b>namn", "<script", "src=", "http", "$argon2id$"] {
        assert!(!page.contains(never), "{never}");
    }
    // Counted on the page of the app just as they are in the file.
    let mut cx = acting(&world, who, Action::TakeOwnBook).await;
    let counted = server::my_book(&mut cx).await.unwrap();
    let rows: usize = book["tables"]
        .as_object()
        .unwrap()
        .values()
        .map(|t| t["rows"].as_array().unwrap().len())
        .sum();
    assert_eq!(counted.total, rows as u64);
}

/// Somebody else, who stands in the same list of the log as this person.
async fn with_everything_else(world: &World, centre: CentreId, who: Person) -> Person {
    let other = world.enrolled(centre).await;
    sqlx::query(
        "insert into access_log (at, actor_kind, action, person_ids, permitted, reason, request_id)
         values ('2021-11-09', 'staff', 'read_portfolio', array[$1, $2], true, 'role', gen_random_uuid())",
    )
    .bind(who.id.as_uuid())
    .bind(other.id.as_uuid())
    .execute(&world.db.owner)
    .await
    .unwrap();
    other
}

#[tokio::test]
async fn five_years_of_days_and_thousands_of_reads_come_whole_within_ten_seconds() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let who = world.person().await;
    let enrolment = world.enrol(who, centre, "2021-11-01".parse().unwrap()).await;
    let noise = world.enrolled(centre).await;
    for (sql, person) in [
        ("insert into attendance (attendance_id, enrolment_id, person_id, centre_id, day, attended_at, recorded_at, method, idempotency_key, request_hash)
          select gen_random_uuid(), $2, $1, $3, d::date, d + interval '8 hours', d + interval '8 hours', 'code_link', gen_random_uuid(), sha256('x')
          from generate_series(timestamptz '2021-11-01 00:00Z', timestamptz '2026-11-19 00:00Z', interval '1 day') d
          where extract(isodow from d) < 6 order by d limit 1300", who),
        ("insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at)
          select $2, $1, $3, 'attended', day, recorded_at from attendance where person_id = $1", who),
        ("insert into access_log (at, actor_kind, role, centre_id, action, person_ids, permitted, reason, request_id, categories)
          select timestamptz '2021-11-01 08:00Z' + n * interval '2 hours', 'staff', 'coach', $3, 'read_portfolio', array[$1], $2 is not null, 'role', gen_random_uuid(), '{enrolled}'
          from generate_series(1, 20000) n", who),
        ("insert into access_log (at, actor_kind, role, centre_id, action, person_ids, permitted, reason, request_id, categories)
          select timestamptz '2021-11-01 08:00Z' + n * interval '2 hours', 'staff', 'coach', $3, 'read_portfolio', array[$1], $2 is not null, 'role', gen_random_uuid(), '{enrolled}'
          from generate_series(1, 20000) n", noise),
    ] {
        sqlx::query(sql)
            .bind(person.id.as_uuid())
            .bind(enrolment.as_uuid())
            .bind(centre.as_uuid())
            .execute(&world.db.owner)
            .await
            .unwrap();
    }
    let begun = Instant::now();
    let file = take(&world, who, Shape::Json).await;
    let took = begun.elapsed();
    assert!(took <= Duration::from_secs(10), "JSON took {took:?}");
    let book: Value = serde_json::from_str(&file).unwrap();
    let rows = |table: &str| book["tables"][table]["rows"].as_array().unwrap().len();
    assert_eq!(
        (rows("attendance"), rows("ledger"), rows("access_log")),
        (1300, 1300, 20_000)
    );
    let begun = Instant::now();
    let page = take(&world, who, Shape::Page).await;
    let took = begun.elapsed();
    assert!(took <= Duration::from_secs(10), "the page took {took:?}");
    assert!(
        page.matches("<tr>").count() > 22_600,
        "{}",
        page.matches("<tr>").count()
    );
    // By the index, not by reading the whole log: the function says so to whoever asks the planner.
    let plan: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
        "explain select l.* from access_log l where l.person_ids @> array['{}'::uuid]",
        world.person().await.id
    )))
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    assert!(
        plan.iter().any(|l| l.contains("access_log_by_person")),
        "{plan:?}"
    );
}

async fn acting(world: &World, who: Person, action: Action) -> Ctx {
    Ctx::begin_for(world.state.clone(), world.visitor(Some(who.actor())), action)
        .await
        .unwrap()
}

async fn judging(world: &World, who: Member) -> Result<Ctx, AppError> {
    Ctx::begin_for(
        world.state.clone(),
        world.visitor(Some(who.actor())),
        Action::JudgeCorrection,
    )
    .await
}

async fn ask(
    world: &World,
    who: Person,
    key: IdempotencyKey,
    about: &str,
    wrong: &str,
) -> Result<(), AppError> {
    let mut cx = acting(world, who, Action::AskForCorrection).await;
    server::ask(&mut cx, &key.to_string(), about, wrong, "Så här").await?;
    cx.commit().await
}

async fn judge(world: &World, manager: Member, id: &str, decision: &Decision) -> Result<(), AppError> {
    let mut cx = judging(world, manager).await?;
    server::judge(&mut cx, id, decision.clone()).await?;
    cx.commit().await
}

fn yes(answer: &str) -> Decision {
    Decision {
        accept: "yes".to_owned(),
        answer: answer.to_owned(),
        ..Decision::default()
    }
}

async fn mine(world: &World, who: Person) -> Vec<app::rights::api::Correction> {
    let mut cx = acting(world, who, Action::AskForCorrection).await;
    server::my_corrections(&mut cx).await.unwrap().rows
}

#[tokio::test]
async fn a_correction_is_asked_for_once_however_often_it_is_sent() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let who = world.enrolled(centre).await;
    let key = world.key();
    for _ in 0..3 {
        ask(&world, who, key, "plan", " Fel datum ").await.unwrap();
    }
    assert_eq!(
        ask(&world, who, key, "plan", "Annat").await,
        Err(AppError::Conflict)
    );
    for (about, wrong, field) in [("", "x", Field::About), ("plan", " ", Field::Wrong)] {
        let refused = ask(&world, who, world.key(), about, wrong).await;
        assert_eq!(
            refused,
            Err(AppError::Field {
                field,
                problem: TextError::Empty
            })
        );
    }
    let rows = mine(&world, who).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].wrong.as_str(), rows[0].judged.is_none()),
        ("Fel datum", true)
    );
    // Who has never been enrolled has no centre to ask.
    let stranger = world.person().await;
    assert_eq!(
        ask(&world, stranger, world.key(), "plan", "x").await,
        Err(AppError::NotFound)
    );
}

#[tokio::test]
async fn what_is_accepted_is_carried_out_and_both_answers_are_shown() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let who = world.enrolled(centre).await;
    let manager = world.member(centre, Role::Manager).await;
    for about in ["name", "birth_year", "contact", "attendance", "other"] {
        ask(&world, who, world.key(), about, about).await.unwrap();
    }
    let id = |about: &'static str, rows: &[app::rights::api::Correction]| {
        rows.iter().find(|r| r.wrong == about).unwrap().id.clone()
    };
    let rows = mine(&world, who).await;
    let name = Decision {
        given_name: "Amina".into(),
        family_name: "Östman".into(),
        ..yes("Ändrat.")
    };
    judge(&world, manager, &id("name", &rows), &name).await.unwrap();
    // The same press again is done already; another judgement is too late.
    judge(&world, manager, &id("name", &rows), &name).await.unwrap();
    assert_eq!(
        judge(&world, manager, &id("name", &rows), &yes("Annat")).await,
        Err(AppError::Field {
            field: Field::GivenName,
            problem: TextError::Empty
        })
    );
    let late = Decision {
        accept: "no".into(),
        ..name.clone()
    };
    assert_eq!(
        judge(&world, manager, &id("name", &rows), &late).await,
        Err(AppError::Conflict)
    );
    let year = Decision {
        birth_year: "1991".into(),
        ..yes("Ändrat.")
    };
    judge(&world, manager, &id("birth_year", &rows), &year)
        .await
        .unwrap();
    let contact = Decision {
        phone: "070 123".into(),
        postal_code: "415 02".into(),
        town: "Göteborg".into(),
        ..yes("Ändrat.")
    };
    judge(&world, manager, &id("contact", &rows), &contact)
        .await
        .unwrap();
    judge(
        &world,
        manager,
        &id("attendance", &rows),
        &yes("Receptionen rättar i morgon."),
    )
    .await
    .unwrap();
    let no = Decision {
        accept: "no".into(),
        ..yes("Det stämmer redan.")
    };
    judge(&world, manager, &id("other", &rows), &no).await.unwrap();

    let is = "select count(*) from person join contact using (person_id) where given_name = 'Amina' and family_name = 'Östman'
              and birth_year = 1991 and phone = '070 123' and postal_code = '415 02' and town = 'Göteborg'";
    assert_eq!(world.count(is).await, 1);
    let shown: BTreeSet<(String, bool, bool, String)> = mine(&world, who)
        .await
        .into_iter()
        .map(|r| {
            let j = r.judged.unwrap();
            (r.wrong, j.accepted, j.by_app, j.answer)
        })
        .collect();
    let expected = [
        ("name", true, true, "Ändrat."),
        ("birth_year", true, true, "Ändrat."),
        ("contact", true, true, "Ändrat."),
        ("attendance", true, false, "Receptionen rättar i morgon."),
        ("other", false, false, "Det stämmer redan."),
    ];
    assert_eq!(
        shown,
        expected
            .into_iter()
            .map(|(a, b, c, d)| (a.to_owned(), b, c, d.to_owned()))
            .collect()
    );
    // What was read and written of another stands in the log.
    let logged = "select count(*) from access_log where permitted and action = 'judge_correction' and cardinality(person_ids) = 1";
    assert!(world.count(logged).await >= 5);
    for sql in [
        "update correction set wrong = 'x'",
        "delete from correction_judgement",
    ] {
        let refused = sqlx::query(sql).execute(&world.db.owner).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
}

#[tokio::test]
async fn what_cannot_be_written_names_its_field_and_changes_nothing() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let who = world.enrolled(centre).await;
    let manager = world.member(centre, Role::Manager).await;
    for about in ["birth_year", "contact", "name"] {
        ask(&world, who, world.key(), about, about).await.unwrap();
    }
    let rows = mine(&world, who).await;
    let id = |about: &str| rows.iter().find(|r| r.wrong == about).unwrap().id.clone();
    let unreadable = TextError::Unreadable;
    for (about, decision, field, problem) in [
        (
            "birth_year",
            Decision {
                birth_year: "1889".into(),
                ..yes("x")
            },
            Field::BirthYear,
            unreadable,
        ),
        (
            "birth_year",
            Decision {
                birth_year: "2027".into(),
                ..yes("x")
            },
            Field::BirthYear,
            unreadable,
        ),
        (
            "contact",
            Decision {
                postal_code: "4150".into(),
                ..yes("x")
            },
            Field::PostalCode,
            unreadable,
        ),
        (
            "contact",
            Decision {
                postal_code: "41 502".into(),
                ..yes("x")
            },
            Field::PostalCode,
            unreadable,
        ),
        (
            "name",
            Decision {
                given_name: "A".into(),
                ..yes("x")
            },
            Field::FamilyName,
            TextError::Empty,
        ),
        (
            "name",
            Decision {
                answer: " ".into(),
                ..yes("x")
            },
            Field::Answer,
            TextError::Empty,
        ),
        (
            "name",
            Decision {
                accept: String::new(),
                ..yes("x")
            },
            Field::Accept,
            TextError::Empty,
        ),
    ] {
        let refused = judge(&world, manager, &id(about), &decision).await;
        assert_eq!(refused, Err(AppError::Field { field, problem }), "{decision:?}");
    }
    assert_eq!(world.count("select count(*) from correction_judgement").await, 0);
}

#[tokio::test]
async fn only_the_manager_of_the_centre_who_may_know_of_the_person_judges() {
    let world = World::new().await;
    let (here, there) = (
        world.centre("arbetsforum").await,
        world.centre("kompetenscenter-oster").await,
    );
    let (who, hidden, kin) = (
        world.enrolled(here).await,
        world.enrolled(here).await,
        world.enrolled(here).await,
    );
    let manager = world.member(here, Role::Manager).await;
    let elsewhere = world.member(there, Role::Manager).await;
    for person in [who, hidden, kin] {
        ask(&world, person, world.key(), "other", "x").await.unwrap();
    }
    sqlx::query("update person set protected_level = 1 where person_id = $1")
        .bind(hidden.id.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    sqlx::query("insert into staff_relation (staff_relation_id, staff_id, person_id, kind, declared_at, declared_by) values (gen_random_uuid(), $1, $2, 'relative', now(), $3)")
        .bind(manager.id.as_uuid())
        .bind(kin.id.as_uuid())
        .bind(manager.account.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    let mut cx = judging(&world, manager).await.unwrap();
    let list = server::corrections(&mut cx, "").await.unwrap();
    assert_eq!(list.rows.len(), 1, "neither a relative nor a protected person");
    let id = list.rows[0].id.clone();
    for person in [hidden, kin] {
        let theirs = mine(&world, person).await[0].id.clone();
        assert_eq!(
            judge(&world, manager, &theirs, &yes("x")).await,
            Err(AppError::NotFound)
        );
    }
    assert_eq!(
        judge(&world, elsewhere, &id, &yes("x")).await,
        Err(AppError::NotFound)
    );
    for role in [Role::Coach, Role::TeamLeader, Role::Reception] {
        let colleague = world.member(here, role).await;
        assert_eq!(
            judge(&world, colleague, &id, &yes("x")).await,
            Err(AppError::NotFound),
            "{role:?}"
        );
    }
    // The second wall: a judgement that was never made carries nothing out, whoever calls the function.
    let done: bool = sqlx::query_scalar("select access.carry_out_correction($1)")
        .bind(id.parse::<uuid::Uuid>().unwrap())
        .fetch_one(judging(&world, manager).await.unwrap().db())
        .await
        .unwrap();
    assert!(!done);
    let refused = sqlx::query("update person set given_name = 'x'")
        .execute(judging(&world, manager).await.unwrap().db())
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("permission denied"), "{refused}");
}

#[tokio::test]
async fn a_protected_person_gets_no_address_by_a_correction() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let who = world.enrolled(centre).await;
    let manager = world.member(centre, Role::Manager).await;
    ask(&world, who, world.key(), "contact", "x").await.unwrap();
    for sql in [
        "update person set protected_level = 1 where person_id = $1 and $2::uuid is not null and $3::uuid is not null",
        "insert into protected_named (protected_named_id, person_id, staff_id, named_at, named_by) values (gen_random_uuid(), $1, $2, now(), $3)",
    ] {
        sqlx::query(sql)
            .bind(who.id.as_uuid())
            .bind(manager.id.as_uuid())
            .bind(manager.account.as_uuid())
            .execute(&world.db.owner)
            .await
            .unwrap();
    }
    let id = mine(&world, who).await[0].id.clone();
    let decision = Decision {
        phone: "070".into(),
        street: "Gatan 1".into(),
        town: "Orten".into(),
        ..yes("Klart.")
    };
    judge(&world, manager, &id, &decision).await.unwrap();
    assert_eq!(
        world
            .count("select count(*) from contact where phone = '070' and street = '' and town = ''")
            .await,
        1
    );
}

#[tokio::test]
async fn what_is_kept_is_told_from_the_rules_in_force() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let who = world.enrolled(centre).await;
    let mut cx = acting(&world, who, Action::ReadWhatIsKept).await;
    let kept = server::what_is_kept(&mut cx).await.unwrap();
    assert_eq!(kept.rules.len(), Class::ALL.len());
    let contact = &kept.rules[0];
    assert_eq!(
        (contact.class.as_str(), contact.how_long.as_str(), contact.decided),
        ("contact", "13 månader efter att du slutade", false)
    );
    // A rule that begins later does not stand yet; the day that it begins it does.
    sqlx::query("insert into retention_rule select class, 2, '2026-12-01', 24, counted_from, what, true, why_sv, why_en, ground_sv, ground_en from retention_rule where class = 'contact'")
        .execute(&world.db.owner)
        .await
        .unwrap();
    for (moment, words) in [
        ("2026-11-30T12:00:00Z", "13 månader"),
        ("2026-12-01T12:00:00Z", "2 år"),
    ] {
        world.at(moment);
        let mut cx = acting(&world, who, Action::ReadWhatIsKept).await;
        let kept = server::what_is_kept(&mut cx).await.unwrap();
        assert!(
            kept.rules[0].how_long.starts_with(words),
            "{}",
            kept.rules[0].how_long
        );
    }
    let refused = sqlx::query("update retention_rule set months = 1")
        .execute(&world.db.owner)
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("append-only"), "{refused}");
}
