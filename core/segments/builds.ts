/** Work on everybody of a site: new versions are built, and whom a fact concerns is folded anew. */
import type { SiteId, VisitorId } from '../entry.ts';
import type { ProfileRow, Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { decodeProfile } from '../profiles/codec.ts';
import { totalOrders } from '../profiles/orders.ts';
import { conditionsOf, EVERYBODY, isBuilding } from './catalog.ts';
import { referencesOf } from './references.ts';
import type { SegmentBook, SiteSegments } from './segment-book.ts';
import type { Reason } from './teller.ts';
import { EDGES_FACT } from './world.ts';

export type Progress = { readonly done: number; readonly total: number };

export type Builds = {
  /** Folds everybody under the site's segments as they are now, brings new versions into force, and tells of it. */
  build(site: SiteId): Promise<void>;
  /** Of the build under way; null: there is none. */
  progressOf(site: SiteId): Progress | null;
  /** Folds everybody anew, if some segment looks at facts of these names. */
  refoldConcerned(site: SiteId, names: ReadonlySet<string>): Promise<void>;
};

export type BuildPorts = {
  readonly store: Pick<Store, 'listProfiles' | 'listMembers' | 'countProfiles'>;
  readonly book: () => Pick<ProfileBook, 'retell' | 'flush' | 'flushHeard' | 'refold'>;
  readonly segments: () => SegmentBook;
  readonly isStopped: () => boolean;
  /** Whether building is this server's work now. */
  readonly mayBuild: () => boolean;
};

/** Edges move nobody who never bought, unless an account's members are looked at as one. */
function mayHaveOrders({ data }: ProfileRow): boolean {
  const profile = decodeProfile(data);
  return profile === null || totalOrders(profile.orders).tally !== null;
}

function asksForAccounts({ catalog }: SiteSegments): boolean {
  return conditionsOf(catalog).some((when) => referencesOf(when).asks.includes('account fold'));
}

/** So many visitors are folded anew before others get a turn. */
const PAGE = 200;

/** New versions are told of once they are complete, other circumstances as they come; null: nothing is to be folded. */
function whyFold({ catalog, circumstances }: SiteSegments): Reason | null {
  if (catalog.foldedUnder !== undefined && catalog.foldedUnder !== circumstances) return 'definition';
  return isBuilding(catalog) ? 'event' : null;
}

export function createBuilds(ports: BuildPorts): Builds {
  const { store, isStopped } = ports;
  const isCutShort = () => isStopped() || !ports.mayBuild();
  const progress = new Map<SiteId, Progress>();

  async function build(site: SiteId): Promise<void> {
    const before = ports.segments().of(site);
    const reason = before === null ? null : whyFold(before);
    if (before !== null && reason !== null) {
      const isComplete = await foldEverybody(site, before.rules.program.id, reason);
      // A change came in between: what it adds is built with the rest.
      if (!isComplete && !isCutShort()) return build(site);
      if (isComplete) await ports.segments().bringIntoForce(site, before);
      progress.delete(site);
    }
    await tellOfVersions(site);
  }

  async function foldEverybody(site: SiteId, program: string, reason: Reason): Promise<boolean> {
    const { flush, flushHeard, retell } = ports.book();
    // Other servers have read the catalog by then, and written what they had folded before.
    await flushHeard();
    const total = await store.countProfiles(site);
    let done = 0;
    for (let after: VisitorId | null = null; !isCutShort(); ) {
      // Whoever comes meanwhile is looked at too, and it is not done before it is.
      progress.set(site, { done, total: Math.max(total, done + 1) });
      const rows = await store.listProfiles(site, after, PAGE);
      const last = rows.at(-1);
      if (last === undefined) break;
      await retell(
        site,
        rows.map(({ visitor }) => visitor),
        reason,
      );
      if (ports.segments().of(site)?.rules.program.id !== program) return false;
      done += rows.length;
      after = last.visitor;
    }
    await flush();
    return !isCutShort() && ports.segments().of(site)?.rules.program.id === program;
  }

  async function listConcerned(site: SiteId, untold: string, after: VisitorId | null) {
    if (untold !== EVERYBODY) return store.listMembers(site, untold, after, PAGE);
    return (await store.listProfiles(site, after, PAGE)).map(({ visitor }) => visitor);
  }

  /** Who was in the version before, or is in the one that came into force. */
  async function tellOfVersions(site: SiteId): Promise<void> {
    const untold = ports.segments().of(site)?.catalog.untold ?? [];
    if (untold.length === 0) return;
    for (const segment of untold) {
      for (let after: VisitorId | null = null; !isCutShort(); ) {
        const members: readonly VisitorId[] = await listConcerned(site, segment, after);
        const last = members.at(-1);
        if (last === undefined) break;
        await ports.book().retell(site, members, 'definition');
        after = last;
      }
    }
    if (!isCutShort()) await ports.segments().settle(site, untold);
  }

  async function refoldConcerned(site: SiteId, names: ReadonlySet<string>): Promise<void> {
    const segments = ports.segments().of(site);
    if (segments === null || !segments.rules.program.facts.some((name) => names.has(name))) return;
    const isBuyersOnly = [...names].every((name) => name === EDGES_FACT) && !asksForAccounts(segments);
    await ports.book().flushHeard();
    for (let after: VisitorId | null = null; !isStopped(); ) {
      const rows = await store.listProfiles(site, after, PAGE);
      const last = rows.at(-1);
      if (last === undefined) return;
      const concerned = isBuyersOnly ? rows.filter(mayHaveOrders) : rows;
      for (const { visitor } of concerned) await ports.book().refold(site, visitor, 'event');
      after = last.visitor;
    }
  }

  return { build, progressOf: (site) => progress.get(site) ?? null, refoldConcerned };
}
