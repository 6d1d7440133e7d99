/**
 * Who a message names that nobody vouches for: it came with the public key, as from a page. Everybody can send such a
 * one, so it is always recorded under a device, and whom it names is a log-in of that device that is claimed.
 */
import type { VisitorId } from '../entry.ts';
import type { Site } from '../sites/site.ts';
import { deviceOf } from './devices.ts';
import { keyedReference } from './hash.ts';
import { type Named, type Naming, nameVisitor } from './naming.ts';

/**
 * No address joins two persons here, and nobody was called anything else before but as a device: else a stranger could
 * have two persons joined, or take somebody's past.
 *
 * @example nameClaimant({ userId: 'ann' }, site).recorded // a device of its own, which claims to be Ann's
 */
export function nameClaimant(naming: Naming, site: Site): Named {
  const { anonymousId, previousId } = naming;
  const { person } = nameVisitor({ ...naming, visitor: undefined }, site);
  const device = deviceOf(anonymousId, site) ?? deviceOf(previousId, site) ?? unnamedDevice(person, site);
  return { recorded: device, device, person, alias: null };
}

/** Libraries on servers name the person alone: all that they say of one is said on one device. */
function unnamedDevice(person: VisitorId | null, { idKey }: Site): VisitorId | null {
  return person === null ? null : (keyedReference(idKey, 'unnamed device', person) as VisitorId);
}
