-- A published version of a plan and an answer stay as they were, but for the erasure of their person: under the same
-- guard as all history (0019), by the owner of the table alone.
create or replace function actor.keep_plan_version() returns trigger language plpgsql as $$
declare
  erased uuid := nullif(current_setting('erasure.person', true), '')::uuid;
begin
  if erased is not null and old.person_id = erased and new.person_id = erased
     and current_setting('role') in ('none', current_user::text)
     and exists (select from pg_class c where c.oid = tg_relid and pg_get_userbyid(c.relowner) = current_user) then
    return new;
  end if;
  if (new.plan_version_id, new.person_id, new.plan_id, new.agency_id, new.message, new.content, new.content_hash,
      new.published_at, new.idempotency_key)
     is distinct from
     (old.plan_version_id, old.person_id, old.plan_id, old.agency_id, old.message, old.content, old.content_hash,
      old.published_at, old.idempotency_key)
     or (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at)
     or (old.superseded_at is not null and new.superseded_at is distinct from old.superseded_at) then
    raise exception 'a published version stays as it was' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

create or replace function access.only_read_at() returns trigger language plpgsql as $$
declare
  erased uuid := nullif(current_setting('erasure.person', true), '')::uuid;
begin
  if erased is not null and old.person_id = erased
     and current_setting('role') in ('none', current_user::text)
     and exists (select from pg_class c where c.oid = tg_relid and pg_get_userbyid(c.relowner) = current_user) then
    if tg_op = 'DELETE' then
      return old;
    elsif new.person_id = erased then
      return new;
    end if;
  end if;
  if tg_op = 'DELETE' or old.read_at is not null
     or (new.access_question_id, new.person_id, new.centre_id, new.answer, new.answered_at, new.answered_by)
        is distinct from (old.access_question_id, old.person_id, old.centre_id, old.answer, old.answered_at, old.answered_by) then
    raise exception 'access_answer is append-only' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

-- A declared relation names its person by number alone: when the number is retired, the declaration follows.
alter table relation_declaration drop constraint relation_declaration_participant_number_check;
alter table relation_declaration add constraint relation_declaration_participant_number_check
  check (participant_number ~ '^([0-9]{7}|x[0-9]{6,})$');
create function access.declaration_follows_number() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  update relation_declaration set participant_number = new.participant_number where participant_number = old.participant_number;
  return new;
end $$;
create trigger person_number_retired after update of participant_number on person
  for each row when (old.participant_number <> new.participant_number) execute function access.declaration_follows_number();
revoke execute on function access.declaration_follows_number() from public;
