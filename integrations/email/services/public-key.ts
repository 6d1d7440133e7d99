import { createPublicKey, type KeyObject } from 'node:crypto';

/**
 * A public key as settings pages show it: base64 of the DER form (RFC 5280), without the lines around. Null where it is
 * none.
 */
export function readPublicKey(base64: string): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
  } catch (error) {
    // What the library says of bytes that are no key, with or without a code.
    if (error instanceof Error) return null;
    throw error;
  }
}
