/** Files that are whole or not there: written beside their place, then renamed. */
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

export function writeWhole(path: string, text: string, mode = 0o644): void {
  const beside = `${path}.${process.pid}.new`;
  writeFileSync(beside, text, { mode });
  // The mode above is cut by the umask and ignored for a file that was left behind.
  chmodSync(beside, mode);
  renameSync(beside, path);
}

/** The parsed file; undefined if there is none, or none that can be read as JSON. */
export function readJson(path: string): unknown {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}
