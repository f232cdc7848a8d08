-- Programmes as data: a manager makes a new version of the rules; what is enrolled keeps the one it began under.
alter table programme_version
  -- The account of whoever made it; no foreign key, since rules outlive the accounts and people of a centre.
  add column created_by uuid,
  add column reason text not null default '' check (char_length(reason) <= 1000);
alter table programme_version add constraint programme_version_source check (char_length(source) between 1 and 200);

-- Whether somebody in the house of the acting centre asks of a programme that runs there.
create function access.runs_programme(wanted uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select actor.role() in ('reception', 'coach', 'recruiter', 'team_leader', 'manager', 'specialist')
    and exists (select from programme_centre c where c.programme_id = wanted and c.centre_id = actor.centre_id())
$$;

-- The number follows on the one before, the day never goes back, and every way in is of a party that there is. Those who
-- save at once queue here and each looks again: one gets the number, the other is told (E1, E2).
create function access.next_programme_version() returns trigger
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  last_version integer;
  last_day date;
begin
  if actor.role() is null then
    return new; -- the owner, who seeds the first versions
  end if;
  perform pg_advisory_xact_lock(hashtextextended('programme ' || new.programme_id::text, 0));
  select max(v.version), max(v.valid_from) into last_version, last_day
  from programme_version v where v.programme_id = new.programme_id;
  if new.version <> coalesce(last_version, 0) + 1 then
    raise exception 'a version follows on the one before' using errcode = 'unique_violation';
  end if;
  if new.valid_from < greatest(actor.day(), last_day) then
    raise exception 'a version holds from today or later, and never before the one before' using errcode = 'check_violation';
  end if;
  if exists (select from jsonb_array_elements(coalesce(new.rules -> 'entries', '[]')) as entry
             where not exists (select from agency a where a.code = entry ->> 'agency')) then
    raise exception 'a way in is of a party that there is' using errcode = 'foreign_key_violation';
  end if;
  return new;
end $$;
create trigger programme_version_follows before insert on programme_version
  for each row execute function access.next_programme_version();

-- The rules are nobody's secret and about nobody; only a manager of a centre that runs the programme adds to them.
alter table programme_version enable row level security;
create policy read_version on programme_version for select using (true);
create policy make_version on programme_version for insert to arbetsforum_web
  with check (access.manages() and access.runs_programme(programme_id) and reason <> ''
    and created_by = (select actor.account_id()) and created_at = (select actor.moment()));
grant insert on programme_version to arbetsforum_web;

-- Counts alone leave these functions: no person is read.

-- How many of the acting centre began under each version: now, and ever.
create function access.enrolled_by_version(wanted uuid) returns table (version integer, now_enrolled bigint, ever_enrolled bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select v.version,
    count(e.enrolment_id) filter (where e.ended_on is null or e.ended_on > actor.day()), count(e.enrolment_id)
  from programme_version v
  left join enrolment e on e.programme_version_id = v.programme_version_id and e.centre_id = actor.centre_id()
  where v.programme_id = wanted and access.runs_programme(wanted)
  group by v.version
$$;

-- Referrals that wait: placed and not enrolled, and in the queue, by way in (E2, E3).
create function access.waiting_for_place(wanted uuid) returns table (state text, agency text, entry_group text, waiting bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.state, a.code, coalesce(r.entry_group, ''), count(*)
  from referral r join agency a using (agency_id)
  where r.programme_id = wanted and r.state in ('placed', 'queued') and r.decided_at is null and r.enrolment_id is null
    and actor.role() in ('reception', 'team_leader', 'manager') and access.runs_programme(wanted)
    and not exists (select from enrolment e
      where e.person_id = r.person_id and e.programme_id = r.programme_id and e.ended_on is null)
  group by 1, 2, 3
$$;

-- Those who were enrolled in these days, by way in; without an agency where no referral came before.
create function access.came_by_way(wanted uuid, first_day date, last_day date)
returns table (agency text, entry_group text, came bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(w.code, ''), coalesce(w.entry_group, ''), count(*)
  from enrolment e
  left join lateral (
    select a.code, r.entry_group from referral r join agency a using (agency_id)
    where r.programme_id = e.programme_id
      and (r.enrolment_id = e.enrolment_id or (r.enrolment_id is null and r.person_id = e.person_id))
    order by (r.enrolment_id is not null) desc, r.referred_at desc limit 1) w on true
  where e.programme_id = wanted and e.enrolled_on between first_day and last_day
    and actor.role() in ('reception', 'team_leader', 'manager') and access.runs_programme(wanted)
  group by 1, 2
$$;

-- Held from the look at the latest version until the new one is stored.
create function access.hold_programme(wanted uuid) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('programme ' || wanted::text, 0));
end $$;

revoke execute on function access.runs_programme(uuid), access.enrolled_by_version(uuid), access.waiting_for_place(uuid),
  access.came_by_way(uuid, date, date), access.hold_programme(uuid) from public;
grant execute on function access.runs_programme(uuid), access.enrolled_by_version(uuid), access.waiting_for_place(uuid),
  access.came_by_way(uuid, date, date), access.hold_programme(uuid) to arbetsforum_web;
