/** What an engine hears of others on the same store: what a site knows, and what leaves the house. */
import type { Entry } from './entry.ts';
import { lineOf, type TailDesk } from './live/tail.ts';
import type { Fellows } from './ports.ts';
import type { Segments } from './segments/segments.ts';
import type { SiteEdges } from './segments/site-facts.ts';
import { EDGES_FACT } from './segments/world.ts';

export type HearingPorts = {
  readonly fellows?: Pick<Fellows, 'news' | 'peers' | 'clock'>;
  readonly onOutgoing?: (entries: readonly Entry[]) => void;
  readonly onFault?: (error: unknown) => void;
  /** Who watches a site sees what other servers take as well. */
  readonly tail: TailDesk;
};

export type FactPorts = {
  readonly segments: Pick<Segments, 'onFacts'>;
  readonly edges: Pick<SiteEdges, 'add'>;
};

const ignore = (): void => undefined;

const OUTGOING: ReadonlySet<Entry['type']> = new Set(['decision', 'exposure', 'notice', 'score']);

/** What the site knows changes with the facts among the entries. */
export async function takeFacts({ segments, edges }: FactPorts, entries: readonly Entry[]): Promise<void> {
  segments.onFacts(entries);
  const facts = entries.filter(({ type, name }) => type === 'fact' && name === EDGES_FACT);
  for (const fact of facts) await edges.add(fact.site, fact);
}

/** Null where this server is alone. @example const fellows = hearFellows(ports, { segments, edges }) */
export function hearFellows(
  { fellows, onOutgoing = ignore, onFault = ignore, tail }: HearingPorts,
  facts: FactPorts,
): Fellows | null {
  if (fellows === undefined) return null;
  return {
    ...fellows,
    isWatched: tail.isWatched,
    onForeign: (entries) => {
      takeFacts(facts, entries).catch(onFault);
      const events = entries.filter(({ type }) => type === 'event');
      for (const [site, own] of Map.groupBy(events, (event) => event.site)) tail.tell(site, own.map(lineOf));
      const outgoing = entries.filter(({ type }) => OUTGOING.has(type));
      if (outgoing.length > 0) onOutgoing(outgoing);
    },
  };
}
