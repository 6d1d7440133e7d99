/** Intent on every site: models, their training, and the scores that they and the heuristic give. */
import type { Entry, SiteId } from '../entry.ts';
import type { Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import type { FoldRules } from '../profiles/rules.ts';
import type { SiteRegistry } from '../sites/registry.ts';
import { createModelBook, type ModelBook } from './models/model-book.ts';
import { createTrainer, type Trainer } from './models/trainer.ts';
import { createScoring, type Scoring } from './serving/scoring.ts';

export type Intent = Scoring & { readonly models: ModelBook; readonly trainer: Trainer };

export type IntentPorts = {
  readonly store: Store;
  readonly book: ProfileBook;
  readonly sites: Pick<SiteRegistry, 'byId' | 'list'>;
  readonly rulesOf: (site: SiteId) => FoldRules;
  readonly append: (entries: readonly Entry[]) => Promise<unknown>;
  readonly now: () => number;
};

/** @example (await createIntent(ports)).of(site, visitor) */
export async function createIntent(ports: IntentPorts): Promise<Intent> {
  const { store, book, sites, rulesOf, append, now } = ports;
  const models = await createModelBook({ store, sites: sites.list().map(({ siteId }) => siteId) });
  const heardOf = (site: SiteId): readonly string[] => [
    ...new Set(rulesOf(site).segments?.program.latches.map(({ score }) => score) ?? []),
  ];
  const scoring = createScoring({ store, book, sites, models, heardOf, rulesOf, append, now });
  const trainer = createTrainer({
    store,
    book,
    models,
    rulesOf,
    now,
    onPromoted: (site) => scoring.sweep(site, 'model'),
  });
  return { ...scoring, models, trainer };
}
