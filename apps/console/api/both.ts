/** Two answers that one part of a page shows together: it is drawn once, and nothing moves when the later one comes. */
import type { Answer } from './answer.ts';

/** @example const ask = () => askBoth(api.get<Held>('/v1/privacy'), api.get<Installation>('/v1/installation')) */
export async function askBoth<One, Other>(
  one: Promise<Answer<One>>,
  other: Promise<Answer<Other>>,
): Promise<Answer<readonly [One, Other]>> {
  const [first, second] = await Promise.all([one, other]);
  if (!first.ok) return first;
  return second.ok ? { ok: true, value: [first.value, second.value] } : second;
}
