/** A number that looks drawn by lot and is always the same for the same words, so that patients are spread and nothing moves (language.md 10.4). */

/** FNV-1a over the bytes of the UTF-16 units, 0 to 2³² − 1. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return hash >>> 0;
}

/** One of 0 … `count` − 1, evenly over many words. Scaled, not the remainder: the low bits follow the last letter. */
export function drawOne(words: string, count: number): number {
  return Math.floor((hashOf(words) / 0x1_0000_0000) * count);
}
