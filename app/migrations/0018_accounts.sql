-- Accounts of the staff: who answers for them, how they are invited, and what only a manager may write (O1, G1, G3, G5).

-- Each member of staff is kept by one centre: the one whose manager made the account. Name, employer, share, invitation
-- and the account's end are that centre's; a role at a centre is that centre's own. Somebody who came before this, or
-- without it being said, is kept by the centre of the first role.
alter table staff add column kept_by uuid references centre;
update staff s set kept_by = (
  select r.centre_id from staff_role r where r.staff_id = s.staff_id and r.centre_id is not null
  order by r.valid_from, r.staff_role_id limit 1);
create index staff_by_keeper on staff (kept_by);
create function access.keep_by_first_role() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update staff set kept_by = new.centre_id where staff_id = new.staff_id and kept_by is null;
  return new;
end $$;
create trigger staff_role_keeps after insert on staff_role
  for each row when (new.centre_id is not null) execute function access.keep_by_first_role();

-- What is taken back on the day that it began was of no day: it ends the day before, and is still told.
alter table staff_role drop constraint staff_role_check;
alter table staff_role add constraint staff_role_days check (valid_to >= valid_from - 1);
alter table assignment drop constraint assignment_check;
alter table assignment add constraint assignment_days check (valid_to >= valid_from - 1);

create index session_by_account_and_time on session (account_id, created_at desc);

-- A single-use link by which somebody sets user name and password themselves; only its hash is kept.
create table invitation (
  invitation_id uuid primary key,
  account_id uuid not null references account,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  -- The user name that is proposed.
  user_name text not null check (user_name ~ '^[a-z0-9][a-z0-9._-]{2,39}$'),
  created_at timestamptz not null,
  -- Absent: made from the command line.
  created_by uuid references account,
  expires_at timestamptz not null check (expires_at > created_at),
  used_at timestamptz,
  ended_at timestamptz
);
create unique index invitation_open on invitation (account_id) where used_at is null and ended_at is null;

-- What was done to an account, by whom and when.
create table account_event (
  account_event_id bigint generated always as identity primary key,
  account_id uuid not null references account,
  at timestamptz not null,
  done_by uuid references account,
  what text not null check (what in ('created', 'changed', 'role_added', 'role_ended', 'deactivated', 'reactivated',
    'invited', 'invitation_ended', 'invitation_used', 'covers', 'relation_ended')),
  detail jsonb not null default '{}' check (jsonb_typeof(detail) = 'object')
);
create index account_event_by_account on account_event (account_id, account_event_id desc);
create trigger account_event_is_history before update or delete on account_event
  for each row execute function actor.refuse_change();

-- What somebody on the staff has declared, by number: a number that is nobody's is kept too, so that the list of one's
-- own declarations does not tell which numbers exist. The record is closed by staff_relation.
create table relation_declaration (
  relation_declaration_id uuid primary key,
  staff_id uuid not null references staff,
  participant_number text not null check (participant_number ~ '^[0-9]{7}$'),
  kind text not null check (kind in ('self', 'relative')),
  declared_at timestamptz not null,
  declared_by uuid not null references account,
  ended_at timestamptz
);
create unique index relation_declaration_in_force on relation_declaration (staff_id, participant_number) where ended_at is null;
insert into relation_declaration
select r.staff_relation_id, r.staff_id, p.participant_number, r.kind, r.declared_at, r.declared_by, r.ended_at
from staff_relation r join person p using (person_id);
create function access.relation_is_declared() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into relation_declaration
  select new.staff_relation_id, new.staff_id, p.participant_number, new.kind, new.declared_at, new.declared_by, new.ended_at
  from person p where p.person_id = new.person_id
  on conflict (staff_id, participant_number) where ended_at is null do nothing;
  return new;
end $$;
create trigger staff_relation_is_declared after insert on staff_relation
  for each row execute function access.relation_is_declared();

-- Whether the actor is a manager now: the session says so, and the role and the account still stand.
create function access.manages() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select actor.role() = 'manager' and exists (
    select from staff_role r join account a on a.staff_id = r.staff_id
    where r.staff_id = actor.staff_id() and r.centre_id = actor.centre_id() and r.role = 'manager'
      and r.valid_from <= actor.day() and (r.valid_to is null or r.valid_to >= actor.day())
      and a.account_id = actor.account_id() and a.disabled_at is null)
$$;
-- Whether this member of staff is kept by the acting manager's centre.
create function access.keeps(who uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select access.manages() and exists (select from staff s where s.staff_id = who and s.kept_by = actor.centre_id())
$$;
create function access.keeps_account(wanted uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from account a where a.account_id = wanted and a.staff_id is not null and access.keeps(a.staff_id))
$$;
-- Whether this member of staff is of the acting manager's centre: kept by it, or with a role there, now or before.
create function access.staff_here(who uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select access.manages() and (exists (select from staff s where s.staff_id = who and s.kept_by = actor.centre_id())
    or exists (select from staff_role r where r.staff_id = who and r.centre_id = actor.centre_id()))
$$;
-- Whether an agency may have people in this role at a centre: a case worker's has a way in to one of the centre's
-- programmes; a partner's is of civil society.
create function access.agency_here(wanted uuid, at_centre uuid, wanted_role text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from agency a where a.agency_id = wanted and case wanted_role
      when 'partner' then a.kind = 'civil_society'
      when 'case_worker' then exists (
        select from programme_centre c join programme_version v using (programme_id),
          lateral jsonb_array_elements(coalesce(v.rules -> 'entries', '[]')) as entry
        where c.centre_id = at_centre and entry ->> 'agency' = a.code)
      else false end)
$$;
-- Whether there is any way to sign in to this account.
create function access.can_sign_in(wanted uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from credential c where c.account_id = wanted and c.ended_at is null)
$$;
-- Roles that keep a centre managed: in force, without an end, of an account that stands and can be signed in to.
create function access.managers(at_centre uuid, on_day date) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select r.staff_role_id from staff_role r join account a using (staff_id)
  where r.centre_id = at_centre and r.role = 'manager' and r.valid_from <= on_day and r.valid_to is null
    and a.disabled_at is null and access.can_sign_in(a.account_id)
$$;

-- No centre loses its last manager, however many end each other at once: they queue here, and each looks again.
create function access.keep_a_manager() returns trigger
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if actor.role() is null then
    return new; -- the owner, who puts right what nobody else can
  end if;
  perform pg_advisory_xact_lock(hashtextextended('managers ' || old.centre_id::text, 0));
  if not exists (select from access.managers(old.centre_id, actor.day()) as m where m <> old.staff_role_id) then
    raise exception 'a centre keeps a manager' using errcode = 'check_violation', constraint = 'last_manager';
  end if;
  return new;
end $$;
create trigger staff_role_keeps_a_manager before update of valid_to on staff_role
  for each row when (old.role = 'manager' and old.valid_to is null and new.valid_to is not null)
  execute function access.keep_a_manager();
create function access.keep_a_manager_of_account() returns trigger
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  here uuid;
begin
  if actor.role() is null or new.staff_id is null then
    return new;
  end if;
  for here in select distinct r.centre_id from staff_role r
      where r.staff_id = new.staff_id and r.role = 'manager' and r.valid_to is null order by r.centre_id loop
    perform pg_advisory_xact_lock(hashtextextended('managers ' || here::text, 0));
    if not exists (select from access.managers(here, actor.day()) as m join staff_role r on r.staff_role_id = m
                   where r.staff_id <> new.staff_id) then
      raise exception 'a centre keeps a manager' using errcode = 'check_violation', constraint = 'last_manager';
    end if;
  end loop;
  return new;
end $$;
create trigger account_keeps_a_manager before update of disabled_at on account
  for each row when (old.disabled_at is null and new.disabled_at is not null)
  execute function access.keep_a_manager_of_account();

-- What an invitation says to whoever holds its link; nothing once it is used, ended or over.
create function access.invitation_of(token bytea, at timestamptz)
returns table (given_name text, user_name text, expires_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.given_name, i.user_name, i.expires_at
  from invitation i join account a using (account_id) join staff s using (staff_id)
  where i.token_hash = token and i.used_at is null and i.ended_at is null and i.expires_at > at and a.disabled_at is null
$$;
-- Uses an invitation: once, for one user name and one secret. Every earlier password of the account ends with it, and
-- so does every session.
create function access.accept_invitation(token bytea, at timestamptz, credential uuid, name text, secret text) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  whose uuid;
begin
  update invitation i set used_at = at from account a
  where i.token_hash = token and i.used_at is null and i.ended_at is null and i.expires_at > at
    and a.account_id = i.account_id and a.disabled_at is null
  returning i.account_id into whose;
  if whose is null then
    return 'gone';
  end if;
  update credential c set ended_at = at where c.account_id = whose and c.kind = 'password' and c.ended_at is null;
  insert into credential (credential_id, account_id, kind, login, secret_hash, created_at)
  values (credential, whose, 'password', name, secret, at);
  update session s set ended_at = at where s.account_id = whose and s.ended_at is null;
  insert into account_event (account_id, at, done_by, what) values (whose, at, whose, 'invitation_used');
  return 'done';
exception when unique_violation then
  return 'taken';
end $$;
-- Whether somebody has this user name, or is invited to take it.
create function access.user_name_taken(name text, at timestamptz, but uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from credential c where c.kind = 'password' and c.login = name and c.ended_at is null
                 and c.account_id is distinct from but)
      or exists (select from invitation i where i.user_name = name and i.used_at is null and i.ended_at is null
                 and i.expires_at > at and i.account_id is distinct from but)
$$;

-- G1: declares a relation of the actor's own to whoever has this number; the answer is the same when nobody has.
create function access.declare_relation(declaration uuid, number text, relation_kind text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if actor.staff_id() is null or actor.account_id() is null then
    raise exception 'nobody declares' using errcode = 'insufficient_privilege';
  end if;
  insert into staff_relation (staff_relation_id, staff_id, person_id, kind, declared_at, declared_by)
  select declaration, actor.staff_id(), p.person_id, relation_kind, actor.moment(), actor.account_id()
  from person p where p.participant_number = number
  on conflict (staff_id, person_id) where ended_at is null do nothing;
  insert into relation_declaration
  values (declaration, actor.staff_id(), number, relation_kind, actor.moment(), actor.account_id(), null)
  on conflict do nothing;
end $$;
-- Only a manager ends one, and never their own.
create function access.end_relation(declaration uuid) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  whose uuid;
begin
  update relation_declaration d set ended_at = actor.moment()
  where d.relation_declaration_id = declaration and d.ended_at is null and d.staff_id <> actor.staff_id()
    and access.staff_here(d.staff_id)
  returning d.staff_id into whose;
  update staff_relation r set ended_at = actor.moment()
  from relation_declaration d join person p using (participant_number)
  where whose is not null and d.relation_declaration_id = declaration and r.staff_id = whose
    and r.person_id = p.person_id and r.ended_at is null;
  return whose;
end $$;

revoke execute on all functions in schema access from public;
grant execute on all functions in schema access to arbetsforum_web;

-- Names and roles are read before anybody is signed in, and by everybody; only a manager writes them.
alter table staff enable row level security;
create policy read_staff on staff for select to arbetsforum_web using (true);
create policy manager_adds_staff on staff for insert to arbetsforum_web
  with check ((select access.manages()) and kept_by = (select actor.centre_id()));
create policy manager_changes_staff on staff for update to arbetsforum_web
  using ((select access.manages()) and kept_by = (select actor.centre_id()))
  with check (kept_by = (select actor.centre_id()));

alter table staff_role enable row level security;
create policy read_role on staff_role for select to arbetsforum_web using (true);
create policy manager_adds_role on staff_role for insert to arbetsforum_web
  with check (case when centre_id is null then access.keeps(staff_id) and access.agency_here(agency_id, (select actor.centre_id()), role)
                   else centre_id = (select actor.centre_id()) and access.staff_here(staff_id) end);
create policy manager_ends_role on staff_role for update to arbetsforum_web
  using (case when centre_id is null then access.keeps(staff_id)
              else centre_id = (select actor.centre_id()) and (select access.manages()) end);

alter table account enable row level security;
create policy read_account on account for select to arbetsforum_web using (true);
create policy manager_opens_account on account for insert to arbetsforum_web
  with check (case when staff_id is not null then access.keeps(staff_id)
                   else (select actor.reads_others()) and access.may(person_id, null, 'contact_card', 'write') end);
create policy manager_closes_account on account for update to arbetsforum_web
  using (staff_id is not null and access.keeps(staff_id));

-- One's own ways in are one's own; a manager ends those of the people that the centre keeps, and makes none: an
-- invitation does. A participant's are made by whoever keeps the contact card.
alter table credential enable row level security;
create policy read_credential on credential for select to arbetsforum_web using (true);
create policy own_credential on credential for insert to arbetsforum_web
  with check (account_id = (select actor.account_id()));
create policy participants_credential on credential for insert to arbetsforum_web
  with check ((select actor.reads_others()) and exists (select from account a where a.account_id = credential.account_id
    and a.person_id is not null and access.may(a.person_id, null, 'contact_card', 'write')));
create policy end_own_credential on credential for update to arbetsforum_web
  using (account_id = (select actor.account_id()));
create policy end_credential on credential for update to arbetsforum_web
  using ((select access.manages()) and access.keeps_account(account_id));
create policy end_participants_credential on credential for update to arbetsforum_web
  using ((select actor.reads_others()) and exists (select from account a where a.account_id = credential.account_id
    and a.person_id is not null and access.may(a.person_id, null, 'contact_card', 'write')));

alter table invitation enable row level security;
create policy manager_invitation on invitation for select to arbetsforum_web using (access.keeps_account(account_id));
create policy manager_invites on invitation for insert to arbetsforum_web
  with check (created_by = (select actor.account_id()) and used_at is null and access.keeps_account(account_id));
create policy manager_ends_invitation on invitation for update to arbetsforum_web using (access.keeps_account(account_id));
grant select, insert on invitation to arbetsforum_web;
grant update (ended_at) on invitation to arbetsforum_web;

alter table account_event enable row level security;
create policy manager_account_event on account_event for select to arbetsforum_web
  using (exists (select from account a where a.account_id = account_event.account_id and access.staff_here(a.staff_id)));
create policy manager_writes_event on account_event for insert to arbetsforum_web
  with check (done_by = (select actor.account_id())
    and exists (select from account a where a.account_id = account_event.account_id and access.staff_here(a.staff_id)));
grant select, insert on account_event to arbetsforum_web;

alter table relation_declaration enable row level security;
create policy own_declaration on relation_declaration for select to arbetsforum_web
  using (staff_id = (select actor.staff_id()));
create policy manager_declaration on relation_declaration for select to arbetsforum_web
  using (access.staff_here(staff_id));
grant select on relation_declaration to arbetsforum_web;
-- Made and ended by the two functions above alone.
drop policy declare_relation on staff_relation;
drop policy end_relation on staff_relation;
revoke insert on staff_relation from arbetsforum_web;
revoke update (ended_at) on staff_relation from arbetsforum_web;

grant insert (kept_by) on staff to arbetsforum_web;
