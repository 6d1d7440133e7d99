import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry } from '../../../core/entry.ts';
import type { SegmentDefinition } from '../../../core/segments/condition.ts';
import { holdsAt } from './brute/holds.ts';
import { createRandom, type Random } from './brute/random.ts';
import { ask } from './brute/world.ts';
import { DAY, HOUR, MINUTE, type NoticeLine, openSegments, type SegmentWorld } from './segment-world.ts';

const NAMES = ['ann', 'ben', 'cleo'];
const SEGMENTS: readonly SegmentDefinition[] = [
  {
    key: 'busy',
    name: 'Busy accounts',
    when: { account: { event: 'Feature Used', within: '2d', count: { gte: 3 } } },
  },
  { key: 'quiet', name: 'Quiet', when: { account: { idle: '12h' } } },
  {
    key: 'never-again',
    name: 'Used, and then nobody signed in',
    when: {
      account: { sequence: [{ event: 'Feature Used' }, { absent: 'Signed In', for: '2h' }], within: '1d' },
    },
  },
  {
    key: 'in-session',
    name: 'Used twice in one session',
    when: { account: { event: 'Feature Used', within: 'session', count: { gte: 2 } } },
  },
  {
    key: 'sessions',
    name: 'Two sessions in a day',
    when: { account: { event: 'Session Started', within: '1d', count: { gte: 2 } } },
  },
  {
    key: 'after-session',
    name: 'Used by others after my visit',
    when: {
      all: [
        { account: { event: 'Feature Used', within: '1d', count: { gte: 2 } } },
        { event: 'Session Ended', within: '6h' },
      ],
    },
  },
  {
    key: 'alone',
    name: 'What the account does is not mine',
    when: {
      all: [{ account: { segment: 'busy' } }, { event: 'Feature Used', within: '2d', count: { lt: 3 } }],
    },
  },
];
const definitions = new Map(SEGMENTS.map((definition) => [definition.key, definition]));

let world: SegmentWorld;
beforeEach(async () => {
  world = await openSegments();
  for (const definition of SEGMENTS) await world.put(definition);
  await world.pass(30 * DAY);
});
afterEach(() => world.close());

type Happening = {
  readonly id: string;
  readonly who: string;
  readonly what: string;
  readonly t: number;
  readonly account: string | null;
};

/** Who does what for which of two accounts, some of it at one instant. */
function drawHistory(random: Random, until: number): readonly Happening[] {
  let t = until - 6 * DAY;
  return Array.from({ length: 30 }, (_, n) => {
    t += random.pick([0, 0, 1, MINUTE, 29 * MINUTE, HOUR, 6 * HOUR, 12 * HOUR]);
    const what = random.pick(['Feature Used', 'Feature Used', 'Page Viewed', 'Signed In']);
    const account = random.pick(['acme', 'acme', 'acme', 'other', null]);
    return { id: `${random.below(10)}-${n}`, who: random.pick(NAMES), what, t, account };
  });
}

/** Among people and accounts of its own. */
async function tellOf(
  happenings: readonly Happening[],
  suffix: string,
  meanwhile = async (): Promise<void> => undefined,
): Promise<readonly (readonly NoticeLine[])[]> {
  for (const { id, who, what, t, account } of happenings) {
    const own = account === null ? {} : { account: `${account} ${suffix}` };
    await world.event(`${who} ${suffix}`, what, {}, t, own, `${id}.${suffix}`);
    await meanwhile();
  }
  return Promise.all(NAMES.map((who) => world.noticesOf(`${who} ${suffix}`)));
}

function toEntry({ id, what, t, account }: Happening): Entry {
  return {
    site: world.site().siteId,
    id,
    type: 'event',
    name: what,
    t,
    receivedAt: t,
    visitor: world.visitorOf('ann'),
    source: 'server',
    context: account === null ? {} : { account },
    properties: {},
  };
}

/** By the other reading: of the account that the visitor last acted for, until then. */
function holdsFor(happenings: readonly Happening[], who: string, key: string, t: number): boolean {
  const entries = happenings.map(toEntry);
  const own = entries.filter((entry, at) => happenings[at]?.who === who && entry.t <= t);
  const named = own.toSorted((a, b) => a.t - b.t || (a.id < b.id ? -1 : 1));
  const account = named.findLast(({ context }) => context?.account !== undefined)?.context?.account;
  const shared = entries.filter(({ context }) => context?.account === account);
  const known = account === undefined ? {} : { accountFacts: {}, accountEntries: shared };
  const when = definitions.get(key)?.when;
  return when !== undefined && holdsAt(ask(when, own, t, { definitions, ...known }));
}

/** Around everything that happens, and everything that may come of it by time alone. */
function instantsOf(happenings: readonly Happening[], until: number): readonly number[] {
  const spans = [0, 30 * MINUTE, 2 * HOUR, 6.5 * HOUR, 12 * HOUR, DAY, 2 * DAY];
  const edges = happenings.flatMap(({ t }) => spans.map((span) => t + span));
  return [...new Set(edges.flatMap((t) => [t - 1, t]))].filter((t) => t < until);
}

function isIn(notices: readonly NoticeLine[], key: string, t: number): boolean {
  return notices.findLast(([, segment, at]) => segment === key && at <= t)?.[0] === 'entered';
}

describe('accounts, whatever the order in which entries arrive', () => {
  it('move everybody at the same instants', { timeout: 120_000 }, async () => {
    const told = new Set<string>();
    for (let history = 0; history < 3; history++) {
      const random = createRandom(history);
      const happenings = drawHistory(random, world.now());
      const inTime = await tellOf(happenings, `${history}-time`);
      expect(await tellOf(happenings.toReversed(), `${history}-reverse`)).toEqual(inTime);
      const drawn = happenings.map((one) => ({ one, at: random.next() })).toSorted((a, b) => a.at - b.at);
      const shuffled = drawn.map(({ one }) => one);
      expect(await tellOf(shuffled, `${history}-shuffled`)).toEqual(inTime);
      // Some of the rows are written by then, some are not.
      const disturb = async (): Promise<void> => {
        if (random.chance(0.3)) await world.pass(random.below(8_000));
        if (random.chance(0.2)) await world.restart(async () => undefined, 'killed');
      };
      const until = world.now();
      const killed = await tellOf(shuffled, `${history}-killed`, disturb);
      expect(killed.map((lines) => lines.filter(([, , at]) => at <= until))).toEqual(inTime);
      for (const [type, key] of inTime.flat()) told.add(`${type} ${key}`);
    }
    expect(told.size).toBe(2 * SEGMENTS.length);
  });

  it('move everybody as the other reading of the conditions says', { timeout: 120_000 }, async () => {
    for (let history = 10; history < 12; history++) {
      const happenings = drawHistory(createRandom(history), world.now());
      const notices = await tellOf(happenings, `${history}`);
      const instants = instantsOf(happenings, world.now());
      for (const [at, who] of NAMES.entries()) {
        const own = notices[at] ?? [];
        for (const { key } of SEGMENTS) {
          const wrong = instants.filter((t) => isIn(own, key, t) !== holdsFor(happenings, who, key, t));
          expect({ history, who, key, wrong }).toEqual({ history, who, key, wrong: [] });
        }
      }
    }
  });
});
