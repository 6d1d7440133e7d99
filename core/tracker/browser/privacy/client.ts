/** What the element asks of the collector. What proves who asks goes in bodies, never in addresses. */
import type { ReadProof } from '../proof.ts';
import { readDevice } from './device.ts';

export type Purpose = 'analytics' | 'personalization' | 'share' | 'contact';

/** `POST /v1/own`. */
export type Own = {
  readonly policy: string;
  readonly held: {
    readonly events: number;
    readonly visits: number;
    readonly orders: number;
    readonly groups: number;
    readonly estimates: number;
    readonly contacts: number;
    /** ISO 8601. */
    readonly since: string | null;
  } | null;
  readonly consent: Readonly<Partial<Record<Purpose, boolean>>>;
  readonly objection: { readonly since: string } | null;
};

export type Client = {
  readOwn(): Promise<Own>;
  allow(purpose: Purpose, isAllowed: boolean): Promise<void>;
  object(): Promise<void>;
  erase(): Promise<{ readonly removed: Readonly<Record<string, number>>; readonly at: string }>;
  download(format: 'html' | 'json', lang: string): Promise<Blob>;
};

type Purposes = Partial<Record<Purpose, boolean>>;

/** No profile is used that is not kept, and none kept for its own sake. */
export const NOTHING: Purposes = { analytics: false, personalization: false, share: false };
const SOURCE = 'privacy-element';

/**
 * The tracker, where the page has one: it looks after what is kept on the device. And whoever keeps the choice for the page's
 * platform, by an event `inkling:choice`: the platform would say at the next page what it knew before.
 */
export function tellTracker(purposes: Purposes): void {
  const said = { ...purposes, source: SOURCE };
  document.dispatchEvent(new CustomEvent('inkling:choice', { detail: said }));
  self.inkling?.('consent', said, { remember: true });
}

/** @param base Of the collector. @param key The site's write key. */
export function createClient(base: string, key: string, readProof: ReadProof): Client {
  const post = async (path: string, body: object): Promise<Response> => {
    const proof = await readProof();
    // By the address: a shop's proxy passes no headers on that it does not know.
    const answer = await fetch(`${base}${path}?k=${key}`, {
      method: 'POST',
      body: JSON.stringify({ ...(proof ? { proof } : { device: readDevice() }), ...body }),
    });
    if (!answer.ok) throw answer;
    return answer;
  };
  return {
    readOwn: async () => (await post('/v1/own', {})).json(),
    allow: async (purpose, isAllowed) => {
      const purposes = purpose === 'analytics' && !isAllowed ? NOTHING : { [purpose]: isAllowed };
      const isKnown = readDevice() || (await readProof());
      // A refusal holds in this browser whatever becomes of the request.
      if (!isAllowed) tellTracker(purposes);
      if (isKnown) await post('/v1/consent', { purposes, source: SOURCE });
      if (isAllowed) tellTracker(purposes);
    },
    object: async () => {
      readDevice();
      tellTracker(NOTHING);
      await post('/v1/objections', {});
    },
    erase: async () => {
      // The page first falls silent: what it says afterwards would be held again.
      readDevice();
      tellTracker(NOTHING);
      return (await post('/v1/own/erasures', {})).json();
    },
    download: async (format, lang) => (await post('/v1/own/export', { format, lang })).blob(),
  };
}
