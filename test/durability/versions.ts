/** A site on which a segment gets another definition while its visitors go on, and what has to be true meanwhile. */
import type { Entry, LoggedEntry, SiteId, VisitorId } from '../../core/entry.ts';
import type { Store } from '../../core/ports.ts';
import type { SegmentDefinition } from '../../core/segments/condition.ts';
import type { DrivenClock } from '../support/driven-clock.ts';
import type { OpenEngine } from './open-engine.ts';
import type { Place } from './places.ts';

export type VersionsPlan = {
  readonly place: Place;
  readonly visitors: number;
  /** Of the site's clock when the edit is put, UTC ms. */
  readonly editedAt: number;
  /** Before so many pages of visitors something happens on the site; the next time the process is killed. */
  readonly interruptions: number;
};

/** What a process read while the version was built. */
export type Observation = {
  readonly progress: number;
  /** Null: the old version's members and size, exactly. */
  readonly fault: string | null;
};

export const KEY = 'viewed-often';
export const FEWEST_BEFORE = 3;
export const FEWEST_AFTER = 5;
const MOST_VIEWS = 7;
const BATCH_VISITORS = 1_000;
const PAGE_VISITORS = 200;
const READ = 10_000;

export const viewedOften = (least: number): SegmentDefinition => ({
  key: KEY,
  name: 'Viewed often',
  when: { event: 'Product Viewed', within: '30d', count: { gte: least } },
});

/** Spread over all ids, so that the order of the store is not that of arrival. */
export function visitorNumber(n: number): VisitorId {
  const mixed = Math.imul(n + 1, 2_654_435_761) >>> 0;
  return `${mixed.toString(16).padStart(8, '0')}${n.toString(16).padStart(24, '0')}` as VisitorId;
}

export function viewOf(site: SiteId, n: number, id: string, t: number): Entry {
  return {
    site,
    id,
    type: 'event',
    name: 'Product Viewed',
    t,
    receivedAt: t,
    visitor: visitorNumber(n),
    source: 'server',
    properties: { product_id: id },
  };
}

/** Every visitor has from 0 to 6 views and one visit. @param t Of the last one, UTC ms. */
export async function fillSite({ engine, site }: OpenEngine, visitors: number, t: number): Promise<void> {
  for (let from = 0; from < visitors; from += BATCH_VISITORS) {
    const batch: Entry[] = [];
    for (let n = from; n < Math.min(visitors, from + BATCH_VISITORS); n += 1) {
      batch.push({ ...viewOf(site.siteId, n, `v${n}`, t - MOST_VIEWS), name: 'Page Viewed' });
      for (let view = 0; view < n % MOST_VIEWS; view += 1) {
        batch.push(viewOf(site.siteId, n, `w${n}.${view}`, t - view));
      }
    }
    await engine.book.append(batch);
  }
}

/** Views a visitor, read from the log. */
export async function countViews(store: Store): Promise<Map<VisitorId, number>> {
  const views = new Map<VisitorId, number>();
  for (let seq = 0; ; ) {
    const entries: readonly LoggedEntry[] = await store.readSince(seq, READ);
    const last = entries.at(-1);
    if (last === undefined) return views;
    for (const { name, visitor } of entries) {
      if (name === 'Product Viewed' && visitor !== null) views.set(visitor, (views.get(visitor) ?? 0) + 1);
    }
    seq = last.seq;
  }
}

export function withAtLeast(views: ReadonlyMap<VisitorId, number>, least: number): readonly VisitorId[] {
  return [...views].flatMap(([visitor, count]) => (count >= least ? [visitor] : [])).toSorted();
}

export async function listAllMembers({ engine, site }: OpenEngine): Promise<readonly VisitorId[]> {
  return (await engine.segments.members(site.siteId, KEY, null, Number.MAX_SAFE_INTEGER)) ?? [];
}

/** Before some of the pages that a build reads, something else is done first. */
export function interruptPages(
  store: Store,
  { visitors, interruptions }: VersionsPlan,
  interrupt: () => Promise<void>,
): Store {
  const pages = Math.ceil(visitors / PAGE_VISITORS);
  const every = Math.max(1, Math.floor(pages / interruptions));
  let read = 0;
  return {
    ...store,
    listProfiles: async (site, after, limit) => {
      read += 1;
      if (read % every === 0) await interrupt();
      return store.listProfiles(site, after, limit);
    },
  };
}

/** Happenings of one process: some come again, some are new, and some of both come into the old version. */
export function createTraffic(prefix: string, visitors: number) {
  let round = 0;
  let sent = 0;
  return (site: SiteId, t: number): readonly Entry[] => {
    round += 1;
    const known = Array.from({ length: 20 }, (_, n) => (round * 7_919 + n * 613) % visitors);
    const fresh = Array.from({ length: 6 }, (_, n) => visitors + round * 6 + n);
    const numbers = [...known, ...known, ...fresh, ...fresh, ...fresh];
    return numbers.map((n) => viewOf(site, n, `${prefix}${sent++}`, t));
  };
}

/** Lets something happen, and reads the segment as the API shows it. */
export async function observe(
  open: OpenEngine,
  clock: DrivenClock,
  { views, traffic }: { views: Map<VisitorId, number>; traffic: ReturnType<typeof createTraffic> },
): Promise<Observation> {
  const { engine, site } = open;
  await clock.moveTo(clock.now() + 1_000);
  const happening = traffic(site.siteId, clock.now());
  await engine.book.append(happening);
  for (const { visitor } of happening) {
    if (visitor !== null) views.set(visitor, (views.get(visitor) ?? 0) + 1);
  }
  const [status] = await engine.segments.list(site.siteId);
  const members = await listAllMembers(open);
  const expected = withAtLeast(views, FEWEST_BEFORE);
  const isSame = members.length === expected.length && members.every((one, at) => one === expected[at]);
  const faults = [
    status?.state === 'building' ? null : `it is ${status?.state}`,
    status?.size === expected.length ? null : `its size is ${status?.size}, not ${expected.length}`,
    isSame ? null : `its ${members.length} members are not the ${expected.length} of the old version`,
  ];
  return {
    progress: status?.progress ?? Number.NaN,
    fault: faults.find((fault) => fault !== null) ?? null,
  };
}
