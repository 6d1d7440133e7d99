/** Wires the ports to this machine and serves. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Engine } from '../../core/engine.ts';
import { InklingError, refuse } from '../../core/errors.ts';
import { createTrustedProxies, type TrustedProxies } from '../../core/identity/address.ts';
import { once } from '../../core/once.ts';
import type { Channel, Clock, Jobs, Platform, Store } from '../../core/ports.ts';
import type { SiteRegistry } from '../../core/sites/registry.ts';
import type { Resolve } from '../../integrations/webhook/guard.ts';
import { buildConsole } from '../console/build.ts';
import { createShop } from '../shop/shop.ts';
import { sendRefusal } from './answer.ts';
import { createApp } from './app.ts';
import { createAuthorize } from './authorize.ts';
import { createRotator } from './cli/master-key.ts';
import { createOperations } from './cli/operations.ts';
import { systemClock } from './clock.ts';
import { createCollectDoor, isCollect } from './collect-door.ts';
import { boundConnections } from './connections.ts';
import { consoleRoutes, createConsoleAuthorize } from './console/authorize.ts';
import { createConsoleDoor } from './console/door.ts';
import { CONSOLE_PATH } from './console/guard.ts';
import { startControl } from './control.ts';
import type { Deliveries } from './deliveries.ts';
import { createShopPort, SHOP_PATH } from './demo.ts';
import { createFaultLog } from './fault-log.ts';
import { createLines } from './lines.ts';
import { type Listening, startListening } from './listening.ts';
import { createLog, type Log } from './log.ts';
import type { Mail } from './mail.ts';
import { mountMail } from './mail-mounts.ts';
import { type OpenEngine, openEngine } from './open-engine.ts';
import { describeRoutes } from './openapi.ts';
import { boundSenders, checkingIntervalMs, type Patience, USUAL_PATIENCE } from './patience.ts';
import { createPlatforms } from './platforms.ts';
import type { Route } from './route.ts';
import { createMetrics, type HealthPorts } from './routes/health.ts';
import { createRoutes } from './routes/table.ts';
import { createProtection, openHeaders, safeHeaders } from './safe-headers.ts';
import type { Settings } from './settings.ts';
import type { WrapStore } from './storage.ts';
import { createStreams, type Streams } from './stream.ts';
import { createTally } from './tally.ts';
import { type Unasked, watchUnasked } from './unasked.ts';
import { readVersion } from './version.ts';

export type ServerOptions = {
  readonly settings: Settings;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly patience?: Patience;
  /** Opens the store; the embedded one in the data folder when left out. */
  readonly openStore?: (dataDir: string) => Promise<Store>;
  readonly wrapStore?: WrapStore;
  /** The name service that webhooks ask; the machine's own when left out. */
  readonly resolve?: Resolve;
  /** Where treatments go, beside the channels that the settings make. */
  readonly channels?: readonly Channel[];
  /** Those of platforms.ts when left out. */
  readonly platforms?: readonly Platform[];
};

export type RunningServer = {
  readonly url: string;
  readonly operatorKey: string;
  readonly sites: SiteRegistry;
  readonly engine: Engine;
  readonly jobs: Jobs;
  readonly deliveries: Deliveries;
  readonly mail: Mail;
  readonly store: Store;
  /** What it answers, for whoever walks every route. */
  readonly routes: readonly Route[];
  /** Answers what is under way, writes what waits, closes the store. */
  stop(): Promise<void>;
};

/**
 * Starts everything, or nothing: what cannot serve stops before it takes traffic.
 *
 * @throws InklingError with place, fault and cure.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { settings, clock = systemClock, log = createLog(settings.logLevel) } = options;
  const { patience = USUAL_PATIENCE, openStore, wrapStore, resolve, channels } = options;
  const { platforms = createPlatforms(settings) } = options;
  const onFault = createFaultLog(log);
  const proxies = createTrustedProxies(settings.trustedProxies);
  const storing = { openStore, wrapStore };
  const open = await openEngine({ settings, clock, ...storing, resolve, channels, platforms, onFault });
  try {
    return await serve({ settings, clock, log, patience, proxies, open, onFault });
  } catch (error) {
    await open.close();
    throw error;
  }
}

type Wiring = {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly patience: Patience;
  readonly proxies: TrustedProxies;
  readonly open: OpenEngine;
  readonly onFault: (error: unknown) => void;
};

async function serve(wiring: Wiring): Promise<RunningServer> {
  const { settings, open } = wiring;
  const { store, engine, jobs, deliveries, mail, operatorKey, samples } = open;
  await eraseAgain(engine, wiring.log);
  await tellUnreadable(store, wiring.log);
  let isOpen = true;
  const streams = createStreams({
    ...{ feed: deliveries.feed, tail: engine.tail },
    ...{ clock: wiring.clock, onFault: wiring.onFault },
  });
  const { server, routes } = createHttpServer(wiring, streams, () => isOpen);
  const unasked = watchUnasked(server);
  const listening = await listen(server, settings);
  const { port } = listening;
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  const url = `http://${host}:${port}`;
  mail.serveAt(url);
  await deliveries.start();
  jobs.start();
  await engine.segments.start();
  engine.relations.start();
  const operations = createOperations({
    ...{
      engine,
      store,
      jobs,
      operatorKey,
      samples,
      url,
      egress: deliveries.egress,
      writeBacks: deliveries.writeBacks,
    },
    rotateMaster: createRotator({ settings, store, clock: wiring.clock }, engine.ring),
  });
  const control = await startControl({ dataDir: settings.dataDir, operations, log: wiring.log });
  return {
    url,
    get operatorKey() {
      return operatorKey.current();
    },
    sites: engine.sites,
    engine,
    jobs,
    deliveries,
    mail,
    store,
    routes,
    stop: async () => {
      if (!isOpen) return;
      isOpen = false;
      await control.stop();
      await samples.stop();
      await jobs.stop();
      streams.stop();
      await deliveries.stop();
      await drain(server, { listening, unasked, drainMs: wiring.patience.drainMs });
      await open.close();
    },
  };
}

/** What was put back from a backup is gone before anybody is served. */
async function eraseAgain({ erasures }: Engine, log: Log): Promise<void> {
  const { erasures: count, visitors } = await erasures.reapply();
  if (count > 0)
    log.warn({ erasures: count, visitors }, 'erasures that the store did not know were done again');
}

/** What was passed over is served without, and named at each start. */
async function tellUnreadable(store: Store, log: Log): Promise<void> {
  const { unreadable = [] } = await store.health();
  if (unreadable.length > 0)
    log.error(
      { collections: unreadable },
      'records that cannot be read were passed over: see inkling doctor',
    );
}

function createHttpServer(
  wiring: Wiring,
  streams: Streams,
  isOpen: () => boolean,
): { readonly server: Server; readonly routes: readonly Route[] } {
  const { clock, log, patience, proxies, open } = wiring;
  const { store, engine, jobs, deliveries, mail, platforms, operatorKey, sessions, samples } = open;
  const tally = createTally();
  const health: HealthPorts = { engine, store, tally, deliveries, streams, isOpen };
  const { publicUrl } = wiring.settings;
  const lines = createLines({ clock, onFault: wiring.onFault });
  const routes = createRoutes({
    ...{ engine, jobs, tally, health, deliveries, streams, lines, mail },
    ...{ proxies, publicUrl, samples, onFault: wiring.onFault },
  });
  const collect = createCollectDoor({
    engine,
    proxies,
    tally,
    log,
    isOpen,
    slowestMs: patience.bodyMs,
    headers: openHeaders(publicUrl),
  });
  const app = createApp({
    engine,
    routes,
    console: { routes: consoleRoutes(routes), authorize: createConsoleAuthorize(sessions, samples) },
    openapi: once(() => describeRoutes(routes, readVersion())),
    collect,
    authorize: createAuthorize(engine, operatorKey),
    metrics: createMetrics(health),
    tally,
    log,
    isOpen,
    proxies,
    slowestMs: patience.bodyMs,
    mounts: new Map([
      [SHOP_PATH, createShop(createShopPort(engine, proxies))],
      [
        CONSOLE_PATH,
        createConsoleDoor({
          ...{ engine, sessions, samples, streams },
          bundle: () => buildConsole('plain'),
          publicUrl,
          onFault: wiring.onFault,
        }),
      ],
      ...mountMail(mail),
      ...platforms.mounts,
    ]),
  });
  platforms.passTo(app);
  return { server: openServer(wiring, { app, collect }), routes };
}

type Doors = { readonly app: RequestListener; readonly collect: RequestListener };

function openServer({ settings, patience }: Wiring, { app, collect }: Doors): Server {
  const { publicUrl, mostConnections } = settings;
  const protect = createProtection(publicUrl);
  const answer: RequestListener = (request, response) => {
    // Most of all requests by far: its door writes the headers itself.
    if (isCollect(request) && !isHostless(request)) return collect(request, response);
    protect(response);
    if (isHostless(request)) sendRefusal(response, refuse('invalid_value', 'host', 'send the header Host'));
    else if (URL.canParse(request.url ?? '', 'http://localhost')) app(request, response);
    else sendRefusal(response, refuse('invalid_value', 'path', 'ask for a valid address'));
  };
  // What node would answer by itself is answered in our words.
  const server = createServer(
    { connectionsCheckingInterval: checkingIntervalMs(patience), requireHostHeader: false },
    answer,
  );
  server.on('checkExpectation', answer);
  boundConnections(server, mostConnections);
  boundSenders(server, patience, safeHeaders(publicUrl));
  return server;
}

/** RFC 9112, section 3.2: then it is no request of HTTP/1.1. */
function isHostless({ headers, httpVersion }: IncomingMessage): boolean {
  return headers.host === undefined && httpVersion === '1.1';
}

async function listen(server: Server, { host, port }: Settings): Promise<Listening> {
  try {
    return await startListening(server, { host, port });
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw new InklingError(
      'cannot_listen',
      'server',
      isTaken ? `port ${port} is in use` : `cannot listen on ${host}:${port}`,
      isTaken ? 'stop the other program, or set PORT to a free one' : 'check HOST and PORT',
      { cause: error },
    );
  }
}

/** Answers what has begun; who is slower than the bound is cut off. */
async function drain(
  server: Server,
  { listening, unasked, drainMs }: { listening: Listening; unasked: Unasked; drainMs: number },
): Promise<void> {
  const closed = listening.close();
  server.closeIdleConnections();
  unasked.close();
  const timer = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearTimeout(timer);
}
