/** The tracker beside analytics.js, by the interface that its documentation names. */
import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeInBrowser, GRANTED, SETTINGS, type Stage, writePage } from './support.ts';

const inner = (id: string): string => createHmac('sha256', SETTINGS.s).update(id).digest('hex');
const ANONYMOUS = '9F1C3F7A-5b1e-4d0c-8a2e-0123456789ab';
const DEVICE = '9f1c3f7a5b1e4d0c8a2e0123456789ab';

/** @param user What `analytics.user()` answers, as a script. */
const standIn = (id: string | null, anonymousId = ANONYMOUS, user = 'known'): string => `<script>
  window.looks = 0;
  const listeners = {};
  let id = ${JSON.stringify(id)};
  const known = { id: () => id, anonymousId: () => ${JSON.stringify(anonymousId)} };
  window.analytics = {
    user() { looks++; return ${user}; },
    on(event, listener) { listeners[event] = listener; },
    identify(next) { id = next; listeners.identify?.(next, { email: 'ann@shop.example' }); },
    reset() { id = null; listeners.reset?.(); },
  };
</script>`;

async function open({ site, guest }: Stage, head: string, script = '/t/wk_test.js'): Promise<void> {
  site.isBridged = true;
  site.pages.set('/', { body: writePage('<h1>Shop</h1>', head, script) });
  await guest.open('/');
}

describeInBrowser('on a page that runs analytics.js as well', (stage) => {
  const sender = () => stage.site.posts.at(-1)?.envelope;

  it('nothing is read before consent, and nothing loaded', async () => {
    await open(stage, standIn('customer-7'));
    await stage.guest.call('Product Added', { product_id: 'p' });
    await stage.guest.drain();
    expect(await stage.guest.page.evaluate('looks')).toBe(0);
    expect(stage.site.requests).not.toContain('/t/analytics.js');
    expect(sender()?.dev).toBeUndefined();
  });

  it('its anonymous id is the device, in the very first post of what was allowed, and on the device', async () => {
    await open(stage, standIn(null));
    await stage.guest.call('consent', GRANTED);
    await stage.guest.drain();
    const allowed = stage.site.posts.filter(({ envelope }) => envelope.c?.analytics);
    expect(new Set(allowed.map(({ envelope }) => envelope.dev))).toEqual(new Set([DEVICE]));
    expect(allowed.length).toBeGreaterThan(0);
    const kept = await stage.guest.page.evaluate<string>('localStorage.inkling');
    expect(JSON.parse(kept).d).toBe(DEVICE);
    expect(sender()?.h).toBeUndefined();
  });

  it('its user is named by a hash, and by nothing else', async () => {
    await open(stage, standIn('Customer-7'));
    await stage.guest.call('consent', GRANTED);
    await stage.site.until(({ envelope }) => envelope.h === inner('customer-7'));
    await stage.guest.drain();
    expect(sender()).toMatchObject({ dev: DEVICE, h: inner('customer-7') });
    expect(stage.site.posts.map(({ body }) => body).join()).not.toMatch(/customer-7/i);
  });

  it('who logs in and out there does so here, without their traits', async () => {
    await open(stage, standIn(null));
    await stage.guest.call('consent', GRANTED);
    await stage.guest.drain();
    await stage.guest.page.evaluate(`analytics.identify('customer-8')`);
    await stage.site.until(({ envelope }) => envelope.h === inner('customer-8'));
    await stage.guest.drain();
    await stage.guest.page.evaluate('analytics.reset()');
    await stage.guest.drain();
    expect(sender()?.h).toBeUndefined();
    expect(stage.site.names()).toContain('Signed Out');
    expect(stage.site.posts.map(({ body }) => body).join()).not.toContain('ann@shop.example');
  });

  it('a user that comes as a promise is waited for', async () => {
    await open(stage, standIn('customer-7', ANONYMOUS, 'Promise.resolve(known)'));
    await stage.guest.call('consent', GRANTED);
    await stage.site.until(({ envelope }) => envelope.h === inner('customer-7'));
    expect(sender()?.dev).toBe(DEVICE);
  });

  it.each<[what: string, head: string]>([
    ['it never comes', ''],
    ['its user never comes', standIn('customer-7', ANONYMOUS, 'new Promise(() => {})')],
    ['it fails', standIn('customer-7', ANONYMOUS, '(() => { throw new Error("no") })()')],
    ['its anonymous id is none of ours', standIn(null, 'visitor-of-another-kind')],
  ])('goes on by itself where %s', async (_, head) => {
    await open(stage, head);
    await stage.guest.call('consent', GRANTED);
    let isAllowed = false;
    const allowed = stage.site.until(({ envelope }) => envelope.c?.analytics === true);
    void allowed.then(() => {
      isAllowed = true;
    });
    // What the page loads comes in its own time; what it waits for, in that of its clock.
    while (!isAllowed) await stage.guest.pass(1_000);
    expect(sender()?.dev).toMatch(/^[0-9a-f]{32}$/);
    expect(sender()?.dev).not.toBe(DEVICE);
    expect(stage.guest.errors).toEqual([]);
  });

  it('a proof goes with the log-in, asked of the site’s own server', async () => {
    stage.site.pages.set('/proof', { body: ' line-of-the-server\n' });
    await open(stage, standIn('customer-7'), '/t/wk_test.js" data-proof-from="/proof');
    await stage.guest.call('consent', GRANTED);
    await stage.site.until(({ envelope }) => envelope.pr === 'line-of-the-server');
    expect(sender()?.h).toBe(inner('customer-7'));
  });

  it('who takes it back while analytics.js is waited for has allowed nothing', async () => {
    await open(
      stage,
      standIn('customer-7', ANONYMOUS, 'new Promise((done) => { window.done = () => done(known); })'),
    );
    await stage.guest.call('consent', GRANTED);
    await stage.guest.page.waitForFunction('window.done');
    await stage.guest.call('consent', { analytics: false });
    await stage.guest.page.evaluate('done()');
    await stage.guest.pass(10_000);
    await stage.guest.page.evaluate(`fetch('/page.js')`);
    const allowed = stage.site.posts.filter(
      ({ envelope }) => envelope.c?.analytics || envelope.dev || envelope.h,
    );
    expect(allowed).toEqual([]);
    expect(await stage.guest.page.evaluate('localStorage.inkling')).toBeUndefined();
  });

  it('a browser that asks for silence is not asked', async () => {
    await stage.guest.page.addInitScript(
      `Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })`,
    );
    await open(stage, standIn('customer-7'));
    await stage.guest.call('consent', GRANTED);
    await stage.guest.pass(10_000);
    expect(await stage.guest.page.evaluate('looks')).toBe(0);
    expect(stage.site.requests).not.toContain('/t/analytics.js');
  });
});

describeInBrowser('on any other page', (stage) => {
  it('analytics.js is not looked at', async () => {
    stage.site.pages.set('/', { body: writePage('<h1>Shop</h1>', standIn('customer-7')) });
    await stage.guest.open('/');
    await stage.guest.call('consent', GRANTED);
    await stage.guest.drain();
    expect(await stage.guest.page.evaluate('looks')).toBe(0);
    expect(stage.site.requests).not.toContain('/t/analytics.js');
    expect(stage.site.posts.at(-1)?.envelope.dev).not.toBe(DEVICE);
  });
});
