/**
 * A made-up SaaS site: who does three things at first stays for that; the active stay a little more than others; the
 * active also read reports, which changes nothing.
 */
import { createRandom, type Random } from '../durability/random.ts';

const DAY_MS = 86_400_000;

export type Deed = {
  readonly name: string;
  readonly userId: string;
  readonly time: number;
  readonly properties: Readonly<Record<string, string>>;
};

export const PLANTED = ['Feature Used: export', 'Integration Connected', 'Invite Sent'] as const;
export const DECOY = 'Report Viewed';

/** Everybody's, in time order. @param from First day, UTC ms; so many come on each of `days`. */
export function makeNewcomers(from: number, days: number, perDay: number, seed = 7): readonly Deed[] {
  const random = createRandom(seed);
  const deeds = Array.from({ length: days }, (_, day) =>
    Array.from({ length: perDay }, (__, n) => makeOne(random, `u-${day}-${n}`, from + day * DAY_MS)),
  );
  return deeds.flat(2).toSorted((a, b) => a.time - b.time);
}

function makeOne(random: Random, userId: string, from: number): readonly Deed[] {
  const first = from + random.below(DAY_MS);
  const someTime = (): number => first + 1 + random.below(7 * DAY_MS - 2);
  const deed = (name: string, time: number, properties: Deed['properties'] = {}): Deed => ({
    name,
    userId,
    time,
    properties,
  });
  const use = (feature: string): Deed => deed('Feature Used', someTime(), { feature_id: feature });
  /** From 0, hardly there, to 9, there all day. */
  const zeal = random.below(10);
  const times = (count: number, make: () => Deed): readonly Deed[] => Array.from({ length: count }, make);

  const hasInvited = random.chance(0.15 + 0.02 * zeal);
  const hasConnected = random.chance(0.25);
  const exports = random.chance(0.3) ? 3 + random.below(4) : random.below(3);
  const hasRead = random.chance(0.05 + 0.09 * zeal);
  const planted = (hasInvited ? 0.22 : 0) + (hasConnected ? 0.22 : 0) + (exports >= 3 ? 0.22 : 0);
  const stays = random.chance(0.03 + 0.025 * zeal + planted);

  return [
    deed('Signed Up', first),
    ...times(2 * zeal + random.below(3), () => use(random.pick(['editor', 'search', 'board']))),
    ...times(zeal + random.below(3), () =>
      deed('Page Viewed', someTime(), { path: '/', category: random.pick(['home', 'help']) }),
    ),
    ...(hasInvited ? [deed('Invite Sent', someTime())] : []),
    ...(hasConnected ? [deed('Integration Connected', someTime())] : []),
    ...times(exports, () => use('export')),
    ...(hasRead ? [deed(DECOY, someTime())] : []),
    ...(stays ? [deed('Signed In', first + 28 * DAY_MS + random.below(7 * DAY_MS))] : []),
    // Whoever goes comes back sometimes, but not in those days.
    ...(random.chance(0.3) ? [deed('Signed In', first + 15 * DAY_MS)] : []),
  ];
}
