import { describe, expect, it } from 'vitest';
import { countsOf, limitsOf } from '../../../core/decisions/limits.ts';
import { budgetOf } from '../../../core/decisions/offer.ts';
import { campaign, DAY, type Given, HOUR, NOW } from './world.ts';

const cap = (scope: string, more: Given = {}): Given => ({ scope, max: 2, per: '7d', ...more });
const keysOf = (limits: readonly { readonly key: string }[]) => limits.map(({ key }) => key);
const own = (given: Given = {}) => limitsOf(campaign(given), [], NOW, 'UTC');
const siteCaps = campaign({ limits: { caps: [cap('all'), cap('channel'), cap('tag', { tag: 'sale' })] } })
  .limits.caps;

describe('limits', () => {
  it.each<[string, Given, string]>([
    ['a campaign', cap('campaign'), 'campaign:hello'],
    ['its channel', cap('channel'), 'channel:onsite'],
    ['a tag of it', cap('tag', { tag: 'sale' }), 'tag:sale'],
    ['everything', cap('all'), 'all'],
  ])('of %s roll: what was taken a window ago is free again at that very millisecond', (_, given, key) => {
    const limits = own({ tags: ['sale'], limits: { caps: [given] } });
    expect(limits).toEqual([{ key, max: 2, since: NOW - 7 * DAY }]);
  });

  it('of a tag are for campaigns that have it', () => {
    expect(own({ limits: { caps: [cap('tag', { tag: 'sale' })] } })).toEqual([]);
  });

  it('of a lifetime look at everything', () => {
    const [limit] = own({ limits: { caps: [cap('all', { per: 'lifetime' })] } });
    expect(limit?.since).toBeLessThan(0);
  });

  it('are none where none is said, and none is taken at all where never is said', () => {
    expect(own()).toEqual([]);
    expect(own({ limits: { caps: [{ scope: 'all', max: 0 }] } })).toMatchObject([{ max: 0 }]);
  });

  it('hold a campaign back after any other one, and an offer after any other offer', () => {
    expect(own({ limits: { cooldown: '1h' }, offer: { discount: 0.1, oncePer: '30d' } })).toEqual([
      { key: 'any', max: 1, since: NOW - HOUR },
      { key: 'offer', max: 1, since: NOW - 30 * DAY },
    ]);
  });
});

describe('limits of a day and a week', () => {
  // Clocks of Berlin go forward on 29 March and back on 25 October 2026, those of New York on 8 March and 1 November.
  it.each<[string, string, string, string, string]>([
    ['a day', 'day', 'UTC', '2026-04-15T12:00Z', '2026-04-15T00:00Z'],
    ['a day far in the east', 'day', 'Pacific/Auckland', '2026-04-15T12:00Z', '2026-04-15T12:00Z'],
    ['the millisecond before it', 'day', 'Pacific/Auckland', '2026-04-15T11:59:59.999Z', '2026-04-14T12:00Z'],
    ['a day of 23 hours', 'day', 'Europe/Berlin', '2026-03-29T20:00Z', '2026-03-28T23:00Z'],
    ['the day after it', 'day', 'Europe/Berlin', '2026-03-30T20:00Z', '2026-03-29T22:00Z'],
    ['a day of 25 hours', 'day', 'Europe/Berlin', '2026-10-25T22:59Z', '2026-10-24T22:00Z'],
    ['the day after it', 'day', 'Europe/Berlin', '2026-10-25T23:00Z', '2026-10-25T23:00Z'],
    ['a week from Monday', 'week', 'UTC', '2026-04-19T23:59Z', '2026-04-13T00:00Z'],
    ['a week with a change of clocks', 'week', 'America/New_York', '2026-03-14T12:00Z', '2026-03-09T04:00Z'],
    ['the week of that change', 'week', 'America/New_York', '2026-03-08T12:00Z', '2026-03-02T05:00Z'],
  ])('begin with %s (%s in %s at %s)', (_, per, zone, now, from) => {
    const given = campaign({ limits: { caps: [{ scope: 'all', max: 1, per }] } });
    const [limit] = limitsOf(given, [], Date.parse(now), zone);
    // Places after it count, so that the first millisecond of the day is among them.
    expect(limit?.since).toBe(Date.parse(from) - 1);
  });

  it('are those of the site for what it gives away', () => {
    const given = campaign({ offer: { discount: 0.1, perDay: 3, perMonth: 20 } });
    expect(budgetOf(given, Date.parse('2026-03-29T20:00Z'), 'Europe/Berlin')).toEqual([
      { key: 'offer:hello', max: 3, since: Date.parse('2026-03-28T23:00Z') - 1 },
      { key: 'offer:hello', max: 20, since: Date.parse('2026-02-28T23:00Z') - 1 },
    ]);
    expect(budgetOf(campaign(), NOW, 'UTC')).toEqual([]);
  });
});

describe('obeying and counting', () => {
  const MATRIX = [
    { obeys: true, counts: true },
    { obeys: true, counts: false },
    { obeys: false, counts: true },
    { obeys: false, counts: false },
  ] as const;
  const SHARED = ['all', 'channel:onsite', 'tag:sale'];

  it.each(MATRIX)('are two things: %o', (flags) => {
    const given = campaign({
      ...flags,
      tags: ['sale'],
      limits: { caps: [cap('campaign'), cap('all')], cooldown: '1h' },
    });
    const limits = keysOf(limitsOf(given, siteCaps ?? [], NOW, 'UTC'));
    expect(limits).toEqual(
      flags.obeys ? ['campaign:hello', 'all', ...SHARED, 'any'] : ['campaign:hello', 'any'],
    );
    const counted = countsOf(given, true).toSorted();
    expect(counted).toEqual(['campaign:hello', 'any', ...(flags.counts ? SHARED : [])].toSorted());
  });

  it('counts what was withheld for its own campaign alone', () => {
    const given = campaign({ tags: ['sale'], offer: { discount: 0.1 } });
    expect(countsOf(given, false)).toEqual(['campaign:hello']);
    expect(countsOf(given, true)).toContain('offer');
  });
});
