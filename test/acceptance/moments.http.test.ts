import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnswerBody, createSite, type TestSite } from '../support/sites.ts';
import { until } from '../support/until.ts';
import { MESSAGE, openAsking, type PageDecisionView, putCampaign } from './campaigns.ts';
import { DAY, device, GRANTED, HOUR, item, MINUTE, openWorld, type World } from './world.ts';

const START = Date.UTC(2026, 3, 15, 12);
const ANNA = device(1);
const [TAB, OTHER_TAB] = ['a1'.repeat(16), 'b2'.repeat(16)];

let world: World;
beforeAll(async () => {
  world = await openWorld(START);
});
afterAll(() => world.stop());

const message = (text: string) => ({ ...MESSAGE, text });
const textOf = (decisions: readonly PageDecisionView[]) => decisions.map(({ treatment }) => treatment?.text);

async function putSegment(site: TestSite, key: string, when: AnswerBody): Promise<void> {
  await site.ask('PUT', `/v1/segments/${key}`, { name: key, when });
  await until(async () => (await site.ask('GET', `/v1/segments/${key}`)).body.state === 'ready');
}

/** What a page is answered to an envelope, which may be empty. */
async function post(site: TestSite, names: readonly string[], more: AnswerBody = {}): Promise<AnswerBody> {
  const now = world.now();
  const c = { ...GRANTED, at: now - 60 * DAY, source: 'banner' };
  const e = names.map((name) => item(name, now));
  return (await site.collect({ s: now, d: 1, dev: ANNA, c, pg: TAB, e, ...more })).body;
}

describe('a page that waits', () => {
  it('is asked back when its visitor has done nothing for long enough, and answered once', async () => {
    const site = await world.site();
    await putCampaign(site, 'quiet', { trigger: { idle: '45s' } });
    const first = await post(site, ['Product Viewed']);
    expect(first).toMatchObject({ do: [], again: 45_000 });
    await world.pass(44_999);
    expect(await post(site, [])).toMatchObject({ do: [], again: 1_000 });
    await world.pass(1);
    const asked = await post(site, []);
    expect(asked.do).toMatchObject([{ campaign: 'quiet' }]);
    const [decision] = asked.do as readonly PageDecisionView[];
    expect(decision && (await openAsking(world, site).report(decision))).toBe(200);
    expect((await post(site, [])).do).toEqual([]);
  });

  it('is asked back when time alone takes its visitor into a segment, and only one tab is answered', async () => {
    const site = await world.site();
    await putSegment(site, 'hesitant', {
      sequence: [{ event: 'Product Added' }, { absent: 'Order Completed', for: '10m' }],
      within: '1d',
    });
    await putCampaign(site, 'help', { trigger: { entry: 'hesitant' } });
    expect(await post(site, ['Product Added'])).toMatchObject({ do: [], again: 10 * MINUTE });
    await world.pass(10 * MINUTE);
    const answers = await Promise.all([post(site, []), post(site, [], { pg: OTHER_TAB })]);
    expect(answers.flatMap((answer) => answer.do)).toHaveLength(1);
  });

  it('gets the same decision again when it repeats its post', async () => {
    const site = await world.site();
    await putCampaign(site, 'hello', {});
    const now = world.now();
    const e = [item('Product Added', now)];
    const [one, again] = [await post(site, [], { e }), await post(site, [], { e })];
    expect(one.do).toHaveLength(1);
    expect((again.do as readonly PageDecisionView[]).map(({ id }) => id)).toEqual(
      (one.do as readonly PageDecisionView[]).map(({ id }) => id),
    );
  });
});

describe('an event of a page that was left at once', () => {
  const leave = (site: TestSite) => post(site, ['Product Added'], { d: undefined });
  const arrive = (site: TestSite) => post(site, ['Page Viewed'], { pg: OTHER_TAB });

  it('is answered on the next page, once', async () => {
    const site = await world.site();
    await putCampaign(site, 'hello', {});
    await leave(site);
    await world.pass(MINUTE);
    const [decision] = (await arrive(site)).do as PageDecisionView[];
    expect(decision).toMatchObject({ campaign: 'hello' });
    expect(decision && (await openAsking(world, site).report(decision))).toBe(200);
    await world.pass(MINUTE);
    expect((await post(site, ['Page Viewed'], { pg: 'c3'.repeat(16) })).do).toEqual([]);
  });

  it('is news no longer than the campaign says, and none from before it was live', async () => {
    const site = await world.site();
    await leave(site);
    await world.pass(1);
    await putCampaign(site, 'hello', { validFor: '5m' });
    expect((await arrive(site)).do).toEqual([]);
    await leave(site);
    await world.pass(5 * MINUTE + 1);
    expect((await arrive(site)).do).toEqual([]);
  });
});

describe('a page that may not be answered', () => {
  it.each([
    ['does not ask', { d: undefined }, {}],
    [
      'is of somebody who declined personalization',
      { c: { analytics: true, personalization: false, at: START } },
      {},
    ],
    ['is of somebody who said nothing of personalization', { c: { analytics: true, at: START } }, {}],
    ['is of a site that counts only', { c: undefined, dev: undefined }, { policy: 'statistics' }],
    ['is of somebody whose browser asks not to be profiled', { g: 1 }, {}],
  ] as const)('where it %s', async (_, more, settings) => {
    const site = await world.site(settings as AnswerBody);
    await putCampaign(site, 'hello', {});
    expect((await post(site, ['Product Added'], more)).do).toEqual([]);
  });
});

describe('a slot', () => {
  const CONTENT = { kind: 'content', text: 'New ink' };

  it('shows the same all session long, for pages and for servers, until it is closed', async () => {
    const site = await world.site();
    await putCampaign(site, 'hero', {
      trigger: { slot: 'hero' },
      variants: [{ key: 'a', treatment: CONTENT }],
    });
    const [shown] = (await post(site, ['Page Viewed'], { sl: ['hero', 'side'] })).do as PageDecisionView[];
    expect(shown).toMatchObject({ campaign: 'hero', slot: 'hero', treatment: CONTENT });
    const served = await site.ask('POST', '/v1/decide', { device: ANNA, slot: 'hero' });
    expect(served.body).toMatchObject({
      decisions: [{ id: shown?.id }],
      segments: [],
      scores: expect.any(Array),
    });
    await site.ask('POST', '/v1/exposures', { decision: shown?.id, shown: true, action: 'dismissed' });
    expect((await post(site, ['Page Viewed'], { sl: ['hero'] })).do).toEqual([]);
    await world.pass(HOUR);
    expect((await post(site, ['Page Viewed'], { sl: ['hero'] })).do).toHaveLength(1);
  });
});

describe('a sequence on pages', () => {
  it('takes its steps when their time has come, one at a time, and ends with its goal', async () => {
    const site = await world.site();
    await putCampaign(site, 'tour', {
      trigger: { event: 'Signed Up' },
      goal: { kind: 'activation', event: 'Feature Used' },
      reentry: null,
      variants: [{ key: 'a', treatment: message('one') }],
      steps: [
        { wait: '10m', treatment: message('two') },
        { wait: '10m', treatment: message('three') },
      ],
    });
    const { show } = openAsking(world, site);
    expect(textOf(await show(ANNA, ['Signed Up']))).toEqual(['one']);
    expect(textOf(await show(ANNA, ['Page Viewed']))).toEqual([]);
    await world.pass(10 * MINUTE);
    expect(textOf(await show(ANNA, ['Page Viewed']))).toEqual(['two']);
    expect(textOf(await show(ANNA, ['Signed Up']))).toEqual([]);
    await show(ANNA, ['Feature Used']);
    await world.pass(10 * MINUTE);
    expect(textOf(await show(ANNA, ['Page Viewed']))).toEqual([]);
  });
});

describe('a trial that hits a limit', () => {
  it('is walked through after a day of quiet, once, and judged by whether the trial converts', async () => {
    const site = await createSite(world.app, { postsPerSecondPerAddress: 1_000_000 });
    await putSegment(site, 'limit-quiet', {
      all: [
        {
          sequence: [{ event: 'Limit Reached' }, { absent: ['Feature Used', 'Limit Reached'], for: '1d' }],
          within: '7d',
        },
        { event: 'Trial Started', within: '30d', unless: { event: 'Trial Converted' } },
      ],
    });
    await putCampaign(site, 'walk-through', {
      trigger: { entry: 'limit-quiet' },
      validFor: '7d',
      reentry: null,
      goal: { event: 'Trial Converted', within: '14d' },
      variants: [
        { key: 'a', treatment: { kind: 'tour', steps: [{ title: 'Plans', text: 'This is what fits.' }] } },
      ],
    });
    const { show } = openAsking(world, site);
    await show(ANNA, ['Trial Started', 'Limit Reached']);
    await world.skip(DAY - 1);
    expect(await show(ANNA, ['Page Viewed'])).toEqual([]);
    await world.pass(1);
    expect(await show(ANNA, ['Page Viewed'])).toMatchObject([{ campaign: 'walk-through' }]);
    await world.pass(HOUR);
    expect(await show(ANNA, ['Page Viewed'])).toEqual([]);
    await show(ANNA, ['Trial Converted']);
    const report = (await site.ask('GET', '/v1/campaigns/walk-through/report')).body;
    expect(report.arms).toMatchObject([{ arm: 'a', visitors: 1, exposures: 1, converted: 1 }]);
  });
});
