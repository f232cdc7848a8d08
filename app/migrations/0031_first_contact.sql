-- K4 of a referral that is no enrolment: it waits, or it ended without one. A broken one wants a reason as any other
-- promise does; what was said goes along when the referral becomes an enrolment (P7).

alter table promise_reason alter column enrolment_id drop not null;
alter table promise_reason alter column person_id drop not null;
alter table promise_reason add column referral_id uuid references referral;
alter table promise_reason add constraint promise_reason_is_of_something check (
  case when referral_id is null then enrolment_id is not null and person_id is not null
       else clock = 'k4' and (enrolment_id is null or person_id is not null) end);
create index promise_reason_by_referral on promise_reason (referral_id, given_at) where referral_id is not null;

-- A reason stays as it was given, but that it becomes the person's and the enrolment's together with its referral, and
-- that its words go when the particulars of the referral do.
create function access.reason_follows(was promise_reason, becomes promise_reason) returns boolean
language sql stable set search_path = public, pg_temp as $$
  select exists (select from referral r where r.referral_id = was.referral_id and (
    (was.enrolment_id is null
       and to_jsonb(becomes) - array['person_id', 'enrolment_id'] = to_jsonb(was) - array['person_id', 'enrolment_id']
       and becomes.person_id is not distinct from r.person_id and becomes.enrolment_id is not distinct from r.enrolment_id)
    or (becomes.words = '' and r.person_id is null and r.given_name = 'Raderad'
       and to_jsonb(becomes) - 'words' = to_jsonb(was) - 'words')))
$$;
drop trigger promise_reason_is_history on promise_reason;
create trigger promise_reason_is_history before update on promise_reason
  for each row when (not access.reason_follows(old, new)) execute function actor.refuse_change();
create trigger promise_reason_is_kept before delete on promise_reason
  for each row execute function actor.refuse_change();

-- The lock lets neither pass the other by, as with the reads of a referral (0025).
create function access.reason_names() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('referral reasons ' || new.referral_id::text, 0));
  select r.person_id, r.enrolment_id into new.person_id, new.enrolment_id from referral r where r.referral_id = new.referral_id;
  return new;
end $$;
create trigger promise_reason_names before insert on promise_reason
  for each row when (new.referral_id is not null) execute function access.reason_names();
create function access.reasons_follow() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('referral reasons ' || new.referral_id::text, 0));
  update promise_reason set person_id = new.person_id, enrolment_id = new.enrolment_id
  where referral_id = new.referral_id and enrolment_id is null;
  return null;
end $$;
create trigger referral_reasons_follow after update of person_id, enrolment_id on referral
  for each row when ((new.person_id, new.enrolment_id) is distinct from (old.person_id, old.enrolment_id))
  execute function access.reasons_follow();

-- Read by whoever of the centre reads the referral; given by those of them who answer for the promise. A coach has no
-- referral that is not an enrolment (ACCESS).
create policy referral_promise_reason on promise_reason for select to arbetsforum_web
  using (referral_id is not null and enrolment_id is null and (select actor.reads_others())
    and centre_id = (select actor.centre_id())
    and exists (select from referral r where r.referral_id = promise_reason.referral_id and access.may_referral(r, 'read')));
create policy give_referral_reason on promise_reason for insert to arbetsforum_web
  with check (referral_id is not null and enrolment_id is null and given_by = (select actor.account_id())
    and (select actor.role()) in ('team_leader', 'manager')
    and centre_id = (select actor.centre_id())
    and (reason <> 'other' or words <> '')
    and exists (select from referral r where r.referral_id = promise_reason.referral_id
                and r.centre_id = promise_reason.centre_id and r.state <> 'enrolled' and access.may_referral(r, 'read')));
-- As in 0027, and of no referral.
drop policy give_promise_reason on promise_reason;
create policy give_promise_reason on promise_reason for insert to arbetsforum_web
  with check (referral_id is null and given_by = (select actor.account_id())
    and (select actor.role()) in ('coach', 'team_leader', 'manager')
    and (reason <> 'other' or words <> '')
    and access.may(person_id, centre_id, 'bookings', 'read')
    and ((select actor.role()) <> 'coach' or access.is_own(person_id))
    and exists (select from enrolment e where e.enrolment_id = promise_reason.enrolment_id
                and e.person_id = promise_reason.person_id and e.centre_id = promise_reason.centre_id));
create policy add_referral_reason_ledger on ledger for insert to arbetsforum_web
  with check (referral_id is not null and enrolment_id is null and person_id is null and event = 'promise_explained'
    and (select actor.role()) in ('team_leader', 'manager')
    and recorded_by = (select actor.account_id()) and (select actor.centre_id()) = centre_id
    and exists (select from referral r where r.referral_id = ledger.referral_id and r.programme_id = ledger.programme_id
      and access.may_referral(r, 'read')));

-- What the sender's page reckons the promise from, until the centre has taken over: then neither a contact nor an enrolment
-- shows (C3).
create function access.my_referral_promise(which_one uuid)
returns table (referred_at timestamptz, contacted_on date, decided_at timestamptz, rules jsonb, closed date[], reason text, words text)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.referred_at, r.contacted_on, r.decided_at, v.rules,
    array(select d.day from centre_day d where d.centre_id = r.centre_id and not d.is_open), g.reason, g.words
  from referral r join programme_version v using (programme_version_id)
  left join lateral (select p.reason, p.words from promise_reason p where p.referral_id = r.referral_id
                     order by p.given_at desc, p.promise_reason_id desc limit 1) g on true
  where r.referral_id = which_one and actor.role() = 'case_worker' and r.entry_group is not null
    and r.staff_id = actor.staff_id() and r.agency_id = actor.agency_id()
    and r.state <> 'enrolled' and not (r.state = 'placed' and r.contacted_on is not null)
$$;

-- As in 0025; the words about a first contact go with the rest.
create or replace function access.clear_referrals(at timestamptz) returns integer
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
  update promise_reason g set words = '' from referral r
  where r.referral_id = g.referral_id and r.person_id is null and r.given_name = 'Raderad' and g.words <> '';
  return cleared;
end $$;

revoke execute on function access.reason_follows(promise_reason, promise_reason), access.reason_names(), access.reasons_follow(),
  access.my_referral_promise(uuid) from public;
grant execute on function access.my_referral_promise(uuid) to arbetsforum_web;
