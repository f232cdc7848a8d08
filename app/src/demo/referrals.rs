//! Referrals of the demonstration: some that are expected, a queue with its reasons, reviews, a no, one taken back. They
//! come in one after another, and the same functions settle them that settle everybody's.

use super::when::{When, hm, workday_on_or_after, workdays};
use chrono::{NaiveDate, TimeDelta};
use sqlx::PgConnection;

/// Who is referred: days ago, the sender, the way in, names, year of birth, language, what came of it, when the first contact
/// was made (K4: most in time, a few late, two still running, one that nobody has said anything of), and why it was late.
const SENT: &str = "
    (27, 'Birgitta', 'new_applicants', 'Samira', 'Nur', 1991, 'so', 'placed', 'same', '', ''),
    (25, 'Oskar', 'new_applicants', 'Emil', 'Sandgren', 1999, 'sv', 'placed', 'next', '', ''),
    (24, 'Birgitta', 'old_cases', 'Ghazal', 'Noori', 1984, 'prs', 'placed', 'next', '', ''),
    (22, 'Birgitta', 'old_cases', 'Stefan', 'Vikander', 1972, 'sv', 'placed', 'same', '', ''),
    (21, 'Amira', 'long_term_registered', 'Mehmet', 'Öztürk', 1969, 'tr', 'judged', 'late', 'no_free_time', ''),
    (20, 'Oskar', 'new_applicants', 'Hodan', 'Jama', 1995, 'so', 'refused', 'next', '', ''),
    (19, 'Birgitta', 'new_applicants', 'Rahma', 'Warsame', 1990, 'so', 'not_reached', '', 'other', 'Telefonnumret gick inte fram. Vi skickade brev.'),
    (18, 'Birgitta', 'old_cases', 'Olena', 'Bondar', 1980, 'uk', 'placed', 'next', '', ''),
    (17, 'Oskar', 'new_applicants', 'Viktor', 'Palm', 2003, 'sv', 'placed', '', '', ''),
    (15, 'Birgitta', 'new_applicants', 'Zahra', 'Mohammadi', 1988, 'prs', 'withdrawn', '', '', ''),
    (13, 'Birgitta', 'old_cases', 'Ronja', 'Ekblad', 1990, 'sv', 'placed', 'late', 'coach_ill', ''),
    (12, 'Birgitta', 'new_applicants', 'Filmon', 'Tesfay', 1997, 'ti', 'placed', 'next', '', ''),
    (11, 'Oskar', 'old_cases', 'Agneta', 'Wreding', 1968, 'sv', 'placed', 'next', '', ''),
    (10, 'Birgitta', 'old_cases', 'Dragan', 'Ilić', 1977, 'bs', 'placed', 'same', '', ''),
    (9, 'Birgitta', 'old_cases', 'Naima', 'Elmi', 1986, 'so', 'queued', 'next', '', ''),
    (8, 'Amira', 'long_term_registered', 'Lars', 'Hultin', 1965, 'sv', 'review', 'next', '', ''),
    (7, 'Oskar', 'new_applicants', 'Parisa', 'Karimi', 1992, 'fa', 'protected', '', 'other', 'Den som skulle utses var ledig. Vi hör av oss den här veckan.'),
    (6, 'Birgitta', 'old_cases', 'Tobias', 'Freij', 1994, 'sv', 'queued', 'next', '', ''),
    (5, 'Birgitta', 'new_applicants', 'Mariam', 'Haile', 1989, 'ti', 'no', 'next', '', ''),
    (5, 'Oskar', 'new_applicants', 'Jonas', 'Törnell', 2001, 'sv', 'placed', 'same', '', ''),
    (4, 'Birgitta', 'old_cases', 'Shirin', 'Azadi', 1979, 'fa', 'queued', 'next', '', ''),
    (3, 'Amira', 'long_term_registered', 'Irina', 'Volkova', 1973, 'ru', 'review', 'next', '', ''),
    (2, 'Birgitta', 'new_applicants', 'Abdirahman', 'Ali', 1998, 'so', 'placed', '', '', ''),
    (2, 'Birgitta', 'old_cases', 'Pernilla', 'Stoltz', 1983, 'sv', 'queued', 'next', '', ''),
    (1, 'Oskar', 'new_applicants', 'Leyla', 'Demir', 1996, 'tr', 'placed', '', '', ''),
    (1, 'Birgitta', 'new_applicants', 'Anders', 'Kvist', 1987, 'sv', 'placed', 'same', '', '')";

/// Sends and settles them. `actor.moment` is the end of the demonstration's day.
const MAKE: &str = r"
do $demo$
declare
  one record;
  which uuid;
  house uuid;
  version programme_version;
  id uuid;
  at timestamptz;
  sent_on date;
  no bigint := 0;
  first text;
  yes jsonb;
  days record;
  contact_on date;
  contact_at timestamptz;
  ended_at timestamptz;
  desk uuid;
begin
  select programme_id into which from programme where code = 'arbetsforum';
  select centre_id into house from centre where code = 'arbetsforum';
  select a.account_id into desk from staff f join account a using (staff_id) where f.given_name = 'Zeynep';
  for one in
    select v.*, s.staff_id, s.agency_id, a.account_id
    from (values :sent) as v (ago, sender, grp, given, family, born, tongue, became, contact, reason, words)
    join (select f.staff_id, f.given_name, r.agency_id from staff f join staff_role r using (staff_id)
          where r.role = 'case_worker') s on s.given_name = v.sender
    join account a on a.staff_id = s.staff_id
    order by v.ago desc, v.family
  loop
    no := no + 1;
    id := md5('referral of ' || one.family)::uuid;
    -- All of this month, so that the queue of the day is the queue of its quota.
    at := greatest(':now'::timestamptz - make_interval(days => one.ago),
                   (date_trunc('month', ':now'::timestamptz at time zone 'Europe/Stockholm') at time zone 'Europe/Stockholm')
                     + make_interval(mins => no::integer));
    sent_on := (at at time zone 'Europe/Stockholm')::date;
    version := access.version_on(which, sent_on);
    first := case when one.became in ('review', 'judged', 'no') then 'review' else 'queued' end;
    select jsonb_object_agg(c, jsonb_build_object('yes', not (one.became = 'no' and c = 'child_care_arranged'), 'judged_on', sent_on))
      into yes from jsonb_array_elements_text(version.rules -> 'conditions') c;
    insert into referral (referral_id, programme_id, programme_version_id, centre_id, agency_id, staff_id, referred_at, entry_group,
                          ground, given_name, family_name, birth_year, phone, spoken_language, needs_interpreter, protected, reason,
                          answers, told_terms_on, wished_start, state, queued_on, idempotency_key, request_hash)
    values (id, which, version.programme_version_id, house, one.agency_id, one.staff_id, at, one.grp,
            case one.grp when 'long_term_registered' then 'registered_without_unemployment_insurance' else 'unemployed_on_social_assistance' end,
            one.given, one.family, one.born, '070-174 06 ' || lpad((no + 5)::text, 2, '0'), one.tongue,
            one.tongue not in ('sv', 'en') and no % 2 = 0, one.became = 'protected',
            'Vill arbeta och har saknat en väg dit.', yes, sent_on, sent_on + 10, first,
            case when first = 'queued' then sent_on end, md5('referral key ' || one.family)::uuid, sha256('demo'));
    insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
    values (id, which, house, 'referred', sent_on, at, one.account_id,
            jsonb_build_object('agency_id', one.agency_id, 'group', one.grp, 'rules', version.version));
    if first = 'review' then
      insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
      values (id, which, house, 'referral_review', sent_on, at, one.account_id,
              jsonb_build_object('agency_id', one.agency_id, 'group', one.grp,
                'why', case when one.became = 'no' then 'condition_not_met' else 'judged_jointly' end));
    end if;
    if one.became = 'judged' then
      update referral set state = 'queued', queued_on = sent_on where referral_id = id;
    end if;
    perform access.settle_referrals(which, at, case when one.became = 'judged' then 'judged' else 'sent' end, id, one.account_id);
    -- What is still to come has not been.
    select * into strict days from (values :days) as w (day, same, next, due, late) where w.day = sent_on;
    contact_on := case one.contact when 'same' then days.same when 'next' then days.next when 'late' then days.late end;
    contact_at := least((contact_on + time '10:00') at time zone 'Europe/Stockholm', ':now'::timestamptz);
    if contact_on is null or contact_on > ':today'::date then
      contact_at := null;
    end if;
    if contact_at is not null then
      update referral set contacted_on = contact_on where referral_id = id;
      insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, recorded_by)
      values (id, which, house, 'contacted', contact_on, contact_at, desk);
    end if;
    if one.reason <> '' and days.late <= ':today'::date then
      contact_at := least((days.late + time '11:00') at time zone 'Europe/Stockholm', ':now'::timestamptz);
      insert into promise_reason (promise_reason_id, referral_id, centre_id, clock, due_on, reason, words, given_at, given_by,
                                  idempotency_key)
      select md5('contact ' || one.family)::uuid, id, house, 'k4', days.due, one.reason, one.words, contact_at, k.account_id,
             md5('contact key ' || one.family)::uuid
      from credential k where k.login = case one.became when 'protected' then 'kerstin.wallgren' else 'johan.ek' end;
      insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
      select id, which, house, 'promise_explained', days.late, g.given_at, g.given_by,
             jsonb_build_object('clock', 'k4', 'reason', g.reason, 'due', g.due_on)
      from promise_reason g where g.referral_id = id;
    end if;
    -- A no after the contact where there was one; whoever could not be reached has it after the late day.
    ended_at := case
      when one.became = 'withdrawn' then at
      when one.became = 'refused' then coalesce(contact_at, at)
      when one.became = 'not_reached' and days.late <= ':today'::date then contact_at end;
    if ended_at is not null then
      update referral set state = case one.became when 'withdrawn' then 'withdrawn' else 'refused' end, placed_on = null,
        period_start = null, place_no = null, queue_reason = null, decided_at = ended_at,
        refusal = case one.became when 'refused' then 'person_declines' when 'not_reached' then 'not_reached' end,
        refusal_words = case when one.became = 'refused' then 'Hon har börjat en utbildning och vill inte byta.' else '' end
      where referral_id = id;
      insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
      select id, which, house, 'referral_' || r.state, (ended_at at time zone 'Europe/Stockholm')::date, ended_at,
             case one.became when 'withdrawn' then one.account_id else desk end,
             jsonb_strip_nulls(jsonb_build_object('agency_id', one.agency_id, 'group', one.grp, 'from', 'placed', 'why', r.refusal))
      from referral r where r.referral_id = id;
    end if;
  end loop;
end $demo$";

/// The working days that a first contact is reckoned by, for each day somebody may have been sent on: the day itself or the
/// next, the first after it, the last to keep the promise, and one that is too late.
fn days(when: &When) -> String {
    let of = |day: NaiveDate| {
        let after: Vec<NaiveDate> = workdays(day, day + TimeDelta::days(30)).take(4).collect();
        let nth = |n: usize| after.get(n).copied().unwrap_or(day);
        format!(
            "(date '{day}', date '{}', date '{}', date '{}', date '{}')",
            workday_on_or_after(day),
            nth(0),
            nth(1),
            nth(3)
        )
    };
    let all: Vec<String> = (0..=35).map(|ago| of(when.ago(ago))).collect();
    all.join(", ")
}

/// Writes them all.
pub async fn write(db: &mut PgConnection, when: &When) -> Result<(), sqlx::Error> {
    let now = when.moment(when.today, hm(7, 30)).to_rfc3339();
    let sql = MAKE
        .replace(":sent", SENT)
        .replace(":days", &days(when))
        .replace(":today", &when.today.to_string())
        .replace(":now", &now);
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *db).await?;
    Ok(())
}
