import { describe, expect, it } from 'vitest';
import { askAgainIn, asksOfPage, type Moment, nextStep } from '../../../core/decisions/asks.ts';
import type { Present } from '../../../core/decisions/person.ts';
import { type CampaignTrack, NO_CAMPAIGNS } from '../../../core/profiles/campaign-tracks.ts';
import { emptyProfile } from '../../../core/profiles/profile.ts';
import { event, visitorId } from '../profiles/world.ts';
import { DAY, type Given, HOUR, MESSAGE, MINUTE, NOW, person, SECOND, siteOf } from './world.ts';

type Known = {
  readonly since?: number | null;
  readonly leftAt?: number | null;
  readonly until?: number | null;
  readonly last?: number;
  readonly session?: number | null;
  readonly track?: CampaignTrack;
};

const VISITOR = visitorId('ann');

function presentOf({ since = null, leftAt = null, until = null, last, session, track }: Known = {}): Present {
  const events = last === undefined ? null : { count: 1, first: last, last };
  const campaigns = { ...NO_CAMPAIGNS, campaigns: track === undefined ? [] : [track] };
  const profile = { ...emptyProfile(VISITOR), events, campaigns };
  return {
    person: person({ campaigns, ...(session === undefined ? {} : { session }) }),
    canonical: VISITOR,
    ids: [VISITOR],
    profile,
    tracks: profile.tracks,
    since: () => since,
    leftAt: () => leftAt,
    until: () => until,
  };
}

const moment = (given: Partial<Moment> = {}): Moment => ({ events: [], slots: [], now: NOW, ...given });
const triggers = (own: Given, known: Known = {}, given: Partial<Moment> = {}, liveSince = 0) =>
  asksOfPage(siteOf({ hello: own }, { liveSince }), presentOf(known), moment(given)).map(
    ({ trigger }) => trigger,
  );

const ENTRY = { trigger: { entry: 'keen' } };
const EXIT = { trigger: { exit: 'keen' } };
const CONTENT = {
  trigger: { slot: 'hero' },
  variants: [{ key: 'a', treatment: { kind: 'content', text: 'Hi' } }],
};
const SIGNAL = { channel: 'webhook', variants: [{ key: 'a', treatment: { kind: 'signal' } }] };

describe('what may set campaigns off on a page', () => {
  it('is each event that has just come in, by its id', () => {
    const events = [event('Product Added', { id: 'e1', t: NOW }), event('Page Viewed', { id: 'e2', t: NOW })];
    expect(triggers({}, {}, { events })).toEqual(['e1']);
    expect(triggers(SIGNAL, {}, { events })).toEqual([]);
  });

  it('is exit intent, which is an event', () => {
    const events = [event('Exit Intent Detected', { id: 'e1', t: NOW })];
    expect(triggers({ trigger: { exitIntent: true } }, {}, { events })).toEqual(['e1']);
  });

  it.each<[string, Given, Known, number, readonly string[]]>([
    ['an entry just now', ENTRY, { since: NOW }, 0, [`entry:keen:${NOW}`]],
    [
      'an entry for as long as it is news',
      ENTRY,
      { since: NOW - 30 * MINUTE },
      0,
      [`entry:keen:${NOW - 30 * MINUTE}`],
    ],
    ['no entry that is news no more', ENTRY, { since: NOW - 30 * MINUTE - 1 }, 0, []],
    [
      'an entry that a campaign keeps as news for longer',
      { ...ENTRY, validFor: '1d' },
      { since: NOW - DAY },
      0,
      [`entry:keen:${NOW - DAY}`],
    ],
    ['no entry from before the campaign was live', ENTRY, { since: NOW - 2 }, NOW - 1, []],
    ['an entry as the campaign went live', ENTRY, { since: NOW - 1 }, NOW - 1, [`entry:keen:${NOW - 1}`]],
    ['no entry of who is not in it', ENTRY, {}, 0, []],
    ['an exit just now', EXIT, { leftAt: NOW }, 0, [`exit:keen:${NOW}`]],
    ['no exit that is news no more', EXIT, { leftAt: NOW - 30 * MINUTE - 1 }, 0, []],
    ['no exit of who is in it', EXIT, { since: NOW }, 0, []],
    ['nothing for channels that no page waits for', { ...ENTRY, ...SIGNAL }, { since: NOW }, 0, []],
  ])('is %s', (_, own, known, liveSince, expected) => {
    expect(triggers(own, known, {}, liveSince)).toEqual(expected);
  });

  it('is a slot of the page, once a session', () => {
    const slots = ['hero', 'footer'];
    expect(triggers(CONTENT, { session: NOW - HOUR }, { slots })).toEqual([`slot:hero:${NOW - HOUR}`]);
    expect(triggers(CONTENT, {}, { slots: ['footer'] })).toEqual([]);
  });

  it.each<[string, Known, readonly string[]]>([
    ['as long as it was asked for', { last: NOW - 45 * SECOND }, [`idle:${NOW - 45 * SECOND}`]],
    ['a millisecond less', { last: NOW - 45 * SECOND + 1 }, []],
    ['after a session', { last: NOW - HOUR, session: null }, []],
    ['without a past', {}, []],
  ])('is idling for %s', (_, known, expected) => {
    expect(triggers({ trigger: { idle: '45s' } }, known)).toEqual(expected);
  });

  it('knows the page load that asks', () => {
    const site = siteOf({ hello: CONTENT });
    const [ask] = asksOfPage(site, presentOf(), moment({ slots: ['hero'], page: 'p1' }));
    expect(ask).toMatchObject({ page: 'p1', slot: 'hero' });
  });
});

const STEP = { wait: '1h', treatment: MESSAGE };
const SEQUENCE = { steps: [STEP, { ...STEP, wait: '2h' }] };
const began = { trigger: 'e1', t: NOW - DAY };
const trackAt = (step: number, reachedAt: number | null = null): CampaignTrack => ({
  campaign: 'hello',
  arm: 'a',
  last: { id: `d${step}`, trigger: 'e1', t: NOW, step, page: null, isShown: true, began },
  allotted: null,
  dismissedAt: null,
  exposed: [
    {
      version: 1,
      arm: 'a',
      t: NOW,
      isMixed: false,
      isClicked: false,
      isDismissed: false,
      shown: 1,
      count: reachedAt === null ? 0 : 1,
      reachedAt,
      value: 0,
      before: 0,
    },
  ],
});

describe('a sequence', () => {
  const site = siteOf({ hello: SEQUENCE });
  const own = site.live[0];
  const next = (track?: CampaignTrack) => own && nextStep(own, presentOf(track && { track }).profile);

  it.each<[string, CampaignTrack | undefined, object | null]>([
    ['that has not begun has no next step', undefined, null],
    [
      'goes on from what was decided first',
      trackAt(0),
      { at: NOW + HOUR, ask: { trigger: 'step:d0:1', step: 1 } },
    ],
    [
      'goes on from its step, as long after it',
      trackAt(1),
      { at: NOW + 2 * HOUR, ask: { trigger: 'step:d1:2', step: 2 } },
    ],
    ['ends with its last step', trackAt(2), null],
    ['ends with its goal', trackAt(0, NOW), null],
    [
      'goes on though an earlier one ended with its goal',
      trackAt(0, NOW - DAY),
      { at: NOW + HOUR, ask: { trigger: 'step:d0:1', step: 1 } },
    ],
  ])('%s', (_, track, expected) => {
    const found = next(track);
    expect(found === null ? null : found).toEqual(
      expected === null
        ? null
        : expect.objectContaining({
            at: (expected as { at: number }).at,
            ask: expect.objectContaining((expected as { ask: object }).ask),
          }),
    );
  });

  it('keeps in mind what it began with', () => {
    expect(next(trackAt(1))?.ask.at).toBe(began.t);
  });

  it('is asked for on a page once its time has come', () => {
    const ask = (now: number) => asksOfPage(site, presentOf({ track: trackAt(0) }), moment({ now }));
    expect(ask(NOW + HOUR - 1)).toEqual([]);
    expect(ask(NOW + HOUR).map(({ trigger }) => trigger)).toEqual(['step:d0:1']);
  });
});

describe('when a page asks again', () => {
  it.each<[string, Given, Known, number | null]>([
    ['never, where nothing waits for time', {}, { last: NOW }, null],
    ['once the visitor has idled', { trigger: { idle: '45s' } }, { last: NOW - 15 * SECOND }, 30 * SECOND],
    ['no sooner than in a second', { trigger: { idle: '45s' } }, { last: NOW - 45 * SECOND + 1 }, SECOND],
    ['never, once it has idled', { trigger: { idle: '45s' } }, { last: NOW - 45 * SECOND }, null],
    ['when a membership changes that a trigger asks for', ENTRY, { until: NOW + HOUR }, HOUR],
    [
      'when one changes that an audience asks for',
      { audience: { none: ['keen'] } },
      { until: NOW + HOUR },
      HOUR,
    ],
    ['when a step comes', SEQUENCE, { track: trackAt(0) }, HOUR],
    ['within a day', ENTRY, { until: NOW + DAY }, DAY],
    ['never after that', ENTRY, { until: NOW + DAY + 1 }, null],
    ['not for who is told elsewhere', { ...ENTRY, ...SIGNAL }, { until: NOW + HOUR }, null],
  ])('is %s', (_, own, known, expected) => {
    expect(askAgainIn(siteOf({ hello: own }), presentOf(known), NOW)).toBe(expected);
  });

  it('is when the first of several changes', () => {
    const site = siteOf({ a: ENTRY, b: { trigger: { idle: '45s' } } });
    expect(askAgainIn(site, presentOf({ until: NOW + HOUR, last: NOW }), NOW)).toBe(45 * SECOND);
  });
});
