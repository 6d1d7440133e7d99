/** Names under which bases keep what a counter counted: they outlast the program, in which its place may change. */
import { createHash } from 'node:crypto';
import type { Program } from './program.ts';

const made = new WeakMap<Program, readonly (string | null)[]>();

/**
 * By counter: its text, hashed to 16 hex digits; null where no condition reads it over a whole life.
 *
 * @example lifetimeKeys(program)[0] // '5f2c…'
 */
export function lifetimeKeys(program: Program): readonly (string | null)[] {
  const known = made.get(program);
  if (known !== undefined) return known;
  const keys = program.counters.map(({ key, keep }) =>
    Number.isFinite(keep.reachMs) ? null : createHash('sha256').update(key).digest('hex').slice(0, 16),
  );
  made.set(program, keys);
  return keys;
}
