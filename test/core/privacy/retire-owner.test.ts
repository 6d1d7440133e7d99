import { describe, expect, it } from 'vitest';
import type { Entry, LoggedEntry, VisitorId } from '../../../core/entry.ts';
import { resolveOwnership } from '../../../core/identity/links.ts';
import type { Base } from '../../../core/ports.ts';
import type { RetentionPorts } from '../../../core/privacy/retention.ts';
import { retireOwner } from '../../../core/privacy/retire-owner.ts';
import { refold } from '../../../core/profiles/merge.ts';
import { emptyProfile } from '../../../core/profiles/profile.ts';
import type { FoldRules } from '../../../core/profiles/rules.ts';
import { sessionsAt } from '../../../core/profiles/sessions.ts';
import type { Count } from '../../../core/segments/counts.ts';
import { subjectsOf } from '../../../core/segments/membership.ts';
import { createProgram } from '../../../core/segments/program.ts';
import { createWorld } from '../../../core/segments/world.ts';
import {
  DAY,
  event,
  HOUR,
  link,
  MINUTE,
  PERSON,
  rules as plain,
  SITE,
  START,
  visitorId,
} from '../profiles/world.ts';
import { shareOf } from '../segments/engine-answer.ts';

const [PHONE, LAPTOP] = [visitorId('phone'), visitorId('laptop')];
const LINKS = [PHONE, LAPTOP].map((device) => link('login', device, PERSON, { t: START - DAY }));
const OWNERSHIP = resolveOwnership(LINKS);
const NOW = START + 400 * DAY;

const COUNTED = ['Session Started', 'Session Ended', 'Page Viewed'];
const segments = {
  world: createWorld(),
  program: createProgram({
    id: 'p',
    segments: COUNTED.map((name) => ({
      definition: { key: name, name, when: { event: name, count: { gte: 99 } } },
      version: 1,
    })),
    stages: [],
    zone: 'UTC',
    minorPerMajor: 100,
    shareOf,
  }),
};
const rules: FoldRules = { ...plain, segments };

/** Sessions that go from one device to the other, and one that does not. */
const EVENTS: readonly LoggedEntry[] = (
  [
    [0, LAPTOP],
    [MINUTE, PHONE],
    [2 * MINUTE, LAPTOP],
    [HOUR, PHONE],
    [HOUR + MINUTE, PERSON],
    [5 * HOUR, LAPTOP],
    [9 * HOUR, PERSON],
    [9 * HOUR + MINUTE, PHONE],
  ] as const
).map(([ms, visitor], n) => ({
  ...event('Page Viewed', { id: `e${n}`, t: START + ms, visitor }),
  seq: n + 1,
}));

/** A log of one person, of which a removal fails after so many. */
function openLog() {
  let entries = EVENTS;
  let bases: readonly Base[] = [];
  let left = Number.POSITIVE_INFINITY;
  const kinshipOf = (visitor: VisitorId) => ({ visitor, links: LINKS, ownership: OWNERSHIP });
  const ports = {
    store: {
      readVisitor: async () => entries,
      readBases: async () => bases,
      retire: async (_site: string, visitor: VisitorId, ids: readonly string[], base: Base) => {
        if (left === 0) throw new Error('stopped');
        left -= 1;
        const before = entries.length;
        entries = entries.filter((entry) => entry.visitor !== visitor || !ids.includes(entry.id));
        const others = bases.filter((known) => known.visitor !== visitor || known.since !== base.since);
        bases = [...others, base];
        return before - entries.length;
      },
    },
    book: {
      read: async (_: string, visitor: VisitorId) => ({
        kinship: kinshipOf(visitor),
        slot: { timeline: { profile: emptyProfile(visitor) } },
      }),
      retell: async () => {},
      sharing: async () => [],
    },
    clock: { now: () => NOW },
    rulesOf: () => rules,
  } as unknown as RetentionPorts;
  return {
    retire: async (removals = Number.POSITIVE_INFINITY): Promise<void> => {
      left = removals;
      await retireOwner(ports, SITE, PERSON, { events: NOW, results: NOW }).catch(() => 0);
    },
    kept: () => entries.length,
    /** Of the person's profile: how many sessions there were, and how often each name came. */
    counts: (): readonly number[] => {
      const all: readonly Entry[] = [...LINKS, ...entries];
      const { profile } = refold({ canonical: PERSON, entries: all, ownership: OWNERSHIP, bases, rules });
      const { tracks } = subjectsOf(profile, rules, segments)(NOW);
      const sumOf = ({ hits, sums }: Count): number => sums.reduce((sum, { n }) => sum + n, hits.length);
      return [sessionsAt(profile.sessions, NOW, rules).ended, ...tracks.counts.map(sumOf)];
    },
  };
}

const SESSIONS = 4;

describe('what retention takes of somebody with several devices', () => {
  it.each([0, 1, 2, 3])(
    'counts each session once, also where it stops after %i removals',
    async (removals) => {
      const log = openLog();
      const whole = [SESSIONS, SESSIONS, SESSIONS, EVENTS.length];
      expect(log.counts()).toEqual(whole);
      await log.retire(removals);
      expect(log.counts()).toEqual(whole);
      await log.retire();
      expect([log.kept(), log.counts()]).toEqual([0, whole]);
    },
  );
});
