-- Design 3.12. Forced, for the owner too. Nobody set as the actor: no row. Another hospital's rows are not there.
-- Rows with words about a patient are seen by their own department; of other departments' only the outlines below.
do $$
declare
  t text;
  of_hospital constant text := '(select actor_hospital()) in (hospital, ''*'')';
  of_department constant text := of_hospital || ' and (department is null or (select actor_departments()) @> array[''*'']'
    || ' or department = any ((select actor_departments())::text[]))';
begin
  alter table hospital enable row level security;
  alter table hospital force row level security;
  create policy by_hospital on hospital using ((select actor_hospital()) in (id, '*'));

  foreach t in array array[
    'department', 'library_file', 'sop_version', 'sop', 'api_key', 'idempotency_key', 'patient', 'relative', 'patient_address', 'consent',
    'reading', 'tag', 'staff_contact', 'event', 'step_tally', 'report', 'audit_entry', 'outbox'
  ] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy by_hospital on %I using (%s)', t, of_hospital);
  end loop;

  foreach t in array array[
    'enrollment', 'touch', 'task', 'task_event', 'told', 'list_entry', 'reward', 'message', 'utterance', 'timeline'
  ] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy by_department on %I to aftercare_server, aftercare_worker using (%s)', t, of_department);
    -- The outlines are read as the owner.
    execute format('create policy by_hospital on %I to aftercare_migrate using (%s)', t, of_hospital);
  end loop;
end $$;

-- Day, kind and outcome, not words: what every department of the hospital may know of a shared patient, and what the engine
-- must know of it whoever acts (caps, merging, not_with).
create view touch_outline with (security_barrier) as
  select key, hospital, enrollment, patient, department, step, kind, step_order, purpose, urgent, reaches, planned_at, target, held_by, held_until,
    made_at, ended_at, outcome, reason
  from touch;
create view enrollment_outline with (security_barrier) as
  select id, hospital, patient, department, sop, hash, started_by, status, started_at, ended_at, end_reason, rehearsal, seq from enrollment;
create view message_outline with (security_barrier) as
  select key, hospital, enrollment, patient, touch, department, channel, purpose, urgent, counts, status, claimed_at, accepted_at from message;
create view task_outline with (security_barrier) as
  select touch, id, hospital, enrollment, patient, department, kind, step, role, team, urgent, status, opened_at, due_at, ended_at from task;

grant select on all tables in schema public to aftercare_server, aftercare_worker;
revoke all on schemaversion from aftercare_server, aftercare_worker;

-- What both processes do: events in, engine steps, sends.
grant insert, update on
  patient, event, enrollment, touch, step_tally, task, message, tag, outbox
  to aftercare_server, aftercare_worker;
grant insert on
  relative, patient_address, consent, reading, staff_contact, task_event, told, list_entry, reward, report, utterance, timeline, audit_entry
  to aftercare_server, aftercare_worker;
grant update (bad) on patient_address to aftercare_server, aftercare_worker;
grant update (class, touch, department) on utterance to aftercare_server, aftercare_worker;

-- What is managed at the server alone.
grant insert, update on hospital, department, library_file, sop, api_key, idempotency_key, relative, patient_address to aftercare_server;
grant insert on sop_version to aftercare_server;
grant delete on library_file, idempotency_key, relative, patient_address to aftercare_server;
-- What was sent is only kept for looking at.
grant delete on outbox to aftercare_server, aftercare_worker;
-- Joining two patients moves rows from one to the other (language.md 12).
grant update (patient) on
  consent, reading, staff_contact, told, list_entry, reward, utterance, timeline, relative, patient_address
  to aftercare_server, aftercare_worker;
revoke all on api_key, idempotency_key from aftercare_worker;
