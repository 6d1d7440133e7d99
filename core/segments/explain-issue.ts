/** What zod found wrong, as a refusal: its code, its place as a JSON path, and the cure. */
import type { z } from 'zod';
import { REFUSALS, type Refusal, type RefusalCode, refuse } from '../errors.ts';
import { cureNumber } from './cures.ts';

type Issue = z.core.$ZodIssue;
export type Path = readonly PropertyKey[];

/** @example formatPath(['when', 'all', 1, 'where', 'products.price']) // 'when.all[1].where["products.price"]' */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const key = String(part);
    return /^[a-z_]\w*$/i.test(key) ? `${text}${text && '.'}${key}` : `${text}[${JSON.stringify(key)}]`;
  }, '');
}

/**
 * @param at Where the input itself stands.
 * @param input What was read, to tell what is missing from what is wrong.
 */
export function refuseIssue(issue: Issue | undefined, at: Path, input: unknown): Refusal {
  if (issue === undefined) return refuse('invalid_value', formatPath(at), 'this is no condition');
  const { path, code, hint } = innermost(issue, input);
  return refuse(code, formatPath([...at, ...path]), hint);
}

/** Some schemas say it themselves, since nothing but what is missing breaks their rule. */
const MISSING = 'add it: ';

type Found = { readonly path: Path; readonly code: RefusalCode; readonly hint: string };

function innermost(issue: Issue, input: unknown): Found {
  const value = valueAt(input, issue.path);
  if (issue.code === 'invalid_union') {
    const inner = likeliest(issue, value);
    if (inner !== null) return prefixed(issue.path, innermost(inner, value));
  }
  if (issue.code === 'invalid_key' && issue.issues[0] !== undefined) {
    return { ...innermost(issue.issues[0], undefined), path: issue.path };
  }
  if (issue.code === 'unrecognized_keys') {
    return { path: [...issue.path, issue.keys[0] ?? ''], code: 'invalid_value', hint: issue.message };
  }
  if (value === undefined && issue.path.length > 0) {
    const hint = issue.message.startsWith(MISSING) ? issue.message : MISSING + issue.message;
    return { path: issue.path, code: 'invalid_value', hint };
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { path: issue.path, code: 'invalid_value', hint: cureNumber(value) };
  }
  return { path: issue.path, code: refusalOf(issue), hint: issue.message };
}

const prefixed = (path: Path, found: Found): Found => ({ ...found, path: [...path, ...found.path] });

const OTHER_KIND: ReadonlySet<Issue['code']> = new Set(['invalid_type', 'invalid_value', 'invalid_union']);

/** The one alternative that is of the input's kind. Where several or none are, the union's own words are better. */
function likeliest(issue: z.core.$ZodIssueInvalidUnion, value: unknown): Issue | null {
  if (typeof value !== 'object' || value === null) return null;
  const ofKind = issue.errors
    .map((issues) => issues[0])
    .filter((first) => first !== undefined)
    .filter(({ code, path }) => path.length > 0 || !OTHER_KIND.has(code));
  return ofKind.length === 1 ? (ofKind[0] ?? null) : null;
}

function refusalOf(issue: Issue): RefusalCode {
  if (issue.code === 'too_big' && issue.origin === 'array') return 'too_many_items';
  if (issue.code !== 'custom') return 'invalid_value';
  const code: unknown = issue.params?.refusal;
  return typeof code === 'string' && code in REFUSALS ? (code as RefusalCode) : 'invalid_value';
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    input,
  );
}
