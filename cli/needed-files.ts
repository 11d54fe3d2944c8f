/** Which files an SOP or a test file stands on: libraries, calendars, and the SOPs it names. What is left out is not read. */
import type { SourceFile } from '../language/node.ts';

type Outline = { file: SourceFile; text: string; kind: string | undefined; name: string | undefined };

/**
 * The file itself, every library and calendar, and the SOPs whose names stand in any of these SOPs: as a base, in `enroll`, `not_with`,
 * `replaces`, or as what is tested. Test files of others are left out.
 */
export function neededBy(path: string, files: readonly SourceFile[]): SourceFile[] {
  const outlines = files.map(outlineOf);
  const sops = outlines.filter(({ kind }) => kind === 'sop');
  const taken = new Set(outlines.filter(({ file }) => file.path === path));
  for (const { text } of taken) for (const sop of sops) if (sop.name !== undefined && text.includes(sop.name)) taken.add(sop);
  return outlines.filter((one) => taken.has(one) || one.kind === 'library' || one.kind === 'calendar').map(({ file }) => file);
}

/** Kind and name as they stand at the left edge: enough to choose by, whatever else is wrong with the file. */
function outlineOf(file: SourceFile): Outline {
  const text = new TextDecoder().decode(file.bytes);
  const [, kind, name] = /^(sop|library|calendar|tests):[ \t]*["']?([^\s"'#]*)/m.exec(text) ?? [];
  return { file, text, kind, name };
}
