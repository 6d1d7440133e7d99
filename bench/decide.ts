/**
 * What a decision costs with 200 live campaigns over 25 segments: reading the visitor and choosing, in process; the same
 * with places taken and entries durable; and over HTTP, one request at a time.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../apps/server/log.ts';
import { startServer } from '../apps/server/server.ts';
import { readSettings } from '../apps/server/settings.ts';
import { asksOfPage } from '../core/decisions/asks.ts';
import { choose } from '../core/decisions/choose.ts';
import { readPresent } from '../core/decisions/person.ts';
import type { Entry, VisitorId } from '../core/entry.ts';
import { createRules } from '../core/sites/fold-rules.ts';
import { currentKeys } from '../core/sites/registry.ts';
import { CAMPAIGNS, putAll, SEGMENT_DEFINITIONS, SLOTS } from './decide/campaigns.ts';
import { ingestRange, type OpenEngine, openEngine } from './fill/engine.ts';
import { type BenchRun, median, percentile, type Report } from './report.ts';

const MOST_VISITORS = 2_000;

type Occasion = { readonly visitor: VisitorId; readonly events: readonly Entry[] };
/** Microseconds, in the order in which they were waited. */
type Waits = readonly number[];

/** Decisions in a round. */
const ROUND = 1_000;

export default async function measureDecide(run: BenchRun): Promise<Report> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-decide-'));
  try {
    const open = await openEngine(dataDir);
    const events = run.isQuick ? 2_000 : 40_000;
    await putAll(open.engine, open.site);
    await ingestRange(open, { visitors: events / 20, startedAt: Date.now() - events * 400 }, 0, events);
    await open.engine.segments.idle();
    const occasions = await listOccasions(open);
    run.say(`${occasions.length} visitors`);
    const chosen = await measureChoosing(open, occasions, run.isQuick ? 500 : 50_000);
    const settled = await measureSettling(open, occasions, run.isQuick ? 50 : 3_000);
    await open.close();
    const answered = await measureHttp(dataDir, occasions, run.isQuick ? 50 : 3_000);
    return report(chosen, settled, answered);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Everybody, with an event that has just come in. */
async function listOccasions({ engine, site: { siteId } }: OpenEngine): Promise<readonly Occasion[]> {
  await engine.book.flush();
  const { items } = await engine.visitors.list(siteId, null, MOST_VISITORS);
  return items.map(({ visitor }, n) => {
    const t = Date.now();
    const name = n % 4 === 0 ? 'Product Added' : 'Product Viewed';
    const properties = { product_id: `p${n % 500}`, price: 1_999 };
    const event: Entry = {
      site: siteId,
      id: `occasion-${n}`,
      type: 'event',
      name,
      t,
      receivedAt: t,
      visitor,
      source: 'web',
      properties,
      currency: 'EUR',
    };
    return { visitor, events: [event] };
  });
}

async function measureChoosing(
  { engine, site }: OpenEngine,
  occasions: readonly Occasion[],
  times: number,
): Promise<Waits> {
  const { siteId, settings } = site;
  const campaigns = engine.campaigns.of(siteId);
  if (campaigns === null) throw new Error('there are no campaigns');
  const { of: segmentsOf, rulesOf } = engine.segments;
  const rules = createRules(engine.sites, { segmentsOf: rulesOf, campaignsOf: () => campaigns.rules });
  const ports = { book: engine.book, rulesOf: rules, segmentsOf, targets: { of: () => null } };
  return measure(times, async (n) => {
    const { visitor, events } = pick(occasions, n);
    const now = Date.now();
    const present = await readPresent(ports, siteId, visitor, {
      now,
      zone: settings.timezone,
      isForPage: true,
    });
    choose(
      present.person,
      asksOfPage(campaigns, present, { events, slots: SLOTS, now }),
      settings.decisions,
      now,
    );
  });
}

function measureSettling(
  { engine, site }: OpenEngine,
  occasions: readonly Occasion[],
  times: number,
): Promise<Waits> {
  return measure(times, async (n) => {
    const { visitor, events } = pick(occasions, n);
    await engine.campaigns.forPage(site, visitor, { events, slots: SLOTS, now: engine.now() });
  });
}

async function measureHttp(dataDir: string, occasions: readonly Occasion[], times: number): Promise<Waits> {
  const settings = readSettings({ PORT: '0', DATA_DIR: dataDir, PROFILE_CACHE_MB: '2048' });
  const server = await startServer({ settings, log: createLog('silent') });
  try {
    const site = server.sites.get('demo');
    if (site === undefined) throw new Error('there is no demo site');
    const headers = { authorization: `Bearer ${currentKeys(site, Date.now()).secretKey}` };
    return await measure(times, async (n) => {
      const body = JSON.stringify({ visitor: pick(occasions, n).visitor, slots: SLOTS });
      const answer = await fetch(`${server.url}/v1/decide`, { method: 'POST', headers, body });
      if (answer.status !== 200) throw new Error(await answer.text());
      await answer.arrayBuffer();
    });
  } finally {
    await server.stop();
  }
}

/** The first tenth warms the compiler up. */
async function measure(times: number, decide: (n: number) => Promise<unknown>): Promise<Waits> {
  const waits: number[] = [];
  const cold = Math.ceil(times / 10);
  for (let n = 0; n < times + cold; n += 1) {
    const before = process.hrtime.bigint();
    await decide(n);
    if (n >= cold) waits.push(Number(process.hrtime.bigint() - before) / 1_000);
  }
  return waits;
}

/** Somebody else each time, so that nothing is remembered of the one before. */
function pick(occasions: readonly Occasion[], n: number): Occasion {
  const one = occasions[(n * 7919) % occasions.length];
  if (one === undefined) throw new Error('there are no visitors');
  return one;
}

function report(chosen: Waits, settled: Waits, answered: Waits): Report {
  const ms = (micros: number) => ({ value: Math.ceil(micros) / 1_000, unit: 'ms' });
  const p50 = (waits: Waits) => ms(percentile(sorted(waits), 0.5));
  const p99 = (waits: Waits) => ms(percentile(sorted(waits), 0.99));
  const rounds = listRounds(chosen).map((round) => percentile(sorted(round), 0.99));
  return {
    name: 'decide',
    figures: {
      p50: p50(chosen),
      p99: { ...ms(median(rounds)), atMost: 1 },
      p99LeastDisturbed: ms(Math.min(...rounds)),
      p99MostDisturbed: ms(Math.max(...rounds)),
      settledP50: p50(settled),
      settledP99: p99(settled),
      httpP50: p50(answered),
      httpP99: p99(answered),
    },
    notes: [
      `${CAMPAIGNS} live campaigns by all triggers of pages, audiences over ${SEGMENT_DEFINITIONS.length} segments, caps of three scopes; a page with ${SLOTS.length} slots and an event`,
      'p50, p99: reading the visitor and choosing, one after the other, another visitor each time; p99 is the median of that of rounds of a thousand, since a machine that does something else stops all of them for longer than one takes',
      'settled: with places taken and what was decided durable; http: POST /v1/decide, one request at a time, client included',
    ],
  };
}

function sorted(waits: Waits): readonly number[] {
  return waits.toSorted((a, b) => a - b);
}

function listRounds(waits: Waits): readonly Waits[] {
  return Array.from({ length: Math.ceil(waits.length / ROUND) }, (_, n) =>
    waits.slice(n * ROUND, (n + 1) * ROUND),
  );
}
