import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkVersions, judgeClock, judgeDisk } from '../../../../apps/server/cli/doctor/machine.ts';
import { checkPermissions } from '../../../../apps/server/cli/doctor/permissions.ts';
import { checkProxies, checkPublicUrl, type Fetch } from '../../../../apps/server/cli/doctor/public-url.ts';
import { readSettings } from '../../../../apps/server/settings.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { NOON, serve } from '../../../support/served.ts';
import { makeTerminal, stoppedClock, type } from './support.ts';

const SITE = { siteId: 'st_1', writeKey: 'wk_1' };

/** A web of one server: what it answers by path. */
function webOf(answers: Readonly<Record<string, readonly [status: number, text: string]>>): Fetch {
  return async (url) => {
    const [status, text] = answers[new URL(url).pathname] ?? [404, ''];
    return new Response(text, { status });
  };
}

describe('doctor', () => {
  it.each([
    [{ node: '24.21.0', sqlite: '3.53.4' }, 'ok'],
    [{ node: '22.18.0', sqlite: '3.50.4' }, 'ok'],
    [{ node: '22.17.9', sqlite: '3.50.4' }, 'fail'],
    [{ node: '20.19.0', sqlite: '3.50.4' }, 'fail'],
    [{ node: '24.21.0' }, 'fail'],
  ])('versions %j: %s', (versions, state) => {
    expect(checkVersions(versions).state).toBe(state);
  });

  it.each([
    [5e9, 'ok'],
    [5e8, 'warn'],
    [5e7, 'fail'],
  ])('%d bytes free: %s', (bytes, state) => {
    expect(judgeDisk(bytes).state).toBe(state);
  });

  it.each([
    ['runs as it should', 1_000, 1_000, NOON - 5, 'ok'],
    ['has an empty log', 1_000, 1_000, null, 'ok'],
    ['jumped ahead', 9_000, 1_000, null, 'warn'],
    ['jumped back', -9_000, 1_000, null, 'warn'],
    ['is before the newest entry', 1_000, 1_000, NOON + 60_000, 'fail'],
    ['is of another decade', -3e11, -3e11, null, 'fail'],
  ])('a clock that %s', (_, wallMs, steadyMs, newest, state) => {
    const after = { wallMs: NOON + wallMs, steadyMs };
    expect(judgeClock({ wallMs: NOON, steadyMs: 0 }, after, newest).state).toBe(state);
  });

  it.each([
    ['all private', 0o700, 0o600, 0o600, 'ok', ''],
    ['a master key others may read', 0o700, 0o640, 0o600, 'fail', 'chmod 600'],
    ['a folder others may enter', 0o755, 0o600, 0o600, 'warn', 'chmod 700'],
    ['a database others may read', 0o700, 0o600, 0o644, 'warn', 'chmod 600'],
  ])('permissions: %s', (_, folder, key, database, state, cure) => {
    const dataDir = join(makeDataFolder(), 'data');
    mkdirSync(dataDir);
    for (const [file, mode] of [
      ['master.key', key],
      ['inkling.db', database],
    ] as const) {
      writeFileSync(join(dataDir, file), '');
      chmodSync(join(dataDir, file), mode);
    }
    chmodSync(dataDir, folder);
    const finding = checkPermissions(dataDir);
    expect([finding.state, finding.cure ?? '']).toEqual([state, expect.stringContaining(cure)]);
  });

  it.each([
    ['is not set', null, webOf({}), 'warn', 'not set'],
    [
      'is this server',
      'https://a.example',
      webOf({ '/healthz': [200, ''], '/t/wk_1.js': [200, '{"s":"st_1"}'] }),
      'ok',
      'is this server',
    ],
    [
      'is another server',
      'https://a.example',
      webOf({ '/healthz': [200, ''], '/t/wk_1.js': [401, ''] }),
      'fail',
      'another server',
    ],
    [
      'is another site’s',
      'https://a.example',
      webOf({ '/healthz': [200, ''], '/t/wk_1.js': [200, 'st_2'] }),
      'fail',
      'another server',
    ],
    [
      'is a proxy with nothing behind',
      'https://a.example',
      webOf({ '/healthz': [502, ''] }),
      'fail',
      'answers 502',
    ],
    [
      'answers nobody',
      'https://a.example',
      async () => Promise.reject(new TypeError('fetch failed')),
      'fail',
      'does not answer',
    ],
    [
      'is slow',
      'https://a.example',
      async () => Promise.reject(new DOMException('late', 'TimeoutError')),
      'fail',
      'in 3 s',
    ],
  ] as const)('a public address that %s', async (_, publicUrl, web, state, found) => {
    const finding = await checkPublicUrl({ publicUrl }, SITE, web);
    expect([finding.state, finding.found]).toEqual([state, expect.stringContaining(found)]);
  });

  it.each([
    ['no public address', {}, 'ok'],
    [
      'a proxy on this machine that is trusted',
      { PUBLIC_URL: 'https://a.example', TRUSTED_PROXIES: 'loopback' },
      'ok',
    ],
    ['a proxy on this machine that is not', { PUBLIC_URL: 'https://a.example' }, 'fail'],
    [
      'a proxy elsewhere trusted alone',
      { PUBLIC_URL: 'https://a.example', TRUSTED_PROXIES: '10.0.0.1' },
      'fail',
    ],
    ['visitors on this machine', { PUBLIC_URL: 'http://localhost:4700' }, 'ok'],
    ['TLS in front of a container', { PUBLIC_URL: 'https://a.example', HOST: '0.0.0.0' }, 'fail'],
    [
      'TLS in front of a container, trusted',
      { PUBLIC_URL: 'https://a.example', HOST: '0.0.0.0', TRUSTED_PROXIES: 'private' },
      'ok',
    ],
    ['a server without a proxy', { PUBLIC_URL: 'http://a.example', HOST: '0.0.0.0' }, 'ok'],
  ])('proxies: %s', (_, env, state) => {
    expect(checkProxies(readSettings(env)).state).toBe(state);
  });

  it('asks the real server by its public address, and knows it', async () => {
    const dataDir = makeDataFolder();
    const served = await serve({ dataDir });
    try {
      const terminal = makeTerminal({ DATA_DIR: dataDir, PUBLIC_URL: served.url }, stoppedClock(NOON));
      const { exit, text } = await type('doctor', terminal);
      expect(exit).toBe(0);
      expect(text).toContain(`ok    public address  ${served.url} is this server`);
      expect(text).toContain(`ok    server          runs at ${served.url}`);
    } finally {
      await served.stop();
    }
  });

  it('tells a clock that runs behind the log', async () => {
    const dataDir = makeDataFolder();
    const served = await serve({ dataDir });
    const demo = served.sites.get('demo');
    if (demo === undefined) throw new Error('no site "demo"');
    await served.engine.ingest(demo, {
      events: [{ id: 'e1', name: 'Cart Viewed', userId: 'ann-4711', consent: { analytics: true } }],
    });
    await served.stop();
    const { exit, text } = await type(
      'doctor',
      makeTerminal({ DATA_DIR: dataDir }, stoppedClock(NOON - 60_000)),
    );
    expect(exit).toBe(1);
    expect(text).toMatch(/fail {2}clock .*the newest entry came at/);
  });

  it('fails where the master key is another one, and makes nothing where nothing is', async () => {
    const dataDir = makeDataFolder();
    await (await serve({ dataDir })).stop();
    writeFileSync(join(dataDir, 'master.key'), Buffer.alloc(32, 9).toString('base64'));
    const wrong = await type('doctor', makeTerminal({ DATA_DIR: dataDir }));
    expect([wrong.exit, wrong.text]).toEqual([1, expect.stringMatching(/fail {2}keys .*another master key/)]);
    const none = await type('doctor', makeTerminal({ DATA_DIR: join(dataDir, 'none') }));
    expect([none.exit, none.text]).toEqual([0, expect.stringContaining('holds no data yet')]);
  });
});
