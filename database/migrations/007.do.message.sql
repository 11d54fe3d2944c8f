-- One call of a carrier. The key says what it is (design 3.8), so the same one is claimed once.
create table message (
  -- touch key / part / channel / attempt
  key text primary key,
  hospital text not null references hospital,
  department text not null,
  enrollment text not null references enrollment,
  patient text not null references patient,
  touch text not null references touch,
  step text not null,
  part text not null,
  channel text not null,
  form text not null check (form in ('text', 'ring', 'parcel', 'notice', 'choice_of_slots')),
  system text,
  who text not null check (who in ('patient', 'family', 'system')),
  address text not null,
  words text not null,
  language text,
  questions json not null,
  data json,
  purpose text not null check (purpose in ('care', 'service', 'survey', 'education', 'marketing')),
  urgent boolean not null,
  -- Against the patient's cap.
  counts boolean not null,
  -- The carrier's queue.
  queue text not null,
  status text not null default 'claimed'
    check (status in ('claimed', 'sending', 'accepted', 'refused', 'unknown', 'delivered', 'read', 'withdrawn')),
  claimed_at timestamptz not null,
  attempt_started_at timestamptz,
  carrier_id text,
  accepted_at timestamptz,
  ended_at timestamptz,
  detail text
);
create index message_of_touch on message (touch);
create index message_to_send on message (enrollment) where status in ('claimed', 'sending');
create index message_counted on message (patient, claimed_at) where counts and status not in ('refused', 'withdrawn');
create index message_carrier_id on message (hospital, channel, carrier_id) where carrier_id is not null;
create index message_of on message (patient, claimed_at);
create index message_accepted on message (hospital, accepted_at) where accepted_at is not null;

-- What carriers report. The same report twice is once.
create table report (
  hospital text not null references hospital,
  channel text not null,
  id text not null,
  message text references message,
  kind text not null,
  at timestamptz not null,
  data jsonb not null,
  received_at timestamptz not null,
  primary key (hospital, channel, id)
);
create index report_of on report (message);

-- What patients said, in their own words.
create table utterance (
  id bigint generated always as identity primary key,
  hospital text not null references hospital,
  -- Null: said to nobody's department in particular.
  department text,
  patient text not null references patient,
  source text not null,
  channel text not null,
  at timestamptz not null,
  words text not null,
  photo text,
  class text not null check (class in ('alarm', 'wants_call', 'stop', 'answer', 'other')),
  touch text references touch,
  unique (hospital, source)
);
create index utterance_of on utterance (patient, at);
