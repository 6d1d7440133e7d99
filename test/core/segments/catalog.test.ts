import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../core/errors.ts';
import {
  bringIntoForce,
  type Catalog,
  isBuilding,
  NO_CATALOG,
  removeDefinition,
  surroundingsIn,
} from '../../../core/segments/catalog.ts';
import { putAll, putDefinition } from '../../../core/segments/catalog-change.ts';
import type { Condition, SegmentDefinition, StageDefinition } from '../../../core/segments/condition.ts';

const VIEWED: Condition = { event: 'Product Viewed' };
const DAYS = 90;

const named = (key: string, when: Condition = VIEWED): SegmentDefinition => ({ key, name: key, when });
const on = (...keys: readonly string[]): Condition => ({ all: keys.map((segment) => ({ segment })) });

function sure(outcome: Outcome<Catalog>): Catalog {
  if (!outcome.ok) throw new Error(`${outcome.code} ${outcome.at}: ${outcome.hint}`);
  return outcome.value;
}

const put = (catalog: Catalog, ...definitions: readonly SegmentDefinition[]): Catalog =>
  definitions.reduce((made, definition) => sure(putDefinition(made, definition, DAYS)), catalog);

const putStages = (catalog: Catalog, stages: readonly StageDefinition[]): Outcome<Catalog> =>
  putAll(catalog, { segments: [], stages }, DAYS);

const inForce = (...definitions: readonly SegmentDefinition[]): Catalog =>
  bringIntoForce(put(NO_CATALOG, ...definitions), 1_000);

/** `key@version state`, in order. */
const lines = ({ segments }: Catalog): readonly string[] =>
  segments.map(({ definition, version, state }) => `${definition.key}@${version} ${state}`).toSorted();

describe('a catalogue of segments', () => {
  it('builds what is put, and brings it into force in one step', () => {
    const built = put(NO_CATALOG, named('a'), named('b', on('a')));
    expect(lines(built)).toEqual(['a@1 building', 'b@1 building']);
    const live = bringIntoForce(built, 1_000);
    expect(lines(live)).toEqual(['a@1 live', 'b@1 live']);
    expect(live.segments.map(({ from }) => from)).toEqual([1_000, 1_000]);
    expect(live.untold).toEqual(['a@1', 'b@1']);
    expect(isBuilding(live)).toBe(false);
  });

  it('keeps the old version in force until the new one is built, then retires it', () => {
    const edited = put(inForce(named('a')), named('a', { event: 'Order Completed' }));
    expect(lines(edited)).toEqual(['a@1 live', 'a@2 building']);
    const next = bringIntoForce(edited, 2_000);
    expect(lines(next)).toEqual(['a@1 retired', 'a@2 live']);
    expect(next.untold).toEqual(['a@1', 'a@2']);
    const third = put(next, named('a', { event: 'Cart Viewed' }));
    expect(lines(third)).toEqual(['a@2 live', 'a@3 building']);
  });

  it('replaces what is still being built, and builds the rest with it', () => {
    const twice = put(
      inForce(named('a'), named('z')),
      named('a', { event: 'X' }),
      named('a', { event: 'Y' }),
    );
    expect(lines(twice)).toEqual(['a@1 live', 'a@3 building', 'z@1 live']);
    expect(lines(put(twice, named('z', { event: 'X' })))).toEqual([
      'a@1 live',
      'a@3 building',
      'z@1 live',
      'z@2 building',
    ]);
  });

  it('builds whatever builds on a changed segment anew, directly or not, and nothing else', () => {
    const before = inForce(named('a'), named('b', on('a')), named('c', on('b')), named('d'));
    const edited = put(before, named('a', { event: 'Order Completed' }));
    expect(lines(edited).filter((line) => line.endsWith('building'))).toEqual([
      'a@2 building',
      'b@2 building',
      'c@2 building',
    ]);
  });

  it('changes words without anybody moving, and nothing for the same definition', () => {
    const before = inForce(named('a'));
    expect(put(before, named('a'))).toBe(before);
    const renamed = put(before, { ...named('a'), name: 'Another name' });
    expect(lines(renamed)).toEqual(['a@1 live']);
    expect(renamed.segments[0]?.definition.name).toBe('Another name');
    const building = put(before, named('a', { event: 'X' }));
    const both = put(building, { ...named('a', { event: 'X' }), name: 'Another name' });
    expect(lines(both)).toEqual(['a@1 live', 'a@2 building']);
    expect(both.segments.find(({ state }) => state === 'building')?.definition.name).toBe('Another name');
    expect(both.segments.find(({ state }) => state === 'live')?.definition.when).toEqual(VIEWED);
  });

  it('goes back to the version in force where an edit is undone before it is built', () => {
    const undone = put(inForce(named('a')), named('a', { event: 'X' }), named('a'));
    expect(bringIntoForce(undone, 2_000).segments.find(({ state }) => state === 'live')).toMatchObject({
      definition: named('a'),
      version: 3,
    });
  });

  it('refuses a segment that comes back to itself, and shows the way', () => {
    const before = inForce(named('a'), named('b', on('a')), named('c', on('b')));
    expect(putDefinition(before, named('a', on('c')), DAYS)).toMatchObject({
      ok: false,
      code: 'conflict',
      at: 'when',
      hint: 'segments must not build on each other: a -> c -> b -> a',
    });
    expect(putDefinition(before, named('a', on('a')), DAYS)).toMatchObject({ ok: false, code: 'conflict' });
    expect(putDefinition(NO_CATALOG, named('a', on('a')), DAYS)).toMatchObject({
      ok: false,
      code: 'conflict',
    });
  });

  it('refuses what is not there, and windows beyond what is kept', () => {
    expect(putDefinition(NO_CATALOG, named('a', on('b')), DAYS)).toMatchObject({
      code: 'invalid_value',
      hint: 'there is no segment "b"; put it first',
    });
    expect(putDefinition(NO_CATALOG, named('a', { stage: 'cart' }), DAYS)).toMatchObject({ ok: false });
    expect(putDefinition(NO_CATALOG, named('a', { ...VIEWED, within: '91d' }), DAYS)).toMatchObject({
      ok: false,
    });
    expect(putDefinition(NO_CATALOG, named('a', { ...VIEWED, within: '90d' }), DAYS).ok).toBe(true);
  });

  it('refuses to delete what is in use, and names by whom', () => {
    const before = sure(putStages(inForce(named('a'), named('b', on('a'))), [{ key: 's', when: on('a') }]));
    expect(removeDefinition(before, 'a')).toMatchObject({
      code: 'in_use',
      hint: 'used by segment "b", stage "s": change or delete them first',
    });
    expect(removeDefinition(before, 'none')).toMatchObject({ code: 'not_found' });
  });

  it('goes on counting versions after a segment was deleted and put again', () => {
    const removed = sure(removeDefinition(inForce(named('a')), 'a'));
    expect(lines(removed)).toEqual(['a@1 retired']);
    expect(removeDefinition(removed, 'a')).toMatchObject({ code: 'not_found' });
    const again = put(removed, named('a'));
    expect(lines(again)).toEqual(['a@2 building']);
    expect(lines(sure(removeDefinition(again, 'a')))).toEqual([]);
    expect(lines(put(sure(removeDefinition(again, 'a')), named('a')))).toEqual(['a@3 building']);
  });

  it('counts versions of whatever key may be written, also where every object has such a property', () => {
    const made = put(NO_CATALOG, named('constructor'), named('constructor', { event: 'Cart Viewed' }));
    expect(lines(made)).toEqual(['constructor@2 building']);
    expect(made.versions).toEqual({ constructor: 2 });
  });

  it('forgets an edit that is being built when its segment is deleted', () => {
    const edited = put(inForce(named('a')), named('a', { event: 'X' }));
    const removed = sure(removeDefinition(edited, 'a'));
    expect(lines(removed)).toEqual(['a@1 retired']);
    expect(lines(bringIntoForce(removed, 2_000))).toEqual(['a@1 retired']);
  });
});

describe('many segments and the stages, put as one', () => {
  const stages = [{ key: 'buyer', when: on('a') }];
  const all = (catalog: Catalog, ...segments: readonly SegmentDefinition[]) =>
    putAll(catalog, { segments, stages }, DAYS);

  it('may build on each other in any order, and make one version each', () => {
    const made = sure(all(NO_CATALOG, named('c', { stage: 'buyer' }), named('b', on('a')), named('a')));
    expect(lines(made)).toEqual(['a@1 building', 'b@1 building', 'c@1 building']);
    expect(made.stages).toEqual(stages);
    const live = bringIntoForce(made, 1_000);
    const edited = sure(all(live, named('b', on('a')), named('a', { event: 'X' })));
    expect(lines(edited).filter((line) => line.endsWith('building'))).toEqual([
      'a@2 building',
      'b@2 building',
      'c@2 building',
    ]);
  });

  it('change nothing where all of it is as it was, and words without a new version', () => {
    const before = bringIntoForce(sure(all(NO_CATALOG, named('a'), named('b'))), 1_000);
    expect(sure(all(before, named('b'), named('a')))).toBe(before);
    const renamed = sure(all(before, { ...named('a'), name: 'Other' }, named('b', { event: 'X' })));
    expect(lines(renamed)).toEqual(['a@1 live', 'b@1 live', 'b@2 building']);
    expect(renamed.segments[0]?.definition.name).toBe('Other');
  });

  it.each<[string, string, string, readonly SegmentDefinition[]]>([
    ['segments[1].when', 'invalid_value', 'there is no segment "z"', [named('a'), named('b', on('z'))]],
    ['segments[1].when', 'invalid_value', 'there is no stage "s"', [named('a'), named('b', { stage: 's' })]],
    [
      'segments[1].when',
      'invalid_value',
      'events are kept',
      [named('a'), named('b', { ...VIEWED, within: '91d' })],
    ],
    ['segments[1].when', 'conflict', 'b -> c -> b', [named('a'), named('b', on('c')), named('c', on('b'))]],
    ['segments[0].when', 'conflict', 'a -> stage buyer -> a', [named('a', { stage: 'buyer' })]],
    ['segments[2].key', 'conflict', '"a" stands here twice', [named('a'), named('b'), named('a')]],
    ['stages', 'invalid_value', 'there is no segment "a"', [named('b')]],
  ])('are refused at %s: %s, %s', (at, code, hint, segments) => {
    expect(all(NO_CATALOG, ...segments)).toMatchObject({
      ok: false,
      code,
      at,
      hint: expect.stringContaining(hint),
    });
  });
});

describe('versions that are retired', () => {
  const segmentsBy = (catalog: Catalog) => {
    const surroundingsOf = surroundingsIn(catalog);
    return Object.fromEntries(
      catalog.segments.map((entry) => {
        const { key } = entry.definition;
        const named = [...surroundingsOf(entry).definitions.values()].filter((one) => one.key !== key);
        return [`${key}@${entry.version}`, named.map(({ when }) => when)];
      }),
    );
  };

  it('go on building on what they built on', () => {
    const X: Condition = { event: 'X' };
    const before = inForce(named('a'), named('b', on('a')));
    const edited = bringIntoForce(put(before, named('a', X)), 2_000);
    expect(segmentsBy(edited)).toMatchObject({ 'b@1': [VIEWED], 'b@2': [X] });
    const removed = sure(removeDefinition(sure(removeDefinition(before, 'b')), 'a'));
    expect(segmentsBy(removed)).toMatchObject({ 'b@1': [VIEWED] });
  });
});

describe('stages', () => {
  const stagesBy = (catalog: Catalog) => {
    const surroundingsOf = surroundingsIn(catalog);
    return Object.fromEntries(
      catalog.segments.map((entry) => [
        `${entry.definition.key}@${entry.version}`,
        surroundingsOf(entry).stages,
      ]),
    );
  };
  const stages = [
    { key: 'new', when: VIEWED },
    { key: 'buyer', when: { event: 'Order Completed' } as Condition },
  ];
  const staged = (): Catalog => sure(putStages(NO_CATALOG, stages));

  it('build anew whatever asks for one, and what builds on that', () => {
    const before = bringIntoForce(
      put(staged(), named('a', { stage: 'buyer' }), named('b', on('a')), named('c')),
      1_000,
    );
    const other = sure(putStages(before, [...stages, { key: 'loyal', when: { event: 'X' } }]));
    expect(lines(other)).toEqual(['a@1 live', 'a@2 building', 'b@1 live', 'b@2 building', 'c@1 live']);
    expect(sure(putStages(other, other.stages))).toBe(other);
  });

  it('are those of before for versions in force, until what asks for them is built', () => {
    const before = bringIntoForce(put(staged(), named('a', { stage: 'buyer' })), 1_000);
    const changed = [...stages, { key: 'loyal', when: { event: 'X' } }];
    const other = sure(putStages(before, changed));
    expect(stagesBy(other)).toEqual({ 'a@1': stages, 'a@2': changed });
    expect(stagesBy(bringIntoForce(other, 2_000))).toEqual({ 'a@1': stages, 'a@2': changed });
    const back = sure(putStages(other, stages));
    expect(stagesBy(back)).toEqual({ 'a@1': stages, 'a@3': stages });
    const twice = sure(putStages(other, stages.toReversed()));
    expect(stagesBy(twice)).toEqual({ 'a@1': stages, 'a@3': stages.toReversed() });
    expect(stagesBy(sure(putStages(bringIntoForce(other, 2_000), changed.toReversed())))).toEqual({
      'a@2': changed,
      'a@3': changed.toReversed(),
    });
  });

  it('stay while a segment asks for them', () => {
    const before = put(staged(), named('a', { stage: 'buyer' }));
    expect(putStages(before, stages.slice(0, 1))).toMatchObject({ code: 'in_use', at: 'stages' });
  });

  it('must build on segments that are there', () => {
    expect(putStages(NO_CATALOG, [{ key: 's', when: on('a') }])).toMatchObject({ code: 'invalid_value' });
  });

  it('are refused where they come back to themselves through a segment', () => {
    const before = put(staged(), named('a', { stage: 'buyer' }));
    expect(putStages(before, [stages[0] as never, { key: 'buyer', when: on('a') }])).toMatchObject({
      ok: false,
      code: 'conflict',
    });
    const built = sure(putStages(put(NO_CATALOG, named('a')), [{ key: 'buyer', when: on('a') }]));
    expect(putDefinition(built, named('a', { stage: 'buyer' }), DAYS)).toMatchObject({
      ok: false,
      code: 'conflict',
    });
  });

  it('build anew what asks for a stage that builds on a changed segment', () => {
    const before = bringIntoForce(
      put(
        sure(putStages(put(NO_CATALOG, named('a')), [{ key: 's', when: on('a') }])),
        named('b', { stage: 's' }),
      ),
      1_000,
    );
    const edited = put(before, named('a', { event: 'X' }));
    expect(lines(edited)).toEqual(['a@1 live', 'a@2 building', 'b@1 live', 'b@2 building']);
  });
});
