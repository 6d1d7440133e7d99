/** All webhooks of this installation: putting and removing them, and the outbox of each. */

import type { OutboxCounts, OutboxPorts } from '../../core/deliveries/desk.ts';
import type { MaySend } from '../../core/deliveries/egress.ts';
import type { Outbox } from '../../core/deliveries/outbox.ts';
import { type OutgoingView, viewOutgoing } from '../../core/deliveries/outgoing-view.ts';
import type { SiteId } from '../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../core/errors.ts';
import type { KeyRing } from '../../core/identity/keys.ts';
import { OWN_RECORDS, type Records } from '../../core/records.ts';
import { type Endpoint, type EndpointRequest, isEndpointKey } from './endpoint.ts';
import { createEndpoints, MOST_ENDPOINTS, WEBHOOKS } from './endpoints.ts';
import type { Guard } from './guard.ts';
import { createRunning, type Running } from './running.ts';

export type WebhooksPorts = OutboxPorts & {
  readonly ring: KeyRing;
  /** Left out where no other server changes endpoints. */
  readonly records?: Pick<Records, 'on'>;
  readonly guard: Guard;
  readonly maySend: MaySend;
};

export type EndpointState = Endpoint & {
  readonly counts: OutboxCounts;
  /** Deliveries that wait for their next attempt. */
  readonly waiting: number;
};

export type DeadLetterView = {
  readonly id: string;
  readonly attempts: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly reason: string;
  /** What was to be delivered. */
  readonly notice: OutgoingView;
};

export type Webhooks = {
  /** Opens the endpoints of these sites and goes on where they were left. */
  start(sites: readonly SiteId[]): Promise<void>;
  /** Its secret is in the answer when it is new, and in no other. */
  put(
    site: SiteId,
    key: string,
    request: EndpointRequest,
  ): Promise<Outcome<EndpointState & { secret?: string }>>;
  list(site: SiteId): readonly EndpointState[];
  remove(site: SiteId, key: string): Promise<boolean>;
  /** The site is gone. */
  forget(site: SiteId): Promise<void>;
  /** A new secret; the old one signs beside it for {@link SECRET_OVERLAP_MS}. Null where there is no such endpoint. */
  rotate(
    site: SiteId,
    key: string,
  ): Promise<{ readonly secret: string; readonly previousUntil: number } | null>;
  /** Null where there is no such endpoint. */
  listDead(
    site: SiteId,
    key: string,
    after: string | null,
    limit: number,
  ): Promise<readonly DeadLetterView[] | null>;
  resend(site: SiteId, key: string, ids?: readonly string[]): Promise<number | null>;
  /** Removes dead letters that are older than {@link DEAD_LETTER_MS}. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
};

export const SECRET_OVERLAP_MS = 24 * 3_600_000;
export const DEAD_LETTER_MS = 30 * 24 * 3_600_000;

/** @example const webhooks = createWebhooks(ports); await webhooks.start(siteIds); */
export function createWebhooks(ports: WebhooksPorts): Webhooks {
  const { store, ring, guard, clock, records = OWN_RECORDS } = ports;
  const endpoints = createEndpoints(store, ring);
  const running = createRunning(ports, endpoints);
  const { find, ofSite, all, run, change, drop, dropSite, inTurn, readAgain } = running;
  records.on(WEBHOOKS, (site, key) => inTurn(site, () => readAgain(site, key)));

  async function open(site: SiteId): Promise<void> {
    for (const opened of await endpoints.load(site))
      if (find(site, opened.endpoint.key) === undefined) await run(site, opened);
  }

  async function put(site: SiteId, key: string, request: EndpointRequest): ReturnType<Webhooks['put']> {
    let isNew = false;
    const running = await change(site, key, async (known) => {
      isNew = known === null;
      const others = ofSite(site).filter(({ endpoint }) => endpoint.key !== key);
      if (isNew && others.length >= MOST_ENDPOINTS) return null;
      const secrets = known?.secrets ?? (await endpoints.newSecrets(site));
      return { endpoint: toEndpoint(key, request, known?.endpoint.createdAt ?? clock.now()), secrets };
    });
    if (running === null)
      return refuse('too_many_items', 'key', `a site has at most ${MOST_ENDPOINTS} webhooks`);
    const state = presentEndpoint(running);
    return accept(isNew ? { ...state, secret: running.secrets.secret } : state);
  }

  return {
    start: async (sites) => {
      for (const site of sites) await inTurn(site, () => open(site));
    },
    put: async (site, key, request) => {
      if (!isEndpointKey(key))
        return refuse('invalid_value', 'key', 'write lower-case letters, digits and hyphens, a letter first');
      const fault = await judge(guard, new URL(request.url));
      return fault ?? inTurn(site, () => put(site, key, request));
    },
    list: (site) => ofSite(site).map(presentEndpoint),
    remove: (site, key) => inTurn(site, () => drop(site, key)),
    forget: (site) => inTurn(site, () => dropSite(site)),
    rotate: (site, key) =>
      inTurn(site, async () => {
        const { secret } = await endpoints.newSecrets(site);
        const previousUntil = clock.now() + SECRET_OVERLAP_MS;
        const rotated = await change(site, key, async (known) => {
          if (known === null) return null;
          const previous = { secret: known.secrets.secret, until: previousUntil };
          return { ...known, secrets: { ...known.secrets, secret, previous } };
        });
        return rotated === null ? null : { secret, previousUntil };
      }),
    listDead: async (site, key, after, limit) =>
      (await find(site, key)?.outbox.listDead(after, limit))?.map(presentLetter) ?? null,
    resend: async (site, key, ids) => (await find(site, key)?.outbox.resend(ids)) ?? null,
    sweep: async () => {
      for (const { outbox } of all()) await outbox.sweep(clock.now() - DEAD_LETTER_MS);
    },
    stop: running.stop,
  };
}

function toEndpoint(key: string, request: EndpointRequest, createdAt: number): Endpoint {
  const { url, types, includes = [], visitor = 'pseudonym' } = request;
  return {
    key,
    url: new URL(url).href,
    types: [...new Set(types)],
    includes: [...new Set(includes)],
    visitor,
    createdAt,
    stopped: null,
  };
}

async function judge(guard: Guard, url: URL) {
  try {
    const wrong = await guard.judgeHost(url);
    return wrong === null ? null : refuse('private_address', 'url', wrong);
  } catch {
    return refuse(
      'invalid_value',
      'url',
      'the name service does not know this host now; check it, or try again',
    );
  }
}

function presentEndpoint({ endpoint, outbox }: Running): EndpointState {
  return { ...endpoint, counts: outbox.counts(), waiting: outbox.waiting() };
}

function presentLetter(letter: Awaited<ReturnType<Outbox['listDead']>>[number]): DeadLetterView {
  const { id, attempts, firstAt, lastAt, reason, entry } = letter;
  const [first, last] = [new Date(firstAt).toISOString(), new Date(lastAt).toISOString()];
  return { id, attempts, firstAt: first, lastAt: last, reason, notice: viewOutgoing(entry) };
}
