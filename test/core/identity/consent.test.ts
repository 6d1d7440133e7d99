import { describe, expect, it } from 'vitest';
import {
  type ConsentState,
  consentAt,
  endsOf,
  isAllowed,
  joinConsents,
  NO_CONSENT,
  recordConsent,
} from '../../../core/identity/consent.ts';
import { consent } from '../profiles/world.ts';
import { type Said, SELF, word } from './words.ts';

function stateOf(...words: readonly Said[]): ConsentState {
  return words.reduce((state, said) => recordConsent(state, word(said), SELF), NO_CONSENT);
}

const allows = (state: ConsentState, now: number): boolean => isAllowed(state, 'analytics', now);

describe('consent of one visitor', () => {
  it.each<[string, boolean, readonly Said[]]>([
    ['silence allows nothing', false, []],
    ['a grant allows', true, [[1, true]]],
    [
      'a withdrawal stops use',
      false,
      [
        [1, true],
        [2, false],
      ],
    ],
    [
      'a later grant lifts a denial',
      true,
      [
        [1, false],
        [2, true],
      ],
    ],
    [
      'the latest record wins in whatever order they come',
      false,
      [
        [2, false],
        [1, true],
      ],
    ],
    [
      'a denial wins at the same instant',
      false,
      [
        [1, true],
        [1, false],
      ],
    ],
    ['a grant with an end allows before it', true, [[1, true, 'page', 101]]],
    ['a grant stops at its end with no event', false, [[1, true, 'page', 100]]],
    ['a denial has no end', false, [[1, false, 'page', 50]]],
    [
      'after the end of a grant the denial before it stands again',
      false,
      [
        [1, false],
        [2, true, 'page', 50],
      ],
    ],
    [
      'GPC denies',
      false,
      [
        [1, true],
        [2, false, 'gpc'],
      ],
    ],
    [
      'an explicit choice lifts GPC',
      true,
      [
        [1, false, 'gpc'],
        [2, true],
      ],
    ],
    [
      "a platform's default does not lift GPC",
      false,
      [
        [1, false, 'gpc'],
        [2, true, 'platform-default'],
      ],
    ],
    [
      'nor, after an explicit choice, does it bring GPC back',
      true,
      [
        [1, false, 'gpc'],
        [2, true],
        [3, true, 'platform-default'],
      ],
    ],
    [
      "a platform's default does not lift a choice",
      false,
      [
        [1, false],
        [2, true, 'platform-default'],
      ],
    ],
    [
      "a platform's default lifts a default",
      true,
      [
        [1, false, 'platform-default'],
        [2, true, 'platform-default'],
      ],
    ],
    ['a default grant allows where nobody chose', true, [[1, true, 'platform-default']]],
    [
      'a later default denial stops a choice',
      false,
      [
        [1, true],
        [2, false, 'platform-default'],
      ],
    ],
    [
      'and lifted again leaves the choice',
      true,
      [
        [1, true],
        [2, false, 'platform-default'],
        [3, true, 'platform-default'],
      ],
    ],
    [
      'an ended choice is not replaced by a default',
      false,
      [
        [1, true, 'page', 50],
        [2, true, 'platform-default'],
      ],
    ],
    ['GPC never grants', false, [[1, true, 'gpc']]],
    ['a claim allows where the person never spoke', true, [[1, true, 'page', undefined, 'phone']]],
    [
      "a claim does not lift the person's opt-out",
      false,
      [
        [1, false],
        [2, true, 'page', undefined, 'phone'],
      ],
    ],
    [
      "nor another claim's",
      false,
      [
        [1, false, 'page', undefined, 'tablet'],
        [2, true, 'page', undefined, 'phone'],
      ],
    ],
    [
      'it lifts its own',
      true,
      [
        [1, false, 'page', undefined, 'phone'],
        [2, true, 'page', undefined, 'phone'],
      ],
    ],
    [
      "a claim's opt-out counts",
      false,
      [
        [1, true],
        [2, false, 'page', undefined, 'phone'],
      ],
    ],
    [
      'until the person says otherwise',
      true,
      [
        [1, true],
        [2, false, 'page', undefined, 'phone'],
        [3, true],
      ],
    ],
  ])('%s', (_title, allowed, words) => {
    expect(allows(stateOf(...words), 100)).toBe(allowed);
    expect(allows(stateOf(...words.toReversed()), 100)).toBe(allowed);
  });

  it('keeps purposes apart', () => {
    const state = recordConsent(
      NO_CONSENT,
      consent({ analytics: true, share: false, nonsense: true, contact: 'yes' }, { t: 1, visitor: SELF }),
      SELF,
    );
    expect(Object.keys(state)).toEqual(['analytics', 'share']);
    expect([
      isAllowed(state, 'analytics', 2),
      isAllowed(state, 'share', 2),
      isAllowed(state, 'contact', 2),
    ]).toEqual([true, false, false]);
  });

  it('names the decision in force, when it began, and its end', () => {
    expect(consentAt(NO_CONSENT, 'analytics', 1)).toBeNull();
    const granted = stateOf([1, true, 'banner', 50]);
    expect(consentAt(granted, 'analytics', 49)).toEqual({
      allowed: true,
      since: 1,
      until: 50,
      source: 'banner',
    });
    expect(consentAt(granted, 'analytics', 50)).toEqual({
      allowed: false,
      since: 50,
      until: 50,
      source: 'banner',
    });
    expect(endsOf(granted)).toEqual([50]);
    const denied = stateOf([1, false, 'gpc'], [2, true, 'banner', 50]);
    expect(consentAt(denied, 'analytics', 60)).toEqual({
      allowed: false,
      since: 50,
      until: null,
      source: 'gpc',
    });
  });

  it('passes over what is no record of consent', () => {
    expect(recordConsent(NO_CONSENT, { ...word([1, true]), properties: { purposes: [true] } }, SELF)).toBe(
      NO_CONSENT,
    );
  });
});

describe('consent at a merge', () => {
  const merged = (a: ConsentState, b: ConsentState, t: number): ConsentState => joinConsents(a, b, t);

  it.each<[string, boolean, readonly Said[], readonly Said[], readonly Said[]]>([
    ['a denial on either side wins over an older grant', false, [[2, false]], [[1, true]], []],
    ['and over a newer one made before the merge', false, [[1, false]], [[2, true]], []],
    ['a grant after the merge lifts it', true, [[1, false]], [[2, true]], [[11, true]]],
    ['a grant with the merge lifts it', true, [[1, false]], [[2, true]], [[10, true]]],
    [
      'a denial that was lifted before does not count',
      true,
      [
        [1, false],
        [3, true],
      ],
      [[2, true]],
      [],
    ],
    [
      'a lift that ended before does not count',
      false,
      [
        [1, false],
        [3, true, 'page', 5],
      ],
      [[2, true]],
      [],
    ],
    ['two grants are one', true, [[1, true]], [[2, true]], []],
    [
      'an ended grant on one side takes nothing from the other',
      true,
      [[5, true, 'page', 8]],
      [[2, true]],
      [],
    ],
    ['a side that never spoke changes nothing', true, [[1, true]], [], []],
    [
      'a GPC signal outlives the merge and a default after it',
      false,
      [[1, false, 'gpc']],
      [[2, true]],
      [[11, true, 'platform-default']],
    ],
  ])('%s', (_title, allowed, left, right, after) => {
    const apply = (state: ConsentState): ConsentState =>
      after.reduce((s, said) => recordConsent(s, word(said), SELF), state);
    expect(allows(apply(merged(stateOf(...left), stateOf(...right), 10)), 100)).toBe(allowed);
    expect(allows(apply(merged(stateOf(...right), stateOf(...left), 10)), 100)).toBe(allowed);
  });

  it('says since when the merged profile is denied', () => {
    expect(consentAt(merged(stateOf([1, false]), stateOf([2, true]), 10), 'analytics', 20)?.since).toBe(10);
  });
});
