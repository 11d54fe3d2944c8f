-- Moments travel as milliseconds (engine/plan.ts, Instant) and are kept as timestamptz. Nothing here asks what time it is.
create function moment(ms double precision) returns timestamptz
  language sql immutable strict parallel safe return to_timestamp(ms / 1000);
create function ms(at timestamptz) returns bigint
  language sql immutable strict parallel safe return (extract(epoch from at) * 1000)::bigint;

-- Who acts, for this transaction only (database/with-actor.ts). Nobody set: null, and no row is seen.
create function actor_hospital() returns text
  language sql stable parallel safe return nullif(current_setting('aftercare.hospital', true), '');
create function actor_departments() returns text[]
  language sql stable parallel safe return string_to_array(nullif(current_setting('aftercare.departments', true), ''), ',');

create function actor_id() returns text
  language sql stable parallel safe return coalesce(current_setting('aftercare.id', true), '');

grant usage on schema public to aftercare_server, aftercare_worker;
