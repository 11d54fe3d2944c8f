/** What must be there before anything can be asked: the hospital, and the embedded start's own key. */
import { saveApiKey } from '../../database/api-keys.ts';
import { readHospital, saveHospital } from '../../database/hospitals.ts';
import { withActor } from '../../database/with-actor.ts';
import type { Deps } from '../../activities/deps.ts';
import { scopes } from '../contract/operation.ts';

/** An installation is one hospital; rehearsals have their own beside it. */
export const ownHospital = 'default';
const system = { kind: 'system', id: 'start', hospital: ownHospital } as const;

/** Made once; afterwards its name and phone are the hospital's to change. */
export async function hospitalThere({ pool, clock }: Pick<Deps, 'pool' | 'clock'>): Promise<void> {
  await withActor(pool, system, async (tx) => {
    if (await readHospital(tx, ownHospital)) return;
    await saveHospital(tx, {
      id: ownHospital,
      name: '示范医院',
      phone: '0571-88880000',
      zone: 'Asia/Shanghai',
      clockOffsetMs: 0,
      rehearsal: false,
      at: clock.now(),
    });
  });
}

/** Kept as a digest, with every scope there is in this release. */
export async function ownKeyThere({ pool, clock }: Pick<Deps, 'pool' | 'clock'>, key: string): Promise<void> {
  await withActor(pool, system, (tx) =>
    saveApiKey(tx, { id: 'own', hospital: ownHospital, name: 'own', key, scopes: [...scopes], by: 'start', at: clock.now() }),
  );
}
