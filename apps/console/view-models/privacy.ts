/** What is held, how long, and what was made of requests, as the page of privacy shows it. */
import type {
  AuditAnswer,
  HeldAnswer,
  HeldClass,
  ReceiptAnswer,
  RetentionAnswer,
  TermAnswer,
} from '../api/answers/privacy.ts';
import { CHOICES, type ChoiceName, type ChoicesAnswer } from '../api/answers/statistics.ts';
import type { ActWords } from '../words/acts.ts';
import type { HeldWords } from '../words/held-shape.ts';
import type { PrivacyWords } from '../words/privacy.ts';
import type { RequestsWords } from '../words/requests.ts';
import type { TermsWords } from '../words/terms.ts';
import type { Format } from './format.ts';
import type { Series } from './plot.ts';

export type HeldRow = {
  readonly key: string;
  readonly name: string;
  readonly text: string;
  /** How long, who sees it, what it rests on. */
  readonly note: string;
};

/** @example viewHeld(held, words, HELD.en, format)[0].note // 'Kept 180 days. Seen by you. Rests on: consent.' */
export function viewHeld(
  held: readonly HeldClass[],
  words: PrivacyWords['held'],
  { classes, viewers, bases }: HeldWords,
  format: Format,
): readonly HeldRow[] {
  return held.map(({ what, why, until, terms, seenBy, basis }) => ({
    key: what,
    // What has come since these words were written is shown as the server says it.
    name: classes[what]?.name ?? what,
    text: classes[what]?.text ?? [why, until].filter((part) => part !== null).join('; '),
    note: [
      daysOf(terms, words, format),
      words.seen(format.list(peopleOf(seenBy).map((viewer) => viewers[viewer] ?? viewer))),
      words.rests(bases[basis] ?? basis),
    ]
      .filter((part) => part !== '')
      .join(' '),
  }));
}

function daysOf(terms: readonly TermAnswer[], words: PrivacyWords['held'], format: Format): string {
  const days = terms.flatMap((term) => (term.days === null ? [] : [term.days]));
  return days.length === 0 ? '' : words.kept(words.days(format.count(Math.max(...days))));
}

/** The machine is worth a word where nobody else sees it. */
function peopleOf(seenBy: readonly string[]): readonly string[] {
  const people = seenBy.filter((viewer) => viewer !== 'machine');
  return people.length === 0 ? seenBy : people;
}

export type TermRow = {
  readonly key: string;
  readonly name: string;
  readonly days: string;
  readonly stays: string;
  readonly would: string;
};

/** @param counted Null: nobody has counted yet. */
export function viewTerms(
  terms: readonly TermAnswer[],
  counted: RetentionAnswer | null,
  { terms: words }: TermsWords,
  { days: daysWord }: PrivacyWords['held'],
  format: Format,
): readonly TermRow[] {
  return terms.map(({ name, days, stays }) => {
    const count = counted?.classes.find((own) => own.name === name)?.count;
    return {
      key: name,
      name: words.classes[name]?.name ?? name,
      days: days === null ? words.noTerm : daysWord(format.count(days)),
      stays: words.classes[name]?.stays ?? stays,
      would: count === undefined ? words.notCounted : format.count(count),
    };
  });
}

/** How many of all classes would go, or went. */
export function sumOf({ classes }: RetentionAnswer): number {
  return classes.reduce((sum, { count }) => sum + count, 0);
}

/** How somebody is known: what the routes take by the same name. */
export const NAMINGS = ['userId', 'email', 'visitor', 'device'] as const;
export type NamingKind = (typeof NAMINGS)[number];

/** @returns null where nobody is named. @example writeNaming('userId', ' 7 ') // { userId: '7' } */
export function writeNaming(kind: NamingKind, text: string): Readonly<Record<string, string>> | null {
  const value = text.trim();
  return value === '' ? null : { [kind]: value };
}

export type ReceiptRow = {
  readonly key: string;
  readonly at: string;
  readonly by: string;
  readonly removed: string;
  readonly told: string;
};

export function viewReceipt(
  { id, erasedAt, by, removed, told }: ReceiptAnswer,
  words: RequestsWords['receipts'],
  format: Format,
): ReceiptRow {
  const rows = removedRows({ removed });
  const platforms = Object.entries(told).map(([platform, how]) => `${platform}: ${words.states[how]}`);
  return {
    key: id,
    at: format.time(erasedAt),
    by: by === 'visitor' ? words.by.visitor : words.by.other,
    removed: rows === 0 ? words.nothingRemoved : format.count(rows),
    told: platforms.length === 0 ? words.noPlatform : platforms.join(', '),
  };
}

export function removedRows({ removed }: Pick<ReceiptAnswer, 'removed'>): number {
  return Object.values(removed).reduce((sum, count) => sum + count, 0);
}

export type ActRow = {
  readonly key: string;
  readonly at: string;
  readonly what: string;
  readonly by: string;
  readonly detail: string;
};

export function viewAct(
  { act, by, time, detail }: AuditAnswer,
  place: number,
  words: ActWords,
  format: Format,
): ActRow {
  return {
    key: `${time} ${place}`,
    at: format.time(time),
    what: words.acts[act] ?? act,
    by: words.by[by] ?? by,
    detail: writeDetail(detail),
  };
}

/** Names and values of what the log has beside an act, in one line: `policy: auto`. What says nothing is left out. */
function writeDetail(detail: unknown): string {
  if (detail === null || detail === undefined || detail === 0) return '';
  if (Array.isArray(detail)) return detail.map(writeDetail).join(', ');
  if (typeof detail !== 'object') return String(detail);
  return Object.entries(detail)
    .map(([name, value]) => [name, writeDetail(value)] as const)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name}: ${text}`)
    .join(', ');
}

export type Choices = {
  readonly figures: readonly {
    readonly key: ChoiceName;
    readonly name: string;
    readonly figure: string;
    readonly note: string;
  }[];
  /** Empty: nothing has come. */
  readonly series: readonly Series[];
};

/** What was in force for page loads, and how it went by day. @example viewChoices(answer, words, format).figures[0]?.figure // '64%' */
export function viewChoices(
  { days, totals }: ChoicesAnswer,
  words: PrivacyWords['choices'],
  format: Format,
): Choices {
  const all = CHOICES.reduce((sum, choice) => sum + totals[choice], 0);
  return {
    figures: CHOICES.map((key) => ({
      key,
      name: words.names[key],
      figure: all === 0 ? words.none : format.share(totals[key] / all),
      note: words.of(format.count(totals[key]), format.count(all)),
    })),
    series:
      all === 0
        ? []
        : CHOICES.map((key) => ({
            key,
            label: words.names[key],
            points: days.map((day) => ({ x: Date.parse(day.date), y: day[key] })),
          })),
  };
}

/** The presets in order, each with whether it is in force. */
export function viewPolicies({ policy }: Pick<HeldAnswer, 'policy'>, words: PrivacyWords['policy']) {
  return (['auto', 'statistics', 'session', 'consented-only'] as const).map((key) => ({
    key,
    ...words[key],
    isInForce: key === policy,
  }));
}
