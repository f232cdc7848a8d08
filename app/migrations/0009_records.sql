-- What stands about a person apart from the name: each category of ACCESS.md in a table of its own,
-- so that row security can close one and leave the next open.

-- Twelve digits, optional, never a key; out of the person's row, since few may read it.
create table person_identity (
  person_id uuid primary key references person,
  identity_number text not null unique check (identity_number ~ '^[0-9]{12}$'),
  recorded_at timestamptz not null
);
insert into person_identity (person_id, identity_number, recorded_at)
  select person_id, identity_number, created_at from person where identity_number is not null;
alter table person drop column identity_number;

create table contact (
  person_id uuid primary key references person,
  phone text not null default '' check (char_length(phone) <= 40),
  email text not null default '' check (char_length(email) <= 200),
  street text not null default '' check (char_length(street) <= 200),
  postal_code text not null default '' check (postal_code ~ '^([0-9]{3} ?[0-9]{2})?$'),
  town text not null default '' check (char_length(town) <= 100),
  needs_interpreter boolean not null default false,
  -- Counts up at each change; a writer names the one they read.
  revision integer not null default 1,
  updated_at timestamptz not null,
  updated_by uuid references account
);

-- G4: a protected identity has no address stored, whoever writes it and in whatever order.
create function actor.no_protected_address() returns trigger language plpgsql as $$
begin
  if (new.street, new.postal_code, new.town) is distinct from ('', '', '')
     and exists (select from person p where p.person_id = new.person_id and p.protected_level > 0) then
    raise exception 'a protected identity has no address stored (G4)' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger contact_without_protected_address before insert or update on contact
  for each row execute function actor.no_protected_address();
create function actor.forget_protected_address() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if new.protected_level > 0 then
    update contact set street = '', postal_code = '', town = '' where person_id = new.person_id;
  end if;
  return new;
end $$;
create trigger person_protected after update of protected_level on person
  for each row when (new.protected_level > 0) execute function actor.forget_protected_address();

-- G1: nobody on the staff opens their own or a declared relative's record.
create table staff_relation (
  staff_relation_id uuid primary key,
  staff_id uuid not null references staff,
  person_id uuid not null references person,
  kind text not null check (kind in ('self', 'relative')),
  declared_at timestamptz not null,
  declared_by uuid not null references account,
  ended_at timestamptz
);
create unique index staff_relation_in_force on staff_relation (staff_id, person_id) where ended_at is null;
create index staff_relation_by_person on staff_relation (person_id);

-- G4: who may open a protected identity: staff who are named for that person, and nobody else.
create table protected_named (
  protected_named_id uuid primary key,
  person_id uuid not null references person,
  staff_id uuid not null references staff,
  named_at timestamptz not null,
  named_by uuid not null references account,
  ended_at timestamptz
);
create unique index protected_named_in_force on protected_named (person_id, staff_id) where ended_at is null;

-- G2: emergency override: a reason, at most 24 hours, never for a protected identity.
create table override (
  override_id uuid primary key,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  staff_id uuid not null references staff,
  account_id uuid not null references account,
  reason text not null check (reason is nfc normalized and char_length(reason) between 10 and 500),
  begins_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > begins_at and ends_at <= begins_at + interval '24 hours'),
  idempotency_key uuid not null unique
);
create index override_by_staff on override (staff_id, person_id, ends_at);
create index override_by_centre on override (centre_id, begins_at desc);
create trigger override_is_history before update or delete on override
  for each row execute function actor.refuse_change();
create function actor.no_protected_override() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if exists (select from person p where p.person_id = new.person_id and p.protected_level > 0) then
    raise exception 'a protected identity has no override (G2)' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger override_of_no_protected before insert on override
  for each row execute function actor.no_protected_override();
-- The manager has seen it: who and when, a row of its own.
create table override_seen (
  override_id uuid primary key references override,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  seen_at timestamptz not null,
  seen_by uuid not null references account,
  note text not null default '' check (char_length(note) <= 500)
);

-- P4: what an agency sees is a version that the participant has published to it, never the draft.
create table plan_version (
  plan_version_id uuid primary key,
  person_id uuid not null references person,
  plan_id uuid not null references plan,
  agency_id uuid not null references agency,
  message text not null default '' check (char_length(message) <= 1000),
  -- The plan as it was: goal and steps, in words.
  content jsonb not null check (jsonb_typeof(content) = 'object'),
  content_hash bytea not null check (octet_length(content_hash) = 32),
  published_at timestamptz not null,
  revoked_at timestamptz check (revoked_at >= published_at),
  idempotency_key uuid not null unique
);
create index plan_version_by_person on plan_version (person_id, agency_id, published_at desc);

-- An agency's case worker has referred somebody; who is decided on is no longer theirs to follow without consent.
-- The whole life of a referral comes later: this holds what access leans on.
create table referral (
  referral_id uuid primary key,
  person_id uuid not null references person,
  programme_id uuid not null references programme,
  agency_id uuid not null references agency,
  staff_id uuid not null references staff,
  referred_at timestamptz not null,
  decided_at timestamptz check (decided_at >= referred_at)
);
create index referral_by_person on referral (person_id);
create index referral_by_agency on referral (agency_id, staff_id) where decided_at is null;
