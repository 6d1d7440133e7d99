/** From words to a verb and its arguments; whatever is wrong with them is a {@link Misuse} that says what would be right. */
import { parseArgs } from 'node:util';
import { COMMON_OPTIONS } from './help.ts';
import { Misuse } from './misuse.ts';
import { nearest } from './nearest.ts';
import type { Arguments, Option, Verb } from './verb.ts';

/** @returns the verb whose name the words begin with, the longest one, and the words after it. */
export function findVerb(
  words: readonly string[],
  verbs: readonly Verb[],
): { verb: Verb; rest: readonly string[] } {
  const found = verbs
    .filter(({ name }) => name.split(' ').every((word, i) => words[i] === word))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
  if (found !== undefined) return { verb: found, rest: words.slice(found.name.split(' ').length) };
  throw unknownVerb(words, verbs);
}

function unknownVerb(words: readonly string[], verbs: readonly Verb[]): Misuse {
  const [first = '', second] = words;
  const family = verbs.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  if (family.length > 0 && (second === undefined || second.startsWith('-'))) {
    return new Misuse(`"${first}" needs one more word`, `one of: ${family.join(', ')}`);
  }
  const typed = second === undefined || second.startsWith('-') ? first : `${first} ${second}`;
  const names = verbs.map(({ name }) => name);
  const meant = nearest(typed, names) ?? nearest(first, names);
  const cure = meant === null ? 'inkling help lists them' : `did you mean "${meant}"?`;
  return new Misuse(`there is no verb "${family.length > 0 ? typed : first}"`, cure);
}

/** @throws Misuse for an unknown option, a missing or superfluous value, too few or too many words. */
export function readArguments(words: readonly string[], verb: Verb): Arguments {
  const known = { ...verb.options, ...COMMON_OPTIONS };
  const { tokens } = parseArgs({ args: [...words], options: typesOf(known), strict: false, tokens: true });
  const options: Record<string, string | true> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind === 'option') options[token.name] = readOption(token, known);
  }
  if (options.help !== true) checkCount(positionals, verb);
  return { positionals, options };
}

function typesOf(known: Readonly<Record<string, Option>>) {
  return Object.fromEntries(
    Object.entries(known).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
}

type OptionToken = {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
};

function readOption(
  { name, rawName, value, inlineValue }: OptionToken,
  known: Readonly<Record<string, Option>>,
): string | true {
  const option = Object.hasOwn(known, name) ? known[name] : undefined;
  if (option === undefined) {
    const meant = nearest(name, Object.keys(known));
    const cure = meant === null ? 'see --help' : `did you mean --${meant}?`;
    throw new Misuse(`there is no option ${rawName}`, cure);
  }
  if (option.value === undefined) {
    if (value === undefined) return true;
    throw new Misuse(`${rawName} takes no value`, `write ${rawName} alone`);
  }
  const isMissing = value === undefined || value === '' || (inlineValue !== true && value.startsWith('--'));
  if (isMissing) throw new Misuse(`${rawName} needs a value`, `write ${rawName} ${option.value}`);
  return value;
}

function checkCount(positionals: readonly string[], { name, usage, positionals: [least, most] }: Verb): void {
  if (positionals.length >= least && positionals.length <= most) return;
  const fault =
    positionals.length < least ? `${name} needs more` : `"${positionals[most]}" is too much for ${name}`;
  throw new Misuse(fault, `write inkling ${name} ${usage}`.trimEnd());
}
