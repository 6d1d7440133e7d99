/** What a verb of the command line is: data for its help, and one function from arguments to a report. */
import { REFUSALS, type Refusal } from '../../../core/errors.ts';
import type { Clock } from '../../../core/ports.ts';

/** 0 done, 1 refused, 2 used wrongly. */
export type ExitCode = 0 | 1 | 2;

export type Option = {
  /** Of the value, as help shows it; absent: the option is a switch. */
  readonly value?: string;
  readonly what: string;
};

export type Arguments = {
  readonly positionals: readonly string[];
  /** By long name; absent where not given. */
  readonly options: Readonly<Record<string, string | true | undefined>>;
};

/** The world of one run; a test brings its own. */
export type Terminal = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Standard error: progress, warnings, faults. */
  warn(text: string): void;
  /** Columns of the screen behind standard error; null when nobody watches. */
  readonly columns: number | null;
  /** Aborted when the person asks to stop. */
  readonly stopped: AbortSignal;
};

/** What a run came to: the same result as one JSON document and as text for a person. */
export type Report = {
  readonly exit: ExitCode;
  readonly json: unknown;
  readonly text: string;
  /** The text is a fault and not a result: it goes to standard error. */
  readonly isFault?: true;
  /** What may be done only once the report has been written. */
  readonly afterwards?: () => void;
};

export type Verb = {
  /** One word, or two: `site list`. */
  readonly name: string;
  readonly summary: string;
  /** What stands after the name: `FILE [--site S]`. */
  readonly usage: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Fewest and most words after the name. */
  readonly positionals: readonly [least: number, most: number];
  readonly details?: string;
  run(args: Arguments, terminal: Terminal): Promise<Report>;
};

export function done(json: unknown, text: string): Report {
  return { exit: 0, json, text };
}

export function refused({ code, at, hint }: Refusal): Report {
  const { message } = REFUSALS[code];
  const place = at === '' ? '' : `${at}: `;
  return {
    exit: 1,
    json: { error: { code, message, at, hint } },
    text: `${place}${message} ${sentence(hint)}`,
    isFault: true,
  };
}

/** The value of an option that takes one. */
export function optionText({ options }: Arguments, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** A key at the beginning stays as it is written. */
function sentence(hint: string): string {
  const begun = /^[a-z]+[ ,]/.test(hint) ? hint.charAt(0).toUpperCase() + hint.slice(1) : hint;
  return /[.?]$/.test(begun) ? begun : `${begun}.`;
}
