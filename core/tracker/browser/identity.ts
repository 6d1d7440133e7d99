/**
 * The identity file, loaded on `identify` after consent: makes the hash that names a person on one site only. It does
 * not use Web Crypto, which is missing on pages served over plain HTTP.
 */
import HmacSHA256 from 'crypto-js/hmac-sha256.js';
import { handOver } from './hand-over.ts';
import type { LogIn } from './wire.ts';

/** The same as on the server: trim, lower-case without a locale, NFC. Vectors: test/cases/inner-hash.json. */
function normalize(id: unknown): string {
  return String(id).trim().toLowerCase().normalize('NFC');
}

/** Places of the page that campaigns may fill. */
function slots(): string[] {
  const places = document.querySelectorAll<HTMLElement>('[data-inkling-slot]');
  return [...places].flatMap(({ dataset: { inklingSlot } }) => inklingSlot ?? []);
}

/** Raw contact details are no traits: the address travels apart, where contact is allowed, and the phone number never. */
const logIn: LogIn = (sender, push, [siteId, id, traits, proof]) => {
  const { email, phone, ...others } = traits ?? {};
  sender.h = HmacSHA256(normalize(id), siteId).toString();
  sender.pr = proof;
  // What a page shows to whoever only claims to be somebody is made of less: with a proof it asks once more.
  if (proof) sender.sl = slots();
  sender.m = [email, id].map(String).find((text) => text.includes('@'));
  if (Object.keys(others).length) push('Traits Updated', others);
};

handOver(logIn);
