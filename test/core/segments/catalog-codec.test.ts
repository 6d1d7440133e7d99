import { describe, expect, it } from 'vitest';
import type { Json, SiteId } from '../../../core/entry.ts';
import { bringIntoForce, type Catalog, NO_CATALOG } from '../../../core/segments/catalog.ts';
import { putAll } from '../../../core/segments/catalog-change.ts';
import { decodeCatalog, encodeCatalog } from '../../../core/segments/catalog-codec.ts';
import type { Condition, SegmentDefinition } from '../../../core/segments/condition.ts';
import { EXAMPLES } from './examples.ts';

const SITE = 'st_1' as SiteId;

const named = (key: string, when: Condition): SegmentDefinition => ({ key, name: key, when });

function change(catalog: Catalog, segments: readonly SegmentDefinition[], stageEvent: string): Catalog {
  const stages = [{ key: 'trial', when: { event: stageEvent } }];
  const put = putAll(catalog, { segments, stages }, 365);
  if (!put.ok) throw new Error(`${put.at}: ${put.hint}`);
  return put.value;
}

/** With versions in every state, and stages of both kinds. */
function makeCatalog(): Catalog {
  const told = EXAMPLES.filter((when) => !('account' in when && typeof when.account === 'object'));
  const all = told.map((when, n) => named(`s${n}`, when));
  const live = bringIntoForce(
    change(NO_CATALOG, [...all, named('loyal', { idle: '3d' })], 'Trial Started'),
    1,
  );
  const next = bringIntoForce(change(live, [named('loyal', { idle: '4d' })], 'Trial Started'), 2);
  const dated = { ...next, foldedUnder: 'UTC', countedFrom: { a: null, b: 5 }, keptAs: { b: 'c' } };
  const building = change(dated, [], 'Trial Converted');
  return { ...building, segments: [...building.segments, ...next.segments.slice(0, 1)] };
}

const stored = (catalog: Catalog): { [key: string]: Json } =>
  JSON.parse(JSON.stringify(encodeCatalog(catalog)));

describe('a stored catalog', () => {
  it('is read as it was written', () => {
    const catalog = makeCatalog();
    expect(new Set(catalog.segments.map(({ state }) => state))).toEqual(
      new Set(['retired', 'live', 'building']),
    );
    expect(decodeCatalog(SITE, stored(catalog))).toEqual(catalog);
    expect(decodeCatalog(SITE, undefined)).toBe(NO_CATALOG);
  });

  it('of an older program has the stages that are in force', () => {
    const { stagesInForce: _, ...older } = stored({ ...makeCatalog(), stagesInForce: null });
    expect(decodeCatalog(SITE, older).stagesInForce).toBeNull();
  });

  it.each<[string, (catalog: { [key: string]: Json }) => Json]>([
    ['stages', (catalog) => ({ ...catalog, stages: 7 })],
    ['segments', (catalog) => ({ ...catalog, segments: {} })],
    ['versions.loyal', (catalog) => ({ ...catalog, versions: { loyal: 'x' } })],
    ['segments.0.when', (catalog) => ({ ...catalog, segments: [broken(catalog, { when: { moon: 1 } })] })],
    ['segments.0.key', (catalog) => ({ ...catalog, segments: [broken(catalog, { key: '' })] })],
    ['', () => 'nothing'],
  ])('that is none stops the program at %s, with place, fault and cure', (at, spoil) => {
    expect(() => decodeCatalog(SITE, spoil(stored(makeCatalog())))).toThrow(
      new RegExp(`\\[segments of site st_1\\] .* at ${at} .*: start the newer program`),
    );
  });
});

function broken({ segments }: { [key: string]: Json }, change: { [key: string]: Json }): Json {
  const [first] = segments as { [key: string]: Json }[];
  return { ...first, definition: { ...(first?.definition as object), ...change } };
}
