-- The life of an enrolment, from an agency's referral to the follow-up a year after: what its rooms share.
-- Each room's own rules and policies follow in the migrations after this; until then these tables are closed.
create extension if not exists btree_gist;

-- A referral comes before the person is anybody here: who they are stands on the referral, as the sender wrote it.
-- Reception finds or makes the person at the desk (E6), so a sender never learns whether somebody was known before (C3).
alter table referral alter column person_id drop not null;
alter table referral
  add column centre_id uuid references centre,
  add column programme_version_id uuid references programme_version,
  -- domain::programme::EntryGroup, and the ground of the target group.
  add column entry_group text,
  add column ground text check (char_length(ground) <= 100),
  add column given_name text check (given_name is nfc normalized and char_length(given_name) between 1 and 100),
  add column family_name text check (family_name is nfc normalized and char_length(family_name) between 1 and 100),
  add column birth_year smallint check (birth_year between 1890 and 2200),
  add column identity_number text check (identity_number ~ '^[0-9]{12}$'),
  add column phone text not null default '' check (char_length(phone) <= 40),
  add column spoken_language text,
  add column needs_interpreter boolean not null default false,
  add column protected boolean not null default false,
  add column reason text not null default '' check (char_length(reason) <= 1000),
  -- E4: {"wants_work": {"yes": true, "judged_on": "2026-11-20"}}; never a word about health.
  add column answers jsonb not null default '{}' check (jsonb_typeof(answers) = 'object'),
  -- E5: the day the person was told of the terms.
  add column told_terms_on date,
  add column wished_start date,
  add column state text not null default 'placed' check (state in
    ('placed', 'queued', 'review', 'refused', 'withdrawn', 'enrolled')),
  add column refusal text,
  -- The first day of the quota period that its place is counted in.
  add column period_start date,
  -- The order of the queue: who came first.
  add column queue_no bigint generated always as identity,
  add column enrolment_id uuid references enrolment,
  add column idempotency_key uuid unique,
  add column request_hash bytea check (octet_length(request_hash) = 32);
update referral set state = 'enrolled' where decided_at is not null;
create index referral_by_state on referral (programme_id, state, queue_no);
create index referral_by_centre on referral (centre_id, state);

-- S2: one ledger for the whole life; what happens before there is an enrolment hangs on the referral.
alter table ledger alter column enrolment_id drop not null;
alter table ledger alter column person_id drop not null;
alter table ledger
  add column referral_id uuid references referral,
  add column programme_id uuid references programme;
alter table ledger add constraint ledger_is_of_something check (num_nonnulls(enrolment_id, referral_id) >= 1);
alter table ledger add constraint ledger_person_from_enrolment_on
  check (enrolment_id is null or person_id is not null);
create index ledger_by_referral on ledger (referral_id, ledger_id) where referral_id is not null;
alter table ledger drop constraint ledger_event_check;
alter table ledger add constraint ledger_event_check check (event in
  ('referred', 'referral_placed', 'referral_queued', 'referral_review', 'referral_refused', 'referral_withdrawn',
   'contacted', 'enrolled', 'assigned', 'unassigned', 'transferred', 'attended', 'attendance_corrected', 'absent',
   'consented', 'consent_withdrawn',
   'meeting_offered', 'meeting_booked', 'meeting_held', 'meeting_declined', 'meeting_missed', 'meeting_cancelled',
   'activity_offered', 'promise_explained', 'form_answered',
   'extension_proposed', 'extension_key_given', 'extension_refused', 'extension_withdrawn', 'extension_lapsed', 'extension_closed',
   'extended', 'transfer_proposed', 'transfer_agreed', 'transfer_declined', 'transfer_withdrawn', 'transfer_lapsed',
   'exited', 'follow_up_tried', 'followed_up', 'corrected'));

-- When a colleague has times for meetings: a pattern of the week, and days that differ from it.
create table free_hours (
  free_hours_id uuid primary key,
  staff_id uuid not null references staff,
  centre_id uuid not null references centre,
  -- ISO: Monday is 1.
  weekday smallint not null check (weekday between 1 and 7),
  from_time time not null,
  to_time time not null check (to_time > from_time),
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  created_at timestamptz not null,
  created_by uuid references account
);
create index free_hours_by_staff on free_hours (staff_id, centre_id);
create table free_hours_day (
  staff_id uuid not null references staff,
  centre_id uuid not null references centre,
  day date not null,
  -- Empty: not there that day.
  from_time time,
  to_time time check (to_time > from_time),
  created_at timestamptz not null,
  created_by uuid references account,
  primary key (staff_id, centre_id, day),
  check ((from_time is null) = (to_time is null))
);

-- M1: a time with somebody. Coach talks come first; the other kinds grow into the same table.
create table booking (
  booking_id uuid primary key,
  kind text not null check (kind in ('coach_talk', 'group_information', 'joint_review', 'consultation', 'drop_in')),
  centre_id uuid not null references centre,
  enrolment_id uuid not null references enrolment,
  person_id uuid not null references person,
  staff_id uuid not null references staff,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  place text not null default '' check (char_length(place) <= 200),
  language text not null default 'sv',
  interpreter boolean not null default false,
  -- Offered, booked, held, declined and missed are different things (K2).
  state text not null check (state in ('offered', 'booked', 'held', 'declined', 'missed', 'cancelled')),
  -- K1: the first meeting with the own coach.
  is_first boolean not null default false,
  revision integer not null default 1,
  idempotency_key uuid not null unique,
  created_at timestamptz not null,
  created_by uuid references account,
  updated_at timestamptz not null,
  -- Nobody is in two rooms at once.
  constraint booking_one_at_a_time exclude using gist
    (staff_id with =, tstzrange(starts_at, ends_at) with &&) where (state in ('offered', 'booked', 'held'))
);
create index booking_by_person on booking (person_id, starts_at);
create index booking_by_centre on booking (centre_id, starts_at);
create index booking_by_enrolment on booking (enrolment_id);

alter table free_hours enable row level security;
alter table free_hours_day enable row level security;
alter table booking enable row level security;
