import { expect, it } from 'vitest';
import { idsOf } from './pages.ts';
import { DAY, device, entriesOf, eventsOf, GRANTED, item, MINUTE, shareWorld, visitorsOf } from './world.ts';

const world = shareWorld(Date.UTC(2026, 0, 14, 12));
/** An office: one address, one kind of browser, one number of the day. */
const OFFICE = { ip: '203.0.113.9' };
const [MINE, COLLEAGUES, LATER] = ['a'.repeat(32), 'b'.repeat(32), 'c'.repeat(32)];
const ME = device(1);

/** Two people of one office without consent, of whom one then consents, on the page that is open. */
async function openOffice(settings: { readonly linksWholeDay?: boolean } = {}) {
  const site = await world.site(settings);
  const now = world.now();
  const view = (pg: string, i: string, more = {}) =>
    site.collect({ s: now, pg, e: [item('Page Viewed', now, { i })], ...more }, OFFICE);
  await view(MINE, 'mine-1');
  await view(COLLEAGUES, 'theirs-1');
  await view(MINE, 'mine-2');
  const [day = ''] = await visitorsOf(site);
  await view(MINE, 'mine-3', { dev: ME, c: { ...GRANTED, at: now, source: 'banner' } });
  await view(LATER, 'mine-4', { dev: ME });
  const own = async (path: string) =>
    (await site.ask('POST', path, path === '/v1/own' ? { device: ME } : { device: ME, lang: 'en' })).body;
  return { site, day, view, own, erase: () => site.ask('POST', '/v1/own/erasures', { device: ME }) };
}

it('shows a device what it did before consent on the page of the consent, what was concluded, and nothing of others', async () => {
  const { own } = await openOffice();
  const held = (await own('/v1/own')).held as Readonly<Record<string, unknown>>;
  expect(held).toMatchObject({ events: 4 });
  expect(held.estimates).toBeGreaterThan(0);
  const document = await own('/v1/own/export');
  expect(idsOf(document.events as never)).toEqual(['mine-1', 'mine-2', 'mine-3', 'mine-4']);
  expect(document).toMatchObject({ scope: 'device' });
  expect((document.scores as readonly unknown[]).length).toBeGreaterThan(0);
  expect(JSON.stringify(document)).not.toContain('theirs');
});

it('removes that too, once, and leaves the others of the day as they are', async () => {
  const { site, day, own, erase } = await openOffice();
  const { removed } = (await erase()).body;
  expect(removed).toMatchObject({ entries: expect.any(Number) });
  expect(new Set(Object.values((await erase()).body.removed as object))).toEqual(new Set([0]));
  expect((await own('/v1/own')).held).toBeNull();
  expect(idsOf(await eventsOf(site, { visitor: day }))).toEqual(['theirs-1']);
  expect((await entriesOf(site, { visitor: day })).map(({ type }) => type)).not.toContain('link');
});

it('refuses what was removed when a page sends it again, and takes what the others send', async () => {
  const { site, day, view, erase } = await openOffice();
  await erase();
  await world.pass(MINUTE);
  await view(MINE, 'mine-1');
  await view(COLLEAGUES, 'theirs-2');
  expect(idsOf(await eventsOf(site, { visitor: day }))).toEqual(['theirs-1', 'theirs-2']);
});

it('tells a device nothing of a whole day that was joined to it: that may have been anybody', async () => {
  const { own } = await openOffice({ linksWholeDay: true });
  expect((await own('/v1/own')).held).toMatchObject({ events: 2, estimates: 0 });
  expect(idsOf((await own('/v1/own/export')).events as never)).toEqual(['mine-3', 'mine-4']);
});

it('tells a device on which somebody logged in no more than its own part, and removes its pages all the same', async () => {
  const { site, day, own, erase } = await openOffice();
  const consent = { ...GRANTED, at: world.now() - DAY, source: 'form' };
  await site.ingest([{ id: 'in', name: 'Signed In', userId: '42', device: ME, consent, time: world.now() }]);
  expect(idsOf((await own('/v1/own/export')).events as never)).not.toContain('mine-1');
  await erase();
  expect(idsOf(await eventsOf(site, { visitor: day }))).toEqual(['theirs-1']);
});
