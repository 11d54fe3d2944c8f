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
    say(welcome(running, home, (Date.now() - begun) / 1000));
  });
}

function welcome({ url, apiKey, sandboxUrl, temporalUi }: Running, { home }: Places, seconds: number): string {
  const key = `-H 'Authorization: Bearer ${apiKey}'`;
  return `
Aftercare is ready (${seconds.toFixed(1)} s).

  address    ${url}
  API key    ${apiKey}
  sandbox    ${sandboxUrl}   the patients' phones, the gifts, the appointments
${temporalUi ? `  Temporal   ${temporalUi}   what runs, step by step\n` : ''}
Three things to try:

  1  see 30 days of one patient in seconds
     npx aftercare rehearse sops/cardiology/pci-discharge.yaml

  2  see which SOPs are published
     curl ${url}/v1/sops ${key}

  3  see everything the server answers
     curl ${url}/v1/openapi.json ${key}

The same is in ${join(home, 'demo.json')}. Ctrl-C ends everything; the data stays.`;
}
