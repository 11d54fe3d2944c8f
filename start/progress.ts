/** What the person at the keyboard sees: a line for each part, with its seconds. */

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Does the work and says that it is done. What takes longer than a moment is announced. `remark`: what is worth saying of the result. */
export async function step<T>(name: string, work: () => Promise<T>, remark?: (result: T) => string): Promise<T> {
  const begun = Date.now();
  const announce = setTimeout(() => say(`  ${name} …`), 1_500);
  try {
    const result = await work();
    say(`✓ ${name} ${seconds(begun)}${remark ? ` (${remark(result)})` : ''}`);
    return result;
  } finally {
    clearTimeout(announce);
  }
}
