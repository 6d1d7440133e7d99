import { describe, expect, it } from 'vitest';
import { type Ask, choose, type Person } from '../../../core/decisions/choose.ts';
import type { LastDecision } from '../../../core/profiles/campaign-tracks.ts';
import {
  asks,
  COUPON,
  type Given,
  HOUR,
  live,
  MESSAGE,
  MINUTE,
  NOW,
  person,
  SECOND,
  TERMS,
} from './world.ts';

const STEP = { wait: '1h', treatment: { ...MESSAGE, title: 'Again' } };

function decided(given: Partial<LastDecision> = {}): Person {
  const { trigger = 'e1', t = NOW } = given;
  const last = { id: 'd1', trigger, t, step: 0, page: null, isShown: false, began: { trigger, t }, ...given };
  const track = { campaign: 'hello', arm: 'a', allotted: null, last, dismissedAt: null, exposed: [] };
  return person({ campaigns: { isHeld: false, gone: [], campaigns: [track] } });
}

function answers(given: Given, who: Person, ask: Partial<Ask> = {}, now = NOW): readonly (string | null)[] {
  const { places, considered } = choose(who, asks([live(given)], ask), TERMS, now);
  const repeats = [...places.values()].flat().map((candidate) => candidate.repeats ?? 'fresh');
  return [...repeats, ...considered.map(({ reason }) => reason)];
}

describe('an occasion that is asked for again', () => {
  it('gets the decision that it got, though the campaign never takes anybody in again', () => {
    expect(answers({ reentry: null }, decided())).toEqual(['d1']);
  });

  it('gets nothing once that was seen', () => {
    expect(answers({}, decided({ isShown: true }))).toEqual([]);
    expect(answers({}, decided({ isShown: false }))).toEqual(['d1']);
  });

  it.each<[string, string, number, readonly string[]]>([
    ['the same page', 'p1', 0, ['d1']],
    ['another page, while it may still be shown there', 'p2', 35 * SECOND - 1, []],
    ['another page, after that', 'p2', 35 * SECOND, ['d1']],
  ])('by %s', (_, page, laterMs, expected) => {
    expect(answers({}, decided({ page: 'p1' }), { page }, NOW + laterMs)).toEqual(expected);
  });

  it('gets what stands in a slot on every page of the session', () => {
    const given = {
      trigger: { slot: 'hero' },
      variants: [{ key: 'a', treatment: { kind: 'content', text: 'Hi' } }],
    };
    const who = decided({ trigger: 'slot:hero:1', page: 'p1', isShown: true });
    expect(answers(given, who, { trigger: 'slot:hero:1', slot: 'hero', page: 'p2' })).toEqual(['d1']);
  });

  it('gets no code that has ended meanwhile, and nothing in quiet hours', () => {
    const ended = { variants: [{ key: 'a', treatment: { ...COUPON, ends: new Date(NOW).toISOString() } }] };
    expect(answers(ended, decided())).toEqual(['offer_over']);
    expect(answers({ limits: { quietHours: { from: '12:00', to: '13:00' } } }, decided())).toEqual([
      'quiet_hours',
    ]);
  });
});

describe('a sequence', () => {
  const began = { trigger: 'e1', t: NOW - 2 * HOUR };
  const under = { trigger: 'step:d0:1', t: NOW - HOUR, step: 1, began };

  it('that has gone on is not begun again by the occasion that it began with', () => {
    expect(answers({ steps: [STEP, STEP] }, decided(under), { trigger: 'e1' })).toEqual([]);
    expect(answers({ steps: [STEP, STEP] }, decided(under), { trigger: 'e2' })).toEqual(['fresh']);
  });

  it('shows what its step says, to whoever belongs to what the step asks for', () => {
    const given = { audience: { all: ['keen'] }, steps: [{ ...STEP, when: { all: ['quiet'] } }] };
    const step = { trigger: 'step:d1:1', step: 1 };
    const chosen = (segments: readonly string[]) => {
      const { isIn } = person({ segments });
      const who = { ...decided({ t: NOW - HOUR, isShown: true }), isIn };
      return [...choose(who, asks([live(given)], step), TERMS, NOW).places.values()].flat();
    };
    expect(chosen(['keen'])).toEqual([]);
    expect(chosen(['quiet']).map(({ treatment, step: place }) => [treatment, place])).toEqual([
      [STEP.treatment, 1],
    ]);
  });

  it('shows nobody of the control arm anything, at no step', () => {
    const given = {
      variants: [
        { key: 'none', treatment: null },
        { key: 'a', weight: 0, treatment: MESSAGE },
      ],
      steps: [STEP],
    };
    const { places } = choose(person(), asks([live(given)], { trigger: 'step:d1:1', step: 1 }), TERMS, NOW);
    expect([...places.values()].flat().map(({ outcome, treatment }) => [outcome, treatment])).toEqual([
      ['control', null],
    ]);
  });

  it.each<[string, Given, string]>([
    [
      'in quiet hours',
      { limits: { quietHours: { from: '12:00', to: '13:00' } }, steps: [STEP] },
      'quiet_hours',
    ],
    [
      'by a code that has ended',
      { steps: [{ wait: '1h', treatment: { ...COUPON, ends: new Date(NOW).toISOString() } }] },
      'offer_over',
    ],
  ])('does not go on %s', (_, given, reason) => {
    const step = { trigger: 'step:d1:1', step: 1 };
    expect(answers(given, decided({ t: NOW - HOUR }), step)).toEqual([reason]);
  });

  it('goes on though its campaign never takes anybody in again', () => {
    const step = { trigger: 'step:d1:1', step: 1 };
    expect(answers({ reentry: null, steps: [STEP] }, decided({ t: NOW - 61 * MINUTE }), step)).toEqual([
      'fresh',
    ]);
  });
});
