import { expect, it } from 'vitest';
import { pseudonymOf, signBody } from '../../../integrations/webhook/signature.ts';

it('a signature is HMAC-SHA256 of instant and body, as anybody computes it', () => {
  // printf '%s' '1767614400.{"id":"nt_1"}' | openssl dgst -sha256 -hmac whsec_test
  expect(signBody(['whsec_test'], 1_767_614_400, '{"id":"nt_1"}')).toBe(
    't=1767614400,v1=36eeb79f8a04b7aeb371811ecda79fc2e9c011730835b553e053dfefea343ffe',
  );
});

it('a replaced secret signs beside the new one', () => {
  const [t, fresh, old] = signBody(['new', 'old'], 7, '{}').split(',');
  expect([t, fresh, old]).toEqual(['t=7', ...['new', 'old'].map((one) => signBody([one], 7, '{}').slice(4))]);
});

it('a pseudonym tells nothing of the visitor, stays the same, and is another one at each receiver', () => {
  const visitor = 'a1'.repeat(16);
  const [key, other] = ['A'.repeat(43), 'B'.repeat(43)];
  expect(pseudonymOf(key, visitor)).toMatch(/^[0-9a-f]{32}$/);
  expect(pseudonymOf(key, visitor)).toBe(pseudonymOf(key, visitor));
  expect(new Set([visitor, pseudonymOf(key, visitor), pseudonymOf(other, visitor)]).size).toBe(3);
});
