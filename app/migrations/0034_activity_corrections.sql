-- An offered activity (K3) that was wrong is put right or taken back: the ledger's row is named by a later one and counts
-- no longer (S2). What the row of the ledger may not hold, the words of the reason, stands here.
create table activity_correction (
  activity_correction_id uuid primary key,
  enrolment_id uuid not null references enrolment,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  -- Each row is corrected once; what was wrong again is corrected by the row that took its place.
  of_ledger_id bigint not null unique references ledger,
  kind text not null check (kind in ('corrected', 'taken_back')),
  new_ledger_id bigint unique references ledger,
  -- domain::promise::TakenBack.
  reason text check (reason in ('wrong_person', 'not_offered', 'twice', 'other')),
  -- Read by the participant too (P7).
  words text not null default '' check (words is nfc normalized and char_length(words) <= 300),
  -- When the offer was first recorded: the days in which it can be put right count from here, however often it was.
  recorded_at timestamptz not null,
  corrected_at timestamptz not null,
  corrected_by uuid not null references account,
  idempotency_key uuid not null unique,
  check ((kind = 'corrected') = (new_ledger_id is not null)),
  check ((kind = 'taken_back') = (reason is not null)),
  check (reason is distinct from 'other' or words <> '')
);
create index activity_correction_by_enrolment on activity_correction (enrolment_id, corrected_at);
create index activity_correction_by_person on activity_correction (person_id);
create trigger activity_correction_is_history before update or delete on activity_correction
  for each row execute function actor.refuse_change();

-- Read by whoever may read the bookings that it is about; written by the function below alone.
alter table activity_correction enable row level security;
create policy own_activity_correction on activity_correction for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy others_activity_correction on activity_correction for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, centre_id, 'bookings', 'read'));
grant select on activity_correction to arbetsforum_web;

-- The step of the plan that a row of the ledger links to.
create function access.offered_step(payload jsonb) returns uuid
language sql immutable set search_path = public, pg_temp as $$
  select case when payload ->> 'activity' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then (payload ->> 'activity')::uuid end
$$;

create function access.is_corrected(told ledger) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from ledger c where c.enrolment_id = told.enrolment_id and c.event = 'corrected'
    and c.payload -> 'of' = to_jsonb(told.ledger_id))
$$;

-- When an offer was first recorded, however often it has been put right since.
create function access.offer_first_at(told ledger) returns timestamptz
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce((select c.recorded_at from activity_correction c where c.new_ledger_id = told.ledger_id), told.recorded_at)
$$;

-- What keeps the actor from putting an offer right; null where nothing does. It is done by who wrote it, by the person's
-- own coach or deputy, and by the team leader: within 14 days (domain::promise::CORRECT_OFFER_DAYS), while the enrolment
-- is open.
create function access.offer_hindrance(e enrolment, told ledger) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select case
    when actor.kind() is distinct from 'staff' or e.enrolment_id is null
      or not coalesce(access.may(e.person_id, e.centre_id, 'bookings', 'write'), false)
      or not (told.recorded_by is not distinct from actor.account_id() or actor.role() = 'team_leader'
        or (actor.role() = 'coach' and access.is_own(e.person_id))) then 'hidden'
    when e.ended_on is not null then 'ended'
    when actor.day() > (access.offer_first_at(told) at time zone 'Europe/Stockholm')::date + 14 then 'late' end
$$;

-- The offers of an enrolment, those that were put right among them, to whoever reads the bookings; `first_at` is when each
-- was first recorded. The ledger itself stays closed to requests.
create function access.activity_offers(which uuid)
returns table (ledger_id bigint, concerns_on date, first_at timestamptz, kind text, activity uuid, by_name text,
               correctable boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select l.ledger_id, l.concerns_on, access.offer_first_at(l), l.payload ->> 'kind', access.offered_step(l.payload),
    coalesce((select s.given_name || ' ' || s.family_name from account k join staff s using (staff_id)
              where k.account_id = l.recorded_by), ''),
    not access.is_corrected(l) and access.offer_hindrance(e, l) is null
  from enrolment e join ledger l on l.enrolment_id = e.enrolment_id and l.event = 'activity_offered'
  where e.enrolment_id = which
    and (e.person_id = actor.person_id()
      or (actor.reads_others() and access.may(e.person_id, e.centre_id, 'bookings', 'read')))
  order by l.ledger_id
$$;

-- Puts an offer right: `said`, `step` and `on_day` are what it should have been. With a reason it is taken back instead.
-- Answers in a code; 'done' again for the same press. Whose it is comes along, so that the read in the log names them.
create function access.correct_offer(new_id uuid, press uuid, whom uuid, which bigint, said text, step uuid, on_day date,
                                     why text, in_words text)
returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  told ledger;
  e enrolment;
  before activity_correction;
  hindrance text;
  fresh bigint;
begin
  select l.* into told from ledger l where l.ledger_id = which and l.event = 'activity_offered' and l.person_id = whom;
  if not found then
    return 'hidden';
  end if;
  -- As where an activity is offered: one after the other for an enrolment.
  perform pg_advisory_xact_lock(hashtextextended('talks ' || told.enrolment_id::text, 0));
  select n.* into e from enrolment n where n.enrolment_id = told.enrolment_id for share;
  hindrance := access.offer_hindrance(e, told);
  if hindrance = 'hidden' then
    return hindrance;
  end if;
  select c.* into before from activity_correction c where c.idempotency_key = press;
  if found then
    return case when before.of_ledger_id = which and before.reason is not distinct from why and before.words = in_words
      and (why is not null or exists (select from ledger n where n.ledger_id = before.new_ledger_id
        and n.payload ->> 'kind' = said and access.offered_step(n.payload) is not distinct from step
        and n.concerns_on = on_day)) then 'done' else 'conflict' end;
  elsif access.is_corrected(told) then
    return 'conflict';
  elsif hindrance is not null then
    return hindrance;
  end if;
  if why is null then
    if on_day < e.enrolled_on or on_day > actor.day() then
      return 'day';
    elsif told.payload ->> 'kind' = said and access.offered_step(told.payload) is not distinct from step
          and told.concerns_on = on_day then
      return 'same';
    elsif exists (select from ledger o where o.enrolment_id = told.enrolment_id and o.event = 'activity_offered'
        and o.ledger_id <> which and o.concerns_on = on_day and o.payload ->> 'kind' = said
        and access.offered_step(o.payload) is not distinct from step and not access.is_corrected(o)) then
      return 'there';
    -- What it links to already may stay as it was offered.
    elsif step is not null and (step, said) is distinct from (access.offered_step(told.payload), told.payload ->> 'kind')
          and not exists (select from activity a
            where a.activity_id = step and a.person_id = whom and a.kind = said) then
      return 'hidden';
    end if;
  end if;
  insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
  values (e.enrolment_id, e.person_id, e.centre_id, 'corrected', told.concerns_on, actor.moment(), actor.account_id(),
          jsonb_strip_nulls(jsonb_build_object('of', told.ledger_id, 'event', 'activity_offered', 'reason', why)));
  if why is null then
    insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
    values (e.enrolment_id, e.person_id, e.centre_id, 'activity_offered', on_day, actor.moment(), actor.account_id(),
            jsonb_strip_nulls(jsonb_build_object('activity', step, 'kind', said)))
    returning ledger_id into fresh;
  end if;
  insert into activity_correction (activity_correction_id, enrolment_id, person_id, centre_id, of_ledger_id, kind,
                                   new_ledger_id, reason, words, recorded_at, corrected_at, corrected_by, idempotency_key)
  values (new_id, e.enrolment_id, e.person_id, e.centre_id, which,
          case when why is null then 'corrected' else 'taken_back' end, fresh, why, in_words,
          access.offer_first_at(told), actor.moment(), actor.account_id(), press);
  return 'done';
end $$;

revoke execute on function access.offered_step(jsonb), access.is_corrected(ledger), access.offer_first_at(ledger),
  access.offer_hindrance(enrolment, ledger), access.activity_offers(uuid),
  access.correct_offer(uuid, uuid, uuid, bigint, text, uuid, date, text, text) from public;
grant execute on function access.activity_offers(uuid),
  access.correct_offer(uuid, uuid, uuid, bigint, text, uuid, date, text, text) to arbetsforum_web;

-- Where a booking is was typed by somebody, and the ledger holds nobody's words: it is never changed, and they are erased.
-- It tells place from place by a seal (access.salted), so that the table can be made from it again (S2); the salt goes
-- with the words. The place is written once with the booking: no move changes it.
alter table booking add column salt uuid not null default gen_random_uuid();
revoke update (place) on booking from arbetsforum_web;
grant execute on function access.salted(uuid, bytea) to arbetsforum_web;
