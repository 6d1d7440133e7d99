/**
 * A busy shop's posts: consented devices and anonymous visitors, one event or ten, log-ins and log-outs, orders that
 * page and server both report, and posts that are sent twice because the first answer was late.
 */
import { createHash, createHmac } from 'node:crypto';
import { DESKTOP } from '../support/sites.ts';
import { createRandom, type Random } from './random.ts';

const DEVICES = 400;
const STRANGERS = 400;
const PERSONS = 80;
const PRODUCTS = 500;
const TEAMS = 40;
const KEPT_FOR_REPEATS = 300;

const PAGE_EVENTS = ['Product Viewed', 'Product Viewed', 'Page Viewed', 'Product Added'] as const;

export type Post = {
  readonly path: string;
  readonly headers: readonly string[];
  /** Written at the instant it is sent. */
  body(now: number): string;
  /** Of its items, in order. */
  readonly ids: readonly string[];
};

export type TrafficPlan = {
  readonly siteId: string;
  readonly writeKey: string;
  readonly secretKey: string;
  readonly seed: number;
  /** Ids of different rounds differ, those of a repeated round do not. */
  readonly round: number;
};

type Fields = Readonly<Record<string, unknown>>;
type Item = Fields & { readonly i: string };

/** @example const next = createTraffic(plan); const post = next(clock.now()); */
export function createTraffic(plan: TrafficPlan): (now: number) => Post {
  const random = createRandom(plan.seed * 1_000 + plan.round);
  const sent: Post[] = [];
  let events = 0;
  let orders = 0;

  const newId = (): string => uuid(`${plan.seed} ${plan.round} ${events++}`);
  const item = (n: string, t: number, p: Fields): Item => ({ i: newId(), n, t, u: `/shop/${n.length}`, p });

  function makeItems(now: number): readonly Item[] {
    const count = random.chance(0.4) ? 10 : 1;
    return Array.from({ length: count }, (_, place) =>
      item(random.pick(PAGE_EVENTS), now - 60 * (count - place), product(random)),
    );
  }

  function fromDevice(now: number): Post {
    const device = random.below(DEVICES);
    const leaves = random.chance(0.01) ? [item('Signed Out', now, {})] : [];
    const isKnown = device % 4 === 0 && random.chance(0.3);
    return pagePost(plan, device, [...makeItems(now), ...leaves], isKnown ? device % PERSONS : null);
  }

  /** Some order made so far: sooner or later both doors have reported it, some more than once. */
  function aboutOrder(now: number): Post {
    orders += 1;
    const number = random.below(orders);
    const device = (number * 7) % DEVICES;
    const person = random.chance(0.75) ? device % PERSONS : number % PERSONS;
    const id = `order:${plan.round}-${number}`;
    const properties = { order_id: `${plan.round}-${number}`, total: 10.1 + (number % 90) };
    if (random.chance(0.5)) {
      return pagePost(plan, device, [{ ...item('Order Completed', now, properties), i: id }], null);
    }
    return serverPost(plan, { id, name: 'Order Completed', time: now, userId: userOf(person), properties });
  }

  function make(now: number): Post {
    const kind = random.below(100);
    if (kind < 62) return fromDevice(now);
    if (kind < 90) return strangersPost(plan, random.below(STRANGERS), makeItems(now));
    if (kind < 96) return aboutOrder(now);
    const device = random.below(DEVICES);
    const event = { id: newId(), name: 'Product Viewed', time: now - 1_000, properties: product(random) };
    return serverPost(plan, { ...event, device: deviceOf(device), account: `team-${device % TEAMS}` });
  }

  return (now) => {
    const repeated = random.chance(0.05) ? sent[random.below(sent.length)] : undefined;
    if (repeated !== undefined) return repeated;
    const post = make(now);
    sent[random.below(KEPT_FOR_REPEATS)] = post;
    return post;
  };
}

function pagePost(plan: TrafficPlan, device: number, items: readonly Item[], person: number | null): Post {
  const consent = { analytics: true, personalization: true, at: Date.UTC(2026, 0, 1) + device };
  const inner = person === null ? {} : { h: innerHash(plan.siteId, userOf(person)) };
  return collectPost(plan, `30.${device >> 8}.${device & 255}.7`, items, {
    dev: deviceOf(device),
    c: consent,
    ...inner,
  });
}

function strangersPost(plan: TrafficPlan, stranger: number, items: readonly Item[]): Post {
  return collectPost(plan, `40.${stranger >> 8}.${stranger & 255}.7`, items, {});
}

function collectPost(plan: TrafficPlan, address: string, items: readonly Item[], sender: Fields): Post {
  return {
    path: `/v1/collect?k=${plan.writeKey}`,
    headers: ['content-type: text/plain', `user-agent: ${DESKTOP}`, `x-forwarded-for: ${address}`],
    body: (now) => JSON.stringify({ ver: 1, s: now, pg: md5(address), q: 0, ...sender, e: items }),
    ids: items.map(({ i }) => i),
  };
}

function serverPost(plan: TrafficPlan, event: Fields & { readonly id: string }): Post {
  const events = [{ ...event, consent: { analytics: true, personalization: true } }];
  return {
    path: '/v1/events',
    headers: ['content-type: application/json', `authorization: Bearer ${plan.secretKey}`],
    body: () => JSON.stringify({ events }),
    ids: [event.id],
  };
}

function product(random: Random): Fields {
  const number = random.below(PRODUCTS);
  return { product_id: `P-${number}`, name: `Notebook number ${number}`, price: (number % 90) + 0.95 };
}

function deviceOf(device: number): string {
  return md5(`device ${device}`);
}

function userOf(person: number): string {
  return `customer-${person}`;
}

function innerHash(siteId: string, identifier: string): string {
  return createHmac('sha256', siteId).update(identifier, 'utf8').digest('hex');
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function uuid(text: string): string {
  const hex = md5(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
