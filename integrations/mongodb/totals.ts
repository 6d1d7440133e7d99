/** Totals of campaigns: sums over the profiles that add to them, and what profiles left that ended. */
import { compareTexts, type SiteId } from '../../core/entry.ts';
import type { ArmSums, Contribution, ContributionUnit, Store } from '../../core/ports.ts';
import type { Collections, ContributionDocument } from './collections.ts';

export const SUMS = ['y', 'yy', 'x', 'xx', 'xy', 'converted', 'clicked', 'dismissed', 'shown'] as const;

/** Products are kept beside what they are of: a sum of them is then a sum of fields. */
export function encodeContribution(own: Contribution): ContributionDocument {
  const { campaign, version, arm, unit, isMixed, y, x, isConverted, isClicked, isDismissed, shown } = own;
  const [converted, clicked, dismissed] = [isConverted, isClicked, isDismissed].map(Number) as [
    number,
    number,
    number,
  ];
  const products = { yy: y * y, xx: x * x, xy: x * y };
  return {
    campaign,
    version,
    arm,
    unit,
    mixed: isMixed,
    y,
    x,
    ...products,
    converted,
    clicked,
    dismissed,
    shown,
  };
}

export function decodeContribution(own: ContributionDocument): Contribution {
  const { campaign, version, arm, unit, mixed, y, x, converted, clicked, dismissed, shown } = own;
  return {
    campaign,
    version,
    arm,
    unit: unit as ContributionUnit,
    isMixed: mixed,
    y,
    x,
    isConverted: converted === 1,
    isClicked: clicked === 1,
    isDismissed: dismissed === 1,
    shown,
  };
}

/** Those that can be added up: sums of all others would be none any more. */
export function wholeOf(all: unknown): readonly ContributionDocument[] {
  const list: readonly Partial<ContributionDocument>[] = Array.isArray(all) ? all : [];
  return list.filter((one): one is ContributionDocument =>
    [...SUMS, 'version' as const].every((name) => Number.isFinite(one?.[name])),
  );
}

/** @example const { sumContributions } = createTotals(collections) */
export function createTotals({
  profiles,
  ended,
}: Pick<Collections, 'profiles' | 'ended'>): Pick<Store, 'sumContributions' | 'resumContributions'> {
  /** In this process: not every server adds up more than one field of a group. */
  async function sumOver(
    from: Collections['profiles'] | Collections['ended'],
    site: SiteId,
    campaign: string,
    lines: Map<string, ArmSums>,
  ): Promise<void> {
    const found = (from as Collections['ended']).find(
      { s: site, 'c.campaign': campaign },
      { projection: { c: 1 } },
    );
    for await (const { c } of found) {
      for (const one of wholeOf(c)) if (one.campaign === campaign) add(lines, one);
    }
  }

  return {
    async sumContributions(site, campaign) {
      const lines = new Map<string, ArmSums>();
      await sumOver(profiles, site, campaign, lines);
      await sumOver(ended, site, campaign, lines);
      return [...lines.values()].sort(compareLines);
    },
    // They are summed whenever they are asked for: nothing can have drifted.
    resumContributions: async () => undefined,
  };
}

function add(lines: Map<string, ArmSums>, one: ContributionDocument): void {
  const { version, arm, unit, mixed } = one;
  const key = JSON.stringify([version, arm, unit, mixed]);
  const before = lines.get(key);
  const sums = SUMS.map((name) => [name, (before?.[name] ?? 0) + one[name]] as const);
  lines.set(key, {
    version,
    arm,
    unit: unit as ContributionUnit,
    isMixed: mixed,
    n: (before?.n ?? 0) + (one.n ?? 1),
    ...(Object.fromEntries(sums) as Record<(typeof SUMS)[number], number>),
  });
}

function compareLines(a: ArmSums, b: ArmSums): number {
  return (
    a.version - b.version ||
    compareTexts(a.arm, b.arm) ||
    compareTexts(a.unit, b.unit) ||
    Number(a.isMixed) - Number(b.isMixed)
  );
}
