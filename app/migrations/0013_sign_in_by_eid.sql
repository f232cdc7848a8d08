-- Signing in by OpenID Connect: who a provider says somebody is, which account that is, and how the two came together.
-- What a provider calls somebody may be an identity number: only a keyed hash of it stands here.

-- A person at the desk, or the manager, invites: the code is random, works once, and ends soon.
create table sign_in_invitation (
  sign_in_invitation_id uuid primary key,
  account_id uuid not null references account,
  -- Of a participant; null for staff.
  person_id uuid references person,
  centre_id uuid not null references centre,
  -- A keyed hash of the code: who reads this table can use none.
  code_hash bytea not null unique check (octet_length(code_hash) = 32),
  created_at timestamptz not null,
  created_by uuid not null references account,
  expires_at timestamptz not null check (expires_at > created_at),
  used_at timestamptz,
  withdrawn_at timestamptz,
  check (num_nonnulls(used_at, withdrawn_at) <= 1)
);
-- A new invitation takes the place of the one before: an account has one at a time.
create unique index sign_in_invitation_open on sign_in_invitation (account_id) where used_at is null and withdrawn_at is null;

-- An account's identity at a provider, from when until when. The first link is always an invitation's.
create table external_identity (
  external_identity_id uuid primary key,
  account_id uuid not null references account,
  person_id uuid references person,
  -- The provider's name in the settings when it was linked: for people to read, never to match by.
  provider text not null,
  issuer text not null,
  -- A keyed hash of issuer and subject.
  subject_hash bytea not null check (octet_length(subject_hash) = 32),
  sign_in_invitation_id uuid not null unique references sign_in_invitation,
  linked_at timestamptz not null,
  ended_at timestamptz check (ended_at >= linked_at),
  ended_by uuid references account,
  check ((ended_at is null) = (ended_by is null))
);
create unique index external_identity_in_force on external_identity (issuer, subject_hash) where ended_at is null;
create index external_identity_by_account on external_identity (account_id);

-- A sign-in that has left for a provider: works once, for ten minutes, in the browser that began it.
create table oidc_attempt (
  state_hash bytea primary key check (octet_length(state_hash) = 32),
  browser_hash bytea not null check (octet_length(browser_hash) = 32),
  provider text not null,
  next text not null check (char_length(next) < 500),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index oidc_attempt_by_end on oidc_attempt (expires_at);

-- Somebody who has proved who they are and is nobody's account yet: waits in their browser for the invitation's code.
create table oidc_waiting (
  browser_hash bytea primary key check (octet_length(browser_hash) = 32),
  provider text not null,
  issuer text not null,
  subject_hash bytea not null check (octet_length(subject_hash) = 32),
  -- A keyed hash of the identity number that the provider told, if it told one: it may contradict a link, never make one.
  number_hash bytea check (octet_length(number_hash) = 32),
  strong boolean not null,
  next text not null check (char_length(next) < 500),
  proved_at timestamptz not null,
  expires_at timestamptz not null
);
create index oidc_waiting_by_end on oidc_waiting (expires_at);

grant select, insert, delete on oidc_attempt, oidc_waiting to arbetsforum_web;
grant update (used_at) on oidc_attempt to arbetsforum_web;
grant update on oidc_waiting to arbetsforum_web;

-- Whether the actor may invite the owner of this account, and see and end what came of it: the desk and the manager a
-- participant they may know of, the manager the centre's own staff.
create function access.may_invite(account uuid, who uuid, at_centre uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select at_centre = actor.centre_id() and actor.role() in ('reception', 'manager')
    and exists (select from account a where a.account_id = account and a.person_id is not distinct from who)
    and case when who is not null then access.may(who, at_centre, 'enrolled', 'read')
             else actor.role() = 'manager' and access.account_here(account) end
$$;

alter table sign_in_invitation enable row level security;
create policy own_invitation on sign_in_invitation for select to arbetsforum_web
  using (account_id = (select actor.account_id()));
create policy use_invitation on sign_in_invitation for update to arbetsforum_web
  using (account_id = (select actor.account_id()) and used_at is null and withdrawn_at is null
    and expires_at > (select actor.moment()))
  with check (account_id = (select actor.account_id()));
create policy desk_invitation on sign_in_invitation for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may_invite(account_id, person_id, centre_id));
create policy desk_invites on sign_in_invitation for insert to arbetsforum_web
  with check ((select actor.reads_others()) and created_by = (select actor.account_id())
    and access.may_invite(account_id, person_id, centre_id));
create policy desk_withdraws on sign_in_invitation for update to arbetsforum_web
  using ((select actor.reads_others()) and access.may_invite(account_id, person_id, centre_id))
  with check ((select actor.reads_others()) and used_at is null);
grant select, insert on sign_in_invitation to arbetsforum_web;
grant update (used_at, withdrawn_at) on sign_in_invitation to arbetsforum_web;

alter table external_identity enable row level security;
create policy own_link on external_identity for select to arbetsforum_web
  using (account_id = (select actor.account_id()));
-- Only by an invitation of one's own that is used in the same transaction.
create policy link_by_invitation on external_identity for insert to arbetsforum_web
  with check (account_id = (select actor.account_id()) and person_id is not distinct from (select actor.person_id())
    and linked_at = (select actor.moment()) and ended_at is null
    and exists (select from sign_in_invitation i
      where i.sign_in_invitation_id = external_identity.sign_in_invitation_id
        and i.account_id = external_identity.account_id and i.used_at = external_identity.linked_at));
create policy end_own_link on external_identity for update to arbetsforum_web
  using (account_id = (select actor.account_id())) with check (ended_by = (select actor.account_id()));
create policy desk_link on external_identity for select to arbetsforum_web
  using ((select actor.reads_others()) and access.may_invite(account_id, person_id, (select actor.centre_id())));
create policy desk_ends_link on external_identity for update to arbetsforum_web
  using ((select actor.reads_others()) and access.may_invite(account_id, person_id, (select actor.centre_id())))
  with check (ended_by = (select actor.account_id()));
grant select, insert on external_identity to arbetsforum_web;
grant update (ended_at, ended_by) on external_identity to arbetsforum_web;

-- Two questions are asked before anybody acts; each is answered to whoever knows what only the right browser can know.
create function access.linked_account(by_issuer text, subject bytea) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select account_id from external_identity where issuer = by_issuer and subject_hash = subject and ended_at is null
$$;
create function access.invited_account(code bytea, at_moment timestamptz)
returns table (account_id uuid, sign_in_invitation_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.account_id, i.sign_in_invitation_id from sign_in_invitation i
  where i.code_hash = code and i.used_at is null and i.withdrawn_at is null and i.expires_at > at_moment
$$;
