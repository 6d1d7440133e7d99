import { describe, expect, it } from 'vitest';
import {
  SETUP_KEYS,
  type SetupKey,
  setupCallSchemas,
  setupSchema,
} from '../../../../integrations/shopify/admin-page/contract.ts';
import { judgeSetup, type KnownFacts } from '../../../../integrations/shopify/admin-page/judge.ts';
import { ago, breakFacts, FAULTS, NOW_MS, WORKING } from './facts.ts';

const statesOf = (facts: KnownFacts): Readonly<Record<string, string>> =>
  Object.fromEntries(judgeSetup(facts, {}, NOW_MS).map(({ key, state }) => [key, state]));
const WORKING_STATES = Object.fromEntries(SETUP_KEYS.map((key) => [key, 'done']));

describe('the setup checklist', () => {
  it('is done where everything works', () => {
    expect(statesOf(WORKING)).toEqual(WORKING_STATES);
  });

  it.each(FAULTS.map((fault) => [fault[0], fault[1], fault] as const))(
    '%s: when %s, only its own row says so',
    (key, _, fault) => {
      const [, , , state] = fault;
      expect(statesOf(breakFacts(fault))).toEqual({ ...WORKING_STATES, [key]: state });
    },
  );

  it.each(SETUP_KEYS)('%s: what could not be asked is not known', (key: SetupKey) => {
    expect(statesOf({ ...WORKING, [key]: null })).toEqual({ ...WORKING_STATES, [key]: 'unknown' });
  });

  it('knows for every row a way to be no longer done', () => {
    expect(new Set(FAULTS.map(([key]) => key))).toEqual(new Set(SETUP_KEYS));
  });

  it('a failure that something worked after is over', () => {
    const webhooks = { ...WORKING.webhooks, lastFailureAt: ago(1), lastFailureTopic: 'orders/paid' };
    expect(statesOf({ ...WORKING, webhooks })).toEqual(WORKING_STATES);
  });

  it('makes rows of the shape that travels, with what to do about each', () => {
    const items = judgeSetup(
      { ...WORKING, pixel: null },
      { pixel: { since: ago(3), action: { kind: 'call' } } },
      NOW_MS,
    );
    const setup = { shop: 'quill.myshopify.com', at: new Date(NOW_MS).toISOString(), items };
    expect(setupSchema.parse(setup)).toEqual(setup);
    expect(items.map(({ key }) => key)).toEqual(SETUP_KEYS);
    expect(items.find(({ key }) => key === 'pixel')).toEqual({
      key: 'pixel',
      state: 'unknown',
      since: ago(3),
      facts: null,
      action: { kind: 'call' },
    });
  });

  it('takes no call for what is no row', () => {
    expect(SETUP_KEYS).toEqual(expect.arrayContaining(Object.keys(setupCallSchemas)));
  });
});
