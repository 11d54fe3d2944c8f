/** `npm start`: everything on this machine, until Ctrl-C. */
import { join } from 'node:path';
import { endOnSignals, orSayWhy, type Ending } from './ending.ts';
import { writeWhole } from './files.ts';
import { createKeeper } from './keeper.ts';
import { beTheOnly } from './one.ts';
import { places, type Places } from './places.ts';
import { say } from './progress.ts';
import { startAll, type Running } from './supervisor.ts';

export async function enter(): Promise<void> {
  const begun = Date.now();
  const home = places(process.env['AFTERCARE_HOME']);
  const ending: Ending = { keeper: createKeeper(home) };
  await orSayWhy(ending, async () => {
    ending.after = await beTheOnly(home, 'start it here');
    endOnSignals(ending);
    const running = await startAll(home, process.env, ending.keeper);
    writeWhole(join(home.home, 'demo.json'), `${JSON.stringify(running, null, 2)}\n`, 0o600);
    say(welcome(running, home, begun));
  });
}

/** A stent patient goes home today: cardiology/pci-discharge begins. */
const discharge = (moment: string): string =>
  JSON.stringify({
    id: `try-${Date.parse(moment)}`,
    name: 'encounter.discharged',
    patient: { externalId: 'P-1001', name: '王芳', phone: '13800001001' },
    encounter: { id: `E-${Date.parse(moment)}`, department: 'cardiology', procedures: ['36.06'], discharge_date: moment },
  });

function welcome({ url, apiKey, sandboxUrl, temporalUi }: Running, { home }: Places, begun: number): string {
  const key = `-H 'Authorization: Bearer ${apiKey}'`;
  return `
Aftercare is ready (${((Date.now() - begun) / 1000).toFixed(1)} s).

  address    ${url}
  API key    ${apiKey}
  sandbox    ${sandboxUrl}   the patients' phones, the gifts, the appointments
${temporalUi ? `  Temporal   ${temporalUi}   what runs, step by step\n` : ''}
Three things to try:

  1  a patient is discharged; her 30 days begin
     curl ${url}/v1/events ${key} \\
       -H 'Content-Type: application/json' -d '${discharge(new Date(begun).toISOString())}'

  2  the work that came of it, for the care team
     curl ${url}/v1/tasks ${key}

  3  the whole 30 days of a made-up patient, in seconds
     npx aftercare rehearse sops/cardiology/pci-discharge.yaml

The same is in ${join(home, 'demo.json')}. Ctrl-C ends everything; the data stays.`;
}
