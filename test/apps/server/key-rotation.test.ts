/** Rotated keys over HTTP and on the command line: who gets in until when, and who sees it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { OVERLAP_MS } from '../../../core/sites/site-keys.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';
import { makeTerminal, type } from './cli/support.ts';

let served: Served;
let site: TestSite;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.stop());
beforeEach(async () => {
  site = await createSite(served, { name: 'Shoes' });
});

type Answer = { readonly status: number; readonly body: Record<string, unknown> };

async function send(method: string, path: string, key: string | null, body?: unknown): Promise<Answer> {
  const answer = await fetch(served.url + path, {
    method,
    headers: { 'content-type': 'application/json', ...(key !== null && { authorization: `Bearer ${key}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const rotate = (key: string, body: object = {}) =>
  send('POST', `/v1/sites/${site.site}/rotate-keys`, key, body);
const readSite = (key: string) => send('GET', `/v1/sites/${site.site}`, key);
const collect = (key: string) => send('POST', `/v1/collect?k=${key}`, null, { s: served.clock.now(), e: [] });
const trackerOf = async (key: string) => {
  const answer = await fetch(`${served.url}/t/${key}.js`);
  return { status: answer.status, text: await answer.text() };
};

async function metric(door: string): Promise<number> {
  const text = await (await fetch(`${served.url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith('inkling_old_key_requests_total{'));
  const own = lines.find((line) => line.includes(`site="${site.site}"`) && line.includes(`door="${door}"`));
  return Number(own?.split(' ').at(-1) ?? 0);
}

describe('a rotation over HTTP', () => {
  it('answers the new keys once, with the ends of the old ones and not the old ones', async () => {
    const now = served.clock.now();
    const { status, body } = await rotate(site.secretKey);
    expect([status, body]).toEqual([
      200,
      {
        site: site.site,
        writeKey: expect.stringMatching(/^wk_/),
        secretKey: expect.stringMatching(/^sk_/),
        oldKeys: [
          { kind: 'secret', until: new Date(now + OVERLAP_MS.secret).toISOString() },
          { kind: 'write', until: new Date(now + OVERLAP_MS.write).toISOString() },
        ],
      },
    ]);
    expect(JSON.stringify((await readSite(String(body.secretKey))).body)).not.toMatch(/wk_|sk_/);
  });

  it.each([
    ['write', 'secretKey'],
    ['secret', 'writeKey'],
  ] as const)('of the %s key alone leaves the other as it is', async (only, other) => {
    const { body } = await rotate(site.secretKey, { only });
    expect(body).not.toHaveProperty(other);
    expect(body.oldKeys).toMatchObject([{ kind: only }]);
    expect((await readSite(site.secretKey)).status).toBe(200);
  });

  it('ends old keys at once where that is asked, also those of earlier rotations', async () => {
    const { body } = await rotate(site.secretKey);
    const key = String(body.secretKey);
    expect((await rotate(key, { overlap: '0s' })).body.oldKeys).toEqual([]);
    for (const answer of [
      await readSite(site.secretKey),
      await readSite(key),
      await collect(site.writeKey),
      await collect(String(body.writeKey)),
    ])
      expect(answer).toMatchObject({
        status: 401,
        body: { error: { code: 'rotated_key', hint: expect.stringContaining('inkling site list') } },
      });
    expect((await trackerOf(site.writeKey)).status).toBe(401);
  });

  it('is refused to an old key, which could outlive its own end by it', async () => {
    await rotate(site.secretKey);
    expect(await rotate(site.secretKey, { only: 'secret' })).toMatchObject({
      status: 401,
      body: { error: { code: 'rotated_key' } },
    });
  });

  it.each([
    [{ only: 'idKey' }],
    [{ overlap: '91d' }],
    [{ overlap: '-1h' }],
    [{ overlap: 5 }],
    [{ now: true }],
  ])('is refused with %j', async (body) => {
    expect((await rotate(site.secretKey, body)).status).toBe(400);
    expect((await rotate(site.secretKey, { overlap: '90d' })).status).toBe(200);
  });

  it('stands in the audit log with who asked, which keys and until when, and without a key', async () => {
    const { body } = await rotate(site.secretKey, { overlap: '2d' });
    await rotate(served.operatorKey, { only: 'write', overlap: '0s' });
    const lines = await served.engine.audit.list(site.siteId, null, 10);
    const acts = lines.map(({ line }) => line).filter(({ act }) => act === 'keys rotated');
    const until = new Date(served.clock.now() + 2 * 86_400_000).toISOString();
    expect(acts).toMatchObject([
      { by: 'secret key', detail: { kinds: ['write', 'secret'] } },
      { by: 'operator', detail: { kinds: ['write'], oldKeysUntil: [] } },
    ]);
    expect(acts[0]?.detail).toMatchObject({
      oldKeysUntil: [
        { kind: 'write', until },
        { kind: 'secret', until },
      ],
    });
    const keys = [site.writeKey, site.secretKey, body.writeKey, body.secretKey, served.operatorKey];
    for (const key of keys) expect(JSON.stringify(lines)).not.toContain(String(key));
  });
});

describe('a write key in its overlap', () => {
  it('hands out the tracker with the new key, so that a cached page moves by itself', async () => {
    expect((await trackerOf(site.writeKey)).text).toContain(`"${site.writeKey}"`);
    const { body } = await rotate(site.secretKey);
    const { status, text } = await trackerOf(site.writeKey);
    expect([status, text.includes(String(body.writeKey)), text.includes(site.writeKey)]).toEqual([
      200,
      true,
      false,
    ]);
  });

  it('is counted by door, as a secret key is, so that the operator sees who still uses them', async () => {
    const { body } = await rotate(site.secretKey);
    await collect(String(body.writeKey));
    await readSite(String(body.secretKey));
    await trackerOf(String(body.writeKey));
    const doors = ['collect', 'tracker', '/v1/sites/{site}'];
    expect(await Promise.all(doors.map(metric))).toEqual([0, 0, 0]);
    for (const _ of [1, 2]) await collect(site.writeKey);
    await trackerOf(site.writeKey);
    await readSite(site.secretKey);
    expect(await Promise.all(doors.map(metric))).toEqual([2, 1, 1]);
  });
});

describe('a rotation on the command line', () => {
  it('is listed with its ends, by a running server and without one', async () => {
    const dataDir = makeDataFolder();
    const own = await serve({ dataDir, clockAtMs: Date.now() });
    onTestFinished(own.stop);
    const terminal = makeTerminal({ DATA_DIR: dataDir });
    const report = await type('site rotate-keys demo --only secret --overlap 3d', terminal);
    expect(report.text).toMatch(/an old secret key opens until .*:\n {4}sk_/);
    const list = async () => {
      const { json, text } = await type('site list', terminal);
      expect(text).toContain(own.demo.secretKey);
      return (json as { sites: readonly { oldKeys: unknown }[] }).sites[0]?.oldKeys;
    };
    const line = { kind: 'secret', key: own.demo.secretKey, until: expect.any(String) };
    expect(await list()).toEqual([line]);
    await own.stop();
    expect(await list()).toEqual([line]);
    expect((await type('site rotate-keys demo --now', terminal)).text).toContain('No old key opens a door.');
    expect((await type('site list', terminal)).text).not.toContain(own.demo.secretKey);
  });

  it.each([
    ['site rotate-keys demo --now --overlap 1h', 2],
    ['site rotate-keys demo --only id', 2],
    ['site rotate-keys demo --overlap soon', 1],
  ])('refuses %s', async (words, exit) => {
    const dataDir = makeDataFolder();
    const own = await serve({ dataDir });
    await own.stop();
    expect((await type(words, makeTerminal({ DATA_DIR: dataDir }))).exit).toBe(exit);
  });
});

describe('an ended key', () => {
  it('stays ended after a restart under a clock that was set back', async () => {
    const dataDir = makeDataFolder();
    const first = await serve({ dataDir });
    onTestFinished(first.stop);
    await first.sites.rotateKeys('demo');
    await first.clock.leapTo(NOON + OVERLAP_MS.secret);
    expect(first.sites.bySecretKey(first.demo.secretKey)).toMatchObject({ code: 'rotated_key' });
    await first.clock.moveTo(NOON);
    expect(first.sites.bySecretKey(first.demo.secretKey)).toMatchObject({ code: 'rotated_key' });
    await first.stop();
    const second = await serve({ dataDir, clockAtMs: NOON });
    onTestFinished(second.stop);
    expect(second.sites.bySecretKey(first.demo.secretKey)).toMatchObject({ code: 'rotated_key' });
    expect(second.sites.byWriteKey(first.demo.writeKey).ok).toBe(true);
  });
});
