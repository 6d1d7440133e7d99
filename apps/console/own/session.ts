/** Signing in and out of the stand-alone console: the session is a cookie that no script sees. */
import { type Answer, networkFault, readFault, type SayRefusal } from '../api/answer.ts';
import type { SiteInfo } from '../pages/console.ts';

/** A page of another origin cannot send it; the server asks for it with everything. */
export const OWN_HEADERS = { 'x-inkling-console': '1' } as const;

const PATIENCE_MS = 20_000;

export type OwnSession = {
  readonly signIn: (key: string) => Promise<Answer<SiteInfo>>;
  readonly signOut: () => Promise<Answer<null>>;
  /** In every browser. */
  readonly signOutEverywhere: () => Promise<Answer<null>>;
  /** Who is signed in, as of now. */
  readonly look: () => Promise<Answer<SiteInfo>>;
};

/** @example createSession('/console', fetch, sayIn('de')).signIn('sk_…') */
export function createSession(base: string, send: typeof fetch, say: SayRefusal): OwnSession {
  async function ask<T>(
    method: string,
    name: 'session' | 'sessions',
    body: unknown,
    read: (response: Response) => Promise<T>,
  ): Promise<Answer<T>> {
    try {
      const response = await send(`${base}/${name}`, {
        method,
        headers: { ...OWN_HEADERS, 'content-type': 'application/json' },
        ...(body !== null && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (!response.ok) return { ok: false, fault: await readFault(response, say) };
      return { ok: true, value: await read(response) };
    } catch (error) {
      return { ok: false, fault: networkFault(error) };
    }
  }
  return {
    signIn: (key) => ask('POST', 'session', { key }, readSite),
    signOut: () => ask('DELETE', 'session', null, nothing),
    signOutEverywhere: () => ask('DELETE', 'sessions', null, nothing),
    look: () => ask('GET', 'session', null, readSite),
  };
}

/** Our own server of the same release. */
const readSite = (response: Response): Promise<SiteInfo> => response.json() as Promise<SiteInfo>;
const nothing = async (): Promise<null> => null;
