-- The participant's rights: everything about oneself, a correction, what is kept how long, and erasure.

-- A correction that a participant has asked for, and the manager's judgement: rows of their own, both history.
create table correction (
  correction_id uuid primary key,
  person_id uuid not null references person,
  -- Whose manager judges it: the centre of the latest enrolment.
  centre_id uuid not null references centre,
  about text not null check (about in
    ('name', 'birth_year', 'contact', 'attendance', 'absence', 'plan', 'consent', 'other')),
  wrong text not null check (wrong is nfc normalized and char_length(wrong) between 1 and 1000),
  should_be text not null check (should_be is nfc normalized and char_length(should_be) between 1 and 1000),
  asked_at timestamptz not null,
  idempotency_key uuid not null unique
);
create index correction_by_person on correction (person_id, asked_at desc);
create index correction_by_centre on correction (centre_id, asked_at desc);
create trigger correction_is_history before update or delete on correction
  for each row execute function actor.refuse_change();

create table correction_judgement (
  correction_id uuid primary key references correction,
  person_id uuid not null references person,
  centre_id uuid not null references centre,
  accepted boolean not null,
  -- by_app: the app changed what stands; by_hand: somebody did, as the answer tells.
  carried_out text check (carried_out in ('by_app', 'by_hand')),
  answer text not null check (answer is nfc normalized and char_length(answer) between 1 and 1000),
  -- What the app was told to write.
  became jsonb not null default '{}' check (jsonb_typeof(became) = 'object'),
  judged_at timestamptz not null,
  judged_by uuid not null references account,
  check (accepted = (carried_out is not null))
);
create index correction_judgement_by_person on correction_judgement (person_id);
create trigger correction_judgement_is_history before update or delete on correction_judgement
  for each row execute function actor.refuse_change();

-- The manager reads and judges what they may read as "who has seen me" of their centre: the one cell of the grid that
-- is the manager's alone about a person; it holds the gate (own and relatives G1, protected by name G4, the centre).
alter table correction enable row level security;
alter table correction_judgement enable row level security;
create policy own_correction_request on correction for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy ask_for_correction on correction for insert to arbetsforum_web
  with check (person_id = (select actor.person_id())
    and exists (select from enrolment e where e.person_id = correction.person_id and e.centre_id = correction.centre_id));
create policy manager_correction on correction for select to arbetsforum_web
  using ((select actor.role()) = 'manager' and access.may(person_id, centre_id, 'who_has_seen', 'read'));
create policy own_judgement on correction_judgement for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
create policy manager_judgement on correction_judgement for select to arbetsforum_web
  using ((select actor.role()) = 'manager' and access.may(person_id, centre_id, 'who_has_seen', 'read'));
create policy manager_judges on correction_judgement for insert to arbetsforum_web
  with check ((select actor.role()) = 'manager' and judged_by = (select actor.account_id())
    and access.may(person_id, centre_id, 'who_has_seen', 'read')
    and exists (select from correction c where c.correction_id = correction_judgement.correction_id
                and c.person_id = correction_judgement.person_id and c.centre_id = correction_judgement.centre_id));
grant select, insert on correction, correction_judgement to arbetsforum_web;

-- Carries out what was accepted: only the judgement of this very transaction's actor and moment, only what it says.
-- No role may write a name or a year of birth otherwise.
create function access.carry_out_correction(which uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  judged correction_judgement;
  what text;
begin
  select j.* into judged from correction_judgement j
  where j.correction_id = which and j.accepted and j.carried_out = 'by_app'
    and j.judged_by = actor.account_id() and j.judged_at = actor.moment() and j.centre_id = actor.centre_id();
  if judged.correction_id is null or actor.role() is distinct from 'manager' then
    return false;
  end if;
  select c.about into what from correction c where c.correction_id = which;
  case what
    when 'name' then
      update person set given_name = judged.became ->> 'given_name', family_name = judged.became ->> 'family_name'
      where person_id = judged.person_id;
    when 'birth_year' then
      update person set birth_year = (judged.became ->> 'birth_year')::smallint where person_id = judged.person_id;
    when 'contact' then
      insert into contact as c (person_id, phone, email, street, postal_code, town, updated_at, updated_by)
      values (judged.person_id, judged.became ->> 'phone', judged.became ->> 'email', judged.became ->> 'street',
              judged.became ->> 'postal_code', judged.became ->> 'town', judged.judged_at, judged.judged_by)
      on conflict (person_id) do update
      set phone = excluded.phone, email = excluded.email, street = excluded.street, postal_code = excluded.postal_code,
          town = excluded.town, revision = c.revision + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by;
    else
      return false;
  end case;
  return found;
end $$;
revoke execute on function access.carry_out_correction(uuid) from public;
grant execute on function access.carry_out_correction(uuid) to arbetsforum_web;

-- Everything about me: the log through a function, so that the index by person is used (row security alone would read
-- the whole log), and one's own attempts that were refused.
create index access_log_refused on access_log (account_id) where not permitted;
create function access.own_log() returns setof access_log
language sql stable security definer set search_path = public, pg_temp as $$
  select l.* from access_log l
  where actor.kind() = 'participant' and l.person_ids @> array[actor.person_id()]
  union all
  select l.* from access_log l
  where actor.kind() = 'participant' and l.account_id = actor.account_id() and not l.permitted
    and not l.person_ids @> array[actor.person_id()]
$$;
revoke execute on function access.own_log() from public;
grant execute on function access.own_log() to arbetsforum_web;
create policy own_failure on sign_in_failure for select to arbetsforum_web
  using ((select actor.kind()) = 'participant' and account_id = (select actor.account_id()));

-- What is kept how long. A change is a new version of a rule; what the source documents are silent about is a default
-- that the centre has to decide (decided = false), and the pages say so.
create table retention_rule (
  class text not null check (class in ('contact', 'own_words', 'sign_ins', 'reasons', 'person', 'figures')),
  version integer not null check (version > 0),
  valid_from date not null,
  -- Months from then on; null: for ever.
  months integer check (months between 1 and 1200),
  counted_from text check (counted_from in ('exit', 'last_activity', 'event')),
  what text not null check (what in ('delete', 'blank_words', 'anonymise', 'keep')),
  decided boolean not null,
  why_sv text not null,
  why_en text not null,
  ground_sv text not null,
  ground_en text not null,
  primary key (class, version),
  check ((what = 'keep') = (months is null) and (months is null) = (counted_from is null))
);
create trigger retention_rule_is_history before update or delete on retention_rule
  for each row execute function actor.refuse_change();
grant select on retention_rule to arbetsforum_web;
insert into retention_rule (class, version, valid_from, months, counted_from, what, decided, why_sv, why_en, ground_sv, ground_en) values
  ('contact', 1, '2020-01-01', 13, 'exit', 'delete', false,
   'Vi ringer dig efter 3, 6 och 12 månader. Sedan behövs de inte.',
   'We call you after 3, 6 and 12 months. After that they are not needed.',
   'Uppföljning efter avslut, och inte längre än vad som behövs (dataskyddsförordningen artikel 5.1 e). Månaderna är ett förslag som verksamheten beslutar om.',
   'Follow-up after the exit, and no longer than is needed (GDPR article 5.1 e). The months are a default for the centre to decide.'),
  ('own_words', 1, '2020-01-01', 24, 'last_activity', 'blank_words', false,
   'Planen är din. Du kan ha kvar den en tid efter avslut.',
   'The plan is yours. You can keep it for a time after you leave.',
   'Inte längre än vad som behövs (dataskyddsförordningen artikel 5.1 e). Månaderna är ett förslag som verksamheten beslutar om.',
   'No longer than is needed (GDPR article 5.1 e). The months are a default for the centre to decide.'),
  ('sign_ins', 1, '2020-01-01', 12, 'event', 'delete', false,
   'Vi vill kunna se om någon annan har försökt logga in som du.',
   'We want to be able to see whether somebody else tried to sign in as you.',
   'Skydd av uppgifterna (dataskyddsförordningen artikel 32). Månaderna är ett förslag som verksamheten beslutar om.',
   'Security of the data (GDPR article 32). The months are a default for the centre to decide.'),
  ('reasons', 1, '2020-01-01', 60, 'event', 'delete', false,
   'Du ska kunna läsa varför någon öppnade dina uppgifter.',
   'You should be able to read why somebody opened what is yours.',
   'Kontroll av vem som har läst (dataskyddsförordningen artikel 5.2 och 32). Månaderna är ett förslag som verksamheten beslutar om.',
   'A check on who has read (GDPR articles 5.2 and 32). The months are a default for the centre to decide.'),
  ('person', 1, '2020-01-01', 60, 'exit', 'anonymise', false,
   'Du kan komma tillbaka, eller fråga vad som hände. Sedan tas ditt namn bort.',
   'You may come back, or ask what happened. After that your name is removed.',
   'Fem år är vad socialtjänstlagen (2001:453) 12 kap. 1 § sade om personakter hos socialnämnden. Om något liknande gäller här beslutar verksamheten: siffran är ett förslag.',
   'Five years is what the Social Services Act (2001:453), chapter 12, section 1, said of the files of a social welfare committee. Whether the like holds here is for the centre to decide: the number is a default.'),
  ('figures', 1, '2020-01-01', null, null, 'keep', false,
   'Gamla siffror ska stämma, och loggen ska gå att lita på. Ditt namn finns inte där.',
   'Old figures must stay right, and the log must be trusted. Your name is not there.',
   'Statistik och kontroll utan namn (dataskyddsförordningen artikel 5.1 e och 89). Hur länge är ett förslag som verksamheten beslutar om.',
   'Statistics and checks without a name (GDPR articles 5.1 e and 89). How long is a default for the centre to decide.');

-- A person without a name: the row stays, so that figures and the log stay right.
alter table person add column erased_at timestamptz;
alter table person drop constraint person_participant_number_check;
-- Seven digits; of an erased person x and a number that no card has.
alter table person add constraint person_participant_number_check
  check (case when erased_at is null then participant_number ~ '^[0-9]{7}$' else participant_number ~ '^x[0-9]{6,}$' end);
create sequence erased_number;
-- A number that has been on a card is not given out again: a keyed hash, since there are too few numbers for a plain one.
create table retired_number (
  number_hash bytea primary key check (octet_length(number_hash) = 32),
  retired_at timestamptz not null
);
grant select on retired_number to arbetsforum_web;

-- Erasures: who (an id that no longer leads to a name), when and how much, so that they can be applied again after a
-- restore (L10).
create table erasure (
  erasure_id uuid primary key,
  person_id uuid not null unique references person,
  erased_at timestamptz not null,
  why text not null check (why in ('asked', 'retention')),
  -- Rows changed, by table.
  counts jsonb not null default '{}',
  applied_again_at timestamptz
);
alter table erasure enable row level security;

-- Which class has been seen to for a person, and when; what they write afterwards counts anew.
create table retention_done (
  person_id uuid not null references person,
  class text not null,
  done_on date not null,
  primary key (person_id, class)
);
alter table retention_done enable row level security;
create policy own_retention_done on retention_done for select to arbetsforum_web
  using (person_id = (select actor.person_id()));
grant select on retention_done to arbetsforum_web;

create table retention_run (
  retention_run_id uuid primary key,
  began_at timestamptz not null,
  -- Null while it runs, and of a run that was cut off: the next one goes on where it stopped.
  ended_at timestamptz
);
create table retention_run_count (
  retention_run_id uuid not null references retention_run,
  class text not null,
  centre_id uuid references centre,
  how_many bigint not null,
  unique nulls not distinct (retention_run_id, class, centre_id)
);

-- What is due on a day by the rules in force then: people, or for what is counted from an event, rows. Of one centre
-- where one is named, so that a manager's page does not wait for everybody else's.
create function access.retention_due(wanted text, on_day date, at_centre uuid default null)
returns table (person_id uuid, centre_id uuid, how_many bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  rule retention_rule;
begin
  select r.* into rule from retention_rule r
  where r.class = wanted and r.valid_from <= on_day order by r.version desc limit 1;
  if rule.class is null or rule.months is null then
    return;
  end if;
  if wanted = 'sign_ins' then
    return query
    select o.who, coalesce(access.centre_of(o.who), o.house), count(*)
    from (
      select s.person_id as who, s.centre_id as house from session s
      where coalesce(s.ended_at, s.expires_at) + make_interval(months => rule.months) <= on_day
      union all
      select a.person_id, null from sign_in_failure f left join account a using (account_id)
      where f.at + make_interval(months => rule.months) <= on_day
    ) o group by 1, 2;
  elsif wanted = 'reasons' then
    return query
    select r.person_id, access.centre_of(r.person_id), count(*)
    from access_reason r join access_log l using (access_log_id)
    where l.at + make_interval(months => rule.months) <= on_day
    group by 1, 2;
  else
    return query
    select p.person_id, access.centre_of(p.person_id), 1::bigint
    from person p
    cross join lateral (
      select coalesce(max(e.ended_on), p.created_at::date) as exit_on, bool_or(e.ended_on is null) as open
      from enrolment e where e.person_id = p.person_id) x
    cross join lateral (
      select greatest(x.exit_on,
        (select n.updated_at::date from plan n where n.person_id = p.person_id),
        (select max(t.day) from attendance t where t.person_id = p.person_id)) as active_on) y
    where p.erased_at is null and x.open is not true
      and (at_centre is null or p.person_id in (select e.person_id from enrolment e where e.centre_id = at_centre))
      and not exists (select from referral f where f.person_id = p.person_id and f.decided_at is null)
      and (case rule.counted_from when 'exit' then x.exit_on else y.active_on end)
          + make_interval(months => rule.months) <= on_day
      and not exists (select from retention_done d where d.person_id = p.person_id and d.class = wanted
        and d.done_on >= (case rule.counted_from when 'exit' then x.exit_on else y.active_on end))
      -- What is not there is not due.
      and (wanted <> 'contact' or exists (select from contact c where c.person_id = p.person_id)
        or exists (select from person_identity i where i.person_id = p.person_id));
  end if;
end $$;
-- The centre of a person's latest enrolment.
create function access.centre_of(who uuid) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select e.centre_id from enrolment e where e.person_id = who order by e.enrolled_on desc, e.enrolment_id desc limit 1
$$;
-- The dry run of the manager's centre, and what the last runs did there: counts, and nobody.
create function access.retention_counts() returns table (class text, how_many bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select k.class, coalesce(sum(d.how_many), 0)::bigint
  from (select distinct r.class from retention_rule r) k
  left join lateral access.retention_due(k.class, actor.day(), actor.centre_id()) d on d.centre_id = actor.centre_id()
  where actor.role() = 'manager' and actor.centre_id() is not null
  group by 1
$$;
create function access.retention_runs(latest integer)
returns table (began_at timestamptz, ended_at timestamptz, class text, how_many bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.began_at, r.ended_at, c.class, c.how_many
  from (select * from retention_run order by began_at desc limit latest) r
  left join retention_run_count c on c.retention_run_id = r.retention_run_id and c.centre_id = actor.centre_id()
  where actor.role() = 'manager' and actor.centre_id() is not null
  order by r.began_at desc, c.class
$$;
revoke execute on function access.retention_due(text, date, uuid), access.centre_of(uuid), access.retention_counts(),
  access.retention_runs(integer) from public;
grant execute on function access.retention_counts(), access.retention_runs(integer) to arbetsforum_web;

-- History is refused to everybody, with one narrow exception: the owner of the table, acting as itself and not for a
-- request, may blank or remove rows of the one person whom it says that it erases, in tables that no figure and no chain
-- leans on. A setting alone opens nothing: requests have stepped down to a role that owns no table.
create or replace function actor.refuse_change() returns trigger language plpgsql as $$
declare
  erased uuid := nullif(current_setting('erasure.person', true), '')::uuid;
begin
  if erased is not null
     and tg_table_name not in ('ledger', 'access_log', 'access_log_seal', 'attendance', 'consent', 'consent_withdrawal', 'disclosure')
     and current_setting('role') in ('none', current_user::text)
     and exists (select from pg_class c where c.oid = tg_relid and pg_get_userbyid(c.relowner) = current_user)
     and (to_jsonb(old) ->> 'person_id')::uuid = erased then
    if tg_op = 'DELETE' then
      return old;
    elsif (to_jsonb(new) ->> 'person_id')::uuid = erased then
      return new;
    end if;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
