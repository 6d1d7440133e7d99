import { expect, it } from 'vitest';
import { describeInBrowser, GRANTED } from '../support.ts';
import { PAGE, playSite, type SiteTerms, writeLocalPage } from './support.ts';

type Scene = { readonly body?: string; readonly head?: string; readonly after?: string };

describeInBrowser('the tracker of a site that answers by itself', (stage) => {
  async function open(terms: SiteTerms = {}, scene: Scene = {}): Promise<void> {
    playSite(stage.site, terms);
    stage.site.pages.set('/', { body: writeLocalPage(stage, terms, scene) });
    await stage.guest.open('/');
    await stage.guest.drain();
  }

  it('posts to the site with the key of the page, and says what the page is about', async () => {
    await open();
    const [viewed] = stage.site.items('Page Viewed');
    expect(viewed?.p).toEqual({ path: '/', title: 'Shop', ...PAGE });
    expect(stage.site.requests).toContain('/v1/collect');
    expect(stage.site.posts[0]?.envelope.sl).toBeUndefined();
    expect(stage.guest.errors).toEqual([]);
  });

  it("goes with the page's own cookies, as the shop's session does", async () => {
    await stage.guest.context.addCookies([{ name: 'cart', value: '1', url: stage.site.origin }]);
    await open();
    expect(stage.site.posts[0]?.cookie).toBe('cart=1');
  });

  it('what is said of the page is said of no later route', async () => {
    await open();
    await stage.guest.page.evaluate("history.pushState({}, '', '/next')");
    await stage.guest.drain();
    const views = stage.site.items('Page Viewed').map(({ p }) => [p.path, p.type]);
    expect(views).toEqual([
      ['/', 'post'],
      ['/next', undefined],
    ]);
  });

  it('a page that loads it twice is counted once', async () => {
    await open({}, { after: '<script src="/assets/inkling.js?ver=1" defer></script>' });
    expect(stage.site.items('Page Viewed')).toHaveLength(1);
  });

  it.each([
    ['run as a module', '<script type="module" src="/assets/inkling.js?ver=1"></script>'],
    [
      'fetched and put into the page as text',
      `<script>fetch('/assets/inkling.js').then((one) => one.text()).then((text) => {
        const script = document.createElement('script');
        script.type = 'module';
        script.textContent = text;
        document.head.append(script);
      })</script>`,
    ],
  ])('an optimizer may have it %s', async (_, after) => {
    playSite(stage.site);
    const body = writeLocalPage(stage, {}, { after }).replace(/<script src="[^"]*" defer><\/script>/, '');
    stage.site.pages.set('/', { body });
    await stage.guest.open('/');
    await stage.guest.page.waitForFunction('!!window.inkling');
    await stage.guest.drain();
    expect(stage.site.items('Page Viewed')).toHaveLength(1);
  });

  it('without settings it is silent, and the page is as it was', async () => {
    playSite(stage.site);
    stage.site.pages.set('/', { body: '<h1>Shop</h1><script src="/assets/inkling.js"></script>' });
    await stage.guest.open('/');
    expect(await stage.guest.page.evaluate('typeof inkling')).toBe('undefined');
    expect([stage.guest.errors, stage.site.posts]).toEqual([[], []]);
  });

  it('loads what decides with the first answer that knows a visitor, of the version of the page', async () => {
    const asked: string[] = [];
    stage.guest.page.on('request', (request) => asked.push(request.url()));
    await open();
    await stage.guest.call('Later Happened');
    await stage.guest.drain();
    expect(asked.filter((url) => url.includes('/local.js'))).toEqual([
      `${stage.site.origin}/assets/local.js?ver=1`,
    ]);
  });

  it.each<[string, SiteTerms, Scene]>([
    ['where the site decides nothing', { settings: { d: undefined } as never }, {}],
    ['for whoever is not known before consent', { settings: { p: 'statistics' } }, {}],
    [
      'for whoever sends Global Privacy Control',
      {},
      { head: "<script>Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })</script>" },
    ],
  ])('loads nothing more %s', async (_, terms, scene) => {
    playSite(stage.site, terms);
    stage.site.pages.set('/', { body: writeLocalPage(stage, terms, scene) });
    await stage.guest.open('/');
    await stage.guest.pass(2000);
    expect(stage.site.requests.filter((path) => /local|rules/.test(path))).toEqual([]);
  });

  it('keeps nothing on the device before consent, and the consented id after', async () => {
    await open();
    const read = () =>
      stage.guest.page.evaluate('[document.cookie, localStorage.length, sessionStorage.length]');
    expect(await read()).toEqual(['', 0, 0]);
    await stage.guest.call('consent', GRANTED);
    await stage.guest.drain();
    expect(await read()).toEqual(['', 1, 0]);
    expect(stage.site.posts.at(-1)?.envelope.dev).toMatch(/^[0-9a-f]{32}$/);
  });

  it('of whoever refuses before anything left nothing leaves, not even the refusal', async () => {
    const refuse = `<script>inkling = (...call) => inkling.q.push(call); inkling.q = [['consent', { analytics: false }]]</script>`;
    playSite(stage.site);
    stage.site.pages.set('/', { body: writeLocalPage(stage, {}, { head: refuse }) });
    await stage.guest.open('/');
    await stage.guest.pass(2000);
    stage.site.pages.set('/elsewhere', { body: '<h1>Elsewhere</h1>' });
    await stage.guest.open('/elsewhere');
    expect(stage.site.posts).toEqual([]);
  });
});
