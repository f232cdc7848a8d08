-- Referrals (E1–E6): places, queue and capacity are decided here, one programme at a time, whoever sends at once.
-- domain::quota holds the same rule; a test compares the two on random sequences.
alter table referral
  -- The place within the quota of its period: what is taken once is taken, enrolled or not.
  add column placed_on date,
  add column place_no integer check (place_no >= 1),
  add column queued_on date,
  add column queue_reason text check (queue_reason in ('quota_full', 'closed_for_old_cases', 'house_full')),
  add column refusal_words text not null default '' check (char_length(refusal_words) <= 500),
  -- K4: the day on which the centre first reached the person.
  add column contacted_on date,
  -- G4: who may open the referral of a protected identity, beside the manager.
  add column named_staff_id uuid references staff,
  add constraint referral_group check (entry_group in ('new_applicants', 'old_cases', 'long_term_registered', 'referred')),
  -- K4: nobody is reached about a referral before it came.
  add constraint referral_contact check (contacted_on >= (referred_at at time zone 'Europe/Stockholm')::date),
  add constraint referral_refusal check (refusal in
    ('condition_not_met', 'not_target_group', 'other_fits_better', 'person_declines', 'not_reached')),
  -- Rows from before referrals were whole have no group: they keep what they have.
  add constraint referral_whole check (entry_group is null or (
    centre_id is not null and programme_version_id is not null and given_name is not null and family_name is not null
    and birth_year is not null and told_terms_on is not null
    and (state in ('refused', 'withdrawn', 'enrolled')) = (decided_at is not null)
    and (state = 'refused') = (refusal is not null)
    and (state in ('placed', 'enrolled')) = (placed_on is not null)
    and (placed_on is null) = (period_start is null)
    and (place_no is null or placed_on is not null)
    and (queue_reason is null or state = 'queued')
    and (state <> 'enrolled' or person_id is not null)));
-- E2: no two hold the same place of a way in and a period.
create unique index referral_place on referral (programme_id, agency_id, entry_group, period_start, place_no)
  where place_no is not null;
create index enrolment_open_by_programme on enrolment (programme_id) where ended_on is null;

-- One at a time for a programme, until the end of the transaction: the last place is given once.
create function access.lock_programme(which uuid) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
  select pg_advisory_xact_lock(hashtextextended('programme places ' || which::text, 0))
$$;

-- The version of a programme that holds on a day: the same order as programme::version_on.
create function access.version_on(which uuid, on_day date) returns programme_version
language sql stable security definer set search_path = public, pg_temp as $$
  select v.* from programme_version v where v.programme_id = which and v.valid_from <= on_day
  order by v.valid_from desc, v.version desc limit 1
$$;

-- A way in of the rules: domain::programme::Entry.
create function access.way_in(rules jsonb, agency uuid, wanted_group text) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select e.entry from jsonb_array_elements(coalesce(rules -> 'entries', '[]'::jsonb)) with ordinality as e (entry, no)
  where e.entry ->> 'agency' = (select a.code from agency a where a.agency_id = agency) and e.entry ->> 'group' = wanted_group
  order by e.no limit 1
$$;

create function access.period_start(per text, on_day date) returns date
language sql immutable as $$
  select case when per = 'half_year'
    then make_date(extract(year from on_day)::integer, case when extract(month from on_day) <= 6 then 1 else 7 end, 1)
    else date_trunc('month', on_day::timestamp)::date end
$$;

-- Enrolled and not ended, and those with a place who are not enrolled yet (E3).
create function access.in_the_house(which uuid) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
  select ((select count(*) from enrolment e where e.programme_id = which and e.ended_on is null)
        + (select count(*) from referral r where r.programme_id = which and r.state = 'placed' and r.entry_group is not null))::integer
$$;

-- Those placed in the period of a day, by the length that the period has now: rules may have changed it since.
create function access.places_taken(which uuid, agency uuid, wanted_group text, per text, on_day date) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::integer from referral r
  where r.programme_id = which and r.agency_id = agency and r.entry_group = wanted_group
    and r.state in ('placed', 'enrolled') and access.period_start(per, r.placed_on) = access.period_start(per, on_day)
$$;

-- E2: that month's new applicants of the agency: those who got a place in it, and those who came into the queue in it and
-- wait. Whoever waits since an earlier month was that month's.
create function access.new_applicants(which uuid, agency uuid, on_day date) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::integer from referral r
  where r.programme_id = which and r.agency_id = agency and r.entry_group = 'new_applicants'
    and r.state in ('queued', 'placed', 'enrolled')
    and access.period_start('month', case when r.state = 'queued' then r.queued_on else r.placed_on end)
      = access.period_start('month', on_day)
$$;

-- Why somebody of this way in would wait on this day; null where a place is open. domain::quota::verdict.
create function access.place_verdict(which uuid, agency uuid, wanted_group text, on_day date) returns text
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  rules jsonb := (access.version_on(which, on_day)).rules;
  way jsonb := access.way_in(rules, agency, wanted_group);
begin
  if way is null then
    return 'quota_full';
  end if;
  if access.places_taken(which, agency, wanted_group, way ->> 'per', on_day) >= (way ->> 'quota')::integer then
    return 'quota_full';
  end if;
  if access.new_applicants(which, agency, on_day) > (way ->> 'while_new_at_most')::integer then
    return 'closed_for_old_cases';
  end if;
  if access.in_the_house(which) >= (rules ->> 'capacity')::integer then
    return 'house_full';
  end if;
  return null;
end $$;

-- The guard that no way of writing passes: a place is within its quota and the house, and what is decided stays so.
create function access.guard_referral() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  way jsonb;
  verdict text;
begin
  if new.entry_group is null then
    return new;
  end if;
  if tg_op = 'UPDATE' then
    if old.state in ('refused', 'withdrawn', 'enrolled') and new.state <> old.state then
      raise exception 'a decided referral stays decided' using errcode = 'integrity_constraint_violation';
    end if;
    if new.state = 'enrolled' and old.state not in ('placed', 'enrolled') then
      raise exception 'only a referral with a place is enrolled' using errcode = 'integrity_constraint_violation';
    end if;
    if (new.programme_id, new.agency_id, new.staff_id, new.entry_group, new.referred_at)
       is distinct from (old.programme_id, old.agency_id, old.staff_id, old.entry_group, old.referred_at) then
      raise exception 'who referred to what stays as it was' using errcode = 'integrity_constraint_violation';
    end if;
    if new.state = old.state and (new.placed_on, new.period_start, new.place_no)
       is not distinct from (old.placed_on, old.period_start, old.place_no) then
      return new;
    end if;
    if old.state = 'placed' and new.state = 'enrolled' then
      if (new.placed_on, new.period_start, new.place_no) is distinct from (old.placed_on, old.period_start, old.place_no) then
        raise exception 'a place goes along into the enrolment' using errcode = 'integrity_constraint_violation';
      end if;
      return new;
    end if;
  end if;
  if new.state in ('placed', 'enrolled') then
    perform access.lock_programme(new.programme_id);
    way := access.way_in((access.version_on(new.programme_id, new.placed_on)).rules, new.agency_id, new.entry_group);
    if way is null or new.period_start is distinct from access.period_start(way ->> 'per', new.placed_on)
       or (way ? 'quota' and (new.place_no is null or new.place_no > (way ->> 'quota')::integer)) then
      raise exception 'no such place' using errcode = 'check_violation', constraint = 'referral_within_quota';
    end if;
    if new.state = 'placed' then
      verdict := access.place_verdict(new.programme_id, new.agency_id, new.entry_group, new.placed_on);
      if verdict is not null then
        raise exception 'no place: %', verdict using errcode = 'check_violation', constraint = 'referral_within_quota';
      end if;
    end if;
  end if;
  return new;
end $$;
create trigger referral_guard before insert or update on referral for each row execute function access.guard_referral();

-- E3: the hard limit. Those who are expected are held a place by the queue; this holds for whoever enrols.
create function access.guard_capacity() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  most integer;
begin
  if new.ended_on is not null or (tg_op = 'UPDATE' and old.ended_on is null) then
    return new;
  end if;
  most := ((access.version_on(new.programme_id, coalesce(actor.day(), new.enrolled_on))).rules ->> 'capacity')::integer;
  if most is not null then
    perform access.lock_programme(new.programme_id);
    if (select count(*) from enrolment e where e.programme_id = new.programme_id and e.ended_on is null) >= most then
      raise exception 'the house is full' using errcode = 'check_violation', constraint = 'enrolment_within_capacity';
    end if;
  end if;
  return new;
end $$;
create trigger enrolment_within_capacity before insert or update of ended_on on enrolment
  for each row execute function access.guard_capacity();

-- Moves the queue of a programme: domain::quota::settle. The ledger says why each moved, and what place was freed.
-- Looked at again, nothing moves: anybody may call it at any time.
create function access.settle_referrals(which uuid, at timestamptz, cause text, of_what uuid, by_account uuid) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  today date := (at at time zone 'Europe/Stockholm')::date;
  version programme_version;
  waits record;
  way jsonb;
  way_name text;
  period date;
  verdict text;
  blocked jsonb := '{}';
  place integer;
  why text;
  moved integer := 0;
begin
  perform access.lock_programme(which);
  version := access.version_on(which, today);
  for waits in
    select r.* from referral r where r.programme_id = which and r.state = 'queued' and r.entry_group is not null order by r.queue_no
  loop
    way_name := waits.agency_id || ' ' || waits.entry_group;
    verdict := blocked ->> way_name;
    if verdict is null then
      verdict := access.place_verdict(which, waits.agency_id, waits.entry_group, today);
    end if;
    way := access.way_in(version.rules, waits.agency_id, waits.entry_group);
    period := access.period_start(way ->> 'per', today);
    if verdict is null then
      place := null;
      if way ? 'quota' then
        select min(n) into place from generate_series(1, (way ->> 'quota')::integer) n
        where not exists (select from referral t where t.programme_id = which and t.agency_id = waits.agency_id
          and t.entry_group = waits.entry_group and t.period_start = period and t.place_no = n);
      end if;
      why := case
        when cause in ('sent', 'judged') and waits.referral_id = of_what then cause
        when cause not in ('sent', 'judged', 'looked') then cause
        when access.period_start(way ->> 'per', waits.queued_on) < period then 'new_period'
        when version.programme_version_id <> waits.programme_version_id and version.valid_from > waits.queued_on then 'rules_changed'
        else 'place_freed' end;
      update referral set state = 'placed', placed_on = today, period_start = period, place_no = place, queue_reason = null
      where referral_id = waits.referral_id;
      insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
      values (waits.referral_id, which, waits.centre_id, 'referral_placed', today, at, by_account,
              jsonb_strip_nulls(jsonb_build_object('agency_id', waits.agency_id, 'group', waits.entry_group, 'why', why,
                'period', period, 'place', place, 'rules', version.version,
                'freed', case when cause not in ('sent', 'judged', 'looked') then of_what end)));
      moved := moved + 1;
    else
      blocked := blocked || jsonb_build_object(way_name, verdict);
      if verdict is distinct from waits.queue_reason then
        update referral set queue_reason = verdict where referral_id = waits.referral_id;
        insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
        values (waits.referral_id, which, waits.centre_id, 'referral_queued', today, at, by_account,
                jsonb_build_object('agency_id', waits.agency_id, 'group', waits.entry_group, 'reason', verdict, 'period', period,
                                   'order', waits.queue_no));
      end if;
    end if;
  end loop;
  return moved;
end $$;

-- A referral comes in: `sent` is its particulars, which the server has read. Nothing is decided twice: the same key is
-- the same referral, and another body under it is refused.
create function access.send_referral(new_id uuid, key uuid, hash bytea, sent jsonb) returns table (referral_id uuid, outcome text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  at timestamptz := actor.moment();
  today date := actor.day();
  house uuid := (sent ->> 'centre_id')::uuid;
  which uuid := (sent ->> 'programme_id')::uuid;
  grp text := sent ->> 'entry_group';
  version programme_version;
  before referral;
  first text;
  why text;
begin
  if actor.role() is distinct from 'case_worker' or actor.agency_id() is null or actor.staff_id() is null or at is null then
    raise exception 'only a case worker refers' using errcode = 'insufficient_privilege';
  end if;
  perform access.lock_programme(which);
  select r.* into before from referral r where r.idempotency_key = key;
  if found then
    return query select before.referral_id,
      case when before.request_hash = hash and before.staff_id = actor.staff_id() then 'same' else 'conflict' end;
    return;
  end if;
  version := access.version_on(which, today);
  if access.way_in(version.rules, actor.agency_id(), grp) is null
     or not exists (select from programme_centre p where p.programme_id = which and p.centre_id = house) then
    return query select null::uuid, 'no_way_in';
    return;
  end if;
  if exists (select from jsonb_array_elements_text(coalesce(version.rules -> 'conditions', '[]'::jsonb)) c (code)
             where jsonb_typeof(sent -> 'answers' -> c.code -> 'yes') is distinct from 'boolean') then
    return query select null::uuid, 'unanswered';
    return;
  end if;
  why := case
    when jsonb_path_exists(sent -> 'answers', '$.* ? (@.yes == false)') then 'condition_not_met'
    when grp = 'long_term_registered' then 'judged_jointly' end;
  first := case when why is null then 'queued' else 'review' end;
  insert into referral (referral_id, programme_id, programme_version_id, centre_id, agency_id, staff_id, referred_at, entry_group,
                        ground, given_name, family_name, birth_year, identity_number, phone, spoken_language, needs_interpreter,
                        protected, reason, answers, told_terms_on, wished_start, state, queued_on, idempotency_key, request_hash)
  values (new_id, which, version.programme_version_id, house, actor.agency_id(), actor.staff_id(), at, grp,
          sent ->> 'ground', sent ->> 'given_name', sent ->> 'family_name', (sent ->> 'birth_year')::smallint,
          sent ->> 'identity_number', coalesce(sent ->> 'phone', ''), sent ->> 'spoken_language',
          coalesce((sent ->> 'needs_interpreter')::boolean, false), coalesce((sent ->> 'protected')::boolean, false),
          coalesce(sent ->> 'reason', ''), sent -> 'answers', (sent ->> 'told_terms_on')::date, (sent ->> 'wished_start')::date,
          first, case when first = 'queued' then today end, key, hash);
  insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  values (new_id, which, house, 'referred', today, at, actor.account_id(),
          jsonb_build_object('agency_id', actor.agency_id(), 'group', grp, 'rules', version.version));
  if first = 'review' then
    insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
    values (new_id, which, house, 'referral_review', today, at, actor.account_id(),
            jsonb_build_object('agency_id', actor.agency_id(), 'group', grp, 'why', why));
  else
    perform access.settle_referrals(which, at, 'sent', new_id, actor.account_id());
  end if;
  return query select new_id, 'sent';
end $$;

-- Whether the actor may read or write a referral: the grid's cell, at the row's own centre; a protected one is open to
-- the manager and to who is named on it alone (G4). Once the person is known, the person's own gate stands before it.
create function access.may_referral(r referral, wanted_verb text) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  found_rule text;
begin
  select g.rule into found_rule from access.grid g
  where g.role = actor.role() and g.category = 'referral' and g.verb = wanted_verb;
  if found_rule is null or actor.moment() is null then
    return false;
  end if;
  if r.person_id is not null then
    return access.may(r.person_id, r.centre_id, 'referral', wanted_verb)
      and (actor.agency_id() is null or r.staff_id = actor.staff_id());
  end if;
  return case found_rule
    when 'centre' then r.centre_id = actor.centre_id()
      and (not r.protected or actor.role() = 'manager' or r.named_staff_id = actor.staff_id())
    when 'own_referral' then r.agency_id = actor.agency_id() and r.staff_id = actor.staff_id() and r.decided_at is null
    else false end;
end $$;

-- What happens to a referral at the desk and at its sender's: one change each, under the programme's lock. Said again,
-- it is 'same'; what cannot be is told by a word; what the actor may not is as if it were not there.
create function access.change_referral(which_one uuid, change text, code text, words text, on_day date) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  r referral;
  at timestamptz := actor.moment();
  today date := actor.day();
  had_place boolean;
  to_state text;
  said jsonb;
begin
  select t.* into r from referral t where t.referral_id = which_one;
  if r.referral_id is null or r.entry_group is null then
    return 'not_found';
  end if;
  perform access.lock_programme(r.programme_id);
  select t.* into r from referral t where t.referral_id = which_one for update;
  if change = 'withdraw' then
    -- The sender's own alone, and as long as the centre has not begun. Taken over or enrolled: the same answer (C3).
    if actor.role() is distinct from 'case_worker' or r.staff_id is distinct from actor.staff_id()
       or r.agency_id is distinct from actor.agency_id() then
      return 'not_found';
    elsif r.state = 'withdrawn' then
      return 'same';
    elsif r.state = 'enrolled' or (r.state = 'placed' and r.contacted_on is not null) then
      return 'taken_over';
    elsif r.state = 'refused' then
      return 'decided';
    end if;
  else
    if actor.centre_id() is null or not access.may_referral(r, 'write') then
      return 'not_found';
    elsif r.state = 'refused' and change = 'refuse' then
      return case when r.refusal = code then 'same' else 'decided' end;
    elsif r.state in ('refused', 'withdrawn', 'enrolled') then
      return 'decided';
    elsif change = 'review' and r.state = 'review' then
      return 'same';
    elsif change = 'judge' and r.state <> 'review' then
      return 'same';
    elsif change = 'contacted' then
      if r.contacted_on is not null then
        return case when r.contacted_on = on_day then 'same' else 'decided' end;
      elsif on_day < (r.referred_at at time zone 'Europe/Stockholm')::date then
        return 'before_referral';
      end if;
      update referral set contacted_on = on_day where referral_id = which_one;
      return 'done';
    end if;
  end if;
  had_place := r.state = 'placed';
  to_state := case change when 'withdraw' then 'withdrawn' when 'refuse' then 'refused' when 'review' then 'review'
    when 'judge' then 'queued' end;
  if to_state is null then
    raise exception 'no such change: %', change;
  end if;
  update referral set state = to_state, placed_on = null, period_start = null, place_no = null, queue_reason = null,
    queued_on = case when to_state = 'queued' then today else queued_on end,
    refusal = case when to_state = 'refused' then code end,
    refusal_words = case when to_state = 'refused' then words else '' end,
    decided_at = case when to_state in ('refused', 'withdrawn') then at end
  where referral_id = which_one;
  said := jsonb_strip_nulls(jsonb_build_object('agency_id', r.agency_id, 'group', r.entry_group, 'from', r.state,
    'why', case to_state when 'review' then 'called' when 'refused' then code end, 'period', r.period_start, 'place', r.place_no));
  if to_state <> 'queued' then
    insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
    values (which_one, r.programme_id, r.centre_id, 'referral_' || to_state, today, at, actor.account_id(), said);
  end if;
  perform access.settle_referrals(r.programme_id, at, case when change = 'judge' then 'judged' when had_place then to_state else 'looked' end,
    which_one, actor.account_id());
  return 'done';
end $$;

-- The manager names who settles the referral of a protected identity (G4).
create function access.name_for_referral(which_one uuid, who uuid) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if actor.role() is distinct from 'manager' or not exists (
      select from staff_role s where s.staff_id = who and s.centre_id = actor.centre_id() and s.role in ('reception', 'team_leader')
        and s.valid_from <= actor.day() and (s.valid_to is null or s.valid_to >= actor.day())) then
    return 'not_found';
  end if;
  update referral r set named_staff_id = who
  where r.referral_id = which_one and r.centre_id = actor.centre_id() and r.protected and r.decided_at is null;
  return case when found then 'done' else 'not_found' end;
end $$;

-- An ended enrolment frees a place in the house.
create function access.enrolment_freed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if actor.moment() is not null then
    perform access.settle_referrals(new.programme_id, actor.moment(), 'enrolment_ended', new.enrolment_id, actor.account_id());
  end if;
  return null;
end $$;
create trigger enrolment_freed after update of ended_on on enrolment
  for each row when (old.ended_on is null and new.ended_on is not null) execute function access.enrolment_freed();

-- Every queue, at a look: a new month and new rules move it without anybody's pressing anything.
create function access.move_queue(which uuid, at timestamptz) returns integer
language sql volatile security definer set search_path = public, pg_temp as $$
  select access.settle_referrals(which, at, 'looked', null, null)
$$;
create function access.move_queues(at timestamptz) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  which uuid;
  moved integer := 0;
begin
  for which in select distinct r.programme_id from referral r where r.state = 'queued' and r.entry_group is not null order by 1 loop
    moved := moved + access.move_queue(which, at);
  end loop;
  return moved;
end $$;

-- What the sender sees before sending: of each own way in the places, and of the house how full it is. Numbers alone.
create function access.referral_outlook(which uuid)
returns table (entry_group text, quota integer, per text, while_new_at_most integer, taken integer, new_applicants integer,
               waiting integer, verdict text, capacity integer, in_the_house integer, house_waiting integer)
language sql stable security definer set search_path = public, pg_temp as $$
  select w.entry ->> 'group', (w.entry ->> 'quota')::integer, w.entry ->> 'per', (w.entry ->> 'while_new_at_most')::integer,
    access.places_taken(which, actor.agency_id(), w.entry ->> 'group', w.entry ->> 'per', actor.day()),
    access.new_applicants(which, actor.agency_id(), actor.day()),
    (select count(*)::integer from referral r where r.programme_id = which and r.agency_id = actor.agency_id()
       and r.entry_group = w.entry ->> 'group' and r.state = 'queued'),
    access.place_verdict(which, actor.agency_id(), w.entry ->> 'group', actor.day()),
    (v.rules ->> 'capacity')::integer, access.in_the_house(which),
    (select count(*)::integer from referral r where r.programme_id = which and r.state = 'queued' and r.entry_group is not null)
  from access.version_on(which, actor.day()) v
  cross join jsonb_array_elements(coalesce(v.rules -> 'entries', '[]'::jsonb)) with ordinality as w (entry, no)
  join agency a on a.code = w.entry ->> 'agency' and a.agency_id = actor.agency_id()
  where actor.role() = 'case_worker'
  order by w.no
$$;

-- The place in the queue: within the own way in, or where the house is full among all who wait.
create function access.queue_place(r referral) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
  select case when r.state = 'queued' then (
    select count(*)::integer from referral t
    where t.programme_id = r.programme_id and t.state = 'queued' and t.entry_group is not null and t.queue_no <= r.queue_no
      and (r.queue_reason = 'house_full' or (t.agency_id = r.agency_id and t.entry_group = r.entry_group))) end
$$;

-- The sender's own referrals. What comes after the centre has taken over is the person's: a referral that is enrolled and
-- one whose person the centre has reached look the same, and neither shows more than that (C3).
create function access.my_referrals()
returns table (referral_id uuid, programme_id uuid, centre_id uuid, entry_group text, ground text, given_name text,
               family_name text, birth_year smallint, identity_number text, phone text, spoken_language text,
               needs_interpreter boolean, protected boolean, reason text, answers jsonb, told_terms_on date, wished_start date,
               state text, taken_over boolean, refusal text, refusal_words text, queue_reason text, queue_place integer,
               referred_at timestamptz, decided_at timestamptz, placed_on date, idempotency_key uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.referral_id, r.programme_id, r.centre_id, r.entry_group, r.ground, r.given_name, r.family_name, r.birth_year,
    case when not t.over then r.identity_number end, case when t.over then '' else r.phone end,
    case when not t.over then r.spoken_language end, not t.over and r.needs_interpreter, r.protected,
    case when t.over then '' else r.reason end, case when t.over then '{}'::jsonb else r.answers end, r.told_terms_on, r.wished_start,
    case when t.over then 'placed' else r.state end, t.over, r.refusal, r.refusal_words, r.queue_reason, access.queue_place(r),
    r.referred_at, case when r.state in ('refused', 'withdrawn') then r.decided_at end, r.placed_on, r.idempotency_key
  from referral r
  cross join lateral (select r.state = 'enrolled' or (r.state = 'placed' and r.contacted_on is not null) as over) t
  where actor.role() = 'case_worker' and r.entry_group is not null
    and r.staff_id = actor.staff_id() and r.agency_id = actor.agency_id()
$$;

-- What has happened to a referral, for its sender: up to where the centre has taken over.
create function access.my_referral_events(which_one uuid)
returns table (event text, concerns_on date, why text, reason text)
language sql stable security definer set search_path = public, pg_temp as $$
  select l.event, l.concerns_on, l.payload ->> 'why', l.payload ->> 'reason'
  from ledger l join referral r using (referral_id)
  where l.referral_id = which_one and actor.role() = 'case_worker' and r.staff_id = actor.staff_id() and r.agency_id = actor.agency_id()
    and l.event in ('referred', 'referral_placed', 'referral_queued', 'referral_review', 'referral_refused', 'referral_withdrawn')
  order by l.ledger_id
$$;

-- E6: who could be the same, for the desk: people of the centre whom the actor may know of, by identity number, else by
-- name and year of birth. Shown, never merged.
create function access.referral_doubles(which_one uuid) returns table (person_id uuid, by_number boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.person_id, coalesce(i.identity_number = r.identity_number, false)
  from referral r join person p on p.erased_at is null left join person_identity i on i.person_id = p.person_id
  where r.referral_id = which_one and r.person_id is null and actor.centre_id() is not null and access.may_referral(r, 'read')
    and (i.identity_number = r.identity_number
      or ((i.identity_number is null or r.identity_number is null) and lower(p.given_name) = lower(r.given_name)
        and lower(p.family_name) = lower(r.family_name) and coalesce(p.birth_year, r.birth_year) = r.birth_year))
    and access.may(p.person_id, null, 'enrolled', 'read')
  order by 2 desc, 1 limit 10
$$;

-- One's own beginnings of referrals: nobody else's to read, and gone after thirty days.
create table referral_draft (
  referral_draft_id uuid primary key,
  account_id uuid not null references account,
  agency_id uuid not null references agency,
  answers jsonb not null default '{}' check (jsonb_typeof(answers) = 'object'),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index referral_draft_by_account on referral_draft (account_id, updated_at desc);
alter table referral_draft enable row level security;
create policy own_referral_draft on referral_draft for all to arbetsforum_web
  using (account_id = (select actor.account_id()) and agency_id = (select actor.agency_id()))
  with check (account_id = (select actor.account_id()) and agency_id = (select actor.agency_id()));
grant select, insert, delete on referral_draft to arbetsforum_web;
grant update (answers, updated_at) on referral_draft to arbetsforum_web;

-- A read of a referral is in the access log like any other; while the person is not known here there is nobody to name in
-- it. This row says which referral was read, and follows the person once they are found; L: with the stated reason.
create table referral_read (
  access_log_id bigint not null references access_log,
  referral_id uuid not null references referral,
  person_id uuid references person,
  reason text,
  primary key (access_log_id, referral_id)
);
create index referral_read_by_person on referral_read (person_id) where person_id is not null;
create index referral_read_by_referral on referral_read (referral_id);
alter table referral_read enable row level security;
create policy own_referral_read on referral_read for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy add_referral_read on referral_read for insert to arbetsforum_web
  with check ((select actor.reads_others()));
grant select, insert on referral_read to arbetsforum_web;

-- L: whether the actor has said a moment ago why they need the identity number of a referral whole.
create function access.referral_number_opened(which_one uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from referral_read d join access_log l using (access_log_id)
    where d.referral_id = which_one and d.reason is not null and l.account_id = actor.account_id()
      and l.at > actor.moment() - interval '1 minute')
$$;

-- G6: a read after the enrolment, by a sender who does not know that there was one, is the person's to see as well. The
-- lock lets neither pass the other by: a read that is not committed is not found by those that follow.
create function access.referral_read_names() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('referral reads ' || new.referral_id::text, 0));
  select r.person_id into new.person_id from referral r where r.referral_id = new.referral_id;
  return new;
end $$;
create trigger referral_read_names before insert on referral_read for each row execute function access.referral_read_names();

create function access.referral_reads_follow() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('referral reads ' || new.referral_id::text, 0));
  update referral_read set person_id = new.person_id where referral_id = new.referral_id;
  return null;
end $$;
create trigger referral_reads_follow after update of person_id on referral
  for each row when (new.person_id is distinct from old.person_id) execute function access.referral_reads_follow();

-- A referral of somebody who is not known here yet: the desk of its centre, and its sender until it is decided.
drop policy others_referral on referral;
create policy others_referral on referral for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may_referral(referral, 'read'));
create policy referral_ledger on ledger for select to arbetsforum_web
  using (referral_id is not null and enrolment_id is null and (select actor.reads_others())
    and exists (select from referral r where r.referral_id = ledger.referral_id));
create policy add_referral_ledger on ledger for insert to arbetsforum_web
  with check (referral_id is not null and enrolment_id is null and person_id is null and event = 'contacted'
    and recorded_by = (select actor.account_id()) and (select actor.centre_id()) = centre_id
    and exists (select from referral r where r.referral_id = ledger.referral_id and r.programme_id = ledger.programme_id
      and access.may_referral(r, 'write')));

-- What waits longest and what is over goes: drafts after thirty days; the particulars of what never became an enrolment
-- after as long as contact details are kept after an exit.
create function access.clear_referrals(at timestamptz) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  kept integer;
  cleared integer;
begin
  delete from referral_draft where updated_at < at - interval '30 days';
  select r.months into kept from retention_rule r
  where r.class = 'contact' and r.valid_from <= (at at time zone 'Europe/Stockholm')::date order by r.version desc limit 1;
  update referral set given_name = 'Raderad', family_name = 'person', birth_year = 1900, identity_number = null, phone = '',
    spoken_language = null, needs_interpreter = false, reason = '', answers = '{}', refusal_words = '', ground = null
  where person_id is null and entry_group is not null and state in ('refused', 'withdrawn')
    and decided_at + make_interval(months => kept) <= at and given_name <> 'Raderad';
  get diagnostics cleared = row_count;
  update referral_read d set reason = null from referral r
  where r.referral_id = d.referral_id and r.person_id is null and r.given_name = 'Raderad' and d.reason is not null;
  return cleared;
end $$;

revoke execute on function access.lock_programme(uuid), access.version_on(uuid, date), access.way_in(jsonb, uuid, text),
  access.in_the_house(uuid), access.places_taken(uuid, uuid, text, text, date), access.new_applicants(uuid, uuid, date),
  access.place_verdict(uuid, uuid, text, date), access.guard_referral(), access.guard_capacity(),
  access.settle_referrals(uuid, timestamptz, text, uuid, uuid), access.send_referral(uuid, uuid, bytea, jsonb),
  access.may_referral(referral, text), access.change_referral(uuid, text, text, text, date), access.name_for_referral(uuid, uuid),
  access.enrolment_freed(), access.move_queue(uuid, timestamptz), access.move_queues(timestamptz), access.referral_outlook(uuid),
  access.queue_place(referral), access.my_referrals(), access.my_referral_events(uuid), access.referral_doubles(uuid),
  access.referral_number_opened(uuid), access.referral_read_names(), access.referral_reads_follow(),
  access.clear_referrals(timestamptz) from public;
grant execute on function access.send_referral(uuid, uuid, bytea, jsonb), access.may_referral(referral, text),
  access.change_referral(uuid, text, text, text, date), access.name_for_referral(uuid, uuid), access.referral_outlook(uuid),
  access.queue_place(referral), access.my_referrals(), access.my_referral_events(uuid), access.referral_doubles(uuid),
  access.referral_number_opened(uuid)
  to arbetsforum_web;
grant usage on schema access to arbetsforum_worker;
grant execute on function access.move_queues(timestamptz), access.clear_referrals(timestamptz) to arbetsforum_worker;
