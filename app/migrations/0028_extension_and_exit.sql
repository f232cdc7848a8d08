-- Extension (X1), exit (X3), what follows it (X4), and transfer between centres.
-- The web role only reads these tables. What changes an enrolment is done by functions that lock it first, so that an
-- extension, an exit, a transfer and the end of the term come one after the other, whoever is first.

-- X3: how an enrolment ended. A correction and a reopening are new rows; the latest tells how it is.
create table exit_record (
  enrolment_id uuid not null references enrolment,
  no integer not null check (no > 0),
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  kind text not null check (kind in ('exit', 'corrected', 'reopened')),
  outcome text check (outcome in
    ('work', 'work_subsidised', 'own_business', 'education', 'other_measure', 'back_to_agency', 'illness', 'moved',
     'dropped_out', 'time_limit', 'other')),
  ended_on date,
  -- Work and education carry when, how much and whether it is expected to last; nothing else does.
  starts_on date,
  extent smallint check (extent between 1 and 100),
  expected_to_last boolean,
  -- Its row in the ledger.
  ledger_id bigint not null references ledger,
  recorded_at timestamptz not null,
  -- Empty: the term ran out.
  recorded_by uuid references account,
  idempotency_key uuid not null unique,
  primary key (enrolment_id, no),
  check ((kind = 'reopened') = (outcome is null) and (kind = 'reopened') = (ended_on is null)),
  check (num_nonnulls(starts_on, extent, expected_to_last)
    = case when outcome in ('work', 'work_subsidised', 'own_business', 'education') then 3 else 0 end)
);
create index exit_record_by_person on exit_record (person_id);
create trigger exit_record_is_history before update or delete on exit_record
  for each row execute function actor.refuse_change();

-- X4: asked after 3, 6 and 12 months.
create table follow_up_task (
  follow_up_task_id uuid primary key,
  enrolment_id uuid not null references enrolment,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  -- The exit that it was made at: a reopened one voids what is open of it.
  exit_no integer not null,
  months smallint not null check (months in (3, 6, 12)),
  due_on date not null,
  stage text not null default 'open' check (stage in ('open', 'done', 'void')),
  result text check (result in ('work', 'study', 'other', 'not_reached')),
  closed_at timestamptz,
  -- When the answer was last put right.
  corrected_at timestamptz,
  corrected_by uuid references account,
  unique (enrolment_id, exit_no, months),
  check ((stage = 'done') = (result is not null) and (stage = 'open') = (closed_at is null))
);
create index follow_up_task_by_centre on follow_up_task (centre_id, due_on);
create index follow_up_task_by_person on follow_up_task (person_id);

create table follow_up_attempt (
  follow_up_attempt_id uuid primary key,
  follow_up_task_id uuid not null references follow_up_task,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  tried_on date not null,
  how text not null check (how in ('phone', 'text_message', 'email', 'letter', 'visit')),
  reached boolean not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null references account,
  idempotency_key uuid not null unique
);
create index follow_up_attempt_by_task on follow_up_attempt (follow_up_task_id);
create index follow_up_attempt_by_person on follow_up_attempt (person_id);
create trigger follow_up_attempt_is_history before update or delete on follow_up_attempt
  for each row execute function actor.refuse_change();

-- X1: a proposed extension. Its text stands beside it, one row for each revision: text, day or deadline is changed.
create table extension (
  extension_id uuid primary key,
  enrolment_id uuid not null references enrolment,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  -- Whose case worker's key is asked for, where the programme's rules ask for one.
  agency_id uuid references agency,
  revision integer not null default 1,
  new_end date not null,
  content_hash bytea not null check (octet_length(content_hash) = 32),
  stage text not null default 'open' check (stage in ('open', 'extended', 'refused', 'lapsed', 'withdrawn', 'closed')),
  -- The last day on which a key can be given.
  deadline date not null,
  proposed_at timestamptz not null,
  proposed_by uuid not null references account,
  closed_at timestamptz,
  idempotency_key uuid not null unique,
  check ((stage = 'open') = (closed_at is null))
);
create unique index extension_open on extension (enrolment_id) where stage = 'open';
create index extension_by_person on extension (person_id);
create table extension_text (
  extension_id uuid not null references extension,
  revision integer not null check (revision > 0),
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  agency_id uuid references agency,
  words text not null check (words is nfc normalized and char_length(words) between 1 and 2000),
  new_end date not null,
  content_hash bytea not null check (octet_length(content_hash) = 32),
  written_at timestamptz not null,
  written_by uuid references account,
  primary key (extension_id, revision)
);
create index extension_text_by_person on extension_text (person_id);
create trigger extension_text_is_history before update or delete on extension_text
  for each row execute function actor.refuse_change();
-- A key is given over a revision, whose hash was shown: over any other it is void, though the same words come back (X1).
-- It stays, and so does a refusal.
create table extension_key (
  extension_key_id uuid primary key,
  extension_id uuid not null references extension,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  agency_id uuid references agency,
  key text not null check (key in ('participant', 'case_worker', 'centre')),
  revision integer not null default 1,
  content_hash bytea not null check (octet_length(content_hash) = 32),
  refused boolean not null default false,
  reason text not null default '' check (reason is nfc normalized and char_length(reason) <= 1000),
  given_at timestamptz not null,
  given_by uuid not null references account,
  session_hash bytea not null check (octet_length(session_hash) = 32),
  foreign key (extension_id, revision) references extension_text
);
create unique index extension_key_once on extension_key (extension_id, key, revision) where not refused;
create index extension_key_by_person on extension_key (person_id);
create trigger extension_key_is_history before update or delete on extension_key
  for each row execute function actor.refuse_change();

-- A move to another centre of the same programme, with the participant's yes.
create table transfer (
  transfer_id uuid primary key,
  enrolment_id uuid not null references enrolment,
  person_id uuid not null references person,
  from_centre uuid not null references centre,
  to_centre uuid not null references centre check (to_centre <> from_centre),
  effective_on date not null,
  stage text not null default 'proposed' check (stage in ('proposed', 'agreed', 'declined', 'withdrawn', 'lapsed', 'done')),
  proposed_at timestamptz not null,
  proposed_by uuid not null references account,
  answered_at timestamptz,
  closed_at timestamptz,
  idempotency_key uuid not null unique
);
create unique index transfer_open on transfer (enrolment_id) where stage in ('proposed', 'agreed');
create index transfer_by_person on transfer (person_id);

-- What text, day and enrolment are sealed as; domain::extension says the same.
create function access.extension_hash(which uuid, until date, words text) returns bytea
language sql stable as $$
  select sha256(convert_to(E'extension 1\n' || which::text || E'\n' || to_char(until, 'YYYY-MM-DD') || E'\n' || words, 'UTF8'))
$$;

-- Who follows up somebody who has left (X4): the coach or deputy whom they had at the end, the team leader; the manager reads.
-- The end is from the last day to the day on which the exit was recorded, when assignments end: a last day that is put
-- right, or told afterwards, takes nobody's coach away.
create function access.may_follow_up(who uuid, which uuid, at_centre uuid, wanted_verb text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select at_centre = actor.centre_id() and access.gate(who) and case actor.role()
    when 'team_leader' then true
    when 'manager' then wanted_verb = 'read'
    when 'coach' then exists (
      select from assignment a join enrolment e using (enrolment_id)
      cross join lateral (
        select coalesce((max(r.recorded_at) at time zone 'Europe/Stockholm')::date, e.ended_on) as recorded_on
        from exit_record r where r.enrolment_id = e.enrolment_id and r.kind = 'exit') x
      where e.enrolment_id = which and e.person_id = who and a.staff_id = actor.staff_id() and a.kind in ('coach', 'deputy')
        and e.ended_on is not null and a.valid_from <= x.recorded_on
        and (a.valid_to is null or a.valid_to >= least(e.ended_on, x.recorded_on)))
    else false end
$$;

-- Whether a last day cannot be: it is to come, before the enrolment, past the end of its term (X1), or before its latest
-- move, out of one centre and into another, which would leave the books of both out of balance (S3). Not granted, as the
-- next ones: what the functions below share.
create function access.exit_day_outside(e enrolment, on_day date) returns boolean
language sql stable set search_path = public, pg_temp as $$
  select on_day > actor.day() or on_day < e.enrolled_on or coalesce(on_day > e.term_ends_on, false)
    or exists (select from ledger l where l.enrolment_id = e.enrolment_id and l.event = 'transferred' and l.concerns_on > on_day)
$$;

-- A proposed extension falls with its enrolment, or with the centre that it was proposed at.
create function access.close_extension(which uuid, at timestamptz, by uuid) returns void
language sql volatile set search_path = public, pg_temp as $$
  with closed as (
    update extension set stage = 'closed', closed_at = at where enrolment_id = which and stage = 'open'
    returning extension_id, person_id, centre_id, revision)
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  select which, c.person_id, c.centre_id, 'extension_closed', (at at time zone 'Europe/Stockholm')::date, at, by,
         jsonb_build_object('extension', c.extension_id, 'revision', c.revision)
  from closed c
$$;

-- Ends who works with them and what is booked, after a last day.
create function access.end_around(which uuid, last_day date, at timestamptz, by uuid) returns void
language plpgsql volatile set search_path = public, pg_temp as $$
declare
  a assignment;
  b booking;
  cut date;
begin
  for a in select * from assignment where enrolment_id = which and (valid_to is null or valid_to > last_day)
           order by assignment_id for update loop
    cut := greatest(last_day, a.valid_from - 1);
    update assignment set valid_to = cut where assignment_id = a.assignment_id;
    insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
    values (which, a.person_id, a.centre_id, 'unassigned', cut + 1, at, by,
            jsonb_build_object('kind', a.kind, 'assignment', a.assignment_id));
  end loop;
  for b in select * from booking where enrolment_id = which and state in ('offered', 'booked') and starts_at > at
           order by booking_id for update loop
    update booking set state = 'cancelled', revision = revision + 1, updated_at = at where booking_id = b.booking_id;
    insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
    values (which, b.person_id, b.centre_id, 'meeting_cancelled', (at at time zone 'Europe/Stockholm')::date, at, by,
            jsonb_build_object('booking', b.booking_id, 'kind', b.kind));
  end loop;
end $$;

-- The exit itself, of an enrolment that the caller holds locked. Consents given for as long as the enrolment lasts end
-- by themselves (access.in_force).
create function access.finish_enrolment(which uuid, key uuid, said text, on_day date, begins date, percent integer,
                                        lasts boolean, at timestamptz, by uuid) returns void
language plpgsql volatile set search_path = public, pg_temp as $$
declare
  e enrolment;
  told bigint;
  next_no integer;
begin
  select * into strict e from enrolment where enrolment_id = which;
  update enrolment set ended_on = on_day where enrolment_id = which;
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  values (which, e.person_id, e.centre_id, 'exited', on_day, at, by, jsonb_strip_nulls(jsonb_build_object(
    'outcome', said, 'starts_on', begins, 'extent', percent, 'expected_to_last', lasts)))
  returning ledger_id into told;
  select coalesce(max(no), 0) + 1 into next_no from exit_record where enrolment_id = which;
  insert into exit_record (enrolment_id, no, person_id, centre_id, kind, outcome, ended_on, starts_on, extent,
                           expected_to_last, ledger_id, recorded_at, recorded_by, idempotency_key)
  values (which, next_no, e.person_id, e.centre_id, 'exit', said, on_day, begins, percent, lasts, told, at, by, key);
  perform access.end_around(which, (at at time zone 'Europe/Stockholm')::date, at, by);
  perform access.close_extension(which, at, by);
  with lapsed as (
    update transfer set stage = 'lapsed', closed_at = at where enrolment_id = which and stage in ('proposed', 'agreed')
    returning transfer_id, person_id, from_centre)
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  select which, l.person_id, l.from_centre, 'transfer_lapsed', (at at time zone 'Europe/Stockholm')::date, at, by,
         jsonb_build_object('transfer', l.transfer_id)
  from lapsed l;
  insert into follow_up_task (follow_up_task_id, enrolment_id, person_id, centre_id, exit_no, months, due_on)
  select gen_random_uuid(), which, e.person_id, e.centre_id, next_no, m, (on_day + make_interval(months => m))::date
  from unnest(array[3, 6, 12]) as m;
end $$;

-- X3: the coach's own, or the team leader. Answers in a code; 'done' again for the same press.
create function access.record_exit(which uuid, key uuid, said text, on_day date, begins date, percent integer, lasts boolean)
returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  e enrolment;
begin
  -- An exit frees a place and moves the queue: its lock comes before the row's, as where an exit is taken back.
  perform access.lock_programme(n.programme_id) from enrolment n where n.enrolment_id = which;
  select * into e from enrolment where enrolment_id = which for update;
  if not found or not access.may(e.person_id, e.centre_id, 'outcome', 'write') then
    return 'hidden';
  elsif exists (select from exit_record r where r.idempotency_key = key) then
    return case when exists (select from exit_record r where r.idempotency_key = key and r.enrolment_id = which
      and r.kind = 'exit' and (r.outcome, r.ended_on) = (said, on_day)
      and (r.starts_on, r.extent, r.expected_to_last) is not distinct from (begins, percent::smallint, lasts))
      then 'done' else 'conflict' end;
  elsif e.ended_on is not null then
    return 'ended';
  elsif access.exit_day_outside(e, on_day) then
    return 'day';
  end if;
  perform access.finish_enrolment(which, key, said, on_day, begins, percent, lasts, actor.moment(), actor.account_id());
  return 'done';
end $$;

-- What an exit would end, said before it is done: counts alone.
create function access.exit_ends(which uuid) returns table (bookings bigint, colleagues bigint, consents bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select (select count(*) from booking b where b.enrolment_id = which and b.state in ('offered', 'booked')
            and b.starts_at > actor.moment()),
         (select count(*) from assignment a where a.enrolment_id = which and a.valid_from <= actor.day()
            and (a.valid_to is null or a.valid_to >= actor.day())),
         (select count(*) from consent c where c.person_id = e.person_id and c.centre_id = e.centre_id and c.valid_until is null
            and access.in_force(c.consent_id, c.person_id, c.centre_id, c.valid_from, c.valid_until))
  from enrolment e
  where e.enrolment_id = which and access.may(e.person_id, e.centre_id, 'outcome', 'write')
$$;

-- What was wrong of an exit, by a new row: the ledger's old one is named as corrected, and told anew. `was` is the
-- record that the page showed.
create function access.correct_exit(which uuid, was integer, key uuid, said text, on_day date, begins date, percent integer,
                                    lasts boolean)
returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  e enrolment;
  r exit_record;
  told bigint;
begin
  select * into e from enrolment where enrolment_id = which for update;
  if not found or not access.may_follow_up(e.person_id, which, e.centre_id, 'write') then
    return 'hidden';
  end if;
  select * into r from exit_record where enrolment_id = which order by no desc limit 1;
  if r.idempotency_key = key and (r.outcome, r.ended_on) = (said, on_day)
     and (r.starts_on, r.extent, r.expected_to_last) is not distinct from (begins, percent::smallint, lasts) then
    return 'done';
  elsif r.no is distinct from was or e.ended_on is null or exists (select from exit_record x where x.idempotency_key = key) then
    return 'conflict';
  elsif access.exit_day_outside(e, on_day) then
    return 'day';
  elsif (r.outcome, r.ended_on) = (said, on_day)
     and (r.starts_on, r.extent, r.expected_to_last) is not distinct from (begins, percent::smallint, lasts) then
    return 'same';
  elsif exists (select from enrolment o where o.person_id = e.person_id and o.programme_id = e.programme_id
                and o.enrolment_id <> which and o.enrolled_on > e.ended_on and o.enrolled_on <= on_day) then
    return 'day';
  end if;
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  values (which, e.person_id, e.centre_id, 'corrected', r.ended_on, actor.moment(), actor.account_id(),
          jsonb_build_object('of', r.ledger_id, 'event', 'exited'));
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  values (which, e.person_id, e.centre_id, 'exited', on_day, actor.moment(), actor.account_id(),
          jsonb_strip_nulls(jsonb_build_object('outcome', said, 'starts_on', begins, 'extent', percent, 'expected_to_last', lasts)))
  returning ledger_id into told;
  insert into exit_record (enrolment_id, no, person_id, centre_id, kind, outcome, ended_on, starts_on, extent,
                           expected_to_last, ledger_id, recorded_at, recorded_by, idempotency_key)
  values (which, r.no + 1, e.person_id, e.centre_id, 'corrected', said, on_day, begins, percent, lasts, told,
          actor.moment(), actor.account_id(), key);
  update enrolment set ended_on = on_day where enrolment_id = which;
  update follow_up_task set due_on = (on_day + make_interval(months => months))::date
  where enrolment_id = which and stage = 'open';
  return 'done';
end $$;

-- A wrong exit is taken back by the team leader within 14 days (domain::exit::REOPEN_DAYS), while the term goes on,
-- nobody has enrolled the person anew, and the house has a place that nobody else is held (E3).
create function access.reopen_exit(which uuid, key uuid)
returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  e enrolment;
  r exit_record;
  began timestamptz;
  told bigint;
  a assignment;
  again uuid;
begin
  perform access.lock_programme(n.programme_id) from enrolment n where n.enrolment_id = which;
  select * into e from enrolment where enrolment_id = which for update;
  if not found or actor.role() is distinct from 'team_leader'
     or not access.may_follow_up(e.person_id, which, e.centre_id, 'write') then
    return 'hidden';
  end if;
  select * into r from exit_record where enrolment_id = which order by no desc limit 1;
  if r.idempotency_key = key and r.kind = 'reopened' then
    return 'done';
  elsif not found or e.ended_on is null then
    return 'conflict';
  end if;
  select max(x.recorded_at) into began from exit_record x where x.enrolment_id = which and x.kind = 'exit';
  if actor.day() > (began at time zone 'Europe/Stockholm')::date + 14 or e.term_ends_on < actor.day() then
    return 'late';
  elsif exists (select from enrolment o where o.person_id = e.person_id and o.programme_id = e.programme_id
                and o.enrolment_id <> which and (o.ended_on is null or o.enrolled_on >= e.ended_on)) then
    return 'enrolled_anew';
  elsif access.in_the_house(e.programme_id)
        >= ((access.version_on(e.programme_id, actor.day())).rules ->> 'capacity')::integer then
    return 'full';
  end if;
  begin
    update enrolment set ended_on = null where enrolment_id = which;
  exception when unique_violation then
    -- Enrolled anew at this very moment, where no limit makes one wait for the other (E6: enrolment_open).
    return 'enrolled_anew';
  end;
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  values (which, e.person_id, e.centre_id, 'corrected', r.ended_on, actor.moment(), actor.account_id(),
          jsonb_build_object('of', r.ledger_id, 'event', 'exited'))
  returning ledger_id into told;
  insert into exit_record (enrolment_id, no, person_id, centre_id, kind, ledger_id, recorded_at, recorded_by, idempotency_key)
  values (which, r.no + 1, e.person_id, e.centre_id, 'reopened', told, actor.moment(), actor.account_id(), key);
  update follow_up_task set stage = 'void', closed_at = actor.moment() where enrolment_id = which and stage = 'open';
  -- The coach goes on, if they still work here as one.
  select x.* into a from assignment x
  where x.enrolment_id = which and x.kind = 'coach' and x.valid_to = (began at time zone 'Europe/Stockholm')::date
    and exists (select from staff_role s where s.staff_id = x.staff_id and s.centre_id = e.centre_id
      and s.role in ('coach', 'team_leader') and s.valid_from <= actor.day()
      and (s.valid_to is null or s.valid_to >= actor.day()))
  order by x.valid_from desc, x.assignment_id limit 1;
  if found then
    again := gen_random_uuid();
    insert into assignment (assignment_id, enrolment_id, person_id, centre_id, staff_id, kind, valid_from, created_by, created_at)
    values (again, which, e.person_id, e.centre_id, a.staff_id, 'coach', greatest(actor.day(), a.valid_to + 1),
            actor.account_id(), actor.moment());
    insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
    values (which, e.person_id, e.centre_id, 'assigned', greatest(actor.day(), a.valid_to + 1), actor.moment(),
            actor.account_id(), jsonb_build_object('kind', 'coach', 'assignment', again));
  end if;
  return 'done';
end $$;

-- X4: one attempt, and perhaps the answer; not reached is an answer too, and counts.
create function access.record_follow_up(task uuid, attempt uuid, key uuid, on_day date, by_way text, got boolean, answer text)
returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  t follow_up_task;
  k follow_up_attempt;
begin
  -- The enrolment before the follow-up, as where an exit is put right.
  perform n.enrolment_id from enrolment n join follow_up_task f using (enrolment_id) where f.follow_up_task_id = task
  for key share of n;
  select * into t from follow_up_task where follow_up_task_id = task for update;
  if not found or not access.may_follow_up(t.person_id, t.enrolment_id, t.centre_id, 'write') then
    return 'hidden';
  end if;
  select * into k from follow_up_attempt where idempotency_key = key;
  if found then
    return case when (k.follow_up_task_id, k.tried_on, k.how, k.reached) = (task, on_day, by_way, got)
                and t.result is not distinct from answer then 'done' else 'conflict' end;
  elsif t.stage <> 'open' then
    return 'closed';
  elsif on_day > actor.day() or on_day < t.due_on - 14 then
    return 'day';
  elsif got <> coalesce(answer in ('work', 'study', 'other'), false) then
    return 'result';
  end if;
  insert into follow_up_attempt (follow_up_attempt_id, follow_up_task_id, person_id, centre_id, tried_on, how, reached,
                                 recorded_at, recorded_by, idempotency_key)
  values (attempt, task, t.person_id, t.centre_id, on_day, by_way, got, actor.moment(), actor.account_id(), key);
  if answer is not null then
    update follow_up_task set stage = 'done', result = answer, closed_at = actor.moment() where follow_up_task_id = task;
    insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
    values (t.enrolment_id, t.person_id, t.centre_id, 'followed_up', on_day, actor.moment(), actor.account_id(),
            jsonb_build_object('task', task, 'months', t.months, 'reached', got, 'result', answer));
  else
    insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
    values (t.enrolment_id, t.person_id, t.centre_id, 'follow_up_tried', on_day, actor.moment(), actor.account_id(),
            jsonb_build_object('task', task, 'months', t.months, 'how', by_way));
  end if;
  return 'done';
end $$;

-- A wrong answer is put right within 14 days of it (domain::exit::CORRECT_DAYS): the ledger's row is named as corrected,
-- and told anew (S2). `was` is the answer that the page showed; the attempts stay as they were made.
create function access.correct_follow_up(task uuid, was text, answer text)
returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  t follow_up_task;
  told ledger;
begin
  perform n.enrolment_id from enrolment n join follow_up_task f using (enrolment_id) where f.follow_up_task_id = task
  for key share of n;
  select * into t from follow_up_task where follow_up_task_id = task for update;
  if not found or not access.may_follow_up(t.person_id, t.enrolment_id, t.centre_id, 'write') then
    return 'hidden';
  elsif t.stage = 'done' and t.result = answer then
    return 'done';
  elsif t.stage <> 'done' or t.result <> was then
    return 'conflict';
  elsif actor.day() > (t.closed_at at time zone 'Europe/Stockholm')::date + 14 then
    return 'late';
  end if;
  -- A row that names no follow-up is the one of its months.
  select l.* into strict told from ledger l
  where l.enrolment_id = t.enrolment_id and l.event = 'followed_up' and l.payload -> 'months' = to_jsonb(t.months)
    and coalesce(l.payload ->> 'task', task::text) = task::text
  order by l.ledger_id desc limit 1;
  update follow_up_task set result = answer, corrected_at = actor.moment(), corrected_by = actor.account_id()
  where follow_up_task_id = task;
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  values (t.enrolment_id, t.person_id, t.centre_id, 'corrected', told.concerns_on, actor.moment(), actor.account_id(),
          jsonb_build_object('of', told.ledger_id, 'event', 'followed_up')),
         (t.enrolment_id, t.person_id, t.centre_id, 'followed_up', told.concerns_on, actor.moment(), actor.account_id(),
          jsonb_build_object('task', task, 'months', t.months, 'reached', answer <> 'not_reached', 'result', answer));
  return 'done';
end $$;

-- X1: the coach prepares, or the team leader or manager.
create function access.propose_extension(ext uuid, which uuid, press uuid, party uuid, until date, said text, last_day date)
returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  e enrolment;
  rules jsonb;
  sealed bytea := access.extension_hash(which, until, said);
begin
  select * into e from enrolment where enrolment_id = which for update;
  if not found or actor.centre_id() is null or not access.may(e.person_id, e.centre_id, 'extension', 'write') then
    return 'hidden';
  elsif exists (select from extension x where x.idempotency_key = press) then
    return case when exists (select from extension x join extension_text t using (extension_id)
      where x.idempotency_key = press and x.enrolment_id = which and t.revision = 1 and t.content_hash = sealed)
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
  insert into extension (extension_id, enrolment_id, person_id, centre_id, agency_id, new_end, content_hash, deadline,
                         proposed_at, proposed_by, idempotency_key)
  values (ext, which, e.person_id, e.centre_id, case when rules -> 'extension_keys' ? 'case_worker' then party end, until,
          sealed, last_day, actor.moment(), actor.account_id(), press);
  insert into extension_text (extension_id, revision, person_id, centre_id, agency_id, words, new_end, content_hash, written_at, written_by)
  select ext, 1, x.person_id, x.centre_id, x.agency_id, said, until, sealed, actor.moment(), actor.account_id()
  from extension x where x.extension_id = ext;
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  values (which, e.person_id, e.centre_id, 'extension_proposed', actor.day(), actor.moment(), actor.account_id(),
          jsonb_build_object('extension', ext, 'revision', 1, 'until', until, 'deadline', last_day));
  return 'done';
end $$;

-- Any change of text, day or deadline makes a new revision: the keys given before are void, and stay. What comes back to
-- the words it had before is a new revision too (X1).
create function access.change_extension(ext uuid, was integer, until date, said text, last_day date)
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
  sealed := access.extension_hash(e.enrolment_id, until, said);
  if x.stage <> 'open' then
    return 'closed';
  elsif x.content_hash = sealed and x.deadline = last_day then
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
  update extension set revision = x.revision + 1, new_end = until, content_hash = sealed, deadline = last_day
  where extension_id = ext;
  insert into extension_text (extension_id, revision, person_id, centre_id, agency_id, words, new_end, content_hash, written_at, written_by)
  values (ext, x.revision + 1, x.person_id, x.centre_id, x.agency_id, said, until, sealed, actor.moment(), actor.account_id());
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  values (e.enrolment_id, e.person_id, e.centre_id, 'extension_proposed', actor.day(), actor.moment(), actor.account_id(),
          jsonb_build_object('extension', ext, 'revision', x.revision + 1, 'until', until, 'deadline', last_day));
  return 'done';
end $$;

create function access.withdraw_extension(ext uuid) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  e enrolment;
begin
  select n.* into e from enrolment n join extension x using (enrolment_id) where x.extension_id = ext for update of n;
  if not found or actor.centre_id() is null or not access.may(e.person_id, e.centre_id, 'extension', 'write') then
    return 'hidden';
  end if;
  update extension set stage = 'withdrawn', closed_at = actor.moment() where extension_id = ext and stage = 'open';
  if found then
    insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
    values (e.enrolment_id, e.person_id, e.centre_id, 'extension_withdrawn', actor.day(), actor.moment(), actor.account_id(),
            jsonb_build_object('extension', ext));
    return 'done';
  end if;
  return case when exists (select from extension where extension_id = ext and stage = 'withdrawn')
    then 'done' else 'closed' end;
end $$;

-- The key that the actor holds, of these three; null for nobody's.
create function access.extension_key_of(x extension) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select case
    when actor.kind() = 'participant' and actor.person_id() = x.person_id then 'participant'
    when actor.role() = 'case_worker' and actor.agency_id() = x.agency_id
      and access.may(x.person_id, x.centre_id, 'extension', 'write') then 'case_worker'
    when actor.role() in ('team_leader', 'manager') and access.may(x.person_id, x.centre_id, 'extension', 'write') then 'centre'
  end
$$;

-- A key, or a refusal with its reason, over the very text that was shown, and of the revision that stands. With the last
-- key the term moves, in the same transaction and once: the enrolment is locked from here to the commit. A no is always
-- heard, after a yes of the same key too.
create function access.turn_extension_key(ext uuid, entry uuid, over bytea, session bytea, refuses boolean, why text)
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
  elsif x.content_hash <> over then
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
          jsonb_build_object('extension', ext, 'revision', x.revision, 'key', mine));
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
          jsonb_build_object('until', x.new_end, 'extension', ext));
  return 'extended';
end $$;

-- The move itself, of an enrolment that the caller holds locked: out at one centre, in at the other (S3).
create function access.move_enrolment(trans transfer, at timestamptz, by uuid) returns void
language plpgsql volatile set search_path = public, pg_temp as $$
begin
  perform access.end_around(trans.enrolment_id, trans.effective_on - 1, at, by);
  perform access.close_extension(trans.enrolment_id, at, by);
  update enrolment set centre_id = trans.to_centre where enrolment_id = trans.enrolment_id;
  update transfer set stage = 'done', closed_at = at where transfer_id = trans.transfer_id;
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  values (trans.enrolment_id, trans.person_id, trans.from_centre, 'transferred', trans.effective_on, at, by,
          jsonb_build_object('way', 'out', 'transfer', trans.transfer_id, 'centre', trans.to_centre)),
         (trans.enrolment_id, trans.person_id, trans.to_centre, 'transferred', trans.effective_on, at, by,
          jsonb_build_object('way', 'in', 'transfer', trans.transfer_id, 'centre', trans.from_centre));
end $$;

create function access.propose_transfer(trans uuid, which uuid, press uuid, wanted_centre uuid, on_day date)
returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  e enrolment;
begin
  select * into e from enrolment where enrolment_id = which for update;
  if not found or actor.role() is distinct from 'team_leader'
     or not access.may(e.person_id, e.centre_id, 'enrolled', 'read') then
    return 'hidden';
  elsif exists (select from transfer t where t.idempotency_key = press) then
    return case when exists (select from transfer t where t.idempotency_key = press and t.enrolment_id = which
      and (t.to_centre, t.effective_on) = (wanted_centre, on_day)) then 'done' else 'conflict' end;
  elsif e.ended_on is not null then
    return 'ended';
  elsif exists (select from transfer t where t.enrolment_id = which and t.stage in ('proposed', 'agreed')) then
    return 'open';
  elsif wanted_centre is not distinct from e.centre_id or not exists (select from programme_centre p
        where p.programme_id = e.programme_id and p.centre_id = wanted_centre) then
    return 'centre';
  elsif on_day < actor.day() or on_day > actor.day() + 92 or on_day > e.term_ends_on then
    return 'day';
  end if;
  insert into transfer (transfer_id, enrolment_id, person_id, from_centre, to_centre, effective_on, proposed_at, proposed_by,
                        idempotency_key)
  values (trans, which, e.person_id, e.centre_id, wanted_centre, on_day, actor.moment(), actor.account_id(), press);
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  values (which, e.person_id, e.centre_id, 'transfer_proposed', actor.day(), actor.moment(), actor.account_id(),
          jsonb_build_object('transfer', trans, 'centre', wanted_centre, 'from', on_day));
  return 'done';
end $$;

create function access.withdraw_transfer(trans uuid) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  e enrolment;
begin
  select n.* into e from enrolment n join transfer t using (enrolment_id) where t.transfer_id = trans for update of n;
  if not found or actor.role() is distinct from 'team_leader'
     or not access.may(e.person_id, e.centre_id, 'enrolled', 'read') then
    return 'hidden';
  end if;
  update transfer set stage = 'withdrawn', closed_at = actor.moment()
  where transfer_id = trans and from_centre = e.centre_id and stage in ('proposed', 'agreed');
  if found then
    insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
    values (e.enrolment_id, e.person_id, e.centre_id, 'transfer_withdrawn', actor.day(), actor.moment(), actor.account_id(),
            jsonb_build_object('transfer', trans));
    return 'done';
  end if;
  return case when exists (select from transfer where transfer_id = trans and stage = 'withdrawn')
    then 'done' else 'closed' end;
end $$;

-- The participant's yes or no; with a yes, on or after the day, the enrolment moves at once.
create function access.answer_transfer(trans uuid, yes boolean) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  e enrolment;
  t transfer;
begin
  select n.* into e from enrolment n join transfer t2 using (enrolment_id)
  where t2.transfer_id = trans and t2.person_id = actor.person_id() and actor.kind() = 'participant' for update of n;
  if not found then
    return 'hidden';
  end if;
  select * into t from transfer where transfer_id = trans for update;
  if t.stage = 'declined' and not yes or t.stage in ('agreed', 'done') and yes then
    return 'done';
  elsif t.stage <> 'proposed' or e.ended_on is not null then
    return 'closed';
  -- A yes moves from its own day at the earliest: after the end of the term there is nothing left to move.
  elsif yes and e.term_ends_on < actor.day() then
    return 'closed';
  end if;
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  values (e.enrolment_id, e.person_id, e.centre_id, case when yes then 'transfer_agreed' else 'transfer_declined' end,
          actor.day(), actor.moment(), actor.account_id(), jsonb_build_object('transfer', trans));
  if not yes then
    update transfer set stage = 'declined', answered_at = actor.moment(), closed_at = actor.moment() where transfer_id = trans;
    return 'done';
  end if;
  -- A yes after the day moves from the day of the yes: nothing is moved backwards.
  update transfer set stage = 'agreed', answered_at = actor.moment(), effective_on = greatest(effective_on, actor.day())
  where transfer_id = trans returning * into t;
  if t.effective_on <= actor.day() then
    perform access.move_enrolment(t, actor.moment(), actor.account_id());
  end if;
  return 'done';
end $$;

-- The worker's day: one enrolment a call, so that each is a transaction of its own; null when there is no more.
create function access.close_next_term(at timestamptz) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  e enrolment;
begin
  select * into e from enrolment
  where ended_on is null and term_ends_on < (at at time zone 'Europe/Stockholm')::date
  order by term_ends_on, enrolment_id limit 1 for update skip locked;
  if not found then
    return null;
  end if;
  perform access.finish_enrolment(e.enrolment_id, gen_random_uuid(), 'time_limit', e.term_ends_on, null, null, null, at, null);
  return e.enrolment_id;
end $$;
create function access.move_next_transfer(at timestamptz) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  e enrolment;
  t transfer;
begin
  select n.* into e from enrolment n join transfer x using (enrolment_id)
  where x.stage = 'agreed' and x.effective_on <= (at at time zone 'Europe/Stockholm')::date and n.ended_on is null
  order by x.effective_on, n.enrolment_id limit 1 for update of n skip locked;
  if not found then
    return null;
  end if;
  select * into t from transfer where enrolment_id = e.enrolment_id and stage = 'agreed' for update;
  if found then
    perform access.move_enrolment(t, at, null);
  end if;
  return e.enrolment_id;
end $$;
create function access.lapse_extensions(at timestamptz) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  lapsed integer;
begin
  with gone as (
    update extension set stage = 'lapsed', closed_at = at
    where extension_id in (select o.extension_id from extension o join enrolment n using (enrolment_id)
      where o.stage = 'open' and o.deadline < (at at time zone 'Europe/Stockholm')::date
      -- Its row of the ledger leans on the enrolment, which whoever turns a key holds first.
      for update of o skip locked for key share of n skip locked)
    returning extension_id, enrolment_id, person_id, centre_id, revision, deadline)
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  select g.enrolment_id, g.person_id, g.centre_id, 'extension_lapsed', g.deadline + 1, at, null::uuid,
         jsonb_build_object('extension', g.extension_id, 'revision', g.revision)
  from gone g order by g.deadline, g.extension_id;
  get diagnostics lapsed = row_count;
  return lapsed;
end $$;

revoke execute on function access.extension_hash(uuid, date, text), access.may_follow_up(uuid, uuid, uuid, text),
  access.exit_day_outside(enrolment, date), access.close_extension(uuid, timestamptz, uuid),
  access.end_around(uuid, date, timestamptz, uuid),
  access.finish_enrolment(uuid, uuid, text, date, date, integer, boolean, timestamptz, uuid),
  access.record_exit(uuid, uuid, text, date, date, integer, boolean), access.exit_ends(uuid),
  access.correct_exit(uuid, integer, uuid, text, date, date, integer, boolean), access.reopen_exit(uuid, uuid),
  access.record_follow_up(uuid, uuid, uuid, date, text, boolean, text), access.correct_follow_up(uuid, text, text),
  access.propose_extension(uuid, uuid, uuid, uuid, date, text, date),
  access.change_extension(uuid, integer, date, text, date), access.withdraw_extension(uuid),
  access.extension_key_of(extension), access.turn_extension_key(uuid, uuid, bytea, bytea, boolean, text),
  access.move_enrolment(transfer, timestamptz, uuid), access.propose_transfer(uuid, uuid, uuid, uuid, date),
  access.withdraw_transfer(uuid), access.answer_transfer(uuid, boolean), access.close_next_term(timestamptz),
  access.move_next_transfer(timestamptz), access.lapse_extensions(timestamptz) from public;
grant execute on function access.extension_hash(uuid, date, text), access.may_follow_up(uuid, uuid, uuid, text),
  access.record_exit(uuid, uuid, text, date, date, integer, boolean), access.exit_ends(uuid),
  access.correct_exit(uuid, integer, uuid, text, date, date, integer, boolean), access.reopen_exit(uuid, uuid),
  access.record_follow_up(uuid, uuid, uuid, date, text, boolean, text), access.correct_follow_up(uuid, text, text),
  access.propose_extension(uuid, uuid, uuid, uuid, date, text, date),
  access.change_extension(uuid, integer, date, text, date), access.withdraw_extension(uuid),
  access.turn_extension_key(uuid, uuid, bytea, bytea, boolean, text),
  access.propose_transfer(uuid, uuid, uuid, uuid, date), access.withdraw_transfer(uuid),
  access.answer_transfer(uuid, boolean) to arbetsforum_web;
grant usage on schema access to arbetsforum_worker;
grant execute on function access.close_next_term(timestamptz), access.move_next_transfer(timestamptz),
  access.lapse_extensions(timestamptz) to arbetsforum_worker;

alter table exit_record enable row level security;
alter table follow_up_task enable row level security;
alter table follow_up_attempt enable row level security;
alter table extension enable row level security;
alter table extension_text enable row level security;
alter table extension_key enable row level security;
alter table transfer enable row level security;
create policy own_exit_record on exit_record for select to arbetsforum_web using (person_id = (select actor.person_id()));
create policy others_exit_record on exit_record for select to arbetsforum_web
  using ((select actor.reads_others()) and (access.may(person_id, centre_id, 'outcome', 'read')
    or access.may_follow_up(person_id, enrolment_id, centre_id, 'read')));
create policy own_follow_up_task on follow_up_task for select to arbetsforum_web using (person_id = (select actor.person_id()));
create policy others_follow_up_task on follow_up_task for select to arbetsforum_web
  using ((select actor.reads_others()) and (access.may(person_id, centre_id, 'outcome', 'read')
    or access.may_follow_up(person_id, enrolment_id, centre_id, 'read')));
create policy own_follow_up_attempt on follow_up_attempt for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy others_follow_up_attempt on follow_up_attempt for select to arbetsforum_web
  using ((select actor.reads_others()) and exists (select from follow_up_task t
    where t.follow_up_task_id = follow_up_attempt.follow_up_task_id and t.person_id = follow_up_attempt.person_id));
-- An agency sees the extensions that its own key is asked for, while the person lets it know anything (C3).
create policy own_extension on extension for select to arbetsforum_web using (person_id = (select actor.person_id()));
create policy others_extension on extension for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, centre_id, 'extension', 'read')
    and ((select actor.agency_id()) is null or agency_id = (select actor.agency_id())));
create policy own_extension_text on extension_text for select to arbetsforum_web using (person_id = (select actor.person_id()));
create policy others_extension_text on extension_text for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, centre_id, 'extension', 'read')
    and ((select actor.agency_id()) is null or agency_id = (select actor.agency_id())));
create policy own_extension_key on extension_key for select to arbetsforum_web using (person_id = (select actor.person_id()));
create policy others_extension_key on extension_key for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, centre_id, 'extension', 'read')
    and ((select actor.agency_id()) is null or agency_id = (select actor.agency_id())));
-- The other centre learns of a transfer when it is done, and not before.
create policy own_transfer on transfer for select to arbetsforum_web using (person_id = (select actor.person_id()));
create policy others_transfer on transfer for select to arbetsforum_web
  using ((select actor.role()) in ('team_leader', 'manager')
    and access.may(person_id, case when stage = 'done' and (select actor.centre_id()) = to_centre then to_centre
                                   else from_centre end, 'enrolled', 'read'));
grant select on exit_record, follow_up_task, follow_up_attempt, extension, extension_text, extension_key, transfer
  to arbetsforum_web;
