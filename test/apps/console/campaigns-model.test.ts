import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beginsAnew,
  change,
  type Draft,
  isFields,
  isSame,
  type Json,
  readAt,
  toDraft,
} from '../../../apps/console/view-models/campaigns-document.ts';
import {
  armsOf,
  BLANK_DRAFT,
  freeKey,
  suggestKey,
} from '../../../apps/console/view-models/campaigns-draft.ts';
import { TRIGGERS, triggerOf, triggersFor } from '../../../apps/console/view-models/campaigns-fields.ts';
import { listGaps } from '../../../apps/console/view-models/campaigns-gaps.ts';
import {
  listPlaces,
  listUnasked,
  type Place,
  shapeOf,
} from '../../../apps/console/view-models/campaigns-places.ts';
import { languagesOf, nameLanguage } from '../../../apps/console/view-models/campaigns-texts.ts';
import {
  kindsFor,
  TREATMENT_FIELDS,
  turnInto,
} from '../../../apps/console/view-models/campaigns-treatments.ts';
import {
  fromWall,
  readLength,
  toWall,
  writeLength,
} from '../../../apps/console/view-models/campaigns-values.ts';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import { listGaps as listGapsOfCore } from '../../../core/decisions/placeholders.ts';
import { draftOf } from '../../../core/decisions/templates/index.ts';
import type { TreatmentKind } from '../../../core/decisions/treatment.ts';
import { EVERYTHING, FULL, TEMPLATES, templateDraft, withTreatment } from './campaign-drafts.ts';

const ZONE = 'Europe/Berlin';
/** As its field shows it, and back. */
function passThrough({ spec }: Place, value: Json): Json {
  if (spec.kind === 'length') return value === undefined ? value : writeLength(readLength(value));
  if (spec.kind === 'instant') return value === undefined ? value : fromWall(toWall(value, ZONE), ZONE);
  const isWritten = !['yesNo', 'several', 'segments', 'texts', 'letter', 'group', 'treatment'].includes(
    spec.kind,
  );
  return isWritten ? shapeOf(spec).write(shapeOf(spec).read(value)) : value;
}

function expectLossless(draft: Draft): void {
  for (const place of listPlaces(draft)) {
    const value = readAt(draft, place.path);
    const again = change(draft, place.path, passThrough(place, value));
    expect([place.path, again]).toEqual([place.path, draft]);
  }
}

describe('a campaign as fields', () => {
  it.each(TEMPLATES.map((template) => [template.key, template] as const))(
    'the template %s is asked in full, and goes through every field unchanged',
    (_, template) => {
      const draft = templateDraft(template);
      expect(listUnasked(draft)).toEqual([]);
      expectLossless(draft);
    },
  );

  it.each(Object.entries(FULL))(
    'a treatment of the kind %s is asked in full, and goes through unchanged',
    (kind, treatment) => {
      const draft = withTreatment(treatment);
      expect(listUnasked(draft)).toEqual([]);
      expectLossless(draft);
      expect(isFields(treatment) && Object.keys(treatment).sort()).toEqual(
        ['kind', ...TREATMENT_FIELDS[kind as TreatmentKind].map(({ name }) => name)].sort(),
      );
    },
  );

  it('a campaign with everything in it goes through unchanged', () => {
    for (const treatment of [FULL.message, null]) {
      const draft = { ...EVERYTHING, variants: [{ key: 'one', weight: 2.5, treatment }] };
      expect(listUnasked(draft)).toEqual([]);
      expectLossless(draft);
    }
    for (const { fresh } of Object.values(TRIGGERS)) expectLossless({ ...EVERYTHING, trigger: fresh });
  });

  it('keeps what no field is about, and says so', () => {
    const draft = { ...EVERYTHING, odd: { deep: [1, { x: true }] }, audience: { any: ['a'], some: ['b'] } };
    expect(listUnasked(draft)).toEqual(
      ['audience.some[0]', 'odd.deep[0]', 'odd.deep[1].x'].sort((a, b) => (a < b ? -1 : 1)),
    );
    const changed = change(change(draft, ['name'], 'Other'), ['audience', 'any'], undefined);
    expect(changed).toEqual({ ...draft, name: 'Other', audience: { some: ['b'] } });
  });

  it('is put again as it was answered, without what only answers say', () => {
    const draft = templateDraft(TEMPLATES[0] ?? expect.fail());
    const answered = {
      ...draft,
      version: 2,
      versions: [],
      createdAt: '',
      changedAt: '',
      liveSince: null,
      reach: {},
    };
    expect(toDraft(answered)).toEqual(draft);
  });
});

describe('a draft', () => {
  it.each(TEMPLATES.map((template) => [template.key, template] as const))(
    'of the template %s lacks what the server says it lacks',
    (_, template) => {
      const made = draftOf(template, {});
      if (!made.ok) throw new Error(made.hint);
      expect(listGaps({ ...made.value }).map(({ at }) => at)).toEqual(
        listGapsOfCore(made.value).map(({ at }) => at),
      );
    },
  );

  it('from nothing is a campaign once its texts are written', () => {
    const named = { ...BLANK_DRAFT, name: 'Hello', key: suggestKey('Hello') };
    expect(parseCampaign(named)).toMatchObject({ ok: false });
    const written = change(named, ['variants', 1, 'treatment'], { kind: 'message', title: 'A', text: 'B' });
    expect(parseCampaign(written)).toMatchObject({ ok: true, value: { key: 'hello' } });
  });

  it('has a short name that the server takes', () => {
    expect(suggestKey(' Grüße im Mai! ')).toBe('grusse-im-mai');
    fc.assert(fc.property(fc.string(), (name) => /^[a-z0-9-]{0,64}$/.test(suggestKey(name))));
    expect(freeKey(['a', 'a-2'], 'a')).toBe('a-3');
  });

  it('says which share each arm gets', () => {
    expect(armsOf(BLANK_DRAFT).map(({ share, isControl }) => [share, isControl])).toEqual([
      [0.1, true],
      [0.9, false],
    ]);
    expect(armsOf({ variants: 'no' })).toEqual([]);
  });

  it('begins its result anew with another goal, share or arm, and not with another text', () => {
    const text = change(EVERYTHING, ['variants', 1, 'treatment', 'text'], 'Other');
    expect(beginsAnew(EVERYTHING, text)).toBe(false);
    for (const [path, value] of [
      [['goal', 'within'], '2d'],
      [['variants', 0, 'weight'], 20],
      [['variants', 1, 'key'], 'other'],
      [['uplift'], undefined],
    ] as const)
      expect([path, beginsAnew(EVERYTHING, change(EVERYTHING, path, value))]).toEqual([path, true]);
  });

  it('has its texts in the languages that are named, and keeps what is written', () => {
    const draft = withTreatment(FULL.survey);
    expect(languagesOf(draft)).toEqual(['en']);
    const named = nameLanguage(withTreatment({ kind: 'banner', text: 'Hallo' }), 'de');
    expect(readAt(named, ['variants', 1, 'treatment'])).toEqual({ kind: 'banner', text: { de: 'Hallo' } });
    expect(isSame(nameLanguage(named, 'en'), named)).toBe(true);
  });

  it('offers what its channel and its trigger take', () => {
    expect(kindsFor('email', {})).toEqual(['email']);
    expect(kindsFor('flow', {})).toEqual(['signal']);
    expect(kindsFor(undefined, { slot: 'a' })).toEqual([
      'content',
      'comparison',
      'trust',
      'bundle',
      'coupon',
    ]);
    expect(kindsFor('onsite', { event: 'A' })).toHaveLength(10);
    expect(triggersFor('email')).not.toContain('slot');
    expect(triggersFor('onsite')).not.toContain('schedule');
    expect(triggerOf({ exitIntent: true })).toBe('exitIntent');
    expect(turnInto('coupon', FULL.message)).toEqual({
      kind: 'coupon',
      title: { en: 'Hello', de: 'Hallo' },
      text: 'Text',
      code: '',
      action: { label: 'Go', url: '/go' },
      dismiss: 'Close',
    });
  });
});
