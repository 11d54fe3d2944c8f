-- One patient on one plan. `chart` is the engine's EnrollmentChart; the columns that are asked for are read out of it,
-- so the two cannot disagree. `seq` rises by one with every transaction about the enrollment, under the patient's lock.
create table enrollment (
  id text primary key,
  hospital text not null references hospital,
  patient text not null references patient,
  department text not null,
  sop text not null,
  hash text not null,
  -- `encounter:E1`: the same thing never starts the same SOP twice (language.md 7.3).
  started_by text,
  seq bigint not null check (seq >= 0),
  chart jsonb not null,
  status text not null generated always as (chart ->> 'status') stored
    check (status in ('active', 'paused', 'stopping', 'completed', 'stopped')),
  started_at timestamptz not null generated always as (moment((chart ->> 'startedAt')::double precision)) stored,
  ended_at timestamptz generated always as (moment((chart ->> 'endedAt')::double precision)) stored,
  end_reason text generated always as (chart ->> 'endReason') stored,
  rehearsal boolean not null default false,
  unique (patient, sop, started_by),
  foreign key (hospital, sop, hash) references sop_version (hospital, sop, hash),
  check ((status in ('completed', 'stopped')) = (ended_at is not null))
);
create index enrollment_of on enrollment (patient, started_at);
create index enrollment_running on enrollment (hospital, sop, hash) where ended_at is null;

-- One step reaching one patient once. `chart` is the engine's TouchChart.
create table touch (
  -- enrollment/step/occurrence…
  key text primary key,
  hospital text not null references hospital,
  enrollment text not null references enrollment,
  patient text not null references patient,
  department text not null,
  kind text not null check (kind in (
    'message', 'call', 'task', 'survey', 'gift', 'appointment', 'expect', 'reward', 'enroll', 'tell_system', 'record', 'repeat'
  )),
  step_order integer not null,
  purpose text not null check (purpose in ('care', 'service', 'survey', 'education', 'marketing')),
  urgent boolean not null,
  -- Reaches the patient by itself: what hours, caps and pauses hold.
  reaches boolean not null,
  seq bigint not null,
  chart jsonb not null,
  step text not null generated always as (chart ->> 'step') stored,
  parent text generated always as (chart ->> 'parent') stored,
  number integer generated always as ((chart ->> 'number')::integer) stored,
  planned_at timestamptz not null generated always as (moment((chart ->> 'plannedAt')::double precision)) stored,
  target timestamptz generated always as (moment((chart ->> 'target')::double precision)) stored,
  held_by text generated always as (chart -> 'held' ->> 'by') stored,
  held_until timestamptz generated always as (moment((chart -> 'held' ->> 'until')::double precision)) stored,
  made_at timestamptz generated always as (moment((chart ->> 'madeAt')::double precision)) stored,
  ended_at timestamptz generated always as (moment((chart ->> 'endedAt')::double precision)) stored,
  outcome text generated always as (chart ->> 'outcome') stored,
  reason text generated always as (chart ->> 'reason') stored,
  check (chart ->> 'key' = key),
  -- Exactly one outcome, at a moment (language.md 11).
  check ((outcome is null) = (ended_at is null)),
  check (reason is null or outcome is not null),
  constraint touch_outcome check (outcome in (
    'sent', 'answered', 'not_answered', 'rang', 'reached', 'not_reached', 'refused', 'done', 'not_done', 'closed', 'received',
    'not_received', 'booked', 'moved', 'confirmed', 'given_up', 'not_booked', 'not_moved', 'happened', 'not_happened', 'granted',
    'not_granted', 'started', 'not_started', 'accepted', 'recorded', 'repeated', 'not_repeated', 'skipped', 'expired', 'cancelled',
    'failed'
  )),
  constraint touch_reason check (reason in (
    'by_channel', 'merged', 'answer', 'early', 'silence', 'answered_late', 'not_understood', 'on_time', 'late', 'all_tries',
    'wrong_number', 'by_patient', 'by_family', 'approved', 'nobody', 'by_person', 'not_approved', 'event', 'signed', 'returned',
    'refused', 'no_slot', 'declined', 'limit', 'not_eligible', 'already_in', 'gap', 'not_with', 'if_false', 'unknown', 'no_date',
    'at_most', 'no_consent', 'opted_out', 'control_group', 'same_day', 'no_base', 'contact_hours', 'cap', 'talking', 'paused', 'outage',
    'stopped', 'patient_died', 'discharge_cancelled', 'patients_joined', 'restarted', 'replaced', 'step_removed', 'enrollment_ended',
    'no_address', 'no_family', 'no_stock', 'bad_number', 'rejected', 'carrier_down', 'system_refused', 'text_gap', 'unknown_result'
  ))
);
create index touch_live on touch (enrollment) where ended_at is null;
-- The newest of a step in each sense the engine asks for (database/charts.ts): last to end, last to happen, highest number made, highest
-- number not made. Each has a condition of its own, so that its question finds no other index, whatever the planner believes of the table.
create index touch_last_ended on touch (enrollment, step, ended_at desc, target desc) where ended_at is not null;
create index touch_last_happened on touch (enrollment, step, (coalesce(made_at, ended_at)) desc, target desc) where outcome is not null;
create index touch_last_made on touch (enrollment, step, number desc) where number is not null and made_at is not null;
create index touch_last_unmade on touch (enrollment, step, number desc)
  where number is not null and made_at is null and outcome is not null and reason is distinct from 'replaced';
-- Occurrences that the file itself lists (`day: [1, 2, 3]`): as many as it says, and which of them there were is always asked.
create index touch_listed on touch (enrollment) where number is not null and parent is null and not chart ?| array['occurrenceDate', 'event'];
-- Left out because of their date: planned again if it moves (language.md 10.7). Occurrences of rhythms and of events never are.
create index touch_left_out on touch (enrollment)
  where (outcome = 'expired' and reason = 'late' or outcome = 'skipped' and reason = 'same_day') and not chart ?| array['occurrenceDate', 'event'];
-- What came of a touch: steps that follow it, and apart from them the occurrences of a rhythm that began with it, which can be many.
create index touch_child on touch (parent) where parent is not null and not chart ? 'occurrenceDate';
create index touch_child_made on touch (parent, step, number desc) where chart ? 'occurrenceDate' and made_at is not null;
create index touch_child_unmade on touch (parent, step, number desc)
  where chart ? 'occurrenceDate' and made_at is null and outcome is not null and reason is distinct from 'replaced';
-- What is coming to a patient from all enrollments: caps and merging.
create index touch_coming on touch (patient, target) where ended_at is null and made_at is null and reaches;
-- The figures of a day: planned = ended + open.
create index touch_planned on touch (hospital, planned_at);
-- A patient's touches, and an enrollment's, a page at a time.
create index touch_of on touch (patient, (coalesce(target, planned_at)), key);

-- Endings that may be taken back as long as nothing was made: left out because of a date that has moved (language.md 10.7), given way to
-- another occurrence, waiting in vain for something that does happen after all.
create function may_come_again(made_at timestamptz, outcome text, reason text) returns boolean
  language sql immutable parallel safe
  return made_at is null and (outcome, reason) in (('expired', 'late'), ('skipped', 'same_day'), ('cancelled', 'replaced'), ('skipped', 'no_base'));

-- What a touch has become it stays, but for these, and then only by the statement that says so (database/changes.ts).
create function keep_outcome() returns trigger language plpgsql as $$
begin
  if old.outcome is null or (new.chart ->> 'outcome' = old.outcome and new.chart ->> 'reason' is not distinct from old.reason) then
    return new;
  end if;
  if may_come_again(old.made_at, old.outcome, old.reason) and current_setting('aftercare.replan', true) = 'on' then
    return new;
  end if;
  raise exception 'touch % has ended (%, %) and keeps its outcome', old.key, old.outcome, old.reason
    using errcode = 'check_violation', constraint = 'touch_keeps_outcome';
end $$;
create trigger touch_keeps_outcome before update on touch for each row execute function keep_outcome();

-- Counts over all touches of a step, kept as they change: a cadence of ten years has too many to count each time
-- (times, times_answered, missed_in_a_row; language.md 8). Also the list of steps that have touches at all.
create table step_tally (
  hospital text not null references hospital,
  enrollment text not null references enrollment,
  step text not null,
  made integer not null default 0,
  answered integer not null default 0,
  missed_in_a_row integer not null default 0,
  primary key (enrollment, step)
);

create function keep_tally() returns trigger language plpgsql as $$
declare
  made constant int := (new.made_at is not null and (tg_op = 'INSERT' or old.made_at is null))::int;
  outcome constant text := case when tg_op = 'INSERT' or old.outcome is null then new.outcome end;
begin
  insert into step_tally as t (hospital, enrollment, step, made, answered, missed_in_a_row)
  values (new.hospital, new.enrollment, new.step, made, (outcome is not distinct from 'answered')::int, (outcome is not distinct from 'not_answered')::int)
  on conflict (enrollment, step) do update set
    made = t.made + excluded.made,
    answered = t.answered + excluded.answered,
    missed_in_a_row = case when outcome = 'answered' then 0 else t.missed_in_a_row + excluded.missed_in_a_row end;
  return null;
end $$;
create trigger touch_counted_new after insert on touch for each row execute function keep_tally();
create trigger touch_counted after update on touch for each row
  when (old.made_at is distinct from new.made_at or old.outcome is distinct from new.outcome)
  execute function keep_tally();

-- The enrollment as it is once the patient's lock is held. `no key update`: events and messages that name the patient may still be
-- written meanwhile, so that intake never waits for an engine step; two of these wait for each other.
create function lock_enrollment(wanted text) returns setof enrollment language plpgsql as $$
declare
  held text;
begin
  loop
    select p.id into held from patient p where p.id = (select e.patient from enrollment e where e.id = wanted) for no key update;
    -- Joined with another patient while we waited: it is the other one's lock we need.
    exit when held is null or held = (select e.patient from enrollment e where e.id = wanted);
  end loop;
  return query select * from enrollment where id = wanted;
end $$;
