/** How many visitors come to a site and what they do there: what an experiment has to reckon with before it starts. */
import type { SiteId } from '../entry.ts';
import type { Store } from '../ports.ts';
import { type WalkPorts, walkVisitors } from './visitor-walk.ts';

export type Traffic = {
  /** Visitors that were looked at, of those who came in the window. */
  readonly visitors: number;
  /** Different visitors a day, a person who comes again counted once in the whole window. */
  readonly perDay: number;
  /** Days that lie behind the figures, 1 to 14. */
  readonly days: number;
  /** How many of the visitors did an event of a name in the window. */
  readonly did: ReadonlyMap<string, number>;
};

export type TrafficPorts = WalkPorts & { readonly store: Pick<Store, 'countProfiles'> };

const DAY_MS = 86_400_000;
const WINDOW_DAYS = 14;
/** Ids are hashes, so the first of them are a sample; a share of so many is known to a percent point. */
const MOST_LOOKED_AT = 5_000;
/** A visitor-day is gone with its salt: only the last two of them are there. */
const ANONYMOUS_DAYS = 2;

/**
 * Of visitors who may be drawn for a campaign: whoever is only counted is not among them.
 *
 * @param now UTC ms.
 * @example (await readTraffic(ports, site, now)).perDay
 */
export async function readTraffic(ports: TrafficPorts, site: SiteId, now: number): Promise<Traffic> {
  const did = new Map<string, number>();
  const from = now - WINDOW_DAYS * DAY_MS;
  let [looked, persons, anonymous, earliest] = [0, 0, 0, now];
  for await (const { profile, unit } of walkVisitors(ports, site, now)) {
    looked += 1;
    if (looked > MOST_LOOKED_AT) break;
    const { events, names } = profile;
    if (events === null) continue;
    earliest = Math.min(earliest, events.first);
    const since = unit === 'person' ? from : now - ANONYMOUS_DAYS * DAY_MS;
    if (events.last < since) continue;
    if (unit === 'person') persons += 1;
    else anonymous += 1;
    for (const { name, last } of names.kept) if (last >= since) did.set(name, (did.get(name) ?? 0) + 1);
  }
  const all = await ports.store.countProfiles(site);
  const scale = looked > MOST_LOOKED_AT ? all / MOST_LOOKED_AT : 1;
  const days = Math.min(WINDOW_DAYS, Math.max(1, (now - earliest) / DAY_MS));
  const perDay = scale * (persons / days + anonymous / Math.min(days, ANONYMOUS_DAYS));
  return { visitors: persons + anonymous, perDay, days: Math.ceil(days), did };
}
