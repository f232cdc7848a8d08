-- The desk: an enrolment as one flow and one transaction (N1, N2, E6, K1), and the first meetings.

-- Hours for meetings, read in the house. A coach writes their own; who leads, anybody's of the centre.
create policy house_reads_hours on free_hours for select to arbetsforum_web
  using ((select actor.reads_others()) and centre_id = (select actor.centre_id()));
create policy house_reads_days on free_hours_day for select to arbetsforum_web
  using ((select actor.reads_others()) and centre_id = (select actor.centre_id()));
-- Whether the actor keeps this colleague's hours here.
create function access.keeps_hours(whose uuid, at_centre uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select at_centre = actor.centre_id() and (
      (whose = actor.staff_id() and actor.role() in ('coach', 'team_leader'))
      or (actor.role() in ('team_leader', 'manager') and exists (
        select from staff_role r where r.staff_id = whose and r.centre_id = at_centre and r.role in ('coach', 'team_leader')
          and (r.valid_to is null or r.valid_to >= actor.day()))))
$$;
create policy keeps_hours on free_hours for all to arbetsforum_web
  using (access.keeps_hours(staff_id, centre_id)) with check (access.keeps_hours(staff_id, centre_id));
create policy keeps_days on free_hours_day for all to arbetsforum_web
  using (access.keeps_hours(staff_id, centre_id)) with check (access.keeps_hours(staff_id, centre_id));
grant select, insert, delete on free_hours, free_hours_day to arbetsforum_web;
grant update (valid_to) on free_hours to arbetsforum_web;

-- Bookings: the cell "bookings" of the grid.
create policy own_booking on booking for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy others_booking on booking for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, centre_id, 'bookings', 'read'));
create policy others_book on booking for insert to arbetsforum_web
  with check ((select actor.reads_others()) and access.may(person_id, centre_id, 'bookings', 'write'));
create policy others_change_booking on booking for update to arbetsforum_web
  using ((select actor.reads_others()) and access.may(person_id, centre_id, 'bookings', 'write'))
  with check ((select actor.reads_others()) and access.may(person_id, centre_id, 'bookings', 'write'));
grant select, insert on booking to arbetsforum_web;
grant update (state, starts_at, ends_at, place, language, interpreter, revision, updated_at) on booking to arbetsforum_web;

-- Who is taken when, and by nothing that tells of whom: a protected person's meeting takes its time too, and one at
-- another centre as well.
create function access.busy_times(since timestamptz, until timestamptz)
returns table (staff_id uuid, starts_at timestamptz, ends_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select b.staff_id, b.starts_at, b.ends_at from booking b
  where actor.kind() = 'staff' and actor.centre_id() is not null
    and b.starts_at < until and b.ends_at > since and b.state in ('offered', 'booked', 'held')
    and exists (select from staff_role r where r.staff_id = b.staff_id and r.centre_id = actor.centre_id())
$$;
-- The coaches of the actor's centre, and how many each has: a number that leaves out nobody.
create function access.coaches_here()
returns table (staff_id uuid, name text, load bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.staff_id, s.given_name || ' ' || s.family_name,
    (select count(*) from assignment a join enrolment e using (enrolment_id)
     where a.staff_id = s.staff_id and a.centre_id = actor.centre_id() and a.kind = 'coach' and e.ended_on is null
       and a.valid_from <= actor.day() and (a.valid_to is null or a.valid_to >= actor.day()))
  from staff s
  where actor.kind() = 'staff' and actor.centre_id() is not null
    and exists (select from staff_role r join account k using (staff_id)
      where r.staff_id = s.staff_id and r.centre_id = actor.centre_id() and r.role in ('coach', 'team_leader')
        and r.valid_from <= actor.day() and (r.valid_to is null or r.valid_to >= actor.day()) and k.disabled_at is null)
  order by s.family_name collate "sv-x-icu", s.given_name collate "sv-x-icu", s.staff_id
$$;

-- N2: what the person is told, point by point. A changed word is a new version.
create table information_point (
  version integer not null check (version > 0),
  position smallint not null check (position > 0),
  language text not null check (language in ('sv', 'en')),
  -- What is expected of the person, or what they can expect.
  side text not null check (side in ('expected', 'promised')),
  body text not null,
  valid_from date not null,
  primary key (version, position, language)
);
create trigger information_point_is_history before update or delete on information_point
  for each row execute function actor.refuse_change();
grant select on information_point to arbetsforum_web;
insert into information_point (version, position, language, side, body, valid_from)
select 1, position, language, side, body, date '2020-01-01'
from (values
  (1, 'sv', 'expected', 'Du registrerar själv din närvaro varje gång du kommer.'),
  (1, 'en', 'expected', 'You register your attendance yourself each time you come.'),
  (2, 'sv', 'expected', 'Du säger till i förväg om du inte kan komma, eller berättar varför efteråt.'),
  (2, 'en', 'expected', 'You tell us ahead if you cannot come, or tell us why afterwards.'),
  (3, 'sv', 'expected', 'Du och coachen går igenom det ni har kommit överens om vid varje möte.'),
  (3, 'en', 'expected', 'You and the coach go through what you have agreed at each meeting.'),
  (4, 'sv', 'promised', 'Du får en egen coach och en plan som är din.'),
  (4, 'en', 'promised', 'You get a coach of your own and a plan that is yours.'),
  (5, 'sv', 'promised', 'Du bestämmer vem som får veta vad. Du ser vem som har läst om dig.'),
  (5, 'en', 'promised', 'You decide who may know what. You see who has read about you.'),
  (6, 'sv', 'promised', 'Centret beslutar inte om pengar eller stöd. Det gör myndigheten.'),
  (6, 'en', 'promised', 'The centre does not decide on money or support. The authority does.')
) as p (position, language, side, body);

-- A half-done enrolment: its beginner's alone, until the press that does all of it. Then only ids stay, so that a second
-- press finds what the first has done.
create table intake (
  intake_id uuid primary key,
  account_id uuid not null references account,
  staff_id uuid not null references staff,
  centre_id uuid not null references centre,
  programme_id uuid not null references programme,
  referral_id uuid references referral,
  -- The steps, as the desk's program writes them; nothing once it is finished.
  data jsonb not null default '{}' check (jsonb_typeof(data) = 'object' and pg_column_size(data) < 400000),
  -- Counts up at each change.
  revision integer not null default 1,
  begun_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  person_id uuid references person,
  enrolment_id uuid references enrolment,
  check (num_nonnulls(finished_at, person_id, enrolment_id) in (0, 3)),
  check (finished_at is null or data = '{}')
);
create unique index intake_once on intake (account_id, referral_id) where finished_at is null and referral_id is not null;
create index intake_by_account on intake (account_id) where finished_at is null;
create index intake_by_person on intake (person_id);
alter table intake enable row level security;
create policy own_intake on intake for select to arbetsforum_web
  using (account_id = (select actor.account_id()) and centre_id = (select actor.centre_id()));
create policy begins_intake on intake for insert to arbetsforum_web
  with check (account_id = (select actor.account_id()) and staff_id = (select actor.staff_id())
    and centre_id = (select actor.centre_id()) and finished_at is null
    and (select actor.role()) in ('reception', 'team_leader', 'manager'));
create policy writes_intake on intake for update to arbetsforum_web
  using (account_id = (select actor.account_id()) and centre_id = (select actor.centre_id()) and finished_at is null)
  with check (account_id = (select actor.account_id()) and centre_id = (select actor.centre_id()) and finished_at is null);
create policy drops_intake on intake for delete to arbetsforum_web
  using (account_id = (select actor.account_id()) and centre_id = (select actor.centre_id()) and finished_at is null);
grant select, insert, delete on intake to arbetsforum_web;
grant update (data, revision, updated_at) on intake to arbetsforum_web;

-- Whether the actor enrols at the desk: reception and team leader; the manager those whose identity is protected (G4).
create function access.enrols(is_protected boolean) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select actor.kind() = 'staff' and actor.centre_id() is not null and exists (
    select from staff_role r join account a using (staff_id)
    where r.staff_id = actor.staff_id() and r.centre_id = actor.centre_id() and r.role = actor.role()
      and r.role in ('reception', 'team_leader', 'manager') and (r.role = 'manager') = is_protected
      and r.valid_from <= actor.day() and (r.valid_to is null or r.valid_to >= actor.day())
      and a.account_id = actor.account_id() and a.disabled_at is null)
$$;

-- Whom the centre expects: referrals that have a place. A protected identity is in nobody's list but the manager's.
create function access.expected()
returns table (referral_id uuid, person_id uuid, programme_id uuid, agency_id uuid, given_name text, family_name text, birth_year smallint,
               identity_number text, phone text, spoken_language text, needs_interpreter boolean, referred_at timestamptz,
               is_protected boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.referral_id, r.person_id, r.programme_id, r.agency_id,
    coalesce(r.given_name, p.given_name), coalesce(r.family_name, p.family_name), coalesce(r.birth_year, p.birth_year),
    r.identity_number, r.phone, coalesce(r.spoken_language, p.spoken_language), r.needs_interpreter, r.referred_at,
    r.protected or coalesce(p.protected_level, 0) > 0
  from referral r left join person p using (person_id)
  where r.centre_id = actor.centre_id() and r.state = 'placed'
    and access.enrols(r.protected or coalesce(p.protected_level, 0) > 0)
    and coalesce(r.given_name, p.given_name) is not null
    and not exists (select from staff_relation l where l.person_id = r.person_id and l.staff_id = actor.staff_id() and l.ended_at is null)
$$;
-- How many of them are for the manager alone: a number, so that the desk knows whom to ask.
create function access.expected_by_manager() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select count(*) from referral r left join person p using (person_id)
  where access.enrols(false) and r.centre_id = actor.centre_id() and r.state = 'placed'
    and (r.protected or coalesce(p.protected_level, 0) > 0)
$$;

-- E6: who may be the same person. By a number that is shown at the desk, whoever it is and wherever; by name and year of
-- birth among the people of this centre alone, the year as it was told or as a number has it. Whoever has another number
-- registered than the one that is shown is somebody else, whatever the name. A name is told of this centre's people only,
-- and never a protected one's.
create function access.possible_doubles(number text, card text, given text, family text, year smallint, for_programme uuid)
returns table (person_id uuid, how text, name text, participant_number text, birth_year smallint, here boolean,
               hand_over boolean, related boolean, enrolled boolean, other_number boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.person_id, m.how,
    case when here.it and not closed.it then p.given_name || ' ' || p.family_name end,
    case when here.it and not closed.it then p.participant_number end,
    case when here.it and not closed.it then p.birth_year end,
    here.it, p.protected_level > 0 and closed.it, related.it,
    exists (select from enrolment e where e.person_id = p.person_id and e.programme_id = for_programme and e.ended_on is null),
    coalesce(i.identity_number <> number, false)
  from person p
  left join person_identity i on i.person_id = p.person_id
  cross join lateral (select case
      when i.identity_number = number then 'number'
      when p.participant_number = card then 'card'
      when coalesce(p.birth_year, left(i.identity_number, 4)::smallint) = year and lower(p.given_name) = lower(given)
        and lower(p.family_name) = lower(family) and p.protected_level = 0
        and (number is null or i.identity_number is null) then 'name' end as how) m
  cross join lateral (select exists (select from enrolment e where e.person_id = p.person_id and e.centre_id = actor.centre_id()) as it) here
  cross join lateral (select exists (select from staff_relation l where l.person_id = p.person_id
                                     and l.staff_id = actor.staff_id() and l.ended_at is null) as it) related
  cross join lateral (select related.it or (p.protected_level > 0 and not exists (
      select from protected_named n where n.person_id = p.person_id and n.staff_id = actor.staff_id() and n.ended_at is null)) as it) closed
  where actor.role() in ('reception', 'team_leader', 'manager') and actor.kind() = 'staff' and actor.centre_id() is not null
    and p.erased_at is null and m.how is not null
    and (m.how <> 'name' or (here.it and not related.it))
    and (p.participant_number = card
      or p.person_id = (select n.person_id from person_identity n where n.identity_number = number)
      or lower(p.family_name) = lower(family))
  order by array_position(array['number', 'card', 'name'], m.how), p.person_id
  limit 8
$$;
create index person_by_family_name on person (lower(family_name));

-- Two desks that make somebody of one name and year come one after the other, so that the second sees whom the first made.
create function access.lock_name(given text, family text, year smallint) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
  select pg_advisory_xact_lock(hashtextextended('new person ' || lower(given) || ' ' || lower(family) || ' ' || coalesce(year, 0)::text, 0))
$$;

-- Whether a card number is nobody's; a retired one is known by its keyed hash.
create function access.number_is_free(number text, hash bytea) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select not exists (select from person p where p.participant_number = number)
     and not exists (select from retired_number r where r.number_hash = hash)
$$;

-- Whether this very request enrols the person: what the press writes beside the enrolment itself leans on it, and no
-- other request can say so, since nothing but the function below finishes an intake.
create function access.enrolling(who uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select actor.kind() = 'staff' and exists (
    select from intake i where i.person_id = who and i.account_id = actor.account_id()
      and i.centre_id = actor.centre_id() and i.finished_at = actor.moment())
$$;

-- The only way in: makes the person or takes the one who was found, and the enrolment, finishes the intake and the
-- referral. What it cannot do it says in a word, and has then written nothing.
create function access.enrol(
  which uuid, fresh uuid, known uuid, card_number text, enrolment uuid, by_version uuid, term_ends date,
  given text, family text, year smallint, number text, old_card text, language text, naming uuid[], coach uuid)
returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  draft intake;
  refer referral;
  is_protected boolean := false;
  who uuid;
begin
  select i.* into draft from intake i
  where i.intake_id = which and i.account_id = actor.account_id() and i.centre_id = actor.centre_id()
    and i.finished_at is null for update;
  if draft.intake_id is null then
    return 'no_draft';
  end if;
  -- The programme before the referral, as whatever moves its queue takes the two.
  perform access.lock_programme(draft.programme_id);
  if draft.referral_id is not null then
    -- Two desks with one referral come one after the other.
    select r.* into refer from referral r where r.referral_id = draft.referral_id for update;
    if refer.state <> 'placed' or refer.centre_id is distinct from draft.centre_id
       or refer.programme_id <> draft.programme_id then
      return 'referral_gone';
    end if;
    is_protected := refer.protected
      or exists (select from person p where p.person_id = refer.person_id and p.protected_level > 0);
    if refer.person_id is not null and refer.person_id is distinct from known then
      return 'maybe_same';
    end if;
  end if;
  if known is not null then
    if not exists (select from person p where p.person_id = known and p.erased_at is null)
       or not (exists (select from enrolment e where e.person_id = known and e.centre_id = draft.centre_id)
         or exists (select from person_identity i where i.person_id = known and i.identity_number = number)
         or exists (select from person p where p.person_id = known and p.participant_number = old_card)) then
      return 'no_draft';
    end if;
    if exists (select from staff_relation l where l.person_id = known and l.staff_id = actor.staff_id() and l.ended_at is null) then
      return 'related';
    end if;
    if exists (select from person p where p.person_id = known and p.protected_level > 0) then
      if not exists (select from protected_named n where n.person_id = known and n.staff_id = actor.staff_id() and n.ended_at is null) then
        return 'hand_over';
      end if;
    end if;
  end if;
  if not access.enrols(is_protected) then
    return 'hand_over';
  end if;
  if not exists (select from programme_version v join programme_centre c using (programme_id)
                 where v.programme_version_id = by_version and v.programme_id = draft.programme_id
                   and c.centre_id = draft.centre_id and v.valid_from <= actor.day()
                   and (draft.referral_id is not null or jsonb_array_length(coalesce(v.rules -> 'entries', '[]')) = 0)) then
    return 'referral_needed';
  end if;
  who := coalesce(known, fresh);
  perform pg_advisory_xact_lock(hashtextextended('enrol ' || who::text, 0));
  if exists (select from enrolment e where e.person_id = who and e.programme_id = draft.programme_id and e.ended_on is null) then
    return 'enrolled_already';
  end if;
  if number is not null and exists (select from person_identity i where i.identity_number = number and i.person_id <> who) then
    return 'number_known';
  end if;
  -- A number that is shown is never dropped in silence.
  if number is not null and exists (select from person_identity i where i.person_id = who and i.identity_number <> number) then
    return 'other_number';
  end if;
  if known is null then
    insert into person (person_id, participant_number, given_name, family_name, birth_year, spoken_language, created_at)
    values (who, card_number, given, family, year, language, actor.moment());
    if is_protected then
      update person set protected_level = 1 where person_id = who;
      insert into protected_named (protected_named_id, person_id, staff_id, named_at, named_by)
      select n.id, who, n.staff_id, actor.moment(), actor.account_id()
      from (select distinct on (staff_id) staff_id, id from (values (actor.staff_id(), naming[1]), (coach, naming[2])) as v (staff_id, id)) n;
    end if;
  else
    update person set spoken_language = language where person_id = who;
  end if;
  if number is not null then
    insert into person_identity (person_id, identity_number, recorded_at) values (who, number, actor.moment())
    on conflict (person_id) do nothing;
  end if;
  insert into enrolment (enrolment_id, person_id, programme_id, programme_version_id, centre_id, enrolled_on, term_ends_on, created_at)
  values (enrolment, who, draft.programme_id, by_version, draft.centre_id, actor.day(), term_ends, actor.moment());
  update referral r set state = 'enrolled', decided_at = actor.moment(), person_id = who, enrolment_id = enrol.enrolment
  where r.referral_id = draft.referral_id;
  update intake i set finished_at = actor.moment(), person_id = who, enrolment_id = enrol.enrolment, data = '{}',
    updated_at = actor.moment(), revision = i.revision + 1
  where i.intake_id = which;
  return 'done';
end $$;

-- Half-done enrolments that nobody came back to: the sweep clears them, which is nobody's request.
create function access.clear_intakes(untouched_since timestamptz) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  cleared bigint;
begin
  delete from intake i where actor.kind() is null and i.finished_at is null and i.updated_at < untouched_since;
  get diagnostics cleared = row_count;
  return cleared;
end $$;

-- What the press writes in other rooms, whichever of the three roles presses.
create policy desk_contact on contact for insert to arbetsforum_web with check (access.enrolling(person_id));
create policy desk_changes_contact on contact for update to arbetsforum_web
  using (access.enrolling(person_id)) with check (access.enrolling(person_id));
create policy desk_account on account for insert to arbetsforum_web
  with check (person_id is not null and access.enrolling(person_id));
create policy desk_credential on credential for insert to arbetsforum_web
  with check (kind = 'card_pin' and exists (select from account a where a.account_id = credential.account_id
    and a.person_id is not null and access.enrolling(a.person_id)));
create policy desk_ends_credential on credential for update to arbetsforum_web
  using (kind = 'card_pin' and exists (select from account a where a.account_id = credential.account_id
    and a.person_id is not null and access.enrolling(a.person_id)));
create policy desk_plan on plan for insert to arbetsforum_web with check (access.enrolling(person_id));
create policy desk_assigns on assignment for insert to arbetsforum_web
  with check (kind = 'coach' and centre_id = (select actor.centre_id()) and access.enrolling(person_id));
create policy desk_signature on consent_signature for insert to arbetsforum_web
  with check (centre_id = (select actor.centre_id()) and access.enrolling(person_id));
create policy desk_consent on consent for insert to arbetsforum_web
  with check (centre_id = (select actor.centre_id()) and access.enrolling(person_id));
create policy desk_books on booking for insert to arbetsforum_web
  with check (centre_id = (select actor.centre_id()) and access.enrolling(person_id));

revoke execute on function access.keeps_hours(uuid, uuid), access.busy_times(timestamptz, timestamptz), access.coaches_here(),
  access.enrols(boolean), access.expected(), access.expected_by_manager(),
  access.possible_doubles(text, text, text, text, smallint, uuid), access.lock_name(text, text, smallint),
  access.number_is_free(text, bytea), access.enrolling(uuid),
  access.enrol(uuid, uuid, uuid, text, uuid, uuid, date, text, text, smallint, text, text, text, uuid[], uuid),
  access.clear_intakes(timestamptz) from public;
grant execute on function access.keeps_hours(uuid, uuid), access.busy_times(timestamptz, timestamptz), access.coaches_here(),
  access.enrols(boolean), access.expected(), access.expected_by_manager(),
  access.possible_doubles(text, text, text, text, smallint, uuid), access.lock_name(text, text, smallint),
  access.number_is_free(text, bytea), access.enrolling(uuid),
  access.enrol(uuid, uuid, uuid, text, uuid, uuid, date, text, text, smallint, text, text, text, uuid[], uuid)
  to arbetsforum_web;
grant execute on function access.clear_intakes(timestamptz) to arbetsforum_web;
