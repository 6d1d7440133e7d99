/** What one device did, kept in memory beside its person's profile: at any time it is what the log would say. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import type { Entry, VisitorId } from '../../../core/entry.ts';
import { refold } from '../../../core/profiles/merge.ts';
import type { Profile } from '../../../core/profiles/profile.ts';
import { readKept } from '../../../core/profiles/visitor-log.ts';
import { createRules } from '../../../core/sites/fold-rules.ts';
import { openSegments, type SegmentWorld } from '../segments/segment-world.ts';
import { consent, DAY, type EntryParts, event, link, MINUTE, visitorId } from './world.ts';

let world: SegmentWorld;
let rules: ReturnType<typeof createRules>;
let reads: MockInstance;

beforeEach(async () => {
  world = await openSegments();
  const { sites, segments, campaigns } = world.engine();
  const campaignsOf = (site: Parameters<typeof campaigns.of>[0]) => campaigns.of(site)?.rules;
  rules = createRules(sites, { segmentsOf: segments.rulesOf, campaignsOf });
  reads = vi.spyOn(world.store(), 'readVisitor');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await world.close();
});

const site = () => world.site().siteId;
const book = () => world.engine().book;
const read = (device: VisitorId) => book().read(site(), device, world.now());
const partOf = async (device: VisitorId): Promise<Profile> =>
  book().readPart(await read(device), rules(site()));

let made = 0;
/** Names of this run alone. */
const fresh = (label: string): VisitorId => visitorId(`${label}.${made++}`);

async function append(...entries: readonly Entry[]): Promise<void> {
  const receivedAt = world.now();
  await world.engine().append(entries.map((entry) => ({ ...entry, site: site(), receivedAt })));
}

const at = (visitor: VisitorId, agoMs = 0): EntryParts => ({
  t: world.now() - agoMs,
  id: `p${made++}`,
  visitor,
});
const see = (device: VisitorId, agoMs = 0) => event('Page Viewed', at(device, agoMs));
const claim = (device: VisitorId, person: VisitorId, agoMs = 0) =>
  link('login', device, person, at(device, agoMs));

/** A device whose log-in is a claim, with a history on it. */
async function claimed(length: number): Promise<{ readonly device: VisitorId; readonly person: VisitorId }> {
  const [device, person] = [fresh('d'), fresh('p')];
  const history = Array.from({ length }, (_, n) => see(device, (length - n) * MINUTE));
  await append(consent({ analytics: true }, at(device, DAY)), claim(device, person, DAY), ...history);
  return { device, person };
}

/** Answers whether the log was read to make it. */
async function expectAsTheLogSays(device: VisitorId): Promise<boolean> {
  const known = await read(device);
  const { entries, bases } = await readKept(world.store(), site(), [device]);
  const { ownership } = known.kinship;
  const whole = { canonical: known.slot.visitor, entries, ownership, bases, rules: rules(site()) };
  reads.mockClear();
  expect(await book().readPart(known, rules(site()))).toEqual(refold(whole).profile);
  return reads.mock.calls.length > 0;
}

/** How often that reads the log of the device alone. */
async function countReads(device: VisitorId, asking: () => Promise<unknown>): Promise<number> {
  await read(device);
  reads.mockClear();
  await asking();
  return reads.mock.calls.filter(([, ids]) => ids.length === 1 && ids[0] === device).length;
}

type Step = {
  readonly kind: keyof typeof STEPS;
  readonly device: VisitorId;
  readonly person: VisitorId;
  readonly n: number;
};

const STEPS = {
  see: ({ device }: Step) => append(see(device)),
  seeLate: ({ device, n }: Step) => append(see(device, n * MINUTE)),
  seeMany: ({ device, n }: Step) =>
    append(...Array.from({ length: 30 * n }, (_, i) => see(device, (30 * n - i) * 100))),
  seeElsewhere: ({ person }: Step) => append(see(person)),
  order: ({ device, n }: Step) =>
    append(event('Order Completed', { ...at(device), id: `order:${device}.${n}`, properties: { total: n } })),
  confirm: ({ device, person, n }: Step) => {
    const order = { ...at(person), id: `order:${device}.${n}`, source: 'server' } as const;
    return append(event('Order Completed', { ...order, properties: { total: n } }));
  },
  allow: ({ device, n }: Step) => append(consent({ analytics: n !== 1 }, at(device))),
  claim: ({ device, person }: Step) => append(claim(device, person)),
  prove: ({ device, person }: Step) =>
    append(link('login', device, person, { ...at(device), more: { proved: true } })),
  claimLate: ({ device, person, n }: Step) => append(claim(device, person, n * MINUTE)),
  leave: ({ device }: Step) => append(link('reset', device, null, at(device))),
  pass: ({ n }: Step) => world.pass(n * 10 * MINUTE),
  define: ({ n }: Step) =>
    world.put({ key: 'keen', name: 'Keen', when: { event: 'Page Viewed', count: { gte: n } } }),
  retire: ({ n }: Step) => world.engine().retention.retireEvents(site(), n),
  forget: async ({ device, person }: Step) => {
    await world.engine().visitors.forget(site(), person);
    await append(claim(device, person));
  },
  forgetOwn: async ({ device, person }: Step) => {
    await world.engine().visitors.forgetOwn(site(), device);
    await append(claim(device, person));
  },
  ask: ({ device }: Step) => partOf(device),
} as const satisfies Record<string, (step: Step) => Promise<unknown>>;

const WEIGHTS: Readonly<Record<keyof typeof STEPS, number>> = {
  ...{ see: 24, seeLate: 8, seeMany: 2, seeElsewhere: 4, order: 2, confirm: 1, allow: 1, ask: 4, pass: 6 },
  ...{ claim: 2, prove: 1, claimLate: 1, leave: 1, define: 1, retire: 1, forget: 1, forgetOwn: 1 },
};

const step = fc.record({
  kind: fc.oneof(
    ...Object.entries(WEIGHTS).map(([kind, weight]) => ({
      weight,
      arbitrary: fc.constant(kind as keyof typeof STEPS),
    })),
  ),
  device: fc.nat(1),
  person: fc.nat(1),
  n: fc.integer({ min: 1, max: 4 }),
});

/** What happens at once, and whether it is looked at then. */
const rounds = fc.array(
  fc.record({ steps: fc.array(step, { minLength: 1, maxLength: 2 }), isLookedAt: fc.boolean() }),
  { minLength: 20, maxLength: 40, size: 'max' },
);

describe('what one device did', () => {
  it('is at any time what the log says, whatever happens to it, its persons and the definitions', async () => {
    const looks = { afresh: 0, fromMemory: 0 };
    await fc.assert(
      fc.asyncProperty(rounds, async (life) => {
        const devices = [fresh('d'), fresh('d')] as const;
        const people = [fresh('p'), fresh('p')] as const;
        await append(...devices.map((device) => claim(device, people[0])));
        for (const { steps, isLookedAt } of life) {
          const happening = steps.map(({ kind, device, person, n }) =>
            STEPS[kind]({
              kind,
              device: devices[device] ?? devices[0],
              person: people[person] ?? people[0],
              n,
            }),
          );
          await Promise.all(happening);
          if (!isLookedAt) continue;
          for (const device of devices)
            looks[(await expectAsTheLogSays(device)) ? 'afresh' : 'fromMemory'] += 1;
        }
      }),
      { seed: 17, numRuns: 15 },
    );
    expect(looks.afresh).toBeGreaterThan(100);
    expect(looks.fromMemory).toBeGreaterThan(100);
  }, 120_000);

  it('is read from the log once, and goes on with what comes, late or not', async () => {
    const { device, person } = await claimed(100);
    expect(await countReads(device, () => partOf(device))).toBe(1);
    const goOn = async (): Promise<void> => {
      for (let n = 0; n < 40; n += 1) {
        await world.pass(MINUTE);
        await append(see(device, n % 5 === 0 ? 90_000 : 0), see(person));
        expect((await partOf(device)).events?.count).toBe(101 + n);
      }
    };
    expect(await countReads(device, goOn)).toBe(0);
    await expectAsTheLogSays(device);
  });

  it('is read again for what is too late for it, though not for the person', async () => {
    const { device, person } = await claimed(0);
    const elsewhere = Array.from({ length: 30 }, (_, n) => see(person, 200 * MINUTE + n));
    const here = Array.from({ length: 64 }, (_, n) => see(device, n * MINUTE));
    await append(...elsewhere, ...here);
    await partOf(device);
    await append(see(device, 45 * MINUTE + 1));
    expect(await expectAsTheLogSays(device)).toBe(true);
    await append(see(device));
    expect(await expectAsTheLogSays(device)).toBe(false);
  });

  it('is read once for all who ask at once, also while more comes', async () => {
    const { device } = await claimed(300);
    const askOften = async (): Promise<void> => {
      const asked = [partOf(device), partOf(device)];
      await append(see(device));
      expect((await partOf(device)).events?.count).toBe(301);
      await Promise.all(asked);
    };
    expect(await countReads(device, askOften)).toBe(1);
  });

  it('is another one to who knows of other log-ins', async () => {
    const { device, person } = await claimed(3);
    const before = await read(device);
    await append(link('reset', device, null, at(device)));
    await world.pass(MINUTE);
    await append(see(device));
    await world.pass(MINUTE);
    await append(claim(device, person));
    expect((await book().readPart(before, rules(site()))).events?.count).toBe(4);
    await expectAsTheLogSays(device);
    expect((await partOf(device)).events?.count).toBe(3);
  });

  it('is another one under other rules', async () => {
    const { device } = await claimed(3);
    const known = await read(device);
    const endedUnder = async (sessionGapMs: number) =>
      (await book().readPart(known, { ...rules(site()), sessionGapMs })).sessions.ended;
    expect(await endedUnder(30 * MINUTE)).toBe(0);
    expect(await endedUnder(MINUTE)).toBe(2);
  });

  it('is asked of the log again where that could not be read', async () => {
    const { device } = await claimed(1);
    reads.mockRejectedValueOnce(new Error('the disk is away'));
    await expect(partOf(device)).rejects.toThrow('away');
    expect((await partOf(device)).events?.count).toBe(1);
  });

  it('stays in memory for four devices of one person: those that were asked for last', async () => {
    const { device, person } = await claimed(1);
    const others = Array.from({ length: 6 }, () => fresh('d'));
    await append(...others.map((other) => claim(other, person)));
    for (const one of [device, ...others]) await partOf(one);
    expect([...(await read(device)).slot.parts.keys()]).toEqual(others.slice(2));
  });

  it('counts for the room that profiles have in memory', async () => {
    const { device } = await claimed(40);
    await read(device);
    const { bytes } = book().stats();
    await partOf(device);
    expect(book().stats().bytes).toBeGreaterThan(bytes + 40 * 500);
    await world.engine().visitors.forgetOwn(site(), device);
    expect(book().stats().bytes).toBeLessThan(bytes);
  });

  it.each<[what: string, erase: (of: { device: VisitorId; person: VisitorId }) => Promise<unknown>]>([
    ['the person', ({ person }) => world.engine().visitors.forget(site(), person)],
    ['the device', ({ device }) => world.engine().visitors.forgetOwn(site(), device)],
  ])('leaves memory when %s is erased, also what is only on its way then', async (_, erase) => {
    const known = await claimed(300);
    await partOf(known.device);
    await Promise.all([erase(known), partOf(known.device), append(see(known.device)), partOf(known.device)]);
    expect((await book().read(site(), known.person, world.now())).slot.parts.size).toBe(0);
  });
});
