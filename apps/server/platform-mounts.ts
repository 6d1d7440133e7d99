/** Gives each platform its own address and the ports it works with. */
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Request, Response } from 'express';
import type { Receiver } from '../../core/deliveries/receiver.ts';
import type { Engine } from '../../core/engine.ts';
import type { SiteId } from '../../core/entry.ts';
import { InklingError, refuse } from '../../core/errors.ts';
import type { TrustedProxies } from '../../core/identity/address.ts';
import type {
  Channel,
  Clock,
  ConnectedPlatform,
  CouponDesk,
  Jobs,
  Platform,
  PlatformPorts,
  PlatformWeb,
  Store,
} from '../../core/ports.ts';
import type { Forgetter } from '../../core/privacy/erasures.ts';
import { ok, refusalAnswer, sendJson, sendRefusal } from './answer.ts';
import { readBody } from './body.ts';
import { readCircumstances, stepBehindSender } from './seen.ts';

export type PlatformWiring = {
  readonly store: Store;
  readonly clock: Clock;
  readonly engine: Engine;
  readonly proxies: TrustedProxies;
  readonly publicUrl: string | null;
  /** Most time a body may take. */
  readonly slowestMs: number;
  readonly onFault: (error: unknown) => void;
};

type Named = ConnectedPlatform & { readonly name: string };
type Mount = (request: Request, response: Response, next: (error?: unknown) => void) => void;

/** The platforms as the rest of the server uses them. */
export type Platforms = {
  /** By the path below which its requests arrive. */
  readonly mounts: readonly (readonly [string, Mount])[];
  /** Each as an erasure asks it. */
  readonly forgetters: readonly Forgetter[];
  readonly channels: readonly Channel[];
  /** Null where the site's platform makes no codes. */
  deskOf(site: SiteId): CouponDesk | null;
  /** Labels whose scores the site's platform writes to visitors. */
  labelsOf(site: SiteId): readonly string[];
  /** Who hears what the log says of a site. */
  receiversOf(site: SiteId): readonly Receiver[];
  register(jobs: Jobs): void;
  /** Where requests go that a platform passes on. */
  passTo(app: RequestListener): void;
};

/** @example const { mounts, forgetters } = connectPlatforms([kiosk], wiring) */
export function connectPlatforms(platforms: readonly Platform[], wiring: PlatformWiring): Platforms {
  let app: RequestListener = (_request, response) =>
    sendRefusal(response, refuse('shutting_down', '', 'the server is starting: try again'));
  const ports = createPorts(wiring, (request, response) => app(request, response));
  const connected = platforms.map(({ name, connect }) => ({ name, ...connect(ports) }));
  const ownOf = (site: SiteId): ConnectedPlatform | undefined =>
    connected.find(({ name }) => name === wiring.engine.sites.byId(site)?.platform);
  return {
    mounts: connected.map((platform) => [`/platforms/${platform.name}`, mount(platform)] as const),
    forgetters: connected,
    channels: connected.flatMap(({ channels = [] }) => channels),
    deskOf: (site) => ownOf(site)?.desk ?? null,
    labelsOf: (site) => ownOf(site)?.labelsOf?.(site) ?? [],
    receiversOf: (site) => ownOf(site)?.receiversOf?.(site) ?? [],
    register: (jobs) => {
      for (const { name, works = [] } of connected)
        for (const work of works) jobs.every(`${name}-${work.name}`, work.everyMs, () => work.run());
    },
    passTo: (own) => {
      app = own;
    },
  };
}

function createPorts(wiring: PlatformWiring, app: RequestListener): PlatformPorts {
  const { store, clock, engine, publicUrl, onFault } = wiring;
  return {
    store,
    clock,
    engine,
    publicUrl,
    onFault,
    web: createWeb(wiring, app),
    ingest: async (name, body) => {
      const site = engine.sites.get(name);
      if (site === undefined)
        throw new InklingError('unknown_site', name, 'there is no such site', 'create it first');
      const answer = await engine.ingest(site, body);
      if (!answer.ok) throw new InklingError(answer.code, `platform of ${name}`, answer.at, answer.hint);
      return answer.value;
    },
  };
}

function createWeb({ proxies, slowestMs }: PlatformWiring, app: RequestListener): PlatformWeb {
  return {
    readBody: (request, mostBytes) => readBody(request, mostBytes, slowestMs),
    readSeen: (request) => readCircumstances(request, proxies),
    stepBehind: (request) => stepBehindSender(request, proxies),
    send: (response, answer) => sendJson(response, answer.ok ? ok(answer.value) : refusalAnswer(answer)),
    pass: (request, response, path) => {
      const passed: IncomingMessage & Partial<Pick<Request, 'baseUrl' | 'originalUrl'>> = request;
      passed.url = path;
      passed.originalUrl = path;
      passed.baseUrl = '';
      app(request, response);
    },
  };
}

function mount({ name, handle }: Named): Mount {
  return (request, response, next) => {
    handle(request, response).then((isHandled) => {
      if (!isHandled) sendRefusal(response, refuse('not_found', '', `${name} has no such address`));
    }, next);
  };
}
