create table hospital (
  id text primary key,
  name text not null,
  -- As texts to patients show it.
  phone text not null default '',
  zone text not null default 'Asia/Shanghai',
  -- Rehearsals: their clock minus the real one (ARCHITECTURE.md, "Rehearsal").
  clock_offset_ms bigint not null default 0,
  rehearsal boolean not null default false,
  created_at timestamptz not null
);

create table department (
  hospital text not null references hospital,
  name text not null,
  title text not null,
  phone text,
  primary key (hospital, name)
);

-- hospital.yaml, departments, calendars, forms: live, never frozen into a plan (language.md 14).
create table library_file (
  hospital text not null references hospital,
  path text not null,
  text text not null,
  revision integer not null default 1,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (hospital, path)
);

-- A published version never changes (design 3.9): the roles may only insert and read.
create table sop_version (
  hospital text not null references hospital,
  sop text not null,
  number integer not null check (number > 0),
  hash text not null,
  -- json, not jsonb: the order of languages in a text says which is the first.
  plan json not null,
  sources json not null,
  note text,
  published_by text not null,
  published_at timestamptz not null,
  primary key (hospital, sop, number),
  unique (hospital, sop, hash)
);

create table sop (
  hospital text not null references hospital,
  sop text not null,
  current_number integer not null,
  changed_at timestamptz not null,
  primary key (hospital, sop),
  foreign key (hospital, sop, current_number) references sop_version (hospital, sop, number)
);

create table api_key (
  id text primary key,
  hospital text not null references hospital,
  name text not null,
  -- SHA-256 of the key, in hex. The key itself is shown once and kept nowhere.
  hash text not null unique check (length(hash) = 64),
  scopes text[] not null,
  created_at timestamptz not null,
  created_by text not null,
  revoked_at timestamptz
);

create table idempotency_key (
  api_key text not null references api_key,
  key text not null,
  hospital text not null references hospital,
  endpoint text not null,
  request_hash text not null,
  status integer,
  response json,
  created_at timestamptz not null,
  primary key (api_key, key)
);
create index idempotency_key_age on idempotency_key (created_at);
