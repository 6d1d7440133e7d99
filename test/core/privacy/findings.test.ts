import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../core/privacy/evidence.ts';
import { judge } from '../../../core/privacy/findings.ts';
import { readKeyAges } from '../../../core/privacy/key-ages.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 0, 5, 12);

const SOUND: Evidence = {
  site: 'shop',
  createdAt: NOW - 90 * DAY,
  salts: {
    live: [{ day: '2026-01-05', createdAt: NOW - 12 * HOUR }],
    destroyed: [{ day: '2026-01-02', createdAt: NOW - 72 * HOUR, destroyedAt: NOW - 24 * HOUR + 600_000 }],
  },
  egress: [],
  retention: { lastRun: { ranAt: NOW - 3 * HOUR, trusted: NOW - 3 * HOUR }, classes: [] },
  erasures: { count: 2, open: 0, removed: {}, told: { shopify: 1, 'shopify: done': 1 }, receipts: [] },
  keys: [],
  oldKeys: 0,
};

const brokenIn = (evidence: Partial<Evidence>) =>
  judge({ ...SOUND, ...evidence }, NOW)
    .filter(({ holds }) => !holds)
    .map(({ about, cure }) => [about, cure !== null]);

describe('what the records say', () => {
  it('holds where everything is as it should be', () => {
    expect(brokenIn({})).toEqual([]);
  });

  const late = { day: '2026-01-03', createdAt: NOW - 49 * HOUR };
  it.each<readonly [string, Partial<Evidence>, string]>([
    ['a salt that outlived its 48 hours', { salts: { live: [late], destroyed: [] } }, 'salts'],
    [
      'one that was destroyed too late',
      { salts: { live: [], destroyed: [{ ...late, destroyedAt: late.createdAt + 49 * HOUR }] } },
      'salts',
    ],
    ['terms that nobody kept', { retention: { ...SOUND.retention, lastRun: null } }, 'retention'],
    [
      'a run that is three days ago',
      { retention: { ...SOUND.retention, lastRun: { ranAt: NOW - 3 * DAY, trusted: NOW - 3 * DAY } } },
      'retention',
    ],
    [
      'terms that wait for a clock',
      { retention: { ...SOUND.retention, lastRun: { ranAt: NOW, trusted: NOW - DAY } } },
      'retention',
    ],
    ['an erasure half done', { erasures: { ...SOUND.erasures, open: 1 } }, 'erasures'],
    [
      'a platform that never forgot',
      { erasures: { ...SOUND.erasures, told: { 'shopify: given up': 1 } } },
      'platforms',
    ],
  ])('does not hold, and names a cure: %s', (_, evidence, about) => {
    expect(brokenIn(evidence)).toEqual([[about, true]]);
  });

  it('blames no site that is younger than a run', () => {
    const retention = { ...SOUND.retention, lastRun: null };
    expect(brokenIn({ createdAt: NOW - DAY, retention })).toEqual([]);
  });
});

describe('how old keys are', () => {
  it.each([
    [[], { write: 0, secret: 0, operator: 0, master: 0, id: 0 }],
    [
      [{ act: 'keys rotated', detail: { kinds: ['secret'] } }],
      { write: 0, secret: 1, operator: 0, master: 0, id: 0 },
    ],
    [
      [{ act: 'master key rotated' }, { act: 'operator key rotated' }],
      { write: 0, secret: 0, operator: 2, master: 1, id: 0 },
    ],
    [[{ act: 'vault forgotten' }], { write: 0, secret: 1, operator: 1, master: 1, id: 1 }],
    [[{ act: 'settings changed' }], { write: 0, secret: 0, operator: 0, master: 0, id: 0 }],
  ])('follows from %j', async (acts, expected) => {
    const lines = acts.map((act, n) => ({ key: `${n}`, line: { by: 'x', time: n + 1, ...act } }));
    const audit = { list: async () => lines as never };
    const ages = await readKeyAges(audit, { siteId: 'st' as never, createdAt: 0 });
    expect(Object.fromEntries(ages.map(({ key, since }) => [key, since]))).toEqual(expected);
  });
});
