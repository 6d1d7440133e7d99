import { describe, expect, it } from 'vitest';
import { segmentJsonSchema, stagesJsonSchema } from '../../../core/segments/json-schema.ts';
import { parseDefinition, parseStages } from '../../../core/segments/parse.ts';
import { readDefinition } from '../../../core/segments/read-definition.ts';
import { EXAMPLES } from './examples.ts';
import { FAULTY, WELL_FORMED } from './faulty.ts';
import { isValid } from './json-schema-check.ts';

const schema = segmentJsonSchema();
const define = (when: unknown) => ({ key: 'hot', name: 'Hot', when });

describe('the JSON Schema of a segment definition', () => {
  it('refers to itself where conditions stand in conditions', () => {
    const defs = schema.$defs as Record<string, unknown>;
    expect(JSON.stringify(defs.Condition)).toContain('#/$defs/Condition');
    expect(Object.keys(defs).sort()).toEqual(
      ['Comparison', 'Condition', 'Duration', 'EventName', 'Key', 'Path', 'Step', 'Where', 'Window'].sort(),
    );
  });

  it('says of every form what it asks', () => {
    const defs = schema.$defs as { Condition: { anyOf: { title?: string; description?: string }[] } };
    expect(defs.Condition.anyOf).toHaveLength(17);
    expect(defs.Condition.anyOf.filter(({ description }) => !description)).toEqual([]);
  });

  it.each(EXAMPLES.map((example) => [JSON.stringify(example), example]))('takes %s', (_, example) => {
    expect(isValid(schema, define(example))).toBe(true);
  });

  it('takes a count by a property, as the parser does', () => {
    const when = { event: 'Order Completed', count: { sum: { of: 'revenue', gte: 200 } } };
    expect(isValid(schema, define(when))).toBe(true);
    expect(parseDefinition(define(when)).ok).toBe(true);
  });

  it('takes words in place of the condition, and not both', () => {
    const spoken = { key: 'hot', name: 'Hot', words: 'viewed a product' };
    expect(isValid(schema, spoken)).toBe(true);
    expect(readDefinition(spoken).ok).toBe(true);
    for (const faulty of [
      { ...spoken, when: { idle: '3d' } },
      { key: 'hot', name: 'Hot' },
    ]) {
      expect(isValid(schema, faulty)).toBe(false);
      expect(readDefinition(faulty).ok).toBe(false);
    }
  });

  it.each(FAULTY.filter(([what]) => !WELL_FORMED.has(what)))('refuses %s, as the parser does', (_, input) => {
    expect(isValid(schema, define(input))).toBe(false);
    expect(parseDefinition(define(input)).ok).toBe(false);
  });

  it.each(FAULTY.filter(([what]) => WELL_FORMED.has(what)))('leaves %s to the parser', (_, input) => {
    expect(isValid(schema, define(input))).toBe(true);
    expect(parseDefinition(define(input)).ok).toBe(false);
  });

  it.each<[string, object]>([
    ['a key in capitals', { key: 'Hot' }],
    ['an unknown key', { kip: 1 }],
    ['an unknown kpi', { kpi: 'clicks' }],
    ['no urgency', { urgencyHours: 0 }],
    ['a name that is empty', { name: '' }],
  ])('refuses %s, as the parser does', (_, change) => {
    const definition = { ...define({ event: 'Cart Viewed' }), ...change };
    expect(isValid(schema, definition)).toBe(false);
    expect(parseDefinition(definition).ok).toBe(false);
  });
});

describe('the JSON Schema of stages', () => {
  it.each<[unknown, boolean]>([
    [[{ key: 'trial', when: { event: 'Trial Started' } }], true],
    [[], false],
    [[{ key: 'trial' }], false],
  ])('judges %j as the parser does', (stages, good) => {
    expect(isValid(stagesJsonSchema(), stages)).toBe(good);
    expect(parseStages(stages).ok).toBe(good);
  });
});
