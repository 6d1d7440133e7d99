/** No secret reaches what is written down: every door, every kind of fault, every start that fails. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { censor, censorText } from '../../../apps/server/censor.ts';
import { explainFault } from '../../../apps/server/crash.ts';
import { createLog } from '../../../apps/server/log.ts';
import type { Route } from '../../../apps/server/route.ts';
import { type RunningServer, startServer } from '../../../apps/server/server.ts';
import { readSettings } from '../../../apps/server/settings.ts';
import { currentKeys } from '../../../core/sites/registry.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { findCanaries, writeNeedles } from '../../support/canary.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { neutralEnvironment } from '../../support/neutral-environment.ts';
import { NOON } from '../../support/served.ts';
import { ROOT } from '../../support/source-tree.ts';
import { fillPath, routeSamples } from './route-samples.ts';

const MASTER_KEY = Buffer.alloc(32, 0xa7).toString('base64');
const PASSWORD = 'pw-canary-4711';
const ENV = {
  MASTER_KEY,
  INKLING_SMTP_URL: `smtp://mailer:${PASSWORD}@127.0.0.1:9`,
  INKLING_MAIL_FROM: 'Shop <shop@shop.example>',
  INKLING_WEBHOOK_PRIVATE_HOSTS: '127.0.0.1',
};

function findSecrets(text: string | Buffer, secrets: readonly string[]): readonly string[] {
  return findCanaries(Buffer.from(text), writeNeedles(secrets)).map(({ canary }) => canary);
}

describe('a line of the log', () => {
  const lines: string[] = [];
  const log = createLog('trace', { write: (line) => void lines.push(line) });
  const secrets = ['wk_abcdefgh12', 'sk_abcdefgh12', 'op_abcdefgh12', 'whsec_abcdefgh', PASSWORD, MASTER_KEY];
  const [write, secret, operator, hook] = secrets;
  const smtp = ENV.INKLING_SMTP_URL;

  it.each([
    ['an address', { at: `/v1/collect?k=${write}` }],
    ['headers', { req: { headers: { authorization: `Bearer ${secret}` } } }],
    ['headers in a list', { raw: ['authorization', `Bearer ${operator}`] }],
    [
      'settings',
      { settings: { masterKey: MASTER_KEY, mail: { server: { login: { password: PASSWORD } } } } },
    ],
    ['the environment', { env: { MASTER_KEY, INKLING_SMTP_URL: smtp } }],
    ['an address with a log-in', { target: smtp }],
    ['a body, deep down', { a: { b: { c: { body: `{"secret":"${hook}"}`, said: `it was ${hook}` } } } }],
    ['an error', { err: new Error(secrets.join(' '), { cause: secrets }) }],
    ['an error further down', { job: { err: new Error(secrets.join(' ')) } }],
  ])('shows none that stands in %s', (_, line) => {
    lines.length = 0;
    log.error(line);
    log.error(line, `with words about ${write} and ${smtp}`);
    log.info('%s is the key', secret);
    expect(lines).toHaveLength(3);
    expect(findSecrets(lines.join(''), secrets)).toEqual([]);
  });

  it('shows none of a bare error, and says where it arose', () => {
    lines.length = 0;
    log.fatal(new TypeError(secrets.join(' ')));
    expect(findSecrets(lines.join(''), secrets)).toEqual([]);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ err: { type: 'TypeError', at: expect.any(String) } });
  });

  it('keeps what is no secret', () => {
    const line = { route: '/v1/sites/{site}', signal: 'SIGTERM', count: 3, none: null, list: ['a', 1] };
    expect(censor(line)).toEqual(line);
    expect(censorText('see https://shop.example/a?b=c, task_force and risk_level')).toBe(
      'see https://shop.example/a?b=c, task_force and risk_level',
    );
  });
});

describe('a server whose doors are knocked at with secrets, and whose store breaks', () => {
  const lines: string[] = [];
  let server: RunningServer;
  let secrets: readonly string[] = [];
  let isBroken = false;
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-secrets-'));

  beforeAll(async () => {
    const openStore = async (dataDir: string) => {
      const store = await createEmbeddedStore({ dataDir });
      const fail = () => Promise.reject(new Error(`it broke over ${secrets.join(' ')}`));
      return {
        ...store,
        getRecord: (...row: Parameters<typeof store.getRecord>) =>
          isBroken ? fail() : store.getRecord(...row),
        listRecords: (...row: Parameters<typeof store.listRecords>) =>
          isBroken ? fail() : store.listRecords(...row),
        putRecord: (...row: Parameters<typeof store.putRecord>) =>
          isBroken ? fail() : store.putRecord(...row),
      };
    };
    server = await startServer({
      settings: readSettings({ PORT: '0', DATA_DIR: dataDir, ...ENV }),
      clock: createDrivenClock(NOON),
      log: createLog('trace', { write: (line) => void lines.push(line) }),
      openStore,
    });
  });
  afterAll(async () => {
    isBroken = false;
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** Where people put keys, rightly and wrongly. */
  async function knock(method: string, path: string, key: string, body: unknown): Promise<number> {
    const [first, ...places] = [
      { url: path, headers: { authorization: `Bearer ${key}` } },
      { url: `${path}${path.includes('?') ? '&' : '?'}k=${key}`, headers: {} },
      { url: `${path}/${key}`, headers: { 'x-api-key': key } },
    ] as { url: string; headers: Record<string, string> }[];
    const text = body === undefined ? null : JSON.stringify(body);
    const send = async (place: typeof first, content: string | null) => {
      const options = { method, redirect: 'manual', ...(content !== null && { body: content }) } as const;
      const answer = await fetch(server.url + place?.url, { ...options, headers: place?.headers ?? {} });
      await answer.body?.cancel();
      return answer.status;
    };
    for (const place of places) await send(place, text);
    if (text !== null) await send(first, `{"secret": "${key}", ${text.slice(1, 20)}`);
    return send(first, text);
  }

  async function makeWebhook(secretKey: string): Promise<string> {
    const answer = await fetch(`${server.url}/v1/webhooks/crm`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${secretKey}` },
      body: JSON.stringify({ url: 'http://127.0.0.1:9/hook', types: ['notice'] }),
    });
    return ((await answer.json()) as { secret: string }).secret;
  }

  /** At every door but those that never end, or end what is knocked with. */
  async function knockEverywhere(keyOf: (route: Route) => string): Promise<readonly number[]> {
    const samples = routeSamples({ visitor: 'ab'.repeat(16), site: 'demo', decision: 'd1'.repeat(16) });
    const statuses: number[] = [];
    for (const route of server.routes.filter(({ path }) => !/stream|rotate-keys/.test(path))) {
      const sample = samples[`${route.method} ${route.path}`];
      const path = fillPath(route.path, sample?.params) + (sample?.query ?? '');
      statuses.push(await knock(route.method, path, keyOf(route), sample?.body));
    }
    return statuses;
  }

  it('writes none of them', async () => {
    const demo = server.sites.get('demo');
    if (demo === undefined) throw new Error('there is no demo site');
    const { writeKey, secretKey } = currentKeys(demo, NOON);
    const hook = await makeWebhook(secretKey);
    secrets = [MASTER_KEY, PASSWORD, writeKey, secretKey, server.operatorKey, hook];
    expect(secrets.filter((secret) => secret.length < 8)).toEqual([]);
    isBroken = true;
    const broken = await knockEverywhere(({ key }) => {
      if (key.includes('write')) return writeKey;
      return key === 'operator' ? server.operatorKey : secretKey;
    });
    isBroken = false;
    const refused = await knockEverywhere(() => hook);
    expect([broken.includes(500), refused.includes(401)]).toEqual([true, true]);
    expect(lines.filter((line) => line.includes('a route failed')).length).toBeGreaterThan(10);
    expect(findSecrets(lines.join(''), secrets)).toEqual([]);
  });
});

describe('a start that fails', () => {
  it.each([
    { MASTER_KEY: `${MASTER_KEY}x` },
    { MONGODB_URL: `mongodb://admin:${PASSWORD}@db.example/inkling` },
    { MONGODB_URL: `mongodb://admin:${PASSWORD}@` },
    { INKLING_SMTP_URL: `smtp://mailer:${PASSWORD}@[broken` },
    { INKLING_SMTP_URL: `smtp://mailer:${PASSWORD}@mail.example/behind` },
    { INKLING_SMTP_URL: `smtp://mailer:${PASSWORD}%E0@mail.example` },
    { INKLING_SMTP_URL: `smtp://mailer:${PASSWORD}@mail.example`, PUBLIC_URL: 'http://shop.example' },
    { INKLING_SMTP_PASSWORD: PASSWORD },
    { INKLING_MASTER_KEY: MASTER_KEY },
  ])('over a setting does not repeat it: %j', (env) => {
    const text = faultOf(() => readSettings(env));
    expect(text).toMatch(/^\[inkling\] \[\w+\] .+: .+/);
    expect(findSecrets(text, [MASTER_KEY, PASSWORD])).toEqual([]);
  });

  it('over something unforeseen shows no key of ours', () => {
    const text = explainFault(
      new Error(`no: ${ENV.INKLING_SMTP_URL} MASTER_KEY=${MASTER_KEY} sk_abcdefgh12`),
    );
    expect(findSecrets(text, [PASSWORD, MASTER_KEY, 'sk_abcdefgh12'])).toEqual([]);
  });
});

describe('npm start', () => {
  /** Runs it until it says that it serves, or ends; all that it wrote. */
  async function start(dataDir: string, env: Readonly<Record<string, string>>): Promise<string> {
    const child = spawn(process.execPath, [join(ROOT, 'apps/server/main.ts')], {
      env: { ...neutralEnvironment(), PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'trace', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    const keep = (chunk: Buffer) => {
      chunks.push(chunk);
      if (chunk.includes('Stop with Ctrl+C')) child.kill('SIGTERM');
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    await once(child, 'close');
    return Buffer.concat(chunks).toString('utf8');
  }

  it('shows keys where the folder is made, and to no journal after that', async () => {
    const dataDir = makeDataFolder();
    const first = await start(dataDir, ENV);
    const keys = first.match(/\b(?:sk|op)_[\w-]+/g) ?? [];
    expect(keys).toHaveLength(2);
    const later = await start(dataDir, ENV);
    expect(later).toContain('inkling site list');
    const wrong = await start(dataDir, { ...ENV, MASTER_KEY: Buffer.alloc(32, 0xb8).toString('base64') });
    expect(wrong).toMatch(/\[MASTER_KEY\] the data folder was sealed with another master key/);
    const secrets = [MASTER_KEY, PASSWORD, ...keys, Buffer.alloc(32, 0xb8).toString('base64')];
    expect(findSecrets(later + wrong, secrets)).toEqual([]);
    expect(later).toContain('"stopping"');
    for (const name of readdirSync(dataDir))
      expect([name, findSecrets(readFileSync(join(dataDir, name)), secrets)]).toEqual([name, []]);
  });
});

function faultOf(work: () => unknown): string {
  try {
    work();
    return 'it started';
  } catch (error) {
    return explainFault(error);
  }
}
