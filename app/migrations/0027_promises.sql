-- The promise clocks (K1–K5): what they are reckoned from, and why one was broken.

-- Why a promise was not kept. The last reason stands; those before it stay to be read.
create table promise_reason (
  promise_reason_id uuid primary key,
  enrolment_id uuid not null references enrolment,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  clock text not null check (clock in ('k1', 'k2', 'k3', 'k4', 'k5')),
  -- The last day to keep it, as it stood when the reason was given.
  due_on date not null,
  reason text not null check (reason in ('person_could_not', 'no_free_time', 'coach_ill', 'closed', 'other')),
  -- Read by the participant too (P7).
  words text not null default '' check (words is nfc normalized and char_length(words) <= 300),
  given_at timestamptz not null,
  given_by uuid not null references account,
  idempotency_key uuid not null unique
);
create index promise_reason_by_enrolment on promise_reason (enrolment_id, given_at);
create index promise_reason_by_person on promise_reason (person_id);
create trigger promise_reason_is_history before update or delete on promise_reason
  for each row execute function actor.refuse_change();

-- Read by whoever may read the bookings that it is about; given by those who answer for the promise.
alter table promise_reason enable row level security;
create policy own_promise_reason on promise_reason for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy others_promise_reason on promise_reason for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, centre_id, 'bookings', 'read'));
create policy give_promise_reason on promise_reason for insert to arbetsforum_web
  with check (given_by = (select actor.account_id())
    and (select actor.role()) in ('coach', 'team_leader', 'manager')
    and (reason <> 'other' or words <> '')
    and access.may(person_id, centre_id, 'bookings', 'read')
    and ((select actor.role()) <> 'coach' or access.is_own(person_id))
    and exists (select from enrolment e where e.enrolment_id = promise_reason.enrolment_id
                and e.person_id = promise_reason.person_id and e.centre_id = promise_reason.centre_id));
grant select, insert on promise_reason to arbetsforum_web;

create index referral_by_enrolment on referral (enrolment_id) where enrolment_id is not null;

-- The ledger stays closed to requests but for the person's own rows. What a clock goes by comes out of it here: the
-- same for the participant and for whoever may read the bookings, row by row what it says and nothing else of the
-- payload (an exit shows that somebody left, not with which outcome; an offer its kind and which step of the plan it
-- links to, not what stands there). What came before the enrolment hangs on its referral. `began_at` is the centre at
-- which the enrolment began: its closed days count after a transfer too.
create function access.promise_events(enrolments uuid[])
returns table (enrolment_id uuid, ledger_id bigint, event text, concerns_on date, recorded_at timestamptz, talk uuid,
               own_coach boolean, of_row bigint, clock text, reason text, until date, offered text, activity uuid,
               began_at uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  with open as materialized (
    select e.enrolment_id from enrolment e
    where e.enrolment_id = any (enrolments)
      and (e.person_id = actor.person_id()
        or (actor.reads_others() and access.may(e.person_id, e.centre_id, 'bookings', 'read')))
  ), entry as (
    select o.enrolment_id, l.ledger_id, l.event, l.concerns_on, l.recorded_at, l.payload, l.centre_id
    from open o join ledger l on l.enrolment_id = o.enrolment_id
    union all
    select o.enrolment_id, l.ledger_id, l.event, l.concerns_on, l.recorded_at, l.payload, l.centre_id
    from open o join referral r on r.enrolment_id = o.enrolment_id
    join ledger l on l.referral_id = r.referral_id and l.enrolment_id is null
  )
  select n.enrolment_id, n.ledger_id, n.event, n.concerns_on, n.recorded_at, t.talk,
         n.event = 'meeting_held' and exists (
           select from assignment a
           where a.enrolment_id = n.enrolment_id and a.kind in ('coach', 'deputy')
             and a.staff_id::text = coalesce(b.staff_id::text, n.payload ->> 'staff', n.payload ->> 'staff_id')
             and a.valid_from <= n.concerns_on and (a.valid_to is null or a.valid_to >= n.concerns_on)),
         case when n.event = 'corrected' and n.payload ->> 'of' ~ '^[0-9]{1,18}$' then (n.payload ->> 'of')::bigint end,
         case when n.event = 'promise_explained' then n.payload ->> 'clock' end,
         case when n.event = 'promise_explained' then n.payload ->> 'reason' end,
         case when n.event = 'extended' then
           substring(coalesce(n.payload ->> 'until', n.payload ->> 'term_ends_on', n.payload ->> 'new_last_day')
                     from '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')::date end,
         case when n.event = 'activity_offered' then n.payload ->> 'kind' end,
         case when n.event = 'activity_offered'
               and n.payload ->> 'activity' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
           then (n.payload ->> 'activity')::uuid end,
         case when n.event = 'enrolled' then n.centre_id end
  from entry n
  cross join lateral (
    select case when coalesce(n.payload ->> 'booking', n.payload ->> 'booking_id') ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
           then coalesce(n.payload ->> 'booking', n.payload ->> 'booking_id')::uuid end as talk) t
  left join booking b on b.booking_id = t.talk
  where n.event in ('referred', 'referral_refused', 'referral_withdrawn', 'contacted', 'enrolled', 'activity_offered',
                    'promise_explained', 'extended', 'exited', 'corrected')
     or (n.event in ('meeting_offered', 'meeting_booked', 'meeting_held', 'meeting_declined', 'meeting_missed',
                     'meeting_cancelled')
         and coalesce(n.payload ->> 'kind', b.kind, 'coach_talk') = 'coach_talk')
$$;
revoke execute on function access.promise_events(uuid[]) from public;
grant execute on function access.promise_events(uuid[]) to arbetsforum_web;

-- Coach talks are bookings: the grid's cell, for the participant and for the house.
drop policy if exists talk_own on booking;
create policy talk_own on booking for select to arbetsforum_web
  using (kind = 'coach_talk' and person_id = (select actor.person_id()));
drop policy if exists talk_read on booking;
create policy talk_read on booking for select to arbetsforum_web
  using (kind = 'coach_talk' and (select actor.reads_others()) and access.may(person_id, centre_id, 'bookings', 'read'));
drop policy if exists talk_add on booking;
create policy talk_add on booking for insert to arbetsforum_web
  with check (kind = 'coach_talk' and (select actor.reads_others())
    and access.may(person_id, centre_id, 'bookings', 'write')
    and exists (select from enrolment e where e.enrolment_id = booking.enrolment_id and e.person_id = booking.person_id
                and e.centre_id = booking.centre_id and e.ended_on is null));
drop policy if exists talk_change on booking;
create policy talk_change on booking for update to arbetsforum_web
  using (kind = 'coach_talk' and (select actor.reads_others()) and access.may(person_id, centre_id, 'bookings', 'write'))
  with check (kind = 'coach_talk' and (select actor.reads_others())
    and access.may(person_id, centre_id, 'bookings', 'write'));
grant select, insert on booking to arbetsforum_web;
grant update (state, starts_at, ends_at, place, revision, updated_at) on booking to arbetsforum_web;
