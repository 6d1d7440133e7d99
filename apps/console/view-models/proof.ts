/** What the records say of the promises, as a merchant reads it. */
import type { EgressLine, ProofAnswer } from '../api/answers/privacy.ts';
import type { Tone } from '../ui/skin.ts';
import type { RecordsWords } from '../words/records.ts';
import type { Format } from './format.ts';

const HOUR_MS = 3_600_000;
const SHOWN_SALTS = 14;

export type FindingRow = {
  readonly key: string;
  readonly about: string;
  readonly badge: { readonly text: string; readonly tone: Tone };
  readonly says: string;
};

export function viewFindings(
  { findings }: Pick<ProofAnswer, 'findings'>,
  words: RecordsWords['proof'],
): readonly FindingRow[] {
  return findings.map(({ about, holds, says, cure }) => ({
    key: `${about} ${says}`,
    about: words.about[about] ?? about,
    badge: holds ? { text: words.kept, tone: 'good' } : { text: words.notKept, tone: 'bad' },
    says: cure === null ? says : `${says}: ${cure}`,
  }));
}

/** Those that were destroyed last, newest first. */
export function viewSalts(
  { salts: { destroyed } }: Pick<ProofAnswer, 'salts'>,
  words: RecordsWords['proof'],
  format: Format,
) {
  return destroyed
    .toReversed()
    .slice(0, SHOWN_SALTS)
    .map(({ day, createdAt, destroyedAt }) => ({
      key: `${day} ${createdAt}`,
      day: format.day(day),
      made: format.time(createdAt),
      gone: format.time(destroyedAt),
      after: words.hours(
        format.count(Math.round((10 * (Date.parse(destroyedAt) - Date.parse(createdAt))) / HOUR_MS) / 10),
      ),
    }));
}

export type EgressSum = {
  readonly key: string;
  readonly sent: number;
  readonly failed: number;
  readonly heldBack: EgressLine['heldBack'];
};

/** Of all days, by destination. @example sumEgress(lines)[0].sent */
export function sumEgress(lines: readonly EgressLine[]): readonly EgressSum[] {
  const sums = new Map<string, EgressSum>();
  for (const { destination: key, sent, failed, heldBack } of lines) {
    const known = sums.get(key) ?? { key, sent: 0, failed: 0, heldBack: NONE };
    sums.set(key, {
      key,
      sent: known.sent + sent,
      failed: known.failed + failed,
      heldBack: {
        consent: known.heldBack.consent + heldBack.consent,
        gpc: known.heldBack.gpc + heldBack.gpc,
        objection: known.heldBack.objection + heldBack.objection,
        other: known.heldBack.other + heldBack.other,
      },
    });
  }
  return [...sums.values()].toSorted((one, other) => other.sent - one.sent);
}

const NONE: EgressLine['heldBack'] = { consent: 0, gpc: 0, objection: 0, other: 0 };
