/** What conditions need while they are compiled and asked. */
import type { LocalBundle } from './bundle.ts';
import type { Hit, ReadHits } from './counting.ts';
import type { Session } from './session.ts';
import type { TurnOfDay } from './windows.ts';

export type View = Session & {
  /** Unit of stable shares. */
  readonly unit: string;
  /** What the model said at each instant at which something happened; made when it is first asked for. */
  scores(): readonly { readonly t: number; readonly p: number }[];
};

/** Whether something holds at an instant. */
export type Judge = (view: View, t: number) => boolean;

export type Compiling = Pick<LocalBundle, 'site' | 'segments'> & {
  /** How long after an event, ms, a condition may turn by time alone. */
  readonly turns: Set<number>;
  readonly turnOfDay: TurnOfDay;
};

/** Those in `(from, to]`. */
export function hitsIn({ events }: Session, read: ReadHits, from: number, to: number): readonly Hit[] {
  return read(events).filter(({ t }) => t > from && t <= to);
}

/** By group, in order of the first of each. */
export function groupHits(hits: readonly Hit[]): ReadonlyMap<Hit['g'], readonly Hit[]> {
  const groups = new Map<Hit['g'], Hit[]>();
  for (const hit of hits) groups.set(hit.g, [...(groups.get(hit.g) ?? []), hit]);
  return groups;
}
