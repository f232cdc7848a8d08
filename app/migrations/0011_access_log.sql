-- G6: the access log says who, in which role, for which agency, what, why it was permitted or not, for which stated
-- reason, under which consent or override, and when.
alter table access_log add column staff_id uuid references staff;
alter table access_log add column agency_id uuid references agency;
-- Categories of ACCESS.md that were read, or asked for.
alter table access_log add column categories text[] not null default '{}';
-- SHA-256 of the stated reason: the reason itself stands beside, where it can be erased and the chain still verifies.
alter table access_log add column reason_hash bytea check (octet_length(reason_hash) = 32);
alter table access_log add column consent_ids uuid[] not null default '{}';
alter table access_log add column override_id uuid references override;
-- The transaction that wrote it: rows become visible in another order than they are numbered.
alter table access_log add column xid xid8 not null default pg_current_xact_id();
create index access_log_by_xid on access_log (xid, access_log_id);
create index access_log_denied on access_log (centre_id, at desc) where not permitted;

create table access_reason (
  access_log_id bigint primary key references access_log,
  person_id uuid not null references person,
  reason text not null check (char_length(reason) between 5 and 500)
);

-- The chain: each seal is a keyed hash of the one before and of one row of the log. Numbers follow each other without
-- a gap, so that a row that is altered, removed, added in the middle or swapped is found.
create table access_log_seal (
  seal_no bigint primary key check (seal_no > 0),
  access_log_id bigint not null unique,
  xid xid8 not null,
  seal bytea not null check (octet_length(seal) = 32),
  sealed_at timestamptz not null
);
create trigger access_log_seal_is_history before update or delete on access_log_seal
  for each row execute function actor.refuse_change();

-- A participant asks about an entry with one tap; the question reaches the manager and gets an answer.
create table access_question (
  access_question_id uuid primary key,
  access_log_id bigint not null references access_log,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  words text not null default '' check (char_length(words) <= 1000),
  asked_at timestamptz not null,
  unique (person_id, access_log_id)
);
create index access_question_by_centre on access_question (centre_id, asked_at desc);
create trigger access_question_is_history before update or delete on access_question
  for each row execute function actor.refuse_change();
create table access_answer (
  access_question_id uuid primary key references access_question,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  answer text not null check (char_length(answer) between 1 and 2000),
  answered_at timestamptz not null,
  answered_by uuid not null references account,
  read_at timestamptz
);

-- Sign-ins that failed, and what else the manager should see; nothing that was typed stands here.
create table sign_in_failure (
  sign_in_failure_id bigint generated always as identity primary key,
  at timestamptz not null,
  -- card_pin, password, totp, passkey, oidc
  kind text not null check (kind in ('card_pin', 'password', 'totp', 'passkey', 'oidc')),
  -- The account that it was tried for, where there is one.
  account_id uuid references account,
  -- unknown: no such account; wrong: the secret; throttled; ended: the account is; refused: the provider's answer was.
  why text not null check (why in ('unknown', 'wrong', 'throttled', 'ended', 'refused'))
);
create index sign_in_failure_by_time on sign_in_failure (at desc);
