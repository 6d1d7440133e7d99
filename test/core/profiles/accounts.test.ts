import { describe, expect, it } from 'vitest';
import { compareEntries, type Entry } from '../../../core/entry.ts';
import {
  accountRules,
  asActor,
  asDeed,
  findAccount,
  foldsAccounts,
  isDeedOfOthers,
  MOST_ACCOUNTS,
  namesNewAccount,
} from '../../../core/profiles/accounts.ts';
import { decodeProfile, encodeProfile } from '../../../core/profiles/codec.ts';
import { fold } from '../../../core/profiles/fold.ts';
import { emptyProfile, type Profile } from '../../../core/profiles/profile.ts';
import type { FoldRules } from '../../../core/profiles/rules.ts';
import type { Condition } from '../../../core/segments/condition.ts';
import { createProgram } from '../../../core/segments/program.ts';
import { createWorld } from '../../../core/segments/world.ts';
import { event, PERSON, rules as plain, START, visitorId } from './world.ts';

const OTHER = visitorId('other');

function rulesWith(when: Condition): FoldRules {
  const program = createProgram({
    id: 'p',
    segments: [{ definition: { key: 'asked', name: 'asked', when }, version: 1 }],
    stages: [],
    zone: 'UTC',
    minorPerMajor: 100,
    shareOf: () => 0,
  });
  return { ...plain, segments: { program, world: createWorld() } };
}

const rules = rulesWith({ account: { event: 'Searched', count: { gte: 2 } } });
const foldAll = (entries: readonly Entry[], by: FoldRules = rules): Profile =>
  entries.toSorted(compareEntries).reduce((p, entry) => fold(p, entry, by), emptyProfile(PERSON));
const named = (account: string, t: number, visitor = PERSON): Entry =>
  event('Searched', { t, visitor, context: { account } });

describe('accounts in a profile', () => {
  it('hold what everybody did for them, as if the account had done it', () => {
    const deed = asDeed(named('acme', START + 1, OTHER));
    const profile = foldAll([named('acme', START), deed, named('b', START + 2)]);
    expect(profile.events?.count).toBe(2);
    expect(profile.accounts.map(({ visitor, events }) => [visitor, events?.count])).toEqual([
      ['acme', 2],
      ['b', 1],
    ]);
    expect(findAccount(profile.accounts, 'acme')?.tracks.unit).toBe('acme');
    expect(profile.head).toEqual({ t: START + 2, id: expect.any(String) });
    expect(JSON.stringify(encodeProfile(profile))).not.toContain(OTHER);
  });

  it('are stored, and are no part of the text where there are none', () => {
    const profile = foldAll([named('acme', START), named('b', START + 1)]);
    expect(decodeProfile(encodeProfile(profile))).toEqual(profile);
    const without = foldAll([event('Searched', { t: START })]);
    expect(JSON.parse(encodeProfile(without))).toHaveLength(14);
    expect(decodeProfile(encodeProfile(without))).toEqual(without);
  });

  it('are in no profile where no segment asks for what accounts did', () => {
    for (const other of [plain, rulesWith({ event: 'Searched' }), rulesWith({ account: 'seats', gte: 5 })]) {
      expect(foldsAccounts(other)).toBe(false);
      expect(accountRules(other)).toBeNull();
      expect(foldAll([named('acme', START)], other).accounts).toEqual([]);
    }
    expect(foldsAccounts(rules)).toBe(true);
  });

  it('are the first so many that were named', () => {
    const all = Array.from({ length: MOST_ACCOUNTS + 5 }, (_, n) => named(`a${n}`, START + n));
    const profile = foldAll(all);
    expect(profile.accounts.map(({ visitor }) => visitor)).toEqual(
      Array.from({ length: MOST_ACCOUNTS }, (_, n) => `a${n}`),
    );
    expect(profile.events?.count).toBe(MOST_ACCOUNTS + 5);
    expect(namesNewAccount(profile, named('later', START + 1_000))).toBe(false);
    expect(namesNewAccount(profile, named('earlier', START - 1))).toBe(true);
  });
});

describe('an entry', () => {
  it('names an account that is new to a profile, or that it knows', () => {
    const profile = foldAll([named('acme', START)]);
    expect(namesNewAccount(profile, named('acme', START + 1))).toBe(false);
    expect(namesNewAccount(profile, named('b', START + 1))).toBe(true);
    expect(namesNewAccount(profile, event('Searched', { t: START + 1 }))).toBe(false);
    expect(namesNewAccount(profile, { ...named('b', START + 1), type: 'score' })).toBe(false);
  });

  it('is a deed of others for everybody but the account itself', () => {
    const deed = asDeed(named('acme', START, OTHER));
    expect(isDeedOfOthers({ visitor: PERSON }, deed)).toBe(true);
    expect(isDeedOfOthers({ visitor: asActor('acme') }, deed)).toBe(false);
    expect(isDeedOfOthers({ visitor: PERSON }, named('acme', START))).toBe(false);
    expect(isDeedOfOthers({ visitor: PERSON }, event('Searched', { t: START, visitor: null }))).toBe(false);
  });
});
