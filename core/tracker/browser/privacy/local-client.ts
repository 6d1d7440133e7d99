/**
 * Of a site that answers by itself: what is allowed stands on the device alone, and all that is held of a visitor is their
 * session, which can be read and deleted.
 */
import { type Client, NOTHING, type Own, type Purpose, tellTracker } from './client.ts';
import { readChoice, readDevice } from './device.ts';

/** With what is held itself, as the page's answers have it. */
type OwnWithState = Own & { readonly st?: unknown };

/** @param base A path goes after it: it may end in a parameter's name. @param key The site's write key. */
export function createLocalClient(base: string, key: string): Client {
  const post = async (path: string): Promise<Response> => {
    const body = JSON.stringify({ device: readDevice() });
    const answer = await fetch(`${base}${path}?k=${key}`, { method: 'POST', body });
    if (!answer.ok) throw answer;
    return answer;
  };
  const readOwn = async (): Promise<OwnWithState> => {
    const consent: Partial<Record<Purpose, boolean>> & { readonly at?: number } = readChoice();
    const since = new Date(consent.at ?? 0).toISOString();
    const objection = consent.analytics === false ? { since } : null;
    return { ...(await (await post('/v1/own')).json()), consent, objection };
  };
  const erase = async () => {
    // The page first falls silent: what it says afterwards would be held again.
    readDevice();
    tellTracker(NOTHING);
    return (await post('/v1/own/erasures')).json();
  };
  return {
    readOwn,
    erase,
    allow: async (purpose, isAllowed) =>
      tellTracker(purpose === 'analytics' && !isAllowed ? NOTHING : { [purpose]: isAllowed }),
    object: async () => void (await erase()),
    download: async (format) => write(format, JSON.stringify(await readOwn(), null, 2)),
  };
}

/** The same facts either way: a session is short enough to be read as it is. */
function write(format: 'html' | 'json', facts: string): Blob {
  if (format === 'json') return new Blob([facts], { type: 'application/json' });
  const text = facts.replace(/[&<]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return new Blob([`<!doctype html><meta charset="utf-8"><pre>${text}</pre>`], { type: 'text/html' });
}
