-- The second wall: row security holds the same grid as policy::decide, from a table of its own (decision 1).
-- A test walks every cell under every standing and fails where the two walls differ.
create schema access;
grant usage on schema access to arbetsforum_web;

-- Cells of ACCESS.md for those who read about others; what is not listed is denied. The participant's own column is
-- the policies named own_… below. What each rule asks for stands in access.may.
create table access.grid (
  role text not null,
  category text not null,
  verb text not null check (verb in ('read', 'write')),
  rule text not null check (rule in
    ('centre', 'own', 'reason', 'yes_no', 'own_yes_no', 'own_activities', 'own_sessions', 'own_placements', 'author',
     'invited', 'invited_with_consent', 'consent', 'referral_or_consent', 'version_and_consent', 'own_party',
     'own_referral', 'asks')),
  primary key (role, category, verb)
);
insert into access.grid (role, category, verb, rule)
select c.role, c.category, case c.verb when 'R' then 'read' else 'write' end, c.rule
from (values
  -- role, category, verb, rule
  ('reception', 'enrolled', 'R', 'centre'), ('coach', 'enrolled', 'R', 'centre'), ('recruiter', 'enrolled', 'R', 'centre'),
  ('team_leader', 'enrolled', 'R', 'centre'), ('manager', 'enrolled', 'R', 'centre'), ('specialist', 'enrolled', 'R', 'own'),
  ('case_worker', 'enrolled', 'R', 'referral_or_consent'), ('partner', 'enrolled', 'R', 'own'),

  ('reception', 'contact_card', 'R', 'centre'), ('reception', 'contact_card', 'W', 'centre'),
  ('coach', 'contact_card', 'R', 'centre'),
  ('recruiter', 'contact_card', 'R', 'own'), ('team_leader', 'contact_card', 'R', 'centre'),
  ('manager', 'contact_card', 'R', 'centre'), ('specialist', 'contact_card', 'R', 'own'),
  ('case_worker', 'contact_card', 'R', 'consent'), ('partner', 'contact_card', 'R', 'own'),

  ('reception', 'identity_number', 'R', 'reason'), ('coach', 'identity_number', 'R', 'reason'),
  ('team_leader', 'identity_number', 'R', 'reason'), ('case_worker', 'identity_number', 'R', 'own_referral'),

  ('reception', 'referral', 'R', 'centre'), ('reception', 'referral', 'W', 'centre'), ('coach', 'referral', 'R', 'own'),
  ('team_leader', 'referral', 'R', 'centre'), ('team_leader', 'referral', 'W', 'centre'), ('manager', 'referral', 'R', 'centre'),
  ('case_worker', 'referral', 'R', 'own_referral'), ('case_worker', 'referral', 'W', 'own_referral'),

  ('reception', 'consents', 'R', 'centre'), ('reception', 'consents', 'W', 'centre'), ('coach', 'consents', 'R', 'own'),
  ('recruiter', 'consents', 'R', 'own_yes_no'), ('team_leader', 'consents', 'R', 'centre'), ('manager', 'consents', 'R', 'centre'),
  ('specialist', 'consents', 'R', 'own_yes_no'), ('case_worker', 'consents', 'R', 'own_party'),

  ('coach', 'plan_draft', 'R', 'own'), ('coach', 'plan_draft', 'W', 'own'), ('recruiter', 'plan_draft', 'R', 'own'),
  ('recruiter', 'plan_draft', 'W', 'own_activities'), ('team_leader', 'plan_draft', 'R', 'centre'),
  ('manager', 'plan_draft', 'R', 'reason'), ('specialist', 'plan_draft', 'R', 'own_activities'),
  ('partner', 'plan_draft', 'R', 'own_activities'),

  ('coach', 'plan_version', 'R', 'own'), ('team_leader', 'plan_version', 'R', 'centre'), ('manager', 'plan_version', 'R', 'reason'),
  ('case_worker', 'plan_version', 'R', 'version_and_consent'),

  ('reception', 'attendance', 'R', 'centre'), ('reception', 'attendance', 'W', 'centre'), ('coach', 'attendance', 'R', 'own'),
  ('recruiter', 'attendance', 'R', 'own'), ('team_leader', 'attendance', 'R', 'centre'), ('manager', 'attendance', 'R', 'reason'),
  ('specialist', 'attendance', 'R', 'own_sessions'), ('partner', 'attendance', 'R', 'own_placements'),

  ('reception', 'absence', 'R', 'yes_no'), ('coach', 'absence', 'R', 'own'), ('coach', 'absence', 'W', 'own'),
  ('team_leader', 'absence', 'R', 'centre'), ('manager', 'absence', 'R', 'reason'),

  ('coach', 'follow_ups', 'R', 'own'), ('coach', 'follow_ups', 'W', 'own'), ('recruiter', 'follow_ups', 'R', 'own'),
  ('team_leader', 'follow_ups', 'R', 'centre'), ('manager', 'follow_ups', 'R', 'reason'),

  ('coach', 'forms', 'R', 'own'), ('coach', 'forms', 'W', 'own'), ('team_leader', 'forms', 'R', 'centre'),

  ('reception', 'bookings', 'R', 'centre'), ('reception', 'bookings', 'W', 'centre'), ('coach', 'bookings', 'R', 'centre'),
  ('coach', 'bookings', 'W', 'centre'), ('recruiter', 'bookings', 'R', 'own'), ('team_leader', 'bookings', 'R', 'centre'),
  ('team_leader', 'bookings', 'W', 'centre'), ('manager', 'bookings', 'R', 'centre'), ('specialist', 'bookings', 'R', 'own'),
  ('case_worker', 'bookings', 'R', 'invited'), ('partner', 'bookings', 'R', 'own'),

  ('specialist', 'physio_notes', 'R', 'author'), ('specialist', 'physio_notes', 'W', 'author'),

  ('reception', 'joint_review', 'R', 'yes_no'), ('coach', 'joint_review', 'R', 'own'), ('coach', 'joint_review', 'W', 'own'),
  ('team_leader', 'joint_review', 'R', 'centre'), ('manager', 'joint_review', 'R', 'reason'),
  ('specialist', 'joint_review', 'R', 'invited'), ('case_worker', 'joint_review', 'R', 'invited_with_consent'),

  ('coach', 'feedback', 'R', 'own'), ('coach', 'feedback', 'W', 'own'), ('team_leader', 'feedback', 'R', 'centre'),
  ('team_leader', 'feedback', 'W', 'centre'), ('manager', 'feedback', 'R', 'centre'), ('case_worker', 'feedback', 'R', 'own_party'),

  ('coach', 'extension', 'R', 'own'), ('coach', 'extension', 'W', 'own'), ('team_leader', 'extension', 'R', 'centre'),
  ('team_leader', 'extension', 'W', 'centre'), ('manager', 'extension', 'R', 'centre'), ('manager', 'extension', 'W', 'centre'),
  ('case_worker', 'extension', 'R', 'own_party'), ('case_worker', 'extension', 'W', 'own_party'),

  ('coach', 'outcome', 'R', 'own'), ('coach', 'outcome', 'W', 'own'), ('recruiter', 'outcome', 'R', 'own'),
  ('team_leader', 'outcome', 'R', 'centre'), ('team_leader', 'outcome', 'W', 'centre'), ('manager', 'outcome', 'R', 'centre'),
  ('case_worker', 'outcome', 'R', 'consent'),

  ('reception', 'attendance_question', 'R', 'centre'), ('reception', 'attendance_question', 'W', 'centre'),
  ('coach', 'attendance_question', 'R', 'own'), ('team_leader', 'attendance_question', 'R', 'centre'),
  ('manager', 'attendance_question', 'R', 'centre'), ('case_worker', 'attendance_question', 'W', 'asks'),

  ('manager', 'who_has_seen', 'R', 'centre')
) as c (role, category, verb, rule);
grant select on access.grid to arbetsforum_web;

-- Consent in force, at the moment of the request, of this party for what the centre may tell (C1, C2).
create function access.consented(who uuid, party uuid, wanted text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from consent c
    where c.person_id = who and c.agency_id = party and c.direction = 'to_agency'
      and (wanted is null or c.category = wanted)
      and c.valid_from <= actor.moment() and (c.valid_until is null or c.valid_until > actor.moment())
      and not exists (select from consent_withdrawal w where w.consent_id = c.consent_id))
$$;

-- Assigned to the actor on the day of the request: as coach, recruiter, specialist, partner, or deputy (G3).
create function access.is_own(who uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from assignment a
    where a.person_id = who and a.staff_id = actor.staff_id()
      and a.valid_from <= actor.day() and (a.valid_to is null or a.valid_to >= actor.day())
      and (actor.centre_id() is null or a.centre_id = actor.centre_id()))
$$;

-- The actor's emergency override for this person, if one is in force (G2).
create function access.override_of(who uuid) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select o.override_id from override o
  where o.person_id = who and o.staff_id = actor.staff_id() and o.centre_id = actor.centre_id()
    and o.begins_at <= actor.moment() and o.ends_at > actor.moment()
  order by o.ends_at desc limit 1
$$;

-- What stands before every cell: not oneself or a relative (G1), a protected identity by name alone (G4), and for the
-- centre's staff that the person is or was enrolled there.
create function access.gate(who uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  me uuid := actor.staff_id();
  here uuid := actor.centre_id();
begin
  if me is null or who is null or actor.moment() is null or num_nonnulls(here, actor.agency_id()) <> 1 then
    return false;
  end if;
  if exists (select from staff_relation r where r.staff_id = me and r.person_id = who and r.ended_at is null) then
    return false;
  end if;
  if exists (select from person p where p.person_id = who and p.protected_level > 0)
     and not exists (select from protected_named n where n.person_id = who and n.staff_id = me and n.ended_at is null) then
    return false;
  end if;
  return here is null or exists (select from enrolment e where e.person_id = who and e.centre_id = here);
end $$;

-- Whether the actor may read or write the rows of this category about this person, where the row belongs to a centre
-- or to none.
create function access.may(who uuid, at_centre uuid, wanted_category text, wanted_verb text) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  found_rule text;
begin
  select g.rule into found_rule from access.grid g
  where g.role = actor.role() and g.category = wanted_category and g.verb = wanted_verb;
  if found_rule is null or (at_centre is not null and actor.centre_id() is not null and at_centre <> actor.centre_id()) then
    return false;
  end if;
  if not access.gate(who) then
    return false;
  end if;
  return case found_rule
    when 'centre' then true
    when 'own' then access.is_own(who) or (wanted_verb = 'read' and access.override_of(who) is not null)
    when 'reason' then actor.has_reason() or (wanted_verb = 'read' and access.override_of(who) is not null)
    when 'consent' then access.consented(who, actor.agency_id(), case wanted_category
        when 'contact_card' then 'contact' when 'outcome' then 'outcome' else 'none' end)
    when 'version_and_consent' then access.consented(who, actor.agency_id(), 'plan')
    when 'referral_or_consent' then access.consented(who, actor.agency_id(), 'enrolment')
        or exists (select from referral r where r.person_id = who and r.staff_id = actor.staff_id()
                   and r.agency_id = actor.agency_id() and r.decided_at is null)
    when 'own_referral' then exists (select from referral r where r.person_id = who and r.staff_id = actor.staff_id()
                   and r.agency_id = actor.agency_id() and r.decided_at is null)
    when 'own_party' then access.consented(who, actor.agency_id(), null)
    -- A yes or no is answered by a function of its own; the rest comes with its tables.
    else false
  end;
end $$;

-- Recruiter, specialist and partner: the activities that they do themselves, of people they may know of.
create function access.may_own_activities(who uuid, wanted_verb text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select access.gate(who) and exists (select from access.grid g where g.role = actor.role()
    and g.category = 'plan_draft' and g.verb = wanted_verb and g.rule = 'own_activities')
$$;

-- The same cell as a yes or no: whether the person is excused on a day, and not why (reception).
create function access.is_excused(who uuid, on_day date) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select case when access.gate(who) and exists (select from access.grid g where g.role = actor.role()
      and g.category = 'absence' and g.verb = 'read' and g.rule = 'yes_no')
    then exists (select from absence a where a.person_id = who and a.centre_id = actor.centre_id() and a.day = on_day
                 and a.kind = 'excused') end
$$;

-- Whether a consent is in force, party by party, and nothing more (recruiter, specialist).
create function access.consents_yes_no(who uuid)
returns table (agency_id uuid, direction text, category text)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.agency_id, c.direction, c.category from consent c
  where c.person_id = who and access.gate(who)
    and exists (select from access.grid g where g.role = actor.role() and g.category = 'consents' and g.verb = 'read'
                and g.rule = 'own_yes_no')
    and (access.is_own(who) or access.override_of(who) is not null)
    and c.valid_from <= actor.moment() and (c.valid_until is null or c.valid_until > actor.moment())
    and not exists (select from consent_withdrawal w where w.consent_id = c.consent_id)
$$;

-- What a decision in Rust leans on: the actor's standing towards a person. An agency's reader takes a lock that a
-- withdrawal waits for, so that no read under a consent is committed after the withdrawal is (C2, L9).
create function access.facts(who uuid)
returns table (known boolean, in_centre boolean, own boolean, related boolean, protected boolean, named boolean,
               override_id uuid, own_referral boolean, consents text[], consent_ids uuid[], version boolean)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if actor.agency_id() is not null then
    perform pg_advisory_xact_lock_shared(hashtextextended('consent ' || who::text, 0));
  end if;
  return query
  select exists (select from person p where p.person_id = who),
    actor.centre_id() is not null and exists (select from enrolment e where e.person_id = who and e.centre_id = actor.centre_id()),
    access.is_own(who),
    exists (select from staff_relation r where r.staff_id = actor.staff_id() and r.person_id = who and r.ended_at is null),
    exists (select from person p where p.person_id = who and p.protected_level > 0),
    exists (select from protected_named n where n.person_id = who and n.staff_id = actor.staff_id() and n.ended_at is null),
    access.override_of(who),
    exists (select from referral r where r.person_id = who and r.staff_id = actor.staff_id()
            and r.agency_id = actor.agency_id() and r.decided_at is null),
    coalesce(k.categories, '{}'), coalesce(k.ids, '{}'),
    exists (select from plan_version v where v.person_id = who and v.agency_id = actor.agency_id() and v.revoked_at is null)
  from (select array_agg(c.category order by c.category) as categories, array_agg(c.consent_id order by c.category) as ids
        from consent c
        where c.person_id = who and c.agency_id = actor.agency_id() and c.direction = 'to_agency'
          and c.valid_from <= actor.moment() and (c.valid_until is null or c.valid_until > actor.moment())
          and not exists (select from consent_withdrawal w where w.consent_id = c.consent_id)) k;
end $$;

-- Whether an account is of this centre: one of its staff, or somebody enrolled there.
create function access.account_here(wanted uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from account a join staff_role r using (staff_id) where a.account_id = wanted and r.centre_id = actor.centre_id())
      or exists (select from account a join enrolment e using (person_id) where a.account_id = wanted and e.centre_id = actor.centre_id())
$$;

-- G4: the manager protects somebody of the centre; from then on not even the manager sees them unless named.
create function access.set_protection(who uuid, level smallint) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if actor.role() is distinct from 'manager' or level not between 0 and 3
     or not exists (select from enrolment e where e.person_id = who and e.centre_id = actor.centre_id()) then
    return false;
  end if;
  update person set protected_level = level where person_id = who;
  return found;
end $$;

revoke execute on all functions in schema access from public;
grant execute on all functions in schema access to arbetsforum_web;

-- The policies. One of each table's is the person's own; the others ask the grid.
drop policy centre_person on person;
create policy others_person on person for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, null, 'enrolled', 'read'));
create policy others_language on person for update to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, null, 'contact_card', 'write'))
  with check ((select actor.reads_others()) and access.may(person_id, null, 'contact_card', 'write'));
grant update (spoken_language) on person to arbetsforum_web;

drop policy centre_enrolment on enrolment;
create policy others_enrolment on enrolment for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, centre_id, 'enrolled', 'read'));

drop policy centre_assignment on assignment;
create policy others_assignment on assignment for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, centre_id, 'enrolled', 'read'));
create policy lead_assigns on assignment for insert to arbetsforum_web
  with check ((select actor.role()) in ('team_leader', 'manager') and centre_id = (select actor.centre_id())
    and access.may(person_id, centre_id, 'enrolled', 'read'));
create policy lead_ends_assignment on assignment for update to arbetsforum_web
  using ((select actor.role()) in ('team_leader', 'manager') and centre_id = (select actor.centre_id())
    and access.may(person_id, centre_id, 'enrolled', 'read'))
  with check (centre_id = (select actor.centre_id()));
grant insert on assignment to arbetsforum_web;
grant update (valid_to) on assignment to arbetsforum_web;

drop policy coach_plan on plan;
drop policy coach_activity on activity;
create policy others_plan on plan for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, null, 'plan_draft', 'read'));
create policy others_write_plan on plan for update to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, null, 'plan_draft', 'write'))
  with check ((select actor.reads_others()) and access.may(person_id, null, 'plan_draft', 'write'));
create policy others_activity on activity for select to arbetsforum_web
  using ((select actor.reads_others()) and (access.may(person_id, null, 'plan_draft', 'read')
    or (doer_staff_id = (select actor.staff_id()) and access.may_own_activities(person_id, 'read'))));
create policy others_add_activity on activity for insert to arbetsforum_web
  with check ((select actor.reads_others()) and (access.may(person_id, null, 'plan_draft', 'write')
    or (doer_staff_id = (select actor.staff_id()) and access.may_own_activities(person_id, 'write'))));
create policy others_write_activity on activity for update to arbetsforum_web
  using ((select actor.reads_others()) and (access.may(person_id, null, 'plan_draft', 'write')
    or (doer_staff_id = (select actor.staff_id()) and access.may_own_activities(person_id, 'write'))))
  with check ((select actor.reads_others()));
create policy others_plan_history on plan_history for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, null, 'plan_draft', 'read'));
create policy others_add_plan_history on plan_history for insert to arbetsforum_web
  with check ((select actor.reads_others()) and (access.may(person_id, null, 'plan_draft', 'write')
    or access.may_own_activities(person_id, 'write')));

drop policy centre_attendance on attendance;
drop policy centre_correction on attendance_correction;
drop policy centre_absence on absence;
create policy others_attendance on attendance for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, centre_id, 'attendance', 'read'));
create policy others_record_attendance on attendance for insert to arbetsforum_web
  with check ((select actor.reads_others()) and access.may(person_id, centre_id, 'attendance', 'write'));
create policy others_correction on attendance_correction for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, centre_id, 'attendance', 'read'));
create policy others_absence on absence for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, centre_id, 'absence', 'read'));

-- Statistics read the ledger through a role of their own, which sees no name (S2); staff only add to it.
drop policy centre_ledger on ledger;
drop policy write_ledger on ledger;
create policy write_ledger on ledger for insert to arbetsforum_web
  with check (person_id = (select actor.person_id())
    or ((select actor.reads_others()) and access.may(person_id, centre_id, 'enrolled', 'read')));
create policy reports_ledger on ledger for select to arbetsforum_reports using (true);
grant select on ledger, programme, programme_version, centre, programme_centre, agency to arbetsforum_reports;

alter table person_identity enable row level security;
create policy own_identity on person_identity for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy others_identity on person_identity for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, null, 'identity_number', 'read'));
grant select on person_identity to arbetsforum_web;

alter table contact enable row level security;
create policy own_contact on contact for all to arbetsforum_web
  using (person_id = (select actor.person_id())) with check (person_id = (select actor.person_id()));
create policy others_contact on contact for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, null, 'contact_card', 'read'));
create policy others_add_contact on contact for insert to arbetsforum_web
  with check ((select actor.reads_others()) and access.may(person_id, null, 'contact_card', 'write'));
create policy others_write_contact on contact for update to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, null, 'contact_card', 'write'))
  with check ((select actor.reads_others()) and access.may(person_id, null, 'contact_card', 'write'));
grant select, insert on contact to arbetsforum_web;
grant update (phone, email, street, postal_code, town, needs_interpreter, revision, updated_at, updated_by) on contact to arbetsforum_web;

alter table referral enable row level security;
create policy own_referral on referral for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy others_referral on referral for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, null, 'referral', 'read')
    and ((select actor.agency_id()) is null or staff_id = (select actor.staff_id())));
grant select on referral to arbetsforum_web;

alter table plan_version enable row level security;
create policy own_plan_version on plan_version for all to arbetsforum_web
  using (person_id = (select actor.person_id())) with check (person_id = (select actor.person_id()));
create policy others_plan_version on plan_version for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, null, 'plan_version', 'read')
    and ((select actor.agency_id()) is null or (agency_id = (select actor.agency_id()) and revoked_at is null)));
grant select, insert on plan_version to arbetsforum_web;
grant update (revoked_at) on plan_version to arbetsforum_web;

-- Consent. An agency sees its own party's, and only while one is in force (C3).
grant select on consent_text to arbetsforum_web;
alter table consent_signature enable row level security;
alter table consent enable row level security;
alter table consent_withdrawal enable row level security;
alter table disclosure enable row level security;
create policy own_signature on consent_signature for all to arbetsforum_web
  using (person_id = (select actor.person_id())) with check (person_id = (select actor.person_id()));
create policy others_signature on consent_signature for select to arbetsforum_web
  using ((select actor.reads_others()) and (select actor.agency_id()) is null and access.may(person_id, centre_id, 'consents', 'read'));
create policy others_add_signature on consent_signature for insert to arbetsforum_web
  with check ((select actor.reads_others()) and access.may(person_id, centre_id, 'consents', 'write'));
create policy own_consent on consent for all to arbetsforum_web
  using (person_id = (select actor.person_id())) with check (person_id = (select actor.person_id()));
create policy others_consent on consent for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, centre_id, 'consents', 'read')
    and ((select actor.agency_id()) is null or agency_id = (select actor.agency_id())));
create policy others_add_consent on consent for insert to arbetsforum_web
  with check ((select actor.reads_others()) and access.may(person_id, centre_id, 'consents', 'write'));
create policy own_withdrawal on consent_withdrawal for all to arbetsforum_web
  using (person_id = (select actor.person_id())) with check (person_id = (select actor.person_id()));
create policy others_withdrawal on consent_withdrawal for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, centre_id, 'consents', 'read')
    and ((select actor.agency_id()) is null or agency_id = (select actor.agency_id())));
create policy others_add_withdrawal on consent_withdrawal for insert to arbetsforum_web
  with check ((select actor.reads_others()) and access.may(person_id, centre_id, 'consents', 'write'));
create policy own_disclosure on disclosure for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy add_disclosure on disclosure for insert to arbetsforum_web
  with check (agency_id = (select actor.agency_id()) and disclosed_to = (select actor.account_id()));
grant select, insert on consent_signature, consent, consent_withdrawal, disclosure to arbetsforum_web;

-- Relations, names for the protected, overrides.
alter table staff_relation enable row level security;
create policy own_relation on staff_relation for select to arbetsforum_web
  using (staff_id = (select actor.staff_id()) or person_id = (select actor.person_id()));
create policy manager_relation on staff_relation for select to arbetsforum_web
  using ((select actor.role()) = 'manager' and exists (
    select from staff_role r where r.staff_id = staff_relation.staff_id and r.centre_id = (select actor.centre_id())));
create policy declare_relation on staff_relation for insert to arbetsforum_web
  with check (declared_by = (select actor.account_id()) and (staff_id = (select actor.staff_id())
    or ((select actor.role()) = 'manager' and exists (
      select from staff_role r where r.staff_id = staff_relation.staff_id and r.centre_id = (select actor.centre_id())))));
create policy end_relation on staff_relation for update to arbetsforum_web
  using ((select actor.role()) = 'manager' and staff_id <> (select actor.staff_id()) and exists (
    select from staff_role r where r.staff_id = staff_relation.staff_id and r.centre_id = (select actor.centre_id())))
  with check (true);
grant select, insert on staff_relation to arbetsforum_web;
grant update (ended_at) on staff_relation to arbetsforum_web;

alter table protected_named enable row level security;
create policy own_naming on protected_named for select to arbetsforum_web
  using (staff_id = (select actor.staff_id()) or person_id = (select actor.person_id()));
create policy manager_naming on protected_named for all to arbetsforum_web
  using ((select actor.role()) = 'manager' and exists (
    select from staff_role r where r.staff_id = protected_named.staff_id and r.centre_id = (select actor.centre_id())))
  with check ((select actor.role()) = 'manager' and exists (
    select from staff_role r where r.staff_id = protected_named.staff_id and r.centre_id = (select actor.centre_id())));
grant select, insert on protected_named to arbetsforum_web;
grant update (ended_at) on protected_named to arbetsforum_web;

alter table override enable row level security;
alter table override_seen enable row level security;
create policy own_override on override for select to arbetsforum_web
  using (person_id = (select actor.person_id()) or staff_id = (select actor.staff_id()));
create policy manager_override on override for select to arbetsforum_web
  using ((select actor.role()) = 'manager' and centre_id = (select actor.centre_id()));
create policy take_override on override for insert to arbetsforum_web
  with check (staff_id = (select actor.staff_id()) and account_id = (select actor.account_id())
    and centre_id = (select actor.centre_id())
    and (select actor.role()) in ('reception', 'coach', 'recruiter', 'team_leader', 'manager', 'specialist')
    and access.gate(person_id));
create policy own_override_seen on override_seen for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy manager_override_seen on override_seen for all to arbetsforum_web
  using ((select actor.role()) = 'manager' and centre_id = (select actor.centre_id()))
  with check ((select actor.role()) = 'manager' and centre_id = (select actor.centre_id())
    and seen_by = (select actor.account_id()));
grant select, insert on override, override_seen to arbetsforum_web;

-- The access log: whoever acts writes in their own name alone; the person and the manager read.
drop policy write_access_log on access_log;
create policy write_access_log on access_log for insert to arbetsforum_web
  with check (account_id is not distinct from (select actor.account_id()));
create policy manager_access_log on access_log for select to arbetsforum_web
  using ((select actor.role()) = 'manager' and (centre_id is null or centre_id = (select actor.centre_id()))
    and (case when person_ids = '{}' then centre_id is not null
         else not exists (select from unnest(person_ids) as who where not access.may(who, null, 'who_has_seen', 'read')) end));
create policy worker_access_log on access_log for select to arbetsforum_worker using (true);
grant select on access_log to arbetsforum_worker;
grant select, insert on access_log_seal to arbetsforum_worker;

alter table access_reason enable row level security;
create policy own_reason on access_reason for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy manager_reason on access_reason for select to arbetsforum_web
  using ((select actor.role()) = 'manager' and access.may(person_id, null, 'who_has_seen', 'read'));
create policy write_reason on access_reason for insert to arbetsforum_web with check ((select actor.reads_others()));
grant select, insert on access_reason to arbetsforum_web;
-- A reason is written beside its entry, whose number only the sequence can say.
grant usage on sequence access_log_access_log_id_seq to arbetsforum_web;

alter table access_question enable row level security;
alter table access_answer enable row level security;
create policy own_question on access_question for all to arbetsforum_web
  using (person_id = (select actor.person_id())) with check (person_id = (select actor.person_id()));
create policy manager_question on access_question for select to arbetsforum_web
  using ((select actor.role()) = 'manager' and access.may(person_id, centre_id, 'who_has_seen', 'read'));
create policy own_answer on access_answer for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy read_answer on access_answer for update to arbetsforum_web
  using (person_id = (select actor.person_id())) with check (person_id = (select actor.person_id()));
create policy manager_answer on access_answer for select to arbetsforum_web
  using ((select actor.role()) = 'manager' and access.may(person_id, centre_id, 'who_has_seen', 'read'));
create policy manager_answers on access_answer for insert to arbetsforum_web
  with check ((select actor.role()) = 'manager' and answered_by = (select actor.account_id())
    and access.may(person_id, centre_id, 'who_has_seen', 'read'));
grant select, insert on access_question, access_answer to arbetsforum_web;
grant update (read_at) on access_answer to arbetsforum_web;

alter table sign_in_failure enable row level security;
create policy write_failure on sign_in_failure for insert to arbetsforum_web with check (true);
create policy manager_failure on sign_in_failure for select to arbetsforum_web
  using ((select actor.role()) = 'manager' and (account_id is null or access.account_here(account_id)));
grant select, insert on sign_in_failure to arbetsforum_web;

-- Accounts and roles of the centre are the manager's to write.
grant insert on staff, staff_role, account, credential to arbetsforum_web;
grant update (valid_to) on staff_role to arbetsforum_web;
grant update (given_name, family_name, employer_agency_id, position_share) on staff to arbetsforum_web;
grant update (disabled_at) on account to arbetsforum_web;
grant update (ended_at) on credential to arbetsforum_web;

drop function actor.reads_centre();
