/**
 * Which occurrence of its content a row is. Exact duplicates may lie anywhere in a file, so every row leaves a mark:
 * 64 bits of its hash in one flat table, 8 to 23 bytes a row. Two contents with equal marks (a chance of 10^-6 among
 * ten million rows) still get ids of their own, since content is in the id too.
 */

const FIRST_SLOTS = 1 << 16;
const FULLEST = 0.7;

export type Occurrences = {
  /** Counts one more and answers how many there were, this one included. */
  take(high: number, low: number): number;
};

/** @example const n = occurrences.take(digest.readUInt32BE(0), digest.readUInt32BE(4)) */
export function createOccurrences(): Occurrences {
  let marks = new Uint32Array(FIRST_SLOTS * 2);
  let size = 0;
  const repeats = new Map<string, number>();
  return {
    take: (high, low) => {
      // A mark of zeros would look like an empty slot.
      const mark = high === 0 && low === 0 ? 1 : low;
      if (size >= (marks.length / 2) * FULLEST) marks = grow(marks);
      if (put(marks, high, mark)) {
        size += 1;
        return 1;
      }
      const key = `${high} ${mark}`;
      const count = (repeats.get(key) ?? 1) + 1;
      repeats.set(key, count);
      return count;
    },
  };
}

/** Open addressing with linear steps; false where the mark is there already. */
function put(marks: Uint32Array, high: number, low: number): boolean {
  const last = marks.length / 2 - 1;
  for (let slot = low & last; ; slot = (slot + 1) & last) {
    const at = slot * 2;
    if (marks[at] === 0 && marks[at + 1] === 0) {
      marks[at] = high;
      marks[at + 1] = low;
      return true;
    }
    if (marks[at] === high && marks[at + 1] === low) return false;
  }
}

function grow(marks: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(marks.length * 2);
  for (let at = 0; at < marks.length; at += 2) {
    const [high, low] = [marks[at] ?? 0, marks[at + 1] ?? 0];
    if (high !== 0 || low !== 0) put(larger, high, low);
  }
  return larger;
}
