import { environment } from '../../activities/enact.ts';
import { momentOf } from '../../engine/calendar/date-value.ts';
import { listTouches } from '../../engine/listing.ts';
import type { Plan } from '../../engine/plan.ts';
import { compile } from '../../language/compile/compile.ts';
import type { Diagnostic } from '../../language/diagnostic.ts';
import { toJson } from '../../language/diagnostics/json.ts';
import { shelve } from '../../language/library/shelf.ts';
import type { SourceFile } from '../../language/node.ts';
import { postSopPlan } from '../contract/sops.ts';
import { handler, type Call } from '../http/call.ts';
import { invalidField } from '../http/problem.ts';
import { libraryBehind, sentFiles } from '../intake/files.ts';
import { madeUpChart } from '../intake/made-up.ts';
import { dateValueOf, hospitalZone } from '../intake/moments.ts';
import { withMistakes } from '../intake/publishing.ts';
import { isoOrNull } from '../views/moments.ts';
import { plainTitle } from '../views/titles.ts';

type Asking = Call<typeof postSopPlan>;

export const planSop = handler(postSopPlan, async (call) => {
  const { body, language, tx, parts, hospital } = call;
  const { plan, diagnostics } = await planAsked(call);
  const zone = await hospitalZone(call);
  const chart = await madeUpChart(call, plan, zone);
  const env = await environment(tx, parts.deps, hospital, plan, chart.enrollment.startedAt);
  const until = body.until === undefined ? undefined : momentOf(dateValueOf(body.until, zone), zone, '24:00');
  const touches = listTouches(plan, chart, env, { language, ...(until === undefined ? {} : { until }) });
  return {
    status: 200,
    body: {
      sop: plan.sop,
      title: plainTitle(plan.title),
      day0: body.day0,
      zone: body.zone ?? zone,
      touches: touches.map(({ at, ...touch }) => ({ ...touch, at: isoOrNull(at) })),
      diagnostics: diagnostics.map((one) => toJson(one, language)),
    },
  };
});

/** Of the files that came, or of what is published. */
async function planAsked(call: Asking): Promise<{ plan: Plan; diagnostics: Diagnostic[] }> {
  const files = sentFiles(call.body);
  if (files.length === 0) return { plan: await publishedPlan(call), diagnostics: [] };
  const { plan, diagnostics } = compile(nameAsked(call, files), [...files, ...(await libraryBehind(call, files))]);
  if (!plan) throw withMistakes(diagnostics.map((one) => toJson(one, call.language)));
  return { plan, diagnostics: diagnostics.filter(({ file }) => files.some(({ path }) => path === file)) };
}

async function publishedPlan({ body, tx, parts, hospital }: Asking): Promise<Plan> {
  if (body.sop === undefined)
    throw invalidField('text', 'missing', 'Send a SOP, or name a published one.', '请给出 SOP，或写一个已发布的 SOP。');
  const plan = (await parts.deps.plans.current(tx, hospital)).get(body.sop);
  if (!plan) throw invalidField('sop', 'unknown-sop', 'There is no published SOP of this name.', '没有发布过这个 SOP。');
  return plan;
}

function nameAsked({ body }: Asking, files: readonly SourceFile[]): string {
  if (body.sop !== undefined) return body.sop;
  const names = shelve(files).books.filter(({ kind }) => kind === 'sop').map(({ name }) => name); // prettier-ignore
  if (names.length > 1) throw invalidField('sop', 'missing', `Which one: ${names.join(', ')}?`, `要看哪一个：${names.join('、')}？`);
  return names[0] ?? files[0]!.path;
}
