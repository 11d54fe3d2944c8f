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
  seq bigint not null check (seq > 0),
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
create index touch_newest on touch (enrollment, step, ended_at desc) where ended_at is not null;
create index touch_newest_made on touch (enrollment, step, made_at desc) where made_at is not null;
-- What is coming to a patient from all enrollments: caps and merging.
create index touch_coming on touch (patient, target) where ended_at is null and made_at is null and reaches;
-- The figures of a day: planned = ended + open.
create index touch_planned on touch (hospital, planned_at);
create index touch_of on touch (patient, target);

-- What a touch has become it stays. Only one that was left out because of its date may be planned again when the date moves
-- (language.md 10.7), and only by the statement that says so (database/changes.ts).
create function keep_outcome() returns trigger language plpgsql as $$
begin
  if old.outcome is null or (new.chart ->> 'outcome' = old.outcome and new.chart ->> 'reason' is not distinct from old.reason) then
    return new;
  end if;
  if new.chart ->> 'outcome' is null
    and new.chart ->> 'madeAt' is null
    and (old.outcome, old.reason) in (('expired', 'late'), ('skipped', 'same_day'))
    and current_setting('aftercare.replan', true) = 'on'
  then
    return new;
  end if;
  raise exception 'touch % has ended (%, %) and keeps its outcome', old.key, old.outcome, old.reason
    using errcode = 'check_violation', constraint = 'touch_keeps_outcome';
end $$;
create trigger touch_keeps_outcome before update on touch for each row execute function keep_outcome();

-- Counts over all touches of a step, kept as they change: a cadence of ten years has too many to count each time
-- (times, times_answered, missed_in_a_row; language.md 8).
create table step_tally (
  hospital text not null references hospital,
  enrollment text not null references enrollment,
  step text not null,
  made integer not null default 0,
  answered integer not null default 0,
  missed_in_a_row integer not null default 0,
  -- When the newest touch that was answered had been made: what was missed before it is no longer in a row.
  answered_until timestamptz,
  primary key (enrollment, step)
);

create function was_answered(outcome text, chart jsonb) returns boolean
  language sql immutable parallel safe
  return coalesce(outcome = 'answered', false) or coalesce((chart ->> 'answeredLate')::boolean, false);

create function keep_tally() returns trigger language plpgsql as $$
declare
  fresh constant boolean := tg_op = 'INSERT';
  newly_made constant boolean := new.made_at is not null and (fresh or old.made_at is null);
  newly_answered constant boolean :=
    was_answered(new.outcome, new.chart) and (fresh or not was_answered(old.outcome, old.chart));
  newly_missed constant boolean :=
    new.outcome = 'not_answered' and not was_answered(new.outcome, new.chart) and (fresh or old.outcome is distinct from 'not_answered');
  moment_of constant timestamptz := coalesce(new.made_at, new.ended_at);
begin
  insert into step_tally (hospital, enrollment, step) values (new.hospital, new.enrollment, new.step) on conflict do nothing;
  if newly_made or newly_answered or coalesce(newly_missed, false) then
    update step_tally t set
      made = t.made + newly_made::int,
      answered = t.answered + newly_answered::int,
      missed_in_a_row = case
        when newly_answered then least(t.missed_in_a_row, (
          select count(*)::int from touch o
          where o.enrollment = new.enrollment and o.step = new.step and o.made_at > moment_of and o.outcome = 'not_answered'
        ))
        when newly_missed and moment_of > coalesce(t.answered_until, '-infinity') then t.missed_in_a_row + 1
        else t.missed_in_a_row
      end,
      answered_until = case when newly_answered then greatest(t.answered_until, moment_of) else t.answered_until end
    where t.enrollment = new.enrollment and t.step = new.step;
  end if;
  return null;
end $$;
create trigger touch_counted_new after insert on touch for each row execute function keep_tally();
create trigger touch_counted after update on touch for each row
  when (old.made_at is distinct from new.made_at or old.outcome is distinct from new.outcome
    or was_answered(old.outcome, old.chart) <> was_answered(new.outcome, new.chart))
  execute function keep_tally();
