import { describe, expect, it } from 'vitest';
import type { Ask, Person, SiteTerms } from '../../../core/decisions/choose.ts';
import { choose } from '../../../core/decisions/choose.ts';
import { decisionEntry } from '../../../core/decisions/decision-entries.ts';
import type { LiveCampaign } from '../../../core/decisions/live.ts';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { type CampaignTrack, NO_CAMPAIGNS } from '../../../core/profiles/campaign-tracks.ts';
import {
  asks,
  COUPON,
  chooseOne,
  type Given,
  HOUR,
  live,
  MESSAGE,
  MINUTE,
  NOW,
  person,
  siteOf,
  TERMS,
  told,
} from './world.ts';

const SITE = 'shop' as SiteId;
const VISITOR = 'b'.repeat(32) as VisitorId;
const CONTROL = { key: 'none', treatment: null };
const A = { key: 'a', treatment: MESSAGE };
const iso = (t: number) => new Date(t).toISOString();
const allowed = (purpose: string, isAllowed: boolean) => ({
  [purpose]: [
    {
      by: 'x',
      ...(isAllowed
        ? { grant: { t: 0, id: 'c', source: 'page' } }
        : { denial: { t: 0, id: 'c', source: 'page', holds: 0 } }),
    },
  ],
});

/** Of somebody who was shown it an hour ago, by another event; what is given takes the place of it. */
function track(given: Partial<CampaignTrack> = {}): CampaignTrack {
  const last = {
    id: 'd0',
    trigger: 'e0',
    t: NOW - HOUR,
    step: 0,
    page: null,
    isShown: true,
    began: { trigger: 'e0', t: NOW - HOUR },
  };
  return {
    campaign: 'hello',
    arm: 'a',
    last,
    allotted: null,
    dismissedAt: null,
    exposed: [],
    ...given,
  };
}
const known = (given: Partial<CampaignTrack> = {}) => ({
  campaigns: { ...NO_CAMPAIGNS, isHeld: false, campaigns: [track(given)] },
});

describe('a choice', () => {
  it.each<[string, Given, Parameters<typeof person>[0], string | null, number?]>([
    ['before it starts', { starts: iso(NOW + 1) }, {}, 'out_of_window'],
    ['as it starts', { starts: iso(NOW) }, {}, null],
    ['in its last millisecond', { ends: iso(NOW + 1) }, {}, null],
    ['as it ends', { ends: iso(NOW) }, {}, 'out_of_window'],
    ['for nobody', { traffic: 0 }, {}, 'not_in_traffic'],
    ['for those whom it has, when nobody else is taken', { traffic: 0 }, known(), null],
    ['for somebody who said nothing', {}, {}, null],
    ['for somebody who allowed it', {}, { consent: allowed('personalization', true) }, null],
    ['for somebody who allowed something else', {}, { consent: allowed('analytics', true) }, 'no_consent'],
    ['for somebody who denied it', {}, { consent: allowed('personalization', false) }, 'no_consent'],
    ['once it was closed in this session', {}, known({ dismissedAt: NOW - MINUTE }), 'dismissed'],
    ['once it was closed as the session began', {}, known({ dismissedAt: NOW - MINUTE }), 'dismissed'],
    ['once it was closed in a session before', {}, known({ dismissedAt: NOW - MINUTE - 1 }), null],
    ['again', {}, known(), null],
    ['again, where it is never to come again', { reentry: null }, known(), 'entered_before'],
    ['again, a millisecond too soon', { reentry: '61m' }, known(), 'entered_before'],
    ['again, as soon as it may', { reentry: '1h' }, known(), null],
    ['in quiet hours', { limits: { quietHours: { from: '11:00', to: '13:00' } } }, {}, 'quiet_hours'],
    [
      'in quiet hours of another zone',
      { limits: { quietHours: { from: '11:00', to: '13:00' } } },
      { zone: 'Asia/Tokyo' },
      null,
    ],
    [
      'with a code that has ended',
      { variants: [{ key: 'a', treatment: { ...COUPON, ends: iso(NOW) } }] },
      {},
      'offer_over',
    ],
    [
      'for who leaves carts to be called back',
      { offer: { discount: 0.1, mostLeftCarts: 2 } },
      { leftCarts: 3 },
      'serial_leaver',
    ],
  ])('%s', (_, given, who, reason) => {
    expect(chooseOne(live(given), person(who))).toEqual(
      reason === null
        ? { places: { page: ['hello chosen'] }, reasons: [] }
        : { places: {}, reasons: [`hello ${reason}`] },
    );
  });

  it.each<[string, Given, readonly string[], boolean]>([
    ['everybody', {}, [], true],
    ['any of them', { any: ['a', 'b'] }, ['b'], true],
    ['none of any', { any: ['a', 'b'] }, ['c'], false],
    ['all of them', { all: ['a', 'b'] }, ['a', 'b'], true],
    ['one of all', { all: ['a', 'b'] }, ['a'], false],
    ['one that is left out', { any: ['a'], none: ['c'] }, ['a', 'c'], false],
  ])('is of the audience: %s', (_, audience, segments, isOf) => {
    const { places, reasons } = chooseOne(live({ audience }), person({ segments }));
    // Whom it is not for is no candidate, and so has no reason.
    expect([Object.keys(places), reasons]).toEqual([isOf ? ['page'] : [], []]);
  });

  it('passes over an event that is not what was asked for', () => {
    const own = live({ trigger: { event: 'Product Added', where: { price: { gte: 50 } } } });
    const event = (price: number) => ({
      t: NOW,
      source: 'web' as const,
      properties: { price },
      currency: 'EUR',
    });
    const chosen = (price: number) =>
      told(choose(person(), asks([own], { event: event(price) }), TERMS, NOW));
    expect(chosen(4_999).places).toEqual({});
    expect(chosen(5_000).places).toEqual({ page: ['hello chosen'] });
  });

  it('of a control arm is to show nothing, and of somebody held out as well', () => {
    const own = live({ variants: [CONTROL, { ...A, weight: 0 }] });
    expect(chooseOne(own).places).toEqual({ page: ['hello control'] });
    const held: SiteTerms = { ...TERMS, holdout: 1 };
    expect(chooseOne(own, person(), held).places).toEqual({ page: ['hello holdout'] });
  });

  it('holds out whoever was held out, and nobody who was not, whatever the share is now', () => {
    const isHeld = (value: boolean) => ({ campaigns: { ...NO_CAMPAIGNS, isHeld: value } });
    const own = live();
    expect(chooseOne(own, person(isHeld(true))).places).toEqual({ page: ['hello holdout'] });
    expect(chooseOne(own, person(isHeld(false)), { ...TERMS, holdout: 1 }).places).toEqual({
      page: ['hello chosen'],
    });
  });
});

describe('places', () => {
  const site = siteOf({
    low: { priority: 10 },
    b: {},
    a: {},
    high: { priority: 90 },
    slotted: {
      trigger: { slot: 'hero' },
      variants: [{ key: 'a', treatment: { kind: 'content', text: 'Hi' } }],
    },
    told: { channel: 'webhook', variants: [{ key: 'a', treatment: { kind: 'signal' } }] },
    rung: { channel: 'webhook', variants: [{ key: 'a', treatment: { kind: 'signal' } }] },
  });
  const event = { t: NOW, source: 'web', properties: {} } as const;
  const all: readonly Ask[] = [
    { trigger: 'e1', campaigns: site.onEvent('Product Added'), event },
    { trigger: 'slot:hero:1', campaigns: site.onSlot('hero'), slot: 'hero' },
  ];
  const expected = {
    page: ['high chosen', 'a chosen', 'b chosen', 'low chosen'],
    'slot:hero': ['slotted chosen'],
    'webhook:rung': ['rung chosen'],
    'webhook:told': ['told chosen'],
  };

  it('are tried by priority, then by key; each slot and each message is its own', () => {
    expect(told(choose(person(), all, TERMS, NOW)).places).toEqual(expected);
  });

  it.each<[string, Readonly<Record<string, number>>, readonly string[]]>([
    ['what is expected to bring more', { b: 2, a: 1 }, ['high', 'b', 'a', 'low']],
    ['nothing known before harm', { a: -1 }, ['high', 'b', 'a', 'low']],
    ['the key where the same is expected', { a: 2, b: 2 }, ['high', 'a', 'b', 'low']],
    ['no more than their priority allows', { low: 9 }, ['high', 'a', 'b', 'low']],
  ])('of one priority go by %s', (_, values, order) => {
    const guess = (campaign: string) =>
      campaign in values
        ? { uplift: 0, value: values[campaign] ?? 0, cutAt: () => ({ threshold: 0, atThreshold: 0 }) }
        : null;
    const { places } = told(choose(person({ expect: guess }), all, TERMS, NOW));
    expect(places.page).toEqual(order.map((key) => `${key} chosen`));
  });

  it('are taken by whoever is passed over, and say how it came to that', () => {
    const own = live({ variants: [CONTROL, A], uplift: { share: 0.3 } });
    const units = Array.from({ length: 60 }, (_, n) => `unit ${n}`);
    const candidates = units.flatMap((unit) => [
      ...choose(person({ unit }), asks([own]), TERMS, NOW).places.values(),
    ]);
    const by = Map.groupBy(candidates.flat(), ({ outcome }) => outcome);
    expect([...by.keys()].toSorted()).toEqual(['chosen', 'control', 'passed_over']);
    const [passed] = by.get('passed_over') ?? [];
    expect([passed?.treatment, passed?.variant?.key, passed?.counts]).toEqual([
      null,
      'a',
      ['campaign:hello'],
    ]);
    const said = (outcome: 'chosen' | 'passed_over' | 'control') => {
      const [candidate] = by.get(outcome) ?? [];
      if (candidate === undefined) throw new Error(outcome);
      const given = { decision: 'd', until: NOW, step: 0, others: [] };
      const { properties } = decisionEntry({ site: SITE, visitor: VISITOR, now: NOW }, candidate, given);
      return [properties.propensity, properties.allottedAt];
    };
    expect(said('chosen')).toEqual([0.15, NOW]);
    expect(said('passed_over')).toEqual([0.15, NOW]);
    expect(said('control')).toEqual([0.15, undefined]);
  });

  it('are the same however often they are asked for, in whatever order', () => {
    const turned = all.toReversed().map((ask) => ({ ...ask, campaigns: ask.campaigns.toReversed() }));
    expect(told(choose(person(), turned, TERMS, NOW)).places).toEqual(expected);
    expect(choose(person(), all, TERMS, NOW)).toEqual(choose(person(), all, TERMS, NOW));
  });

  it('have a campaign once though two occasions set it off, by the same one in whatever order', () => {
    const two = ['e2', 'e1', 'e3'].map((trigger) => ({ trigger, campaigns: [live()], event }));
    const chosen = (order: readonly Ask[], who: Person = person()) =>
      choose(who, order, TERMS, NOW)
        .places.get('page')
        ?.map(({ trigger }) => trigger);
    // The same compiled campaign, as a site has it.
    const [own] = two[0]?.campaigns ?? [];
    const same = two.map((ask) => ({ ...ask, campaigns: [own as LiveCampaign] }));
    expect(chosen(same)).toEqual(['e1']);
    expect(chosen(same.toReversed())).toEqual(['e1']);
    const asked = {
      id: 'd3',
      trigger: 'e3',
      t: NOW - 1,
      step: 0,
      page: null,
      isShown: true,
      began: { trigger: 'e3', t: NOW - 1 },
    };
    const answered = person(known({ last: asked }));
    expect(chosen(same.slice(0, 2), answered)).toEqual(['e1']);
  });
});
