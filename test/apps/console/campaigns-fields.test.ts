import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFields, type Json } from '../../../apps/console/view-models/campaigns-document.ts';
import { SECTIONS, TRIGGERS } from '../../../apps/console/view-models/campaigns-fields.ts';
import { listPlaces } from '../../../apps/console/view-models/campaigns-places.ts';
import type { FieldSpec } from '../../../apps/console/view-models/campaigns-spec.ts';
import { TREATMENT_FIELDS } from '../../../apps/console/view-models/campaigns-treatments.ts';
import {
  fromWall,
  PAIRS,
  readLength,
  toWall,
  writeLength,
} from '../../../apps/console/view-models/campaigns-values.ts';
import { CAMPAIGN_LABELS } from '../../../apps/console/words/campaigns-labels.ts';
import { CAMPAIGN_OPTIONS } from '../../../apps/console/words/campaigns-options.ts';
import { CAMPAIGN_TEMPLATES } from '../../../apps/console/words/campaigns-templates.ts';
import { OTHER_CAMPAIGN_TEMPLATES } from '../../../apps/console/words/campaigns-templates-other.ts';
import { campaignJsonSchema } from '../../../core/decisions/schema.ts';
import { EVERYTHING, FULL, TEMPLATES, withTreatment } from './campaign-drafts.ts';

const ZONE = 'Europe/Berlin';

type Schema = { readonly [name: string]: unknown };
const objectsIn = (schema: Json): readonly Schema[] => {
  if (Array.isArray(schema)) return schema.flatMap(objectsIn);
  if (!isFields(schema)) return [];
  return [...(isFields(schema.properties) ? [schema] : []), ...Object.values(schema).flatMap(objectsIn)];
};

describe('the fields of the form', () => {
  const schema = campaignJsonSchema() as Schema;
  const namesOf = (own: Json): readonly string[] => (isFields(own) ? Object.keys(own).sort() : []);

  it('are those of the schema: none is missing, none is made up', () => {
    const asked = Object.values<readonly FieldSpec[]>(SECTIONS)
      .flat()
      .map(({ name }) => name);
    expect([...asked, 'state', 'trigger'].sort()).toEqual(namesOf(schema.properties));
  });

  it('are those of every kind of treatment', () => {
    const kinds = objectsIn(schema.$defs).flatMap(({ properties }) => {
      const kind = isFields(properties) && isFields(properties.kind) ? properties.kind.const : undefined;
      return typeof kind === 'string' && isFields(properties) ? [[kind, namesOf(properties)] as const] : [];
    });
    expect(Object.fromEntries(kinds)).toEqual(
      Object.fromEntries(
        Object.entries(TREATMENT_FIELDS).map(([kind, specs]) => [
          kind,
          ['kind', ...specs.map(({ name }) => name)].sort(),
        ]),
      ),
    );
  });

  it('are those of every object within it', () => {
    const specs = [
      ...Object.values<readonly FieldSpec[]>(SECTIONS).flat(),
      ...Object.values(TRIGGERS).flatMap<FieldSpec>(({ fields }) => [...fields]),
    ];
    const { goal, limits, offer, uplift, cancel } = Object.fromEntries(
      specs.map((spec) => [spec.name, spec]),
    );
    const properties = isFields(schema.properties) ? schema.properties : {};
    for (const [name, spec] of Object.entries({ goal, limits, offer, uplift, cancel })) {
      const [own] = objectsIn(properties[name]);
      expect([name, spec?.within?.map((field) => field.name).sort()]).toEqual([
        name,
        namesOf(own?.properties),
      ]);
    }
  });

  it('each have a name, and each choice its words', () => {
    const { labels } = CAMPAIGN_LABELS.de;
    const { options } = CAMPAIGN_OPTIONS.de;
    const all = [
      EVERYTHING,
      ...Object.values(FULL).map(withTreatment),
      ...Object.values(TRIGGERS).map(({ fresh }) => ({ ...EVERYTHING, trigger: fresh })),
    ];
    const specs = all.flatMap(listPlaces).map(({ spec }) => spec);
    for (const { word, name, options: choices = [] } of specs) {
      expect([word ?? name, labels[word ?? name]]).toEqual([word ?? name, expect.any(String)]);
      for (const choice of choices)
        expect([word ?? name, choice, options[word ?? name]?.[choice || 'unset']]).toEqual([
          word ?? name,
          choice,
          expect.any(String),
        ]);
    }
  });
});

describe('values in fields', () => {
  it('pairs come back as they were, whatever stands in them', () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.record({ gte: fc.integer() }),
      fc.record({ contains: fc.string() }),
      fc.record({ in: fc.array(fc.string()) }),
      fc.record({ eq: fc.string() }),
    );
    const name = fc.stringMatching(/^[a-z][a-z0-9_.]{0,20}$/);
    fc.assert(
      fc.property(fc.dictionary(name, value, { minKeys: 1 }), (pairs) => {
        expect(PAIRS.write(PAIRS.read(pairs))).toEqual({ ...pairs });
      }),
    );
    expect(PAIRS.write('category = Shoes\nprice >= 50\ncode = "12"')).toEqual({
      category: 'Shoes',
      price: { gte: 50 },
      code: '12',
    });
  });

  it('what is no pair yet stays as it was typed, for the server to say so', () => {
    expect(PAIRS.write('category')).toBe('category');
    expect(PAIRS.read('category')).toBe('category');
  });

  it.each([
    ['2026-07-01T12:00:00Z', '2026-07-01T14:00'],
    ['2026-12-01T12:00:30Z', '2026-12-01T13:00:30'],
    // The night on which the clocks go forward, and the one on which they go back.
    ['2026-03-29T00:59:00Z', '2026-03-29T01:59'],
    ['2026-03-29T01:00:00Z', '2026-03-29T03:00'],
    ['2026-10-25T01:30:00Z', '2026-10-25T02:30'],
  ])('the instant %s is %s on the wall, and back', (instant, wall) => {
    expect(toWall(instant, ZONE)).toBe(wall);
    expect(fromWall(wall, ZONE)).toBe(instant);
  });

  it('a length is a number and a unit, or a word', () => {
    expect(readLength('30m')).toEqual({ count: '30', unit: 'm' });
    expect(['30m', 'day', 'lifetime', null].map((value) => writeLength(readLength(value)))).toEqual([
      '30m',
      'day',
      'lifetime',
      null,
    ]);
    expect(writeLength({ count: '', unit: '' })).toBeUndefined();
  });
});

it('templates are told in English as the server tells them, and all of them in every language', () => {
  for (const language of ['en', 'de'] as const) {
    const words = { ...CAMPAIGN_TEMPLATES[language], ...OTHER_CAMPAIGN_TEMPLATES[language] };
    expect(Object.keys(words).sort()).toEqual(TEMPLATES.map(({ key }) => key).sort());
    for (const { key, draft, does, worth, measure, control, before } of TEMPLATES) {
      expect([key, words[key]?.before.length]).toEqual([key, before.length]);
      if (language === 'en')
        expect(words[key]).toEqual({ name: draft.name, does, worth, measure, control, before });
    }
  }
});
