import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareEntries, type Entry, type VisitorId } from '../../../core/entry.ts';
import { toMinor } from '../../../core/events/money.ts';
import { fold } from '../../../core/profiles/fold.ts';
import { emptyProfile, type Profile } from '../../../core/profiles/profile.ts';
import { sessionsAt } from '../../../core/profiles/sessions.ts';
import { event, rules } from './world.ts';

const FILE = '../shared/data/rees46_sample.csv';
const NAMES: Readonly<Record<string, string>> = {
  view: 'Product Viewed',
  cart: 'Product Added',
  purchase: 'Order Completed',
};

function readRows(): readonly Entry[] {
  const [, ...rows] = readFileSync(FILE, 'utf8').trim().split('\n');
  return rows.map((row, n) => {
    const [time = '', type = '', product_id = '', , , , price = '', user = ''] = row.split(',');
    return event(NAMES[type] ?? type, {
      t: Date.parse(`${time.slice(0, 10)}T${time.slice(11, 19)}Z`),
      id: `row${n}`,
      visitor: user.padStart(32, '0') as VisitorId,
      properties: { product_id, price: toMinor(price, 'EUR') },
    });
  });
}

function foldVisitors(entries: readonly Entry[]): ReadonlyMap<VisitorId | null, Profile> {
  const profiles = new Map<VisitorId | null, Profile>();
  for (const entry of entries.toSorted(compareEntries)) {
    const before = profiles.get(entry.visitor) ?? emptyProfile(entry.visitor as VisitorId);
    profiles.set(entry.visitor, fold(before, entry, rules));
  }
  return profiles;
}

describe.skipIf(!existsSync(FILE))(
  `three hours of a real shop (${existsSync(FILE) ? 'replayed' : `${FILE} is missing`})`,
  () => {
    it('has 4,518 sessions by the 30-minute rule, where the shop itself counts 5,066', () => {
      const profiles = [...foldVisitors(readRows()).values()];
      const sessions = profiles.map(
        (profile) => sessionsAt(profile.sessions, Number.POSITIVE_INFINITY, rules).ended,
      );
      expect(profiles.reduce((sum, { events }) => sum + (events?.count ?? 0), 0)).toBe(17_434);
      expect(sessions.reduce((a, b) => a + b)).toBe(4_518);
    });

    it('gives the same profiles in any order of rows', () => {
      const rows = readRows();
      expect(foldVisitors(rows.toReversed())).toEqual(foldVisitors(rows));
    });
  },
);
