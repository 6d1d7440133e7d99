import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { findViolations } from '../../../support/axe.ts';
import { describeInBrowser, GRANTED } from '../support.ts';
import { playSite, writeLocalPage } from './support.ts';

const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
const BODY = '<main><h1>Privacy</h1><div data-inkling-privacy style="min-height: 60rem"></div></main>';
const SCRIPT = '<script src="/assets/privacy.js?ver=1" defer></script>';
const STATE = {
  v: 1,
  u: '5f0c2d7e9a1b3c4d',
  s: 0,
  l: 0,
  n: 3,
  r: [['Page Viewed', { path: '/' }, 0]],
  d: [],
};
const HELD = {
  events: 3,
  visits: 1,
  orders: 0,
  groups: 0,
  estimates: 0,
  contacts: 0,
  since: '2026-11-27T10:00:00.000Z',
};

describeInBrowser('the privacy element of a site that answers by itself', (stage) => {
  /** Bodies of what it asked, by path. */
  let asked: [path: string, body: unknown][] = [];

  async function open(held: typeof HELD | null, head = ''): Promise<void> {
    playSite(stage.site, { settings: { d: undefined } as never });
    const answer = (body: object) => ({ type: 'application/json', body: JSON.stringify(body) });
    const own = { policy: 'session', held, consent: {}, objection: null, st: held && STATE };
    stage.site.files.set('/v1/own', answer(own));
    stage.site.files.set(
      '/v1/own/erasures',
      answer({ removed: { events: 3, visits: 1, orders: 0 }, at: HELD.since }),
    );
    stage.site.pages.set('/', { body: writeLocalPage(stage, {}, { body: BODY, head, after: SCRIPT }) });
    asked = [];
    stage.guest.page.on('request', (request) => {
      const path = new URL(request.url()).searchParams.get('inkling');
      if (path?.startsWith('/v1/own')) asked.push([path, JSON.parse(request.postData() ?? '')]);
    });
    await stage.guest.open('/');
    await stage.guest.page.getByRole('switch').first().waitFor();
    await stage.guest.drain();
  }

  const fact = (name: string) =>
    stage.guest.page.locator('dl div', { hasText: name }).locator('dd').innerText();
  const flip = (name: string) => stage.guest.page.getByRole('switch', { name }).click();
  const readEntry = (): Promise<string | null> =>
    stage.guest.page.evaluate("localStorage.getItem('inkling')");

  it('shows what is held of the session, and can be read by everybody', async () => {
    await open(HELD);
    expect([await fact('Things you did'), await fact('Visits')]).toEqual(['3', '1']);
    expect(asked).toEqual([['/v1/own?k=wk_test', {}]]);
    expect(await findViolations(stage.guest.page, RULES)).toEqual([]);
    expect(stage.guest.errors).toEqual([]);
  });

  it('a choice needs no request: it stands on the device, and a history goes with its own id from then on', async () => {
    await open(null);
    await flip('Keep a history');
    await stage.guest.drain();
    await stage.guest.page.getByText('Saved.').waitFor();
    const { dev } = stage.site.posts.at(-1)?.envelope ?? {};
    expect(dev).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.parse((await readEntry()) ?? '{}').c).toMatchObject({ analytics: true });
    expect(await stage.guest.page.getByRole('switch', { name: 'Keep a history' }).isChecked()).toBe(true);
    expect(asked.map(([path]) => path).filter((path) => !path.startsWith('/v1/own?'))).toEqual([]);
    expect(asked.at(-1)?.[1]).toEqual({ device: dev });
  });

  it('deletes the session under the id that was on the device, which is gone then', async () => {
    await open(HELD);
    await stage.guest.call('consent', GRANTED);
    await stage.guest.drain();
    const { dev } = stage.site.posts.at(-1)?.envelope ?? {};
    await stage.guest.page.getByRole('button', { name: 'Delete what is held' }).click();
    await stage.guest.page.getByRole('button', { name: 'Delete it' }).click();
    await stage.guest.page.getByText('4 records deleted').waitFor();
    expect(asked.find(([path]) => path.startsWith('/v1/own/erasures'))).toEqual([
      '/v1/own/erasures?k=wk_test',
      { device: dev },
    ]);
    expect(JSON.parse((await readEntry()) ?? '{}').d).toBeUndefined();
  });

  it('who objects is silent from then on, on later pages as well', async () => {
    await open(HELD);
    await stage.guest.page.getByRole('button', { name: 'Object to profiling' }).click();
    await stage.guest.page.getByText('You objected to being profiled').waitFor();
    const before = stage.site.items().length;
    stage.site.pages.set('/later', {
      body: writeLocalPage(stage, { settings: { m: 1 } }, { body: BODY, after: SCRIPT }),
    });
    await stage.guest.open('/later');
    await stage.guest.pass(2000);
    await stage.guest.page.getByText('You objected to being profiled').waitFor();
    expect(stage.site.items()).toHaveLength(before);
  });

  it.each([
    ['Download as data (JSON)', (text: string) => text],
    [
      'Download to read',
      (text: string) => text.replace(/^<!doctype html><meta charset="utf-8"><pre>|<\/pre>$/g, ''),
    ],
  ])('gives what is held as a file: %s', async (name, read) => {
    await open(HELD);
    const waiting = stage.guest.page.waitForEvent('download');
    await stage.guest.page.getByRole('button', { name }).click();
    const file = JSON.parse(read(readFileSync(await (await waiting).path(), 'utf8')));
    expect(file).toMatchObject({ held: HELD, st: STATE });
  });

  it('says that Global Privacy Control is honoured', async () => {
    const gpc = "<script>Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })</script>";
    playSite(stage.site);
    stage.site.files.set('/v1/own', {
      type: 'application/json',
      body: JSON.stringify({ policy: 'session', held: null, consent: {}, objection: null }),
    });
    stage.site.pages.set('/', { body: writeLocalPage(stage, {}, { body: BODY, head: gpc, after: SCRIPT }) });
    await stage.guest.open('/');
    await stage.guest.page.getByText('That is honoured').waitFor();
    expect(stage.site.posts).toEqual([]);
  });
});
