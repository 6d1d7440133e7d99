/** What an engine does beside others on one store: it hears what they append and whom they erase, and follows before it answers. */
import type { Entry, LoggedEntry } from './entry.ts';
import type { Fellows } from './ports.ts';
import type { ProfileBook } from './profiles/book.ts';
import type { Segments } from './segments/segments.ts';
import type { SiteEdges } from './segments/site-facts.ts';
import { EDGES_FACT } from './segments/world.ts';

export type HearingPorts = {
  readonly segments: Pick<Segments, 'onFacts'>;
  readonly edges: Pick<SiteEdges, 'add'>;
  readonly onOutgoing: (entries: readonly Entry[]) => void;
  readonly onFault: (error: unknown) => void;
};

const OUTGOING: ReadonlySet<Entry['type']> = new Set(['decision', 'exposure', 'notice', 'score']);

/** What the site knows changes with the facts among the entries. */
export async function takeFacts(
  { segments, edges }: Pick<HearingPorts, 'segments' | 'edges'>,
  entries: readonly Entry[],
): Promise<void> {
  segments.onFacts(entries);
  const facts = entries.filter(({ type, name }) => type === 'fact' && name === EDGES_FACT);
  for (const fact of facts) await edges.add(fact.site, fact);
}

/** @example createForeignHearing(ports)(entries) */
export function createForeignHearing(ports: HearingPorts): Fellows['onForeign'] {
  return (entries: readonly LoggedEntry[]) => {
    takeFacts(ports, entries).catch(ports.onFault);
    const outgoing = entries.filter(({ type }) => OUTGOING.has(type));
    if (outgoing.length > 0) ports.onOutgoing(outgoing);
  };
}

/** Asked after everything that other servers had written before the question. */
export function followFirst<Given extends readonly unknown[], Answer>(
  book: Pick<ProfileBook, 'follow'>,
  ask: (...given: Given) => Promise<Answer>,
): (...given: Given) => Promise<Answer> {
  return async (...given) => {
    await book.follow();
    return ask(...given);
  };
}
