import { existsSync } from 'node:fs';
import { Refusal } from './exit.ts';
import { readBytes } from './library.ts';
import type { Terminal } from './terminal.ts';

/** The JSON in a file; `-` is standard input. */
export function readJson(file: string, { words }: Terminal): unknown {
  if (file !== '-' && !existsSync(file)) throw new Refusal(words(`There is no file ${file}.`, `没有文件 ${file}。`));
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(readBytes(file === '-' ? 0 : file))) as unknown;
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Refusal(words(`${file} cannot be read as JSON: ${why}`, `${file} 不是能读的 JSON：${why}`));
  }
}
