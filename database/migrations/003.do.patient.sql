create table patient (
  id text primary key,
  hospital text not null references hospital,
  -- The hospital's own number of the patient.
  external_id text not null,
  -- What conditions see as patient.* (language.md 8). A name that is absent is unknown.
  fields jsonb not null default '{}',
  name text generated always as (fields ->> 'name') stored,
  zone text,
  language text,
  wished_channel text,
  hours jsonb,
  departments text[] not null default '{}',
  died_at timestamptz,
  opted_out boolean not null default false,
  opted_out_at timestamptz,
  -- Joined (A40) into another record; everything of this one was moved there.
  joined_into text references patient,
  joined_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (hospital, external_id)
);
create index patient_name on patient (hospital, name text_pattern_ops);

create table relative (
  id text primary key,
  hospital text not null references hospital,
  patient text not null references patient,
  name text not null,
  relation text,
  consent boolean not null,
  -- The answer that named them, if one did.
  touch text,
  created_at timestamptz not null
);
create index relative_of on relative (patient, created_at);

create table patient_address (
  id bigint generated always as identity primary key,
  hospital text not null references hospital,
  patient text not null references patient,
  relative text references relative on delete cascade,
  channel text not null check (channel in ('wechat', 'sms', 'voice', 'app', 'email', 'paper', 'phone')),
  -- Telephone numbers in E.164.
  value text not null,
  bad boolean not null default false,
  position integer not null default 0,
  unique nulls not distinct (patient, relative, channel, value)
);
-- Whose words are these? (replies)
create index patient_address_value on patient_address (hospital, value);

-- Every statement is kept; the newest about a purpose and channel counts.
create table consent (
  id bigint generated always as identity primary key,
  hospital text not null references hospital,
  patient text not null references patient,
  purpose text not null check (purpose in ('care', 'service', 'survey', 'education', 'marketing')),
  channel text check (channel in ('wechat', 'sms', 'voice', 'app', 'email', 'paper')),
  given boolean not null,
  source text not null,
  at timestamptz not null
);
create index consent_of on consent (patient, purpose, channel, at desc, id desc);

create table reading (
  id bigint generated always as identity primary key,
  hospital text not null references hospital,
  patient text not null references patient,
  code text not null,
  value double precision not null,
  unit text,
  at timestamptz not null,
  -- The sender's id, or the touch and code of the answer: the same reading twice is once.
  source text not null,
  unique (hospital, source)
);
create index reading_of on reading (patient, code, at desc);

create table tag (
  hospital text not null references hospital,
  patient text not null references patient,
  tag text not null,
  touch text,
  since timestamptz not null,
  removed_at timestamptz,
  primary key (patient, tag)
);
create index tag_members on tag (hospital, tag) where removed_at is null;

-- When a member of staff wrote to or phoned the patient: automatic messages wait until it has been quiet.
create table staff_contact (
  id bigint generated always as identity primary key,
  hospital text not null references hospital,
  patient text not null references patient,
  at timestamptz not null,
  by text not null,
  how text not null,
  touch text
);
create index staff_contact_of on staff_contact (patient, at desc);

