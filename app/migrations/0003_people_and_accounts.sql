create table person (
  person_id uuid primary key,
  -- Seven digits, the last a check digit (domain::participant_number); printed on the card.
  participant_number text not null unique check (participant_number ~ '^[0-9]{7}$'),
  given_name text not null check (given_name is nfc normalized and char_length(given_name) between 1 and 100),
  family_name text not null check (family_name is nfc normalized and char_length(family_name) between 1 and 100),
  birth_year smallint check (birth_year between 1890 and 2200),
  -- An attribute, never a key: twelve digits, optional.
  identity_number text unique check (identity_number ~ '^[0-9]{12}$'),
  -- The language the person reads best (BCP 47), and the one the interface speaks to them.
  spoken_language text not null default 'sv',
  interface_language text not null default 'sv' check (interface_language in ('sv', 'en')),
  protected_level smallint not null default 0 check (protected_level between 0 and 3),
  created_at timestamptz not null
);

create table staff (
  staff_id uuid primary key,
  given_name text not null check (given_name is nfc normalized),
  family_name text not null check (family_name is nfc normalized),
  -- O1: employed by a party; a position is a share of full time.
  employer_agency_id uuid not null references agency,
  position_share numeric(3, 2) not null check (position_share > 0 and position_share <= 1),
  created_at timestamptz not null
);

-- Dated: a role begins and ends, and what was so before can still be told.
create table staff_role (
  staff_role_id uuid primary key,
  staff_id uuid not null references staff,
  centre_id uuid not null references centre,
  role text not null check (role in
    ('reception', 'coach', 'recruiter', 'team_leader', 'manager', 'specialist')),
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  unique (staff_id, centre_id, role, valid_from)
);
create index staff_role_by_centre on staff_role (centre_id, role);

-- One account a person or staff member; how one proves to be it is a credential, of which there may be several.
create table account (
  account_id uuid primary key,
  person_id uuid unique references person,
  staff_id uuid unique references staff,
  disabled_at timestamptz,
  created_at timestamptz not null,
  check (num_nonnulls(person_id, staff_id) = 1)
);

create table credential (
  credential_id uuid primary key,
  account_id uuid not null references account,
  kind text not null check (kind in ('card_pin', 'password')),
  -- card_pin: the participant number; password: the sign-in name, lower case.
  login text not null,
  -- argon2id in PHC form.
  secret_hash text not null check (secret_hash like '$argon2id$%'),
  created_at timestamptz not null,
  ended_at timestamptz
);
create unique index credential_in_use on credential (kind, login) where ended_at is null;

create table session (
  session_id uuid primary key,
  -- SHA-256 of the token in the cookie: a read of this table gives nobody a session.
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  kind text not null check (kind in ('participant', 'staff', 'screen')),
  account_id uuid references account,
  person_id uuid references person,
  staff_id uuid references staff,
  centre_id uuid references centre,
  role text,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  check ((kind = 'participant') = (person_id is not null)),
  check ((kind = 'staff') = (staff_id is not null and role is not null)),
  check ((kind = 'participant') or centre_id is not null)
);
create index session_by_account on session (account_id) where ended_at is null;

-- Guessing is slowed per account and per address; keys are keyed hashes, never a name or an address.
create table throttle (
  bucket bytea not null,
  window_start timestamptz not null,
  attempts integer not null default 1,
  primary key (bucket, window_start)
);

alter table person enable row level security;
create policy own_person on person for select to arbetsforum_web
  using (person_id = (select actor.person_id()));

grant select on person, staff, staff_role, account, credential to arbetsforum_web;
grant update (interface_language) on person to arbetsforum_web;
create policy own_language on person for update to arbetsforum_web
  using (person_id = (select actor.person_id())) with check (person_id = (select actor.person_id()));
grant select, insert on session to arbetsforum_web;
grant update (last_seen_at, ended_at) on session to arbetsforum_web;
grant select, insert, update, delete on throttle to arbetsforum_web;
