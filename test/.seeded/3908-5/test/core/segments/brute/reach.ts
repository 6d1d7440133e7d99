/** Which conditions a question is about. */
import type { Question } from './question.ts';

/** The condition, and those of the segments and stages that it leads to. */
export function reachableFrom({ condition, definitions, stages }: Question): readonly unknown[] {
  const found = new Set<unknown>([condition]);
  for (const part of found) {
    const text = JSON.stringify(part);
    for (const { key, when } of definitions.values()) {
      if (text.includes(`"segment":${JSON.stringify(key)}`)) found.add(when);
    }
    if (text.includes('"stage":')) for (const { when } of stages) found.add(when);
  }
  return [...found];
}
