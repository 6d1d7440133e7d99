/** How many visitors a condition would have in it, before it is put: some of them judged as they would be, and told of all. */
import type { SiteId } from '../entry.ts';
import { accept, type Outcome } from '../errors.ts';
import type { Store } from '../ports.ts';
import { readHorizon } from '../privacy/horizon.ts';
import { type ListedProfile, type ListingPorts, listProfiles } from '../profiles/listing.ts';
import { refold } from '../profiles/merge.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { type LogStore, readVisitorLog } from '../profiles/visitor-log.ts';
import { type CatalogEntry, NO_CATALOG, newestEntries } from '../segments/catalog.ts';
import { putDefinition } from '../segments/catalog-change.ts';
import { compileEntries, readCircumstances } from '../segments/compile-catalog.ts';
import type { Condition } from '../segments/condition.ts';
import { subjectsOf } from '../segments/membership.ts';
import { countingOnly, keepAs, type Program } from '../segments/program.ts';
import { readWorld } from '../segments/read-world.ts';
import type { SiteSegments } from '../segments/segment-book.ts';
import { judge } from '../segments/standing.ts';
import type { SegmentRules } from '../segments/tracks.ts';
import { dateCounters } from '../segments/truncation.ts';
import { createWorld } from '../segments/world.ts';
import type { Site } from '../sites/site.ts';
import { nextTurn } from '../turn.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import { wilsonInterval } from './proportions.ts';

export type Preview = {
  /** UTC ms. */
  readonly at: number;
  /** Of the whole site; null: of those looked at, fewer than `least` are in it. */
  readonly size: number | null;
  /** Between them it lies, 19 times in 20; of a size that is not told, however many of those few there are. */
  readonly low: number;
  readonly high: number;
  /** Everybody was looked at. */
  readonly isExact: boolean;
  readonly looked: number;
  readonly total: number;
  /** Of fewer visitors no number is told. */
  readonly least: number;
};

export type SegmentPreview = {
  /**
   * @param key Of the segment that is to be changed; left out, it is a new one.
   * @returns refused like a segment that is put: at `when`.
   */
  read(site: Site, when: Condition, key?: string): Promise<Outcome<Preview>>;
};

export type PreviewPorts = ListingPorts & {
  readonly store: LogStore & Pick<Store, 'countProfiles' | 'getRecord' | 'listRecords' | 'readSite'>;
  readonly rulesOf: (site: SiteId) => FoldRules;
  readonly segmentsOf: (site: SiteId) => SiteSegments | null;
  readonly now: () => number;
  /** Bounds of what is looked at; the product's own unless said. */
  readonly bounds?: Bounds;
};

export type Bounds = { readonly visitors: number; readonly entries: number };

const BOUNDS: Bounds = { visitors: 1_000, entries: 100_000 };
const VISITORS_A_SLICE = 50;
/** No segment has such a key, so none is taken for this one. */
const NEW = '?';

/** @example (await createSegmentPreview(ports).read(site, { event: 'Product Viewed' })).value.size */
export function createSegmentPreview(ports: PreviewPorts): SegmentPreview {
  const inTurn = createOneAtATime<Outcome<Preview>>();
  return {
    read: (site, when, key = NEW) =>
      inTurn(site.siteId, JSON.stringify([key, when]), () => readPreview(ports, site, when, key)),
  };
}

async function readPreview(
  ports: PreviewPorts,
  site: Site,
  when: Condition,
  key: string,
): Promise<Outcome<Preview>> {
  const { store, now } = ports;
  const trial = await compileTrial(ports, site, when, key);
  if (!trial.ok) return trial;
  const at = now();
  const found = await count(ports, site.siteId, trial.value, at);
  const total = found.isExact ? found.looked : await store.countProfiles(site.siteId);
  return accept({ at, ...tell({ ...found, total, least: site.settings.smallNumbers.k }) });
}

/** The one segment, among those of the site: as it would be judged once it is in force. */
async function compileTrial(
  { store, segmentsOf }: PreviewPorts,
  { siteId, settings }: Site,
  when: Condition,
  key: string,
): Promise<Outcome<SegmentRules>> {
  const known = segmentsOf(siteId);
  const put = putDefinition(known?.catalog ?? NO_CATALOG, { key, name: key, when }, settings.eventDays);
  if (!put.ok) return put;
  const catalog = put.value;
  const entry = newestEntries(catalog).get(key) as CatalogEntry;
  const bare = compileEntries(catalog, [entry], readCircumstances({ settingsOf: () => settings }, siteId));
  const dated = dateCounters(catalog, bare, await readHorizon(store, siteId));
  const program = keepAs(bare, dated.keptAs ?? {});
  const world = known?.world ?? (looksAtWorld(program) ? await readWorld(store, siteId) : createWorld());
  return accept({ program, world });
}

/** Whether it asks for what the site itself knows: without segments nobody has read that yet. */
function looksAtWorld({ facts, ofAccount }: Program): boolean {
  return facts.length + ofAccount.length > 0;
}

type Found = {
  readonly inside: number;
  readonly looked: number;
  readonly isExact: boolean;
};

/** By id, which is a hash: a sample by chance, and the same ones each time, so that two conditions compare. */
async function count(ports: PreviewPorts, site: SiteId, trial: SegmentRules, at: number): Promise<Found> {
  const { visitors, entries } = ports.bounds ?? BOUNDS;
  const judged = { looked: 0, inside: 0, entries: 0 };
  for await (const { found } of listProfiles(ports, site, { pageRows: VISITORS_A_SLICE })) {
    for (const one of found) {
      if (judged.looked >= visitors || judged.entries >= entries)
        return { inside: judged.inside, looked: judged.looked, isExact: false };
      const { isInside, read } = await judgeOne(ports, site, { one, trial, at });
      judged.looked += 1;
      judged.entries += read;
      if (isInside) judged.inside += 1;
    }
    await nextTurn();
  }
  return { inside: judged.inside, looked: judged.looked, isExact: true };
}

type Judged = { readonly one: ListedProfile; readonly trial: SegmentRules; readonly at: number };

/** As an explanation judges: everything is folded anew, and nothing is judged on the way. */
async function judgeOne(
  { store, rulesOf }: PreviewPorts,
  site: SiteId,
  { one: { kinship }, trial, at }: Judged,
): Promise<{ readonly isInside: boolean; readonly read: number }> {
  const { program, world } = trial;
  const rules = { ...rulesOf(site), segments: { program: countingOnly(program), world } };
  const log = await readVisitorLog(store, site, kinship, rules);
  const { profile } = refold({ canonical: kinship.visitor, rules, until: at, ...log });
  const subject = subjectsOf(profile, rules, trial)(at);
  return { isInside: judge(subject, program, 0, at).holds, read: log.entries.length };
}

type Told = Found & { readonly total: number; readonly least: number };

function tell({ inside, looked, isExact, total, least }: Told): Omit<Preview, 'at'> {
  const around = { isExact, looked, total, least };
  const spread = (seen: number) => {
    if (isExact || looked === 0) return { low: seen, high: seen };
    const { low, high } = wilsonInterval({ did: seen, of: looked });
    return { low: Math.max(seen, Math.floor(low * total)), high: Math.min(total, Math.ceil(high * total)) };
  };
  if (inside < least)
    return { size: null, low: 0, high: spread(Math.min(least - 1, looked)).high, ...around };
  const size = isExact ? inside : Math.round((inside / looked) * total);
  return { size, ...spread(inside), ...around };
}
