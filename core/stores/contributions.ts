/** What visitors add to results of campaigns, as rows hold it, and the totals of it. */
import type { DatabaseSync } from 'node:sqlite';
import type { ArmSums, Contribution, ContributionUnit, Store } from '../ports.ts';
import { prepareRead } from './read-statement.ts';

type EncodedContribution = readonly [
  campaign: string,
  version: number,
  arm: string,
  unit: number,
  isMixed: number,
  y: number,
  x: number,
  isConverted: number,
  isClicked: number,
  isDismissed: number,
  shown: number,
];

/** A place in this list is what the file holds: lengthen it, never reorder. */
export const UNITS: readonly ContributionUnit[] = ['person', 'visitor_day'];

/** Equal lists have equal texts; none is null. */
export function encodeContributions(contributions: readonly Contribution[]): string | null {
  if (contributions.length === 0) return null;
  return JSON.stringify(contributions.map(encodeContribution));
}

function encodeContribution(own: Contribution): EncodedContribution {
  const { campaign, version, arm, unit, isMixed, y, x, isConverted, isClicked, isDismissed, shown } = own;
  const marks = [isConverted, isClicked, isDismissed].map(Number) as [number, number, number];
  return [campaign, version, arm, UNITS.indexOf(unit), Number(isMixed), y, x, ...marks, shown];
}

export function decodeContributions(text: string | null): readonly Contribution[] {
  return text === null ? [] : (JSON.parse(text) as readonly EncodedContribution[]).map(decodeContribution);
}

function decodeContribution([
  campaign,
  version,
  arm,
  unit,
  isMixed,
  y,
  x,
  isConverted,
  isClicked,
  isDismissed,
  shown,
]: EncodedContribution): Contribution {
  return {
    campaign,
    version,
    arm,
    unit: UNITS[unit] ?? 'person',
    isMixed: isMixed === 1,
    y,
    x,
    isConverted: isConverted === 1,
    isClicked: isClicked === 1,
    isDismissed: isDismissed === 1,
    shown,
  };
}

type Line = { readonly key: readonly (string | number)[]; readonly sums: number[] };

/**
 * The lines of totals, as rows of the table hold them but for the site: by campaign, version, arm, unit and mark, then
 * what `SUMS` of the schema names. In one pass here, since the database would take each list apart for every sum.
 */
export function sumEncoded(lists: Iterable<string>): readonly (readonly (string | number)[])[] {
  const lines = new Map<string, Line>();
  for (const list of lists)
    for (const one of JSON.parse(list) as readonly EncodedContribution[]) add(lines, one);
  return [...lines.values()].map(({ key, sums }) => [...key, ...sums]);
}

function add(lines: Map<string, Line>, one: EncodedContribution): void {
  const [campaign, version, arm, unit, isMixed, y, x, isConverted, isClicked, isDismissed, shown] = one;
  const name = `${campaign} ${version} ${arm} ${unit} ${isMixed}`;
  const added = [1, y, y * y, x, x * x, x * y, isConverted, isClicked, isDismissed, shown];
  const line = lines.get(name);
  if (line === undefined) {
    lines.set(name, { key: [campaign, version, arm, unit, isMixed], sums: added });
    return;
  }
  for (let at = 0; at < added.length; at += 1) line.sums[at] = (line.sums[at] ?? 0) + (added[at] ?? 0);
}

type StoredSums = Omit<ArmSums, 'unit' | 'isMixed'> & { readonly unit: number; readonly mixed: number };

export function createTotalReads(db: DatabaseSync): Pick<Store, 'sumContributions'> {
  const sums = ['n', 'y', 'yy', 'x', 'xx', 'xy', 'converted', 'clicked', 'dismissed', 'shown'];
  const read = prepareRead<StoredSums>(
    db,
    `SELECT version, arm, unit, mixed, ${sums.map((name) => `sum(${name}) AS ${name}`).join(', ')}
     FROM totals WHERE site = (SELECT code FROM sites WHERE site = $site) AND campaign = $campaign
     GROUP BY version, arm, unit, mixed HAVING sum(n) > 0 ORDER BY version, arm, unit, mixed`,
  );
  return {
    async sumContributions(site, campaign) {
      return read({ $site: site, $campaign: campaign }).map(({ unit, mixed, ...rest }) => ({
        ...rest,
        unit: UNITS[unit] ?? 'person',
        isMixed: mixed === 1,
      }));
    },
  };
}
