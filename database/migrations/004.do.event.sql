-- What happened, as it was told; and the queue of intake. One patient's events are taken strictly in order of arrival.
create table event (
  id bigint generated always as identity primary key,
  hospital text not null references hospital,
  -- The sender's id or ours: the same event twice is once.
  source text not null,
  -- Null: about no patient (weather.alert), or about one nobody knows yet.
  patient text references patient,
  name text not null,
  at timestamptz not null,
  fields jsonb not null default '{}',
  objects jsonb not null default '{}',
  -- The hospital's own number of the patient, as it was sent.
  about text,
  received_at timestamptz not null,
  attempts integer not null default 0,
  failure text,
  -- Not to be tried before.
  retry_at timestamptz,
  -- Tried too often: a person decides. Later events of the patient go on.
  given_up_at timestamptz,
  dispatched_at timestamptz,
  unique (hospital, source)
);
create index event_waiting on event (id) where dispatched_at is null and given_up_at is null;
create index event_waiting_of on event (patient, id) where dispatched_at is null and given_up_at is null;
create index event_of on event (patient, at);

create function tell_listeners() returns trigger language plpgsql as $$
begin
  perform pg_notify(tg_argv[0], '');
  return null;
end $$;
create trigger event_arrived after insert on event for each statement execute function tell_listeners('event');
