create table enrolment (
  enrolment_id uuid primary key,
  person_id uuid not null references person,
  programme_id uuid not null references programme,
  programme_version_id uuid not null references programme_version,
  centre_id uuid not null references centre,
  enrolled_on date not null,
  -- K5: the last day of the term; null where the programme states none.
  term_ends_on date,
  ended_on date check (ended_on >= enrolled_on),
  created_at timestamptz not null
);
-- E6: one open enrolment a person and programme.
create unique index enrolment_open on enrolment (person_id, programme_id) where ended_on is null;
create index enrolment_by_centre on enrolment (centre_id) where ended_on is null;
create index enrolment_by_person on enrolment (person_id);

-- Dated: who answers for whom, and as what (a deputy covers for a colleague, G3).
create table assignment (
  assignment_id uuid primary key,
  enrolment_id uuid not null references enrolment,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  staff_id uuid not null references staff,
  kind text not null check (kind in ('coach', 'recruiter', 'deputy')),
  valid_from date not null,
  valid_to date check (valid_to >= valid_from)
);
create index assignment_by_staff on assignment (staff_id) where valid_to is null;
create unique index assignment_one_coach on assignment (enrolment_id) where kind = 'coach' and valid_to is null;

-- P1: the plan is the participant's, in their own words; it may outlive an enrolment (X5), so it hangs on the person.
create table plan (
  plan_id uuid primary key,
  person_id uuid not null unique references person,
  want text not null default '' check (char_length(want) <= 2000),
  good_at text not null default '' check (char_length(good_at) <= 2000),
  need text not null default '' check (char_length(need) <= 2000),
  -- Counts up at each change; a writer names the one they read, so that nobody overwrites what they have not seen.
  revision integer not null default 1,
  updated_at timestamptz not null
);

create table activity (
  activity_id uuid primary key,
  plan_id uuid not null references plan,
  person_id uuid not null references person,
  kind text not null check (kind in
    ('job_search', 'placement', 'training', 'education', 'guidance', 'health', 'meeting', 'own')),
  title text not null check (title is nfc normalized and char_length(title) between 1 and 200),
  why text not null default '' check (char_length(why) <= 1000),
  doer text not null check (doer in ('participant', 'coach', 'recruiter', 'other')),
  doer_staff_id uuid references staff,
  doer_name text,
  -- A day it should be done by, or words for when ("tisdagar 13.00"); either may be absent.
  due_on date,
  when_text text not null default '' check (char_length(when_text) <= 200),
  place text not null default '' check (char_length(place) <= 200),
  status text not null check (status in ('idea', 'agreed', 'under_way', 'done', 'stopped')),
  agreed_on date,
  done_on date,
  -- The same press sent twice is one step.
  idempotency_key uuid not null unique,
  created_by uuid references account,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((status = 'done') = (done_on is not null))
);
create index activity_by_plan on activity (plan_id, created_at);

-- P2: history is kept; nothing agreed disappears.
create table plan_history (
  plan_history_id bigint generated always as identity primary key,
  person_id uuid not null references person,
  plan_id uuid not null references plan,
  activity_id uuid references activity,
  changed_at timestamptz not null,
  changed_by uuid references account,
  change jsonb not null
);
create index plan_history_by_plan on plan_history (plan_id, plan_history_id);
create trigger plan_history_is_history before update or delete on plan_history
  for each row execute function actor.refuse_change();

alter table enrolment enable row level security;
alter table assignment enable row level security;
alter table plan enable row level security;
alter table activity enable row level security;
alter table plan_history enable row level security;

create policy own_enrolment on enrolment for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy centre_enrolment on enrolment for select to arbetsforum_web
  using ((select actor.reads_centre()) and centre_id = (select actor.centre_id()));

create policy own_assignment on assignment for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy centre_assignment on assignment for select to arbetsforum_web
  using ((select actor.reads_centre()) and centre_id = (select actor.centre_id()));

-- Staff see a person through an enrolment at their own centre; the protected only by name (G4, later).
create policy centre_person on person for select to arbetsforum_web
  using ((select actor.reads_centre()) and protected_level = 0
     and exists (select from enrolment e where e.person_id = person.person_id));

-- P4: the draft is the participant's, and read by the coach it is assigned to.
create policy own_plan on plan for all to arbetsforum_web
  using (person_id = (select actor.person_id())) with check (person_id = (select actor.person_id()));
create policy coach_plan on plan for select to arbetsforum_web
  using ((select actor.kind()) = 'staff' and exists (
    select from assignment a where a.person_id = plan.person_id
      and a.staff_id = (select actor.staff_id()) and a.valid_to is null));
create policy own_activity on activity for all to arbetsforum_web
  using (person_id = (select actor.person_id())) with check (person_id = (select actor.person_id()));
create policy coach_activity on activity for select to arbetsforum_web
  using ((select actor.kind()) = 'staff' and exists (
    select from assignment a where a.person_id = activity.person_id
      and a.staff_id = (select actor.staff_id()) and a.valid_to is null));
create policy own_plan_history on plan_history for all to arbetsforum_web
  using (person_id = (select actor.person_id())) with check (person_id = (select actor.person_id()));

grant select on enrolment, assignment to arbetsforum_web;
grant select, insert on plan, activity, plan_history to arbetsforum_web;
grant update (want, good_at, need, revision, updated_at) on plan to arbetsforum_web;
grant update (status, agreed_on, done_on, updated_at) on activity to arbetsforum_web;
