-- Whether a colleague coaches at a centre on a day: holds a coach's or a team leader's role there, and has an account that
-- is not closed, as access.without_coach() has it (migration 0033). An assignment outlives the role that it was given to;
-- whoever is named to a participant as their coach must be one. It tells nothing of any participant, so that it asks
-- nothing of who looks.
create function access.coaches_at(who uuid, place uuid, on_day date) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from staff_role r left join account k using (staff_id)
    where r.staff_id = who and r.centre_id = place and r.role in ('coach', 'team_leader')
      and r.valid_from <= on_day and (r.valid_to is null or r.valid_to >= on_day)
      and (k.disabled_at is null or (k.disabled_at at time zone 'Europe/Stockholm')::date > on_day))
$$;

revoke execute on function access.coaches_at(uuid, uuid, date) from public;
grant execute on function access.coaches_at(uuid, uuid, date) to arbetsforum_web;
