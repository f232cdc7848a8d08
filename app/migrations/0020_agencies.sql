-- P4: publishing anew takes the place of the version before. An agency goes on seeing what it has seen, so that it can
-- be told what has changed; revoking closes every version of it.
alter table plan_version add column superseded_at timestamptz check (superseded_at >= published_at);
create unique index plan_version_current on plan_version (person_id, agency_id)
  where revoked_at is null and superseded_at is null;
grant update (superseded_at) on plan_version to arbetsforum_web;

-- A version is history: it can be superseded and revoked, once each, and nothing else of it ever changes.
create function actor.keep_plan_version() returns trigger language plpgsql as $$
begin
  if (new.plan_version_id, new.person_id, new.plan_id, new.agency_id, new.message, new.content, new.content_hash,
      new.published_at, new.idempotency_key)
     is distinct from
     (old.plan_version_id, old.person_id, old.plan_id, old.agency_id, old.message, old.content, old.content_hash,
      old.published_at, old.idempotency_key)
     or (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at)
     or (old.superseded_at is not null and new.superseded_at is distinct from old.superseded_at) then
    raise exception 'a published version stays as it was' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger plan_version_is_history before update on plan_version
  for each row execute function actor.keep_plan_version();

-- Which version somebody at an agency has opened: they are told what is new since, the participant that it was read.
create table plan_version_read (
  plan_version_id uuid not null references plan_version,
  account_id uuid not null references account,
  person_id uuid not null references person,
  agency_id uuid not null references agency,
  read_at timestamptz not null,
  primary key (plan_version_id, account_id)
);
create index plan_version_read_by_person on plan_version_read (person_id);
create trigger plan_version_read_is_history before update or delete on plan_version_read
  for each row execute function actor.refuse_change();
alter table plan_version_read enable row level security;
create policy own_version_read on plan_version_read for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy reader_version_read on plan_version_read for select to arbetsforum_web
  using (account_id = (select actor.account_id()) and access.may(person_id, null, 'plan_version', 'read'));
create policy reader_reads_version on plan_version_read for insert to arbetsforum_web
  with check (account_id = (select actor.account_id()) and agency_id = (select actor.agency_id())
    and access.may(person_id, null, 'plan_version', 'read'));
grant select, insert on plan_version_read to arbetsforum_web;

-- C2: what was told under a consent is listed for good; once a day for each person, category and consent, to each
-- reader. Only under a consent that is in force at the moment of the request.
create function access.disclose(who uuid, told text) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  written integer;
begin
  if actor.agency_id() is null or actor.account_id() is null or not access.gate(who) then
    return 0;
  end if;
  insert into disclosure (person_id, agency_id, consent_id, category, disclosed_at, disclosed_to)
  select c.person_id, c.agency_id, c.consent_id, c.category, actor.moment(), actor.account_id()
  from consent c
  where c.person_id = who and c.agency_id = actor.agency_id() and c.direction = 'to_agency' and c.category = told
    and c.valid_from <= actor.moment() and (c.valid_until is null or c.valid_until > actor.moment())
    and not exists (select from consent_withdrawal w where w.consent_id = c.consent_id)
    and not exists (select from disclosure d
      where d.person_id = c.person_id and d.consent_id = c.consent_id and d.category = c.category
        and d.disclosed_to = actor.account_id()
        and (d.disclosed_at at time zone 'Europe/Stockholm')::date = actor.day());
  get diagnostics written = row_count;
  return written;
end $$;

-- A reader's lock, that a withdrawal waits for, on each of these: no list that leans on a consent is committed after
-- the withdrawal of it is (C2).
create function access.hold_read_consents(people uuid[]) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('consent ' || who::text, 0))
  from (select distinct unnest(people) as who order by 1) as held;
end $$;
revoke execute on function access.disclose(uuid, text), access.hold_read_consents(uuid[]) from public;
grant execute on function access.disclose(uuid, text), access.hold_read_consents(uuid[]) to arbetsforum_web;
