import { describe, expect, it } from 'vitest';
import type { LoggedEntry } from '../../../core/entry.ts';
import type { Base } from '../../../core/ports.ts';
import { BASE_VERSION, baseOf } from '../../../core/profiles/base.ts';
import { encodeBase } from '../../../core/profiles/base-codec.ts';
import { refold } from '../../../core/profiles/merge.ts';
import { type LogStore, readVisitorLog } from '../../../core/profiles/visitor-log.ts';
import { event, HOUR, PERSON, rules, SITE, START } from './world.ts';

const VIEWS: readonly LoggedEntry[] = Array.from({ length: 6 }, (_, n) => ({
  ...event('Page Viewed', { t: START + n * 7 * HOUR }),
  seq: n + 1,
}));

/** Before its readings of these numbers, counted from 1, retention takes one more entry. */
function storeThatRetires(before: readonly number[]): LogStore {
  let [readings, gone] = [0, 0];
  const bases = (): readonly Base[] => {
    const data = encodeBase(baseOf(VIEWS.slice(0, gone), rules));
    return gone === 0 ? [] : [{ site: SITE, visitor: PERSON, since: 0, version: BASE_VERSION, data }];
  };
  const step = (): void => {
    readings += 1;
    if (before.includes(readings)) gone += 1;
  };
  return {
    readVisitor: async () => {
      step();
      return VIEWS.slice(gone);
    },
    readBases: async () => {
      step();
      return bases();
    },
    readAccount: async () => [],
    readAccountBases: async () => [],
  };
}

describe('what is kept of a visitor', () => {
  it.each([[[]], [[1]], [[2]], [[3]], [[2, 3]], [[2, 4]], [[3, 4, 5]]])(
    'is read so that each entry counts once, when retention takes one before reading %j',
    async (before) => {
      const kinship = { visitor: PERSON, links: [], ownership: null };
      const log = await readVisitorLog(storeThatRetires(before), SITE, kinship, rules);
      expect(refold({ canonical: PERSON, rules, ...log }).profile.events?.count).toBe(VIEWS.length);
    },
  );
});
