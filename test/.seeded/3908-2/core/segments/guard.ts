/** What untrusted input may look like before anything reads it: names, depth and size. */
import { type Refusal, refuse } from '../errors.ts';
import { isForbiddenKey } from '../events/keys.ts';
import { formatPath, type Path } from './explain-issue.ts';

const MOST_LEVELS = 100;
const MOST_VALUES = 20_000;

/**
 * Forbidden keys, endless nesting and endless lists; null where there are none.
 * @example findUnsafe(JSON.parse('{"not": {"__proto__": 1}}')) // forbidden_key at not.__proto__
 */
export function findUnsafe(input: unknown): Refusal | null {
  return walk(input, [], { left: MOST_VALUES });
}

function walk(value: unknown, at: Path, budget: { left: number }): Refusal | null {
  budget.left -= 1;
  if (budget.left < 0) return refuse('too_many_items', '', `write at most ${MOST_VALUES} values`);
  if (typeof value !== 'object' || value === null) return null;
  if (at.length >= MOST_LEVELS) return refuse('too_deep', formatPath(at.slice(0, 10)), 'nest less deeply');
  for (const [key, child] of Object.entries(value)) {
    const place = [...at, Array.isArray(value) ? Number(key) : key];
    if (isForbiddenKey(key)) return refuse('forbidden_key', formatPath(place), 'this name is not allowed');
    const found = walk(child, place, budget);
    if (found !== null) return found;
  }
  return null;
}
