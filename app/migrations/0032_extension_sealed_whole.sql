-- X1: a key is given over everything that its signer was shown: the text, the last day as it is, the new last day, the
-- deadline and the revision. Until now the seal held the text and the new day alone.
alter table extension add column old_end date;
alter table extension_text add column old_end date, add column deadline date,
  -- With it the ledger tells text from text, and a guess at the words proves nothing once they and it are erased.
  add column salt uuid not null default gen_random_uuid();
alter table extension_key add column salt uuid not null default gen_random_uuid();

-- What stood when it was proposed: what an earlier extension had said, else the term, else the term by its rule.
update extension x set old_end = coalesce(
  (select (l.payload ->> 'until')::date from ledger l
   where l.enrolment_id = x.enrolment_id and l.event = 'extended' and l.recorded_at < coalesce(x.closed_at, 'infinity')
   order by l.ledger_id desc limit 1),
  (select e.term_ends_on from enrolment e where e.enrolment_id = x.enrolment_id
     and not exists (select from ledger l where l.enrolment_id = e.enrolment_id and l.event = 'extended')),
  (select (e.enrolled_on + make_interval(months => (v.rules ->> 'term_months')::integer))::date
   from enrolment e join programme_version v using (programme_version_id) where e.enrolment_id = x.enrolment_id),
  x.deadline);
alter table extension_text disable trigger extension_text_is_history;
update extension_text t set old_end = x.old_end, deadline = coalesce(
  (select (l.payload ->> 'deadline')::date from ledger l
   where l.enrolment_id = x.enrolment_id and l.event = 'extension_proposed' and l.payload ->> 'extension' = t.extension_id::text
     and l.payload ->> 'revision' = t.revision::text
   order by l.ledger_id limit 1),
  x.deadline)
from extension x where x.extension_id = t.extension_id;
alter table extension_text enable trigger extension_text_is_history;
alter table extension alter column old_end set not null;
alter table extension_text alter column old_end set not null, alter column deadline set not null;

-- The list of what waits, and of the terms that end soon.
create index extension_open_by_centre on extension (centre_id, deadline) where stage = 'open';
create index extension_closed_by_centre on extension (centre_id, closed_at) where stage <> 'open';
create index enrolment_by_end on enrolment (centre_id, term_ends_on) where ended_on is null;

-- What a key is given over; domain::extension says the same.
drop function access.extension_hash(uuid, date, text);
create function access.extension_hash(which uuid, ends_on date, until date, last_day date, revision integer, words text)
returns bytea language sql stable as $$
  select sha256(convert_to(E'extension 2\n' || which::text || E'\n' || to_char(ends_on, 'YYYY-MM-DD') || E'\n'
    || to_char(until, 'YYYY-MM-DD') || E'\n' || to_char(last_day, 'YYYY-MM-DD') || E'\n' || revision::text || E'\n' || words, 'UTF8'))
$$;

-- The ledger tells what was sealed, so that the tables can be made from it again (S2): the days, the revision, whose key is
-- asked for, and a seal. Of the words it holds nothing that could be read or guessed when they are erased: it is never
-- changed, and they are.
create function access.salted(salt uuid, said bytea) returns text language sql immutable as $$
  select encode(sha256(uuid_send(salt) || said), 'hex')
$$;
create function access.tell_proposal(ext uuid, at timestamptz, by uuid) returns void
language sql volatile set search_path = public, pg_temp as $$
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  select x.enrolment_id, x.person_id, x.centre_id, 'extension_proposed', (at at time zone 'Europe/Stockholm')::date, at, by,
         jsonb_strip_nulls(jsonb_build_object('extension', x.extension_id, 'revision', x.revision, 'from', x.old_end,
           'until', x.new_end, 'deadline', x.deadline, 'agency_id', x.agency_id, 'seal', access.salted(t.salt, t.content_hash)))
  from extension x join extension_text t using (extension_id, revision) where x.extension_id = ext
$$;

-- X1: the coach prepares, or the team leader or manager.
create or replace function access.propose_extension(ext uuid, which uuid, press uuid, party uuid, until date, said text,
                                                    last_day date)
returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  e enrolment;
  rules jsonb;
  sealed bytea;
begin
  select * into e from enrolment where enrolment_id = which for update;
  if not found or actor.centre_id() is null or not access.may(e.person_id, e.centre_id, 'extension', 'write') then
    return 'hidden';
  elsif exists (select from extension x where x.idempotency_key = press) then
    return case when exists (select from extension x join extension_text t using (extension_id)
      where x.idempotency_key = press and x.enrolment_id = which and t.revision = 1
        and (t.words, t.new_end, t.deadline) = (said, until, last_day))
      then 'done' else 'conflict' end;
  end if;
  select v.rules into rules from programme_version v where v.programme_version_id = e.programme_version_id;
  if e.ended_on is not null or e.term_ends_on < actor.day() then
    return 'ended';
  elsif e.term_ends_on is null or jsonb_array_length(coalesce(rules -> 'extension_keys', '[]')) = 0 then
    return 'no_extension';
  elsif exists (select from extension x where x.enrolment_id = which and x.stage = 'open') then
    return 'open';
  elsif until <= e.term_ends_on then
    return 'not_later';
  -- No longer than the term was once more.
  elsif until > (e.term_ends_on + make_interval(months => coalesce((rules ->> 'term_months')::integer, 12)))::date then
    return 'too_far';
  elsif last_day < actor.day() or last_day > e.term_ends_on then
    return 'deadline';
  elsif rules -> 'extension_keys' ? 'case_worker'
     and not exists (select from centre_party p where p.centre_id = e.centre_id and p.agency_id = party) then
    return 'agency';
  end if;
  sealed := access.extension_hash(which, e.term_ends_on, until, last_day, 1, said);
  insert into extension (extension_id, enrolment_id, person_id, centre_id, agency_id, old_end, new_end, content_hash, deadline,
                         proposed_at, proposed_by, idempotency_key)
  values (ext, which, e.person_id, e.centre_id, case when rules -> 'extension_keys' ? 'case_worker' then party end,
          e.term_ends_on, until, sealed, last_day, actor.moment(), actor.account_id(), press);
  insert into extension_text (extension_id, revision, person_id, centre_id, agency_id, words, old_end, new_end, deadline,
                              content_hash, written_at, written_by)
  select ext, 1, x.person_id, x.centre_id, x.agency_id, said, x.old_end, until, last_day, sealed, actor.moment(), actor.account_id()
  from extension x where x.extension_id = ext;
  perform access.tell_proposal(ext, actor.moment(), actor.account_id());
  return 'done';
end $$;

-- Any change of text, day or deadline makes a new revision, and so does a term that has moved meanwhile: the keys given
-- before are void, and stay. What comes back to the words it had before is a new revision too (X1).
create or replace function access.change_extension(ext uuid, was integer, until date, said text, last_day date)
returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  e enrolment;
  x extension;
  rules jsonb;
  sealed bytea;
begin
  select n.* into e from enrolment n join extension x2 using (enrolment_id) where x2.extension_id = ext for update of n;
  if not found or actor.centre_id() is null or not access.may(e.person_id, e.centre_id, 'extension', 'write') then
    return 'hidden';
  end if;
  select * into x from extension where extension_id = ext for update;
  if x.stage <> 'open' then
    return 'closed';
  elsif x.content_hash = access.extension_hash(e.enrolment_id, e.term_ends_on, until, last_day, x.revision, said) then
    return 'done';
  elsif x.revision <> was then
    return 'conflict';
  end if;
  select v.rules into rules from programme_version v where v.programme_version_id = e.programme_version_id;
  if until <= e.term_ends_on then
    return 'not_later';
  elsif until > (e.term_ends_on + make_interval(months => coalesce((rules ->> 'term_months')::integer, 12)))::date then
    return 'too_far';
  elsif last_day < actor.day() or last_day > e.term_ends_on then
    return 'deadline';
  end if;
  sealed := access.extension_hash(e.enrolment_id, e.term_ends_on, until, last_day, x.revision + 1, said);
  update extension set revision = x.revision + 1, old_end = e.term_ends_on, new_end = until, content_hash = sealed,
                       deadline = last_day
  where extension_id = ext;
  insert into extension_text (extension_id, revision, person_id, centre_id, agency_id, words, old_end, new_end, deadline,
                              content_hash, written_at, written_by)
  values (ext, x.revision + 1, x.person_id, x.centre_id, x.agency_id, said, e.term_ends_on, until, last_day, sealed,
          actor.moment(), actor.account_id());
  perform access.tell_proposal(ext, actor.moment(), actor.account_id());
  return 'done';
end $$;

create or replace function access.withdraw_extension(ext uuid) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  e enrolment;
  withdrawn integer;
begin
  select n.* into e from enrolment n join extension x using (enrolment_id) where x.extension_id = ext for update of n;
  if not found or actor.centre_id() is null or not access.may(e.person_id, e.centre_id, 'extension', 'write') then
    return 'hidden';
  end if;
  update extension set stage = 'withdrawn', closed_at = actor.moment() where extension_id = ext and stage = 'open'
  returning revision into withdrawn;
  if found then
    insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
    values (e.enrolment_id, e.person_id, e.centre_id, 'extension_withdrawn', actor.day(), actor.moment(), actor.account_id(),
            jsonb_build_object('extension', ext, 'revision', withdrawn));
    return 'done';
  end if;
  return case when exists (select from extension where extension_id = ext and stage = 'withdrawn')
    then 'done' else 'closed' end;
end $$;

-- A key, or a refusal with its reason, over the very content that was shown, and of the revision that stands. With the last
-- key the term moves, in the same transaction and once: the enrolment is locked from here to the commit. A no is always
-- heard, after a yes of the same key too. A term that has moved since is not the one that was signed.
create or replace function access.turn_extension_key(ext uuid, entry uuid, over bytea, session bytea, refuses boolean, why text)
returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  e enrolment;
  x extension;
  mine text;
  wanted jsonb;
begin
  -- A withdrawal of consent waits for the key, and the key for it (C2).
  if actor.agency_id() is not null then
    perform pg_advisory_xact_lock_shared(hashtextextended('consent ' || y.person_id::text, 0))
    from extension y where y.extension_id = ext;
  end if;
  select n.* into e from enrolment n join extension x2 using (enrolment_id) where x2.extension_id = ext for update of n;
  if not found then
    return 'hidden';
  end if;
  select * into x from extension where extension_id = ext for update;
  mine := access.extension_key_of(x);
  select v.rules -> 'extension_keys' into wanted from programme_version v where v.programme_version_id = e.programme_version_id;
  if mine is null or not coalesce(wanted ? mine, false) then
    return 'hidden';
  elsif not refuses and exists (select from extension_key k where k.extension_id = ext and k.key = mine and not k.refused
        and k.revision = x.revision and k.given_by = actor.account_id()) and x.content_hash = over then
    return case x.stage when 'extended' then 'extended' else 'given' end;
  elsif refuses and x.stage = 'refused' and exists (select from extension_key k where k.extension_id = ext and k.key = mine
        and k.refused and k.given_by = actor.account_id()) then
    return 'refused';
  elsif x.stage <> 'open' or e.ended_on is not null then
    return 'closed';
  elsif x.deadline < actor.day() then
    return 'late';
  elsif x.content_hash <> over or (not refuses and x.old_end is distinct from e.term_ends_on) then
    return 'changed';
  elsif not refuses and exists (select from extension_key k where k.extension_id = ext and k.key = mine and not k.refused
                                and k.revision = x.revision) then
    -- A colleague has given the same key.
    return 'given';
  elsif not refuses and exists (select from extension_key k where k.extension_id = ext and not k.refused
                                and k.revision = x.revision
                                and (k.given_by = actor.account_id() or k.session_hash = session)) then
    return 'same_hand';
  end if;
  insert into extension_key (extension_key_id, extension_id, person_id, centre_id, agency_id, key, revision, content_hash,
                             refused, reason, given_at, given_by, session_hash)
  values (entry, ext, x.person_id, x.centre_id, x.agency_id, mine, x.revision, over, refuses,
          case when refuses then why else '' end, actor.moment(), actor.account_id(), session);
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  values (e.enrolment_id, e.person_id, e.centre_id, case when refuses then 'extension_refused' else 'extension_key_given' end,
          actor.day(), actor.moment(), actor.account_id(),
          jsonb_strip_nulls(jsonb_build_object('extension', ext, 'revision', x.revision, 'key', mine, 'extension_key_id', entry,
            'seal', (select access.salted(t.salt, over) from extension_text t
                     where t.extension_id = ext and t.revision = x.revision),
            'reason_seal', case when refuses then (select access.salted(k.salt, convert_to(k.reason, 'UTF8'))
                                                   from extension_key k where k.extension_key_id = entry) end)));
  if refuses then
    update extension set stage = 'refused', closed_at = actor.moment() where extension_id = ext;
    return 'refused';
  end if;
  if exists (select from jsonb_array_elements_text(wanted) as w (key)
             where not exists (select from extension_key k where k.extension_id = ext and k.key = w.key
                               and not k.refused and k.revision = x.revision)) then
    return 'given';
  end if;
  update enrolment set term_ends_on = x.new_end where enrolment_id = e.enrolment_id;
  update extension set stage = 'extended', closed_at = actor.moment() where extension_id = ext;
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  values (e.enrolment_id, e.person_id, e.centre_id, 'extended', actor.day(), actor.moment(), actor.account_id(),
          jsonb_build_object('until', x.new_end, 'extension', ext, 'revision', x.revision));
  return 'extended';
end $$;

revoke execute on function access.extension_hash(uuid, date, date, date, integer, text),
  access.salted(uuid, bytea), access.tell_proposal(uuid, timestamptz, uuid) from public;
grant execute on function access.extension_hash(uuid, date, date, date, integer, text) to arbetsforum_web;

-- What is open was sealed in the old way: it becomes a new revision of the same words and days, whose keys are to be given
-- anew over all of it. No account wrote it.
with again as (
  update extension x set revision = x.revision + 1,
    content_hash = access.extension_hash(x.enrolment_id, x.old_end, x.new_end, x.deadline, x.revision + 1, t.words)
  from extension_text t
  where x.stage = 'open' and t.extension_id = x.extension_id and t.revision = x.revision
  returning x.extension_id, x.revision, x.person_id, x.centre_id, x.agency_id, t.words, x.old_end, x.new_end, x.deadline,
            x.content_hash)
insert into extension_text (extension_id, revision, person_id, centre_id, agency_id, words, old_end, new_end, deadline,
                            content_hash, written_at)
select a.extension_id, a.revision, a.person_id, a.centre_id, a.agency_id, a.words, a.old_end, a.new_end, a.deadline,
       a.content_hash, now()
from again a;
select access.tell_proposal(x.extension_id, now(), null) from extension x where x.stage = 'open' order by x.proposed_at, x.extension_id;
