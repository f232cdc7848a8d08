-- The centre's own closed and open days are kept in the house: by whoever leads it, for days to come, with a history
-- (DOMAIN "Calendar", decision 027).

-- Who added or took back a day, and why. A day is never changed: it is taken back and added anew.
create table centre_day_change (
  centre_day_change_id bigint generated always as identity primary key,
  centre_id uuid not null references centre,
  day date not null,
  what text not null check (what in ('added', 'taken_back')),
  is_open boolean not null,
  reason text not null check (char_length(reason) between 1 and 200),
  changed_at timestamptz not null,
  changed_by uuid not null references account,
  idempotency_key uuid not null unique
);
create index centre_day_change_by_centre on centre_day_change (centre_id, centre_day_change_id desc);
create trigger centre_day_change_is_history before update or delete on centre_day_change
  for each row execute function actor.refuse_change();

-- Whether the actor leads the acting centre today: a role may have ended since the session began.
create function access.keeps_calendar() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(actor.kind() = 'staff' and actor.role() in ('team_leader', 'manager'), false) and exists (
    select from staff_role r join account a on a.staff_id = r.staff_id
    where r.staff_id = actor.staff_id() and r.centre_id = actor.centre_id() and r.role = actor.role()
      and r.valid_from <= actor.day() and (r.valid_to is null or r.valid_to >= actor.day())
      and a.account_id = actor.account_id() and a.disabled_at is null)
$$;

-- Changes of one centre come one at a time.
create function access.hold_calendar() returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('calendar ' || actor.centre_id()::text, 0));
end $$;

-- How many meetings are offered or booked on each day of a span, and with whom: counts that leave out nobody, and read
-- nobody; for who may close the day.
create function access.meetings_by_day(first_day date, last_day date)
returns table (day date, staff_id uuid, name text, is_coach boolean, meetings bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select (b.starts_at at time zone 'Europe/Stockholm')::date, s.staff_id, s.given_name || ' ' || s.family_name,
    s.staff_id in (select c.staff_id from access.coaches_here() c), count(*)
  from booking b join staff s using (staff_id)
  where access.keeps_calendar() and b.centre_id = actor.centre_id() and b.state in ('offered', 'booked')
    and b.starts_at >= first_day::timestamp at time zone 'Europe/Stockholm'
    and b.starts_at < (last_day + 1)::timestamp at time zone 'Europe/Stockholm'
  group by 1, s.staff_id
  order by 1, s.family_name collate "sv-x-icu", s.given_name collate "sv-x-icu", s.staff_id
$$;

revoke execute on function access.keeps_calendar(), access.hold_calendar(), access.meetings_by_day(date, date) from public;
grant execute on function access.keeps_calendar(), access.hold_calendar(), access.meetings_by_day(date, date)
  to arbetsforum_web;

alter table centre_day_change enable row level security;
create policy house_reads_calendar_changes on centre_day_change for select to arbetsforum_web
  using ((select actor.reads_others()) and centre_id = (select actor.centre_id())
    and (select actor.role()) in ('reception', 'coach', 'recruiter', 'team_leader', 'manager', 'specialist'));
create policy lead_changes_calendar on centre_day_change for insert to arbetsforum_web
  with check (centre_id = (select actor.centre_id()) and (select access.keeps_calendar())
    and day > (select actor.day()) and day <= (select actor.day()) + interval '18 months'
    and changed_by = (select actor.account_id()) and changed_at = (select actor.moment()));
grant select, insert on centre_day_change to arbetsforum_web;

-- The days themselves are nobody's secret: every clock and every check-in goes by them. None comes or goes without the
-- row of the history that this very action wrote before it.
alter table centre_day enable row level security;
create policy read_centre_day on centre_day for select using (true);
create policy lead_adds_day on centre_day for insert to arbetsforum_web
  with check (centre_id = (select actor.centre_id()) and (select access.keeps_calendar())
    and day > (select actor.day()) and day <= (select actor.day()) + interval '18 months'
    and exists (select from centre_day_change c
      where c.centre_id = centre_day.centre_id and c.day = centre_day.day and c.what = 'added'
        and c.is_open = centre_day.is_open and c.reason = centre_day.reason
        and c.changed_by = (select actor.account_id()) and c.changed_at = (select actor.moment())));
create policy lead_takes_day_back on centre_day for delete to arbetsforum_web
  using (centre_id = (select actor.centre_id()) and (select access.keeps_calendar())
    and day > (select actor.day()) and day <= (select actor.day()) + interval '18 months'
    and exists (select from centre_day_change c
      where c.centre_id = centre_day.centre_id and c.day = centre_day.day and c.what = 'taken_back'
        and c.is_open = centre_day.is_open
        and c.changed_by = (select actor.account_id()) and c.changed_at = (select actor.moment())));
grant insert, delete on centre_day to arbetsforum_web;
