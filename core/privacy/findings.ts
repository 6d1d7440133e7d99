/** What the records of a site say of its promises: each kept or not, in words for whoever has to show it. */
import { SALT_LIFETIME_MS } from '../identity/salt-lifetime.ts';
import type { Evidence } from './evidence.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** Salts are looked after every ten minutes: so late is in time. */
const SALT_GRACE_MS = 20 * MINUTE_MS;
/** Terms are kept once a day: after so long without a run something is wrong. */
const OVERDUE_MS = 2 * DAY_MS;

export type Finding = {
  readonly about: 'salts' | 'retention' | 'erasures' | 'platforms' | 'canary';
  /** Of which site; null: of the program. */
  readonly site: string | null;
  readonly holds: boolean;
  readonly says: string;
  /** What to do; null where it holds. */
  readonly cure: string | null;
};

/**
 * @param now UTC ms.
 * @example judge(evidence, now).filter(({ holds }) => !holds)
 */
export function judge(evidence: Evidence, now: number): readonly Finding[] {
  return [
    judgeLiving(evidence, now),
    judgeDestroyed(evidence),
    judgeRetention(evidence, now),
    ...judgeErasures(evidence),
  ];
}

function judgeLiving({ site, salts: { live } }: Evidence, now: number): Finding {
  const late = live.filter(({ createdAt }) => now - createdAt > SALT_LIFETIME_MS + SALT_GRACE_MS);
  const days = late.map(({ day }) => day).join(', ');
  return late.length === 0
    ? kept('salts', site, `${live.length} live, none older than 48 hours`)
    : broken('salts', site, `still there after more than 48 hours: ${days}`, 'run `inkling jobs run salts`');
}

function judgeDestroyed({ site, salts: { destroyed } }: Evidence): Finding {
  const late = destroyed.filter(
    ({ createdAt, destroyedAt }) => destroyedAt - createdAt > SALT_LIFETIME_MS + SALT_GRACE_MS,
  );
  const days = late.map(({ day }) => day).join(', ');
  if (destroyed.length === 0) return kept('salts', site, 'none has come to its end so far');
  return late.length === 0
    ? kept('salts', site, `${destroyed.length} destroyed, each within 48 hours and 20 minutes`)
    : broken(
        'salts',
        site,
        `destroyed too late: ${days}`,
        'keep the server running: nothing destroys them while it stands still',
      );
}

function judgeRetention({ site, createdAt, retention: { lastRun } }: Evidence, now: number): Finding {
  const since = lastRun?.ranAt ?? createdAt;
  if (now - since > OVERDUE_MS)
    return broken(
      'retention',
      site,
      'no run for more than two days',
      'run `inkling retain`, and see `inkling jobs`',
    );
  if (lastRun === null) return kept('retention', site, 'the site is younger than a run');
  if (lastRun.trusted < lastRun.ranAt)
    return broken(
      'retention',
      site,
      'it waits: the clock leapt',
      'set the clock, or run `inkling retain --clock-is-right`',
    );
  return kept('retention', site, 'terms were kept within the last two days');
}

function judgeErasures({ site, erasures: { count, open, told } }: Evidence): readonly Finding[] {
  const givenUp = Object.entries(told).filter(([how]) => how.endsWith(': given up'));
  const names = givenUp.map(([how, times]) => `${how} ${times}`).join(', ');
  return [
    open === 0
      ? kept('erasures', site, `${count} with a receipt, none half done`)
      : broken('erasures', site, `${open} have begun and not ended`, 'start the server: it ends them'),
    names === ''
      ? kept('platforms', site, 'no platform has failed to forget')
      : broken('platforms', site, names, 'have it erased there by hand'),
  ];
}

function kept(about: Finding['about'], site: string, says: string): Finding {
  return { about, site, holds: true, says, cure: null };
}

function broken(about: Finding['about'], site: string, says: string, cure: string): Finding {
  return { about, site, holds: false, says, cure };
}

/** What no record of ours can show. */
export const NOT_PROVEN: readonly string[] = [
  'that nobody copied the data folder, the salts or the memory of the server while they were there',
  'what proxies, mail servers, hosts and journals outside of this program have written down',
  'what receivers of webhooks and platforms did with what they got',
  'that backups are gone: erasures are done again when one is put back, the copy itself stays yours to delete',
  'what lies on sectors that a disk or a file system has set aside after a byte was overwritten',
  'salts that went while this record was not kept, or between two writes of a crash',
  'the last second of counts of what was sent, after a crash',
  'that consent was asked for as the law wants it: the record has what was said, not what was shown',
  'that these records were not changed by whoever has access to the machine',
];
