/** The tracking plan as text that is edited, and where in it the server found fault. */
import type { PlanAnswer } from '../api/answers/events.ts';

/** @example writePlan(plan) // '{\n  "mode": …' */
export function writePlan(plan: PlanAnswer): string {
  return JSON.stringify(plan, null, 2);
}

export type ReadText =
  | { readonly ok: true; readonly value: unknown }
  /** From 1; null: nobody can tell. */
  | { readonly ok: false; readonly line: number | null };

/** @example readPlanText('{') // { ok: false, line: 1 } */
export function readPlanText(text: string): ReadText {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, line: faultLine(text, String(error)) };
  }
}

/** Engines say where in one of two ways; of an end that comes too early they say that it is the end. */
function faultLine(text: string, said: string): number | null {
  const line = /line (\d+)/.exec(said)?.[1];
  if (line !== undefined) return Number(line);
  const position = /position (\d+)/.exec(said)?.[1];
  if (position !== undefined) return lineAt(text, Number(position));
  return /end of/i.test(said) ? lineAt(text, text.length) : null;
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

/**
 * The line of a place that the server names, such as `events["Gift Wrapped"].properties["price"]`; null: it names none that
 * stands there.
 *
 * @example lineOfPlace(text, 'events["Gift Wrapped"]') // 4
 */
export function lineOfPlace(text: string, at: string): number | null {
  const names = [...at.matchAll(/\["((?:[^"\\]|\\.)*)"\]|([A-Za-z]+)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? `"${plain}"` : `"${quoted}"`,
  );
  let position = -1;
  for (const name of names) {
    const found = text.indexOf(name, position + 1);
    if (found === -1) break;
    position = found;
  }
  return position === -1 ? null : lineAt(text, position);
}
