/** The endpoints in memory, each with its outbox. */
import { isDeepStrictEqual } from 'node:util';
import type { OutboxPorts } from '../../core/deliveries/desk.ts';
import type { MaySend } from '../../core/deliveries/egress.ts';
import { createOutbox, type Outbox } from '../../core/deliveries/outbox.ts';
import type { SiteId } from '../../core/entry.ts';
import type { Endpoints, Opened } from './endpoints.ts';
import type { Guard } from './guard.ts';
import { createPoster } from './post.ts';
import { createReceiver } from './receiver.ts';

const RETRY_MS = 10_000;

export type RunningPorts = OutboxPorts & { readonly guard: Guard; readonly maySend: MaySend };
export type Running = Opened & { readonly site: SiteId; readonly outbox: Outbox };

type RunningEndpoints = {
  find(site: SiteId, key: string): Running | undefined;
  ofSite(site: SiteId): readonly Running[];
  all(): readonly Running[];
  /** Starts its outbox, unless the receiver has ended it. */
  run(site: SiteId, opened: Opened): Promise<Running>;
  /**
   * Runs it in place of what ran under the key before.
   *
   * @param make Of how it stands in the store (null: there is none); null: it stays so.
   */
  change(
    site: SiteId,
    key: string,
    make: (opened: Opened | null) => Promise<Opened | null>,
  ): Promise<Running | null>;
  /** As another server has changed it. */
  readAgain(site: SiteId, key: string): Promise<void>;
  /** The site is gone. */
  dropSite(site: SiteId): Promise<void>;
  /** False where there is none. */
  drop(site: SiteId, key: string): Promise<boolean>;
  /** One change of a site at a time: each starts from what the one before has left. */
  inTurn<T>(site: SiteId, work: () => Promise<T>): Promise<T>;
  /** Stops all of them, once no change is under way. */
  stop(): Promise<void>;
};

const nameOf = (site: SiteId, key: string): string => `${site} ${key}`;

export function createRunning(ports: RunningPorts, endpoints: Endpoints): RunningEndpoints {
  const { clock, guard, maySend, onFault } = ports;
  const receiving = { clock, maySend, post: createPoster(guard, clock) };
  const running = new Map<string, Running>();
  const ofSite = (site: SiteId) => [...running.values()].filter((one) => one.site === site);
  const find = (site: SiteId, key: string): Running | undefined => running.get(nameOf(site, key));

  const { inTurn, idle } = createSiteTurns();

  async function run(site: SiteId, opened: Opened): Promise<Running> {
    const { key, stopped } = opened.endpoint;
    const outbox = createOutbox(site, createReceiver(opened, receiving), ports, endSoon);
    const started: Running = { ...opened, site, outbox };
    function endSoon(reason: string): void {
      inTurn(site, () => end(started, reason)).catch((error: unknown) => {
        onFault(error);
        clock.after(RETRY_MS, () => endSoon(reason));
      });
    }
    running.set(nameOf(site, key), started);
    if (stopped === null) await outbox.start();
    return started;
  }

  /** First what may fail: until it is saved, what ran before runs on. */
  const change: RunningEndpoints['change'] = async (site, key, make) => {
    const opened = await endpoints.change(site, key, make);
    if (opened === null) return null;
    await find(site, key)?.outbox.stop();
    return run(site, opened);
  };

  /** What an endpoint said that was put anew meanwhile is not for the new one. */
  async function end(known: Running, reason: string): Promise<void> {
    const { site, endpoint } = known;
    if (find(site, endpoint.key) !== known) return;
    const stopped = { at: clock.now(), reason };
    await change(site, endpoint.key, async (now) =>
      now === null || !isDeepStrictEqual(now.endpoint, endpoint)
        ? null
        : { ...now, endpoint: { ...endpoint, stopped } },
    );
  }

  async function drop(site: SiteId, key: string): Promise<boolean> {
    const known = find(site, key);
    const isRemoved = await endpoints.remove(site, key);
    if (known !== undefined) await letGo(known);
    return isRemoved || known !== undefined;
  }

  async function letGo({ site, endpoint, outbox }: Running): Promise<void> {
    running.delete(nameOf(site, endpoint.key));
    await outbox.stop();
    await outbox.clear();
  }

  async function readAgain(site: SiteId, key: string): Promise<void> {
    const known = find(site, key);
    const opened = await endpoints.read(site, key);
    if (opened === null) return known && letGo(known);
    if (known !== undefined && isSame(known, opened)) return;
    await known?.outbox.stop();
    await run(site, opened);
  }

  return {
    find,
    ofSite,
    all: () => [...running.values()],
    run,
    change,
    readAgain,
    drop,
    dropSite: async (site) => void (await Promise.all(ofSite(site).map(letGo))),
    inTurn,
    stop: async () => {
      await idle();
      await Promise.all([...running.values()].map(({ outbox }) => outbox.stop()));
    },
  };
}

function isSame(known: Opened, { endpoint, secrets }: Opened): boolean {
  return isDeepStrictEqual([known.endpoint, known.secrets], [endpoint, secrets]);
}

function createSiteTurns() {
  const turns = new Map<SiteId, Promise<unknown>>();
  return {
    inTurn: <T>(site: SiteId, work: () => Promise<T>): Promise<T> => {
      const mine = (turns.get(site) ?? Promise.resolve()).then(work, work);
      turns.set(site, mine);
      return mine;
    },
    idle: () => Promise.allSettled(turns.values()),
  };
}
