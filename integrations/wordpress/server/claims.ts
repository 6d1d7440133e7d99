/**
 * Log-ins that pages speak of. Each is a claim: what the device does is the person's, an erasure of the person takes it, and
 * nothing of the person is shown or allowed by it.
 */
import type { Engine } from '../../../core/engine.ts';
import type { Entry, SiteId, VisitorId } from '../../../core/entry.ts';
import { consentAt } from '../../../core/identity/consent.ts';
import { loginEntry } from '../../../core/identity/entries.ts';
import { DEVICES_WINDOW_MS, isCrowded } from '../../../core/identity/link-graph.ts';
import type { ProfileBook } from '../../../core/profiles/book.ts';

export type Claim = {
  readonly device: VisitorId;
  readonly person: VisitorId;
  /** UTC ms. */
  readonly t: number;
};

type ClaimPorts = Pick<Engine, 'now' | 'erased'> & { readonly book: Pick<ProfileBook, 'read'> };

/** The entries of those that are news, and that nothing speaks against. */
export async function claimEntries(
  claims: readonly Claim[],
  site: SiteId,
  ports: ClaimPorts,
): Promise<readonly Entry[]> {
  const news = new Map(claims.map((claim) => [`${claim.device} ${claim.person}`, claim]));
  const entries = await Promise.all([...news.values()].map((claim) => claimEntry(claim, site, ports)));
  return entries.filter((entry) => entry !== null);
}

async function claimEntry(
  { device, person, t }: Claim,
  site: SiteId,
  { book, erased, now }: ClaimPorts,
): Promise<Entry | null> {
  const receivedAt = now();
  if (erased.find(site, person)?.hasReturned === false) return null;
  const { kinship } = await book.read(site, device, receivedAt);
  const own = kinship.links.filter(({ visitor, name }) => visitor === device && /^(login|reset)$/.test(name));
  const latest = own.findLast((link) => link.t <= t);
  if (latest?.name === 'login' && latest.properties.to === person) return null;
  const named = await book.read(site, person, receivedAt);
  const { consent } = named.slot.timeline.profile;
  // Who merely claims to be somebody adds nothing to a person who declined.
  if (consentAt(consent, 'analytics', receivedAt)?.allowed === false) return null;
  const logins = named.kinship.links.filter(
    (link) => link.properties.to === person && link.t > t - DEVICES_WINDOW_MS,
  );
  const devices = new Set(logins.flatMap(({ visitor }) => visitor ?? []));
  if (isCrowded(devices, device, false)) return null;
  return loginEntry(
    { site, visitor: device, t: Math.min(t, receivedAt), receivedAt, source: 'web' },
    person,
    false,
  );
}
