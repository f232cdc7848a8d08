-- The record: a reason that was stated, the ways to a protected identity, and what is counted without names.

-- L in the grid: why somebody reads, stated in a form and then leaned on by the page, which names it by this id alone.
-- Bound to the account, the role and the person; to read the record it holds for a while, to see the identity number
-- it holds once.
create table stated_reason (
  stated_reason_id uuid primary key,
  person_id uuid not null references person,
  account_id uuid not null references account,
  centre_id uuid not null references centre,
  role text not null,
  purpose text not null check (purpose in ('record', 'identity_number')),
  reason text not null check (char_length(reason) between 5 and 500),
  stated_at timestamptz not null,
  valid_until timestamptz not null check (valid_until > stated_at and valid_until <= stated_at + interval '15 minutes'),
  used_at timestamptz,
  idempotency_key uuid not null unique
);
create index stated_reason_by_person on stated_reason (person_id, stated_at desc);
alter table stated_reason enable row level security;
create policy own_stated on stated_reason for select to arbetsforum_web
  using (person_id = (select actor.person_id()) or account_id = (select actor.account_id()));
create policy states on stated_reason for insert to arbetsforum_web
  with check (account_id = (select actor.account_id()) and centre_id = (select actor.centre_id())
    and role = (select actor.role()) and access.gate(person_id));
create policy leans_on_stated on stated_reason for update to arbetsforum_web
  using (account_id = (select actor.account_id()) and centre_id = (select actor.centre_id())
    and role = (select actor.role()) and access.gate(person_id))
  with check (account_id = (select actor.account_id()));
grant select, insert on stated_reason to arbetsforum_web;
grant update (used_at) on stated_reason to arbetsforum_web;

-- G4: who raised or lowered a protection, and when; written by the change itself, so that none goes without.
create table protection_change (
  protection_change_id bigint generated always as identity primary key,
  person_id uuid not null references person,
  level_before smallint not null,
  level_after smallint not null,
  changed_at timestamptz not null,
  changed_by uuid references account
);
create index protection_change_by_person on protection_change (person_id);
create trigger protection_change_is_history before update or delete on protection_change
  for each row execute function actor.refuse_change();
alter table protection_change enable row level security;
create policy own_protection_change on protection_change for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
grant select on protection_change to arbetsforum_web;
create function actor.note_protection() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  insert into protection_change (person_id, level_before, level_after, changed_at, changed_by)
  -- Outside a request (a seed, the owner by hand) there is no moment of one.
  values (new.person_id, old.protected_level, new.protected_level, coalesce(actor.moment(), transaction_timestamp()),
          actor.account_id());
  return new;
end $$;
create trigger protection_is_noted after update of protected_level on person
  for each row when (old.protected_level is distinct from new.protected_level) execute function actor.note_protection();

-- The protected of the manager's centre: the number on the card and the level, never a name. Not one's own relatives.
create function access.protected_here()
returns table (person_id uuid, participant_number text, protected_level smallint)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.person_id, p.participant_number, p.protected_level from person p
  where p.protected_level > 0 and actor.role() = 'manager'
    and exists (select from enrolment e where e.person_id = p.person_id and e.centre_id = actor.centre_id())
    and not exists (select from staff_relation r where r.staff_id = actor.staff_id() and r.person_id = p.person_id
                    and r.ended_at is null)
  order by p.participant_number
$$;

-- Whose identity number this is, for the reception alone, who is told no more than which record to open; a protected
-- identity is in no search (G4).
create function access.person_of_identity(wanted text) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select i.person_id from person_identity i join person p using (person_id)
  where i.identity_number = wanted and actor.role() = 'reception' and p.protected_level = 0 and access.gate(i.person_id)
$$;

-- How many have arrived at the actor's centre today: a count and nobody in it who is protected (G4).
create function access.here_today() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select count(distinct a.person_id) from attendance a join person p using (person_id)
  where actor.reads_others() and a.centre_id = actor.centre_id() and a.day = actor.day() and p.protected_level = 0
$$;

revoke execute on function access.protected_here(), access.person_of_identity(text), access.here_today() from public;
grant execute on function access.protected_here(), access.person_of_identity(text), access.here_today() to arbetsforum_web;
