/**
 * The identity file, loaded on `identify` after consent: the hash that names a person on one site only. It does not
 * use Web Crypto, which is missing on pages served over plain HTTP.
 */
import HmacSHA256 from 'crypto-js/hmac-sha256.js';
import type { IdentityScript, InnerHash } from './inner-hash.ts';

/** The same as on the server: trim, lower-case without a locale, NFC. Vectors: test/cases/inner-hash.json. */
const innerHash: InnerHash = (siteId, identifier) =>
  HmacSHA256(identifier.trim().toLowerCase().normalize('NFC'), siteId).toString();

const script = document.currentScript as IdentityScript | null;
if (script) script.innerHash = innerHash;
