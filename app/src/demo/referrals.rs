//! Referrals of the demonstration: some that are expected, a queue with its reasons, reviews, a no, one taken back. They
//! come in one after another, and the same functions settle them that settle everybody's.

use super::when::{When, hm};
use sqlx::PgConnection;

/// Who is referred: days ago, the sender, the way in, names, year of birth, language, and what came of it.
const SENT: &str = "
    (27, 'Birgitta', 'new_applicants', 'Samira', 'Nur', 1991, 'so', 'contacted'),
    (25, 'Oskar', 'new_applicants', 'Emil', 'Sandgren', 1999, 'sv', 'placed'),
    (24, 'Birgitta', 'old_cases', 'Ghazal', 'Noori', 1984, 'prs', 'placed'),
    (22, 'Birgitta', 'old_cases', 'Stefan', 'Vikander', 1972, 'sv', 'contacted'),
    (21, 'Amira', 'long_term_registered', 'Mehmet', 'Öztürk', 1969, 'tr', 'judged'),
    (20, 'Oskar', 'new_applicants', 'Hodan', 'Jama', 1995, 'so', 'refused'),
    (18, 'Birgitta', 'old_cases', 'Olena', 'Bondar', 1980, 'uk', 'placed'),
    (17, 'Oskar', 'new_applicants', 'Viktor', 'Palm', 2003, 'sv', 'placed'),
    (15, 'Birgitta', 'new_applicants', 'Zahra', 'Mohammadi', 1988, 'prs', 'withdrawn'),
    (13, 'Birgitta', 'old_cases', 'Ronja', 'Ekblad', 1990, 'sv', 'placed'),
    (12, 'Birgitta', 'new_applicants', 'Filmon', 'Tesfay', 1997, 'ti', 'placed'),
    (11, 'Oskar', 'old_cases', 'Agneta', 'Wreding', 1968, 'sv', 'placed'),
    (10, 'Birgitta', 'old_cases', 'Dragan', 'Ilić', 1977, 'bs', 'placed'),
    (9, 'Birgitta', 'old_cases', 'Naima', 'Elmi', 1986, 'so', 'queued'),
    (8, 'Amira', 'long_term_registered', 'Lars', 'Hultin', 1965, 'sv', 'review'),
    (7, 'Oskar', 'new_applicants', 'Parisa', 'Karimi', 1992, 'fa', 'protected'),
    (6, 'Birgitta', 'old_cases', 'Tobias', 'Freij', 1994, 'sv', 'queued'),
    (5, 'Birgitta', 'new_applicants', 'Mariam', 'Haile', 1989, 'ti', 'no'),
    (5, 'Oskar', 'new_applicants', 'Jonas', 'Törnell', 2001, 'sv', 'placed'),
    (4, 'Birgitta', 'old_cases', 'Shirin', 'Azadi', 1979, 'fa', 'queued'),
    (3, 'Amira', 'long_term_registered', 'Irina', 'Volkova', 1973, 'ru', 'review'),
    (2, 'Birgitta', 'new_applicants', 'Abdirahman', 'Ali', 1998, 'so', 'placed'),
    (2, 'Birgitta', 'old_cases', 'Pernilla', 'Stoltz', 1983, 'sv', 'queued'),
    (1, 'Oskar', 'new_applicants', 'Leyla', 'Demir', 1996, 'tr', 'placed'),
    (1, 'Birgitta', 'new_applicants', 'Anders', 'Kvist', 1987, 'sv', 'placed')";

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
begin
  select programme_id into which from programme where code = 'arbetsforum';
  select centre_id into house from centre where code = 'arbetsforum';
  for one in
    select v.*, s.staff_id, s.agency_id, a.account_id
    from (values :sent) as v (ago, sender, grp, given, family, born, tongue, became)
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
    if one.became = 'contacted' then
      update referral set contacted_on = sent_on where referral_id = id;
      insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, recorded_by)
      select id, which, house, 'contacted', sent_on, at, a.account_id
      from staff f join account a using (staff_id) where f.given_name = 'Zeynep';
    elsif one.became in ('refused', 'withdrawn') then
      update referral set state = one.became, placed_on = null, period_start = null, place_no = null,
        queue_reason = null, decided_at = at,
        refusal = case when one.became = 'refused' then 'person_declines' end,
        refusal_words = case when one.became = 'refused' then 'Hon har börjat en utbildning och vill inte byta.' else '' end
      where referral_id = id;
      insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
      values (id, which, house, 'referral_' || one.became, sent_on, at, one.account_id,
              jsonb_build_object('agency_id', one.agency_id, 'group', one.grp, 'from', 'placed'));
    end if;
  end loop;
end $demo$";

/// Writes them all.
pub async fn write(db: &mut PgConnection, when: &When) -> Result<(), sqlx::Error> {
    let now = when.moment(when.today, hm(7, 30)).to_rfc3339();
    let sql = MAKE.replace(":sent", SENT).replace(":now", &now);
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *db).await?;
    Ok(())
}
