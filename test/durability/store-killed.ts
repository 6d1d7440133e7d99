/** A database that is killed with -9 in the midst of a write, under load, and comes back: what the app makes of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type App, startApp } from '../support/app-process.ts';
import { type MortalMongo, openMortalMongo } from '../support/mongodb/server.ts';
import { call, type HttpAnswer, openDoors, type TestSite } from '../support/sites.ts';
import { until } from '../support/until.ts';
import { type Findings, inspectPlace } from './inspect-place.ts';
import { type Place, settingsOf } from './places.ts';
import { createRandom, type Random } from './random.ts';

export type StoreKilledPlan = { readonly rounds: number; readonly seed: number };

export type StoreKilledFigures = {
  /** Of posts that were sent and answered while the database was away, each once. */
  readonly answersAway: readonly string[];
  /** Of all posts, each once. */
  readonly answers: readonly string[];
  /** Posts that were sent and unanswered at the kill, in the round where they were fewest. */
  readonly inFlightLeast: number;
  readonly acknowledged: number;
  /** By user, what the app counts where that is not what it acknowledged. */
  readonly countsOff: readonly string[];
  /** What is there once the app has ended. */
  readonly found: Findings;
};

/** Each waits for its answer before it posts again. */
const LANES = 64;
const USERS = 8;
/** Posts that are acknowledged in a round before the kill, and again once the database is back. */
const ACKNOWLEDGED = 150;
/** Posts that are sent and answered while it is away. */
const REFUSED = LANES / 2;
const LONGEST_INTO_IT_MS = 4;
/** Whoever is refused is told to wait for longer; here nobody else waits for the server. */
const AGAIN_MS = 50;

/** @example const { found } = await killStore({ rounds: 1, seed: 1 }); found.lost // [] */
export async function killStore({ rounds, seed }: StoreKilledPlan): Promise<StoreKilledFigures> {
  const server = await openMortalMongo();
  const place: Place = {
    dataDir: mkdtempSync(join(tmpdir(), 'inkling-store-killed-')),
    mongodbUrl: server.url('killed'),
  };
  let app: App | null = null;
  try {
    app = await startApp({ dataDir: place.dataDir, env: settingsOf(place) });
    const lived = await killUnder(app, server, { rounds, random: createRandom(seed) });
    await app.stop();
    const { ids, ...figures } = lived;
    return { ...figures, acknowledged: ids.length, found: await inspectPlace(place, ids, Date.now()) };
  } finally {
    await app?.kill();
    await server.stop();
    rmSync(place.dataDir, { recursive: true, force: true });
  }
}

type Kills = { readonly rounds: number; readonly random: Random };
type Lived = Omit<StoreKilledFigures, 'found' | 'acknowledged'> & { readonly ids: readonly string[] };
type Doors = Pick<TestSite, 'ask' | 'ingest'>;

async function killUnder(app: App, server: MortalMongo, { rounds, random }: Kills): Promise<Lived> {
  const doors = openDoors(app.url, app.demo);
  await doors.ask('PUT', '/v1/segments/keen', { name: 'Keen', words: 'did "Product Viewed"' });
  const load = startLoad(doors);
  const inFlight: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await load.acknowledge(ACKNOWLEDGED);
    inFlight.push(await killInWrite(server, load, random.below(LONGEST_INTO_IT_MS)));
    load.isAway = true;
    await load.refuse(REFUSED);
    load.isAway = false;
    await server.restart();
    await until(async () => (await call(`${app.url}/readyz`)).status === 200);
    await load.acknowledge(ACKNOWLEDGED);
  }
  await load.end();
  return {
    ids: [...load.acknowledged.keys()],
    answers: [...load.answers],
    answersAway: [...load.answersAway],
    inFlightLeast: Math.min(...inFlight),
    countsOff: await compareCounts(doors, load.acknowledged),
  };
}

/** So long after entries have gone out to it. Answers how many posts wait for their answer then. */
async function killInWrite(server: MortalMongo, load: Load, intoItMs: number): Promise<number> {
  const met = Promise.withResolvers<void>();
  server.door.meet((command, collection) => {
    if (command === 'insert' && collection === 'entries') met.resolve();
    return 'pass';
  });
  await met.promise;
  server.door.meet(() => 'pass');
  await pause(intoItMs);
  const { inFlight } = load;
  await server.kill();
  return inFlight;
}

const TAKEN = '200';

function describe({ status, body }: HttpAnswer): string {
  const { code } = (body.error ?? {}) as { readonly code?: string };
  return [status, code ?? []].flat().join(' ');
}

type Load = ReturnType<typeof startLoad>;

/** An event that was refused is posted again, until it is acknowledged. */
function startLoad({ ingest }: Doors) {
  const acknowledged = new Map<string, string>();
  const answers = new Set<string>();
  const answersAway = new Set<string>();
  const load = { inFlight: 0, isAway: false, refused: 0 };
  let isOver = false;

  async function post(id: string, userId: string): Promise<boolean> {
    const wasAway = load.isAway;
    load.inFlight += 1;
    const event = { id, name: 'Product Viewed', userId, consent: { analytics: true }, properties: {} };
    const said = await ingest([event]).then(describe, String);
    load.inFlight -= 1;
    answers.add(said);
    if (!wasAway || !load.isAway) return said === TAKEN;
    answersAway.add(said);
    load.refused += 1;
    return said === TAKEN;
  }

  async function run(lane: number): Promise<void> {
    for (let n = 0; !isOver; n += 1) {
      const [id, userId] = [`${lane}-${n}`, `user-${(lane + n) % USERS}`];
      while (!(await post(id, userId))) await pause(AGAIN_MS);
      acknowledged.set(id, userId);
    }
  }

  const lanes = Array.from({ length: LANES }, (_, lane) => run(lane));
  return Object.assign(load, {
    acknowledged,
    answers,
    answersAway,
    acknowledge: (more: number) => {
      const enough = acknowledged.size + more;
      return until(() => acknowledged.size >= enough);
    },
    refuse: (more: number) => {
      const enough = load.refused + more;
      return until(() => load.refused >= enough);
    },
    end: async (): Promise<void> => {
      isOver = true;
      await Promise.all(lanes);
    },
  });
}

async function compareCounts(
  { ask }: Doors,
  acknowledged: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const off: string[] = [];
  for (const [userId, own] of Map.groupBy(acknowledged.values(), (user) => user)) {
    const { visitor } = (await ask('POST', '/v1/visitors/lookup', { userId })).body;
    const { events } = (await ask('GET', `/v1/visitors/${visitor}`)).body;
    const { count } = events as { count: number };
    if (count !== own.length) off.push(`${userId}: ${count}, not ${own.length}`);
  }
  return off;
}
