-- Start and exit forms (X2): the same questions when an enrolment begins and when it ends, so that change shows; and the
-- session of a device on which two fill one form together.

-- The questions, as data: what domain::form checks. A change is a new version; an enrolment keeps the one that it was first
-- answered in. No person is in them.
create table form_version (
  form_version_id uuid primary key,
  centre_id uuid not null references centre,
  version integer not null check (version > 0),
  questions jsonb not null check (jsonb_typeof(questions) = 'array' and jsonb_array_length(questions) between 1 and 12),
  reason text not null check (reason is nfc normalized and char_length(reason) between 1 and 500),
  made_at timestamptz not null,
  -- Empty: the one that came with the house.
  made_by uuid references account,
  unique (centre_id, version)
);
create trigger form_version_is_history before update or delete on form_version
  for each row execute function actor.refuse_change();

-- A form as it was filled. A change is a new row: the latest revision tells how it is.
create table form_entry (
  form_entry_id uuid primary key,
  enrolment_id uuid not null references enrolment,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  occasion text not null check (occasion in ('start', 'exit')),
  revision integer not null check (revision > 0),
  form_version_id uuid not null references form_version,
  answers jsonb not null check (jsonb_typeof(answers) = 'object'),
  filling text not null check (filling in ('jointly', 'alone')),
  given_at timestamptz not null,
  -- The participant's own account, or that of the coach whose device it was filled on together.
  given_by uuid not null references account,
  idempotency_key uuid not null unique,
  unique (enrolment_id, occasion, revision)
);
create index form_entry_by_person on form_entry (person_id);
create trigger form_entry_is_history before update or delete on form_entry
  for each row execute function actor.refuse_change();

-- A session that two share: a colleague's, locked to one person. It has a person and a member of staff.
alter table session drop constraint session_kind_check;
alter table session add constraint session_kind_check check (kind in ('participant', 'staff', 'screen', 'joint'));
alter table session drop constraint session_check;
alter table session add constraint session_of_person check ((kind in ('participant', 'joint')) = (person_id is not null));
alter table session drop constraint session_of_staff;
alter table session add constraint session_of_staff check
  ((kind in ('staff', 'joint')) = (staff_id is not null and role is not null));

-- Whom such a session is locked to. It is nobody's own person and no colleague's reading: every other policy denies.
create function actor.joint_person_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('actor.joint_person_id', true), '')::uuid;
grant execute on function actor.joint_person_id() to arbetsforum_web, arbetsforum_reports, arbetsforum_worker;

-- Whether a colleague works with the person of this very enrolment today, as coach or deputy (G3); where it has ended,
-- whether they did on its last day, for as long as the exit form is open (domain::form::EXIT_DAYS). Work with another
-- enrolment, at another centre perhaps, says nothing of this one. Before it: not oneself or a relative (G1), and a protected
-- identity by name alone (G4). Not granted: what the functions below share.
create function access.shares_form(colleague uuid, which uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from enrolment e join person p on p.person_id = e.person_id join assignment a on a.enrolment_id = e.enrolment_id
    where e.enrolment_id = which and a.staff_id = colleague and a.kind in ('coach', 'deputy') and a.centre_id = e.centre_id
      and (e.ended_on is null or actor.day() <= e.ended_on + 30)
      and a.valid_from <= least(actor.day(), e.ended_on)
      and (a.valid_to is null or a.valid_to >= least(actor.day(), e.ended_on))
      and not exists (select from staff_relation r where r.staff_id = colleague and r.person_id = e.person_id and r.ended_at is null)
      and (p.protected_level = 0 or exists (select from protected_named n
             where n.person_id = e.person_id and n.staff_id = colleague and n.ended_at is null)))
$$;

-- Whether the actor is a session locked to this person, and the colleague whose it is works with them in this enrolment:
-- asked anew by every request, so an assignment that ends, or a protection that begins, locks the device out.
create function access.jointly(who uuid, which uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(actor.kind() = 'joint' and actor.joint_person_id() = who, false)
    and exists (select from enrolment e where e.enrolment_id = which and e.person_id = who)
    and exists (select from account c where c.account_id = actor.account_id() and c.disabled_at is null
                and access.shares_form(c.staff_id, which))
$$;

-- Whether the actor may lock their device to the person of this enrolment: the role that writes forms, at the centre where
-- the enrolment is now, working with it.
create function access.fills_together(which uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from enrolment e
    where e.enrolment_id = which and e.centre_id = actor.centre_id() and access.gate(e.person_id)
      and exists (select from access.grid g where g.role = actor.role() and g.category = 'forms' and g.verb = 'write')
      and access.shares_form(actor.staff_id(), which))
$$;

-- Whether somebody is nobody's own any more, and the actor still has an exit form to fill in with them.
create function access.form_left(who uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select not access.is_own(who)
    and exists (select from enrolment e where e.person_id = who and access.fills_together(e.enrolment_id))
$$;

-- Whether the actor reads the forms of an enrolment: as the grid says, at the centre where it is now, since what was filled
-- before a transfer goes along; or as who fills them in together with the person.
create function access.reads_forms(who uuid, which uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from enrolment e
    where e.enrolment_id = which and e.person_id = who
      and (access.may(who, e.centre_id, 'forms', 'read') or access.fills_together(which)))
$$;

-- The version that an enrolment is asked in: the one that it was first answered in, or else its centre's latest.
create function access.form_version_of(which uuid) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(
    (select f.form_version_id from form_entry f where f.enrolment_id = which order by f.given_at, f.form_entry_id limit 1),
    (select v.form_version_id from form_version v join enrolment e using (centre_id) where e.enrolment_id = which
     order by v.version desc limit 1))
$$;

-- The enrolments whose forms the actor may fill or read, with what their days say. One's own; those of the person that
-- the session is locked to in which the two work together; and as the grid says. `together`: a device may be locked for it.
create function access.form_enrolments(who uuid)
returns table (enrolment_id uuid, centre_id uuid, programme_sv text, programme_en text, enrolled_on date, term_ends_on date,
               ended_on date, form_version_id uuid, together boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select e.enrolment_id, e.centre_id, p.name_sv, p.name_en, e.enrolled_on, e.term_ends_on, e.ended_on,
         access.form_version_of(e.enrolment_id), access.fills_together(e.enrolment_id)
  from enrolment e join programme p using (programme_id)
  where e.person_id = who and ((actor.kind() = 'participant' and actor.person_id() = who)
    or access.jointly(who, e.enrolment_id) or (actor.reads_others() and access.reads_forms(who, e.enrolment_id)))
  order by e.enrolled_on desc, e.enrolment_id
$$;

-- What the person that a session is locked to is called; nothing else of them is shown there.
create function access.joint_name(who uuid) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select p.given_name from person p
  where p.person_id = who and exists (select from enrolment e where e.person_id = who and access.jointly(who, e.enrolment_id))
$$;

-- A filled form. Answers in a code; 'done' again for the same press. `was` is the revision that the page showed.
create function access.fill_form(entry uuid, which uuid, at_occasion text, was integer, version uuid, said jsonb, press uuid)
returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  e enrolment;
  how text;
  latest integer;
begin
  select * into e from enrolment where enrolment_id = which for update;
  how := case when actor.kind() = 'participant' and actor.person_id() = e.person_id then 'alone'
              when access.jointly(e.person_id, which) then 'jointly' end;
  if how is null then
    return 'hidden';
  elsif exists (select from form_entry f where f.idempotency_key = press) then
    return case when exists (select from form_entry f where f.idempotency_key = press and f.enrolment_id = which
      and f.occasion = at_occasion and f.answers = said) then 'done' else 'conflict' end;
  elsif actor.day() < e.enrolled_on then
    return 'closed';
  end if;
  select coalesce(max(f.revision), 0) into latest from form_entry f where f.enrolment_id = which and f.occasion = at_occasion;
  if latest <> was then
    return 'conflict';
  elsif access.form_version_of(which) is distinct from version then
    return 'stale';
  elsif exists (select from form_entry f where f.enrolment_id = which and f.occasion = at_occasion and f.revision = latest
                and f.answers = said) then
    -- Nothing has changed: nothing is written.
    return 'done';
  end if;
  insert into form_entry (form_entry_id, enrolment_id, person_id, centre_id, occasion, revision, form_version_id, answers,
                          filling, given_at, given_by, idempotency_key)
  values (entry, which, e.person_id, e.centre_id, at_occasion, latest + 1, version, said, how, actor.moment(),
          actor.account_id(), press);
  -- That it was filled is an event; what was answered is the participant's and stays out of the ledger.
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  values (which, e.person_id, e.centre_id, 'form_answered', actor.day(), actor.moment(), actor.account_id(),
          jsonb_build_object('occasion', at_occasion, 'revision', latest + 1, 'filling', how));
  return 'done';
end $$;

-- A manager's new version of the questions of their centre. `was` is the version that the form was made from.
create function access.add_form_version(entry uuid, was integer, asked jsonb, why text) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  here uuid := actor.centre_id();
  latest form_version;
begin
  if actor.kind() is distinct from 'staff' or actor.role() is distinct from 'manager' or here is null
     or not exists (select from staff_role r where r.staff_id = actor.staff_id() and r.role = 'manager' and r.centre_id = here
                    and r.valid_from <= actor.day() and (r.valid_to is null or r.valid_to >= actor.day())) then
    return 'hidden';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('form version ' || here::text, 0));
  if exists (select from form_version v where v.form_version_id = entry) then
    return case when exists (select from form_version v where v.form_version_id = entry and v.centre_id = here
      and v.questions = asked and v.reason = why) then 'done' else 'conflict' end;
  end if;
  select * into latest from form_version v where v.centre_id = here order by v.version desc limit 1;
  if coalesce(latest.version, 0) <> was then
    return 'stale';
  elsif latest.questions = asked then
    return 'same';
  end if;
  insert into form_version (form_version_id, centre_id, version, questions, reason, made_at, made_by)
  values (entry, here, was + 1, asked, why, actor.moment(), actor.account_id());
  return 'done';
end $$;

-- How many forms have been filled with a version, for the centre whose questions they are: a count alone.
create function access.form_version_used(which uuid) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select count(distinct (f.enrolment_id, f.occasion)) from form_entry f join form_version v using (form_version_id)
  where v.form_version_id = which and v.centre_id = actor.centre_id()
$$;

revoke execute on function access.form_version_used(uuid), access.shares_form(uuid, uuid), access.jointly(uuid, uuid),
  access.fills_together(uuid), access.form_left(uuid), access.reads_forms(uuid, uuid), access.form_version_of(uuid),
  access.form_enrolments(uuid), access.joint_name(uuid), access.fill_form(uuid, uuid, text, integer, uuid, jsonb, uuid),
  access.add_form_version(uuid, integer, jsonb, text) from public;
grant execute on function access.form_version_used(uuid), access.jointly(uuid, uuid), access.form_left(uuid),
  access.reads_forms(uuid, uuid), access.form_enrolments(uuid), access.joint_name(uuid),
  access.fill_form(uuid, uuid, text, integer, uuid, jsonb, uuid), access.add_form_version(uuid, integer, jsonb, text)
  to arbetsforum_web;

-- The questions are nobody's: whoever is signed in may read them.
grant select on form_version to arbetsforum_web;
alter table form_entry enable row level security;
create policy own_form_entry on form_entry for select to arbetsforum_web using (person_id = (select actor.person_id()));
create policy others_form_entry on form_entry for select to arbetsforum_web
  using ((select actor.reads_others()) and access.reads_forms(person_id, enrolment_id));
create policy joint_form_entry on form_entry for select to arbetsforum_web
  using ((select actor.joint_person_id()) = person_id and access.jointly(person_id, enrolment_id));
grant select on form_entry to arbetsforum_web;

-- The questions that a house begins with. A centre that is opened later gets them in its turn.
create function access.first_questions() returns jsonb language sql immutable as $$
  select '[
    {"key": "near", "kind": "scale",
     "words": {"sv": "Hur nära är du ett jobb eller en utbildning?", "en": "How near are you to a job or an education?"},
     "low": {"sv": "långt ifrån", "en": "far away"}, "high": {"sv": "mycket nära", "en": "very near"}},
    {"key": "believe", "kind": "scale",
     "words": {"sv": "Tror du att du når dit du vill?", "en": "Do you believe that you will get where you want?"},
     "low": {"sv": "inte alls", "en": "not at all"}, "high": {"sv": "helt och hållet", "en": "completely"}},
    {"key": "know_what", "kind": "scale",
     "words": {"sv": "Hur väl vet du vad du kan och vad du vill?", "en": "How well do you know what you can do and what you want?"},
     "low": {"sv": "vet inte", "en": "do not know"}, "high": {"sv": "vet precis", "en": "know exactly"}},
    {"key": "on_own", "kind": "scale",
     "words": {"sv": "Hur lätt är det att söka jobb på egen hand?", "en": "How easy is it to look for work on your own?"},
     "low": {"sv": "svårt", "en": "hard"}, "high": {"sv": "lätt", "en": "easy"}},
    {"key": "swedish", "kind": "scale",
     "words": {"sv": "Räcker din svenska till det du vill göra?", "en": "Is your Swedish enough for what you want to do?"},
     "low": {"sv": "inte alls", "en": "not at all"}, "high": {"sv": "ja, helt", "en": "yes, fully"}},
    {"key": "people", "kind": "scale",
     "words": {"sv": "Hur många människor hjälper dig framåt?", "en": "How many people help you forward?"},
     "low": {"sv": "ingen", "en": "nobody"}, "high": {"sv": "många", "en": "many"}},
    {"key": "days", "kind": "choice",
     "words": {"sv": "Vad gör du mest om dagarna?", "en": "What do you mostly do during the day?"},
     "choices": [
       {"key": "job_search", "words": {"sv": "Söker jobb", "en": "Look for work"}},
       {"key": "placement", "words": {"sv": "Praktik", "en": "Work placement"}},
       {"key": "studies", "words": {"sv": "Studerar", "en": "Study"}},
       {"key": "work", "words": {"sv": "Arbetar", "en": "Work"}},
       {"key": "family", "words": {"sv": "Tar hand om familjen", "en": "Look after my family"}},
       {"key": "other", "words": {"sv": "Något annat", "en": "Something else"}}]},
    {"key": "matters", "kind": "text",
     "words": {"sv": "Vad är viktigast för dig just nu?", "en": "What matters most to you right now?"}}
  ]'::jsonb
$$;
create function access.begin_form() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into form_version (form_version_id, centre_id, version, questions, reason, made_at)
  values (md5('form ' || new.centre_id::text)::uuid, new.centre_id, 1, access.first_questions(), 'De första frågorna.',
          timestamptz '2026-11-01 00:00+00');
  return new;
end $$;
create trigger centre_begins_form after insert on centre for each row execute function access.begin_form();
insert into form_version (form_version_id, centre_id, version, questions, reason, made_at)
select md5('form ' || c.centre_id::text)::uuid, c.centre_id, 1, access.first_questions(), 'De första frågorna.', timestamptz '2026-11-01 00:00+00'
from centre c;
revoke execute on function access.first_questions(), access.begin_form() from public;

-- G6: what was read of a person's referral before anybody knew whose it was is a read of that person once the desk has
-- found them (decision 024): it stands among the others, and can be asked about.
create function access.log_of(who uuid) returns setof bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select l.access_log_id from access_log l where l.person_ids @> array[who]
  union
  select d.access_log_id from referral_read d where d.person_id = who
$$;
create or replace function access.seen_me(since timestamptz, until timestamptz)
returns table (day date, entry bigint, entries bigint[], first_at timestamptz, last_at timestamptz, times bigint,
               actor_kind text, staff_id uuid, role text, agency_id uuid, action text, categories text[], why text,
               stated text, override_id uuid, consent_ids uuid[])
language sql stable security definer set search_path = public, pg_temp as $$
  select (l.at at time zone 'Europe/Stockholm')::date, min(l.access_log_id), array_agg(l.access_log_id order by l.access_log_id),
         min(l.at), max(l.at), count(*), l.actor_kind, l.staff_id, l.role, l.agency_id, l.action, l.categories, l.reason,
         coalesce(r.reason, d.reason), l.override_id, l.consent_ids
  from access.log_of(actor.person_id()) as mine (access_log_id) join access_log l using (access_log_id)
  left join access_reason r using (access_log_id)
  left join lateral (select min(x.reason) as reason from referral_read x
                     where x.access_log_id = l.access_log_id and x.person_id = actor.person_id()) d on true
  where l.permitted and l.at >= since and l.at < until and l.actor_kind <> 'participant'
  group by 1, l.actor_kind, l.staff_id, l.role, l.agency_id, l.action, l.categories, l.reason, coalesce(r.reason, d.reason),
    l.override_id, l.consent_ids
$$;
create or replace function access.seen_me_beside(since timestamptz, until timestamptz)
returns table (before timestamptz, after timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select max(l.at) filter (where l.at < since), min(l.at) filter (where l.at >= until)
  from access.log_of(actor.person_id()) as mine (access_log_id) join access_log l using (access_log_id)
  where l.permitted and l.actor_kind <> 'participant'
$$;
-- At which centre a read of the participant who asks was done; no row where it is no read of them. The same reads as above.
create function access.my_entry_centre(entry bigint) returns table (centre_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select l.centre_id from access_log l
  where l.access_log_id = entry and l.permitted
    and (l.person_ids @> array[actor.person_id()] or exists (select from referral_read d
           where d.access_log_id = l.access_log_id and d.person_id = actor.person_id()))
$$;
create or replace function access.asks_about_own_entry() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if not exists (select from access_log l where l.access_log_id = new.access_log_id and l.permitted
                 and (l.person_ids @> array[new.person_id] or exists (select from referral_read d
                   where d.access_log_id = l.access_log_id and d.person_id = new.person_id))) then
    raise exception 'no such entry of this person' using errcode = 'foreign_key_violation';
  end if;
  return new;
end $$;
revoke execute on function access.log_of(uuid), access.my_entry_centre(bigint) from public;
grant execute on function access.my_entry_centre(bigint) to arbetsforum_web;
