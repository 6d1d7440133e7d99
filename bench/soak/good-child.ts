/**
 * Good traffic at a fixed rate, whatever the answers take: visitors who allowed to be known, decisions for some of them,
 * what they were shown, and what an operator reads. A request that had to wait for its turn waited: its time begins
 * when it was due.
 */
import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { percentile } from '../report.ts';
import type { GoodOrder, GoodPlan, GoodReport, Phase, PhaseFigures } from './messages.ts';

const PHASES: readonly Phase[] = ['warm', 'calm', 'hostile', 'ending'];
const VISITORS = 500;
/** Of twenty requests: what is left over reads. */
const COLLECTS = 12;
const DECISIONS = 15;
const EXPOSURES = 17;
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';
const READS = ['/v1/segments', '/v1/visitors?limit=5', '/v1/campaigns', '/v1/segments/keen'];

type Counting = {
  sent: number;
  startedAt: number;
  endedAt: number;
  latencies: { kind: string; ms: number; minute: number }[];
  answers: Map<string, number>;
};
type Call = {
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
  readonly body: unknown;
  readonly address: string;
  readonly settle: (text: string) => void;
};

const counts = new Map<Phase, Counting>(
  PHASES.map((phase) => [phase, { sent: 0, startedAt: 0, endedAt: 0, latencies: [], answers: new Map() }]),
);
const acknowledged: string[] = [];
const decisions: string[] = [];
const agent = new Agent({ keepAlive: true, maxSockets: 128, localAddress: '127.0.0.1' });
let phase: Phase = 'warm';
let timer: NodeJS.Timeout | undefined;

process.on('message', (order: GoodOrder) => {
  if (order.verb === 'start') start(order.plan);
  if (order.verb === 'phase') enter(order.phase);
  if (order.verb === 'stop') stop();
});
process.once('disconnect', () => process.exit());

function start(plan: GoodPlan): void {
  enter('warm');
  const intervalMs = 1_000 / plan.perSecond;
  const startedAt = performance.now();
  let index = 0;
  timer = setInterval(() => {
    for (let dueAt = startedAt + index * intervalMs; dueAt <= performance.now(); dueAt += intervalMs) {
      send(plan, index, dueAt);
      index += 1;
    }
  }, 5);
}

function enter(next: Phase): void {
  const now = performance.now();
  countsOf(phase).endedAt = now;
  phase = next;
  countsOf(next).startedAt = now;
}

function stop(): void {
  clearInterval(timer);
  countsOf(phase).endedAt = performance.now();
  const { user, system } = process.cpuUsage();
  const phases = Object.fromEntries(
    PHASES.map((one) => [one, figuresOf(countsOf(one))]),
  ) as GoodReport['phases'];
  process.send?.({ phases, acknowledged, cpuSeconds: (user + system) / 1e6 } satisfies GoodReport, () =>
    process.disconnect(),
  );
}

function figuresOf({ sent, startedAt, endedAt, latencies, answers }: Counting): PhaseFigures {
  return {
    sent,
    seconds: (endedAt - startedAt) / 1_000,
    latenciesMs: latencies.map(({ ms }) => ms).sort((a, b) => a - b),
    p99OfKinds: p99Of(latencies, ({ kind }) => kind),
    p99OfMinutes: p99Of(latencies, ({ minute }) => String(minute)),
    answers: Object.fromEntries(answers),
  };
}

function p99Of(
  latencies: Counting['latencies'],
  groupOf: (latency: Counting['latencies'][number]) => string,
): Readonly<Record<string, number>> {
  const entries = [...Map.groupBy(latencies, groupOf)].map(([group, own]) => {
    const sorted = own.map(({ ms }) => ms).sort((a, b) => a - b);
    return [group, Math.round(percentile(sorted, 0.99))] as const;
  });
  return Object.fromEntries(entries);
}

function countsOf(one: Phase): Counting {
  const found = counts.get(one);
  if (found === undefined) throw new Error(`there is no phase ${one}`);
  return found;
}

function send(plan: GoodPlan, index: number, dueAt: number): void {
  // It belongs to the phase in which it was due, also where its answer comes later.
  const own = countsOf(phase);
  own.sent += 1;
  const { method, path, key, body, address, settle } = callOf(plan, index);
  const count = (answer: string): void => void own.answers.set(answer, (own.answers.get(answer) ?? 0) + 1);
  const headers = {
    'user-agent': USER_AGENT,
    'accept-language': 'en-GB,en;q=0.9',
    'x-forwarded-for': address,
    ...(key === null ? {} : { authorization: `Bearer ${key}` }),
  };
  const sending = request(
    { agent, port: plan.port, host: '127.0.0.1', method, path, headers },
    (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => {
        const minute = Math.floor((dueAt - own.startedAt) / 60_000);
        own.latencies.push({ kind: path.split('?')[0] ?? path, ms: performance.now() - dueAt, minute });
        count(String(response.statusCode));
        if (response.statusCode === 200) settle(Buffer.concat(pieces).toString('utf8'));
      });
      response.on('error', () => count('none'));
    },
  );
  sending.on('error', () => count('none'));
  sending.end(body === undefined ? undefined : JSON.stringify(body));
}

function callOf(plan: GoodPlan, index: number): Call {
  const visitor = index % VISITORS;
  const device = createHash('md5').update(`device ${visitor}`).digest('hex');
  // Networks of their own: 60.0.0.0/24 and its neighbours.
  const rest = {
    address: `60.${visitor >> 8}.${visitor & 255}.7`,
    key: plan.secretKey,
    settle: () => undefined,
  };
  const kind = index % 20;
  if (kind < COLLECTS) return collectOf(plan, index, device, rest.address);
  if (kind < DECISIONS) {
    const body = { device, slot: 'hero', page: createHash('md5').update(`page ${index}`).digest('hex') };
    return { ...rest, method: 'POST', path: '/v1/decide', body, settle: keepDecision };
  }
  const decision = kind < EXPOSURES ? decisions.shift() : undefined;
  if (decision !== undefined) {
    return {
      ...rest,
      method: 'POST',
      path: '/v1/exposures',
      key: plan.writeKey,
      body: { decision, shown: true },
    };
  }
  return { ...rest, method: 'GET', path: READS[index % READS.length] ?? '/v1/segments', body: undefined };
}

function keepDecision(text: string): void {
  const { decisions: made = [] } = JSON.parse(text) as { decisions?: readonly { readonly id: string }[] };
  const id = made[0]?.id;
  if (id !== undefined && decisions.length < 100) decisions.push(id);
}

function collectOf(plan: GoodPlan, index: number, device: string, address: string): Call {
  const now = Date.now();
  const id = `good-${plan.run}-${index}`;
  const p = { product_id: `P-${index % 97}`, price: (index % 90) + 0.95, category: 'Ink', currency: 'EUR' };
  const body = {
    ...{ ver: 1, s: now, dev: device, d: index % 3 === 0 ? 1 : 0, sl: ['hero'] },
    c: { analytics: true, personalization: true, at: 1_767_614_400_000, source: 'banner' },
    pg: createHash('md5')
      .update(`page of ${index % VISITORS}`)
      .digest('hex'),
    e: [{ i: id, n: index % 5 === 0 ? 'Product Added' : 'Product Viewed', t: now, p, u: `/p/${index % 97}` }],
  };
  const settle = (text: string): void => {
    if ((JSON.parse(text) as { accepted?: number }).accepted === 1) acknowledged.push(id);
  };
  return { method: 'POST', path: `/v1/collect?k=${plan.writeKey}`, key: null, body, address, settle };
}
