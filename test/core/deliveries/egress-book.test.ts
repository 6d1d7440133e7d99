import { describe, expect, it } from 'vitest';
import { createEgressBook, type EgressLine, whyHeldBack } from '../../../core/deliveries/egress-book.ts';
import type { NamedEntry, Receiver, SendOutcome } from '../../../core/deliveries/receiver.ts';
import type { Properties, SiteId, VisitorId } from '../../../core/entry.ts';
import { type ConsentState, NO_CONSENT, recordConsent } from '../../../core/identity/consent.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { createRecordShelf } from '../../support/record-shelf.ts';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 0, 5, 12);
const SITE = 'st_one' as SiteId;
const ANN = 'a1'.repeat(16) as VisitorId;

const said = (properties: Properties): ConsentState =>
  recordConsent(NO_CONSENT, { t: NOON - DAY, id: 'c', visitor: ANN, properties }, ANN);
const NOTHING = { consent: 0, gpc: 0, objection: 0, other: 0 };

function open(consent: ConsentState = NO_CONSENT) {
  const clock = createDrivenClock(NOON);
  const store = createRecordShelf();
  const faults: unknown[] = [];
  const book = { read: async () => ({ slot: { timeline: { profile: { consent } } } }) } as never;
  const egress = createEgressBook({ store, book, clock, onFault: (error) => void faults.push(error) });
  async function send(name: string, outcome: SendOutcome, entry: object = {}): Promise<SendOutcome> {
    const receiver: Receiver = { name, wants: () => true, laneOf: () => '', send: async () => outcome };
    const named = { type: 'notice', name: 'entered', visitor: ANN, ...entry } as NamedEntry;
    return egress.watch(SITE, receiver).send(named, new AbortController().signal);
  }
  return { clock, store, faults, egress, send };
}

const SENT: SendOutcome = { kind: 'sent' };
const FAILED: SendOutcome = { kind: 'failed', reason: 'x', isSlow: false, retryAfterMs: null };
const WITHHELD: SendOutcome = { kind: 'withheld' };

describe('why something was held back', () => {
  it.each([
    ['webhook:crm', said({ purposes: { share: false }, source: 'gpc' }), 'gpc'],
    ['webhook:crm', said({ purposes: { share: false }, source: 'banner' }), 'consent'],
    ['webhook:crm', said({ purposes: { analytics: false, share: false }, source: 'objection' }), 'objection'],
    ['webhook:crm', said({ purposes: { share: true }, source: 'banner', until: NOON - 1 }), 'consent'],
    ['webhook:crm', said({ purposes: { share: true }, source: 'banner' }), 'other'],
    ['webhook:crm', NO_CONSENT, 'other'],
    ['segment', NO_CONSENT, 'consent'],
    ['segment', said({ purposes: { share: true }, source: 'banner' }), 'other'],
    ['channel:email', NO_CONSENT, 'consent'],
    ['channel:email', said({ purposes: { contact: false }, source: 'unsubscribe' }), 'consent'],
    ['channel:email', said({ purposes: { contact: true }, source: 'form' }), 'other'],
    ['channel:email', said({ purposes: { contact: true, personalization: false }, source: 'gpc' }), 'gpc'],
  ] as const)('for %s, from %j: %s', (destination, consent, reason) => {
    expect(whyHeldBack(consent, destination, NOON)).toBe(reason);
  });
});

describe('the book of what left', () => {
  it('counts by day, destination and purpose, and passes on what came of it', async () => {
    const { clock, egress, send } = open();
    expect(await send('webhook:crm', SENT)).toEqual(SENT);
    expect(await send('webhook:crm', FAILED)).toEqual(FAILED);
    await send('webhook:crm', WITHHELD);
    await send('webhook:crm', { kind: 'later', at: NOON });
    await clock.moveTo(NOON + DAY);
    await send('webhook:crm', SENT);
    await send('channel:email', SENT, { type: 'decision', name: 'chosen' });
    const line = (day: string, destination: string, more: Partial<EgressLine>): EgressLine => {
      return { day, destination, purpose: 'share', sent: 1, failed: 0, heldBack: NOTHING, ...more };
    };
    expect(await egress.read(SITE)).toEqual([
      line('2026-01-05', 'webhook:crm', { failed: 1, heldBack: { ...NOTHING, other: 1 } }),
      line('2026-01-06', 'channel:email', { purpose: 'contact' }),
      line('2026-01-06', 'webhook:crm', {}),
    ]);
  });

  it('says why, by what the visitor had said', async () => {
    const { egress, send } = open(said({ purposes: { share: false }, source: 'gpc' }));
    await send('webhook:crm', WITHHELD);
    expect((await egress.read(SITE))[0]?.heldBack).toEqual({ ...NOTHING, gpc: 1 });
  });

  it.each([
    ['channel:email', { type: 'decision', name: 'control' }],
    ['channel:email', { type: 'decision', name: 'holdout' }],
    ['channel:webhook', { type: 'decision', name: 'chosen' }],
  ])('counts nothing that did not leave: %s %j', async (name, entry) => {
    const { egress, send } = open();
    await send(name, SENT, entry);
    expect(await egress.read(SITE)).toEqual([]);
  });

  it('is written a second later, and once more where the store was full', async () => {
    const { clock, store, faults, egress, send } = open();
    await send('webhook:crm', SENT);
    store.isFull = true;
    await clock.moveTo(NOON + 1_000);
    expect(faults).toHaveLength(1);
    store.isFull = false;
    await send('webhook:crm', SENT);
    await clock.moveTo(NOON + 2_000);
    expect(store.dump()).toContain('"sent":2');
    expect((await egress.read(SITE))[0]?.sent).toBe(2);
  });

  it('adds to what an earlier life counted, and forgets after 400 days', async () => {
    const { clock, store, egress, send } = open();
    await store.putRecord('egress', SITE, '2026-01-05:webhook:crm', { sent: 40, gpc: 2 });
    await send('webhook:crm', SENT);
    expect(await egress.read(SITE)).toMatchObject([{ sent: 41, heldBack: { gpc: 2 } }]);
    await clock.leapTo(NOON + 402 * DAY);
    await send('webhook:crm', SENT);
    expect((await egress.read(SITE)).map(({ day }) => day)).toEqual(['2027-02-11']);
  });
});
