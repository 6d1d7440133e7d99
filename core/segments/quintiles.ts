/** The daily entry of each site that says where the fifths of its buyers end. */
import { startOfDate } from '../calendar.ts';
import type { Entry, SiteId, VisitorId } from '../entry.ts';
import { consentAt } from '../identity/consent.ts';
import { derivedId } from '../identity/hash.ts';
import type { Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { decodeProfile } from '../profiles/codec.ts';
import type { Profile } from '../profiles/profile.ts';
import { rfmFacts } from '../profiles/rfm.ts';
import type { SiteRegistry } from '../sites/registry.ts';
import { nextTurn } from '../turn.ts';
import { localDate } from '../zone.ts';
import { conditionsOf } from './catalog.ts';
import { asksForQuintiles } from './references.ts';
import { type Buyer, rfmEdges } from './rfm-edges.ts';
import type { SegmentBook } from './segment-book.ts';
import { EDGES_FACT } from './world.ts';

export type Quintiles = {
  /** Once a local day, as of its first instant, where some segment or stage asks for a fifth. */
  computeDaily(): Promise<void>;
  /** As of now, on every site that has buyers. */
  computeNow(): Promise<void>;
};

export type QuintilesPorts = {
  readonly store: Pick<Store, 'listProfiles' | 'readEntry'>;
  readonly book: Pick<ProfileBook, 'flush' | 'touch'>;
  readonly sites: Pick<SiteRegistry, 'list'>;
  readonly segments: Pick<SegmentBook, 'of'>;
  readonly append: (entries: readonly Entry[]) => Promise<unknown>;
  readonly now: () => number;
};

const PAGE = 500;

/** @example await createQuintiles({ store, book, sites, segments, append, now }).computeDaily() */
export function createQuintiles(ports: QuintilesPorts): Quintiles {
  const { store, sites, segments, now } = ports;
  /** The day that is done: no order of a later hour belongs to it. */
  const done = new Map<SiteId, string>();

  function isAsked(site: SiteId): boolean {
    const catalog = segments.of(site)?.catalog;
    if (catalog === undefined) return false;
    return conditionsOf(catalog).some(asksForQuintiles);
  }

  async function compute(site: SiteId, id: string, t: number): Promise<void> {
    const buyers = await readBuyers(ports, site, t);
    if (buyers.length > 0) await ports.append([edgesFact(site, id, t, now(), buyers)]);
  }

  return {
    computeDaily: async () => {
      for (const { siteId, settings } of sites.list()) {
        const day = localDate(now(), settings.timezone);
        if (done.get(siteId) === day || !isAsked(siteId)) continue;
        const id = derivedId('rfm-edges', siteId, day);
        const isKept = (await store.readEntry(siteId, id)) !== null;
        if (!isKept) await compute(siteId, id, startOfDate(day, settings.timezone));
        done.set(siteId, day);
      }
    },
    computeNow: async () => {
      for (const { siteId } of sites.list()) {
        const t = now();
        await compute(siteId, derivedId('rfm-edges', siteId, t), t);
      }
    },
  };
}

function edgesFact(site: SiteId, id: string, t: number, receivedAt: number, buyers: readonly Buyer[]): Entry {
  const { r, f, m } = rfmEdges(buyers);
  const about = { site, id, type: 'fact', name: EDGES_FACT, visitor: null, source: 'server' } as const;
  return { ...about, t, receivedAt, properties: { r, f, m, buyers: buyers.length } };
}

async function readBuyers(
  { store, book, now }: QuintilesPorts,
  site: SiteId,
  t: number,
): Promise<readonly Buyer[]> {
  await book.flush();
  const buyers: Buyer[] = [];
  for (let after: VisitorId | null = null; ; await nextTurn()) {
    const rows = await store.listProfiles(site, after, PAGE);
    for (const { visitor, data } of rows) {
      // What an older version folded is read anew from the log.
      const profile = decodeProfile(data) ?? (await book.touch(site, visitor)).timeline.profile;
      const isOpen = consentAt(profile.consent, 'analytics', now())?.allowed !== false;
      const buyer = isOpen ? buyerAt(profile, t) : null;
      if (buyer !== null) buyers.push(buyer);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return buyers;
    after = last.visitor;
  }
}

/** Null for who has no order at `t`. */
function buyerAt(profile: Profile, t: number): Buyer | null {
  const recent = profile.orders.recent.filter(({ at }) => at <= t);
  const { recencyMs, frequency, monetaryMinor } = rfmFacts(
    { ...profile, orders: { ...profile.orders, recent } },
    t,
  );
  return recencyMs === null ? null : { recencyMs, frequency, monetaryMinor };
}
