/** Published plans and live house rules, read when asked for and kept as long as they cannot have changed. */
import type { HouseRules, Name, Plan } from '../engine/plan.ts';
import { departmentsOf, readHospital } from '../database/hospitals.ts';
import { libraryFiles, libraryMark } from '../database/library.ts';
import { currentHashes, planByHash } from '../database/versions.ts';
import type { Tx } from '../database/with-actor.ts';
import { houseRules } from '../language/compile/house.ts';
import type { Houses, Plans } from './deps.ts';

/** As many plans as a process keeps in memory; the one not asked for longest goes first. */
const mostPlans = 2_000;

export function createPlans(): Plans {
  const kept = new Map<string, Plan>();
  const byHash: Plans['byHash'] = async (tx, hospital, sop, hash) => {
    const known = kept.get(hash);
    if (known) {
      kept.delete(hash);
      kept.set(hash, known);
      return known;
    }
    const plan = await planByHash(tx, { hospital, sop, hash });
    if (!plan) throw new Error(`The plan ${hash} of ${sop} is not among the published versions.`);
    kept.set(hash, plan);
    if (kept.size > mostPlans) kept.delete(kept.keys().next().value ?? '');
    return plan;
  };
  return {
    byHash,
    current: async (tx: Tx, hospital: string): Promise<ReadonlyMap<Name, Plan>> => {
      const plans = new Map<Name, Plan>();
      for (const { sop, hash } of await currentHashes(tx, hospital)) plans.set(sop, await byHash(tx, hospital, sop, hash));
      return plans;
    },
  };
}

type Kept = { mark: string; byDepartment: Map<string, HouseRules> };

export function createHouses(): Houses {
  const kept = new Map<string, Kept>();
  return {
    of: async (tx, hospital, department) => {
      const mark = await libraryMark(tx, hospital);
      let known = kept.get(hospital);
      if (known?.mark !== mark) kept.set(hospital, (known = { mark, byDepartment: new Map() }));
      let rules = known.byDepartment.get(department);
      if (!rules) known.byDepartment.set(department, (rules = await read(tx, hospital, department)));
      return rules;
    },
  };
}

async function read(tx: Tx, hospital: string, department: string): Promise<HouseRules> {
  const files = (await libraryFiles(tx, hospital)).map(({ path, text }) => ({ path, bytes: new TextEncoder().encode(text) }));
  const known = await readHospital(tx, hospital);
  const mine = (await departmentsOf(tx, hospital)).find(({ name }) => name === department);
  const names = {
    hospital: { name: known?.name ?? hospital, phone: known?.phone ?? '' },
    ...(mine ? { department: { name: mine.title, phone: mine.phone ?? '' } } : {}),
  };
  return houseRules(files, names, department === '' ? undefined : department);
}
