/** The destination as Segment runs it, a site of the real server, and the wire between them. */
import type { createDestination } from '../../../integrations/segment/load.ts';
import { createDestination as create } from '../../../integrations/segment/load.ts';
import { type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';
import { openTap, type Tap } from './tap.ts';

export type Destination = ReturnType<typeof createDestination>;
export type SegmentEvent = Readonly<Record<string, unknown>>;
export type Settings = {
  readonly endpoint: string;
  readonly secret_key: string;
  readonly id_key: string;
  readonly required_consent_category?: string;
};
/** What Segment is told of one event of a batch. */
export type Node = {
  readonly status: number;
  readonly errortype?: string;
  readonly errormessage?: string;
  readonly errorreporter?: string;
  readonly sent?: unknown;
  readonly body?: unknown;
};

export type World = {
  readonly served: Served;
  readonly site: TestSite;
  readonly tap: Tap;
  readonly destination: Destination;
  readonly settings: Settings;
  /** Under the preset of that name, as Segment drives it. */
  one(preset: string, event: SegmentEvent, settings?: Partial<Settings>): Promise<unknown>;
  many(
    preset: string,
    events: readonly SegmentEvent[],
    settings?: Partial<Settings>,
  ): Promise<readonly Node[]>;
  /** Messages of the requests since the last look. */
  messages(): readonly Message[];
  /** Names of what is held of somebody; null: nobody is known under it. */
  namesOf(naming: object): Promise<readonly string[] | null>;
  /** Keys of the segments that somebody is in. */
  segmentsOf(naming: object): Promise<readonly string[]>;
  stop(): Promise<void>;
};

export type Message = Readonly<Record<string, unknown>>;

/** Servers of a workspace that consents elsewhere. */
const CONSENTED = { serverConsent: { analytics: true, personalization: true } } as const;

/** @example const world = await openWorld(); … await world.stop() */
export async function openWorld(siteSettings: object = CONSENTED): Promise<World> {
  const served = await serve();
  const site = await createSite(served, siteSettings as never);
  const tap = await openTap(served.url);
  const destination = create();
  const settings = { endpoint: tap.url, secret_key: site.secretKey, id_key: site.siteId };
  const under = (preset: string, more: Partial<Settings> = {}) =>
    ({ ...settings, ...more, subscription: presetOf(destination, preset) }) as never;
  return {
    served,
    site,
    tap,
    destination,
    settings,
    one: (preset, event, more) => destination.onEvent(event as never, under(preset, more)),
    many: async (preset, events, more) => {
      const [result] = await destination.onBatch(events as never, under(preset, more));
      // Of a batch that the trigger does not meet at all Segment says no more than that.
      return (result as unknown as { multistatus?: readonly Node[] }).multistatus ?? [];
    },
    messages: () => takeMessages(tap),
    namesOf: (naming) => namesOf(site, naming),
    segmentsOf: async (naming) => {
      const { body } = await site.ask('POST', '/v1/visitors/lookup', naming);
      const held = await site.ask('GET', `/v1/visitors/${String(body.visitor)}/segments`);
      return (held.body.items as readonly { readonly key: string }[]).map(({ key }) => key);
    },
    stop: async () => {
      await tap.close();
      await served.stop();
    },
  };
}

export function presetOf({ definition }: Destination, name: string) {
  const preset = definition.presets?.find((one) => one.name === name);
  if (preset?.type !== 'automatic') throw new Error(`there is no preset ${name}`);
  return preset;
}

function takeMessages(tap: Tap): readonly Message[] {
  const messages = tap.sent
    .filter(({ path }) => path === '/v1/batch')
    .flatMap(({ body }) => (JSON.parse(body) as { batch: Message[] }).batch);
  tap.clear();
  return messages;
}

async function namesOf(site: TestSite, naming: object): Promise<readonly string[] | null> {
  const found = await site.ask('POST', '/v1/visitors/lookup', naming);
  if (found.status !== 200) return null;
  const names: string[] = [];
  for (let cursor = ''; ; ) {
    const path = `/v1/visitors/${String(found.body.visitor)}/events?limit=1000${cursor}`;
    const { items, next } = (await site.ask('GET', path)).body as Page;
    names.push(...items.filter(({ type }) => type === 'event').map(({ name }) => name));
    if (next === null) return names;
    cursor = `&cursor=${next}`;
  }
}

type Page = {
  readonly items: readonly { readonly type: string; readonly name: string }[];
  readonly next: string | null;
};
