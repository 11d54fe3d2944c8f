/** Whose request it is: a key of ours, not revoked, and the scope that the route needs. */
import type { Request } from 'express';
import { findApiKey } from '../../database/api-keys.ts';
import { withActor } from '../../database/with-actor.ts';
import type { Deps } from '../../activities/deps.ts';
import type { Scope } from '../contract/operation.ts';
import type { Caller } from './call.ts';
import { isStorable } from './json-body.ts';
import { invalidField, Problem } from './problem.ts';

const unauthorized = (detail: { en: string; zh: string }): Problem =>
  new Problem({
    status: 401,
    code: 'no-key',
    title: { en: 'An API key is needed.', zh: '需要 API key。' },
    detail,
    headers: { 'www-authenticate': 'Bearer realm="aftercare"' },
  });

/** Looked up at each request, so that a revoked key opens nothing any more. */
export async function authenticate(deps: Pick<Deps, 'pool'>, request: Request): Promise<Caller> {
  const [, token] = /^Bearer +(\S{1,512})$/i.exec(request.get('authorization') ?? '') ?? [];
  if (token === undefined) throw unauthorized({ en: 'Send “Authorization: Bearer KEY”.', zh: '请在请求头写“Authorization: Bearer KEY”。' });
  const known = await withActor(deps.pool, { kind: 'system', id: 'keys', hospital: '*' }, (tx) => findApiKey(tx, token));
  if (!known) throw unauthorized({ en: 'This key is not known, or was revoked.', zh: '没有这个 key，或者已经作废。' });
  const staff = staffOf(request);
  return { key: known.id, name: known.name, hospital: known.hospital, scopes: known.scopes, ...(staff === undefined ? {} : { staff }) };
}

/** Until people sign in themselves, the system that holds the key says for whom it acts. */
function staffOf(request: Request): string | undefined {
  const header = request.get('x-aftercare-staff');
  if (header === undefined) return undefined;
  // Node reads headers as Latin-1; names are sent as UTF-8, plain or percent-encoded.
  const name = decoded(Buffer.from(header, 'latin1').toString('utf8').trim());
  if (name === '' || name.length > 100 || !isStorable(name) || /\s/.test(name) || name.includes('\ufffd'))
    throw invalidField('X-Aftercare-Staff', 'bad-format', 'The id of a member of staff, without spaces.', '要写员工编号，不带空格。');
  return name;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function permit(caller: Caller, scope: Scope): void {
  if (caller.scopes.includes(scope)) return;
  throw new Problem({
    status: 403,
    code: 'scope-missing',
    title: { en: `This key may not do that: it lacks “${scope}”.`, zh: `这个 key 没有“${scope}”权限。` },
  });
}
