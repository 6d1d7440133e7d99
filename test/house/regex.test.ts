/**
 * No pattern of the product takes more than linear time, whatever it is given. Every regular expression that stands in the
 * source, or that a module makes when it is loaded, is run by a matcher that counts its steps, on texts made for it: what
 * it repeats, repeated, behind every way to get there. Twice the text may take about twice the steps. No time is measured.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type Found, findRegexes } from '../support/regex-literals.ts';
import { type Node, parseRegex } from '../support/regex-parse.ts';
import { countSteps, prefixesOf, pumpsOf, TOO_MANY } from '../support/regex-steps.ts';
import { listFiles, ROOT } from '../support/source-tree.ts';

/** Twice the text, and something for where it begins and ends. */
const MOST_GROWTH = 2.6;
/** Below this nobody waits for it. */
const FEW_STEPS = 600;
const SHORT = 24;
/** More than twice any bound of ours. */
const LONG = 160;
const MOST_LOOKED_AT = 6;

/** Of what no stranger sends, by the text of the pattern. */
const NOT_OUTSIDE = new Map([
  [String.raw`\/+$`, 'PUBLIC_URL: the operator wrote it'],
  [String.raw`^(?:\[[^\]]*\] )*(.*?): (.*)$`, 'messages of our own errors, on the command line'],
  [String.raw`[ ()./-]*\d+\)?$`, 'a run of at most 60 characters, as another pattern has bounded it'],
]);
/** Makes patterns of texts of its own when it is loaded. */
const MAKERS = [
  'core/identity/free-text-announced.ts',
  'core/identity/free-text-phone.ts',
  'integrations/email/doors.ts',
];
/** Makes one of what the operator writes on the command line. */
const BY_OPERATOR = ['apps/server/cli/replay/time-format.ts'];

const sources = listFiles().filter((path) => /^(core|apps|integrations|extensions)\/.*\.(ts|js)$/.test(path));
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

type Try = { readonly prefix: string; readonly pump: string; readonly suffix: string };

/** How many times the steps twice the text takes. @param length Characters that are repeated. */
function growthOf(node: Node, flags: string, { prefix, pump, suffix }: Try, length: number): number {
  const repeats = Math.ceil(length / pump.length);
  const twice = countSteps(node, flags, prefix + pump.repeat(2 * repeats) + suffix);
  if (twice < FEW_STEPS) return 0;
  if (twice === TOO_MANY) return Number.POSITIVE_INFINITY;
  return twice / countSteps(node, flags, prefix + pump.repeat(repeats) + suffix);
}

/** The worst are looked at with more of it: what is bounded in the pattern itself grows until it meets its bound. */
function isLinear({ source, flags }: Found): boolean {
  const node = parseRegex(source, flags);
  const tries = prefixesOf(node).flatMap((prefix) =>
    pumpsOf(node).flatMap((pump) => ['', '\u0000'].map((suffix) => ({ prefix, pump, suffix }))),
  );
  const worst = tries
    .map((one) => ({ one, growth: growthOf(node, flags, one, SHORT) }))
    .filter(({ growth }) => growth > MOST_GROWTH)
    .toSorted((a, b) => b.growth - a.growth)
    .slice(0, MOST_LOOKED_AT);
  return worst.every(({ one }) => growthOf(node, flags, one, LONG) <= MOST_GROWTH);
}

describe('the matcher that counts', () => {
  it.each([
    ['^(a+)+$', ''],
    ['^(?:a|aa)+$', ''],
    ['(?:a|a)*b', ''],
    ['a+b', ''],
    [String.raw`\s+$`, ''],
    [String.raw`^\s*-?\s*\d`, ''],
    ['x.*?y', 's'],
    ['(?<=a+)b', ''],
    [String.raw`^(\w+\s?)*$`, ''],
    [String.raw`"(?:[^"\\]|\\.)*"`, 'g'],
  ])('sees that /%s/%s is slower than its text is long', (source, flags) => {
    expect(isLinear({ source, flags })).toBe(false);
  });

  it.each([
    ['^[a-z0-9-]{1,64}$', ''],
    [String.raw`^\s*(?:-\s*)?\d+$`, ''],
    ['[^/]+', 'g'],
    [String.raw`^\p{L}+(?: \p{L}+)*$`, 'u'],
    ['(?<!a)b(?!c)', ''],
    [String.raw`[\w.]{1,20}@`, ''],
  ])('sees that /%s/%s is not', (source, flags) => {
    expect(isLinear({ source, flags })).toBe(true);
  });
});

it('finds patterns where they stand, and nowhere else', () => {
  const hole = '$';
  const text = `const a = b / c / d; // /no/\nf(\`${hole}{x.replace(/[/"]/g, "/no/")}\`, /y\\/z/iu.test(e)); return /w+/;`;
  expect(findRegexes(text)).toEqual([
    { source: '[/"]', flags: 'g' },
    { source: 'y\\/z', flags: 'iu' },
    { source: 'w+', flags: '' },
  ]);
});

describe('every pattern of the product', () => {
  const written = new Map(
    sources.flatMap((path) =>
      findRegexes(textOf(path)).map((found) => [`${found.source}/${found.flags}`, { ...found, path }]),
    ),
  );
  const made: Found[] = [];
  const Native = RegExp;
  afterAll(() => void vi.unstubAllGlobals());

  it('is known: written down, or made by a module that is known to make some', async () => {
    expect(written.size).toBeGreaterThan(200);
    const makers = sources.filter((path) =>
      /\bRegExp\(/.test(textOf(path).replaceAll(/^\s*(?:\*|\/\/).*$/gm, '')),
    );
    expect(makers).toEqual([...MAKERS, ...BY_OPERATOR].toSorted());
    const construct = (_: unknown, [source, flags = '']: [string, string?]) => {
      // What packages make of their own is given digits alone, at most fifteen of them.
      const [, , caller = ''] = new Error('who').stack?.split('\n') ?? [];
      if (!caller.includes('node_modules')) made.push({ source, flags });
      return new Native(source, flags);
    };
    vi.stubGlobal('RegExp', new Proxy(Native, { construct }));
    vi.resetModules();
    for (const path of MAKERS) await import(join(ROOT, path));
    vi.unstubAllGlobals();
    expect(made.length).toBeGreaterThan(10);
  });

  it('takes about as many steps as its text is long', () => {
    const all = [...written.values(), ...made];
    const slow = all.filter((found) => !isLinear(found));
    expect(slow.map(({ source }) => source).filter((source) => !NOT_OUTSIDE.has(source))).toEqual([]);
    expect(slow.map(({ source }) => source).toSorted()).toEqual([...NOT_OUTSIDE.keys()].toSorted());
  });
});
