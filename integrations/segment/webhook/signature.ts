/**
 * How Segment's destination Webhooks (Actions) signs: hex HMAC-SHA1, under the shared secret, of the JSON of one message. Of
 * a batch it signs the first message alone, so that a signature says who sent and not what: the secret key is asked for
 * beside it. https://github.com/segmentio/action-destinations, destinations/webhook.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Json } from '../../../core/entry.ts';

const SHAPE = /^[0-9a-f]{40}$/i;

/**
 * Both sides write JSON in JavaScript, so that what is parsed and written again is what was signed.
 *
 * @example signMessage({ type: 'track' }, 'shared secret').length // 40
 */
export function signMessage(message: Json, sharedSecret: string): string {
  return createHmac('sha1', sharedSecret).update(JSON.stringify(message), 'utf8').digest('hex');
}

/** Compared in constant time. @param body A message, or a batch of them. */
export function isSigned(body: Json, given: string | undefined, sharedSecret: string): boolean {
  const [first] = Array.isArray(body) ? body : [body];
  if (first === undefined || given === undefined || !SHAPE.test(given)) return false;
  const expected = Buffer.from(signMessage(first, sharedSecret), 'hex');
  return timingSafeEqual(Buffer.from(given, 'hex'), expected);
}
