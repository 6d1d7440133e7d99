/** How the source treats secrets: compared in constant time, and sealed only where a rotation and a loss know of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, ROOT } from '../support/source-tree.ts';

const sources = listFiles()
  .filter((path) => /^(core|apps|integrations|extensions)\/.*\.(ts|js)$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

/** What stands last in `site.secretKey`, `signature`, `ownMac`: a name of something that must not be guessed bit by bit. */
const SECRET =
  /^(?:\w*(?:secret|password|signature|hmac|proof|digest|fingerprint)|(?:\w*(?:secret|write|operator|master|id|data)Key)|(?:\w*(?:Token|Mac))|token|mac)$/i;
const OPERAND = String.raw`[\w$]+(?:(?:\?\.|\.)[\w$]+|\([^()]*\)|\[[^\][]*\])*`;
const COMPARISON = new RegExp(`(${OPERAND})\\s*(?:===|!==|==|!=)\\s*(${OPERAND})`, 'g');
const METHOD = new RegExp(`(${OPERAND})\\.(?:equals|compare|localeCompare)\\((${OPERAND})\\)`, 'g');
const LITERAL = /^(?:null|undefined|true|false|-?\d[\d_.]*)$/;

/** Compared with `===` for a reason. */
const NOT_GUESSED = new Map([
  ['core/identity/secrets.ts', 'looks for what the sender wrote in what the same sender wrote'],
  ['core/scoring/boosting/codec.ts', 'a checksum of a file of ours'],
]);

const lastName = (operand: string): string => /([\w$]+)(?:\([^()]*\))?$/.exec(operand)?.[1] ?? '';

/** Comparisons of two values of which one is named like a secret. */
function findComparisons(text: string): readonly string[] {
  return [...text.matchAll(COMPARISON), ...text.matchAll(METHOD)].flatMap(([whole, a = '', b = '']) => {
    if (LITERAL.test(a) || LITERAL.test(b) || text.includes(`typeof ${whole}`)) return [];
    return [a, b].some((operand) => SECRET.test(lastName(operand))) ? [whole] : [];
  });
}

describe('a secret', () => {
  it.each([
    ['given === operatorKey', true],
    ['if (request.signature !== expected) return', true],
    ['candidate.secretKey === key', true],
    ['digest(a) === digest(b)', true],
    ['left.equals(masterKey)', true],
    ["secret === ''", false],
    ['secret === undefined', false],
    ['token.kind === wanted', false],
    ['typeof secret === kind', false],
    ['signature.length === expected.length', false],
  ])('is seen to be compared in `%s`: %s', (text, isFound) => {
    expect(findComparisons(text).length > 0).toBe(isFound);
  });

  it('is compared in constant time everywhere', () => {
    expect(sources.length).toBeGreaterThan(300);
    const found = sources.flatMap(({ path, text }) =>
      NOT_GUESSED.has(path) ? [] : findComparisons(text).map((line) => `${path}: ${line}`),
    );
    expect(found).toEqual([]);
  });
});

describe('what is sealed', () => {
  /** Where, and what becomes of it when the master key is rotated (under a data key: it stays) or lost. */
  const SEALED: readonly (readonly [path: string, afterLoss: string])[] = [
    ['apps/server/operator-key.ts', 'the operator key is made anew'],
    ['core/identity/keys.ts', 'data keys are made anew'],
    ['core/identity/vault.ts', 'contacts go'],
    ['core/privacy/telling.ts', 'platforms that were not told yet are given up, and the receipt says so'],
    ['core/sites/site-rows.ts', 'secret key and id key are made anew'],
    ['integrations/email/links.ts', 'links in sent mails open nothing'],
    ['integrations/email/mail-settings.ts', 'they go'],
    [
      'integrations/segment/sealed-settings.ts',
      'they go: nothing goes back to Segment until they are set anew',
    ],
    ['integrations/shopify/installation/token-book.ts', 'they go, until the merchant opens the app'],
    ['integrations/webhook/endpoints.ts', 'secrets are made anew'],
  ];

  it('is known, so that neither a rotation nor a loss of the master key leaves something behind', () => {
    const sealing = sources.filter(({ text }) =>
      /\bseal\(|createCipher/.test(text.replaceAll(/^\s*\*.*$/gm, '')),
    );
    // The port only says that there is such a thing.
    const paths = sealing.map(({ path }) => path).filter((path) => path !== 'core/ports/machine.ts');
    expect(paths).toEqual(SEALED.map(([path]) => path));
  });

  it('is sealed by the ring of the store, never by the master key itself', () => {
    const users = sources.filter(({ text }) => /createKeys\(/.test(text)).map(({ path }) => path);
    for (const path of users.filter((one) => one !== 'core/identity/keys.ts')) {
      const { text = '' } = sources.find((source) => source.path === path) ?? {};
      expect([path, text.match(/createKeys\([^)]*\)/g)]).toEqual([
        path,
        [expect.stringMatching(/randomBytes\(/)],
      ]);
    }
  });
});
