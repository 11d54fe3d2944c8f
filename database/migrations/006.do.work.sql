-- Work for a person, one per touch. Its status follows the touch; who did it and when is its own.
create table task (
  touch text primary key references touch,
  -- For addresses: a touch's key has slashes.
  id bigint not null unique generated always as identity,
  hospital text not null references hospital,
  enrollment text not null references enrollment,
  patient text not null references patient,
  department text not null,
  kind text not null check (kind in ('task', 'call')),
  step text not null,
  role text not null,
  team text not null,
  person text,
  title text not null,
  script text,
  because text,
  urgent boolean not null,
  attach json not null,
  questions json not null,
  reach json,
  status text not null default 'open' check (status in ('open', 'claimed', 'done', 'expired', 'cancelled')),
  opened_at timestamptz not null,
  due_at timestamptz,
  snoozed_until timestamptz,
  claimed_by text,
  claimed_at timestamptz,
  completed_by text,
  completed_at timestamptz,
  outcome text,
  late boolean not null default false,
  answers jsonb,
  ended_at timestamptz,
  -- For If-Match: rises with every change.
  version integer not null default 1,
  check ((status = 'claimed') <= (claimed_by is not null)),
  check ((status in ('open', 'claimed')) = (ended_at is null))
);
create index task_team on task (hospital, team, (coalesce(due_at, 'infinity')), id) where status in ('open', 'claimed');
create index task_mine on task (hospital, claimed_by) where status = 'claimed';
create index task_open on task (hospital, (coalesce(due_at, 'infinity')), id) where status in ('open', 'claimed');
create index task_all on task (hospital, (coalesce(due_at, 'infinity')), id);
create index task_of on task (patient, opened_at);
create index task_enrollment on task (enrollment);

create table task_event (
  id bigint generated always as identity primary key,
  hospital text not null references hospital,
  department text not null,
  task text not null references task,
  what text not null check (what in ('opened', 'claimed', 'released', 'snoozed', 'changed', 'no_answer', 'completed', 'expired', 'cancelled')),
  by text not null,
  at timestamptz not null,
  data jsonb
);
create index task_event_of on task_event (task, id);

create table told (
  id bigint generated always as identity primary key,
  hospital text not null references hospital,
  department text not null,
  enrollment text not null references enrollment,
  patient text not null references patient,
  touch text not null references touch,
  step text not null,
  role text not null,
  team text not null,
  person text,
  at timestamptz not null,
  what text not null check (what in ('rung', 'remind', 'daily', 'note')),
  n integer not null,
  words text not null,
  unique (touch, what, n, role)
);
create index told_team on told (hospital, team, at desc);

create table list_entry (
  id bigint generated always as identity primary key,
  hospital text not null references hospital,
  department text not null,
  enrollment text not null references enrollment,
  patient text not null references patient,
  touch text not null unique references touch,
  -- Null: a note or tag alone.
  list text,
  tag text,
  untag text,
  note text not null,
  at timestamptz not null
);
create index list_entry_of on list_entry (hospital, list, at desc, id desc);

create table reward (
  id bigint generated always as identity primary key,
  hospital text not null references hospital,
  department text not null,
  enrollment text not null references enrollment,
  patient text not null references patient,
  touch text not null unique references touch,
  points integer,
  "grant" text,
  how_many integer not null,
  "to" text not null check ("to" in ('patient', 'newcomer')),
  note text not null,
  at timestamptz not null
);
create index reward_of on reward (patient, at);
