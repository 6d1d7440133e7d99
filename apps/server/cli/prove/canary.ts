/**
 * The trial: an installation of its own in a folder of its own, in which somebody made up is planted through the real doors,
 * erased, and searched for in every byte of the folder while the server has it open, in its log and in what it sent.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { InklingError } from '../../../../core/errors.ts';
import { createLog } from '../../log.ts';
import type { RunningServer } from '../../server.ts';
import { readSettings } from '../../settings.ts';
import { type Knock, type Marks, makeMarks, plant, type Site } from './planting.ts';
import { holds, idNeedles, searchFolder, textNeedles } from './search.ts';

const LOOK_MS = 250;
/** As long as an erasure may take on disk. */
const MOST_MS = 60_000;
const HOOK_MS = 5_000;

/** What lies in the folder: how many of the person's texts and ids, and in which files. */
type Look = {
  readonly files: number;
  readonly bytes: number;
  readonly marks: number;
  readonly ids: number;
  readonly where: readonly string[];
};

export type CanaryResult = {
  /** Requests that carried the person. */
  readonly requests: number;
  /** Different routes among them. */
  readonly doors: readonly string[];
  /** Texts that name the person; none may be found at any time. */
  readonly marks: number;
  /** Ids that the server made of them; found before the erasure, or the search would prove nothing. */
  readonly ids: number;
  readonly before: Look;
  readonly after: Look;
  /** How long it took until nothing was found, ms; null: something still was after a minute. */
  readonly tookMs: number | null;
  /** Bodies that a receiver got, and how many of them had a mark or an id. */
  readonly sent: { readonly bodies: number; readonly found: number };
  readonly log: { readonly bytes: number; readonly found: boolean };
  readonly removed: Readonly<Record<string, number>>;
  /** Of a second erasure. */
  readonly removedAgain: number;
  readonly isKnownAfter: boolean;
};

/** @throws InklingError where the trial itself does not work: then nothing was proven. */
export async function runCanary(): Promise<CanaryResult> {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-prove-'));
  const hook = await openHook();
  try {
    return await tryOut(folder, hook);
  } finally {
    hook.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Hook = { readonly url: string; readonly bodies: readonly Buffer[]; close(): void };

async function openHook(): Promise<Hook> {
  const bodies: Buffer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks));
      response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, bodies, close: () => void server.close() };
}

async function tryOut(dataDir: string, hook: Hook): Promise<CanaryResult> {
  const lines: string[] = [];
  const log = createLog('trace', { write: (line) => void lines.push(line) });
  const env = { PORT: '0', DATA_DIR: dataDir, INKLING_WEBHOOK_PRIVATE_HOSTS: 'loopback' };
  const { startServer } = await import('../../server.ts');
  const server = await startServer({ settings: readSettings(env), log });
  try {
    return await watch(server, dataDir, hook, () => Buffer.from(lines.join('')));
  } finally {
    await server.stop();
  }
}

async function watch(
  server: RunningServer,
  dataDir: string,
  hook: Hook,
  readLog: () => Buffer,
): Promise<CanaryResult> {
  const marks = makeMarks();
  const { knock, doors } = createKnock(server.url);
  const site = await makeSite(knock, server.operatorKey);
  const ids = await plant(knock, site, marks, hook.url);
  await settle(server, hook);
  const own = { texts: textNeedles(Object.values(marks)), ids: idNeedles(ids) };
  const look = (): Look => lookInto(dataDir, own);
  const before = look();
  const removed = await erase(knock, site, marks);
  const { after, tookMs } = await lookUntilGone(look);
  const again = await erase(knock, site, marks);
  const log = readLog();
  const all = [...own.texts, ...own.ids];
  return {
    requests: doors.length,
    doors: [...new Set(doors)],
    marks: Object.keys(marks).length,
    ids: ids.length,
    before,
    after,
    tookMs,
    sent: { bodies: hook.bodies.length, found: hook.bodies.filter((body) => holds(body, all)).length },
    log: { bytes: log.length, found: holds(log, all) },
    removed,
    removedAgain: Object.values(again).reduce((sum, count) => sum + count, 0),
    isKnownAfter: await isKnown(server, site, marks),
  };
}

/** What came of it is on disk, and with the receiver. */
async function settle({ engine }: RunningServer, hook: Hook): Promise<void> {
  await engine.segments.idle();
  await engine.book.flush();
  for (let waited = 0; hook.bodies.length === 0 && waited < HOOK_MS; waited += LOOK_MS) await pause(LOOK_MS);
}

type Needles = Parameters<typeof searchFolder>[1];

function lookInto(folder: string, own: { readonly texts: Needles; readonly ids: Needles }): Look {
  const texts = searchFolder(folder, own.texts);
  const { files, bytes, found } = searchFolder(folder, own.ids);
  const where = new Set([...texts.found, ...found].flatMap((one) => one.files));
  return { files, bytes, marks: texts.found.length, ids: found.length, where: [...where] };
}

async function lookUntilGone(look: () => Look) {
  const start = Date.now();
  for (;;) {
    const after = look();
    const tookMs = Date.now() - start;
    if (after.marks + after.ids === 0) return { after, tookMs };
    if (tookMs > MOST_MS) return { after, tookMs: null };
    await pause(LOOK_MS);
  }
}

async function erase(knock: Knock, { secretKey: key }: Site, { userId, email, device }: Marks) {
  const answer = await knock({ method: 'POST', path: '/v1/erasures', key, body: { userId, email, device } });
  return answer.removed as Readonly<Record<string, number>>;
}

async function isKnown({ url }: RunningServer, { secretKey }: Site, { userId }: Marks): Promise<boolean> {
  const headers = { authorization: `Bearer ${secretKey}` };
  const body = JSON.stringify({ userId });
  return (await fetch(`${url}/v1/visitors/lookup`, { method: 'POST', headers, body })).status !== 404;
}

async function makeSite(knock: Knock, key: string): Promise<Site> {
  const body = { name: 'Trial', site: 'trial', policy: 'session', timezone: 'UTC', currency: 'EUR' };
  return (await knock({ method: 'POST', path: '/v1/sites', key, body })) as unknown as Site;
}

function createKnock(url: string): { readonly knock: Knock; readonly doors: string[] } {
  const doors: string[] = [];
  return {
    doors,
    knock: async ({ method, path, key, body, headers = {} }) => {
      doors.push(`${method} ${path.replace(/\?.*/, '').replace(/[0-9a-f]{32}/, '{visitor}')}`);
      const answer = await fetch(url + path, {
        method,
        headers: { ...headers, ...(key !== undefined && { authorization: `Bearer ${key}` }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (answer.ok) return text === '' ? {} : JSON.parse(text);
      const fault = `${method} ${path.split('/').slice(0, 3).join('/')} answered ${answer.status}`;
      throw new InklingError(
        'internal',
        'trial',
        fault,
        'this is a fault of ours: report it with the version',
      );
    },
  };
}
