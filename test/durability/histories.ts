/** What happens to a small shop in some days, as the posts or entries that tell of it: each may arrive at any time. */
import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import type { Entry, Json } from '../../core/entry.ts';
import { DAY, EVERYBODY, HOUR, MINUTE, START, sharedHistory } from '../core/profiles/world.ts';

/** When everything has arrived: no post is taken before or after this instant, so no flag depends on its place. */
export const ARRIVAL = START + 30 * DAY;

const CONSENT = { analytics: true, personalization: true };

/** A post of a page, or of a server with the secret key; or an entry as another part of the core appends it. */
export type Delivery =
  | { readonly door: 'page'; readonly address: string; readonly envelope: Fields }
  | { readonly door: 'server'; readonly events: readonly Fields[] }
  | { readonly door: 'log'; readonly entry: Entry };

type Fields = { readonly [key: string]: Json };

/** Devices that only look around, those that log in (always the same person), and one for each order. */
const browsing = fc.constantFrom('d1', 'd2');
const knownOn = fc.constantFrom(['d3', 'hal'], ['d4', 'ida']);
const buyer = fc.constantFrom('ann', 'bob', 'cy');
const ordering = fc.constantFrom('d5', 'd6', 'd7', 'd8');
const order = fc.constantFrom('1', '2', '3', '4');
const BUYERS: ReadonlyMap<string, string> = new Map([
  ['1', 'ann'],
  ['2', 'bob'],
  ['3', 'cy'],
  ['4', 'ann'],
]);

/** On a grid with ties, gaps of exactly a session and a millisecond beside them; some of it days old. */
const instant = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom(0, 0, -1, 1), fc.constantFrom(0, 0, 0, 48, 96))
  .map(([half, beside, lateHours]) => ARRIVAL - half * 30 * MINUTE + beside - lateHours * HOUR);

/** Sums of these are not what binary floating point makes of them. */
const price = fc.constantFrom(0.1, 0.2, 0.29, 1.005, 19.99, 33.2, 1234.56);

const eventId = fc.uuid();

const item = fc
  .record({
    i: eventId,
    n: fc.constantFrom('Product Viewed', 'Product Added', 'Page Viewed', 'Checkout Started'),
    t: instant,
    u: fc.constantFrom('/', '/shoes', '/cart', '/shoes?utm_source=mail'),
    p: fc.record({ product_id: fc.constantFrom('p1', 'p2'), price, rating: fc.constantFrom(0.1, 0.2, 4.5) }),
  })
  .map((fields): Fields => fields);

const items = fc.array(item, { minLength: 1, maxLength: 5 });

/** Pages of consented devices. */
const consentedPage = fc
  .record({ device: fc.oneof(browsing, ordering), e: items })
  .map(({ device, e }) => pageOf(device, { e }));

const knownPage = fc
  .record({ known: knownOn, e: items })
  .map(({ known: [device = '', person = ''], e }) => pageOf(device, { e, h: innerHash(person) }));

const signOut = fc
  .record({ device: fc.oneof(browsing, ordering), i: eventId, t: instant })
  .map(({ device, i, t }) => pageOf(device, { e: [{ i, t, n: 'Signed Out', p: {} }] }));

const strangersPage = fc
  .record({ address: fc.constantFrom('198.51.100.7', '203.0.113.7'), e: items })
  .map(({ address, e }): Delivery => envelopeFrom(address, { e }));

/** The page's report of an order, and the server's: the same id, other times, properties and visitors. */
const pagesOrder = order.map((number) =>
  pageOf(`d${4 + Number(number)}`, {
    e: [
      {
        i: `order:${number}`,
        n: 'Order Completed',
        t: ARRIVAL - Number(number) * HOUR,
        p: { order_id: number, total: 0.29 },
      },
    ],
  }),
);

const serversOrder = order.map((number) =>
  serverPost({
    id: `order:${number}`,
    name: 'Order Completed',
    time: ARRIVAL - Number(number) * HOUR + 1_500,
    userId: BUYERS.get(number) ?? 'ann',
    properties: { order_id: number, total: 1.005, tax: 0.1 },
  }),
);

const serversEvent = fc
  .record({ id: eventId, who: buyer, hasEmail: fc.boolean(), time: instant })
  .map(({ id, who, hasEmail, time }) =>
    serverPost({
      id,
      name: 'Order Refunded',
      time,
      properties: { order_id: '1', total: 0.1 },
      userId: who,
      ...(hasEmail ? { email: `${who}@shop.example` } : {}),
    }),
  );

/**
 * Some are sent twice. A visitor chooses once, later than what servers state; one person logs in on a device, and an
 * order is the same whenever a door reports it: what identify writes beside the events is then the same in any order.
 */
export const posts: fc.Arbitrary<readonly Delivery[]> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: consentedPage },
      { weight: 3, arbitrary: knownPage },
      { weight: 2, arbitrary: strangersPage },
      { weight: 2, arbitrary: pagesOrder },
      { weight: 2, arbitrary: serversOrder },
      { weight: 2, arbitrary: serversEvent },
      { weight: 1, arbitrary: signOut },
    ),
    { minLength: 8, maxLength: 40, size: 'max' },
  )
  .chain((deliveries) =>
    fc.subarray(deliveries, { maxLength: 6 }).map((repeated) => [...deliveries, ...repeated]),
  );

const copy = fc.record({
  place: fc.nat(),
  source: fc.constantFrom('web' as const, 'server' as const),
  laterMs: fc.nat(90_000),
  visitor: fc.constantFrom(...EVERYBODY),
});

/** Entries of everybody with links of every kind; some have copies of their id, from whichever transport. */
export const entries: fc.Arbitrary<readonly Delivery[]> = fc
  .tuple(sharedHistory, fc.array(copy, { maxLength: 8 }))
  .map(([originals, copies]) => {
    const copied = copies.flatMap(({ place, source, laterMs, visitor }) => {
      const entry = originals[place % originals.length];
      if (entry === undefined) return [];
      return { ...entry, source, t: entry.t + laterMs, ...(entry.type === 'event' ? { visitor } : {}) };
    });
    return [...originals, ...copied].map((entry): Delivery => ({ door: 'log', entry }));
  });

/** How posts arrive: in which order, how many at once, and after which batches the server starts anew, killed or stopped. */
export type Arrival = {
  readonly deliveries: readonly Delivery[];
  readonly batches: readonly { readonly size: number; readonly after: 'nothing' | 'stop' | 'kill' }[];
};

export function arrivalOf(deliveries: readonly Delivery[]): fc.Arbitrary<Arrival> {
  const all = { minLength: deliveries.length, maxLength: deliveries.length };
  const batch = fc.record({
    size: fc.integer({ min: 1, max: 6 }),
    after: fc.constantFrom<'nothing' | 'stop' | 'kill'>(
      'nothing',
      'nothing',
      'nothing',
      'nothing',
      'stop',
      'kill',
    ),
  });
  return fc.record({
    deliveries: fc.shuffledSubarray([...deliveries], all),
    batches: fc.array(batch, all),
  });
}

function pageOf(name: string, fields: Fields): Delivery {
  const consent = { ...CONSENT, at: ARRIVAL - 10 * MINUTE };
  return envelopeFrom(`192.0.2.${name.slice(1)}`, { dev: deviceId(name), c: consent, ...fields });
}

function envelopeFrom(address: string, fields: Fields): Delivery {
  return { door: 'page', address, envelope: { ver: 1, s: ARRIVAL, q: 0, ...fields } };
}

function serverPost(event: Fields): Delivery {
  return { door: 'server', events: [{ ...event, consent: CONSENT }] };
}

function deviceId(name: string): string {
  return createHash('md5').update(name).digest('hex');
}

/** A page's hash needs the site's public id; any key serves here that is always the same. */
function innerHash(identifier: string): string {
  return createHmac('sha256', 'site').update(identifier).digest('hex');
}
