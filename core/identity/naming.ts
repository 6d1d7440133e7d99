/** Whom a request names, and under which ids: what is raw is hashed here and goes no further. */
import type { VisitorId } from '../entry.ts';
import type { Site } from '../sites/site.ts';
import { isBlockedIdentifier } from './blocked.ts';
import { deviceOf } from './devices.ts';
import { deviceVisitor, innerHash, isDeviceId, isInnerHash, isVisitorId, personVisitor } from './hash.ts';
import { asRawId } from './raw.ts';

const NOBODY: Named = { recorded: null, device: null, person: null, alias: null };

/** Who an item names; raw values are hashed here and go no further. */
export type Naming = {
  /** As events were recorded: a device's, or a person's. */
  readonly visitor?: string | undefined;
  readonly device?: string | undefined;
  readonly userId?: string | undefined;
  readonly email?: string | undefined;
  /** `HMAC-SHA256(siteId, normalized id)` made elsewhere. */
  readonly inner?: string | undefined;
  /** A device's id as another library made it: a UUID, or any text. */
  readonly anonymousId?: string | undefined;
  /** What the person was called before. Nobody says whether that is a device's id or a person's. */
  readonly previousId?: string | undefined;
  /** Identifiers of 64 hex digits were hashed elsewhere, as `inner` is. */
  readonly takesInner?: true;
};

/** Under which id an item is recorded, the person it names, and the address that is the same person. */
export type Named = {
  readonly recorded: VisitorId | null;
  /** The same, where it is a device's. */
  readonly device: VisitorId | null;
  readonly person: VisitorId | null;
  readonly alias: VisitorId | null;
  /** What the person was called before, as a device and as a person. */
  readonly before?: { readonly device: VisitorId | null; readonly person: VisitorId | null };
};

/**
 * Visitor ids that a request names, for look-ups; hashes what is raw. A device may be named as any library writes its id.
 *
 * @returns null when it names nobody (also with a blocked identifier).
 */
export function namedVisitor(naming: Naming, site: Site): VisitorId | null {
  const { device, anonymousId = device } = naming;
  return nameVisitor({ ...naming, anonymousId }, site).recorded;
}

/** `HMAC-SHA256(siteId, normalized id)` of a customer; null for what names nobody. */
export function innerOf(identifier: string, { siteId, blockedHashes }: Site): string | null {
  const raw = asRawId(identifier);
  if (isBlockedIdentifier(raw)) return null;
  const inner = innerHash(siteId, raw);
  return blockedHashes.has(inner) ? null : inner;
}

export function nameVisitor(naming: Naming, site: Site): Named {
  const { takesInner = false, previousId } = naming;
  const byUser = personOf(naming.userId, site, takesInner);
  const byEmail = personOf(naming.email, site, takesInner);
  const byInner = isInnerHash(naming.inner) ? personOf(naming.inner, site, true) : null;
  const person = byUser ?? byInner ?? byEmail;
  const alias = byEmail !== null && byEmail !== person ? byEmail : null;
  const before =
    previousId === undefined
      ? {}
      : { before: { device: deviceOf(previousId, site), person: personOf(previousId, site, takesInner) } };
  const device = isDeviceId(naming.device)
    ? deviceVisitor(site.idKey, naming.device)
    : deviceOf(naming.anonymousId, site);
  if (device !== null) return { recorded: device, device, person, alias, ...before };
  if (isVisitorId(naming.visitor)) return { ...NOBODY, recorded: naming.visitor, person, alias, ...before };
  return person === null ? NOBODY : { ...NOBODY, recorded: person, person, alias, ...before };
}

/**
 * Of an id that somebody was recorded under nobody can see whether it was a day's hash, which may be several people's, or
 * whose device it is: it is joined with a person only where it has allowed by itself, before, what is recorded under it.
 *
 * @param own What is on record of the id, whatever the item says now.
 */
export function withoutStranger(
  { visitor }: Naming,
  named: Named,
  own: { readonly allowed: boolean } | undefined,
): Named {
  const isById = named.recorded !== null && named.device === null && named.recorded === visitor;
  return isById && own?.allowed !== true ? { ...NOBODY, recorded: named.recorded } : named;
}

function personOf(identifier: string | undefined, site: Site, takesInner: boolean): VisitorId | null {
  if (identifier === undefined) return null;
  const raw = asRawId(identifier);
  if (isBlockedIdentifier(raw)) return null;
  const inner = takesInner && isInnerHash(identifier) ? identifier : innerHash(site.siteId, raw);
  return site.blockedHashes.has(inner) ? null : personVisitor(site.idKey, inner);
}
