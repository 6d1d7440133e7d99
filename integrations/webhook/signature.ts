/** Says that a delivery comes from here and when; docs/webhooks.md shows how a receiver checks it. */
import { createHmac } from 'node:crypto';

/**
 * `t=<unix seconds>,v1=<hex HMAC-SHA256(secret, t + '.' + body)>`; with a second `v1` while a replaced secret lasts.
 *
 * @example signBody(['whsec_a'], 1_767_614_400, '{}') // 't=1767614400,v1=…'
 */
export function signBody(secrets: readonly string[], seconds: number, body: string): string {
  const signatures = secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(`${seconds}.${body}`, 'utf8').digest('hex')}`,
  );
  return [`t=${seconds}`, ...signatures].join(',');
}

/** Stands for a visitor at one receiver: the first 16 bytes of HMAC-SHA256(receiver key, visitor), in hex. */
export function pseudonymOf(receiverKey: string, visitor: string): string {
  return createHmac('sha256', Buffer.from(receiverKey, 'base64url'))
    .update(visitor, 'utf8')
    .digest('hex')
    .slice(0, 32);
}
