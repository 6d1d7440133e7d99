/**
 * Whether models that are served still say what happens: every label that matured is told to the watches once, they are
 * asked, and what drifted is mended. A rate that moved is met by another version with another intercept, a ranking that
 * fell by training anew.
 */
import type { SiteId } from '../../entry.ts';
import type { WalkPorts } from '../../measurement/visitor-walk.ts';
import type { Store } from '../../ports.ts';
import type { FoldRules } from '../../profiles/rules.ts';
import type { Site } from '../../sites/site.ts';
import type { Example } from '../labels/examples.ts';
import { isBinary, type Label } from '../labels/label.ts';
import { gatherMatured, type Maturing } from './examples.ts';
import type { ModelBook } from './model-book.ts';
import { recalibrate } from './recalibration.ts';
import type { Trainer } from './trainer.ts';
import {
  type DriftReport,
  openRecord,
  tellWatches,
  type WatchedVersion,
  type WatchRecord,
} from './watch-record.ts';
import { createWatchShelf } from './watch-shelf.ts';

export type Watch = {
  /** Looks at every model that the site serves, and mends what drifted. */
  run(site: Site): Promise<void>;
  /** What the last look found; null: nobody looked yet, or no model is served. */
  report(site: SiteId, label: string): Promise<DriftReport | null>;
  /** What was counted of a label that is gone. */
  forget(site: SiteId, label: string): Promise<void>;
  /** Ends what is under way: the next run goes on from there. */
  stop(): void;
};

export type WatchPorts = WalkPorts & {
  readonly store: Pick<Store, 'getRecord' | 'putRecord' | 'deleteRecord'>;
  readonly models: Pick<ModelBook, 'served' | 'state' | 'states' | 'add'>;
  readonly trainer: Pick<Trainer, 'train' | 'progress'>;
  readonly rulesOf: (site: SiteId) => FoldRules;
  readonly now: () => number;
  /** Told when another model is served. */
  readonly onPromoted: (site: Site, label: string) => Promise<void>;
};

type Look = {
  readonly site: Site;
  readonly label: Label;
  readonly watched: WatchedVersion;
  readonly signal: AbortSignal;
};

/** @example await createWatch(ports).run(site) */
export function createWatch(ports: WatchPorts): Watch {
  const { models, now } = ports;
  const shelf = createWatchShelf(ports.store);
  const stopping = new AbortController();

  async function look(looking: Look): Promise<void> {
    const { site, label, watched } = looking;
    const at = now();
    const opened = openRecord(watched, await shelf.read(site.siteId, label.key));
    const matured = await gather(ports, looking, { after: opened.until, until: at });
    const record = tellWatches(watched, opened, { matured, at });
    await shelf.put(site.siteId, label.key, record);
    await mend(ports, looking, record);
  }

  return {
    run: async (site) => {
      for (const { label } of models.states(site.siteId)) {
        const watched = watchedOf(models, site.siteId, label);
        if (watched !== null) await look({ site, label, watched, signal: stopping.signal });
      }
    },
    forget: shelf.remove,
    report: async (site, label) =>
      models.served(site, label) === null ? null : ((await shelf.read(site, label))?.report ?? null),
    stop: () => stopping.abort(),
  };
}

function watchedOf(models: WatchPorts['models'], site: SiteId, label: Label): WatchedVersion | null {
  const served = models.served(site, label.key);
  if (served === null || served.reference === null || !isBinary(label)) return null;
  return { ...served, reference: served.reference };
}

function gather(
  ports: WatchPorts,
  { site: { siteId, settings }, label, signal }: Look,
  maturing: Maturing,
): Promise<readonly Example[]> {
  const around = { rules: ports.rulesOf(siteId), zone: settings.timezone, now: maturing.until, signal };
  return gatherMatured(ports, siteId, label, { ...around, ...maturing });
}

/** What broke off is done at the next look: the alarm stays raised until another version is watched. */
async function mend(ports: WatchPorts, looking: Look, record: WatchRecord): Promise<void> {
  const { site, label } = looking;
  if (record.report.what === 'retrain' && isDue(ports, looking, record.report))
    await ports.trainer.train(site, label.key, windowFrom(label, record));
  // Nothing that was trained is better: then the rate of what is served is mended at least.
  if (record.outcomes.alarm.raisedAt !== null) await moveRate(ports, looking, record);
}

const DAY_MS = 86_400_000;
/** What training did not mend is tried again with the labels of another day; only other visitors, of another week. */
const ANEW_AFTER_MS = { ranking: DAY_MS / 2, inputs: 7 * DAY_MS } as const;

function isDue({ models, now }: WatchPorts, { site, label }: Look, { kind }: DriftReport): boolean {
  const last = models.state(site.siteId, label.key)?.lastRun?.at ?? Number.NEGATIVE_INFINITY;
  return now() - last >= (kind === 'ranking' ? ANEW_AFTER_MS.ranking : ANEW_AFTER_MS.inputs);
}

/** In horizons: less leaves nothing to tune on between the embargoes. */
const LEAST_WINDOW = 10;

/** What was before the watch began is what the model has learned already, and is no more true. */
function windowFrom({ withinMs }: Label, { since, until }: WatchRecord): number {
  return Math.min(since - withinMs, until - LEAST_WINDOW * withinMs);
}

async function moveRate(ports: WatchPorts, looking: Look, { since, until }: WatchRecord): Promise<void> {
  const { models, trainer, onPromoted } = ports;
  const { site, label, watched } = looking;
  const matured = await gather(ports, looking, { after: since, until });
  const state = models.state(site.siteId, label.key);
  // A training that is under way gives out the next version; what it comes to is looked at the next time.
  const isOther = state?.active !== watched.version || trainer.progress(site.siteId, label.key) !== null;
  if (state === null || isOther) return;
  const made = recalibrate({ served: watched, matured, version: state.latest + 1, at: until });
  if (made === null) return;
  if (await models.add(site.siteId, made, null)) await onPromoted(site, label.key);
}
