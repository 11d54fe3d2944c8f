import { check } from '../../language/check.ts';
import { toJson } from '../../language/diagnostics/json.ts';
import { postSopCheck } from '../contract/sops.ts';
import { handler } from '../http/call.ts';
import { libraryBehind, sentFiles } from '../intake/files.ts';

export const checkSops = handler(postSopCheck, async (call) => {
  const files = sentFiles(call.body);
  const { diagnostics } = check(files, { library: await libraryBehind(call, files) });
  return { status: 200, body: { diagnostics: diagnostics.map((one) => toJson(one, call.language)) } };
});
