/** Intent on every site: models, their training, and the scores that they and the heuristic give. */
import type { Entry, SiteId } from '../entry.ts';
import { type Outcome, refuse } from '../errors.ts';
import type { Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import type { FoldRules } from '../profiles/rules.ts';
import type { Records } from '../records.ts';
import type { SiteRegistry } from '../sites/registry.ts';
import type { Site } from '../sites/site.ts';
import { createModelBook, type ModelBook } from './models/model-book.ts';
import { nextLookAt } from './models/readiness.ts';
import { createTrainer, type Trainer } from './models/trainer.ts';
import { createWatch, type Watch } from './models/watch.ts';
import { createScoring, type Scoring } from './serving/scoring.ts';

export type Intent = Scoring & {
  readonly models: ModelBook;
  readonly trainer: Trainer;
  readonly drift: Watch;
  /**
   * A label of the site's own, with its models.
   *
   * @returns `in_use` where a segment waits for its scores.
   */
  removeLabel(site: SiteId, label: string): Promise<Outcome<null>>;
  /** Mends models that drifted, then trains what is used and has no model yet, or one that is a week old. */
  tend(): Promise<void>;
  /** Ends what is under way. */
  stop(): Promise<void>;
};

export type IntentPorts = {
  readonly store: Store;
  /** Left out where no other server trains models. */
  readonly records?: Pick<Records, 'on'>;
  readonly book: ProfileBook;
  readonly sites: Pick<SiteRegistry, 'byId' | 'list' | 'onRemove'>;
  readonly rulesOf: (site: SiteId) => FoldRules;
  /** Labels whose scores somebody outside is told of. */
  readonly toldOf?: (site: SiteId) => readonly string[] | null;
  /** Hears of scores that are durable now. */
  readonly onOutgoing?: (entries: readonly Entry[]) => void;
  readonly now: () => number;
};

/** @example (await createIntent(ports)).of(site, visitor) */
export async function createIntent(ports: IntentPorts): Promise<Intent> {
  const { store, book, sites, rulesOf, toldOf = () => null, onOutgoing = () => undefined, now } = ports;
  const append = async (scores: readonly Entry[]): Promise<void> => {
    await book.append(scores);
    onOutgoing(scores);
  };
  const models = await createModelBook({
    ...ports,
    sites: sites.list().map(({ siteId }) => siteId),
  });
  const heardOf = (site: SiteId): readonly string[] => {
    const asked = rulesOf(site).segments?.program.latches.map(({ score }) => score) ?? [];
    return [...new Set([...asked, ...(toldOf(site) ?? [])])];
  };
  sites.onRemove(({ siteId }) => models.forget(siteId));
  const scoring = createScoring({ store, book, sites, models, heardOf, rulesOf, append, now });
  const onPromoted = (site: Site) => scoring.sweep(site, 'model');
  const learning = { store, book, models, rulesOf, now, onPromoted };
  const trainer = createTrainer(learning);
  const watch = createWatch({ ...learning, trainer });
  return {
    ...scoring,
    models,
    trainer,
    drift: watch,
    removeLabel: async (site, label) => {
      if (heardOf(site).includes(label))
        return refuse('in_use', 'label', 'a segment waits for its scores: change or delete that first');
      trainer.cancel(site, label);
      const removed = await models.removeLabel(site, label);
      if (removed.ok) await watch.forget(site, label);
      return removed;
    },
    tend: async () => {
      for (const site of sites.list()) await watch.run(site);
      await trainDue({ sites, models, trainer, heardOf, now });
    },
    stop: async () => {
      watch.stop();
      await trainer.stop();
    },
  };
}

/** Trained where nothing asks for it yet: what a merchant looks at first. */
const ALWAYS = 'purchase_7d';

type Due = Pick<IntentPorts, 'sites' | 'now'> &
  Pick<Intent, 'models' | 'trainer'> & { readonly heardOf: (site: SiteId) => readonly string[] };

async function trainDue({ sites, models, trainer, heardOf, now }: Due): Promise<void> {
  for (const site of sites.list()) {
    const used = new Set([ALWAYS, ...heardOf(site.siteId)]);
    for (const state of models.states(site.siteId)) {
      const { label, active } = state;
      // What an earlier table of features was learned from is served no more.
      const isLost = active !== null && models.served(site.siteId, label.key) === null;
      if (!used.has(label.key) || !(isLost || now() >= nextLookAt(state, site))) continue;
      await trainer.train(site, state.label.key);
    }
  }
}
