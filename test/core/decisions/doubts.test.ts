import { describe, expect, it } from 'vitest';
import { doubtsAbout } from '../../../core/decisions/doubts.ts';
import { parseCampaign } from '../../../core/decisions/parse.ts';

const HELLO = {
  name: 'Hello',
  trigger: { event: 'Product Added' },
  variants: [{ key: 'a', treatment: { kind: 'message', title: 'Hello', text: 'Stay a moment.' } }],
};

describe('names in a campaign that are probably slips', () => {
  it.each<[string, object, readonly string[]]>([
    ['none', {}, []],
    ['names of the site itself', { trigger: { event: 'Gift Wrapped' }, goal: { event: 'Table Booked' } }, []],
    ['a segment that sets it off', { trigger: { entry: 'prodct-addd' } }, []],
    ['its event', { trigger: { event: 'Prodct Added' } }, ['Product Added']],
    [
      'a property of its event',
      { trigger: { event: 'Product Viewed', where: { categry: 'Shoes' } } },
      ['category'],
    ],
    ['the event of its goal', { goal: { event: 'Order Complted' } }, ['Order Completed']],
    [
      'a property that its goal asks for',
      { goal: { event: 'Order Completed', where: { cupon: 'A' } } },
      ['coupon'],
    ],
    [
      'what its goal sums',
      { goal: { kind: 'revenue', event: 'Order Completed', of: 'revenu' } },
      ['revenue'],
    ],
    ['an event that cancels it', { cancel: { events: ['Order Canceled'] } }, ['Order Cancelled']],
  ])('%s', (_, given, meant) => {
    const read = parseCampaign({ ...HELLO, ...given }, 'hello');
    if (!read.ok) throw new Error(read.hint);
    const doubts = doubtsAbout(read.value);
    expect(doubts).toHaveLength(meant.length);
    for (const [i, name] of meant.entries()) expect(doubts[i]).toContain(`did you mean "${name}"?`);
  });
});
