import { expect, it } from 'vitest';
import { isMailAddress } from '../../../core/identity/mail-address.ts';

it.each([
  'ann@example.com',
  'Ann.Lee+news@sub.example.co.uk',
  "o'neil_7@example.org",
  'käthe@müller.example',
  'ann@xn--mller-kva.example',
])('%s is an address', (text) => {
  expect(isMailAddress(text)).toBe(true);
});

it.each([
  '',
  'ann',
  'ann@localhost',
  '@example.com',
  'ann@',
  'Ann <ann@example.com>',
  'ann@example.com, ben@example.com',
  'ann@example.com\r\nBcc: ben@example.com',
  'ann@exam ple.com',
  'ann..lee@example.com',
  'ann@example..com',
  'a@b@example.com',
  `${'a'.repeat(65)}@example.com`,
  `ann@${'a'.repeat(250)}.com`,
])('%j is none', (text) => {
  expect(isMailAddress(text)).toBe(false);
});
