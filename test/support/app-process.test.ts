import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type App, type AppOptions, startApp } from './app-process.ts';

const NEW_YEAR = Date.UTC(2026, 0, 1);

describe('the app in a process of its own', () => {
  const started: App[] = [];

  async function start(options: AppOptions = {}): Promise<App> {
    const app = await startApp(options);
    started.push(app);
    return app;
  }

  afterEach(async () => {
    await Promise.all(started.splice(0).map((app) => app.stop()));
  });

  it('lives by a clock that moves only when it is told to, until it is stopped', async () => {
    const app = await start({ clockAtMs: NEW_YEAR });
    const names: string[] = [];
    const createdAt = async () => {
      names.push(`site-${names.length}`);
      const response = await fetch(`${app.url}/v1/sites`, {
        method: 'POST',
        headers: { authorization: `Bearer ${app.operatorKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name: names.at(-1) }),
      });
      return ((await response.json()) as { createdAt: string }).createdAt;
    };
    expect(await createdAt()).toBe('2026-01-01T00:00:00.000Z');
    await app.clock.advance(1_500);
    expect(await createdAt()).toBe('2026-01-01T00:00:01.500Z');
    await app.clock.leap(30 * 86_400_000);
    expect(await createdAt()).toBe('2026-01-31T00:00:01.500Z');
    await app.clock.set(Date.UTC(2026, 1, 1));
    expect(await createdAt()).toBe('2026-02-01T00:00:00.000Z');
    expect(existsSync(app.dataDir)).toBe(true);
    await app.stop();
    expect(existsSync(app.dataDir), 'it leaves nothing behind').toBe(false);
    await expect(fetch(app.url)).rejects.toThrow();
    await app.stop();
  });

  it('is gone at once when it is killed, and its folder goes on with the next, beside another one', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'inkling-kept-'));
    try {
      const first = await start({ dataDir });
      expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
      expect(first.port).toBeGreaterThan(0);
      expect(first.operatorKey).toMatch(/^op_/);
      expect(first.demo).toEqual({
        siteId: expect.stringMatching(/^st_/),
        writeKey: expect.stringMatching(/^wk_/),
        secretKey: expect.stringMatching(/^sk_/),
      });
      await expect(first.clock.advance(1), 'its clock is the real one').rejects.toThrow('clockAtMs');
      await first.kill();
      expect(() => process.kill(first.pid, 0)).toThrow('ESRCH');
      const [second, other] = await Promise.all([start({ dataDir }), start()]);
      expect(second.demo).toEqual(first.demo);
      expect(second.pid).not.toBe(other.pid);
      expect(second.url).not.toBe(other.url);
      await second.stop();
      expect(existsSync(dataDir)).toBe(true);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });

  it('stores in what another module opens', async () => {
    const storeModule =
      'data:text/javascript,export const openStore = () => { throw new Error("another store") }';
    await expect(startApp({ storeModule })).rejects.toThrow(/another store/);
  });

  it('that cannot start says why', async () => {
    await expect(startApp({ env: { PORT: 'many' } })).rejects.toThrow('PORT');
  });
});
