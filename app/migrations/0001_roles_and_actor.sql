-- Two walls for access (decision 1). The web role owns nothing and bypasses nothing;
-- who acts is set per transaction and read by the row policies below.
do $$
begin
  if not exists (select from pg_roles where rolname = 'arbetsforum_web') then
    begin
      create role arbetsforum_web nologin noinherit;
    exception when duplicate_object or unique_violation then
      null; -- another process on the same cluster was first
    end;
  end if;
  -- The login that migrates must be able to step down to the web role for requests.
  execute format('grant arbetsforum_web to %I', current_user);
end $$;

create schema actor;
grant usage on schema actor to arbetsforum_web;

-- Each answers null when nothing is set, and null matches no row: deny by default.
create function actor.kind() returns text language sql stable parallel safe
  return nullif(current_setting('actor.kind', true), '');
create function actor.person_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('actor.person_id', true), '')::uuid;
create function actor.staff_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('actor.staff_id', true), '')::uuid;
create function actor.centre_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('actor.centre_id', true), '')::uuid;
create function actor.role() returns text language sql stable parallel safe
  return nullif(current_setting('actor.role', true), '');
-- Roles of ACCESS.md that may read about every participant of their centre.
create function actor.reads_centre() returns boolean language sql stable parallel safe
  return actor.kind() = 'staff'
     and actor.role() in ('reception', 'coach', 'recruiter', 'team_leader', 'manager');
grant execute on all functions in schema actor to arbetsforum_web;

-- Rows that are history: an update or a delete is an error, whoever asks.
create function actor.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
