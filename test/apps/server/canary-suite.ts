/** A person whose raw identifiers come in by every way there is, and a search of every byte of what is kept. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../../support/app-process.ts';
import { findCanaries, type Needle, writeIdNeedles, writeNeedles } from '../../support/canary.ts';
import { isFullSize, takeTurns } from '../../support/full-size.ts';
import { inLanes } from '../../support/lanes.ts';
import { bearer, createSite, openDoors, type TestSite } from '../../support/sites.ts';
import {
  CANARY,
  CANARY_HEADERS,
  carriersOf,
  HUNTED,
  plantEverywhere,
  postFromPages,
  postFromServers,
} from './canaries.ts';
import type { CanaryPlace } from './canary-places.ts';
import { fillPath, routeSamples } from './route-samples.ts';

const OUTGOING = join(import.meta.dirname, '../../support/outgoing-child.ts');
const WATCHED = { NODE_OPTIONS: `--import=${OUTGOING}` };

const NEEDLES = writeNeedles(HUNTED);
/** Thousands of requests, and a search of everything for hundreds of forms. */
const PATIENCE_MS = 300_000;
/** A merchant's own catalogue and names: long numbers in it are its ids, an e-mail address never is. */
const NUMBERS_ARE_IDS = new Set([
  'PUT /v1/products',
  'PUT /v1/accounts',
  'POST /v1/sites',
  'PATCH /v1/sites/{site}',
  'PUT /v1/plan',
  'POST /v1/segments',
  'PUT /v1/segments/{key}',
  'PUT /v1/stages',
  'PUT /v1/campaigns/{key}',
  'POST /v1/campaigns/check',
  'POST /v1/campaigns/{key}/dry-run',
  'PUT /v1/webhooks/{key}',
]);

/** Ids that pages sent, as they were sent. */
const DEVICES = ['ca', 'cb', 'd0', '0c', '0b'].map((pair) => pair.repeat(16));

const SHOP_PAGES = 'catalogue search cart wishlist checkout order about held'.split(' ');

let place: CanaryPlace;
let app: App;
let site: TestSite;
let planted = 0;
let names: readonly string[] = [];
let walked = new Set<string>();

async function start(openPlace: () => Promise<CanaryPlace>): Promise<void> {
  place = await openPlace();
  walked = new Set(['POST /v1/collect']);
  const env = { ...WATCHED, LOG_LEVEL: 'trace', TRUSTED_PROXIES: 'loopback', ...place.env };
  app = await startApp({ dataDir: place.dataDir, env });
  site = await createSite(app, { site: 'nest', postsPerSecondPerAddress: 1e6, postsPerSecondPerKey: 1e6 });
}

/** Sends and reads, whatever comes of it. */
async function send(
  method: string,
  path: string,
  body?: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
) {
  const answer = await fetch(app.url + path, {
    method,
    redirect: 'manual',
    headers: { ...CANARY_HEADERS, ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  });
  planted += 1;
  return answer.arrayBuffer();
}

type Sighting = {
  readonly place: string;
  readonly form: string;
  readonly canary: string;
  readonly around: string;
};

function search(place: string, bytes: Buffer, needles = NEEDLES): readonly Sighting[] {
  return findCanaries(bytes, needles).map(({ canary, form, at }) => ({
    place,
    canary,
    form,
    around: bytes.toString('latin1', Math.max(0, at - 200), at + 100).replace(/[^\x20-\x7e]+/g, '·'),
  }));
}

async function searchAll(needles: readonly Needle[] = NEEDLES): Promise<readonly Sighting[]> {
  return (await place.readAll()).flatMap(({ name, bytes }) => search(name, bytes, needles));
}

/** Whoever is erased has nothing left that could be searched for: last. */
const LEAVING = / \/v1\/(own\/)?(erasures|objections)/;

async function listRoutes(): Promise<readonly string[]> {
  const { paths } = (await (await fetch(`${app.url}/openapi.json`)).json()) as Document;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

async function walk(routes: readonly string[]): Promise<void> {
  const { visitor } = (await site.ask('POST', '/v1/visitors/lookup', { userId: CANARY.userId })).body;
  for (const name of routes.filter((known) => known !== 'POST /v1/collect')) {
    const [method = ''] = name.split(' ');
    const hasBody = method !== 'GET';
    await inLanes(plantingsOf(name, String(visitor)), ({ path, body, key }) =>
      send(method, path, hasBody ? body : undefined, bearer(key)),
    );
    walked.add(name);
  }
}

type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> };

type Planting = { readonly path: string; readonly body?: string | Uint8Array; readonly key: string };

/**
 * Everything that the route of the table takes: its body, its address, its query, its headers. Places that follow one
 * another meet all ways in which a text may stand there, and one place meets another of them with each key and each text.
 * So do routes and bodies that are no document: one reader reads them all.
 */
function plantingsOf(name: string, visitor: string): readonly Planting[] {
  const path = name.slice(name.indexOf(' ') + 1);
  const sample = routeSamples({ visitor, site: 'nest' })[name];
  if (sample === undefined) throw new Error(`${name} has no sample: plant canaries in it`);
  const { email, phone, userId } = CANARY;
  const texts = NUMBERS_ARE_IDS.has(name) ? [email] : [email, phone];
  const own = fillPath(path, sample.params);
  return [site.secretKey, site.writeKey, app.operatorKey, userId].flatMap((key, nthKey) =>
    texts.flatMap((text, nthText): readonly Planting[] => {
      const turn = walked.size + nthKey + 3 * nthText;
      const choose = (carriers: readonly string[], place: number) =>
        takeTurns(carriers, place + turn, carriers.length);
      const part = encodeURIComponent(text);
      const query = `?limit=${part}&cursor=${part}&k=${part}`;
      const params = Object.keys(sample.params ?? {}).map((param) => [param, text] as const);
      const broken = `{"email":"${text}","events":[{"userId":"${userId}"`;
      const noBodies = [broken, gzipSync(broken), Buffer.from(`${text}\xff`, 'latin1'), JSON.stringify(text)];
      const bodies = [...takeTurns(noBodies, turn, noBodies.length)];
      // Whoever has no key at all is refused before the body is read.
      if (sample.body !== undefined && key !== userId)
        bodies.push(...plantEverywhere(sample.body, text, choose).map((body) => JSON.stringify(body)));
      return [
        { path: own + query, key },
        { path: fillPath(path, Object.fromEntries(params)) + (sample.query ?? ''), key },
        ...bodies.map((body) => ({ path: own + (sample.query ?? ''), body, key })),
      ];
    }),
  );
}

export function canarySuite(kind: string, openPlace: () => Promise<CanaryPlace>): void {
  describe(`a person whose raw identifiers come in everywhere, on ${kind}`, { timeout: PATIENCE_MS }, () => {
    beforeAll(() => start(openPlace), PATIENCE_MS);
    afterAll(async () => {
      await app.stop();
      await place.dispose();
    });

    it('is sent by pages and by servers, named and hidden in every field', async () => {
      planted += await postFromPages(site, Date.now());
      planted += await postFromServers(site, Date.now());
      const { userId, email, ...others } = CANARY;
      const choices = [{ userId }, { email }].flatMap((choice) =>
        [...Object.values(others), ...Object.values(choice)].flatMap((text) =>
          carriersOf(text).flatMap((carrier) =>
            ['source', 'text'].map((field) => ({
              ...choice,
              purposes: { contact: true },
              source: 'form',
              [field]: carrier.slice(0, 40),
            })),
          ),
        ),
      );
      await inLanes(choices, (choice) => site.ask('POST', '/v1/consent', choice));
      planted += choices.length;
    });

    it('is sent to the tracker files, the shop, the doors of mails and addresses that do not exist', async () => {
      const { email, phone, userId } = CANARY;
      for (const text of [email, phone, userId]) {
        const part = encodeURIComponent(text);
        const form = new URLSearchParams({
          name: text,
          email: text,
          street: text,
          q: text,
          product: text,
          from: text,
          device: text,
        });
        const kind = { 'content-type': 'application/x-www-form-urlencoded' };
        for (const path of [
          `/t/${part}.js`,
          `/t/${site.writeKey}.js?u=${part}`,
          `/t/identity.js?${part}`,
          `/${part}`,
          `/metrics?${part}`,
          `/u/${part}`,
          `/c/${part}?to=${part}`,
          `/o/${part}`,
          `/dev/inbox/${part}`,
        ])
          await send('GET', path);
        for (const path of ['', `p/${part}`, part, ...SHOP_PAGES]) await send('GET', `/shop/${path}?${form}`);
        await send('POST', `/u/${part}`, form.toString(), kind);
        for (const path of ['cart', 'wishlist', 'checkout?c=p1aa.1', 'held', 'forget']) {
          await send('POST', `/shop/${path}`, form.toString(), kind);
          await send('POST', `/shop/${path}`, JSON.stringify({ device: text }), {
            'content-type': 'application/json',
          });
          await send('POST', `/shop/${path}`, `{"device":"${text}`, { 'content-type': 'application/json' });
        }
      }
    });

    it('is sent through every route of the table but those by which people leave', async () => {
      await site.ingest([
        { id: 'known', name: 'Page Viewed', userId: CANARY.userId, consent: { analytics: true } },
      ]);
      names = await listRoutes();
      expect(names.length).toBeGreaterThan(20);
      await walk(names.filter((name) => !LEAVING.test(name)));
      expect(planted).toBeGreaterThan(isFullSize ? 5_000 : 2_000);
    });

    it('stands nowhere in what the running server keeps, though much of what was sent is there', async () => {
      await send('POST', '/v1/jobs/violations/run', '', bearer(app.operatorKey));
      const metrics = await (await fetch(`${app.url}/metrics`)).text();
      for (const door of ['collect', 'events']) {
        const accepted = new RegExp(`events_accepted_total\\{door="${door}"\\} (\\d+)`).exec(metrics)?.[1];
        expect([door, Number(accepted) > 100]).toEqual([door, true]);
      }
      const { items } = (await site.ask('GET', '/v1/plan/violations')).body;
      expect((items as unknown[]).length).toBeGreaterThan(10);
      expect(await searchAll()).toEqual([]);
    });

    it('stands nowhere in what the server logged and printed, and no connection was opened', () => {
      expect(search('output', Buffer.from(app.output()))).toEqual([]);
      expect(app.output().replace(place.connects ?? '', '')).not.toContain('[outgoing]');
    });

    it('leaves, and none of the ids that were made of them is left while the server goes on', async () => {
      const held = await place.readHeld();
      expect(held.length).toBeGreaterThan(5);
      // Each is seen where it is, before it is said to be nowhere.
      for (const { visitor } of held)
        expect([visitor, await searchAll(writeIdNeedles([visitor]))]).not.toEqual([visitor, []]);
      await walk(names.filter((name) => LEAVING.test(name)));
      expect(names.filter((name) => !walked.has(name))).toEqual([]);
      const doors = new Map([
        [site.siteId, site],
        [app.demo.siteId, openDoors(app.url, app.demo)],
      ]);
      const all = [...held, ...(await place.readHeld())];
      await inLanes(all, async ({ siteId, visitor }) => {
        const answer = await doors.get(siteId)?.ask('POST', '/v1/erasures', { visitor });
        expect([siteId, answer?.status]).toEqual([siteId, 200]);
      });
      expect(await place.readHeld()).toEqual([]);
      const needles = writeIdNeedles([...new Set(all.map(({ visitor }) => visitor)), ...DEVICES]);
      expect(await searchAll(needles)).toEqual([]);
      expect(search('output', Buffer.from(app.output()), needles)).toEqual([]);
      expect(await searchAll()).toEqual([]);
    });

    it('stands nowhere in what a stopped server leaves behind', async () => {
      await app.stop();
      const left = (await place.readAll()).map(({ name }) => name);
      expect(left).toEqual(expect.arrayContaining([...place.keeps]));
      expect(await searchAll()).toEqual([]);
    });
  });

  describe('the watch over connections', () => {
    it('sees one that is opened', () => {
      const program = `require('node:http').get('http://127.0.0.1:9/x').on('error', () => undefined)`;
      const { stderr } = spawnSync(process.execPath, ['-e', program], {
        env: { PATH: process.env.PATH, ...WATCHED },
        encoding: 'utf8',
      });
      expect(stderr).toMatch(/\[outgoing\] connect .*"port":9/);
    });
  });
}
