-- S2: what happened to an enrolment, with the day it concerns and the moment it was recorded.
-- Statistics read this alone; corrections are new rows.
create table ledger (
  ledger_id bigint generated always as identity primary key,
  enrolment_id uuid not null references enrolment,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  event text not null check (event in
    ('referred', 'enrolled', 'assigned', 'attended', 'attendance_corrected', 'absent', 'exited')),
  concerns_on date not null,
  recorded_at timestamptz not null,
  recorded_by uuid references account,
  payload jsonb not null default '{}'
);
create index ledger_by_enrolment on ledger (enrolment_id, ledger_id);
create index ledger_by_centre_day on ledger (centre_id, event, concerns_on);
create trigger ledger_is_history before update or delete on ledger
  for each row execute function actor.refuse_change();

-- G6: every read of a person by anyone but themselves, in the same commit as the read;
-- attempts and denials outside it.
create table access_log (
  access_log_id bigint generated always as identity primary key,
  at timestamptz not null,
  account_id uuid references account,
  actor_kind text not null,
  role text,
  centre_id uuid references centre,
  action text not null,
  -- The people whose data were read: one, or the rows of a list.
  person_ids uuid[] not null default '{}',
  permitted boolean not null,
  -- A typed reason of policy::decide.
  reason text not null,
  request_id uuid not null
);
create index access_log_by_person on access_log using gin (person_ids);
create trigger access_log_is_history before update or delete on access_log
  for each row execute function actor.refuse_change();

alter table ledger enable row level security;
create policy own_ledger on ledger for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy centre_ledger on ledger for select to arbetsforum_web
  using ((select actor.reads_centre()) and centre_id = (select actor.centre_id()));
create policy write_ledger on ledger for insert to arbetsforum_web
  with check (person_id = (select actor.person_id())
    or ((select actor.reads_centre()) and centre_id = (select actor.centre_id())));

alter table access_log enable row level security;
create policy own_access_log on access_log for select to arbetsforum_web
  using ((select actor.person_id()) = any (person_ids));
create policy write_access_log on access_log for insert to arbetsforum_web with check (true);

grant select, insert on ledger, access_log to arbetsforum_web;
