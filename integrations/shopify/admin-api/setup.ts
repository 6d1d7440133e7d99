/** The checklist: what is asked of Shopify and of ourselves for each of its rows, as of now. */
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { PlatformPorts } from '../../../core/ports.ts';
import { newestEntries } from '../../../core/segments/catalog.ts';
import { type Setup, type SetupAction, type SetupFacts, setupCallSchemas } from '../admin-page/contract.ts';
import { judgeSetup, type KnownFacts, type RowExtras } from '../admin-page/judge.ts';
import { type Admin, WHILE_LOOKED_AT } from '../api/admin-client.ts';
import { type CoveragePorts, measureCoverage } from '../counting/coverage.ts';
import type { Beat, Pulse } from '../counting/pulse.ts';
import type { Tally } from '../counting/tally.ts';
import type { Connecting } from '../installation/connecting.ts';
import type { Shop } from '../installation/shops.ts';
import type { Tokens } from '../installation/tokens.ts';
import type { HistoryOfOrders } from '../intake/history.ts';
import { ASKED_SCOPES, OPTIONAL_SCOPES } from '../operations/scopes.ts';
import { accessScopes } from '../operations/shop.ts';
import type { AdminSurroundings } from '../settings.ts';
import type { WriteOut } from '../write-out/write-out.ts';

const DAY_MS = 86_400_000;
const CONSENT_DAYS = 7;
const ADMIN = 'https://admin.shopify.com';

export type SetupPorts = CoveragePorts & {
  readonly admin: Admin;
  readonly apiKey: string;
  readonly surroundings?: AdminSurroundings;
  readonly engine: Pick<PlatformPorts['engine'], 'segments'>;
  readonly connecting: Pick<Connecting, 'readPixel' | 'connectPixel'>;
  readonly pulse: Pick<Pulse, 'read'>;
  readonly tally: Pick<Tally, 'sum'>;
  readonly tokens: Pick<Tokens, 'peek' | 'read'>;
  readonly history: Pick<HistoryOfOrders, 'read' | 'begin'>;
  readonly writeOut: Pick<WriteOut, 'read' | 'choose'>;
};

type Beats = Awaited<ReturnType<Pulse['read']>>;

/** @example await readSetup(shop, ports) */
export async function readSetup(shop: Shop, ports: SetupPorts): Promise<Setup> {
  const at = ports.now();
  const facts = await readFacts(shop, ports, at);
  return {
    shop: shop.domain,
    at: new Date(at).toISOString(),
    items: judgeSetup(facts, extrasOf(shop, facts, ports), at),
  };
}

/** @returns The checklist as it is then; a refusal where it did not work. */
export async function callSetup(
  shop: Shop,
  key: string,
  body: unknown,
  ports: SetupPorts,
): Promise<Outcome<Setup>> {
  const done = await perform(shop, key, body, ports);
  return done.ok ? accept(await readSetup(shop, ports)) : done;
}

type Call = (shop: Shop, body: unknown, ports: SetupPorts) => Promise<Outcome<unknown>>;

const CALLS: Readonly<Partial<Record<string, Call>>> = {
  pixel: (shop, body, { connecting }) =>
    withBody(setupCallSchemas.pixel, body, '{}', () => connecting.connectPixel(shop)),
  history: (shop, body, { history }) =>
    withBody(setupCallSchemas.history, body, '{}', () => history.begin(shop)),
  scores: (shop, body, ports) =>
    withBody(setupCallSchemas.scores, body, '{"on": true} or {"on": false}', ({ on }) =>
      choose(shop, { scores: on }, on, ports),
    ),
  tags: (shop, body, ports) =>
    withBody(setupCallSchemas.tags, body, '{"segments": ["KEY"]}', ({ segments }) =>
      choose(shop, { segments: [...new Set(segments)] }, segments.length > 0, ports),
    ),
};

async function perform(shop: Shop, key: string, body: unknown, ports: SetupPorts): Promise<Outcome<unknown>> {
  const call = Object.hasOwn(CALLS, key) ? CALLS[key] : undefined;
  return call?.(shop, body, ports) ?? refuse('not_found', key, 'nothing is to be done there');
}

async function withBody<Body>(
  schema: { safeParse(body: unknown): { readonly success: boolean; readonly data?: Body } },
  body: unknown,
  cure: string,
  act: (body: Body) => Promise<Outcome<unknown>>,
): Promise<Outcome<unknown>> {
  const { data } = schema.safeParse(body);
  return data === undefined ? refuse('invalid_body', '', `send ${cure}`) : act(data);
}

/** Switching off needs no permission: what cannot be taken back without one is seen in the checklist. */
async function choose(
  shop: Shop,
  more: Parameters<WriteOut['choose']>[1],
  isOn: boolean,
  ports: SetupPorts,
): Promise<Outcome<unknown>> {
  const unknown = more.segments?.find((key) => !hasSegment(shop, key, ports));
  if (unknown !== undefined) return refuse('not_found', 'segments', `there is no segment "${unknown}"`);
  if (isOn) {
    const permissions = await readPermissions(shop, ports);
    if (permissions === null)
      return refuse('interrupted', 'shopify', 'Shopify does not answer: try again in a minute');
    if (permissions.optional.includes('write_customers'))
      return refuse('not_available', 'write_customers', 'allow the app to write to customers first');
  }
  await ports.writeOut.choose(shop, more);
  return accept({});
}

function hasSegment({ site }: Shop, key: string, { engine }: Pick<SetupPorts, 'engine'>): boolean {
  const catalog = engine.segments.of(site.siteId)?.catalog;
  return catalog !== undefined && newestEntries(catalog).has(key);
}

async function readFacts(shop: Shop, ports: SetupPorts, at: number): Promise<KnownFacts> {
  const { siteId } = shop.site;
  const beats = sinceInstall(await ports.pulse.read(siteId), shop);
  const [permissions, pixel, coverage] = await Promise.all([
    readPermissions(shop, ports),
    readPixelFacts(shop, ports, beats),
    measureCoverage(shop, ports),
  ]);
  // A token that Shopify has taken back looks as good as any until it was asked with.
  const installation = await readInstallation(shop, ports);
  const [lastDay, week] = await Promise.all([
    ports.tally.sum(siteId, at - DAY_MS),
    ports.tally.sum(siteId, at - CONSENT_DAYS * DAY_MS),
  ]);
  return {
    installation,
    permissions,
    pixel,
    embed: { lastPageAt: isoOf(beats.page) },
    webhooks: {
      lastAt: isoOf(beats.webhook),
      lastTopic: beats.webhook?.name ?? null,
      lastFailureAt: isoOf(beats['webhook-refused']),
      lastFailureTopic: beats['webhook-refused']?.name ?? null,
      failures: lastDay.failures,
    },
    events: { lastAt: isoOf(beats.event), lastName: beats.event?.name ?? null, taken: lastDay.events },
    consent: { allowed: week.allowed, counted: week.loads, days: CONSENT_DAYS },
    coverage: coverage.ok ? coverage.value : null,
    history: await ports.history.read(siteId),
    first_segment: await readFirstSegment(shop, ports),
    ...(await readWriting(shop, ports, beats)),
  };
}

/** What an earlier installation was heard of says nothing of this one. */
function sinceInstall(beats: Beats, { installedAt }: Shop): Beats {
  return Object.fromEntries(Object.entries(beats).filter(([, { at }]) => at >= installedAt));
}

/** Asks for a token, so that one that Shopify has taken back is seen. */
async function readInstallation(
  shop: Shop,
  { tokens }: Pick<SetupPorts, 'tokens'>,
): Promise<SetupFacts['installation']> {
  const token = await tokens.read(shop).catch(() => undefined);
  const held = token ?? (await tokens.peek(shop.site.siteId));
  const fault = token === undefined ? 'unreachable' : token === null ? 'revoked' : null;
  return { tokenExpiresAt: held?.expiresAt == null ? null : new Date(held.expiresAt).toISOString(), fault };
}

async function readPermissions(
  shop: Shop,
  { admin }: Pick<SetupPorts, 'admin'>,
): Promise<SetupFacts['permissions'] | null> {
  const answer = await admin.run(shop, accessScopes, {}, WHILE_LOOKED_AT);
  if (!answer.ok) return null;
  const granted = answer.value.currentAppInstallation.accessScopes.map(({ handle }) => handle);
  // Who may write may read.
  const isMissing = (scope: string): boolean =>
    !granted.includes(scope) && !granted.includes(scope.replace(/^read_/, 'write_'));
  return {
    granted: granted.length,
    missing: ASKED_SCOPES.filter(isMissing),
    optional: OPTIONAL_SCOPES.filter(isMissing),
  };
}

async function readPixelFacts(
  shop: Shop,
  { connecting, tally }: Pick<SetupPorts, 'connecting' | 'tally'>,
  beats: Beats,
): Promise<SetupFacts['pixel'] | null> {
  const record = await connecting.readPixel(shop);
  if (!record.ok) return null;
  const since = await tally.sum(shop.site.siteId, beats.pixel?.at ?? shop.installedAt);
  return { record: record.value, lastEventAt: isoOf(beats.pixel), silentOrders: since.storeOrders };
}

async function readFirstSegment(
  { site }: Shop,
  { engine }: Pick<SetupPorts, 'engine'>,
): Promise<SetupFacts['first_segment']> {
  const all = await engine.segments.list(site.siteId);
  const [first] = all;
  return {
    segments: all.length,
    name: first === undefined ? null : (first.definition.name ?? first.key),
    // The operator's own: as `GET /v1/segments` tells it, however small.
    size: first?.size ?? null,
  };
}

async function readWriting(
  { site }: Shop,
  { writeOut }: Pick<SetupPorts, 'writeOut'>,
  beats: Beats,
): Promise<Pick<SetupFacts, 'scores' | 'tags'>> {
  const { scores, segments, written } = await writeOut.read(site.siteId);
  const last = { lastAt: isoOf(beats.write), lastFailureAt: isoOf(beats['write-refused']) };
  return {
    scores: { isOn: scores, written: written.scores, ...last },
    tags: { segments: [...segments], written: written.tags, ...last },
  };
}

function extrasOf(
  shop: Shop,
  facts: KnownFacts,
  { apiKey, surroundings: { admin = ADMIN } = {} }: Pick<SetupPorts, 'apiKey' | 'surroundings'>,
): RowExtras {
  const [store = ''] = shop.domain.split('.');
  const editor = `${admin}/store/${store}/themes/current/editor?context=apps&activateAppId=${apiKey}/inkling`;
  return {
    installation: { since: new Date(shop.installedAt).toISOString() },
    embed: { action: { kind: 'link', href: editor } },
    permissions: {
      action: permissionAction(`${admin}/store/${store}/oauth/install?client_id=${apiKey}`, facts),
    },
    ...(facts.pixel?.record !== undefined &&
      facts.pixel.record !== 'ours' && { pixel: { action: { kind: 'call' } } }),
    ...((facts.history?.phase === 'idle' || facts.history?.phase === 'failed') && {
      history: { action: { kind: 'call' } },
    }),
    events: { action: { kind: 'page', page: 'events' } },
    first_segment: { action: { kind: 'page', page: 'segments' } },
  };
}

/** App Bridge asks for optional ones; what the app cannot do without, Shopify asks for where it is installed. */
function permissionAction(href: string, { permissions }: KnownFacts): SetupAction | null {
  const { missing = [], optional = [] } = permissions ?? {};
  if (missing.length > 0) return { kind: 'link', href };
  return optional.length > 0 ? { kind: 'grant', scopes: [...optional] } : null;
}

function isoOf(beat: Beat | undefined): string | null {
  return beat === undefined ? null : new Date(beat.at).toISOString();
}
