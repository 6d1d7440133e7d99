/** The log as everybody writes to it: what begins a profile again is noted before, and who follows it hears of it after. */
import { takeFacts } from './beside.ts';
import type { Relations } from './catalogue/relations/relations.ts';
import type { Entry } from './entry.ts';
import type { Tombstones } from './privacy/tombstones.ts';
import type { ProfileBook } from './profiles/book.ts';
import type { Intent } from './scoring/intent.ts';
import type { Segments } from './segments/segments.ts';
import type { SiteEdges } from './segments/site-facts.ts';

const ignore = (): void => undefined;

/** The log for everybody who writes: who follows it hears of what leaves the house, and that there is something new. */
export function createLog(
  book: Pick<ProfileBook, 'append'>,
  { onOutgoing = ignore }: { readonly onOutgoing?: (entries: readonly Entry[]) => void },
  { wake, follow, admit }: Pick<Relations, 'wake'> & Pick<Intent, 'follow'> & Pick<Tombstones, 'admit'>,
): Pick<ProfileBook, 'append'> {
  return {
    append: async (entries) => {
      const before = await admit(entries);
      const outcomes = (await book.append([...before, ...entries])).slice(before.length);
      wake();
      await follow(entries, outcomes);
      const outgoing = entries.filter(({ type }) => type === 'decision' || type === 'exposure');
      if (outgoing.length > 0) onOutgoing(outgoing);
      return outcomes;
    },
  };
}

/** What the site knows changes with the facts among the entries. */
export function createAppend(
  log: Pick<ProfileBook, 'append'>,
  segments: Pick<Segments, 'onFacts'>,
  edges: Pick<SiteEdges, 'add'>,
): ProfileBook['append'] {
  return async (entries) => {
    const outcomes = await log.append(entries);
    await takeFacts({ segments, edges }, entries);
    return outcomes;
  };
}
