import type { Survey } from '../../../engine/plan.ts';
import { report } from '../../schema/desk.ts';
import { needsText, reachOf } from './place.ts';
import type { At } from './place.ts';

/** language.md 5, survey. Everything in it is checked; that it does not run yet is said at its key. */
export function compileSurvey({ bench, scope, draft, act, block }: At<'survey'>): Survey {
  report(bench, { node: act.spot.key ?? act.spot.node }, 'not-yet', { x: 'survey' });
  if (!draft.asks) report(bench, draft.spot, 'question-missing');
  const reach = reachOf(bench, scope, block, { link: 'link.survey' });
  needsText(bench, draft, reach, block.has);
  return { kind: 'survey', ...reach, private: block.values.private ?? false, anonymous: block.values.anonymous ?? false };
}
