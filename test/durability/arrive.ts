/** Lets posts arrive at the real engine on a real store, and tells what it holds in the end. */
import { compareEntries, type LoggedEntry } from '../../core/entry.ts';
import type { ProfileView } from '../../core/profiles/view.ts';
import { createDrivenClock } from '../support/driven-clock.ts';
import { DESKTOP } from '../support/sites.ts';
import { ARRIVAL, type Arrival, type Delivery } from './histories.ts';
import { type OpenEngine, openEngine } from './open-engine.ts';
import { copyPlace, type Place } from './places.ts';
import { foldLog, readLog, rulesOf } from './reference.ts';

/** What a site holds; nothing of it tells when or in which order it came. */
export type Holding = {
  /** Of everybody the log names, by id. */
  readonly views: Readonly<Record<string, ProfileView | null>>;
  /** What the views must be: the whole log folded from nothing. */
  readonly refolded: Readonly<Record<string, ProfileView | null>>;
  /** Events and statements as JSON, in the order of their ids. */
  readonly events: readonly string[];
  readonly consents: readonly string[];
  readonly links: readonly string[];
};

const CUTS: ReadonlySet<string> = new Set(['login', 'reset']);

const clock = () => createDrivenClock(ARRIVAL);

/** A site and its salt of the day, so that all arrivals hash alike. */
export async function makeSite(place: Place): Promise<void> {
  const open = await openEngine(place, clock());
  await open.engine.salts.turn(open.site.siteId, 'UTC');
  await open.close();
}

/** @param site Copied, and left as it is. @example const holding = await arrive(site, arrival); */
export async function arrive(site: Place, { deliveries, batches }: Arrival): Promise<Holding> {
  const { place, remove } = await copyPlace(site);
  let open = await openEngine(place, clock());
  try {
    let next = 0;
    for (const { size, after } of batches) {
      const batch = deliveries.slice(next, next + size);
      next += size;
      if (batch.length === 0) break;
      await Promise.all(batch.map((delivery) => take(open, delivery)));
      if (after === 'nothing') continue;
      await (after === 'stop' ? open.close() : open.abandon());
      open = await openEngine(place, clock());
    }
    return await readHolding(open);
  } finally {
    await open.close();
    await remove();
  }
}

/** @throws Error where anything of it is refused. */
export async function take(
  { engine, site }: Pick<OpenEngine, 'engine' | 'site'>,
  delivery: Delivery,
): Promise<void> {
  if (delivery.door === 'log') {
    await engine.append([{ ...delivery.entry, site: site.siteId }]);
    return;
  }
  const outcome =
    delivery.door === 'server'
      ? await engine.ingest(site, { events: delivery.events })
      : await engine.collect(site, delivery.envelope, seenFrom(delivery.address));
  if (!outcome.ok || outcome.value.refused.length > 0) throw new Error(JSON.stringify(outcome));
}

function seenFrom(address: string) {
  return {
    address,
    addressPrefix: address.slice(0, address.lastIndexOf('.')),
    userAgent: DESKTOP,
    acceptLanguage: 'en',
    gpc: false,
    dnt: false,
    purpose: '',
    origin: '',
    country: '',
  };
}

export async function readHolding({
  engine,
  store,
  site,
}: Pick<OpenEngine, 'engine' | 'store' | 'site'>): Promise<Holding> {
  const log = await readLog(store);
  const refolded = foldLog(log, rulesOf(site), ARRIVAL);
  const ids = [...refolded.keys()].sort();
  const views: Record<string, ProfileView | null> = {};
  for (const id of ids) views[id] = await engine.visitors.view(site.siteId, id);
  return {
    views,
    refolded: Object.fromEntries(ids.map((id) => [id, refolded.get(id) ?? null])),
    events: sayAll(log, 'event'),
    consents: sayAll(log, 'consent'),
    links: sayAll(
      log.filter((entry) => !saysAgain(entry, log)),
      'link',
    ),
  };
}

/** A log-in while the same person is logged in already: true, and no news. Late posts bring such ones. */
function saysAgain(entry: LoggedEntry, log: readonly LoggedEntry[]): boolean {
  if (entry.name !== 'login') return false;
  const before = log
    .filter(({ type, visitor, name }) => type === 'link' && visitor === entry.visitor && CUTS.has(name))
    .toSorted(compareEntries)
    .findLast((cut) => compareEntries(cut, entry) < 0);
  return (
    before?.properties.to === entry.properties.to && before?.properties.proved === entry.properties.proved
  );
}

/** Without the place in the log, which is the order of arrival. */
function sayAll(log: readonly LoggedEntry[], type: LoggedEntry['type']): readonly string[] {
  return log
    .filter((entry) => entry.type === type)
    .map(({ seq: _seq, supersedes: _copies, ...said }) => JSON.stringify(said))
    .sort();
}
