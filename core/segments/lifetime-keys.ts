/** Names under which bases keep what a counter counted: they outlast the program, in which its place may change. */
import { createHash } from 'node:crypto';
import type { Program } from './program.ts';

/** By counter; null where no condition reads it over a whole life. */
type Keys = readonly (string | null)[];

const named = new WeakMap<Program['counters'], Keys>();

/**
 * By counter: its text, hashed to 16 hex digits; null where no condition reads it over a whole life.
 *
 * @example counterNames(program)[0] // '5f2c…'
 */
export function counterNames({ counters }: Pick<Program, 'counters'>): Keys {
  const known = named.get(counters);
  if (known !== undefined) return known;
  const names = counters.map(({ key, keep }) => (Number.isFinite(keep.reachMs) ? null : hash(key)));
  named.set(counters, names);
  return names;
}

/**
 * By counter: under which name bases keep what it counted. That is its own, or another one where it was defined after
 * events had gone: what a base may have from an earlier life of it has gaps.
 *
 * @example lifetimeKeys(program)[0] // '5f2c…'
 */
export function lifetimeKeys({ counters, keptAs }: Pick<Program, 'counters' | 'keptAs'>): Keys {
  const names = counterNames({ counters });
  if (keptAs === undefined) return names;
  return names.map((name) => (name === null ? null : (keptAs[name] ?? name)));
}

/** The name of a counter that is defined when events up to an instant, UTC ms, may have gone. */
export function nameSince(name: string, horizon: number): string {
  return hash(`${name} ${horizon}`);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
