/** What somebody did with what a decision sent them: an exposure beside the decision, once for each kind. */
import type { Entry, Json, SiteId } from '../entry.ts';
import { derivedId } from '../identity/hash.ts';
import type { Store } from '../ports.ts';

export type ReactionKind = 'clicked' | 'opened';

export type ReactionPorts = {
  readonly store: Pick<Store, 'readEntry'>;
  readonly append: (entries: readonly Entry[]) => Promise<void>;
  readonly now: () => number;
};

/** The id of a decision's entry in the log. */
const entryIdOf = (decision: string): string => `dec_${decision}`;
const TOLD_OF_DECISION = ['campaign', 'version', 'arm'] as const;

/**
 * Records that a mail was opened or one of its links followed; nothing where the decision is gone, and once however
 * often it happens.
 *
 * @example await createReactions(ports)('clicked', site, decision, now)
 */
export function createReactions(ports: ReactionPorts) {
  return async (kind: ReactionKind, site: SiteId, decision: string, at: number): Promise<void> => {
    const decided = await ports.store.readEntry(site, entryIdOf(decision));
    if (decided === null || decided.visitor === null) return;
    const told = TOLD_OF_DECISION.flatMap((name): readonly (readonly [string, Json])[] => {
      const value = decided.properties[name];
      return value === undefined ? [] : [[name, value]];
    });
    await ports.append([
      {
        site,
        // Told again, it is in the log: the earlier one stays.
        id: derivedId('exposure', decision, kind),
        type: 'exposure',
        name: kind,
        t: at,
        receivedAt: ports.now(),
        visitor: decided.visitor,
        source: 'email',
        properties: { decision, ...Object.fromEntries(told), channel: 'email' },
      },
    ]);
  };
}
