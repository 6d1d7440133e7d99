import { describe, expect, it } from 'vitest';
import type { Entry, Properties } from '../../../core/entry.ts';
import { composeMessages, type Occasion } from '../../../integrations/segment/write-back/messages.ts';
import { NOTHING_TOLD, type Picture } from '../../../integrations/segment/write-back/picture.ts';
import { NOON, notice } from '../../core/deliveries/world.ts';

const AT = NOON + 60_000;
const known: Picture = { intent: 0.4, churn: 0.1, orderValue: null, segments: ['loyal'] };
const score: Entry = {
  ...notice('s1'),
  type: 'score',
  name: 'purchase_7d',
  properties: { p: 0.8, model: null },
};

const occasion = (more: Partial<Occasion>): Occasion => ({
  entry: score,
  before: known,
  now: known,
  at: AT,
  nameOf: (key) => `Name of ${key}`,
  settings: { delta: 0.05, bands: [0.3, 0.7] },
  ...more,
});
const kindsOf = (more: Partial<Occasion>): readonly string[] =>
  composeMessages(occasion(more)).map((message) => (message.type === 'track' ? message.event : message.type));
const entered = (more: Properties = {}) => notice('n1', {}, more);

describe('what Segment is told', () => {
  it('of somebody new: traits of what is known, and of nothing else', () => {
    const [message, ...others] = composeMessages(occasion({ before: NOTHING_TOLD }));
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      type: 'identify',
      at: AT,
      traits: {
        inkling_intent_score: 0.4,
        inkling_churn_risk: 0.1,
        inkling_segments: ['loyal'],
        inkling_scored_at: '2026-01-05T12:01:00.000Z',
      },
    });
    expect(message).not.toHaveProperty('traits.inkling_predicted_aov');
  });

  it('takes back with null what was told and is not known any more', () => {
    const now = { ...known, intent: null, churn: null };
    expect(composeMessages(occasion({ now }))[0]).toMatchObject({
      traits: { inkling_intent_score: null, inkling_churn_risk: null },
    });
  });

  it('says what changed in the intent, and the bands', () => {
    const [, change] = composeMessages(occasion({ now: { ...known, intent: 0.8 } }));
    expect(change).toMatchObject({
      type: 'track',
      event: 'Intent Score Changed',
      properties: {
        score: 0.8,
        previous_score: 0.4,
        band: 'high',
        previous_band: 'medium',
        label: 'purchase_7d',
      },
    });
  });

  it('says who came into a segment and who left, at the true instant, by its name', () => {
    const now = { ...known, segments: ['loyal', 'new'] };
    const [, change] = composeMessages(occasion({ entry: entered({ segment: 'new', version: 3 }), now }));
    expect(change).toMatchObject({
      event: 'Segment Entered',
      at: NOON,
      properties: { segment: 'new', segment_name: 'Name of new', version: 3 },
    });
    expect(kindsOf({ entry: notice('n2', { name: 'left' }), now: NOTHING_TOLD })).toEqual([
      'identify',
      'Segment Exited',
    ]);
  });

  it.each<[what: string, more: Partial<Occasion>, kinds: readonly string[]]>([
    ['nothing, where nothing has changed', {}, []],
    ['nothing, of a step that is no news', { now: { ...known, intent: 0.44 } }, []],
    ['no change of a churn beside its trait', { now: { ...known, churn: 0.5 } }, ['identify']],
    ['no change to an intent that was not known', { before: { ...known, intent: null } }, ['identify']],
    ['an entry, also where the trait says so already', { entry: entered() }, ['Segment Entered']],
    [
      'traits alone, of a changed definition',
      { entry: entered({ cause: 'definition' }), before: NOTHING_TOLD },
      ['identify'],
    ],
    [
      'traits alone, of a new model',
      { entry: entered({ cause: 'model' }), before: NOTHING_TOLD },
      ['identify'],
    ],
    [
      'traits alone, of what came late',
      { entry: entered({ late: true }), before: NOTHING_TOLD },
      ['identify'],
    ],
    [
      'traits alone, of what is taken back',
      { entry: entered({ revokes: 'n0' }), before: NOTHING_TOLD },
      ['identify'],
    ],
  ])('is %s', (_, more, kinds) => {
    expect(kindsOf(more)).toEqual(kinds);
  });

  it('is the same message again for the same entry and content, whenever it is tried', () => {
    const idsOf = (more: Partial<Occasion>) =>
      composeMessages(occasion({ entry: entered(), before: NOTHING_TOLD, ...more })).map(
        ({ messageId }) => messageId,
      );
    const ids = idsOf({});
    expect(new Set(ids).size).toBe(2);
    expect(ids.every((id) => /^inkling:[0-9a-f]{32}$/.test(id))).toBe(true);
    expect(idsOf({ at: AT + 10_000 })).toEqual(ids);
    const changed = idsOf({ now: { ...known, churn: 0.9 } });
    expect([changed[0] === ids[0], changed[1] === ids[1]]).toEqual([false, true]);
    expect(idsOf({ entry: notice('n9') })).not.toEqual(ids);
  });
});
