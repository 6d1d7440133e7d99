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
import { DAYS } from './shape.ts';
import { taken, unfit } from './taken.ts';
import { makeVisitor, type SampleVisitor } from './visitor.ts';

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

type Slice = {
  /** From 0. */
  readonly slice: number;
  /** In all slices together. */
  readonly visitors: number;
  readonly until: number;
  readonly entry: CampaignEntry;
};

/** The same again adds nothing. */
export async function fillSlice(
  engine: Filling,
  site: Site,
  { slice, visitors: most, until, entry }: Slice,
): Promise<void> {
  const armOf = (device: string) => assignArm(entry.campaign, null, deviceVisitor(site.idKey, device));
  const isHelped = (device: string): boolean => armOf(device)?.treatment !== null;
  const span = { seed: site.siteId, until, isHelped };
  const last = Math.min(most, (slice + 1) * VISITORS_A_SLICE);
  const visitors: SampleVisitor[] = [];
  for (let number = slice * VISITORS_A_SLICE; number < last; number += 1)
    visitors.push(makeVisitor(number, span));
  await nextTurn();
  const events = visitors.flatMap((visitor) => visitor.events);
  const { refused } = taken(await engine.ingest(site, { events: events as never }));
  if (refused.length > 0) throw unfit(`${refused[0]?.code} at ${refused[0]?.at}`);
  await engine.append(visitors.flatMap((visitor) => drawn(site, visitor, { entry, armOf, until })));
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
