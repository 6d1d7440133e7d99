/** Persons who gave every answer about consent that there is, and what then goes out about each of them on every way. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { PURPOSES, type Purpose, type VisitorId } from '../../../core/entry.ts';
import { namedVisitor } from '../../../core/identity/naming.ts';
import type { EgressName } from '../../../core/privacy/egresses.ts';
import type { Site } from '../../../core/sites/site.ts';
import { campaign } from '../../acceptance/campaigns.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { bearer, createSite, type TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { countCrowds } from './egress-crowds.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type State = {
  readonly name: string;
  /** What is not allowed in the end. */
  readonly denies: readonly Purpose[];
  readonly how: 'given' | 'refused' | 'over' | 'gpc' | 'objection';
};

export const STATES: readonly State[] = [
  { name: 'everything given', denies: [], how: 'given' },
  ...PURPOSES.map((purpose): State => ({ name: `${purpose} refused`, denies: [purpose], how: 'refused' })),
  ...PURPOSES.map((purpose): State => ({ name: `${purpose} over`, denies: [purpose], how: 'over' })),
  { name: 'GPC in the latest requests', denies: ['personalization', 'share'], how: 'gpc' },
  { name: 'objected', denies: ['analytics', 'personalization', 'share'], how: 'objection' },
];

type Person = {
  readonly state: State;
  readonly userId: string;
  readonly email: string;
  readonly device: string;
};
export type EgressWorld = {
  /** Of whom something went out on a way. Where only numbers go, how many there were. */
  readonly went: Readonly<Record<EgressName, ReadonlySet<string> | number | string>>;
  readonly routes: readonly string[];
  close(): Promise<void>;
};

const people: readonly Person[] = STATES.map((state, n) => ({
  state,
  userId: `person-${n}`,
  email: `person-${n}@example.com`,
  device: `${n.toString(16)}e`.padStart(4, '0').repeat(8),
}));

/** What Segment was told. */
type ToldCall = {
  readonly userId: string;
  readonly event?: string;
  readonly timestamp: string;
  readonly properties?: { readonly segment?: string };
  readonly traits?: { readonly inkling_intent_score?: number | null };
};

type Stage = {
  readonly served: Served;
  readonly site: TestSite;
  readonly tenant: Site;
  readonly posted: readonly Record<string, unknown>[];
  readonly told: readonly ToldCall[];
  streamed(): string;
};

/** @example const { went } = await liveInEveryState(); went.mails // names of states */
export async function liveInEveryState(): Promise<EgressWorld> {
  const posted: Record<string, unknown>[] = [];
  const told: ToldCall[] = [];
  const hook = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const body = JSON.parse(text);
      // Segment's door, and a webhook's.
      if (Array.isArray(body.batch)) told.push(...body.batch);
      else posted.push(body);
      response.writeHead(204).end();
    });
  }).listen(0, '127.0.0.1');
  await once(hook, 'listening');
  const env = {
    INKLING_WEBHOOK_PRIVATE_HOSTS: 'loopback',
    INKLING_SMTP_URL: 'sink',
    TRUSTED_PROXIES: 'loopback',
  };
  const served = await serve({ env });
  const site = await createSite(served, {
    site: 'ways',
    policy: 'statistics',
    postsPerSecondPerAddress: 1e6,
    postsPerSecondPerKey: 1e6,
  });
  const tenant = served.sites.get(site.site) as Site;
  await furnish(served, site, `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`);
  const stream = await followStream(served, site);
  const stage: Stage = { served, site, tenant, posted, told, streamed: stream.text };
  await begin(stage);
  await change(stage);
  await goOn(stage);
  const went = { ...(await lookAtPeople(stage)), ...(await countCrowds(stage)) };
  return {
    went,
    routes: served.routes.map(({ method, path }) => `${method} ${path}`),
    close: async () => {
      stream.close();
      await served.stop();
      hook.close();
    },
  };
}

async function furnish(served: Served, site: TestSite, url: string): Promise<void> {
  const put = async (method: string, path: string, body: object) => {
    const answer = await site.ask(method, path, body);
    expect([path, answer.status < 300 || answer.body]).toEqual([path, true]);
  };
  await put('PATCH', '/v1/mail', { postalAddress: '1 Reed Lane' });
  await put('PUT', '/v1/segments/viewers', { name: 'Viewers', when: { event: 'Product Viewed' } });
  await put('PUT', '/v1/segments/adders', { name: 'Adders', when: { event: 'Product Added' } });
  await served.engine.segments.idle();
  await put('PUT', '/v1/webhooks/crm', { url, types: ['notice', 'decision'], visitor: 'own' });
  await put('PUT', '/v1/segment/write-back', { writeKey: 'key-of-the-source', host: `${url}v1` });
  const variants = (treatment: object) => [{ key: 'a', treatment }];
  const trigger = { entry: 'adders' };
  const mail = { kind: 'email', subject: 'Your cart', text: 'Still here.' };
  await put(
    'PUT',
    '/v1/campaigns/hello',
    campaign({
      trigger: { slot: 'hero' },
      variants: [{ key: 'control', treatment: null }, ...variants({ kind: 'content', text: 'Hello' })],
    }),
  );
  await put('PUT', '/v1/campaigns/letter', campaign({ channel: 'email', trigger, variants: variants(mail) }));
  await put(
    'PUT',
    '/v1/campaigns/relay',
    campaign({ channel: 'webhook', trigger, variants: variants({ kind: 'signal', data: {} }) }),
  );
}

async function followStream(served: Served, site: TestSite) {
  const abort = new AbortController();
  let text = '';
  const answer = await fetch(`${served.url}/v1/stream`, {
    headers: bearer(site.secretKey),
    signal: abort.signal,
  });
  const read = async () => {
    for await (const chunk of answer.body ?? []) text += new TextDecoder().decode(chunk);
  };
  read().catch(() => undefined);
  return { text: () => text, close: () => abort.abort() };
}

const event = ({ userId, email }: Person, name: string, time: number, more: object = {}) => ({
  id: `${userId} ${name}`.replaceAll(' ', '-'),
  name,
  time,
  userId,
  email,
  properties: { product_id: 'p1' },
  ...more,
});

async function page(
  { site, served }: Stage,
  person: Person,
  more: object,
  headers: Record<string, string> = {},
) {
  const inner = createHmac('sha256', site.siteId).update(person.userId).digest('hex');
  const pr = createHmac('sha256', site.secretKey).update(inner).digest('hex');
  return site.collect(
    { s: served.clock.now(), dev: person.device, h: inner, pr, e: [], ...more },
    { headers },
  );
}

/** Everybody allows everything, some of it for an hour, and looks at something. */
async function begin(stage: Stage): Promise<void> {
  const { site, served } = stage;
  for (const person of people) {
    const { state, userId, email } = person;
    const c = { analytics: true, personalization: true, share: true, at: NOON - HOUR, source: 'banner' };
    const item = { i: `v-${userId}`, n: 'Product Viewed', t: NOON, p: { product_id: 'p1' }, u: '/' };
    await page(stage, person, { c, e: [item] });
    const all = Object.fromEntries(PURPOSES.map((purpose) => [purpose, true]));
    const allow = (purposes: object, more: object = {}) =>
      site.ask('POST', '/v1/consent', { userId, email, purposes, source: 'form', at: NOON - 2, ...more });
    await allow(all);
    const [ending] = state.denies;
    if (state.how === 'over' && ending !== undefined)
      await allow({ [ending]: true }, { at: NOON - 1, until: NOON + HOUR });
    for (const day of [2, 0]) {
      const properties = { order_id: `${userId}-${day}`, total: 20, currency: 'EUR', products: [] };
      const id = `order:${userId}-${day}`;
      await site.ingest([event(person, 'Order Completed', NOON - day * DAY, { id, properties })]);
    }
  }
  await served.engine.book.flush();
}

async function change(stage: Stage): Promise<void> {
  const { site, served } = stage;
  await served.clock.moveTo(NOON + 30 * MINUTE);
  for (const person of people) {
    const { state, userId, email } = person;
    const purposes = Object.fromEntries(state.denies.map((purpose) => [purpose, false]));
    if (state.how === 'refused')
      await site.ask('POST', '/v1/consent', { userId, email, purposes, source: 'form' });
    if (state.how === 'objection') await site.ask('POST', '/v1/objections', { userId });
    if (state.how === 'gpc') await page(stage, person, {}, { 'sec-gpc': '1' });
  }
}

/** An hour later a server tells of one more thing that each of them did. */
async function goOn({ site, served, posted }: Stage): Promise<void> {
  const { clock, engine } = served;
  await clock.moveTo(NOON + 2 * HOUR);
  await site.ingest(people.map((person) => event(person, 'Product Added', NOON + 2 * HOUR)));
  await engine.segments.catchUp();
  await engine.segments.idle();
  await clock.moveTo(NOON + 2 * HOUR + MINUTE);
  const [first] = people;
  // Of whom nothing stands in the way, the last thing to come out has come.
  await until(() => posted.some((body) => body.campaign === 'relay'));
  await until(async () => (await inboxOf(served)).includes(first?.email ?? ''));
  await clock.moveTo(NOON + 2 * HOUR + 2 * MINUTE);
}

async function inboxOf({ url }: Served): Promise<string> {
  return (await fetch(`${url}/dev/inbox`)).text();
}

type Names = ReadonlySet<string>;

async function readLines(served: Served, site: TestSite, path: string): Promise<string> {
  const answer = await fetch(served.url + path, { headers: bearer(site.secretKey) });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
}

async function lookAtPeople(stage: Stage) {
  const { served, site, tenant, posted, told } = stage;
  const file = await readLines(served, site, '/v1/segments/adders/members?format=ndjson');
  const scores = await readLines(served, site, '/v1/scores?format=ndjson');
  const since = new Date(NOON + 2 * HOUR).toISOString();
  const toldLately = told.filter(({ timestamp }) => timestamp >= since);
  const inbox = await inboxOf(served);
  const members = JSON.stringify((await site.ask('GET', '/v1/segments/viewers/members')).body);
  const visitors = new Map(
    people.map((one) => [one, namedVisitor({ userId: one.userId }, tenant) as VisitorId]),
  );
  const where = async (
    isSo: (person: Person, visitor: VisitorId) => boolean | Promise<boolean>,
  ): Promise<Names> => {
    const found = new Set<string>();
    for (const [person, visitor] of visitors) if (await isSo(person, visitor)) found.add(person.state.name);
    return found;
  };
  const events = stage
    .streamed()
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice(6)) as Record<string, unknown>);
  const isEntry = (body: Record<string, unknown>, visitor: string) =>
    body.type === 'entered' && body.segment === 'adders' && body.visitor === visitor;
  const answerOf = async ({ userId }: Person) =>
    (await site.ask('POST', '/v1/decide', { userId, slot: 'hero' })).body as Record<string, unknown[]>;
  const scoresOf = async (visitor: VisitorId) =>
    (await site.ask('GET', `/v1/visitors/${visitor}/scores`)).body.items as unknown[];
  const rehearsed = (await site.ask('POST', '/v1/campaigns/relay/dry-run?days=2', {})).body;
  return {
    'notices to webhooks': await where((_, visitor) => posted.some((body) => isEntry(body, visitor))),
    'campaigns to webhooks': await where((_, visitor) =>
      posted.some((body) => body.campaign === 'relay' && body.visitor === visitor),
    ),
    'segments to Segment': await where(({ userId }) =>
      toldLately.some((call) => call.userId === userId && call.properties?.segment === 'adders'),
    ),
    'scores to Segment': await where(({ userId }) =>
      toldLately.some(
        (call) => call.userId === userId && typeof call.traits?.inkling_intent_score === 'number',
      ),
    ),
    'members as a file': await where((_, visitor) => file.includes(visitor)),
    'scores as a file': await where((_, visitor) => scores.includes(visitor)),
    mails: await where(({ email }) => inbox.includes(email)),
    'decisions on pages': await where(async (person) => {
      const { body } = await page(stage, person, { d: 1, sl: ['hero'] });
      const decisions = (body.do ?? []) as { readonly id: string; readonly treatment: unknown }[];
      for (const { id, treatment } of decisions) {
        const said = treatment === null ? { shown: false, withheld: true } : { shown: true };
        await site.ask('POST', '/v1/exposures', { decision: id, ...said });
      }
      return decisions.length > 0;
    }),
    'decisions for servers': await where(
      async (person) => ((await answerOf(person)).decisions ?? []).length > 0,
    ),
    export: await where(
      async (_, visitor) => (await site.ask('GET', `/v1/visitors/${visitor}/export`)).status === 200,
    ),
    'the stream': await where((_, visitor) => events.some((body) => isEntry(body, visitor))),
    segments: await where(
      async (person, visitor) =>
        members.includes(visitor) && ((await answerOf(person)).segments ?? []).length > 0,
    ),
    scores: await where(async (_, visitor) => (await scoresOf(visitor)).length > 0),
    'dry runs': Number(rehearsed.visitors),
  };
}
