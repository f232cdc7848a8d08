-- C1: consent is per party, per category of information, per direction; with purpose, text, language, how it was
-- given, from when, until when. There is no consent to everything.
create table consent_text (
  consent_text_id uuid primary key,
  -- One number for the same text in all its languages.
  version integer not null check (version > 0),
  language text not null check (language in ('sv', 'sv-easy', 'en')),
  title text not null,
  body text not null,
  -- SHA-256 of title, a line feed and body: what was shown can be proven.
  sha256 bytea not null check (sha256 = sha256(convert_to(title || E'\n' || body, 'UTF8'))),
  valid_from date not null,
  unique (version, language)
);
create trigger consent_text_is_history before update or delete on consent_text
  for each row execute function actor.refuse_change();

-- A signature as it was given: drawn on a screen, on paper that is kept in a binder, or by eID.
create table consent_signature (
  consent_signature_id uuid primary key,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  how text not null check (how in ('paper', 'screen', 'eid')),
  -- Strokes of a drawn signature: a list of lists of points.
  strokes jsonb,
  -- Where the paper is kept, or what the eID said of who signed.
  paper_place text not null default '' check (char_length(paper_place) <= 200),
  eid_claims jsonb,
  consent_text_id uuid not null references consent_text,
  signed_at timestamptz not null,
  recorded_by uuid not null references account,
  idempotency_key uuid not null unique,
  request_hash bytea not null check (octet_length(request_hash) = 32),
  check ((how = 'screen') = (strokes is not null)),
  check ((how = 'paper') = (paper_place <> '')),
  check ((how = 'eid') = (eid_claims is not null))
);
create index consent_signature_by_person on consent_signature (person_id, signed_at desc);
create trigger consent_signature_is_history before update or delete on consent_signature
  for each row execute function actor.refuse_change();

create table consent (
  consent_id uuid primary key,
  consent_signature_id uuid not null references consent_signature,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  agency_id uuid not null references agency,
  direction text not null check (direction in ('to_agency', 'from_agency')),
  -- What the centre may tell: enrolment, contact, plan, outcome, review. What the agency may tell: planning,
  -- investigations, work_experience.
  category text not null,
  purpose text not null check (purpose in ('coordination', 'follow_up', 'placement')),
  valid_from timestamptz not null,
  -- Null: for as long as the enrolment lasts.
  valid_until timestamptz check (valid_until > valid_from),
  check (case direction when 'to_agency' then category in ('enrolment', 'contact', 'plan', 'outcome', 'review')
                        else category in ('planning', 'investigations', 'work_experience') end)
);
create index consent_by_person on consent (person_id, agency_id);
create index consent_by_agency on consent (agency_id, category);
create trigger consent_is_history before update or delete on consent
  for each row execute function actor.refuse_change();

-- C2: withdrawn by the participant at any time; a row of its own, so that what was so before can still be told.
create table consent_withdrawal (
  consent_id uuid primary key references consent,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  agency_id uuid not null references agency,
  withdrawn_at timestamptz not null,
  withdrawn_by uuid not null references account
);
create index consent_withdrawal_by_person on consent_withdrawal (person_id);
create trigger consent_withdrawal_is_history before update or delete on consent_withdrawal
  for each row execute function actor.refuse_change();

-- What was told to an agency under a consent: it stays listed when the consent is gone (C2).
create table disclosure (
  disclosure_id bigint generated always as identity primary key,
  person_id uuid not null references person,
  agency_id uuid not null references agency,
  consent_id uuid not null references consent,
  category text not null,
  disclosed_at timestamptz not null,
  disclosed_to uuid not null references account
);
create index disclosure_by_person on disclosure (person_id, disclosed_at desc);
create trigger disclosure_is_history before update or delete on disclosure
  for each row execute function actor.refuse_change();

alter table ledger drop constraint ledger_event_check;
alter table ledger add constraint ledger_event_check check (event in
  ('referred', 'enrolled', 'assigned', 'attended', 'attendance_corrected', 'absent', 'exited',
   'consented', 'consent_withdrawn', 'unassigned'));
