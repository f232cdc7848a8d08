-- A1, A2: one row a person and day; proven by the centre's code, and never changed afterwards (A6).
create table attendance (
  attendance_id uuid primary key,
  enrolment_id uuid not null references enrolment,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  -- The civil day in Europe/Stockholm that the stamp shows.
  day date not null,
  -- When the person was there, by the server's clock.
  attended_at timestamptz not null,
  recorded_at timestamptz not null,
  -- How it was proven: the code by link or by digits, the card at the kiosk, or the reception.
  method text not null check (method in ('code_link', 'code_digits', 'kiosk', 'reception')),
  idempotency_key uuid not null unique,
  -- SHA-256 of what was asked under the key: the same key with another question is refused.
  request_hash bytea not null check (octet_length(request_hash) = 32),
  recorded_by uuid references account,
  unique (enrolment_id, day)
);
create index attendance_by_person on attendance (person_id, day desc);
create index attendance_by_centre on attendance (centre_id, day, attended_at);
create trigger attendance_is_history before update or delete on attendance
  for each row execute function actor.refuse_change();

-- A6: a correction is a new row with reason and author; the first row stays.
create table attendance_correction (
  attendance_correction_id uuid primary key,
  attendance_id uuid not null references attendance,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  stands boolean not null,
  reason text not null check (char_length(reason) between 1 and 500),
  corrected_at timestamptz not null,
  corrected_by uuid not null references account
);
create index attendance_correction_by_attendance on attendance_correction (attendance_id);
create trigger attendance_correction_is_history before update or delete on attendance_correction
  for each row execute function actor.refuse_change();

-- A4: absence from a booked time; the participant's explanation comes before anyone's judgement.
create table absence (
  absence_id uuid primary key,
  enrolment_id uuid not null references enrolment,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  day date not null,
  kind text not null check (kind in ('excused', 'cancelled_by_centre', 'missed')),
  reason text check (reason in ('ill', 'ill_child', 'work_or_interview', 'other_appointment', 'other')),
  explanation text not null default '' check (char_length(explanation) <= 1000),
  accepted boolean,
  created_at timestamptz not null,
  unique (enrolment_id, day)
);
create index absence_by_person on absence (person_id, day desc);

alter table attendance enable row level security;
alter table attendance_correction enable row level security;
alter table absence enable row level security;
create policy own_attendance on attendance for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy own_check_in on attendance for insert to arbetsforum_web
  with check (person_id = (select actor.person_id()));
create policy centre_attendance on attendance for select to arbetsforum_web
  using ((select actor.reads_centre()) and centre_id = (select actor.centre_id()));
create policy own_correction on attendance_correction for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy centre_correction on attendance_correction for select to arbetsforum_web
  using ((select actor.reads_centre()) and centre_id = (select actor.centre_id()));
create policy own_absence on absence for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy centre_absence on absence for select to arbetsforum_web
  using ((select actor.reads_centre()) and centre_id = (select actor.centre_id()));
grant select, insert on attendance to arbetsforum_web;
grant select on attendance_correction, absence to arbetsforum_web;
