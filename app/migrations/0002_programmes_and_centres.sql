-- A party (myndighet, part) of the agreement, or a civil-society partner.
create table agency (
  agency_id uuid primary key,
  code text not null unique check (code ~ '^[a-z0-9-]+$'),
  name_sv text not null,
  name_en text not null,
  kind text not null check (kind in
    ('social_services', 'employment_service', 'social_insurance', 'primary_care',
     'refugee_unit', 'adult_education', 'municipality', 'civil_society')),
  -- Whether this party may refer at all is decided per programme version (E1).
  created_at timestamptz not null
);

-- Programmes are data: the four operations of the domain run on the same program.
create table programme (
  programme_id uuid primary key,
  code text not null unique check (code ~ '^[a-z0-9-]+$'),
  name_sv text not null,
  name_en text not null,
  created_at timestamptz not null
);

-- Rules never change in place: a change is a new version, and an enrolment keeps the one it began under.
create table programme_version (
  programme_version_id uuid primary key,
  programme_id uuid not null references programme,
  version integer not null check (version > 0),
  valid_from date not null,
  -- domain::programme::ProgrammeRules; a field the source is silent about is absent.
  rules jsonb not null check (jsonb_typeof(rules) = 'object'),
  source text not null,
  created_at timestamptz not null,
  unique (programme_id, version)
);
create trigger programme_version_is_history before update or delete on programme_version
  for each row execute function actor.refuse_change();

create table centre (
  centre_id uuid primary key,
  code text not null unique check (code ~ '^[a-z0-9-]+$'),
  name text not null,
  -- Short name in capitals, for the rim of the stamp.
  stamp_name text not null check (char_length(stamp_name) between 2 and 18),
  municipality text not null,
  created_at timestamptz not null
);

create table programme_centre (
  programme_id uuid not null references programme,
  centre_id uuid not null references centre,
  primary key (programme_id, centre_id)
);

-- The centre's own calendar beside the national one: closures and bridge days, and extra opening days.
create table centre_day (
  centre_id uuid not null references centre,
  day date not null,
  is_open boolean not null,
  reason text not null,
  primary key (centre_id, day)
);

grant select on agency, programme, programme_version, centre, programme_centre, centre_day to arbetsforum_web;
