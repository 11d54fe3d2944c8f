import { currentVersions, readVersion } from '../../database/versions.ts';
import { departmentOf } from '../../activities/deps.ts';
import { getSop, getSops } from '../contract/sops.ts';
import { handler } from '../http/call.ts';
import { notFound } from '../http/problem.ts';
import { outcomesOf } from '../intake/history.ts';
import { iso } from '../views/moments.ts';
import { plainTitle } from '../views/titles.ts';

export const seeSops = handler(getSops, async ({ tx, parts, hospital }) => {
  const plans = await parts.deps.plans.current(tx, hospital);
  const sops = (await currentVersions(tx, hospital)).map(({ sop, number, hash, note, publishedBy, publishedAt, running }) => ({
    sop,
    title: plainTitle(plans.get(sop)?.title),
    department: departmentOf(sop),
    version: number,
    hash,
    note,
    publishedBy,
    publishedAt: iso(publishedAt),
    running,
  }));
  return { status: 200, body: { sops } };
});

export const seeSop = handler(getSop, async ({ tx, hospital, params, query }) => {
  const sop = `${params.department}/${params.name}`;
  const found = await readVersion(tx, { hospital, sop, ...(query.version === undefined ? {} : { number: query.version }) });
  if (!found) throw notFound({ en: 'There is no such SOP, or no such version of it.', zh: '没有这个 SOP，或者没有这个版本。' });
  const { plan, number, hash, note, publishedBy, publishedAt, sources } = found;
  const steps = plan.steps.map((step) => ({
    id: step.id,
    kind: step.kind,
    title: plainTitle(step.title) || step.id,
    after: step.parent ?? null,
    outcomes: outcomesOf(step),
    questions: step.questions.map(({ name }) => name),
  }));
  return {
    status: 200,
    body: {
      sop,
      title: plainTitle(plan.title),
      version: number,
      hash,
      note,
      publishedBy,
      publishedAt: iso(publishedAt),
      sources,
      steps,
      dates: Object.keys(plan.dates),
    },
  };
});
