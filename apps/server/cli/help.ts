/** Help, drawn from the table of verbs. */
import type { Option, Verb } from './verb.ts';
import { SCREEN_COLUMNS, wrap } from './wrap.ts';

/** What every verb takes. */
export const COMMON_OPTIONS: Readonly<Record<string, Option>> = {
  json: { what: 'prints one JSON document on standard output' },
  help: { what: 'prints this' },
};

/** @example describeVerbs(VERBS) // 'Usage: inkling VERB … */
export function describeVerbs(verbs: readonly Verb[]): string {
  const width = Math.max(...verbs.map(({ name }) => name.length));
  return [
    'Usage: inkling VERB [options]',
    '',
    ...verbs.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Works on the running server of DATA_DIR (data), or on that folder if none runs.',
    'Exit codes: 0 done, 1 refused, 2 used wrongly.',
    'One verb with its options: inkling help VERB. All of them at length: docs/cli.md',
  ].join('\n');
}

export function describeVerb(verb: Verb): string {
  const options = Object.entries({ ...verb.options, ...COMMON_OPTIONS });
  const names = options.map(([name, { value }]) => `--${name}${value === undefined ? '' : ` ${value}`}`);
  const width = Math.max(...names.map((name) => name.length));
  return [
    wrap(`Usage: inkling ${verb.name} ${verb.usage}`.trimEnd(), '         '),
    '',
    wrap(`${verb.summary}.`),
    ...(verb.details === undefined ? [] : ['', wrap(verb.details)]),
    '',
    ...options.map(([, { what }], i) => `  ${(names[i] ?? '').padEnd(width)}  ${beside(what, width + 4)}`),
  ].join('\n');
}

/** The second column, where the first takes so much. */
function beside(text: string, column: number): string {
  return wrap(text, ' '.repeat(column), SCREEN_COLUMNS, column);
}
