/** What a visitor was shown today, as limits count it. The site counts again under its lock, and has the last word. */
import { durationMs } from '../segments/duration.ts';
import type { LocalBundle, LocalCampaign, LocalCap } from './bundle.ts';
import type { StateDecision } from './state.ts';

/** A choice that nobody came to see gives its place back after so long. */
export const HELD_FOR_MS = 35_000;
const ANY = 'any';

/** Also where it would have been seen, in a control arm. */
export function isSeen([, , , { s, w }]: StateDecision): boolean {
  return (s ?? w) !== undefined;
}

type Counted = Pick<LocalBundle, 'site' | 'campaigns'> & {
  /** Of the day, without the one that asks. */
  readonly rows: readonly StateDecision[];
  readonly now: number;
  /** Of the session. */
  readonly start: number;
};

/**
 * The limit of a campaign that has no room, as `decisions/limits.ts` says them; undefined: all have. The day is as far as
 * anybody looks back.
 */
export function findFull(
  { key, tags, obeys, limits }: LocalCampaign,
  { site, campaigns, rows, now, start }: Counted,
): string | undefined {
  const { caps = [], cooldown } = limits;
  const all = [...caps.filter(({ scope }) => obeys || scope === 'campaign'), ...(obeys ? site.caps : [])]
    .filter(({ scope, tag = '' }) => scope !== 'tag' || tags.includes(tag))
    .map(({ scope, tag, max, per }) => ({
      name: nameOf(scope, key, tag),
      max,
      since: sinceOf(per, now, start),
    }));
  if (cooldown) all.push({ name: ANY, max: 1, since: now - durationMs(cooldown) });
  const taken = rows
    .filter((row) => isSeen(row) || now < row[3].c + HELD_FOR_MS)
    .map(([, own, arm, { c }]) => ({
      c,
      counts: campaigns.flatMap((one) => (one.key === own ? countsOf(one, arm) : [])),
    }));
  return all.find(
    ({ name, max, since }) =>
      taken.filter(({ c, counts: own }) => c > since && own.includes(name)).length >= max,
  )?.name;
}

function nameOf(scope: LocalCap['scope'], campaign: string, tag?: string): string {
  if (scope === 'all') return scope;
  return `${scope}:${{ campaign, tag, channel: 'onsite' }[scope]}`;
}

function sinceOf(per: LocalCap['per'], now: number, start: number): number {
  return per === 'session' ? start - 1 : now - (durationMs(per) || now);
}

/** What a treatment counts toward; where nothing is shown, its own campaign alone. */
function countsOf({ key, tags, counts, variants }: LocalCampaign, arm: string): readonly string[] {
  const isShown = variants.some((variant) => variant.key === arm && variant.treatment);
  return [
    `campaign:${key}`,
    ...(isShown ? [ANY] : []),
    ...(isShown && counts ? ['channel:onsite', 'all', ...tags.map((tag) => `tag:${tag}`)] : []),
  ];
}
