import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LONGEST_PROOF_MS, makeOwnProof, readOwnProof } from '../../../core/identity/own-proof.ts';

const NOW = Date.UTC(2026, 0, 5, 12);
const INNER = 'ab'.repeat(32);
const KEY = 'sk_one';
const MINUTE = 60_000;
const proof = makeOwnProof({ inner: INNER, expiresAt: NOW + 5 * MINUTE }, KEY);

describe('the proof of a log-in at the platform', () => {
  it('is a line that any language makes', () => {
    const expires = (NOW + 5 * MINUTE) / 1_000;
    const signature = createHmac('sha256', KEY).update(`own:${INNER}:${expires}`).digest('hex');
    expect(proof).toBe(`${INNER}.${expires}.${signature}`);
  });

  it('says whose it is, under every key in force, until its end', () => {
    expect(readOwnProof(proof, ['sk_new', KEY], NOW)).toBe(INNER);
    expect(readOwnProof(proof, [KEY], NOW + 5 * MINUTE - 1)).toBe(INNER);
  });

  const [inner = '', expires = '', signature = ''] = proof.split('.');
  const longer = makeOwnProof({ inner: INNER, expiresAt: NOW + LONGEST_PROOF_MS + 1_000 }, KEY);
  const logIn = createHmac('sha256', KEY).update(INNER).digest('hex');
  it.each([
    ['after its end', proof, [KEY], NOW + 5 * MINUTE],
    ['for longer than a quarter of an hour', longer, [KEY], NOW],
    ['under another key', proof, ['sk_two'], NOW],
    ['under no key', proof, [], NOW],
    ['with another customer', `${'cd'.repeat(32)}.${expires}.${signature}`, [KEY], NOW],
    ['with another end', `${inner}.${Number(expires) + 1}.${signature}`, [KEY], NOW],
    ['as the proof of a log-in', `${inner}.${expires}.${logIn}`, [KEY], NOW],
    ['in upper case', proof.toUpperCase(), [KEY], NOW],
    ['with something behind it', `${proof}0`, [KEY], NOW],
    ['as nothing', '', [KEY], NOW],
  ])('is none %s', (_, given, keys, now) => {
    expect(readOwnProof(given, keys, now)).toBeNull();
  });
});
