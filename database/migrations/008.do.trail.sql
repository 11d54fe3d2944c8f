-- What happened to an enrollment that is not a touch.
create table timeline (
  id bigint generated always as identity primary key,
  hospital text not null references hospital,
  department text not null,
  enrollment text not null references enrollment,
  patient text not null references patient,
  seq bigint not null,
  at timestamptz not null,
  what text not null,
  data jsonb not null
);
create index timeline_of on timeline (enrollment, id);

-- Who did what, when and why. Written, never changed.
create table audit_entry (
  id bigint generated always as identity primary key,
  hospital text not null references hospital,
  at timestamptz not null,
  kind text not null,
  actor text not null,
  what text not null,
  subject text not null,
  why text,
  data jsonb
);
create index audit_entry_of on audit_entry (hospital, subject, id);

-- What a workflow is to be told, written in the transaction that made it true. One enrollment's rows go out in order of seq.
create table outbox (
  id bigint generated always as identity primary key,
  hospital text not null references hospital,
  enrollment text not null references enrollment,
  seq bigint not null,
  agenda jsonb not null,
  sends jsonb not null,
  created_at timestamptz not null,
  attempts integer not null default 0,
  retry_at timestamptz,
  failure text,
  sent_at timestamptz,
  unique (enrollment, seq)
);
create index outbox_waiting on outbox (id) where sent_at is null;
create index outbox_waiting_of on outbox (enrollment, seq) where sent_at is null;
create trigger outbox_filled after insert on outbox for each statement execute function tell_listeners('outbox');
