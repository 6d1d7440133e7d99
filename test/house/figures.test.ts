import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findMisses } from '../../bench/report.ts';
import { ROOT } from '../support/source-tree.ts';
import { findGates, isShownAs, readKeptFigures, readKeptReports, readTruth } from './figures.ts';

const README = join(ROOT, 'README.md');
const DOCS = join(ROOT, 'docs');
/** Pages whose figures stand between gates. */
const PAGES = [README, ...readdirSync(DOCS).map((name) => join(DOCS, name))].filter((path) =>
  path.endsWith('.md'),
);

describe('figures of the README and of docs', () => {
  it('there is a README', () => {
    expect(existsSync(README)).toBe(true);
  });

  it('every gated figure is what is measured', () => {
    const gates = PAGES.flatMap((path) => findGates(readFileSync(path, 'utf8')));
    expect(gates.map(({ name }) => name)).toContain('wordpress.earlyOfRest');
    const wrong = gates
      .map(({ name, shown }) => ({ name, shown, truth: readTruth(name) }))
      .filter(({ shown, truth }) => !isShownAs(shown, truth));
    expect(wrong).toEqual([]);
  });
});

describe('kept benchmark results', () => {
  it('none lies outside of its own gates', () => {
    const misses = readKeptReports().map(({ name, figures }) => ({ name, misses: findMisses(figures) }));
    expect(misses.filter((report) => report.misses.length > 0)).toEqual([]);
  });

  it('are named by their benchmark', () => {
    const names = [...readKeptFigures().keys()].map((name) => name.split('.')[0]);
    expect(names.filter((name) => !existsSync(join(ROOT, 'bench', `${name}.ts`)))).toEqual([]);
  });
});

describe('tracker size', () => {
  it.each([
    ['tracker.bytes', 6_000],
    ['treatments.bytes', 12_000],
    ['identity.bytes', 8_000],
  ])('%s is at most %d, minified and uncompressed', (name, most) => {
    const bytes = readTruth(name);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(most);
  });
});

describe('a gate', () => {
  it('is found with what it shows', () => {
    const text =
      'It is <!-- gate:tracker.bytes -->5,812 B<!-- /gate --> small, <!-- gate:a.b --> 0.36 <!-- /gate -->.';
    expect(findGates(text)).toEqual([
      { name: 'tracker.bytes', shown: '5,812 B' },
      { name: 'a.b', shown: '0.36' },
    ]);
  });

  it.each([
    '<!-- gate:a.b -->1',
    '<!-- gate:a b -->1<!-- /gate -->',
    '<!-- gate:a --><b>1</b><!-- /gate -->',
  ])('that is not whole is refused: %s', (text) => {
    expect(() => findGates(text)).toThrow('gates are opened');
  });

  it('that nobody measures is refused, with the command that would', () => {
    expect(() => readTruth('nowhere.ratio')).toThrow('npm run bench -- nowhere');
  });

  it.each([
    ['5,812', 5812, true],
    ['5812 B', 5812, true],
    ['5,813', 5812, false],
    ['0.36', 0.3612, true],
    ['0.4', 0.3612, true],
    ['0.37', 0.3612, false],
    ['36 %', 36.12, true],
    ['', 0, false],
    ['small', 0, false],
    ['1 or 2', 1, false],
  ])('that shows "%s" for %d is honest: %s', (shown, truth, isHonest) => {
    expect(isShownAs(shown, truth)).toBe(isHonest);
  });
});
