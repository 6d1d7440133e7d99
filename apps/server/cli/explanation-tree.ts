/** An explanation for a person: one line a node, indented as the condition is nested. */

import type { ExplainedLine, ExplanationLine } from '../segment-answers.ts';
import { wrap } from './wrap.ts';

const WITHHELD = {
  unseen: 'not seen on this site until then',
  'analytics declined': 'analytics was declined: no segment holds meanwhile',
} as const;
/** So many events are named; of more, the latest. */
const MOST_NAMED = 5;

/** @example drawExplanation('cart-abandoned', explanation) // 'in cart-abandoned at 2026-04-15T12:00:00.000Z, until … */
export function drawExplanation(segment: string, explanation: ExplanationLine): string {
  const { holds, until, at, withheld, node } = explanation;
  const head = `${holds ? 'in' : 'not in'} ${segment} at ${at}${when(holds, until)}`;
  return [wrap(head), ...(withheld === null ? [] : [WITHHELD[withheld]]), '', ...drawNode(node, '')].join(
    '\n',
  );
}

function drawNode(node: ExplainedLine, indent: string): readonly string[] {
  const { kind, text, holds, until, events, against, children } = node;
  // What lists say is in the lines below them.
  const said = children.length > 0 && kind !== 'segment' && kind !== 'stage' ? kind : text;
  const below = `${indent}    `;
  const rests = events.filter((id) => !against.includes(id));
  return [
    wrap(`${indent}${holds ? '[x]' : '[ ]'} ${said}${when(holds, until)}`, below),
    ...(rests.length === 0 ? [] : [wrap(`${below}by ${name(rests)}`, `${below}   `)]),
    ...(against.length === 0 ? [] : [wrap(`${below}in the way: ${name(against)}`, `${below}   `)]),
    ...children.flatMap((child) => drawNode(child, below)),
  ];
}

function when(holds: boolean, until: string | null): string {
  if (until === null) return '';
  return `, ${holds ? 'until' : 'from'} ${until}${holds ? '' : ' on'}`;
}

function name(ids: readonly string[]): string {
  const named = ids.slice(-MOST_NAMED).join(', ');
  return ids.length > MOST_NAMED ? `${ids.length} events, the latest ${named}` : named;
}
