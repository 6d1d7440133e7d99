import { expect, it } from 'vitest';
import { compareEntries } from '../../../core/entry.ts';
import { describeInBrowser, distinct, type Post, SETTINGS, type Stage } from './support.ts';

const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const sequence = (stage: Stage): number[] => stage.site.posts.map(({ envelope }) => envelope.q);
const hide = `Object.defineProperty(document, 'hidden', { value: true, configurable: true });
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));`;

/** Runs the page's clock until it holds: how many delays that takes is random. */
async function passUntil(stage: Stage, holds: () => boolean): Promise<void> {
  for (let round = 0; round < 200 && !holds(); round += 1) {
    await stage.guest.pass(60_000);
    await stage.guest.page.evaluate(`fetch('/page.js')`);
  }
  expect(holds()).toBe(true);
}

describeInBrowser('the envelope', (stage) => {
  it('has the fields of the wire and nothing else before consent', async () => {
    await stage.guest.open('/');
    const { envelope, type, cookie } = await stage.site.until(() => true);
    expect(Object.keys(envelope).sort()).toEqual(['e', 'pg', 'q', 's', 'ver']);
    expect(envelope).toMatchObject({ ver: 1, q: 0 });
    expect(envelope.pg).toMatch(/^[0-9a-f]{32}$/);
    expect(type).toMatch(/^text\/plain/);
    expect(cookie).toBeUndefined();
  });

  it('ids are UUIDv7 of the event time, unique, and sort as the events were made', async () => {
    await stage.guest.open('/');
    await stage.guest.page.evaluate(
      `for (let i = 0; i < 250; i++) inkling('Feature Used', { feature_id: i })`,
    );
    await stage.guest.drain();
    const items = stage.site.items('Feature Used');
    expect(
      items.every(({ i, t }) => UUID7.test(i) && Number.parseInt(i.slice(0, 13).replace('-', ''), 16) === t),
    ).toBe(true);
    expect(new Set(items.map(({ i }) => i)).size).toBe(250);
    expect(
      items
        .map((item) => ({ ...item, id: item.i }))
        .sort(compareEntries)
        .map(({ p }) => p.feature_id),
    ).toEqual(items.map((_, n) => n));
    expect(Math.max(...stage.site.posts.map(({ envelope }) => envelope.e.length))).toBeLessThanOrEqual(100);
  });

  it('posts are numbered without a gap', async () => {
    await stage.guest.open('/');
    for (let i = 0; i < 5; i += 1) {
      await stage.guest.call('Feature Used', { feature_id: i });
      await stage.guest.drain();
    }
    const numbers = sequence(stage);
    expect(numbers.length).toBeGreaterThan(5);
    expect(numbers).toEqual(numbers.map((_, n) => n));
  });

  it('many large events are split into posts below 60 kB, and one too large for any is left out', async () => {
    await stage.guest.open('/');
    await stage.guest.page.evaluate(`
      for (let i = 0; i < 12; i++) inkling('Feature Used', { feature_id: i, text: 'ü€'.repeat(4000) });
      inkling('Feature Used', { feature_id: 'huge', text: 'x'.repeat(70000) });`);
    await stage.guest.drain();
    expect(stage.site.items('Feature Used').map(({ p }) => p.feature_id)).toEqual([...Array(12).keys()]);
    expect(Math.max(...stage.site.posts.map(({ body }) => Buffer.byteLength(body)))).toBeLessThan(60_000);
    expect(sequence(stage)).toEqual(sequence(stage).map((_, n) => n));
  });

  it('asks for decisions where the site wants them, but not when leaving', async () => {
    stage.site.settings = { ...SETTINGS, d: 1 };
    await stage.guest.open('/');
    await stage.guest.drain();
    await stage.guest.page.evaluate(hide);
    await stage.site.until(({ envelope }) => envelope.e.some(({ n }) => n === 'Page Engaged'));
    expect(stage.site.posts[0]?.envelope.d).toBe(1);
    expect(stage.site.posts.at(-1)?.envelope.d).toBeUndefined();
  });
});

describeInBrowser('delivery', (stage) => {
  it.each<[title: string, failure: { status?: number; drop?: boolean }]>([
    ['a busy collector', { status: 429 }],
    ['a failing collector', { status: 503 }],
    ['no answer', { drop: true }],
  ])('after %s the same post is sent again, with the same ids and number', async (_, failure) => {
    stage.site.answer = (_post, nth) => (nth < 3 ? failure : {});
    await stage.guest.open('/');
    await passUntil(stage, () => stage.site.posts.length > 3);
    const [first, ...again] = stage.site.posts.slice(0, 4).map(({ envelope: { q, e } }) => ({ q, e }));
    expect(again).toEqual([first, first, first]);
    expect(stage.site.posts[3]?.envelope.s).toBeGreaterThan(stage.site.posts[0]?.envelope.s ?? 0);
    await stage.guest.drain();
    expect(stage.guest.errors).toEqual([]);
  });

  it('a refused post is not sent again', async () => {
    stage.site.answer = (_post, nth) => (nth ? {} : { status: 400 });
    await stage.guest.open('/');
    await stage.site.until(() => true);
    await stage.guest.drain();
    expect(stage.site.items('Page Viewed')).toHaveLength(1);
  });

  it('delays grow with each failure', async () => {
    stage.site.answer = () => ({ status: 503 });
    await stage.guest.open('/');
    await passUntil(stage, () => stage.site.posts.length === 6);
    await stage.guest.pass(8_000);
    await stage.guest.page.evaluate(`fetch('/page.js')`);
    expect(stage.site.posts).toHaveLength(6);
    await passUntil(stage, () => stage.site.posts.length === 7);
  });

  it('a post is given up after ten failures, and its number is the gap', async () => {
    stage.site.answer = (post) => (post.envelope.q ? {} : { status: 503 });
    await stage.guest.open('/');
    await passUntil(stage, () => stage.site.posts.length === 10);
    await stage.guest.drain();
    expect(stage.site.posts.filter(({ envelope }) => !envelope.q)).toHaveLength(10);
    expect(sequence(stage).at(-1)).toBeGreaterThan(0);
  });

  it('where fetch fails on leaving, a beacon carries the post', async () => {
    await stage.guest.open('/');
    await stage.guest.drain();
    await stage.guest.page.evaluate(`self.fetch = () => Promise.reject(new TypeError('blocked')); ${hide}`);
    await stage.site.until(({ envelope }) => envelope.e.some(({ n }) => n === 'Page Engaged'));
    expect(stage.site.posts.at(-1)?.type).toMatch(/^text\/plain/);
  });

  it('a browser without fetch posts by beacon', async () => {
    await stage.guest.page.addInitScript('delete window.fetch');
    await stage.guest.open('/');
    await stage.guest.drain();
    expect(stage.site.names()).toEqual(['Page Viewed']);
  });

  it('what waits for another try goes along when the visitor leaves', async () => {
    stage.site.answer = (_post, nth) => (nth ? {} : { status: 503 });
    // Told in a turn of its own, when the page has taken note of the answer.
    await stage.guest.page.addInitScript(
      `const send = fetch; window.fetch = (...post) => send(...post).finally(() => setTimeout(() => { window.isAnswered = true; }));`,
    );
    await stage.guest.open('/');
    await stage.guest.page.waitForFunction('window.isAnswered');
    await stage.guest.page.clock.pauseAt(Date.now() + 1_000_000).catch(() => undefined);
    await stage.guest.page.evaluate(hide);
    await stage.site.until(() => stage.site.items('Page Viewed').length > 1);
    const ids = stage.site.items('Page Viewed').map(({ i }) => i);
    expect(new Set(ids).size).toBe(1);
  });

  it('a visit that ends at once is seen', async () => {
    await stage.guest.open('/');
    await stage.guest.page.goto('about:blank');
    await stage.site.until(({ envelope }) => envelope.e.some(({ n }) => n === 'Page Engaged'));
    expect(distinct(stage.site.items()).map(({ n }) => n)).toEqual(['Page Viewed', 'Page Engaged']);
  });
});

describeInBrowser('answers', (stage) => {
  const answerOnce = (body: unknown) => (_post: Post, nth: number) =>
    nth ? {} : { body: JSON.stringify(body) };

  it('each decision is told to each listener, whatever another one does', async () => {
    stage.site.answer = answerOnce({ accepted: 1, refused: [], do: [{ id: 'd1' }, { id: 'd2' }] });
    await stage.guest.page.addInitScript(`
      window.told = [];
      window.inkling = function () { (inkling.q = inkling.q || []).push(arguments) };
      inkling('on', 'decision', () => { throw new Error('mine') });
      inkling('on', 'decision', (decision) => told.push(decision.id));`);
    await stage.guest.open('/');
    await stage.guest.drain();
    expect(await stage.guest.page.evaluate('told')).toEqual(['d1', 'd2']);
    expect(stage.guest.errors).toEqual([]);
  });

  it('an open page asks again when the collector says so', async () => {
    stage.site.answer = answerOnce({ accepted: 1, refused: [], do: [], again: 30_000 });
    await stage.guest.open('/');
    await stage.site.until(() => true);
    await stage.guest.drain();
    const before = stage.site.posts.length;
    await stage.guest.pass(31_000);
    const asked = await stage.site.until((post) => stage.site.posts.indexOf(post) >= before);
    expect(asked.envelope.e).toEqual([]);
  });

  it.each<[body: string]>([
    ['not json'],
    ['null'],
    ['{"do":{"length":5}}'],
    ['{"again":1e12}'],
    ['{"again":0,"do":[null,1]}'],
    ['{"again":"soon","do":"x"}'],
  ])('an answer of %s does no harm', async (body) => {
    stage.site.answer = () => ({ body });
    await stage.guest.open('/');
    await stage.guest.call('on', 'decision', 'no function');
    await stage.guest.drain();
    const before = stage.site.posts.length;
    await stage.guest.pass(600_000);
    await stage.guest.drain();
    expect(stage.site.posts.length).toBeLessThanOrEqual(before + 2);
    expect(stage.guest.errors).toEqual([]);
  });
});
