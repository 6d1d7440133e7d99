/** A long history that is folded again gives way to others, and misses nothing that comes meanwhile. */
import { afterEach, expect, it, vi } from 'vitest';
import { refold, refoldInSlices } from '../../../core/profiles/merge.ts';
import { openSegments } from '../segments/segment-world.ts';
import { DAY, event, MINUTE, rules, START, visitorId } from './world.ts';

const LENGTH = 1_500;
const person = visitorId('ann');

afterEach(() => void vi.restoreAllMocks());

it.each([
  ['', {}],
  [', the part that retention settled too', { settled: START + 1_000 * MINUTE }],
])('a long history is folded 200 entries at a time%s, and comes to the same', (_, more) => {
  const entries = Array.from({ length: LENGTH }, (__, i) =>
    event('Page Viewed', { t: START + i * MINUTE, visitor: person }),
  );
  let folded = 0;
  const counting = {
    ...rules,
    funnelStep: (name: string) => {
      folded += 1;
      return rules.funnelStep(name);
    },
  };
  const input = { canonical: person, entries, ownership: null, bases: [], rules: counting, ...more };
  const whole = refold(input);
  const perEntry = folded / LENGTH;
  const work = refoldInSlices(input);
  const slices: number[] = [];
  for (;;) {
    folded = 0;
    const step = work.next();
    slices.push(folded / perEntry);
    if (step.done !== true) continue;
    expect(step.value).toEqual(whole);
    break;
  }
  expect(whole.profile.events?.count).toBe(LENGTH);
  expect(Math.max(...slices)).toBeLessThanOrEqual(200);
});

it('a short history gives no turn away', () => {
  const entries = Array.from({ length: 200 }, (_, i) =>
    event('Page Viewed', { t: START + i * MINUTE, visitor: person }),
  );
  for (const settled of [START - 1, START + 100 * MINUTE, START + DAY]) {
    const input = { canonical: person, entries, ownership: null, bases: [], rules, settled };
    expect(refoldInSlices(input).next()).toEqual({ done: true, value: refold(input) });
  }
});

it('what comes while somebody is folded again is in the profile as well, late or not', async () => {
  const world = await openSegments();
  await world.put({ key: 'c', name: 'C', when: { event: 'Page Viewed', count: { gte: 1_000 } } });
  const base = world.now() - 10_000_000;
  const view = (n: number) => ({
    id: `v${String(n).padStart(5, '0')}`,
    name: 'Page Viewed',
    t: base + n * 1_000,
    properties: { path: `/${n % 7}` },
  });
  const isLate = (n: number): boolean => n % 300 === 7;
  const all = Array.from({ length: LENGTH }, (_, n) => n);
  const inTime = all.filter((n) => !isLate(n)).map(view);
  for (let from = 0; from < inTime.length; from += 100)
    await world.post('ann', inTime.slice(from, from + 100));
  const turns = vi.spyOn(globalThis, 'setImmediate');
  const late = world.post('ann', [view(7)]);
  await vi.waitUntil(() => turns.mock.calls.length > 2, { interval: 0 });
  const meanwhile = [[view(307)], [view(LENGTH)], [view(607), view(LENGTH + 1)], [view(907)], [view(1_207)]];
  await Promise.all([late, ...meanwhile.map((happenings) => world.post('ann', happenings))]);
  expect(turns.mock.calls.length).toBeGreaterThanOrEqual(2 * Math.floor(LENGTH / 200));
  const { book } = world.engine();
  const site = world.site().siteId;
  const read = async () => (await book.read(site, world.visitorOf('ann'), world.now())).slot.timeline.profile;
  const profile = await read();
  expect(profile.events?.count).toBe(LENGTH + 2);
  await book.refold(site, world.visitorOf('ann'));
  expect(profile).toEqual(await read());
  await world.close();
});
