/** A number that looks drawn by lot and is always the same for the same words, so that patients are spread and nothing moves (language.md 10.4). */

/** FNV-1a over the UTF-16 units, then mixed: on its own, its low bits follow the last letter. 0 to 2³² − 1. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** One of 0 … `count` − 1, evenly over many words. */
export function drawOne(words: string, count: number): number {
  return Math.floor((hashOf(words) / 0x1_0000_0000) * count);
}
