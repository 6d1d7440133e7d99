/** Who stands before a page: by the platform's log-in, or by the device's own id. */
import type { Engine } from '../../core/engine.ts';
import type { VisitorId } from '../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../core/errors.ts';
import { deviceVisitor, isDeviceId } from '../../core/identity/hash.ts';
import { namedVisitor } from '../../core/identity/naming.ts';
import { readOwnProof } from '../../core/identity/own-proof.ts';
import type { Site } from '../../core/sites/site.ts';
import { keysInForce } from '../../core/sites/site.ts';

export type OwnNaming = {
  readonly device?: string | undefined;
  readonly proof?: string | undefined;
};

/** `own`: what was recorded on the device, and no more; else the whole person. */
export type OwnPerson = { readonly visitor: VisitorId; readonly own: boolean };

/**
 * A proof that is none any more is refused, rather than read as a device: whoever is logged in would take the part for
 * the whole.
 *
 * @returns null where nothing was shown.
 */
export function readOwnPerson(
  site: Site,
  { device, proof }: OwnNaming,
  { now }: Pick<Engine, 'now'>,
): Outcome<OwnPerson | null> {
  if (proof !== undefined) {
    const inner = readInner(site, proof, now());
    const visitor = inner === null ? null : namedVisitor({ inner }, site);
    return visitor === null ? refuseProof() : accept({ visitor, own: false });
  }
  return accept(isDeviceId(device) ? { visitor: deviceVisitor(site.idKey, device), own: true } : null);
}

/** The customer of a proof, as `HMAC-SHA256(siteId, normalized id)`. */
export function readInner(site: Site, proof: string, now: number): string | null {
  return readOwnProof(proof, keysInForce(site.secretKeys, now), now);
}

export function refuseProof() {
  return refuse(
    'invalid_value',
    'proof',
    'ask your own server for a new one: it holds for 15 minutes at most',
  );
}
