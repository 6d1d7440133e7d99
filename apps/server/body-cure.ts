/** What to write instead, for what a schema refuses without a sentence of its own. */
import type * as z from 'zod';

const SPOKEN: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/**
 * @returns undefined where the library's own words have to do.
 * @example schema.safeParse(body, { error: cureIssue })
 */
export function cureIssue(issue: z.core.$ZodRawIssue): string | undefined {
  const verb = issue.input === undefined ? 'add it: ' : 'write ';
  if (issue.code === 'invalid_type') return verb + (SPOKEN[issue.expected] ?? issue.expected);
  if (issue.code === 'invalid_value') return verb + listValues(issue.values);
  if (issue.code === 'unrecognized_keys') return `remove ${issue.keys.join(', ')}: it is not known here`;
  if (issue.code === 'too_small') return `write at least ${issue.minimum}${unitOf(issue.origin)}`;
  if (issue.code === 'too_big') return `write at most ${issue.maximum}${unitOf(issue.origin)}`;
  return undefined;
}

function listValues(values: readonly z.core.util.Primitive[]): string {
  const [first, ...others] = values.map((value) =>
    typeof value === 'bigint' ? `${value}` : JSON.stringify(value),
  );
  return others.length === 0 ? `${first}` : `one of ${[first, ...others].join(', ')}`;
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' items' : '';
}
