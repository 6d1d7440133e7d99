import { describe, expect, it, onTestFinished } from 'vitest';
import { createSessions, IDLE_MS, MOST_MS } from '../../../../apps/server/console/sessions.ts';
import { serve } from '../../../support/served.ts';
import { createSite } from '../../../support/sites.ts';

const HOUR_MS = 3_600_000;

async function start() {
  const served = await serve();
  onTestFinished(() => served.stop());
  const open = () => createSessions({ engine: served.engine, store: served.store });
  const sessions = open();
  const signIn = async (key = served.demo.secretKey): Promise<string> => {
    const opened = await sessions.open(key);
    if (!opened.ok) throw new Error(opened.code);
    return opened.value.token;
  };
  const rows = async () => {
    const site = served.sites.get('demo');
    return served.store.listRecords('console-sessions', site?.siteId ?? '', null, 1_000);
  };
  return { served, sessions, open, signIn, rows };
}

describe('a session of the console', () => {
  it('is of the site whose secret key opened it, for every server on the store', async () => {
    const { sessions, open, signIn } = await start();
    const token = await signIn();
    for (const each of [sessions, open()])
      expect(await each.find(token)).toMatchObject({ site: { site: 'demo' }, isOldKey: false });
  });

  it('is opened by no other key', async () => {
    const { served, sessions } = await start();
    for (const key of ['', 'sk_nobody', served.demo.writeKey, served.operatorKey])
      expect([key, await sessions.open(key)]).toMatchObject([key, { ok: false, at: 'key' }]);
  });

  it('is nowhere found by what is near its token', async () => {
    const { sessions, signIn } = await start();
    const token = await signIn();
    for (const other of [
      '',
      '.',
      token.slice(0, -1),
      `${token}x`,
      token.split('.')[1] ?? '',
      `st_none.${token}`,
    ])
      expect([other, await sessions.find(other)]).toEqual([other, null]);
  });

  it('leaves neither its token nor the key in the store', async () => {
    const { served, signIn, rows } = await start();
    const token = await signIn();
    const kept = JSON.stringify(await rows());
    expect(kept).toContain('until');
    for (const secret of [token, token.split('.')[1] ?? '', served.demo.secretKey])
      expect(kept).not.toContain(secret);
  });

  it('ends after twelve hours without a request, and is prolonged by each', async () => {
    const { served, sessions, signIn } = await start();
    const token = await signIn();
    for (let hours = 0; hours < 40; hours += 7) {
      await served.clock.moveTo(served.clock.now() + 7 * HOUR_MS);
      expect([hours, await sessions.find(token)]).not.toEqual([hours, null]);
    }
    await served.clock.moveTo(served.clock.now() + IDLE_MS);
    expect(await sessions.find(token)).toBeNull();
  });

  it('ends a week after signing in, however often it is used', async () => {
    const { served, sessions, signIn } = await start();
    const token = await signIn();
    const from = served.clock.now();
    for (let t = from + 7 * HOUR_MS; t < from + MOST_MS; t += 7 * HOUR_MS) {
      await served.clock.moveTo(t);
      await sessions.find(token);
    }
    await served.clock.moveTo(from + MOST_MS - 1);
    expect(await sessions.find(token)).not.toBeNull();
    await served.clock.moveTo(from + MOST_MS);
    expect(await sessions.find(token)).toBeNull();
  });

  it('ends with the key that opened it, once the overlap is over', async () => {
    const { served, sessions, signIn } = await start();
    const token = await signIn();
    await served.sites.rotateKeys('demo', { only: 'secret', overlapMs: HOUR_MS });
    expect(await sessions.find(token)).toMatchObject({ isOldKey: true });
    await served.clock.moveTo(served.clock.now() + HOUR_MS);
    expect(await sessions.find(token)).toBeNull();
  });

  it('ends when somebody logs out, whoever asks for it at that moment', async () => {
    const { served, sessions, signIn } = await start();
    const token = await signIn();
    const other = await signIn();
    await served.clock.moveTo(served.clock.now() + 7 * HOUR_MS);
    await Promise.all([sessions.find(token), sessions.end(token), sessions.find(token)]);
    expect(await sessions.find(token)).toBeNull();
    expect(await sessions.find(other)).not.toBeNull();
    expect(await sessions.endAll((await createSite(served)).siteId as never)).toBe(0);
  });

  it('makes room for a hundred and first, the one that ends soonest going', async () => {
    const { served, sessions, signIn, rows } = await start();
    const first = await signIn();
    await served.clock.moveTo(served.clock.now() + 1_000);
    const second = await signIn();
    for (let n = 2; n < 101; n += 1) await signIn();
    expect(await rows()).toHaveLength(100);
    expect([await sessions.find(first), await sessions.find(second)]).toMatchObject([null, {}]);
  });

  it('is swept once it has run out', async () => {
    const { served, sessions, signIn, rows } = await start();
    await signIn();
    await served.clock.moveTo(served.clock.now() + IDLE_MS - 1);
    await sessions.sweep();
    expect(await rows()).toHaveLength(1);
    await served.clock.moveTo(served.clock.now() + 1);
    await sessions.sweep();
    expect(await rows()).toEqual([]);
  });
});
