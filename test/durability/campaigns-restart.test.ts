import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type PageDecisionView, putCampaign } from '../acceptance/campaigns.ts';
import { DAY, device, GRANTED, item } from '../acceptance/world.ts';
import { neutralEnvironment } from '../support/neutral-environment.ts';
import { openDoors, type TestSite } from '../support/sites.ts';
import type { CampaignsPlan, DeathOfDecision } from './campaigns-child.ts';
import { durables, makeCopy } from './durable.ts';
import type { ServerNews } from './messages.ts';
import { outlast, type Place, settingsOf } from './places.ts';

const START = Date.UTC(2026, 3, 15, 12);
const HELD_MS = 35_000;
const ANNA = device(1);

type Life = {
  readonly site: Pick<TestSite, 'ask' | 'collect'>;
  ask(id?: string): Promise<readonly PageDecisionView[]>;
  report(decision: string): Promise<number>;
  /** The next decision, or report, is the last; or it is so late now, UTC ms. */
  tell(news: 'last' | number): Promise<void>;
  letDie(act: Promise<unknown>): Promise<void>;
  kill(): Promise<void>;
};

let asked = 0;

async function live(place: Place, startAt: number, death: DeathOfDecision | null = null): Promise<Life> {
  const plan: CampaignsPlan = { now: startAt, death };
  let now = startAt;
  const env = { ...neutralEnvironment(), PORT: '0', LOG_LEVEL: 'silent', ...settingsOf(place) };
  const path = fileURLToPath(new URL('./campaigns-child.ts', import.meta.url));
  const child: ChildProcess = fork(path, [JSON.stringify(plan)], { env, execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  const [{ url, demo }]: [ServerNews] = (await once(child, 'message')) as [ServerNews];
  const site = openDoors(url, demo);
  const ask = async (id = `ask-${asked++}`): Promise<readonly PageDecisionView[]> => {
    const c = { ...GRANTED, at: START - 60 * DAY, source: 'banner' };
    const e = [item('Product Added', now, { i: id })];
    const { status, body } = await site.collect({ s: now, d: 1, dev: ANNA, c, e });
    expect(status).toBe(200);
    return body.do as readonly PageDecisionView[];
  };
  return {
    site,
    ask,
    report: async (decision) => (await site.ask('POST', '/v1/exposures', { decision, shown: true })).status,
    tell: async (news) => {
      const told = once(child, 'message');
      child.send(news);
      await told;
      if (news !== 'last') now = news;
    },
    letDie: async (act) => {
      await act.catch(() => undefined);
      expect((await ended)[1]).toBe('SIGKILL');
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** One of two places is taken and shown; then whoever asks for the other is cut off. */
async function cutOff(place: Place, death: DeathOfDecision): Promise<PageDecisionView | undefined> {
  const life = await live(place, START, death);
  const cap = { scope: 'campaign', max: 2, per: '7d' };
  await putCampaign(life.site as TestSite, 'hello', { limits: { caps: [cap] } });
  const [first] = await life.ask();
  expect(await life.report(first?.id ?? '')).toBe(200);
  const second = death === 'confirmed' ? (await life.ask('second'))[0] : undefined;
  await life.tell('last');
  await life.letDie(second === undefined ? life.ask('second') : life.report(second.id));
  await outlast(place);
  return second;
}

async function countShown({ site }: Life): Promise<number> {
  const { body } = await site.ask('POST', '/v1/visitors/lookup', { device: ANNA });
  const { items } = (await site.ask('GET', `/v1/visitors/${body.visitor}/events?limit=1000`)).body;
  return (items as readonly { name: string }[]).filter(({ name }) => name === 'shown').length;
}

/** The place of whoever was cut off is free when it can no longer be shown, to the millisecond. */
async function expectFreeInTime(place: Place): Promise<void> {
  const life = await live(place, START + HELD_MS - 1);
  expect(await life.ask()).toEqual([]);
  await life.tell(START + HELD_MS);
  const [second] = await life.ask();
  expect(await life.report(second?.id ?? '')).toBe(200);
  expect(await life.ask()).toEqual([]);
  expect(await countShown(life)).toBe(2);
  await life.kill();
}

/** Whoever asks again by the same event has the place that was taken for it. */
async function expectKeptForTheSame(place: Place): Promise<void> {
  const life = await live(place, START + 1_000);
  const [second] = await life.ask('second');
  expect(second).toMatchObject({ campaign: 'hello' });
  expect(await life.ask()).toEqual([]);
  expect(await life.report(second?.id ?? '')).toBe(200);
  expect(await countShown(life)).toBe(2);
  await life.kill();
}

describe.each(durables('campaigns'))('caps on $name after a kill with -9', (durable) => {
  it.each(['reserved', 'decided'] as const)(
    'are exact where a decision was cut off once its place was %s: it is kept for the same event, else free in time',
    { timeout: 120_000 },
    async (death) => {
      const place = durable.makePlace();
      await cutOff(place, death);
      // For each of the lives that may follow.
      await expectKeptForTheSame(await makeCopy(place));
      await expectFreeInTime(place);
    },
  );

  it('count what was confirmed though nothing says yet that it was shown, once, also when that is told again', {
    timeout: 120_000,
  }, async () => {
    const place = durable.makePlace();
    const second = await cutOff(place, 'confirmed');
    const later = await live(place, START + 10 * HELD_MS);
    expect(await later.ask()).toEqual([]);
    expect(await countShown(later)).toBe(1);
    for (let n = 0; n < 2; n += 1) expect(await later.report(second?.id ?? '')).toBe(200);
    expect(await countShown(later)).toBe(2);
    await later.tell(START + 7 * DAY);
    expect(await later.ask()).toHaveLength(1);
    expect(await later.ask()).toHaveLength(1);
    expect(await later.ask()).toEqual([]);
  });
});
