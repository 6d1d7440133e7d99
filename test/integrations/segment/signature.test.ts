import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSigned, signMessage } from '../../../integrations/segment/webhook/signature.ts';

const SECRET = 'a secret of sixteen';
/** As Segment writes it. */
const TEXT =
  '{"type":"track","event":"Product Viewed","properties":{"price":19.9,"name":"Füllfeder \\u2028 <b>","2":"b","10":null}}';
const first = JSON.parse(TEXT);
const second = { type: 'track', event: 'Cart Viewed' };
const hex = createHmac('sha1', SECRET).update(JSON.stringify(first)).digest('hex');

describe('the signature of Webhooks (Actions)', () => {
  it('is hex HMAC-SHA1 of the JSON of the message', () => {
    expect(signMessage(first, SECRET)).toBe(hex);
    expect(hex).toMatch(/^[0-9a-f]{40}$/);
  });

  it('fits one message, and a batch by its first', () => {
    expect(isSigned(first, hex, SECRET)).toBe(true);
    expect(isSigned([first, second], hex, SECRET)).toBe(true);
    expect(isSigned(first, hex.toUpperCase(), SECRET)).toBe(true);
  });

  it.each<[what: string, ...args: Parameters<typeof isSigned>]>([
    ['another secret', first, hex, 'another secret of sixteen'],
    ['another message', second, hex, SECRET],
    ['a batch that begins with another', [second, first], hex, SECRET],
    ['an empty batch', [], hex, SECRET],
    ['no signature', first, undefined, SECRET],
    ['an empty one', first, '', SECRET],
    ['one of another length', first, hex.slice(2), SECRET],
    ['one that is no hex', first, 'z'.repeat(40), SECRET],
    ['one that nearly fits', first, `${hex.slice(0, 39)}${hex.endsWith('0') ? 1 : 0}`, SECRET],
  ])('does not fit %s', (_, body, given, secret) => {
    expect(isSigned(body, given, secret)).toBe(false);
  });
});
