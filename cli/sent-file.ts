/** Files on their way to the server. */
import type { SourceFile } from '../language/node.ts';

export type SentFile = { path: string; text: string } | { path: string; base64: string };

/** As text; bytes that are no text go as they are, so that the server says what is wrong with them. */
export function asSent({ path, bytes }: SourceFile): SentFile {
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { path, base64: Buffer.from(bytes).toString('base64') };
  }
}
