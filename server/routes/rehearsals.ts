import { toJson } from '../../language/diagnostics/json.ts';
import { postRehearsal } from '../contract/rehearsals.ts';
import { lengthy } from '../http/call.ts';
import { Problem } from '../http/problem.ts';
import { NoSuchCase, NotReady, rehearseRequest } from '../rehearsal/request.ts';
import { NotRehearsed } from '../rehearsal/rehearse.ts';
import { withMistakes } from '../intake/publishing.ts';

/** It takes seconds and has transactions of its own, so none is open around it. */
export const liveThrough = lengthy(postRehearsal, async ({ parts, body, language }) => {
  const { rehearsals } = parts;
  if (!rehearsals)
    throw new Problem({
      status: 503,
      code: 'no-rehearsals',
      title: { en: 'This server has no rehearsal stage.', zh: '这个服务没有彩排环境。' },
    });
  try {
    return { status: 200, body: await rehearseRequest({ deps: parts.deps, ...rehearsals }, body) };
  } catch (error) {
    if (error instanceof NotReady) throw withMistakes(error.diagnostics.map((one) => toJson(one, language)));
    if (error instanceof NoSuchCase || error instanceof NotRehearsed) {
      throw new Problem({ status: 422, code: 'not-rehearsed', title: { en: error.message, zh: `这个用例不能彩排：${error.message}` } });
    }
    throw error;
  }
});
