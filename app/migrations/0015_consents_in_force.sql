-- Consent, whole: which parties a centre has, the texts that are read, and when a consent is in force.

-- The parties that work with a centre: whom a participant is asked about. Only what the sources name stands here.
create table centre_party (
  centre_id uuid not null references centre,
  agency_id uuid not null references agency,
  primary key (centre_id, agency_id)
);
insert into centre_party (centre_id, agency_id)
select c.centre_id, a.agency_id
from (values
  ('arbetsforum', 'soc-bergsjon'), ('arbetsforum', 'soc-kortedala'), ('arbetsforum', 'af-svingeln'),
  ('arbetsforum', 'fk-gamlestaden'), ('arbetsforum', 'primarvard-oster'), ('arbetsforum', 'flyktingenheten'),
  ('arbetsforum', 'vuxenutbildningen'),
  ('kompetenscenter-hisingen', 'soc-goteborg'), ('kompetenscenter-centrum-vaster', 'soc-goteborg'),
  ('kompetenscenter-oster', 'soc-goteborg'), ('kompetenscenter-angered', 'soc-goteborg'),
  ('jobbcentrum-enkoping', 'af-enkoping'), ('jobbcentrum-enkoping', 'soc-enkoping')
) as p (centre, party) join centre c on c.code = p.centre join agency a on a.code = p.party;
grant select on centre_party to arbetsforum_web;

-- The text that is read before anybody agrees. A changed word is a new version; the hash is the database's own.
insert into consent_text (consent_text_id, version, language, title, body, sha256, valid_from)
select id::uuid, 1, language, title, body, sha256(convert_to(title || E'\n' || body, 'UTF8')), date '2020-01-01'
from (values
  ('01970000-0000-7000-8000-0000000e0001', 'sv', 'Samtycke till att lämna uppgifter',
'Vem: Samtycket gäller centret där du är inskriven och den part som står här. Inga andra.

Vad: Bara de uppgifter som du själv väljer. Det finns inget samtycke till allt.

Åt vilket håll: För varje uppgift står vem som får berätta, och för vem.

Varför: Du ser vad uppgifterna ska användas till. De lämnas inte för något annat.

Hur länge: Samtycket gäller till den dag som står här, eller så länge du är inskriven.

Du kan ta tillbaka: Du kan ta tillbaka allt eller en del när du vill. Gör det på telefonen eller i receptionen. Det gäller direkt. Det som redan har berättats kan inte tas tillbaka. Det står kvar i din lista.

Du får säga nej: Det är ditt val. Säger du nej pratar vi inte med varandra om dig.

Beslut: Myndigheten fattar sina egna beslut om stöd och pengar. Centret fattar inga sådana beslut.'),
  ('01970000-0000-7000-8000-0000000e0002', 'sv-easy', 'Får vi prata om dig?',
'Vem: Det gäller oss på centret. Och det gäller en myndighet. Du ser namnet här. Ingen annan får veta.

Vad: Du väljer vad vi får berätta. Vi berättar bara det du har valt.

Vem berättar: Du ser vem som får berätta. Du ser vem som får veta.

Varför: Vi vill hjälpa dig tillsammans. Du ser varför här. Vi använder det inte till annat.

Hur länge: Du ser en dag här. Eller så gäller det så länge du är inskriven.

Du kan ändra dig: Du kan ta tillbaka ditt ja. Det går när du vill. Gör det på telefonen. Eller kom till receptionen. Då slutar vi direkt. Det vi redan har berättat går inte att ta bort. Du ser det i din lista.

Du får säga nej: Du bestämmer. Det är okej att säga nej. Då pratar vi inte om dig.

Beslut: Myndigheten bestämmer om pengar och stöd. Vi på centret bestämmer inte det.'),
  ('01970000-0000-7000-8000-0000000e0003', 'en', 'Consent to share information',
'Who: The consent is for the centre where you are enrolled and the party named here. Nobody else.

What: Only the information that you choose yourself. There is no consent to everything.

Which way: For each thing it says who may tell, and whom they may tell.

Why: You see what the information is for. It is not shared for anything else.

How long: The consent holds until the day given here, or while you are enrolled.

You can withdraw: You can withdraw all or part of it at any time. Do it on your phone or at the reception. It takes effect at once. What has already been told cannot be taken back. It stays in your list.

You may say no: It is your choice. If you say no, we do not talk to each other about you.

Decisions: The authority makes its own decisions on support and money. The centre makes no such decisions.')
) as t (id, language, title, body);

-- Whether a consent is in force at the moment of the request (C1, C2): begun, not past its day, not withdrawn; and
-- where it was given for as long as the enrolment lasts, that very enrolment still does. A later one asks anew.
create function access.in_force(consent uuid, who uuid, at_centre uuid, since timestamptz, until timestamptz)
returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select since <= actor.moment()
    and case when until is not null then until > actor.moment()
             else exists (select from enrolment e
               where e.person_id = who and e.centre_id = at_centre
                 and e.enrolled_on <= (since at time zone 'Europe/Stockholm')::date
                 and (e.ended_on is null or e.ended_on >= actor.day())) end
    and not exists (select from consent_withdrawal w where w.consent_id = consent)
$$;

create or replace function access.consented(who uuid, party uuid, wanted text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from consent c
    where c.person_id = who and c.agency_id = party and c.direction = 'to_agency'
      and (wanted is null or c.category = wanted)
      and access.in_force(c.consent_id, c.person_id, c.centre_id, c.valid_from, c.valid_until))
$$;

create or replace function access.consents_yes_no(who uuid)
returns table (agency_id uuid, direction text, category text)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.agency_id, c.direction, c.category from consent c
  where c.person_id = who and access.gate(who)
    and exists (select from access.grid g where g.role = actor.role() and g.category = 'consents' and g.verb = 'read'
                and g.rule = 'own_yes_no')
    and (access.is_own(who) or access.override_of(who) is not null)
    and access.in_force(c.consent_id, c.person_id, c.centre_id, c.valid_from, c.valid_until)
$$;

create or replace function access.facts(who uuid)
returns table (known boolean, in_centre boolean, own boolean, related boolean, protected boolean, named boolean,
               override_id uuid, own_referral boolean, consents text[], consent_ids uuid[], version boolean)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if actor.agency_id() is not null then
    perform pg_advisory_xact_lock_shared(hashtextextended('consent ' || who::text, 0));
  end if;
  return query
  select exists (select from person p where p.person_id = who),
    actor.centre_id() is not null and exists (select from enrolment e where e.person_id = who and e.centre_id = actor.centre_id()),
    access.is_own(who),
    exists (select from staff_relation r where r.staff_id = actor.staff_id() and r.person_id = who and r.ended_at is null),
    exists (select from person p where p.person_id = who and p.protected_level > 0),
    exists (select from protected_named n where n.person_id = who and n.staff_id = actor.staff_id() and n.ended_at is null),
    access.override_of(who),
    exists (select from referral r where r.person_id = who and r.staff_id = actor.staff_id()
            and r.agency_id = actor.agency_id() and r.decided_at is null),
    coalesce(k.categories, '{}'), coalesce(k.ids, '{}'),
    exists (select from plan_version v where v.person_id = who and v.agency_id = actor.agency_id() and v.revoked_at is null)
  from (select array_agg(c.category order by c.category) as categories, array_agg(c.consent_id order by c.category) as ids
        from consent c
        where c.person_id = who and c.agency_id = actor.agency_id() and c.direction = 'to_agency'
          and access.in_force(c.consent_id, c.person_id, c.centre_id, c.valid_from, c.valid_until)) k;
end $$;

-- Whoever gives or withdraws consent for a person waits for the reads under way, and they for it (C2, L9); two presses
-- at once come one after the other.
create function access.hold_consents(who uuid) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
  select pg_advisory_xact_lock(hashtextextended('consent ' || who::text, 0))
$$;

revoke execute on function access.in_force(uuid, uuid, uuid, timestamptz, timestamptz), access.hold_consents(uuid) from public;
grant execute on function access.in_force(uuid, uuid, uuid, timestamptz, timestamptz), access.hold_consents(uuid) to arbetsforum_web;
