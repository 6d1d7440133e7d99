/** Which rows and features a round may see. */
import { createRandom, shufflePlaces } from '../random.ts';
import type { Settings } from './options.ts';

export type Draw = {
  /** In ascending order. */
  readonly rows: () => Int32Array;
  readonly features: () => readonly number[];
};

/** Without repeats, and one at least; where the share is 1 nothing is left to chance. */
export function createDraw(rows: number, features: number, { rowShare, columnShare, seed }: Settings): Draw {
  const random = createRandom(seed);
  return {
    rows: () => drawSome(rows, rowShare, random),
    features: () => Array.from(drawSome(features, columnShare, random)),
  };
}

function drawSome(count: number, share: number, random: () => number): Int32Array {
  if (share === 1) return countUp(count);
  const drawn = Math.max(1, Math.round(count * share));
  return Int32Array.from(shufflePlaces(count, random).subarray(0, drawn)).sort();
}

function countUp(count: number): Int32Array {
  const places = new Int32Array(count);
  for (let at = 0; at < count; at++) places[at] = at;
  return places;
}
