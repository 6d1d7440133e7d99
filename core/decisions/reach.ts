/** Whom a campaign can be for at all: what it asks for may outlast what is known of somebody who gave no consent. */
import { durationMs } from '../segments/duration.ts';
import type { Campaign } from './campaign.ts';

export type Reach = {
  readonly who: 'everybody' | 'consented and known visitors only';
  /** What of it does not hold for visitors who are known for a day. */
  readonly because: readonly string[];
};

const DAY_MS = 86_400_000;

/** @example reachOf(campaign).who // 'everybody' */
export function reachOf(campaign: Campaign): Reach {
  const because = [
    ...(campaign.channel === 'onsite' ? [] : [`${campaign.channel} goes to somebody who allowed it`]),
    ...(campaign.limits.caps ?? [])
      .filter(({ per }) => outlasts(per))
      .map(
        ({ scope, per }) => `the cap of ${scope} looks back over ${per === 'lifetime' ? 'a lifetime' : per}`,
      ),
    ...listLong({
      'the cooldown': campaign.limits.cooldown,
      "the offer's pause": campaign.offer?.oncePer,
      "the goal's window": campaign.goal.within,
      reentry: campaign.reentry ?? undefined,
    }),
    ...(campaign.steps.some(({ wait }) => durationMs(wait) > DAY_MS)
      ? ['a step waits for longer than a day']
      : []),
  ];
  return { who: because.length === 0 ? 'everybody' : 'consented and known visitors only', because };
}

function outlasts(per: string): boolean {
  if (per === 'day') return false;
  return per === 'week' || per === 'lifetime' || durationMs(per) > DAY_MS;
}

function listLong(lengths: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(lengths).flatMap(([name, length]) =>
    length !== undefined && durationMs(length) > DAY_MS ? [`${name} is ${length}`] : [],
  );
}
