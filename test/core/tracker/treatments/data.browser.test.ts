import { expect, it } from 'vitest';
import { describeInBrowser } from '../support.ts';
import { close, decide, follow, KINDS, open, over, PRODUCTS, SAMPLES, shown, told } from './support.ts';

const ANY = { product: '', title: '' };
const MARKUP = `<img src=x onerror="window.hit = 1"><script>window.hit = 1</script>`;

/** Every text of a treatment, however deep, becomes markup. */
function poison(value: unknown, name = ''): unknown {
  if (typeof value === 'string')
    return /kind|provider|key|icon|ends|target|currency/.test(name) ? value : MARKUP;
  if (Array.isArray(value)) return value.map((one) => poison(one, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, poison(one, key)]));
}

describeInBrowser('data', (stage) => {
  it('markup in the texts of each kind stays text', async () => {
    await open(stage, []);
    for (const kind of KINDS) {
      await follow(stage, [decide(poison(SAMPLES[kind]) as never)]);
      expect([kind, await over(stage).count()]).toEqual([kind, 1]);
      expect(await over(stage).textContent(), kind).toContain(MARKUP);
      expect(await stage.guest.page.evaluate('window.hit'), kind).toBeUndefined();
      expect(await over(stage).locator('script, [onerror]').count(), kind).toBe(0);
      await close(stage);
    }
    expect(stage.guest.errors).toEqual([]);
  });

  const NO_LINKS = [
    'javascript:window.hit=1',
    ' JaVaScRiPt:window.hit=1',
    'java\tscript:window.hit=1',
    'data:text/html,<script>1</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'http://[',
    '',
  ];

  /** Each in a slot of its own. */
  async function openLinks(urls: readonly string[]): Promise<void> {
    const slots = urls.map(
      (_, index) => `<div data-inkling-slot="s${index}" style="min-height: 250px"></div>`,
    );
    const decisions = urls.map((url, index) =>
      decide({ ...SAMPLES.content, action: { label: 'Go', url } }, { slot: `s${index}` }),
    );
    await open(stage, decisions, { body: slots.join('') });
    expect(await shown(stage).count()).toBe(urls.length);
  }

  it('a link to an address that is none, or of a script or a file, is none', async () => {
    await openLinks(NO_LINKS);
    expect(await shown(stage).locator('a').count()).toBe(0);
    const decision = decide({ ...SAMPLES.message, action: { label: 'Go', url: NO_LINKS[0] ?? '' } });
    await follow(stage, [decision]);
    expect(await over(stage).locator('a').count()).toBe(0);
    expect(await over(stage).getByRole('button').count()).toBe(1);
    expect(await told(stage, decision)).toEqual([{ shown: true }]);
    expect(stage.guest.errors).toEqual([]);
  });

  const LINKS = [
    ['/cart', '/cart'],
    ['?a=1', '/?a=1'],
    ['https://other.example/x', 'https://other.example/x'],
    ['//other.example/x', 'http://other.example/x'],
  ] as const;

  it('a link within the page’s own address or to another leads there', async () => {
    await openLinks(LINKS.map(([url]) => url));
    const found = await shown(stage)
      .locator('a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(found).toEqual(LINKS.map(([, href]) => (href.startsWith('/') ? stage.site.origin + href : href)));
  });

  it('pictures and products are held to the same addresses', async () => {
    const [first = ANY, second = ANY] = PRODUCTS;
    const products = [
      { ...first, url: 'javascript:1', image: 'data:image/svg+xml,<svg/>' },
      { ...second, image: '/lichen.svg' },
    ];
    await open(stage, [decide({ ...SAMPLES.comparison, products })]);
    expect(await over(stage).locator('a').allTextContents()).toEqual(['Lichen']);
    const image = over(stage).locator('img');
    expect(await image.count()).toBe(1);
    expect(await image.getAttribute('src')).toBe(`${stage.site.origin}/lichen.svg`);
  });

  it('a visitor reads the language of the page, or the nearest that there is', async () => {
    const title = { en: 'Hello', de: 'Hallo', 'de-CH': 'Grüezi' };
    await open(stage, []);
    for (const [lang, text, marked] of [
      ['de-CH', 'Grüezi', 'de-CH'],
      ['de-AT', 'Hallo', 'de'],
      ['fr', 'Hello', 'en'],
      ['', 'Hello', 'en'],
      ['de_CH', 'Grüezi', 'de-CH'],
    ] as const) {
      await stage.guest.page.evaluate(`document.documentElement.lang = '${lang}'`);
      await follow(stage, [decide({ ...SAMPLES.message, title })]);
      const heading = over(stage).getByRole('heading', { name: text });
      expect([lang, await heading.getAttribute('lang')]).toEqual([lang, marked]);
      await close(stage);
    }
  });

  it('our own words come in the languages that the server sends', async () => {
    await open(stage, [decide({ ...SAMPLES.banner, words: { close: { en: 'Close', fr: 'Fermer' } } })], {
      head: `<script>document.documentElement.lang = 'fr-BE'</script>`,
    });
    expect(await over(stage).getByRole('button').textContent()).toBe('Fermer');
  });

  it.each(['en_US', 'no language', ''])(
    'a page that says it is in "%s" breaks no date and no price',
    async (lang) => {
      const head = `<script>document.documentElement.lang = '${lang}'</script>`;
      const free = { product: 'p9', title: 'Sample', price: 0, currency: 'EUR' };
      const slots = { path: '/', head };
      await open(
        stage,
        [decide(SAMPLES.coupon), decide({ ...SAMPLES.bundle, products: [free] }, { slot: 'top' })],
        slots,
      );
      expect(await over(stage).textContent()).toContain('Jan 1, 2030');
      expect(await stage.guest.page.locator('.bundle').textContent()).toContain('Sample€0.00');
    },
  );

  it('prices are written as the page’s language writes them', async () => {
    await open(stage, [decide(SAMPLES.bundle)], {
      head: `<script>document.documentElement.lang = 'de'</script>`,
    });
    expect(await over(stage).textContent()).toMatch(/48,00\s€/);
    expect(stage.guest.errors).toEqual([]);
  });
});

describeInBrowser('a page that renders by itself', (stage) => {
  const own = `<script>window.heard = [];
    document.addEventListener('inkling:decision', (event) => { heard.push(event.detail); event.preventDefault(); });
    window.report = (detail) => document.dispatchEvent(new CustomEvent('inkling:exposure', { detail }));</script>`;

  it('prevents ours, and reports by an event what became of it', async () => {
    const decisions = [decide(SAMPLES.message), decide(null)];
    await open(stage, decisions, { head: own });
    expect(await stage.guest.page.evaluate('heard')).toEqual(decisions);
    expect(await shown(stage).count()).toBe(0);
    expect(stage.site.exposures).toEqual([]);
    const [first, second] = decisions;
    await stage.guest.page.evaluate(`
      report({ decision: 'unknown', shown: true }); report(); report('x');
      report({ decision: '${first?.id}', shown: true });
      report({ decision: '${first?.id}', action: 'dismissed' });
      report({ decision: '${second?.id}', shown: false, withheld: true });`);
    await stage.site.untilExposed(({ withheld }) => withheld === true);
    expect(first && (await told(stage, first))).toEqual([{ shown: true }, { action: 'dismissed' }]);
    expect(stage.site.exposures).toHaveLength(3);
    expect(stage.guest.errors).toEqual([]);
  });

  it('may do so for some, and what a visitor closed there is final as well', async () => {
    const head = `<script>document.addEventListener('inkling:decision', (event) => event.detail.treatment.kind === 'banner' && event.preventDefault())</script>`;
    const decisions = [decide(SAMPLES.banner, { campaign: 'spring' }), decide(SAMPLES.message)];
    await open(stage, decisions, { head });
    expect(await Promise.all(decisions.map((one) => told(stage, one)))).toEqual([[], [{ shown: true }]]);
    const [own] = decisions;
    const again = decide(SAMPLES.survey, { campaign: 'spring' });
    await stage.guest.page.evaluate(
      `document.dispatchEvent(new CustomEvent('inkling:exposure', { detail: { decision: '${own?.id}', action: 'dismissed' } }))`,
    );
    await follow(stage, [again]);
    expect(await told(stage, again)).toEqual([{ shown: false, reason: 'dismissed' }]);
  });
});
