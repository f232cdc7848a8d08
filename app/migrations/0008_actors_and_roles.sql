-- Every role of the domain, and who they belong to: a centre, or an agency.
-- Roles of the database: the owner migrates; web serves requests; reports reads figures; worker seals the access log.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['arbetsforum_reports', 'arbetsforum_worker'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin noinherit', wanted);
      exception when duplicate_object or unique_violation then
        null; -- another process on the same cluster was first
      end;
    end if;
    execute format('grant %I to %I', wanted, current_user);
  end loop;
end $$;

-- People at an agency, a partner or the steering group hold no position at the centre (O1).
alter table staff alter column position_share drop not null;
alter table staff_role alter column centre_id drop not null;
alter table staff_role add column agency_id uuid references agency;
alter table staff_role drop constraint staff_role_role_check;
alter table staff_role add constraint staff_role_role_check check (role in
  ('reception', 'coach', 'recruiter', 'team_leader', 'manager', 'specialist', 'case_worker', 'partner', 'steering'));
-- A case worker and a partner act for an agency, everybody else at a centre.
alter table staff_role add constraint staff_role_belongs check
  (case when role in ('case_worker', 'partner') then agency_id is not null and centre_id is null
        else centre_id is not null and agency_id is null end);
alter table staff_role drop constraint staff_role_staff_id_centre_id_role_valid_from_key;
alter table staff_role add constraint staff_role_once unique nulls not distinct (staff_id, centre_id, agency_id, role, valid_from);
create index staff_role_by_staff on staff_role (staff_id);
create index staff_role_by_agency on staff_role (agency_id, role) where agency_id is not null;

insert into agency (agency_id, code, name_sv, name_en, kind, created_at) values
  ('01970000-0000-7000-8000-0000000a000c', 'ideburen-verkstad', 'Föreningen Verkstaden', 'The Workshop Association', 'civil_society', timestamptz '2020-01-01 00:00:00+00');

alter table session add column agency_id uuid references agency;
alter table session add column stepped_up_at timestamptz;
alter table session add column device text check (char_length(device) <= 200);
alter table session drop constraint session_check1;
alter table session drop constraint session_check2;
alter table session add constraint session_of_staff check ((kind = 'staff') = (staff_id is not null and role is not null));
alter table session add constraint session_belongs check
  (case kind when 'participant' then centre_id is null and agency_id is null
             when 'screen' then centre_id is not null and agency_id is null
             else num_nonnulls(centre_id, agency_id) = 1 end);
create index session_by_staff on session (staff_id) where ended_at is null;

alter table assignment drop constraint assignment_kind_check;
alter table assignment add constraint assignment_kind_check
  check (kind in ('coach', 'recruiter', 'deputy', 'specialist', 'partner'));
alter table assignment add column reason text check (char_length(reason) <= 300);
alter table assignment add column created_by uuid references account;
alter table assignment add column created_at timestamptz;
create index assignment_by_person on assignment (person_id);

-- Who acts, as a transaction is told at its beginning; null where it is not told, and null matches no row.
create or replace function actor.staff_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('actor.staff_id', true), '')::uuid;
create function actor.agency_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('actor.agency_id', true), '')::uuid;
create function actor.account_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('actor.account_id', true), '')::uuid;
-- The moment of the request: time comes from outside (decision 3), here too.
create function actor.moment() returns timestamptz language sql stable parallel safe
  return nullif(current_setting('actor.moment', true), '')::timestamptz;
create function actor.day() returns date language sql stable parallel safe
  return (nullif(current_setting('actor.moment', true), '')::timestamptz at time zone 'Europe/Stockholm')::date;
-- The reason that the actor has stated for this one action (L in the grid).
create function actor.has_reason() returns boolean language sql stable parallel safe
  return coalesce(current_setting('actor.reason', true), '') <> '';
-- Staff of a centre or an agency: somebody who reads about others.
create function actor.reads_others() returns boolean language sql stable parallel safe
  return actor.kind() = 'staff';
grant execute on all functions in schema actor to arbetsforum_web, arbetsforum_reports, arbetsforum_worker;
grant usage on schema actor to arbetsforum_reports, arbetsforum_worker;
