/** Reports that read a whole site: one at a time for each, and whoever asks for the same meanwhile gets the same. */
import type { SiteId } from '../entry.ts';

/**
 * @returns A function that makes a report when its turn comes.
 * @example const reports = createOneAtATime<Report>(); await reports(site, '7d', () => read(site, '7d'))
 */
export function createOneAtATime<Report>(): (
  site: SiteId,
  asked: string,
  make: () => Promise<Report>,
) => Promise<Report> {
  const underWay = new Map<string, Promise<Report>>();
  const turns = new Map<SiteId, Promise<unknown>>();
  return (site, asked, make) => {
    const key = `${site} ${asked}`;
    const known = underWay.get(key);
    if (known !== undefined) return known;
    const making = (turns.get(site) ?? Promise.resolve())
      .then(make, make)
      .finally(() => underWay.delete(key));
    underWay.set(key, making);
    turns.set(site, making);
    return making;
  };
}
