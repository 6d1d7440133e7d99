/** Fills a sample site through the doors of the engine, a slice at a time, so that whoever waits comes first. */
import { assignArm } from '../../../core/decisions/assignment.ts';
import { decisionEntryId, exposureEntry, SHOWN_WITHIN_MS } from '../../../core/decisions/decision-entries.ts';
import type { CampaignEntry } from '../../../core/decisions/live.ts';
import type { Engine } from '../../../core/engine.ts';
import type { Entry, SiteId } from '../../../core/entry.ts';
import { deviceVisitor, keyedReference } from '../../../core/identity/hash.ts';
import type { Site } from '../../../core/sites/site.ts';
import { nextTurn } from '../../../core/turn.ts';
import { catalogueFeed } from '../../shop/catalogue.ts';
import { SHOP_PATH } from '../demo.ts';
import { putSegments } from '../segment-changes.ts';
import { sampleCampaign, sampleSegments } from './contents.ts';
import { DAYS, PAST } from './shape.ts';
import { taken, unfit } from './taken.ts';
import { makeCustomer, makeVisitor, type SampleEvent, type SampleVisitor } from './visitor.ts';

const DAY_MS = 86_400_000;
const VISITORS_A_SLICE = 25;
/** From the product to what stands beside it. */
const SEEN_AFTER_MS = 1_000;
const BY = 'engine';
const LABEL = 'purchase_7d';

/** @example countSlices(2_000) // 40 */
export function countSlices(visitors: number): number {
  return Math.ceil(visitors / VISITORS_A_SLICE);
}

type Filling = Pick<
  Engine,
  'append' | 'audit' | 'campaigns' | 'catalogue' | 'ingest' | 'intent' | 'lifetimes' | 'segments'
>;

/**
 * What stands before anybody comes. Made again it stays as it is.
 *
 * @param until UTC ms: the last instant of the sample.
 */
export async function prepareSample(engine: Filling, site: Site, until: number): Promise<CampaignEntry> {
  const { siteId, settings } = site;
  const { currency } = settings;
  const products = catalogueFeed(SHOP_PATH).products.map((product) => ({ ...product, currency }));
  await engine.catalogue.upsert({ siteId, currency }, products, until);
  taken(await putSegments(engine, siteId, sampleSegments(), BY));
  const campaign = taken(sampleCampaign());
  const known = engine.campaigns.get(siteId, campaign.key);
  return known ?? taken(await engine.campaigns.put(siteId, campaign, until - DAYS * DAY_MS));
}

/** All that happens in a sample, in the order of time. */
export type SamplePlan = {
  readonly events: readonly SampleEvent[];
  /** Decisions, and that what was chosen was seen. */
  readonly entries: readonly Entry[];
  readonly slices: number;
};

export type PlanOptions = {
  readonly visitors: number;
  readonly until: number;
  readonly entry: CampaignEntry;
};

/** The same each time for the same site. */
export async function planSample(site: Site, { visitors, until, entry }: PlanOptions): Promise<SamplePlan> {
  const armOf = (device: string) => assignArm(entry.campaign, null, deviceVisitor(site.idKey, device));
  const isHelped = (device: string): boolean => armOf(device)?.treatment !== null;
  const span = { seed: site.siteId, until, isHelped };
  const events: SampleEvent[] = [];
  const entries: Entry[] = [];
  for (let number = 0; number < visitors; number += 1) {
    const visitor = makeVisitor(number, span);
    events.push(...visitor.events);
    entries.push(...drawn(site, visitor, { entry, armOf, until }));
    if (number % PAST.each === 0) events.push(...makeCustomer(number, span));
    if (number % VISITORS_A_SLICE === 0) await nextTurn();
  }
  return {
    events: events.toSorted((a, b) => a.time - b.time),
    entries: entries.toSorted((a, b) => a.t - b.t),
    slices: countSlices(visitors),
  };
}

/** The same again adds nothing. @param slice From 0. */
export async function fillSlice(
  engine: Filling,
  site: Site,
  { events, entries, slices }: SamplePlan,
  slice: number,
): Promise<void> {
  const placeOf = (at: number): number => Math.round((at / slices) * events.length);
  const own = events.slice(placeOf(slice), placeOf(slice + 1));
  const from = own[0]?.time ?? Number.POSITIVE_INFINITY;
  const to = events[placeOf(slice + 1)]?.time ?? Number.POSITIVE_INFINITY;
  const { refused } = taken(await engine.ingest(site, { events: own }));
  if (refused.length > 0) throw unfit(`${refused[0]?.code} at ${refused[0]?.at}`);
  await nextTurn();
  const seen = entries.filter(({ t }) => t >= from && t < to);
  if (seen.length > 0) await engine.append(seen);
  await nextTurn();
}

/** What takes all of it together. What it has too little of says so on its page. */
export async function learnFromSample(engine: Filling, site: Site): Promise<void> {
  await engine.intent.trainer.train(site, LABEL);
  await engine.lifetimes.fit(site.siteId);
}

/** How much of that is done here, 0 to 1. */
export function learnedOfSample({ intent }: Pick<Engine, 'intent'>, siteId: SiteId): number {
  return intent.trainer.progress(siteId, LABEL) ?? 0;
}

/** Ends what is learned of it. */
export function forgetSample({ intent }: Pick<Engine, 'intent'>, { siteId }: Site): void {
  intent.trainer.cancel(siteId, LABEL);
}

type Drawing = {
  readonly entry: CampaignEntry;
  readonly armOf: (device: string) => { readonly key: string; readonly treatment: unknown } | null;
  readonly until: number;
};

/** The decision on somebody's first product, and that it was seen. */
function drawn(
  site: Site,
  { device, metAt }: SampleVisitor,
  { entry, armOf, until }: Drawing,
): readonly Entry[] {
  const arm = device === null ? null : armOf(device);
  const t = (metAt ?? until) + SEEN_AFTER_MS;
  if (device === null || arm === null || t > until) return [];
  const { key, channel } = entry.campaign;
  const visitor = deviceVisitor(site.idKey, device);
  const decision = keyedReference(site.idKey, 'decision', `sample ${key} ${device}`);
  const isControl = arm.treatment === null;
  const about = { campaign: key, version: entry.version, arm: arm.key, channel };
  const decided: Entry & { readonly visitor: typeof visitor } = {
    ...{ site: site.siteId, visitor, t, receivedAt: until, source: 'server' },
    id: decisionEntryId(decision),
    type: 'decision',
    name: isControl ? 'control' : 'chosen',
    properties: { decision, ...about, trigger: 'slot:trust', since: t, until: t + SHOWN_WITHIN_MS, step: 0 },
  };
  const at = { t: t + 1, receivedAt: until, source: 'web' } as const;
  return [decided, exposureEntry(decided, isControl ? 'withheld' : 'shown', at)];
}
