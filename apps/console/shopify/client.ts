/** Asks our server, with a session token on each call. */
import type {
  NewSegment,
  Privacy,
  Segments,
  Setup,
  SetupCall,
  SetupCallKey,
  Today,
} from '../../../integrations/shopify/admin-page/contract.ts';
import { type Answer, networkFault, readFault } from '../api/answer.ts';
import type { Bridge } from './bridge.ts';

export type Client = {
  readonly setup: () => Promise<Answer<Setup>>;
  readonly call: <Key extends SetupCallKey>(key: Key, body: SetupCall[Key]) => Promise<Answer<Setup>>;
  readonly segments: () => Promise<Answer<Segments>>;
  readonly addSegment: (body: NewSegment) => Promise<Answer<Segments>>;
  readonly removeSegment: (key: string) => Promise<Answer<Segments>>;
  readonly today: () => Promise<Answer<Today>>;
  readonly privacy: () => Promise<Answer<Privacy>>;
  /** The file of a request for data, as text. */
  readonly exportOf: (id: string) => Promise<Answer<string>>;
};

type Read<T> = (response: Response) => Promise<T>;

/** Shopify's own answers to a token that has just run out: a new one goes through. */
const RETRY = 'X-Shopify-Retry-Invalid-Session-Request';
const PATIENCE_MS = 20_000;

/**
 * @param base Where the platform lives: `/platforms/shopify`.
 * @param send As `fetch`.
 * @example createClient('/platforms/shopify', bridge, fetch).setup()
 */
export function createClient(base: string, bridge: Bridge, send: typeof fetch): Client {
  const call = async (method: string, path: string, body: unknown): Promise<Response> => {
    const token = await bridge.idToken();
    return send(`${base}/api/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  };
  const ask = async <T>(read: Read<T>, method: string, path: string, body?: unknown) => {
    try {
      const first = await call(method, path, body);
      const isToAskAgain = first.status === 401 && first.headers.has(RETRY);
      const response = isToAskAgain ? await call(method, path, body) : first;
      if (response.ok) return { ok: true, value: await read(response) } as const;
      return { ok: false, fault: await readFault(response) } as const;
    } catch (error) {
      return { ok: false, fault: networkFault(error) } as const;
    }
  };
  /** Our own server of the same release: its tests hold it to the contract, and a page needs no second parser. */
  const json = <T>(method: string, path: string, body?: unknown): Promise<Answer<T>> =>
    ask((response) => response.json() as Promise<T>, method, path, body);
  return {
    setup: () => json('GET', 'setup'),
    call: (key, body) => json('POST', `setup/${key}`, body),
    segments: () => json('GET', 'segments'),
    addSegment: (body) => json('POST', 'segments', body),
    removeSegment: (key) => json('DELETE', `segments/${encodeURIComponent(key)}`),
    today: () => json('GET', 'today'),
    privacy: () => json('GET', 'privacy'),
    exportOf: (id) => ask((response) => response.text(), 'GET', `privacy/${encodeURIComponent(id)}/export`),
  };
}
