/** What a merchant has switched on to be written to customers: off at first, and off again once the app has gone. */
import { randomUUID } from 'node:crypto';
import type { SiteId } from '../../../core/entry.ts';
import type { Store } from '../../../core/ports.ts';
import { changeRecord } from '../../../core/record-change.ts';
import { createTurns } from '../../../core/turns.ts';

const COLLECTION = 'platform-write-out';
const KEY = 'choices';

export type Choices = {
  /** Into metafields of the app's own. */
  readonly scores: boolean;
  /** Keys of those that are written as tags. */
  readonly segments: readonly string[];
  /** Segments of Shopify's that we made of the tags: ids by key. */
  readonly made: Readonly<Record<string, string>>;
  /** Whether everybody has what was chosen last. */
  readonly isDone: boolean;
  /** The last in the vault who was brought; null: it begins anew. */
  readonly reached: string | null;
  /** Another one with each change: what was chosen, taken back and chosen again meanwhile is not what it was. */
  readonly revision: string;
};

export type Chosen = Pick<Choices, 'scores' | 'segments'>;

export const NOTHING_CHOSEN: Choices = {
  ...{ scores: false, segments: [], made: {} },
  ...{ isDone: true, reached: null, revision: '' },
};

export type ChoiceBook = {
  /** Null: nothing was ever switched on. */
  read(site: SiteId): Promise<Choices | null>;
  /** As far as this process has read or changed them. */
  peek(site: SiteId): Choices;
  /** @param more Null where it stays as it is. */
  change(site: SiteId, more: (now: Chosen) => Partial<Chosen> | null): Promise<void>;
  /** How far everybody was brought, unless something was chosen meanwhile. Nothing where it was forgotten. */
  reach(site: SiteId, chosen: Choices, reached: string | null): Promise<void>;
  /** Everybody has it, likewise. */
  settle(site: SiteId, chosen: Choices): Promise<void>;
  /** Which segment of Shopify's was made for a key, or that none is any more. Nothing where it was forgotten. */
  noteMade(site: SiteId, key: string, id: string | null): Promise<void>;
  forget(site: SiteId): Promise<void>;
};

/** @example await createChoiceBook(store).change(siteId, () => ({ scores: true })) */
export function createChoiceBook(store: Pick<Store, 'getRecord' | 'putRecord' | 'deleteRecord'>): ChoiceBook {
  const known = new Map<SiteId, Choices>();
  const inTurn = createTurns();

  function note(site: SiteId, row: Choices | undefined): void {
    if (row !== undefined) known.set(site, row);
  }

  /** @param make Of what stands; null: it stays so. */
  const change = (site: SiteId, make: (now: Choices | null) => Choices | null): Promise<void> =>
    inTurn(async () => {
      const row = await changeRecord(store, [COLLECTION, site, KEY], (standing) => {
        const now = standing as Choices | undefined;
        const next = make(now ?? null);
        return next === null ? { answer: now } : { next, answer: next };
      });
      note(site, row);
    });

  const unlessChanged = (site: SiteId, { revision }: Choices, more: Partial<Choices>): Promise<void> =>
    change(site, (now) => (now?.revision === revision ? { ...now, ...more } : null));

  return {
    read: async (site) => {
      const row = (await store.getRecord(COLLECTION, site, KEY)) as Choices | undefined;
      note(site, row);
      return row ?? null;
    },
    peek: (site) => known.get(site) ?? NOTHING_CHOSEN,
    change: (site, more) =>
      change(site, (standing) => {
        const now = standing ?? NOTHING_CHOSEN;
        const next = more(now);
        if (next === null) return null;
        return { ...now, ...next, isDone: false, reached: null, revision: randomUUID() };
      }),
    reach: (site, chosen, reached) => unlessChanged(site, chosen, { reached }),
    settle: (site, chosen) => unlessChanged(site, chosen, { isDone: true, reached: null }),
    noteMade: (site, key, id) =>
      change(site, (now) => {
        if (now === null) return null;
        const { [key]: _before, ...others } = now.made;
        return { ...now, made: id === null ? others : { ...others, [key]: id } };
      }),
    forget: (site) =>
      inTurn(async () => {
        await store.deleteRecord(COLLECTION, site, KEY);
        known.delete(site);
      }),
  };
}
