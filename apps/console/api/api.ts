/** The routes of docs/http.md, asked on behalf of whoever is signed in. */
import { type Answer, networkFault, readFault, type SayRefusal } from './answer.ts';

export type Query = Readonly<Record<string, string | number | null>>;
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type Api = {
  /** What is null in the query is left out. */
  get<T>(path: string, query?: Query): Promise<Answer<T>>;
  send<T>(method: Exclude<Method, 'GET'>, path: string, body?: unknown): Promise<Answer<T>>;
  /** Server-sent events; the signal ends them. */
  stream(path: string, lastId: string, signal: AbortSignal): Promise<Answer<ReadableStream<Uint8Array>>>;
  /** As text: files that are saved. */
  text(path: string, query?: Query): Promise<Answer<string>>;
};

export type ApiPorts = {
  /** Below which `/v1` lies, for example `/console/api`. */
  readonly base: string;
  /** What shows whose request it is, made for each one. */
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
  readonly send: typeof fetch;
  /** Called where the session has run out. */
  readonly onSignedOut: () => void;
  readonly say: SayRefusal;
};

/** Reports over a long time take theirs. */
const PATIENCE_MS = 60_000;

/** @example createApi({ base: '/console/api', headers, send: fetch, onSignedOut, say }).get<List>('/v1/segments', { limit: 100 }) */
export function createApi({ base, headers, send, onSignedOut, say }: ApiPorts): Api {
  async function request<T>(
    read: (response: Response) => Promise<T>,
    address: string,
    { headers: own, ...init }: RequestInit & { readonly headers: Readonly<Record<string, string>> },
  ): Promise<Answer<T>> {
    try {
      const response = await send(base + address, { ...init, headers: { ...(await headers()), ...own } });
      if (response.ok) return { ok: true, value: await read(response) };
      const fault = await readFault(response, say);
      if (fault.kind === 'sign_in') onSignedOut();
      return { ok: false, fault };
    } catch (error) {
      return { ok: false, fault: networkFault(error) };
    }
  }
  const ask = <T>(
    read: (response: Response) => Promise<T>,
    method: Method,
    address: string,
    body?: unknown,
  ): Promise<Answer<T>> =>
    request(read, address, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  /** Our own server of the same release: its tests hold it to its documents, and a page needs no second parser. */
  const json = <T>(response: Response): Promise<T> => response.json() as Promise<T>;
  return {
    get: <T>(path: string, query: Query = {}) => ask<T>(json, 'GET', path + writeQuery(query)),
    send: <T>(method: Method, path: string, body?: unknown) => ask<T>(json, method, path, body),
    stream: (path, lastId, signal) =>
      request(async ({ body }) => body ?? new ReadableStream(), path, {
        headers: { accept: 'text/event-stream', ...(lastId !== '' && { 'last-event-id': lastId }) },
        signal,
      }),
    text: (path, query = {}) => ask((response) => response.text(), 'GET', path + writeQuery(query)),
  };
}

function writeQuery(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === null ? [] : [[name, String(value)]],
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}
