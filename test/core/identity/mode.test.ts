import { describe, expect, it } from 'vitest';
import { decideMode, effectiveConsent, type ModeQuestion } from '../../../core/identity/mode.ts';

const T = 1_000_000;
const page = (analytics: boolean | undefined, notRequired = false): ModeQuestion['page'] => ({
  purposes: analytics === undefined ? {} : { analytics },
  at: null,
  source: '',
  notRequired,
});

describe('what is said now and what is on record', () => {
  it.each([
    ['nothing, nowhere', undefined, null, undefined, undefined],
    ['only on record', undefined, null, true, true],
    ['only by the page', true, null, undefined, true],
    ['a page that repeats an old grant', true, null, false, false],
    ['an older grant', true, T - 1, false, false],
    ['a grant of the same instant', true, T, false, false],
    ['a later grant', true, T + 1, false, true],
    ['a denial without a time', false, null, true, false],
    ['an older denial', false, T - 1, true, true],
    ['a later denial', false, T + 1, true, false],
  ])('%s', (_title, claimed, chosenAt, allowed, expected) => {
    const recorded = allowed === undefined ? undefined : { allowed, since: T };
    expect(effectiveConsent(claimed, chosenAt, recorded)).toBe(expected);
  });
});

describe('the mode', () => {
  it.each([
    ['auto', undefined, false, 'counted'],
    ['auto', undefined, true, 'anonymous'],
    ['statistics', undefined, true, 'counted'],
    ['session', undefined, false, 'anonymous'],
    ['consented-only', undefined, true, 'waiting'],
    ['auto', false, true, 'declined'],
    ['session', false, false, 'declined'],
    ['statistics', true, false, 'consented'],
    ['consented-only', true, false, 'consented'],
  ] as const)('%s, analytics %s, none needed %s: %s', (policy, analytics, notRequired, expected) => {
    const question = {
      policy,
      hasDevice: true,
      page: page(analytics, notRequired),
      recorded: undefined,
      canGrant: true,
    };
    expect(decideMode(question, null)).toBe(expected);
  });

  it('stays declined where a later grant would be in vain: on a device that only claims to be the person', () => {
    const asked = (canGrant: boolean) => {
      const recorded = { allowed: false, since: T };
      return decideMode({ policy: 'session', hasDevice: true, page: page(true), recorded, canGrant }, T + 1);
    };
    expect(asked(false)).toBe('declined');
    expect(asked(true)).toBe('consented');
  });

  it('needs a device id to be consented: without one a grant changes nothing', () => {
    const asked = (policy: ModeQuestion['policy'], analytics: true | undefined) =>
      decideMode(
        { policy, hasDevice: false, page: page(analytics), recorded: undefined, canGrant: true },
        null,
      );
    for (const policy of ['auto', 'statistics', 'session', 'consented-only'] as const)
      expect(asked(policy, true)).toBe(asked(policy, undefined));
  });
});
