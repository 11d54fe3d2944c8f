/** The stage of one rehearsal: a hospital of its own, with the files given, a made-up patient, and a clock set to the case's start. */
import { rehearsalPrefix } from '../../activities/clock.ts';
import type { Deps } from '../../activities/deps.ts';
import { tryToStart } from '../../activities/give.ts';
import type { PatientChart } from '../../engine/chart.ts';
import type { Admission } from '../../engine/admission.ts';
import type { Instant, Plan } from '../../engine/plan.ts';
import type { EventRecord } from '../../engine/chart.ts';
import { saveHospital } from '../../database/hospitals.ts';
import { saveLibraryFile } from '../../database/library.ts';
import { savePatient } from '../../database/patients.ts';
import { publish } from '../../database/versions.ts';
import { withActor } from '../../database/with-actor.ts';
import type { Actor } from '../../database/with-actor.ts';

export type Stage = { hospital: string; patient: string; actor: Actor; setClock(hospitalNow: Instant): Promise<void> };
export type StageWish = { plans: Plan[]; libraries: { path: string; text: string }[]; zone: string; patient: PatientChart; at: Instant };

export async function setStage(deps: Deps, { plans, libraries, zone, patient, at }: StageWish): Promise<Stage> {
  const id = deps.newId();
  const hospital = `${rehearsalPrefix}${id}`;
  const actor: Actor = { kind: 'system', id: 'rehearsal', hospital };
  const offset = (moment: Instant) => moment - deps.clock.now();
  const row = (moment: Instant) => ({
    id: hospital,
    name: '彩排',
    phone: '',
    zone,
    clockOffsetMs: Math.round(offset(moment)),
    rehearsal: true,
    at: deps.clock.now(),
  });
  await withActor(deps.pool, actor, async (tx) => {
    await saveHospital(tx, row(at));
    for (const { path, text } of libraries) await saveLibraryFile(tx, { hospital, path, text, by: 'rehearsal', at });
    for (const plan of plans) await publish(tx, { hospital, plan, sources: {}, by: 'rehearsal', at });
    await savePatient(tx, {
      hospital,
      externalId: 'made-up',
      id,
      at,
      source: 'rehearsal',
      fields: patient.fields,
      ...(patient.zone ? { zone: patient.zone } : {}),
      // Numbers that nobody has, one set for each rehearsal, so that the sandbox keeps their phones apart.
      addresses: patient.addresses.map((address) => ({ ...address, value: `${address.value}-${id}` })),
      relatives: patient.relatives.map((relative) => ({
        ...relative,
        id: `${relative.id}-${id}`,
        addresses: relative.addresses.map((a) => ({ ...a, value: `${a.value}-${id}` })),
      })),
      consents: patient.consents,
    });
  });
  return { hospital, patient: id, actor, setClock: (moment) => withActor(deps.pool, actor, (tx) => saveHospital(tx, row(moment))) };
}

/** The case begins as it would in the hospital: by its event, under the SOP's own rules. */
export async function begin(
  deps: Deps,
  stage: Stage,
  { plan, event, requested }: { plan: Plan; event: EventRecord; requested: boolean },
): Promise<Admission & { enrollment?: string }> {
  return withActor(deps.pool, stage.actor, (tx) =>
    tryToStart(tx, deps, { hospital: stage.hospital, patient: stage.patient, plan, event, now: event.at, requested, rehearsal: true }),
  );
}
