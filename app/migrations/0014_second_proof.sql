-- Signing in with two proofs: what a password alone opens is a step on the way, never a session.

-- A password that somebody else chose is used once: whoever signs in with it chooses their own.
alter table credential add column must_change boolean not null default false;
-- After this moment it opens nothing.
alter table credential add column usable_until timestamptz;

-- The shared secret of an authenticator app (RFC 6238), sealed with a key that is not in the database.
create table totp (
  totp_id uuid primary key,
  account_id uuid not null references account,
  secret bytea not null check (octet_length(secret) between 29 and 200),
  -- The step whose code was last taken: none of it or before it opens anything again.
  last_step bigint not null default 0,
  created_at timestamptz not null,
  ended_at timestamptz
);
create unique index totp_in_use on totp (account_id) where ended_at is null;

-- Codes on paper for the day when the phone is gone, each once. A keyed hash: a read of this table opens nothing.
create table recovery_code (
  recovery_code_id uuid primary key,
  account_id uuid not null references account,
  code_hash bytea not null unique check (octet_length(code_hash) = 32),
  created_at timestamptz not null,
  used_at timestamptz,
  -- Replaced by newer ones.
  ended_at timestamptz
);
create index recovery_code_by_account on recovery_code (account_id) where used_at is null and ended_at is null;

-- The public half of a passkey; the private half never leaves its owner's device.
create table passkey (
  passkey_id uuid primary key,
  account_id uuid not null references account,
  credential_id bytea not null unique check (octet_length(credential_id) between 1 and 1023),
  public_key jsonb not null,
  -- Where it was made: "Chrome på Android".
  device text not null check (char_length(device) between 1 and 200),
  created_at timestamptz not null,
  last_used_at timestamptz,
  ended_at timestamptz
);
create index passkey_by_account on passkey (account_id) where ended_at is null;

-- A browser on its way in, or in the middle of a change: for one purpose, for some minutes, once.
create table sign_in_step (
  sign_in_step_id uuid primary key,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  -- new_password: the password was right and must be changed; code: it was right, a code is asked for; new_totp: it was
  -- right, an app is set up; change_totp: an app is set up by somebody signed in; show_codes: recovery codes are shown;
  -- passkey_in, passkey_add: a challenge to a passkey.
  purpose text not null check (purpose in
    ('new_password', 'code', 'new_totp', 'change_totp', 'show_codes', 'passkey_in', 'passkey_add')),
  account_id uuid references account,
  next text not null default '' check (char_length(next) <= 500),
  -- What must not be read from here (a secret, codes, a challenge), sealed.
  state bytea,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at <= created_at + interval '10 minutes'),
  used_at timestamptz,
  check (account_id is not null or purpose = 'passkey_in')
);
create index sign_in_step_by_expiry on sign_in_step (expires_at);

-- Where an account has been signed in to before, as a keyed hash of both: there its owner is not locked out by what
-- somebody else guesses from elsewhere.
create table known_place (
  place bytea primary key check (octet_length(place) = 32),
  seen_at timestamptz not null
);

grant select, insert on totp, recovery_code, passkey, sign_in_step, known_place to arbetsforum_web;
grant update (last_step, ended_at) on totp to arbetsforum_web;
grant update (used_at, ended_at) on recovery_code to arbetsforum_web;
grant update (public_key, last_used_at, ended_at) on passkey to arbetsforum_web;
grant update (used_at) on sign_in_step to arbetsforum_web;
grant delete on sign_in_step to arbetsforum_web;
grant update (seen_at) on known_place to arbetsforum_web;
grant delete on known_place to arbetsforum_web;
