/** Asks our server what it knows of Shopify. */
import type {
  AdminSite,
  PrivacyRequests,
  Setup,
  SetupCall,
  SetupCallKey,
} from '../../../integrations/shopify/admin-page/contract.ts';
import { type Answer, networkFault, readFault, type SayRefusal } from '../api/answer.ts';

export type Client = {
  readonly site: () => Promise<Answer<AdminSite>>;
  readonly setup: () => Promise<Answer<Setup>>;
  readonly call: <Key extends SetupCallKey>(key: Key, body: SetupCall[Key]) => Promise<Answer<Setup>>;
  readonly requests: () => Promise<Answer<PrivacyRequests>>;
  /** The file of a request for data, as text. */
  readonly exportOf: (id: string) => Promise<Answer<string>>;
};

type Read<T> = (response: Response) => Promise<T>;

const PATIENCE_MS = 20_000;

/**
 * @param base Of the API: `/platforms/shopify/api`.
 * @param send As `fetch`, with a session token.
 * @example createClient('/platforms/shopify/api', createSigned(bridge, fetch), sayIn('de')).setup()
 */
export function createClient(base: string, send: typeof fetch, say: SayRefusal): Client {
  const ask = async <T>(read: Read<T>, method: string, path: string, body?: unknown) => {
    try {
      const response = await send(`${base}/${path}`, {
        method,
        ...(body !== undefined && {
          body: JSON.stringify(body),
          headers: { 'Content-Type': 'application/json' },
        }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (response.ok) return { ok: true, value: await read(response) } as const;
      return { ok: false, fault: await readFault(response, say) } as const;
    } catch (error) {
      return { ok: false, fault: networkFault(error) } as const;
    }
  };
  /** Our own server of the same release: its tests hold it to the contract, and a page needs no second parser. */
  const json = <T>(method: string, path: string, body?: unknown): Promise<Answer<T>> =>
    ask((response) => response.json() as Promise<T>, method, path, body);
  return {
    site: () => json('GET', 'site'),
    setup: () => json('GET', 'setup'),
    call: (key, body) => json('POST', `setup/${key}`, body),
    requests: () => json('GET', 'requests'),
    exportOf: (id) => ask((response) => response.text(), 'GET', `requests/${encodeURIComponent(id)}/export`),
  };
}
