import { expect, it, onTestFinished } from 'vitest';
import { createEngine } from '../../../core/engine.ts';
import type { Entry, SiteId, VisitorId } from '../../../core/entry.ts';
import { createKeys } from '../../../core/identity/keys.ts';
import type { Store } from '../../../core/ports.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { createSaltFile } from '../../../core/stores/salt-file.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';

const NOW = Date.UTC(2026, 0, 5, 12);
const HOUR_MS = 3_600_000;
const KNOWN = 3_000;
const PRESENT = 40;

/** How many rows each reading brought, by name. */
function countReads(store: Store): { readonly store: Store; readonly rows: Map<string, number> } {
  const rows = new Map<string, number>();
  const counted = new Proxy(store, {
    get: (target, name, receiver) => {
      const own: unknown = Reflect.get(target, name, receiver);
      if (typeof own !== 'function') return own;
      return async (...given: readonly unknown[]) => {
        const answer: unknown = await own.apply(target, given);
        if (Array.isArray(answer)) rows.set(String(name), (rows.get(String(name)) ?? 0) + answer.length);
        return answer;
      };
    },
  });
  return { store: counted, rows };
}

it('looks at those who are there, however many are known', async () => {
  const dataDir = makeDataFolder();
  const own = await createEmbeddedStore({ dataDir });
  const { store, rows } = countReads(own);
  const masterKey = new Uint8Array(32);
  const clock = createDrivenClock(NOW);
  const engine = await createEngine({
    ...{ store, clock, keys: createKeys(masterKey), salts: createSaltFile(dataDir), masterKey },
    // Of everybody together a fraction has room.
    profileCacheBytes: 1e6,
  });
  onTestFinished(async () => {
    await engine.close();
    await own.close();
  });
  const made = await engine.sites.create({
    name: 'Shop',
    policy: 'session',
    timezone: 'UTC',
    currency: 'EUR',
  });
  if (!made.ok) throw new Error(made.code);
  const { siteId } = made.value;
  const comers = Array.from({ length: KNOWN + PRESENT }, (_, n) =>
    pageView(siteId, n, n < KNOWN ? NOW - HOUR_MS : NOW - 1_000),
  );
  for (let from = 0; from < comers.length; from += 1_000)
    await engine.append(comers.slice(from, from + 1_000));
  rows.clear();
  expect(await engine.live.look(siteId, NOW)).toMatchObject({ visitors: { near: PRESENT, far: PRESENT } });
  expect(rows.get('readBefore')).toBe(PRESENT);
  expect([...rows.values()].reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(4 * PRESENT);
});

function pageView(site: SiteId, n: number, t: number): Entry {
  const visitor = n.toString(16).padStart(32, '0') as VisitorId;
  return {
    ...{ site, id: `e${n}`, type: 'event', name: 'Page Viewed', t, receivedAt: t, visitor, source: 'web' },
    ...{ context: { path: '/' }, properties: { path: '/' } },
  };
}
