-- The access log is sealed, told to the participant, and looked after by the manager (decision 16).

-- The worker seals every row; the export of a security system tells of overrides and failed sign-ins too, in ids alone:
-- the words of a reason are not the worker's to read.
create policy worker_failure on sign_in_failure for select to arbetsforum_worker using (true);
grant select on sign_in_failure to arbetsforum_worker;
create policy worker_override on override for select to arbetsforum_worker using (true);
grant select (override_id, person_id, centre_id, staff_id, account_id, begins_at, ends_at) on override to arbetsforum_worker;
-- Rows lie nearly in the order of time: a range of it is found by a few pages.
create index access_log_by_time on access_log using brin (at);

-- What others have read about the participant who asks, from one moment up to another: one row for the same reads by
-- the same person on the same civil day. A function and no query through row security, since a policy that is one of
-- several cannot use the index over people, and the log of a whole country would be read through for each page.
create function access.seen_me(since timestamptz, until timestamptz)
returns table (day date, entry bigint, entries bigint[], first_at timestamptz, last_at timestamptz, times bigint,
               actor_kind text, staff_id uuid, role text, agency_id uuid, action text, categories text[], why text,
               stated text, override_id uuid, consent_ids uuid[])
language sql stable security definer set search_path = public, pg_temp as $$
  select (l.at at time zone 'Europe/Stockholm')::date, min(l.access_log_id), array_agg(l.access_log_id order by l.access_log_id),
         min(l.at), max(l.at), count(*), l.actor_kind, l.staff_id, l.role, l.agency_id, l.action, l.categories, l.reason,
         r.reason, l.override_id, l.consent_ids
  from access_log l left join access_reason r on r.access_log_id = l.access_log_id
  where l.person_ids @> array[actor.person_id()] and l.permitted and l.at >= since and l.at < until
    and l.actor_kind <> 'participant'
  group by 1, l.actor_kind, l.staff_id, l.role, l.agency_id, l.action, l.categories, l.reason, r.reason, l.override_id, l.consent_ids
$$;
-- The nearest moments before and after with a read of the participant who asks: the way to the other months.
create function access.seen_me_beside(since timestamptz, until timestamptz)
returns table (before timestamptz, after timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select max(l.at) filter (where l.at < since), min(l.at) filter (where l.at >= until)
  from access_log l
  where l.person_ids @> array[actor.person_id()] and l.permitted and l.actor_kind <> 'participant'
$$;

-- The number on the card of somebody of the manager's centre. The manager answers for everybody there, a protected
-- identity too, without seeing who that is (G4).
create function access.participant_number(who uuid) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select p.participant_number from person p
  where p.person_id = who and actor.kind() = 'staff' and actor.role() = 'manager'
    and exists (select from enrolment e where e.person_id = who and e.centre_id = actor.centre_id())
$$;

-- G4: every opening of a protected identity is told to the manager; who it is stays a number. The manager's own look at
-- this list is no opening.
create function access.protected_openings(since timestamptz)
returns table (day date, last_at timestamptz, times bigint, staff_id uuid, role text, agency_id uuid, action text, why text,
               person_id uuid, participant_number text)
language sql stable security definer set search_path = public, pg_temp as $$
  with guarded as materialized (
    select p.person_id, p.participant_number from person p
    where p.protected_level > 0 and actor.kind() = 'staff' and actor.role() = 'manager'
      and exists (select from enrolment e where e.person_id = p.person_id and e.centre_id = actor.centre_id()))
  select (l.at at time zone 'Europe/Stockholm')::date, max(l.at), count(*), l.staff_id, l.role, l.agency_id, l.action, l.reason,
         g.person_id, g.participant_number
  from guarded g join access_log l on l.person_ids @> array[g.person_id]
  where l.permitted and l.at >= since and l.staff_id is not null
    and l.action not in ('read_operations', 'answer_question')
  group by 1, l.staff_id, l.role, l.agency_id, l.action, l.reason, g.person_id, g.participant_number
  order by max(l.at) desc
  limit 200
$$;

revoke execute on function access.seen_me(timestamptz, timestamptz), access.seen_me_beside(timestamptz, timestamptz),
  access.participant_number(uuid), access.protected_openings(timestamptz) from public;
grant execute on function access.seen_me(timestamptz, timestamptz), access.seen_me_beside(timestamptz, timestamptz),
  access.participant_number(uuid), access.protected_openings(timestamptz) to arbetsforum_web;

-- A question reaches the manager of the centre that it is put to, whoever asks: somebody with a protected identity is
-- answered as well, and stays a number. The words are the participant's own, sent to the manager by themselves.
drop policy manager_question on access_question;
create policy manager_question on access_question for select to arbetsforum_web
  using ((select actor.kind()) = 'staff' and (select actor.role()) = 'manager' and centre_id = (select actor.centre_id()));
drop policy manager_answer on access_answer;
create policy manager_answer on access_answer for select to arbetsforum_web
  using ((select actor.kind()) = 'staff' and (select actor.role()) = 'manager' and centre_id = (select actor.centre_id()));
drop policy manager_answers on access_answer;
create policy manager_answers on access_answer for insert to arbetsforum_web
  with check ((select actor.kind()) = 'staff' and (select actor.role()) = 'manager' and centre_id = (select actor.centre_id())
    and answered_by = (select actor.account_id())
    and exists (select from access_question q where q.access_question_id = access_answer.access_question_id
                and q.person_id = access_answer.person_id and q.centre_id = access_answer.centre_id));
-- An answer stands as it was given; the participant has read it once and for all.
create function access.only_read_at() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.read_at is not null
     or (new.access_question_id, new.person_id, new.centre_id, new.answer, new.answered_at, new.answered_by)
        is distinct from (old.access_question_id, old.person_id, old.centre_id, old.answer, old.answered_at, old.answered_by) then
    raise exception 'access_answer is append-only' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger access_answer_is_history before update or delete on access_answer
  for each row execute function access.only_read_at();
create trigger override_seen_is_history before update or delete on override_seen
  for each row execute function actor.refuse_change();
create index access_answer_unread on access_answer (person_id) where read_at is null;

-- A participant asks about what they can see in the log, and nothing else.
create function access.asks_about_own_entry() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if not exists (select from access_log l where l.access_log_id = new.access_log_id and l.permitted
                 and l.person_ids @> array[new.person_id]) then
    raise exception 'no such entry of this person' using errcode = 'foreign_key_violation';
  end if;
  return new;
end $$;
create trigger access_question_of_own_entry before insert on access_question
  for each row execute function access.asks_about_own_entry();

-- The entry that was asked about is the manager's to read, whoever it is about and whoever read.
create policy manager_asked_entry on access_log for select to arbetsforum_web
  using ((select actor.kind()) = 'staff' and (select actor.role()) = 'manager' and exists (
    select from access_question q where q.access_log_id = access_log.access_log_id and q.centre_id = (select actor.centre_id())));
