/** `aftercare plan`: the calendar of an SOP. */
import type { Chart } from '../../engine/chart.ts';
import { hopeful } from '../../engine/admission.ts';
import { listTouches } from '../../engine/listing.ts';
import type { ListedTouch } from '../../engine/listing.ts';
import type { HouseRules, Plan } from '../../engine/plan.ts';
import { createJudge } from '../../language/judge.ts';
import { compiledSop, houseFor } from '../compiled.ts';
import { exitCodes } from '../exit.ts';
import type { ExitCode } from '../exit.ts';
import { readPlanWish } from '../plan-wish.ts';
import type { PlanOptions, PlanWish } from '../plan-wish.ts';
import { showListing } from '../show-listing.ts';
import type { Terminal } from '../terminal.ts';

export async function plan([file = '']: string[], options: PlanOptions, terminal: Terminal): Promise<ExitCode> {
  const compiled = compiledSop(file, options.root, terminal);
  if (!compiled) return exitCodes.mistakes;
  const house = houseFor(compiled.files, compiled.plan.sop);
  const asked = readPlanWish(compiled.plan, house, options, terminal);
  const env = { judge: createJudge(), carriers: {}, planOf: () => undefined, link: () => '' };
  const chart = beginning(compiled.plan, house, asked);
  const touches = listTouches(compiled.plan, chart, env, {
    language: terminal.language,
    ...(asked.until === undefined ? {} : { until: asked.until }),
  });
  if (terminal.format === 'json') terminal.json(asJson(compiled.plan, asked, touches));
  else showListing(compiled.plan, touches, asked, terminal);
  return exitCodes.fine;
}

/** The enrollment as it would begin, of a patient about whom nothing is known but the zone. */
function beginning(plan: Plan, house: HouseRules, { dates, startedAt, patientZone }: PlanWish): Chart {
  const event = { id: 'start', name: 'enrollment.requested', at: startedAt, fields: {}, objects: {} };
  const patient = {
    id: 'patient',
    fields: {},
    addresses: [],
    relatives: [],
    consents: [],
    optedOut: false,
    readings: [],
    ...(patientZone === undefined ? {} : { zone: patientZone }),
  };
  const enrollment = { ...hopeful(plan, event, startedAt, 'enrollment'), dates };
  return { house, patient, enrollment, touches: {}, tallies: {}, contacts: [], coming: [], others: [], events: [] };
}

function asJson(plan: Plan, { dates, startedAt, until, hospitalZone, patientZone }: PlanWish, touches: ListedTouch[]) {
  return {
    sop: plan.sop,
    hash: plan.hash,
    zone: patientZone ?? hospitalZone,
    day0: dates.day_0,
    start: new Date(startedAt).toISOString(),
    ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
    touches: touches
      .map(({ at, ...rest }) => ({ ...rest, at: at === null ? null : new Date(at).toISOString() }))
      .map(({ step, occurrence, at, ...rest }) => ({ step, occurrence, at, ...rest })),
  };
}
