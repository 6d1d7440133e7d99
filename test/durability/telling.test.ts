import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ForgetRequest } from '../../core/ports.ts';
import { writeIdNeedles, writeNeedles } from '../support/canary.ts';
import { isFullSize } from '../support/full-size.ts';
import { type HookReceiver, openHook } from '../support/hook-receiver.ts';
import { neutralEnvironment } from '../support/neutral-environment.ts';
import { NOON } from '../support/served.ts';
import { durables } from './durable.ts';
import { outlast, type Place, searchPlace, settingsOf } from './places.ts';
import type { Cut, TellingPlan } from './telling-child.ts';

const USER = 'customer-4711';
const REFERENCE = 'gid://shopify/Customer/70461';
const CHILD = fileURLToPath(new URL('./telling-child.ts', import.meta.url));

type Receipt = {
  readonly id: string;
  readonly told: Readonly<Record<string, string>>;
  readonly removed: Readonly<Record<string, number>>;
};
type News = { readonly visitor?: string; readonly receipts?: readonly Receipt[]; readonly left?: number };
type Life = { readonly news: News; readonly end: NodeJS.Signals | null };

/** One life of the app at the place, until it says how it stands, or is cut short. */
async function live(place: Place, plan: Omit<TellingPlan, 'atMs'>): Promise<Life> {
  const env = { ...neutralEnvironment(), PORT: '0', LOG_LEVEL: 'silent', ...settingsOf(place) };
  const given: TellingPlan = { atMs: NOON, ...plan };
  const child: ChildProcess = fork(CHILD, [JSON.stringify(given)], { env, execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let news: News = {};
  child.on('message', (more: News) => {
    news = { ...news, ...more };
    if (more.receipts !== undefined) child.disconnect();
  });
  const [, end] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return { news, end };
}

const askedOf = (hook: HookReceiver) => hook.arrivals.map(({ text }) => JSON.parse(text) as ForgetRequest);

/** Where it is cut short, and how often the platform is asked in all: the long checks cut at every step. */
const CUTS: readonly (readonly [Cut, number])[] = [
  ['queued', 1],
  ['removed', 1],
  ['told', 2],
  ...(isFullSize
    ? ([
        ['begun', 1],
        ['receipt', 1],
        ['asking', 1],
      ] as const)
    : []),
];

describe.each(durables('telling'))('on $name', (durable) => {
  it.each(CUTS)(
    'a platform forgets by its own reference though the server is killed with -9 when the erasure is %s',
    { timeout: 120_000 },
    async (cut, times) => {
      const place = durable.makePlace();
      const hook = await openHook();
      const platformUrl = hook.url;
      const first = await live(place, { platformUrl, cut, erase: { userId: USER, reference: REFERENCE } });
      expect(first.end).toBe('SIGKILL');
      await outlast(place);
      expect(hook.arrivals.length).toBe(times - 1);

      const { news, end } = await live(place, { platformUrl, cut: null, erase: null });
      expect([end, news.left]).toEqual([null, 0]);
      const [receipt, ...more] = news.receipts ?? [];
      expect([more, receipt?.told]).toEqual([[], { shopify: 'done' }]);
      const asked = askedOf(hook);
      expect(asked.map(({ id, references }) => [id, references])).toEqual(
        Array.from({ length: times }, () => [receipt?.id, [REFERENCE]]),
      );
      expect(new Set(asked.flatMap(({ visitors }) => visitors))).toEqual(new Set([first.news.visitor]));
      const needles = [...writeIdNeedles([first.news.visitor ?? '']), ...writeNeedles([REFERENCE, USER])];
      expect(await searchPlace(place, needles)).toEqual([]);
    },
  );
});
