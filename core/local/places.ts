/** What a visitor was shown today, as limits count it. The site counts again under its lock, and has the last word. */
import type { LocalBundle, LocalCampaign } from './bundle.ts';
import { durationMs } from './durations.ts';
import type { StateDecision } from './state.ts';

/** A choice that nobody came to see gives its place back after so long. */
export const HELD_FOR_MS = 35_000;

/** Also where it would have been seen, in a control arm. */
export function isSeen([, , , { s, w }]: StateDecision): boolean {
  return (s ?? w) !== undefined;
}

/** Whether it takes a place. */
export function isHeld(row: StateDecision, now: number): boolean {
  return isSeen(row) || now < row[3].c + HELD_FOR_MS;
}

type Counted = Pick<LocalBundle, 'site' | 'campaigns'> & {
  /** Of the day, without the one that asks. */
  readonly rows: readonly StateDecision[];
  readonly now: number;
  /** Of the session. */
  readonly start: number;
};

/**
 * The scope of the limit of a campaign that has no room, as `decisions/limits.ts` says them; `any` is its cooldown;
 * undefined: all have room. The day is as far as anybody looks back, and everything is on pages.
 */
export function findFull(
  { key, tags, obeys, limits }: LocalCampaign,
  { site, campaigns, rows, now, start }: Counted,
): string | undefined {
  const { caps = [], cooldown } = limits;
  const all = [
    ...caps.filter(({ scope }) => obeys || scope === 'campaign'),
    ...(obeys ? site.caps : []),
    ...(cooldown ? [{ scope: 'any' as const, tag: '', max: 1, per: cooldown }] : []),
  ];
  return all.find(({ scope, tag = '', max, per }) => {
    const since = per === 'session' ? start - 1 : now - (durationMs(per) || now);
    const taken = rows.filter((row) => {
      const [, own, arm, { c }] = row;
      const other = campaigns.find((campaign) => campaign.key === own);
      const isShown = other?.variants.some((variant) => variant.key === arm && variant.treatment);
      const isCounted =
        scope === 'campaign'
          ? own === key
          : isShown && (scope === 'any' || (other?.counts && (scope !== 'tag' || other.tags.includes(tag))));
      return isCounted && c > since && isHeld(row, now);
    });
    return taken.length >= max && (scope !== 'tag' || tags.includes(tag));
  })?.scope;
}
