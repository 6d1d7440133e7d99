/** Devices that other libraries gave an id: hashed like those of our own tracker. */
import type { VisitorId } from '../entry.ts';
import type { Site } from '../sites/site.ts';
import { isBlockedIdentifier } from './blocked.ts';
import { deviceVisitor, isDeviceId, keyedReference } from './hash.ts';
import { asRawId } from './raw.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** What careless integrations send for every visitor. */
const NIL = '0'.repeat(32);

/**
 * The device that a library's id stands for. A UUID is the device id of our tracker, written with hyphens: a page that
 * has both says one device. Any other text is a device by itself.
 *
 * @param id As it was sent.
 * @returns null for what stands for nobody.
 * @example deviceOf('0D0D0D0D-0D0D-4D0D-8D0D-0D0D0D0D0D0D', site) === deviceVisitor(site.idKey, '0d0d0d0d0d0d4d0d8d0d0d0d0d0d0d0d')
 */
export function deviceOf(id: string | undefined, { idKey }: Pick<Site, 'idKey'>): VisitorId | null {
  if (id === undefined || isBlockedIdentifier(asRawId(id))) return null;
  const text = id.trim();
  const lower = text.toLowerCase();
  const own = UUID.test(lower) ? lower.replaceAll('-', '') : text;
  if (own === NIL) return null;
  return isDeviceId(own) ? deviceVisitor(idKey, own) : (keyedReference(idKey, 'anonymous', own) as VisitorId);
}
