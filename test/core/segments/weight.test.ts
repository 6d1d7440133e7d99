import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../core/errors.ts';
import { type Catalog, NO_CATALOG } from '../../../core/segments/catalog.ts';
import { putAll, putDefinition } from '../../../core/segments/catalog-change.ts';
import type { Condition, SegmentDefinition, StageDefinition } from '../../../core/segments/condition.ts';
import { createProgram } from '../../../core/segments/program.ts';

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

describe('a catalogue of segments that name each other', () => {
  it('refuses what asks too much with all that it names, however little of it is written', () => {
    const doubling = Array.from({ length: 40 }, (_, i) => named(`d${i}`, on(`d${i + 1}`, `d${i + 1}`)));
    const segments = [...doubling, named('d40')];
    const hint = 'with all that it names, segment "d0" asks more than 1000 conditions: name less';
    expect(putAll(NO_CATALOG, { segments }, DAYS)).toMatchObject({
      code: 'too_many_items',
      at: 'segments[0].when',
      hint,
    });
    const small = put(NO_CATALOG, named('d40'), ...doubling.slice(-7).toReversed());
    expect(putDefinition(small, doubling[31] as SegmentDefinition, DAYS)).toMatchObject({ ok: false });
  });

  it('refuses a change that makes what builds on it ask too much', () => {
    const leaves: Condition = { all: Array.from({ length: 60 }, () => VIEWED) };
    const users: Condition = { any: Array.from({ length: 20 }, () => ({ segment: 'a' })) };
    const small = put(NO_CATALOG, named('a'), named('user', users));
    expect(putDefinition(small, named('a', leaves), DAYS)).toMatchObject({
      code: 'too_many_items',
      at: 'when',
      hint: 'with all that it names, segment "user" asks more than 1000 conditions: name less',
    });
    const stages = [{ key: 'first', when: leaves }];
    const staged = sure(putStages(NO_CATALOG, [{ key: 'first', when: VIEWED }]));
    const asking = put(
      staged,
      named('user', { any: Array.from({ length: 20 }, () => ({ stage: 'first' })) }),
    );
    expect(putStages(asking, stages)).toMatchObject({ code: 'too_many_items', at: 'stages' });
  });

  it('refuses a chain as long as a site may have segments, in time and without an end of the stack', () => {
    const chain = Array.from({ length: 9_999 }, (_, i) => named(`c${i}`, { segment: `c${i + 1}` }));
    const whole = putAll(NO_CATALOG, { segments: [...chain, named('c9999')] }, DAYS);
    expect(whole).toMatchObject({ code: 'too_many_items', at: 'segments[0].when' });
    const round = putAll(NO_CATALOG, { segments: [...chain, named('c9999', { segment: 'c0' })] }, DAYS);
    expect(round).toMatchObject({ code: 'conflict', at: 'segments[0].when' });
  });

  it('refuses more than a site may ask together', () => {
    const leaves: Condition = { all: Array.from({ length: 99 }, () => VIEWED) };
    const segments = Array.from({ length: 2_001 }, (_, i) => named(`s${i}`, leaves));
    expect(putAll(NO_CATALOG, { segments: segments.slice(1) }, DAYS)).toMatchObject({ ok: true });
    expect(putAll(NO_CATALOG, { segments }, DAYS)).toMatchObject({
      code: 'too_many_items',
      at: 'segments[0].when',
    });
  });
});

it('as many scores as a site may have segments compile into a latch each, and the same one into one', () => {
  const scored = (i: number) => named(`s${i}`, { score: `score_${i % 10_000}`, gte: 0.5 });
  const segments = Array.from({ length: 10_001 }, (_, i) => ({ definition: scored(i), version: 1 }));
  const input = { id: 'p', segments, stages: [], zone: 'UTC', minorPerMajor: 100, shareOf: () => 0 };
  expect(createProgram(input).latches).toHaveLength(10_000);
});
