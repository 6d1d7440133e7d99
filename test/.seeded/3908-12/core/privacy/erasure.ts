/** Erasing whom a request names, by every identifier in it. */
import type { VisitorId } from '../entry.ts';
import { type Naming, namedVisitor } from '../identity/identify-server.ts';
import type { RemovalCounts } from '../ports.ts';
import type { Visitors } from '../profiles/visitors.ts';
import type { Site } from '../sites/site.ts';

const IDENTIFIERS = ['device', 'visitor', 'userId', 'inner', 'email'] as const;

/**
 * Removes everything held of each of them: an address may never have been linked to the customer number beside it.
 *
 * @returns counts by kind; null when the request names nobody.
 * @example await eraseNamed(site, { userId: 'customer-7', email: 'ann@example.com' }, engine.visitors)
 */
export async function eraseNamed(
  site: Site,
  naming: Naming,
  visitors: Pick<Visitors, 'forget'>,
): Promise<RemovalCounts | null> {
  const named = IDENTIFIERS.flatMap((key) => namedVisitor({ [key]: naming[key] }, site) ?? []);
  if (named.length === 0) return null;
  const counts = new Map<string, number>();
  for (const visitor of new Set<VisitorId>(named)) {
    const removed = await visitors.forget(site.siteId, visitor);
    for (const [kind, count] of Object.entries(removed)) counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  return Object.fromEntries(counts);
}
