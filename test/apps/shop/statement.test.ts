import { describe, expect, it } from 'vitest';
import { renderFinding, renderReceipt } from '../../../apps/shop/pages/held.ts';
import { describeEvent, stateHeld } from '../../../apps/shop/statement.ts';
import { HELD } from './support.ts';

describe('what is held, in plain words', () => {
  it('is this visit’s events in order, and the number of earlier ones', () => {
    const statement = stateHeld(HELD);
    expect(statement.events.map(({ id, sentence }) => `${id} ${sentence}`)).toEqual([
      'e1 Opened /shop/',
      'e2 Looked at <b>Heron</b>',
    ]);
    expect(statement.earlier).toBe(1);
  });

  it('shows the properties of an event, and of a list how long it is', () => {
    const properties = { price: 48, name: 'Heron', products: [{ product_id: 'p1' }, { product_id: 'p2' }] };
    const [shown] = stateHeld({
      ...HELD,
      events: [{ id: 'e', type: 'event', name: 'Cart Viewed', time: '2026-11-23T10:00:01.000Z', properties }],
    }).events;
    expect(shown?.properties).toEqual([
      ['price', '48'],
      ['name', 'Heron'],
      ['products', '2 items'],
    ]);
  });

  it('says how far the session went and what is allowed', () => {
    const { step, consents } = stateHeld(HELD);
    expect(step).toBe(1);
    expect(consents.map(({ purpose, isAllowed }) => [purpose, isAllowed])).toEqual([
      ['analytics', true],
      ['personalization', false],
      ['contact', false],
      ['share', false],
    ]);
  });

  it('counts everything as earlier once the session has ended', () => {
    const statement = stateHeld({ ...HELD, profile: { sessions: { open: null } } });
    expect([statement.events.length, statement.earlier]).toEqual([0, 3]);
  });

  it.each([null, 'x', 5, [], { sessions: [] }, { sessions: { open: { start: 'soon' } } }])(
    'shows every event when the profile says %j',
    (profile) => {
      const statement = stateHeld({ ...HELD, profile });
      expect([statement.events.length, statement.step]).toEqual([3, null]);
    },
  );

  it.each([
    ['Product Added', { name: 'Heron' }, 'Put Heron into the cart'],
    ['Order Completed', { total: 48.5 }, 'Ordered for €48.50'],
    ['Product Added', {}, 'Product Added'],
    ['Product Added', { name: { first: 'x' } }, 'Product Added'],
    ['Something Unheard Of', {}, 'Something Unheard Of'],
    ['constructor', {}, 'constructor'],
  ])('%s %j: %s', (name, properties, sentence) => {
    expect(describeEvent(name, properties)).toBe(sentence);
  });
});

describe('the drawer’s content', () => {
  it.each([
    ['anonymous', 'a hash that dies tonight'],
    ['consented', 'a random number you allowed'],
    ['known', 'a hash of the customer number you typed'],
  ] as const)('names the kind of an id: %s', (kind, words) => {
    expect(renderFinding({ held: { ...HELD, kind }, hasSignal: false }).markup).toContain(words);
  });

  it('escapes what events carry', () => {
    const { markup } = renderFinding({ held: HELD, hasSignal: false });
    expect(markup).toContain('Looked at &lt;b&gt;Heron&lt;/b&gt;');
    expect(markup).not.toContain('<b>Heron');
  });

  it('says whether Global Privacy Control was honoured', () => {
    expect(renderFinding({ held: null, hasSignal: true }).markup).toContain('it was honoured');
    expect(renderFinding({ held: null, hasSignal: false }).markup).toContain('does not send it');
  });

  it('gives a receipt of what was erased, and says so when there was nothing', () => {
    const { markup } = renderReceipt({ events: 3, consent_records: 1, links: 0 });
    expect(markup).toContain('<dt>events</dt><dd>3</dd>');
    expect(markup).toContain('<dt>consent records</dt><dd>1</dd>');
    expect(markup).not.toContain('links');
    expect(renderReceipt({ events: 0 }).markup).toContain('Nothing was held');
  });
});
