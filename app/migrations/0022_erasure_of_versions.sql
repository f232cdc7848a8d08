-- A published version of a plan stays as it was, but for the erasure of its person: under the same guard as all history
-- (0019), by the owner of the table alone.
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
