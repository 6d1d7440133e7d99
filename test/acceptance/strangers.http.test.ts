import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewSite } from '../../core/sites/site.ts';
import type { AnswerBody, TestSite } from '../support/sites.ts';
import { type PageDecisionView, putCampaign } from './campaigns.ts';
import { openPages } from './pages.ts';
import { device, eventsOf, item, MINUTE, openWorld, type World } from './world.ts';

const START = Date.UTC(2026, 3, 15, 12);
const [PHONE, TABLET] = [device(1), device(2)];
const COMPARISON = { kind: 'comparison', title: 'Compare' };

let world: World;
beforeAll(async () => {
  world = await openWorld(START);
});
afterAll(() => world.stop());
const pages = openPages(() => world);

const view = (product: string) =>
  item('Product Viewed', world.now(), { p: { product_id: product, name: `The ${product}` } });

async function openShop(settings: Partial<NewSite> = {}): Promise<TestSite> {
  const site = await world.site(settings);
  await putCampaign(site, 'compare', {
    trigger: { event: 'Compared' },
    variants: [{ key: 'a', treatment: COMPARISON }],
  });
  return site;
}

/** What a page is shown that asks for a comparison. */
async function compare(site: TestSite, dev: string, more: AnswerBody = {}): Promise<readonly string[]> {
  const answer = await pages.post(site, dev, [item('Compared', world.now())], { d: 1, ...more });
  const [decision] = answer.do as readonly PageDecisionView[];
  const products = (decision?.treatment?.products ?? []) as readonly { readonly product: string }[];
  return products.map(({ product }) => product).toSorted();
}

describe('products that a page shows of a past', () => {
  it('are those of all devices of a person whose log-in the backend vouches for', async () => {
    const site = await openShop();
    await pages.logIn(site, PHONE, 'ann@example.com', true);
    await pages.post(site, PHONE, [view('lamp'), view('desk')]);
    await pages.logIn(site, TABLET, 'ann@example.com', true);
    expect(await compare(site, TABLET)).toEqual(['desk', 'lamp']);
  });

  it('are none of another device where the log-in is only a claim', async () => {
    const site = await openShop();
    await pages.logIn(site, PHONE, 'ann@example.com', true);
    await pages.post(site, PHONE, [view('lamp'), view('desk')]);
    await pages.logIn(site, TABLET, 'ann@example.com');
    expect(await compare(site, TABLET)).toEqual([]);
    await pages.post(site, TABLET, [view('chair'), view('rug')]);
    expect(await compare(site, TABLET)).toEqual(['chair', 'rug']);
  });

  it('are none of somebody else who used the same device before', async () => {
    const site = await openShop();
    await pages.logIn(site, PHONE, 'ann@example.com', true);
    await pages.post(site, PHONE, [view('lamp'), view('desk')]);
    await world.pass(MINUTE);
    await pages.post(site, PHONE, [item('Signed Out', world.now())]);
    await world.pass(MINUTE);
    await pages.logIn(site, PHONE, 'bob@example.com', true);
    expect(await compare(site, PHONE)).toEqual([]);
    await world.pass(MINUTE);
    await pages.post(site, PHONE, [item('Signed Out', world.now())]);
    await world.pass(MINUTE);
    expect(await compare(site, PHONE)).toEqual([]);
  });

  it('are none of a daily hash, which may be several people, also once one of them is remembered', async () => {
    const site = await openShop({ linksWholeDay: true });
    const now = world.now();
    await site.collect({ s: now, pg: 'a1'.repeat(16), e: [view('lamp'), view('desk')] });
    await pages.post(site, TABLET, [item('Page Viewed', now)], { pg: 'b2'.repeat(16) });
    expect((await eventsOf(site, { device: TABLET })).map(({ name }) => name)).toContain('Product Viewed');
    expect(await compare(site, TABLET)).toEqual([]);
  });
});
