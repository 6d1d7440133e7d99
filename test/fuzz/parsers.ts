/**
 * Every parser that sees text from outside: the quick test and the long bench go through this table, and a parser that
 * is not in it fails a test (complete.test.ts).
 */
import type fc from 'fast-check';
import type { Parser } from './examine.ts';
import { mutated, mutatedJson, mutatedText, NASTY } from './mutations.ts';
import { COMMAND_PARSERS } from './table/commands.ts';
import { DEFINITION_PARSERS } from './table/definitions.ts';
import { EVENT_PARSERS } from './table/events.ts';
import { MAIL_PARSERS } from './table/mail.ts';
import { MESSAGE_PARSERS } from './table/messages.ts';
import { MODEL_PARSERS } from './table/models.ts';
import { PLATFORM_PARSERS } from './table/platforms.ts';
import { ROW_PARSERS } from './table/rows.ts';
import { SENDER_PARSERS } from './table/senders.ts';
import { STATISTICS_PARSERS } from './table/statistics.ts';

export const PARSERS: readonly Parser[] = [
  ...EVENT_PARSERS,
  ...MESSAGE_PARSERS,
  ...SENDER_PARSERS,
  ...DEFINITION_PARSERS,
  ...MAIL_PARSERS,
  ...COMMAND_PARSERS,
  ...ROW_PARSERS,
  ...STATISTICS_PARSERS,
  ...MODEL_PARSERS,
  ...PLATFORM_PARSERS,
];

/** Hostile input for it. */
export function inputsOf({ takes, samples }: Parser): fc.Arbitrary<unknown> {
  if (takes === 'value') return mutated(samples);
  return takes === 'json' ? mutatedJson(samples) : mutatedText(samples as readonly string[]);
}

/** The small ones that have broken something somewhere, as it takes them. */
export function nastyInputsOf({ takes }: Parser): readonly unknown[] {
  return takes === 'value' ? NASTY.map((text) => JSON.parse(text)) : NASTY;
}

/** Good input for it, as it comes in. */
export function samplesOf({ takes, samples }: Parser): readonly unknown[] {
  return takes === 'json' ? samples.map((sample) => JSON.stringify(sample)) : samples;
}
