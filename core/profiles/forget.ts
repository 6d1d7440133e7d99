/** Forgetting: what goes with a person, and what goes with no more than one recorded id. */
import type { SiteId, VisitorId } from '../entry.ts';
import type { Clock, OwnedPart, RemovalCounts, Store } from '../ports.ts';
import type { ProfileBook } from './book.ts';
import {
  type ConsentedPage,
  canonicalAt,
  consentedPages,
  type Kinship,
  owns,
  readKinships,
  recordedIds,
} from './kinship.ts';

export type ForgetPorts = {
  readonly store: Pick<Store, 'readLinks' | 'readVisitor' | 'readBases' | 'removePart' | 'removeVisitor'>;
  readonly book: Pick<ProfileBook, 'read' | 'erase' | 'refold'>;
  readonly clock: Clock;
};

/** Who goes: the ids that are the person's alone, and those of devices that others logged in on as well. */
export type Going = {
  readonly kinship: Kinship;
  readonly whole: readonly VisitorId[];
  readonly shared: readonly VisitorId[];
};

/** Read from the log itself: what memory knows of links may be younger or older. */
export async function listGoing(
  { store, clock }: Pick<ForgetPorts, 'clock'> & { readonly store: Pick<Store, 'readLinks'> },
  site: SiteId,
  visitor: VisitorId,
): Promise<Going> {
  const own = await readKinship(store, site, visitor);
  const canonical = canonicalAt(own, clock.now());
  const kinship = canonical === visitor ? own : await readKinship(store, site, canonical);
  const ids = recordedIds(kinship);
  const shared = ids.filter((id) => isShared(kinship, id));
  return { kinship, shared, whole: ids.filter((id) => !shared.includes(id)) };
}

async function readKinship(
  store: Pick<Store, 'readLinks'>,
  site: SiteId,
  visitor: VisitorId,
): Promise<Kinship> {
  const [kinship] = await readKinships(store, site, [visitor]);
  return kinship ?? { visitor, links: [], ownership: null };
}

/**
 * Removes everything held under the visitor and the ids linked to it. On a device that others logged in on as well,
 * only what the visitor did there goes.
 *
 * @returns Counts by kind; a second run counts 0.
 * @example const { entries, bases } = await forgetPerson({ store, book, clock }, site, visitor)
 */
export async function forgetPerson(
  ports: ForgetPorts,
  site: SiteId,
  visitor: VisitorId,
): Promise<RemovalCounts> {
  const { store, book } = ports;
  const { kinship, shared, whole } = await listGoing(ports, site, visitor);
  const ids = [...shared, ...whole];
  const counts: RemovalCounts[] = [];
  await book.erase(site, ids, async () => {
    for (const id of shared) {
      counts.push(await store.removePart(site, id, await readOwnPart(store, kinship, site, id)));
    }
    // The links go last: until then they say whose the rest is, should this be cut short and begun again.
    counts.push(await store.removeVisitor(site, whole));
  });
  await refoldAll(book, site, new Set(shared.flatMap((id) => ownersOf(kinship, id))), ids);
  return addCounts(counts);
}

/**
 * Removes what was recorded under this one id, whoever it belongs to, and what a device did on the page loads on which it
 * consented.
 *
 * @returns Counts by kind; a second run counts 0.
 * @example const { entries } = await forgetRecorded({ store, book, clock }, site, device)
 */
export async function forgetRecorded(
  { store, book, clock }: ForgetPorts,
  site: SiteId,
  visitor: VisitorId,
): Promise<RemovalCounts> {
  const { kinship } = await book.read(site, visitor, clock.now());
  const days = Map.groupBy(consentedPages(await readKinship(store, site, visitor)), (page) => page.visitor);
  const counts: RemovalCounts[] = [];
  await book.erase(site, [visitor, ...days.keys()], async () => {
    for (const [day, pages] of days)
      counts.push(await store.removePart(site, day, await readPages(store, site, day, pages)));
    counts.push(await store.removeVisitor(site, [visitor]));
  });
  const touched = [...recordedIds(kinship), ...ownersOf(kinship, visitor), ...days.keys()];
  await refoldAll(book, site, new Set(touched), [visitor]);
  return addCounts(counts);
}

async function readPages(
  store: ForgetPorts['store'],
  site: SiteId,
  day: VisitorId,
  pages: readonly ConsentedPage[],
): Promise<OwnedPart> {
  const loads = new Set(pages.map(({ page }) => page));
  const entries = await store.readVisitor(site, [day]);
  const own = entries.filter(({ type, page }) => type !== 'link' && page !== undefined && loads.has(page));
  return { entryIds: own.map(({ id }) => id), sinces: [] };
}

/**
 * Links stay: those that name the person go with the person, and by the others the rest still belongs to whom it
 * belonged, a sign-out above all.
 */
async function readOwnPart(
  store: ForgetPorts['store'],
  kinship: Kinship,
  site: SiteId,
  id: VisitorId,
): Promise<OwnedPart> {
  const entries = await store.readVisitor(site, [id]);
  const own = entries.filter((entry) => entry.type !== 'link' && owns(kinship, entry));
  const bases = await store.readBases(site, [id]);
  return {
    entryIds: own.map((entry) => entry.id),
    sinces: bases.map(({ since }) => since).filter((since) => owns(kinship, { visitor: id, t: since })),
  };
}

/** Theirs were folded with entries and links that are gone. */
async function refoldAll(
  book: ForgetPorts['book'],
  site: SiteId,
  visitors: ReadonlySet<VisitorId>,
  done: readonly VisitorId[],
): Promise<void> {
  for (const visitor of visitors) if (!done.includes(visitor)) await book.refold(site, visitor);
}

function isShared(kinship: Kinship, id: VisitorId): boolean {
  return ownersOf(kinship, id).some((owner) => owner !== kinship.visitor && owner !== id);
}

function ownersOf({ ownership }: Kinship, id: VisitorId): readonly VisitorId[] {
  return ownership?.ownersOf(id) ?? [];
}

/** Counts by kind, summed. */
export function addCounts(counts: readonly RemovalCounts[]): RemovalCounts {
  const sum: Record<string, number> = {};
  for (const [kind, count] of counts.flatMap(Object.entries)) sum[kind] = (sum[kind] ?? 0) + count;
  return sum;
}
