import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { neutralEnvironment } from '../../support/neutral-environment.ts';
import { ROOT } from '../../support/source-tree.ts';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

describe('npm run shopify:dev', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inkling-dev-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function start(ports: { readonly PORT: string; readonly SHOP_PORT: string }): ChildProcess {
    const [, ...args] = scripts['shopify:dev']?.split(' ') ?? [];
    const env = { ...neutralEnvironment(), TMPDIR: folder, ...ports };
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    // Also where the test runs out of time.
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  }

  /** Up to the line that says how to stop it. */
  async function greeting(child: ChildProcess): Promise<string> {
    let said = '';
    for await (const chunk of child.stdout as Readable) {
      said += chunk;
      if (said.includes('Stop with')) return said;
    }
    return said;
  }

  it('prints where to look, lets the app be installed and opened, and leaves nothing behind', async () => {
    const child = start({ PORT: '0', SHOP_PORT: '0' });
    const said = await greeting(child);
    const [admin = '', storefront = '', inkling = ''] =
      said.match(/http:\/\/127\.0\.0\.1:\d+(?:\/admin)?/g) ?? [];
    expect(await (await fetch(storefront)).text()).toContain('Harbour Blue');
    expect(await (await fetch(admin)).text()).toContain('Place an order');
    const desk = (path: string, method = 'POST') =>
      fetch(`${storefront}/_admin/${path}`, { method, headers: { connection: 'close' } });
    const open = async () => {
      const { token } = await (await desk('session-token', 'GET')).json();
      const headers = { authorization: `Bearer ${token}`, connection: 'close' };
      return (await fetch(`${inkling}/platforms/shopify/api/setup`, { headers })).status;
    };
    expect(await open()).not.toBe(200);
    expect((await desk('acts/install')).status).toBe(200);
    expect(await open()).toBe(200);
    expect((await desk('acts/order')).status).toBe(200);
    const { webhooks } = await (await desk('look', 'GET')).json();
    expect(webhooks).toEqual([
      { topic: 'orders/paid', status: 200 },
      { topic: 'orders/create', status: 200 },
    ]);
    expect((await desk('acts/nothing')).status).toBe(404);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(readdirSync(folder).filter((name) => name.startsWith('inkling-shopify-dev-'))).toEqual([]);
  });

  it('says in one line what keeps it from starting', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const taken = String((other.address() as AddressInfo).port);
    try {
      for (const [ports, line] of [
        [{ PORT: 'no', SHOP_PORT: '0' }, '[inkling] [PORT] it is no port: write a number from 0 to 65535\n'],
        [
          { PORT: '0', SHOP_PORT: taken },
          '[inkling] [PORT or SHOP_PORT] it is in use: stop the other program, or set a free one\n',
        ],
      ] as const) {
        const child = start(ports);
        const [said, [status]] = await Promise.all([text(child.stderr as Readable), once(child, 'exit')]);
        expect([status, said]).toEqual([1, line]);
      }
    } finally {
      other.close();
    }
  });
});
