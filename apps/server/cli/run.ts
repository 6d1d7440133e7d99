/** One run of the command line: words in, a report out, whatever happens. */
import { InklingError } from '../../../core/errors.ts';
import { explainFault } from '../crash.ts';
import { findVerb, readArguments } from './arguments.ts';
import { describeVerb, describeVerbs } from './help.ts';
import { Misuse } from './misuse.ts';
import { done, type Report, type Terminal, type Verb } from './verb.ts';

const HELP_WORDS: ReadonlySet<string | undefined> = new Set(['help', '--help', '-h']);

/**
 * @param words What stands after `inkling`.
 * @returns What to print where, and the exit code; faults become reports too.
 */
export async function runWords(
  words: readonly string[],
  verbs: readonly Verb[],
  terminal: Terminal,
): Promise<Report> {
  try {
    return await dispatch(words, verbs, terminal);
  } catch (error) {
    if (error instanceof Misuse) return misused(error);
    if (error instanceof InklingError) return failed(error.code, error.message);
    terminal.warn(explainFault(error));
    return failed('internal', 'Something went wrong in the command line itself; its place is above.');
  }
}

async function dispatch(
  words: readonly string[],
  verbs: readonly Verb[],
  terminal: Terminal,
): Promise<Report> {
  const asked = words.filter((word) => word !== '--json');
  const [first] = asked;
  if (first === undefined) {
    return { ...helpReport(describeVerbs(verbs)), exit: 2, isFault: true };
  }
  const named = asked.filter((word) => !HELP_WORDS.has(word));
  const wantsHelp = named.length < asked.length;
  if (HELP_WORDS.has(first) || (wantsHelp && familyOf(named, verbs) !== null))
    return helpReport(named.length === 0 ? describeVerbs(verbs) : helpOf(named, verbs));
  const found = findVerb(words, verbs);
  const args = readArguments(found.rest, found.verb);
  if (args.options.help === true) return helpReport(describeVerb(found.verb));
  return found.verb.run(args, terminal);
}

/** Of one verb, or of the family that shares its first word. */
function helpOf(words: readonly string[], verbs: readonly Verb[]): string {
  const family = familyOf(words, verbs);
  return family === null ? describeVerb(findVerb(words, verbs).verb) : describeVerbs(family);
}

/** The verbs that begin with these words; null where they are a verb themselves, or the beginning of none. */
function familyOf(words: readonly string[], verbs: readonly Verb[]): readonly Verb[] | null {
  const beginning = words.join(' ');
  if (verbs.some(({ name }) => name === beginning)) return null;
  const family = verbs.filter(({ name }) => name.startsWith(`${beginning} `));
  return family.length > 0 ? family : null;
}

function helpReport(text: string): Report {
  return done({ help: text }, text);
}

function misused({ message, cure }: Misuse): Report {
  return {
    exit: 2,
    json: { error: { code: 'usage', message, hint: cure } },
    text: `inkling: ${message}; ${cure}`,
    isFault: true,
  };
}

function failed(code: string, message: string): Report {
  return { exit: 1, json: { error: { code, message } }, text: message, isFault: true };
}
