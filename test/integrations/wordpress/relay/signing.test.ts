import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  findSigningKey,
  readSignature,
  signAnswer,
  signRequest,
} from '../../../../integrations/wordpress/server/signing.ts';

type Case = {
  readonly method: string;
  readonly path: string;
  readonly seconds: number;
  readonly body: string;
  readonly v1: string;
  readonly status: number;
  readonly answer: string;
  readonly answered: string;
};

const { secretKey, cases } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../cases/wordpress-signature.json'), 'utf8'),
) as { readonly secretKey: string; readonly cases: readonly Case[] };

describe('signatures between a WordPress and the server', () => {
  it.each(cases)('are those that PHP makes: $method $path', (given) => {
    const { seconds, v1, status, answer } = given;
    const request = { ...given, body: Buffer.from(given.body) };
    expect(signRequest(secretKey, seconds, request)).toBe(v1);
    expect(signAnswer(secretKey, seconds + 1, { request: v1, status, body: answer })).toBe(given.answered);
    expect(findSigningKey({ seconds, v1 }, request, ['sk_other', secretKey])).toBe(secretKey);
    expect(findSigningKey({ seconds: seconds + 1, v1 }, request, [secretKey])).toBeNull();
    expect(findSigningKey({ seconds, v1 }, { ...request, method: 'PUT' }, [secretKey])).toBeNull();
    expect(findSigningKey({ seconds, v1 }, { ...request, path: '/x' }, [secretKey])).toBeNull();
    expect(findSigningKey({ seconds, v1 }, { ...request, body: Buffer.from('x') }, [secretKey])).toBeNull();
    expect(findSigningKey({ seconds, v1 }, request, ['sk_other'])).toBeNull();
  });

  it.each(['', 't=1', `t=1,v1=${'A'.repeat(64)}`, `t=-1,v1=${'a'.repeat(64)}`, `t=1,v1=${'a'.repeat(63)}`])(
    '"%s" is none',
    (header) => {
      expect(readSignature(header)).toBeNull();
    },
  );
});
