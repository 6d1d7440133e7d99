import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeInBrowser, GRANTED, SETTINGS, type Stage, writePage } from './support.ts';

const inner = (id: string): string => createHmac('sha256', SETTINGS.s).update(id).digest('hex');

/** Everything a page could have kept, by place. */
async function readStorage({ guest }: Stage): Promise<Record<string, unknown>> {
  return (await guest.page.evaluate(`(async () => ({
    cookie: document.cookie,
    local: Object.fromEntries(Object.entries(localStorage)),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).length,
    caches: await caches.keys(),
  }))()`)) as Record<string, unknown>;
}
const EMPTY = { cookie: '', local: {}, session: [], databases: 0, caches: [] };

const keep = (stage: Stage, entry: unknown): Promise<unknown> =>
  stage.guest.page.addInitScript(`localStorage.inkling = ${JSON.stringify(JSON.stringify(entry))}`);
const DEVICE = '0123456789abcdef0123456789abcdef';
const ENTRY = { d: DEVICE, c: { ...GRANTED, at: 1_700_000_000_000 } };

const withGpc = (stage: Stage): Promise<unknown> =>
  stage.guest.page.addInitScript(`Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })`);

describeInBrowser('before consent', (stage) => {
  it('nothing is kept on the device over a whole visit, and storage is not even read', async () => {
    stage.site.pages.set('/pen', {
      body: writePage(`<article data-inkling-event="Product Viewed" data-inkling-product_id="p1">
        <button data-inkling-event="Product Added">Add</button></article>
        <form role="search"><input name="q"></form>`),
    });
    await stage.guest.page.addInitScript(`
      window.touched = 0;
      const { localStorage: store } = window;
      Object.defineProperty(window, 'localStorage', { get: () => { touched++; return store; } });`);
    await stage.guest.open('/pen');
    await stage.guest.page.click('button');
    await stage.guest.page.evaluate(`history.pushState({}, '', '/cart')`);
    await stage.guest.call('identify', 'anna@shop.example', { plan: 'pro' });
    await stage.guest.call('reset');
    await stage.guest.drain();
    expect(await stage.guest.page.evaluate('touched')).toBe(0);
    expect(await readStorage(stage)).toEqual(EMPTY);
    expect(await stage.guest.context.cookies()).toEqual([]);
    expect(stage.site.items().length).toBeGreaterThan(4);
  });

  it('identify hashes, loads and sends nothing', async () => {
    await stage.guest.open('/');
    await stage.guest.call('identify', 'anna@shop.example', { plan: 'pro' });
    await stage.guest.drain();
    expect(stage.site.requests).not.toContain('/t/identity.js');
    expect(stage.site.names()).toEqual(['Page Viewed']);
    expect(stage.site.posts.every(({ envelope }) => envelope.h === undefined)).toBe(true);
  });

  it('a site that records nothing before consent gets nothing, and what waited in memory once it is allowed', async () => {
    stage.site.settings = { ...SETTINGS, p: 'consented-only' };
    await stage.guest.open('/');
    await stage.guest.call('Product Added', { product_id: 'p' });
    await stage.guest.pass(10_000);
    await stage.guest.page.evaluate(`dispatchEvent(new Event('pagehide'))`);
    await stage.guest.pass(10_000);
    expect(stage.site.posts).toEqual([]);
    await stage.guest.call('consent', GRANTED);
    await stage.guest.drain();
    expect(stage.site.names()).toEqual(['Page Viewed', 'Product Added', 'Page Engaged']);
    expect(stage.site.posts[0]?.envelope).toMatchObject({
      c: GRANTED,
      dev: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it('a source that says none is needed is passed on, and is no grant', async () => {
    await stage.guest.open('/');
    await stage.guest.call('consent', { required: false });
    await stage.guest.drain();
    expect(stage.site.posts.at(-1)?.envelope.c).toMatchObject({ required: false });
    expect(stage.site.posts.at(-1)?.envelope.dev).toBeUndefined();
    expect(await readStorage(stage)).toEqual(EMPTY);
  });
});

describeInBrowser('consent', (stage) => {
  it('a grant keeps exactly one entry, and the same page load goes on with device, zone and choice', async () => {
    await stage.guest.open('/');
    await stage.guest.drain();
    await stage.guest.call('consent', GRANTED);
    await stage.guest.drain();
    const storage = await readStorage(stage);
    const entry = JSON.parse((storage.local as { inkling: string }).inkling);
    expect(storage).toEqual({ ...EMPTY, local: { inkling: expect.any(String) } });
    expect(entry).toEqual({
      d: expect.stringMatching(/^[0-9a-f]{32}$/),
      c: { ...GRANTED, at: expect.any(Number) },
    });
    const [before, ...after] = stage.site.posts.map(({ envelope }) => envelope);
    expect(before?.dev).toBeUndefined();
    expect(after.at(-1)).toMatchObject({ dev: entry.d, c: entry.c, z: expect.any(String), pg: before?.pg });
  });

  it('a source that repeats itself on the next page finds the same device and the same choice', async () => {
    await stage.guest.open('/');
    await stage.guest.call('consent', GRANTED);
    await stage.guest.drain();
    const first = stage.site.posts.at(-1)?.envelope;
    await stage.guest.open('/next');
    await stage.guest.pass(60_000);
    await stage.guest.call('consent', GRANTED);
    await stage.guest.drain();
    const second = stage.site.posts.at(-1)?.envelope;
    expect(second).toMatchObject({ dev: first?.dev, c: first?.c });
    expect(second?.pg).not.toBe(first?.pg);
  });

  it('an earlier choice is not taken up by itself', async () => {
    await keep(stage, ENTRY);
    await stage.guest.open('/');
    await stage.guest.drain();
    expect(stage.site.posts.every(({ envelope }) => !envelope.dev && !envelope.c)).toBe(true);
  });

  it('an earlier choice is taken up where the site remembers it', async () => {
    stage.site.settings = { ...SETTINGS, m: 1 };
    await keep(stage, ENTRY);
    await stage.guest.open('/');
    await stage.guest.drain();
    expect(stage.site.posts[0]?.envelope).toMatchObject({ dev: DEVICE, c: ENTRY.c });
  });

  it('a site that remembers sends as usual where nothing was chosen', async () => {
    stage.site.settings = { ...SETTINGS, m: 1 };
    await stage.guest.open('/');
    await stage.guest.drain();
    expect(stage.site.posts[0]?.envelope.c).toBeUndefined();
    expect(await readStorage(stage)).toEqual(EMPTY);
  });

  it('a page whose storage is closed goes on in memory', async () => {
    await stage.guest.page.addInitScript(
      `Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })`,
    );
    await stage.guest.open('/');
    await stage.guest.call('consent', GRANTED);
    await stage.guest.drain();
    expect(stage.site.posts.at(-1)?.envelope).toMatchObject({ dev: expect.any(String), c: GRANTED });
    expect(stage.guest.errors).toEqual([]);
  });
});

describeInBrowser('withdrawal', (stage) => {
  it('tells the server once more with the device, removes the entry, and ends', async () => {
    await stage.guest.open('/');
    await stage.guest.call('consent', GRANTED);
    await stage.guest.drain();
    const { dev, c } = stage.site.posts.at(-1)?.envelope ?? {};
    await stage.guest.call('Product Added', { product_id: 'late' });
    await stage.guest.call('consent', { analytics: false });
    await stage.guest.pass(1000);
    const last = await stage.site.until(({ envelope }) => envelope.c?.analytics === false);
    expect(last.envelope).toMatchObject({ dev, e: [] });
    expect(last.envelope.c?.at).toBeGreaterThan(c?.at as number);
    expect(await readStorage(stage)).toEqual(EMPTY);
    const count = stage.site.posts.length;
    await stage.guest.call('Product Added', { product_id: 'p' });
    await stage.guest.page.evaluate(`dispatchEvent(new Event('pagehide')); fetch('/page.js')`);
    await stage.guest.pass(60_000);
    expect(stage.site.posts).toHaveLength(count);
  });

  it('what failed before is not sent after it', async () => {
    stage.site.answer = ({ envelope }) => (envelope.c?.analytics === false ? {} : { status: 503 });
    await stage.guest.open('/');
    await stage.guest.call('consent', GRANTED);
    await stage.guest.pass(1000);
    await stage.site.until(() => true);
    await stage.guest.call('consent', { analytics: false });
    const before = stage.site.posts.length;
    for (let round = 0; round < 20; round += 1) {
      await stage.guest.pass(60_000);
      await stage.guest.page.evaluate(`fetch('/page.js')`);
    }
    const after = stage.site.posts.slice(before).map(({ envelope }) => envelope);
    expect(after.some(({ c }) => c?.analytics === false)).toBe(true);
    expect(after.flatMap(({ e }) => e)).toEqual([]);
  });

  it('an opt-out leaves a marker only where it is asked for, and is honoured on the next page', async () => {
    stage.site.settings = { ...SETTINGS, m: 1 };
    await stage.guest.open('/');
    await stage.guest.drain();
    await stage.guest.page.evaluate(`inkling.consent({ analytics: false }, { remember: true })`);
    const { local } = (await readStorage(stage)) as { local: { inkling: string } };
    expect(JSON.parse(local.inkling)).toEqual({ c: { analytics: false, at: expect.any(Number) } });
    const count = stage.site.posts.length;
    await stage.guest.open('/next');
    await stage.guest.call('Product Added', { product_id: 'p' });
    await stage.guest.pass(60_000);
    await stage.guest.page.evaluate(`fetch('/page.js')`);
    expect(stage.site.posts).toHaveLength(count);
    expect((await readStorage(stage)).local).toEqual(local);
  });
});

describeInBrowser('Global Privacy Control', (stage) => {
  it('nothing is sent, nothing is kept, whatever the visitor allowed', async () => {
    await withGpc(stage);
    await stage.guest.open('/');
    await stage.guest.call('consent', GRANTED);
    await stage.guest.call('identify', 'c-1');
    await stage.guest.call('Product Added', { product_id: 'p' });
    await stage.guest.pass(60_000);
    await stage.guest.page.evaluate(`dispatchEvent(new Event('pagehide')); fetch('/page.js')`);
    expect(stage.site.posts).toEqual([]);
    expect(stage.site.requests).not.toContain('/t/identity.js');
    expect(await readStorage(stage)).toEqual(EMPTY);
  });

  it('a device that was known before is named once, so that its egress is denied', async () => {
    stage.site.settings = { ...SETTINGS, m: 1 };
    await withGpc(stage);
    await keep(stage, ENTRY);
    await stage.guest.open('/');
    await stage.guest.call('Product Added', { product_id: 'p' });
    await stage.guest.pass(60_000);
    await stage.site.until(() => true);
    await stage.guest.pass(60_000);
    await stage.guest.page.evaluate(`dispatchEvent(new Event('pagehide')); fetch('/page.js')`);
    expect(stage.site.posts).toHaveLength(1);
    expect(stage.site.posts[0]?.envelope).toMatchObject({ g: 1, dev: DEVICE, e: [] });
  });

  it.each([
    [1, 0],
    [undefined, 1],
  ] as const)('Do Not Track counts as the site chooses (%s)', async (dnt, views) => {
    stage.site.settings = { ...SETTINGS, ...(dnt && { dnt }) };
    await stage.guest.page.addInitScript(`Object.defineProperty(navigator, 'doNotTrack', { value: '1' })`);
    await stage.guest.open('/');
    await stage.guest.pass(10_000);
    if (views) await stage.site.until(() => true);
    await stage.guest.page.evaluate(`fetch('/page.js')`);
    expect(stage.site.items('Page Viewed')).toHaveLength(views);
  });
});

describeInBrowser('log-in', (stage) => {
  const envelopeWithHash = () => stage.site.until(({ envelope }) => envelope.h !== undefined);

  it('after consent the person is named by the inner hash, also on plain HTTP', async () => {
    await stage.guest.open('/');
    await stage.guest.call(
      'identify',
      ' Anna@Shop.Example ',
      { plan: 'pro', email: 'anna@shop.example', phone: '020 7946 0018' },
      'ab'.repeat(32),
    );
    await stage.guest.call('consent', GRANTED);
    await stage.guest.page.waitForFunction('[...document.scripts].some((s) => s.use)');
    await stage.guest.drain();
    const { envelope } = await envelopeWithHash();
    expect(envelope).toMatchObject({ h: inner('anna@shop.example'), pr: 'ab'.repeat(32) });
    expect(stage.site.items('Traits Updated').map(({ p }) => p)).toEqual([{ plan: 'pro' }]);
    expect(stage.site.posts.map(({ body }) => body).join()).not.toMatch(/anna@|7946 ?0018/i);
  });

  it('the raw address goes along once, and only while contact is allowed', async () => {
    await stage.guest.open('/');
    await stage.guest.call('consent', GRANTED);
    await stage.guest.call('identify', 'anna@shop.example');
    await stage.guest.page.waitForFunction('[...document.scripts].some((s) => s.use)');
    await stage.guest.drain();
    expect(stage.site.posts.every(({ envelope }) => envelope.m === undefined)).toBe(true);
    await stage.guest.call('consent', { contact: true });
    await stage.guest.drain();
    await stage.guest.drain();
    expect(stage.site.posts.filter(({ envelope }) => envelope.m === 'anna@shop.example')).toHaveLength(1);
  });

  it('an address that could not be delivered is not sent again once contact is withdrawn', async () => {
    stage.site.answer = ({ envelope }) => (envelope.m ? { status: 503 } : {});
    await stage.guest.open('/');
    await stage.guest.call('consent', { ...GRANTED, contact: true });
    await stage.guest.call('identify', 'anna@shop.example');
    await stage.guest.page.waitForFunction('[...document.scripts].some((s) => s.use)');
    await stage.guest.pass(1000);
    await stage.site.until(({ envelope }) => envelope.m !== undefined);
    await stage.guest.call('consent', { contact: false });
    const sent = stage.site.posts.length;
    await stage.guest.drain();
    expect(stage.site.posts.slice(sent).some(({ envelope }) => envelope.m !== undefined)).toBe(false);
  });

  it('a log-out ends the person and keeps the device', async () => {
    await stage.guest.open('/');
    await stage.guest.call('consent', GRANTED);
    await stage.guest.call('identify', 'c-1');
    await stage.guest.page.waitForFunction('[...document.scripts].some((s) => s.use)');
    await stage.guest.drain();
    const { dev } = (await envelopeWithHash()).envelope;
    await stage.guest.call('reset');
    await stage.guest.drain();
    const last = stage.site.posts.at(-1)?.envelope;
    expect(stage.site.names()).toContain('Signed Out');
    expect(last?.dev).toBe(dev);
    expect(last?.h).toBeUndefined();
  });

  it('somebody who logs out while the file is loading is not named', async () => {
    await stage.guest.open('/');
    await stage.guest.page.evaluate(
      `inkling.consent({ analytics: true }); inkling.identify('c-1'); inkling.reset()`,
    );
    await stage.guest.page.waitForFunction('[...document.scripts].some((s) => s.use)');
    await stage.guest.drain();
    expect(stage.site.posts.every(({ envelope }) => envelope.h === undefined)).toBe(true);
  });
});
