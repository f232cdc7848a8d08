-- Who of a centre has no coach today, and who has moved there: what the new centre is told once a transfer has taken
-- effect. That a colleague is in one place at a time, whichever centre booked them, booking_one_at_a_time holds already
-- (migration 0023).

-- Everybody enrolled at the actor's centre without a coach in force today: since when, why, and who is to begin. A coach
-- who has left the role or whose account is closed is no coach any more. Read over all of the house and gated after: a
-- protected person is told of to those who are named for them alone (G4), a relative to nobody (G1).
create function access.without_coach()
returns table (enrolment_id uuid, person_id uuid, since date, why text, from_centre uuid, next_staff uuid, next_on date)
language sql stable security definer set search_path = public, pg_temp as $$
  -- Until when each colleague coaches here.
  with house as (
    select r.staff_id,
      least(max(coalesce(r.valid_to, 'infinity')), min((k.disabled_at at time zone 'Europe/Stockholm')::date) - 1) as until
    from staff_role r left join account k using (staff_id)
    where r.centre_id = actor.centre_id() and r.role in ('coach', 'team_leader')
      and (r.valid_to is null or r.valid_to >= r.valid_from)
    group by r.staff_id),
  bare as materialized (
    select e.enrolment_id, e.person_id, e.centre_id, coalesce(had.last + 1, moved.effective_on, e.enrolled_on) as since,
      case when had.last is not null then 'left' when moved.effective_on is not null then 'moved' else 'never' end as why,
      moved.from_centre
    from enrolment e
    -- The latest move here: whoever was their coach at this centre before it is of an earlier stay.
    left join lateral (
      select t.effective_on, t.from_centre from transfer t
      where t.enrolment_id = e.enrolment_id and t.to_centre = e.centre_id and t.stage = 'done'
      order by t.effective_on desc, t.closed_at desc limit 1) moved on true
    cross join lateral (
      select max(greatest(least(a.valid_to, coalesce(h.until, '-infinity')), a.valid_from - 1)) as last
      from assignment a left join house h using (staff_id)
      where a.enrolment_id = e.enrolment_id and a.centre_id = e.centre_id and a.kind = 'coach'
        and a.valid_from <= actor.day() and (a.valid_to is null or a.valid_to >= a.valid_from)
        and (moved.effective_on is null or a.valid_from >= moved.effective_on)) had
    where actor.kind() = 'staff' and actor.role() in ('reception', 'team_leader', 'manager')
      and e.centre_id = actor.centre_id() and e.ended_on is null and e.enrolled_on <= actor.day()
      and (had.last is null or had.last < actor.day()))
  select b.enrolment_id, b.person_id, b.since, b.why, case when b.why = 'moved' then b.from_centre end, n.staff_id, n.valid_from
  from bare b
  left join lateral (
    select a.staff_id, a.valid_from from assignment a join house h using (staff_id)
    where a.enrolment_id = b.enrolment_id and a.centre_id = b.centre_id and a.kind = 'coach' and a.valid_from > actor.day()
      and (a.valid_to is null or a.valid_to >= a.valid_from) and h.until >= a.valid_from
    order by a.valid_from limit 1) n on true
  where access.may(b.person_id, b.centre_id, 'enrolled', 'read')
$$;

-- From where and when a person of the actor's centre moved there. Of a transfer itself the leaders alone read (migration
-- 0028); that somebody has come from elsewhere, everybody who may know that they are enrolled.
create function access.moved_here(who uuid)
returns table (effective_on date, from_name text)
language sql stable security definer set search_path = public, pg_temp as $$
  select t.effective_on, c.name
  from transfer t join enrolment e using (enrolment_id) join centre c on c.centre_id = t.from_centre
  where t.person_id = who and t.stage = 'done' and t.to_centre = actor.centre_id() and e.centre_id = t.to_centre
    and actor.kind() = 'staff' and access.may(who, actor.centre_id(), 'enrolled', 'read')
  order by t.effective_on desc, t.closed_at desc limit 1
$$;

revoke execute on function access.without_coach(), access.moved_here(uuid) from public;
grant execute on function access.without_coach(), access.moved_here(uuid) to arbetsforum_web;
