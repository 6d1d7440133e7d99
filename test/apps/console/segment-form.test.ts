import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BEGINNINGS, startNode } from '../../../apps/console/view-models/segment-form/change.ts';
import { createIds } from '../../../apps/console/view-models/segment-form/form.ts';
import { below, findDoubled, hasField } from '../../../apps/console/view-models/segment-form/places.ts';
import { readForm } from '../../../apps/console/view-models/segment-form/read.ts';
import { writeForm } from '../../../apps/console/view-models/segment-form/write.ts';
import type { Condition } from '../../../core/segments/condition.ts';
import { parseCondition } from '../../../core/segments/parse.ts';
import { checkDefinition } from '../../../core/segments/read-definition.ts';
import { STAGES, TEMPLATES } from '../../../core/segments/templates/index.ts';
import { conditions } from '../../core/segments/conditions.ts';
import { EXAMPLES } from '../../core/segments/examples.ts';

const throughForm = (condition: Condition): unknown => writeForm(readForm(condition, createIds()));

/** As the line's tab does: what the form says, said in words by the server and read again. */
function throughLine(condition: Condition): unknown {
  const said = checkDefinition({ when: throughForm(condition) });
  if (!said.ok) throw new Error(`${said.at}: ${said.hint}`);
  const read = checkDefinition({ words: said.value.words });
  if (!read.ok) throw new Error(`${read.at}: ${read.hint}`);
  return throughForm(read.value.when);
}

const kindsIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(kindsIn);
  return 'kind' in value && typeof value.kind === 'string' ? [value.kind, ...below] : below;
};

describe('a condition as a form', () => {
  it('is the very same condition again, whatever it is', { timeout: 120_000 }, () => {
    const seen = new Set<string>();
    const property = fc.property(conditions, (condition) => {
      const parsed = parseCondition(condition);
      if (!parsed.ok) throw new Error(`${parsed.at}: ${parsed.hint}`);
      for (const kind of kindsIn(readForm(parsed.value, createIds()))) seen.add(kind);
      expect(throughForm(parsed.value)).toStrictEqual(parsed.value);
    });
    fc.assert(property, { seed: 11, numRuns: 1_500 });
    const begun = BEGINNINGS.filter((kind) => kind !== 'absence');
    expect(begun.filter((kind) => !seen.has(kind))).toEqual([]);
  });

  it('is the same by its line too', { timeout: 120_000 }, () => {
    const property = fc.property(conditions, (condition) => {
      const parsed = parseCondition(condition);
      if (!parsed.ok) throw new Error(`${parsed.at}: ${parsed.hint}`);
      expect(throughLine(parsed.value)).toStrictEqual(parsed.value);
    });
    fc.assert(property, { seed: 12, numRuns: 200 });
  });

  const given = [
    ...EXAMPLES.map((when, place) => [`example ${place}`, when] as const),
    // Chance seldom draws a comparison that says what a bare value says too.
    [
      'a bare value beside a comparison',
      { event: 'Product Viewed', where: { a: { eq: 'x' }, b: 'y' } },
    ] as const,
    ...Object.values(TEMPLATES).flatMap((family) => family.map(({ key, when }) => [key, when] as const)),
    ...Object.entries(STAGES).flatMap(([family, stages]) =>
      stages.map(({ key, when }) => [`${family} stage ${key}`, when] as const),
    ),
  ];

  it.each(given)('%s goes through form and line', (_, when) => {
    expect(throughForm(when)).toStrictEqual(when);
    expect(throughLine(when)).toStrictEqual(when);
  });

  it.each(BEGINNINGS)(
    'begins as %s with something that can be read, but for names that only the merchant knows',
    (kind) => {
      const checked = checkDefinition({ when: writeForm(startNode(kind, createIds())) });
      const open = ['segment', 'stage', 'trait', 'anniversary', 'context', 'account', 'random'];
      expect(checked.ok).toBe(!open.includes(kind));
    },
  );
});

describe('what is half written', () => {
  it('goes to the server as it stands, so that this says what is wrong', () => {
    const form = readForm({ score: 'purchase_7d', gte: 0.5 }, createIds());
    const draft = writeForm({ ...form, gte: 'much' } as typeof form);
    expect(draft).toEqual({ score: 'purchase_7d', gte: 'much' });
    expect(checkDefinition({ when: draft })).toMatchObject({ ok: false, at: 'when.gte' });
  });

  it.each([
    ['0,5', 0.5],
    [' 7 ', 7],
    ['', ''],
    ['1.000,5', '1.000,5'],
  ])('takes %j for a number where it is one', (typed, meant) => {
    expect(writeForm({ id: '1', kind: 'random', share: typed, seed: 'x' })).toEqual({
      random: meant,
      seed: 'x',
    });
  });

  it('is told where a property stands twice, since one of them would be lost', () => {
    const form = readForm({ event: 'Product Viewed', where: { price: 5, brand: 'a' } }, createIds());
    expect(findDoubled(form)).toBeNull();
    const doubled = JSON.parse(JSON.stringify(form).replace('"brand"', '"price"'));
    expect(findDoubled({ id: '0', kind: 'all', children: [doubled] })).toBe('price');
  });
});

describe('places in a form', () => {
  it('are named as the server names them, and found where a field stands', () => {
    const at = below(below(below(below('when', 'all'), 1), 'where'), 'größe "x"');
    expect(at).toBe('when.all[1].where["größe \\"x\\""]');
    const draft = { when: { all: [{ idle: '3d' }, { event: 'A', where: { 'größe "x"': 5 } }] } };
    expect(hasField(draft, at)).toBe(true);
    expect(hasField(draft, 'when.all[0].idle')).toBe(true);
    expect(
      ['when.all', 'when.all[1].where', 'when.all[1].event.x', 'when'].filter((one) => hasField(draft, one)),
    ).toEqual([]);
  });
});
