-- Whether there is any way to sign in to this account: a card or a password, a passkey, or an identity at a provider.
-- What keeps a centre managed leans on it.
create or replace function access.can_sign_in(wanted uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from credential c where c.account_id = wanted and c.ended_at is null)
      or exists (select from passkey k where k.account_id = wanted and k.ended_at is null)
      or exists (select from external_identity i where i.account_id = wanted and i.ended_at is null)
$$;
