/** The engine as the brute-force reading is compared with: everything folded in order, then asked once. */
import { createHash } from 'node:crypto';
import type { Entry, VisitorId } from '../../../core/entry.ts';
import { minorDigits } from '../../../core/events/currency.ts';
import { isMoneyKey } from '../../../core/events/money.ts';
import { funnelStep } from '../../../core/events/spec.ts';
import { asDeed } from '../../../core/profiles/accounts.ts';
import { fold } from '../../../core/profiles/fold.ts';
import { emptyProfile, type Profile } from '../../../core/profiles/profile.ts';
import { createFoldRules, type FoldRules } from '../../../core/profiles/rules.ts';
import { answerAt, membershipsAt } from '../../../core/segments/membership.ts';
import { createProgram } from '../../../core/segments/program.ts';
import { createWorld } from '../../../core/segments/world.ts';
import type { Answer } from './brute/comparison.ts';
import { ACCOUNT, inOrder, type Question } from './brute/question.ts';

/** First 52 bits of the SHA-256 of a text, over 2^52. */
export function shareOf(text: string): number {
  return Number(`0x${createHash('sha256').update(text).digest('hex').slice(0, 13)}`) / 2 ** 52;
}

export function answerOfEngine(question: Question): Answer {
  const { entries, accountEntries, t } = question;
  const rules = rulesOf(question);
  const own = entries.map((entry) => asRecorded(entry, question));
  const others = accountEntries?.filter(({ id }) => !entries.some((entry) => entry.id === id)) ?? [];
  const deeds = others.map((entry) => asDeed(asRecorded(entry, question)));
  const profile = foldAll([...own, ...deeds], t, question, rules);
  const answer = answerAt(profile, 0, t, rules);
  const isKept = membershipsAt(profile, t, rules).some(({ segment }) => segment === 0);
  if (isKept !== answer.holds)
    throw new Error(`asked anew it is ${answer.holds}, what is kept says ${isKept}`);
  return answer;
}

function rulesOf({ condition, definitions, stages, site, facts, accountFacts, t }: Question): FoldRules {
  const { currency, zone, sessionGapMs } = site;
  const asked = { key: 'asked', name: 'asked', when: condition };
  const program = createProgram({
    id: 'test',
    segments: [asked, ...definitions.values()].map((definition) => ({ definition, version: 1 })),
    stages,
    zone,
    minorPerMajor: 10 ** (minorDigits(currency) ?? 2),
    shareOf,
  });
  const world = createWorld();
  if (accountFacts !== null) world.setAccount(ACCOUNT, accountFacts);
  world.add(facts.filter((fact) => fact.t <= t));
  const segments = { program, world };
  return createFoldRules({ currency, sessionGapMs, funnelStep, isMoney: isMoneyKey, segments });
}

/** Events stand under the earliest id of the visitor, choices under the visitor's own. */
function asRecorded(entry: Entry, { earliestId, visitorId, accountFacts }: Question): Entry {
  if (entry.type !== 'event') return { ...entry, visitor: visitorId as VisitorId };
  const context = accountFacts === null ? entry.context : { ...entry.context, account: ACCOUNT };
  return { ...entry, visitor: earliestId as VisitorId, ...(context && { context }) };
}

function foldAll(entries: readonly Entry[], t: number, { visitorId }: Question, rules: FoldRules): Profile {
  return inOrder(entries.filter((entry) => entry.t <= t)).reduce(
    (profile, entry) => fold(profile, entry, rules),
    emptyProfile(visitorId as VisitorId),
  );
}
