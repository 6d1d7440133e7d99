import { describe, expect, it } from 'vitest';
import type { Entry } from '../../core/entry.ts';
import { isAllowed } from '../../core/identity/consent.ts';
import { dueAt } from '../../core/profiles/fold.ts';
import { refold } from '../../core/profiles/merge.ts';
import type { Profile } from '../../core/profiles/profile.ts';
import { viewProfile } from '../../core/profiles/view.ts';
import { readOwnership } from '../core/profiles/reading.ts';
import { consent, DAY, link, rules, START, visitorId } from '../core/profiles/world.ts';

const device = visitorId('device');
const ann = visitorId('ann');
const NOW = START + 30 * DAY;

function profileOf(...log: readonly Entry[]): Profile {
  const ownership = readOwnership(ann, log);
  return refold({ canonical: ann, entries: log, ownership, bases: [], rules }).profile;
}

const login = (day: number, proved = true): Entry =>
  link('login', device, ann, { t: START + day * DAY, more: { proved } });
const says = (id: typeof device, day: number, share: boolean, more = {}): Entry =>
  consent({ share }, { t: START + day * DAY, visitor: id }, more);

describe('acceptance 20: consent in a merge', () => {
  it.each<[string, boolean, readonly Entry[]]>([
    [
      "the person's opt-out survives a newer grant on the device",
      false,
      [says(ann, 1, false), says(device, 2, true), login(3)],
    ],
    [
      "the device's opt-out survives a newer grant of the person",
      false,
      [says(device, 1, false), says(ann, 2, true), login(3)],
    ],
    [
      'a grant after the merge lifts it',
      true,
      [says(device, 1, false), says(ann, 2, true), login(3), says(ann, 4, true)],
    ],
    [
      'on the device too, where the log-in is proved',
      true,
      [says(ann, 1, false), login(3), says(device, 4, true)],
    ],
    ['not where it is only claimed', false, [says(ann, 1, false), login(3, false), says(device, 4, true)]],
    [
      'a claimed device may opt the person out',
      false,
      [says(ann, 1, true), login(3, false), says(device, 4, false)],
    ],
    [
      'a GPC signal survives a default',
      false,
      [
        says(device, 1, false, { source: 'gpc' }),
        login(3),
        says(ann, 4, true, { source: 'platform-default' }),
      ],
    ],
    ['two grants stay a grant', true, [says(device, 1, true), says(ann, 2, true), login(3)]],
    ['nobody asked, nothing allowed', false, [login(3)]],
  ])('%s', (_title, allowed, log) => {
    expect(isAllowed(profileOf(...log).consent, 'share', NOW)).toBe(allowed);
    expect(profileOf(...log.toReversed())).toEqual(profileOf(...log));
  });

  it('ends at its end, with no event', () => {
    const until = START + 9 * DAY;
    const profile = profileOf(says(device, 1, true, { until }), login(3));
    expect([until - 1, until].map((now) => isAllowed(profile.consent, 'share', now))).toEqual([true, false]);
    expect(dueAt(profile, START + 5 * DAY, rules)).toBe(until);
    expect(viewProfile(profile, until, rules).consent.share).toEqual({
      allowed: false,
      since: new Date(until).toISOString(),
      until: new Date(until).toISOString(),
      source: 'page',
    });
  });
});
