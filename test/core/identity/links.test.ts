import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, VisitorId } from '../../../core/entry.ts';
import { DEVICES_WINDOW_MS, MAX_DEVICES } from '../../../core/identity/link-graph.ts';
import { resolveOwnership } from '../../../core/identity/links.ts';
import { readHops, readOwnership } from '../profiles/reading.ts';
import { DAY, EVERYBODY, link, MINUTE, START, sharedHistory, visitorId } from '../profiles/world.ts';

const device = visitorId('device');
const laptop = visitorId('laptop');
const ann = visitorId('ann');
const bob = visitorId('bob');
const hash = visitorId('hash');

const at = (n: number): number => START + n * MINUTE;
const login = (n: number, to: VisitorId, from = device): Entry => link('login', from, to, { t: at(n) });
const reset = (n: number): Entry => link('reset', device, null, { t: at(n) });
const page = (n: number, name: string, to = device): Entry =>
  link('page', hash, to, { t: at(n), more: { page: name } });
const day = (n: number, to = device): Entry => link('day', hash, to, { t: at(n) });
const alias = (n: number, from: VisitorId, to: VisitorId): Entry => link('alias', from, to, { t: at(n) });

/** Who owns what a recorded id did, minute by minute, as initials. */
function owners(links: readonly Entry[], visitor: VisitorId, minutes: number): string {
  const names = new Map([
    [device, 'd'],
    [laptop, 'l'],
    [ann, 'A'],
    [bob, 'B'],
    [hash, 'h'],
  ]);
  const { ownerOf } = resolveOwnership(links);
  return Array.from({ length: minutes }, (_, n) => names.get(ownerOf({ visitor, t: at(n) }) ?? device)).join(
    '',
  );
}

describe('a device', () => {
  it('is whose log-in was proved, of all that were said at one instant, whatever their ids', () => {
    const before = [login(0, bob), login(0, ann)];
    const proof = link('login', device, ann, { t: at(0), more: { proved: true } });
    const after = [login(0, ann), login(0, bob)];
    for (const links of [
      [...before, proof],
      [proof, ...after],
    ])
      expect(resolveOwnership(links).loginAt(device, at(1))).toEqual({ person: ann, proved: true });
  });

  it.each<[string, string, readonly Entry[]]>([
    ['that was never linked is its own', 'dddddd', []],
    ['belongs to the first person also before the log-in', 'AAAAAA', [login(3, ann)]],
    ['that is shared starts a new interval with each log-in', 'AAABBB', [login(1, ann), login(3, bob)]],
    ['counts a log-in from its own instant', 'ABBBBB', [login(0, ann), login(1, bob)]],
    [
      "belongs to nobody from a reset on, whose own instant is still the person's",
      'AAAddd',
      [login(1, ann), reset(2)],
    ],
    [
      'belongs to nobody between a reset and the next log-in',
      'AAAdBB',
      [login(0, ann), reset(2), login(4, bob)],
    ],
    ["that was reset before anybody logged in was nobody's", 'ddddAA', [reset(1), login(4, ann)]],
    ['may be handed back', 'ABABAB', [0, 1, 2, 3, 4, 5].map((n) => login(n, n % 2 === 0 ? ann : bob))],
  ])('%s', (_title, expected, links) => {
    expect(owners(links, device, 6)).toBe(expected);
    expect(owners(links.toReversed(), device, 6)).toBe(expected);
  });

  it('breaks ties between log-ins by id', () => {
    const tie = [{ ...login(2, bob), id: 'z' }, { ...login(2, ann), id: 'a' }, login(0, ann)];
    expect(owners(tie, device, 4)).toBe('AABB');
    expect(owners(tie.toReversed(), device, 4)).toBe('AABB');
  });

  it('answers for whoever is logged in now, and says whether that is proved', () => {
    const proved = link('login', device, bob, { t: at(3), more: { proved: true } });
    const { canonicalOf, loginAt } = resolveOwnership([login(1, ann), proved, reset(5)]);
    expect([0, 2, 4, 6].map((n) => canonicalOf(device, at(n)))).toEqual([ann, ann, bob, device]);
    expect([0, 2, 4, 6].map((n) => loginAt(device, at(n)))).toEqual([
      null,
      { person: ann, proved: false },
      { person: bob, proved: true },
      null,
    ]);
  });

  it('names everybody who may own what it recorded', () => {
    const { ownersOf } = resolveOwnership([login(1, ann), reset(2), login(3, bob), page(4, 'p')]);
    expect(ownersOf(device)).toEqual([ann, device, bob]);
    expect(ownersOf(hash)).toEqual([hash, ann, device, bob]);
    expect(ownersOf(laptop)).toEqual([laptop]);
  });
});

describe('persons', () => {
  it('are never joined by a shared device', () => {
    const { ownerOf, membersOf } = resolveOwnership([login(1, ann), login(3, bob)]);
    expect(ownerOf({ visitor: ann, t: at(9) })).toBe(ann);
    expect(membersOf(bob)).toEqual([
      { visitor: bob, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY },
      { visitor: device, from: at(3), to: Number.POSITIVE_INFINITY },
    ]);
  });

  it('are never joined by a log-in, a page or a day from one to another', () => {
    const known = [login(0, ann), login(0, bob, laptop)];
    const attempts = [
      link('login', ann, bob, { t: at(1) }),
      link('day', ann, device, { t: at(1) }),
      link('page', bob, device, { t: at(1), more: { page: 'p' } }),
    ];
    const { ownerOf } = resolveOwnership([...known, ...attempts]);
    expect([ann, bob].map((visitor) => ownerOf({ visitor, t: at(2), page: 'p' }))).toEqual([ann, bob]);
  });

  it('are one by an alias, for all time, with all of their devices', () => {
    const links = [login(1, ann), login(1, bob, laptop), alias(5, ann, bob)];
    expect(owners(links, device, 3)).toBe('BBB');
    const { canonicalOf, membersOf } = resolveOwnership(links);
    expect(canonicalOf(ann, at(0))).toBe(bob);
    expect(membersOf(bob).map(({ visitor }) => visitor)).toEqual([bob, ann, device, laptop]);
    expect(membersOf(ann)).toEqual([]);
  });

  it('are aliased once, by the earliest', () => {
    const carol = visitorId('carol');
    const links = [alias(2, ann, carol), alias(1, ann, bob)];
    expect(resolveOwnership(links).canonicalOf(ann, at(9))).toBe(bob);
  });

  it('follow chains of aliases, which never close to a circle', () => {
    const carol = visitorId('carol');
    const links = [alias(3, carol, ann), alias(2, bob, carol), alias(1, ann, bob)];
    const { canonicalOf } = resolveOwnership(links);
    expect([ann, bob, carol].map((person) => canonicalOf(person, at(9)))).toEqual([carol, carol, carol]);
  });

  it('are no devices: an alias from or to one counts for nothing', () => {
    const { ownerOf } = resolveOwnership([login(1, ann), alias(2, device, bob), alias(2, bob, device)]);
    expect(ownerOf({ visitor: device, t: at(3) })).toBe(ann);
    expect(ownerOf({ visitor: bob, t: at(3) })).toBe(bob);
  });
});

describe('an anonymous id', () => {
  it('belongs to the device that consented on its page, only as far as that page goes', () => {
    const { ownerOf } = resolveOwnership([page(5, 'p1')]);
    expect(ownerOf({ visitor: hash, t: at(1), page: 'p1' })).toBe(device);
    expect(ownerOf({ visitor: hash, t: at(1), page: 'p2' })).toBe(hash);
    expect(ownerOf({ visitor: hash, t: at(1) })).toBe(hash);
  });

  it('belongs to one device only: the earliest link wins, that of the page before that of the day', () => {
    const { ownerOf } = resolveOwnership([page(6, 'p1', laptop), page(5, 'p1'), day(2, laptop), day(3)]);
    expect(ownerOf({ visitor: hash, t: at(1), page: 'p1' })).toBe(device);
    expect(ownerOf({ visitor: hash, t: at(1), page: 'p2' })).toBe(laptop);
  });

  it('goes with its device to the person of the time', () => {
    const links = [day(1), login(2, ann), reset(3), login(5, bob)];
    expect(owners(links, hash, 6)).toBe('AAAAdB');
    expect(resolveOwnership(links).membersOf(bob)).toContainEqual({
      visitor: hash,
      from: at(5),
      to: Number.POSITIVE_INFINITY,
    });
  });
});

describe('more than 20 devices of one person in 30 days', () => {
  const phone = (n: number): VisitorId => visitorId(`phone${n}`);
  const each = (count: number, gapMs: number): readonly Entry[] =>
    Array.from({ length: count }, (_, n) => link('login', phone(n), ann, { t: START + n * gapMs }));
  const owned = (links: readonly Entry[], n: number, t: number): boolean =>
    resolveOwnership(links).ownerOf({ visitor: phone(n), t }) === ann;

  it('are refused: the 21st stays its own', () => {
    const links = each(MAX_DEVICES + 1, DAY);
    expect(owned(links, MAX_DEVICES - 1, START)).toBe(true);
    expect(owned(links, MAX_DEVICES, START)).toBe(false);
    expect(owned(links, MAX_DEVICES, START + 99 * DAY)).toBe(false);
    expect(owned(links.toReversed(), MAX_DEVICES, START)).toBe(false);
  });

  it('are counted in a window that moves: the 21st counts when the first is 30 days old', () => {
    const first = each(MAX_DEVICES, MINUTE);
    const late = (beforeMs: number): Entry =>
      link('login', phone(20), ann, { t: START + DEVICES_WINDOW_MS - beforeMs });
    expect(owned([...first, late(1)], 20, START)).toBe(false);
    expect(owned([...first, late(0)], 20, START)).toBe(true);
  });

  it('count a device once, however often it logs in', () => {
    const again = Array.from({ length: 30 }, (_, n) => link('login', phone(0), ann, { t: START + DAY + n }));
    const links = [
      ...each(MAX_DEVICES - 1, MINUTE),
      ...again,
      link('login', phone(20), ann, { t: START + 2 * DAY }),
    ];
    expect(owned(links, 20, START)).toBe(true);
  });

  it('keep out no device whose log-in is proved, where they only claim theirs', () => {
    const proved = (n: number): Entry =>
      link('login', phone(n), ann, { t: START + DAY + n, more: { proved: true } });
    const claims = each(MAX_DEVICES, MINUTE);
    const links = [...claims, ...Array.from({ length: MAX_DEVICES + 1 }, (_, n) => proved(100 + n))];
    expect(owned(links, 100 + MAX_DEVICES - 1, START + 2 * DAY)).toBe(true);
    expect(owned(links, 100 + MAX_DEVICES, START + 2 * DAY)).toBe(false);
    expect(owned(links, 0, START + 2 * DAY)).toBe(true);
    // Whoever claims is counted beside them, and comes too late.
    const late = link('login', phone(50), ann, { t: START + 2 * DAY });
    expect(owned([...links.slice(1), late], 50, START + 3 * DAY)).toBe(false);
  });

  it('let one of the twenty log in again', () => {
    const links = [...each(MAX_DEVICES, MINUTE), link('login', phone(0), ann, { t: START + DAY })];
    expect(owned(links, 0, START + 2 * DAY)).toBe(true);
  });

  it('end the interval of whoever had the device before', () => {
    const links = [
      ...each(MAX_DEVICES, MINUTE),
      link('login', phone(20), bob, { t: START }),
      link('login', phone(20), ann, { t: START + DAY }),
    ];
    const { ownerOf } = resolveOwnership(links);
    expect(ownerOf({ visitor: phone(20), t: START + DAY - 1 })).toBe(bob);
    expect(ownerOf({ visitor: phone(20), t: START + DAY })).toBe(phone(20));
  });

  it('count under all names of the person', () => {
    const links = [
      ...each(MAX_DEVICES, MINUTE),
      link('login', phone(20), bob, { t: START + DAY }),
      alias(9, bob, ann),
    ];
    expect(owned(links, 20, START + 2 * DAY)).toBe(false);
  });

  it('are counted alike from a device as from the person: one of them is no device, so that the last one fits', () => {
    const links = [...each(MAX_DEVICES + 1, MINUTE), link('login', laptop, phone(3), { t: START })];
    expect(owned(links, MAX_DEVICES, START)).toBe(true);
    expect(readOwnership(phone(MAX_DEVICES), links).canonicalOf(phone(MAX_DEVICES), START)).toBe(ann);
  });
});

describe('reading links', () => {
  it('answers from the links read as from all links there are, in any order', () => {
    fc.assert(
      fc.property(sharedHistory, fc.constantFrom(...EVERYBODY), (entries, visitor) => {
        const whole = resolveOwnership(entries);
        const read = readOwnership(visitor, entries.toReversed());
        expect(read.membersOf(visitor).toSorted(byJson)).toEqual(whole.membersOf(visitor).toSorted(byJson));
        expect(read.joinsOf(visitor).toSorted(byJson)).toEqual(whole.joinsOf(visitor).toSorted(byJson));
        expect(read.ownersOf(visitor).toSorted()).toEqual(whole.ownersOf(visitor).toSorted());
        for (const { t, page } of entries) {
          expect(read.canonicalOf(visitor, t)).toBe(whole.canonicalOf(visitor, t));
          expect(read.ownerOf({ visitor, t, ...(page !== undefined && { page }) })).toBe(
            whole.ownerOf({ visitor, t, ...(page !== undefined && { page }) }),
          );
          expect(read.loginAt(visitor, t)).toEqual(whole.loginAt(visitor, t));
        }
      }),
      { seed: 21, numRuns: 300 },
    );
  });

  it('lists among the members whatever the visitor owns', () => {
    fc.assert(
      fc.property(sharedHistory, (entries) => {
        const { ownerOf, membersOf } = resolveOwnership(entries);
        for (const entry of entries) {
          const owner = ownerOf(entry) ?? device;
          const members = membersOf(owner).filter(
            ({ visitor, from, to, page }) =>
              visitor === entry.visitor &&
              from <= entry.t &&
              entry.t < to &&
              (page === undefined || page === entry.page),
          );
          expect(members.length).toBeGreaterThan(0);
        }
      }),
      { seed: 22, numRuns: 200 },
    );
  });

  it('never walks through the other persons of a device that thousands share', () => {
    const kiosk = visitorId('kiosk');
    const customer = (n: number): VisitorId => visitorId(`c${n}`);
    const links = Array.from({ length: 3000 }, (_, n) => [
      link('login', kiosk, customer(n), { t: at(n) }),
      link('login', visitorId(`own${n}`), customer(n), { t: at(n) }),
    ]).flat();
    const { seen, steps } = readHops(customer(7), links);
    expect([...seen].toSorted()).toEqual([customer(7), kiosk, visitorId('own7')].toSorted());
    expect(steps).toBeLessThanOrEqual(3);
    expect(readOwnership(customer(7), links).membersOf(customer(7))).toEqual(
      resolveOwnership(links).membersOf(customer(7)),
    );
    expect(readHops(kiosk, links).seen.size).toBe(3001);
  });

  it('reads nothing further about somebody who was never linked', () => {
    expect(readHops(device, [login(1, ann, laptop)])).toEqual({
      links: [],
      seen: new Set([device]),
      steps: 1,
    });
  });
});

function byJson(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
