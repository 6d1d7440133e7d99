/** What a merchant has switched on to be written to customers: off at first, and off again once the app has gone. */
import type { SiteId } from '../../../core/entry.ts';
import type { Store } from '../../../core/ports.ts';
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
};

export const NOTHING_CHOSEN: Choices = { scores: false, segments: [], made: {}, isDone: true };

export type ChoiceBook = {
  /** Null: nothing was ever switched on. */
  read(site: SiteId): Promise<Choices | null>;
  /** As far as this process has read or changed them. */
  peek(site: SiteId): Choices;
  change(site: SiteId, more: Partial<Choices>): Promise<Choices>;
  /** Everybody has what was chosen, unless something else was meanwhile. Nothing where it was forgotten. */
  settle(site: SiteId, done: Choices, made: Choices['made']): Promise<void>;
  forget(site: SiteId): Promise<void>;
};

/** @example await createChoiceBook(store).change(siteId, { scores: true, isDone: false }) */
export function createChoiceBook(store: Pick<Store, 'getRecord' | 'putRecord' | 'deleteRecord'>): ChoiceBook {
  const known = new Map<SiteId, Choices>();
  const inTurn = createTurns();

  async function read(site: SiteId): Promise<Choices | null> {
    const row = (await store.getRecord(COLLECTION, site, KEY)) as Choices | undefined;
    if (row !== undefined) known.set(site, row);
    return row ?? null;
  }

  return {
    read,
    peek: (site) => known.get(site) ?? NOTHING_CHOSEN,
    change: (site, more) =>
      inTurn(async () => {
        const next = { ...((await read(site)) ?? NOTHING_CHOSEN), ...more };
        await store.putRecord(COLLECTION, site, KEY, next);
        known.set(site, next);
        return next;
      }),
    settle: (site, done, made) =>
      inTurn(async () => {
        const now = await read(site);
        if (now === null) return;
        const isDone = now.scores === done.scores && now.segments.join() === done.segments.join();
        await store.putRecord(COLLECTION, site, KEY, { ...now, made, isDone });
        known.set(site, { ...now, made, isDone });
      }),
    forget: (site) =>
      inTurn(async () => {
        await store.deleteRecord(COLLECTION, site, KEY);
        known.delete(site);
      }),
  };
}
