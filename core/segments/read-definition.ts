/** Segments as people and programs hand them in: a condition as JSON (`when`) or in words (`words`). */
import { isObject } from '../collect/json.ts';
import { accept, type Outcome, type Refusal, refuse } from '../errors.ts';
import type { Change } from './catalog-change.ts';
import type { Condition, SegmentDefinition, StageDefinition } from './condition.ts';
import { doubtsOf } from './doubts.ts';
import { findUnsafe } from './guard.ts';
import { parseCondition, parseDefinition, parseStages } from './parse.ts';
import { type References, referencesOf } from './references.ts';
import { describe, readWords } from './words.ts';

/**
 * A whole segment.
 *
 * @param key Where the address says it already: left out, it is that one.
 * @example readDefinition({ name: 'Keen', words: 'viewed the same product 3 times in 7 days' }, 'keen')
 */
export function readDefinition(input: unknown, key?: string): Outcome<SegmentDefinition> {
  const read = readWhen(input);
  if (!read.ok) return read;
  const given = read.value.key;
  if (key !== undefined && given !== undefined && given !== key) {
    return refuse('invalid_value', 'key', `the address says "${key}": write the same here, or leave it out`);
  }
  return parseDefinition(key === undefined ? read.value : { ...read.value, key });
}

export type Checked = {
  readonly when: Condition;
  readonly words: string;
  /** What it names: all of it must be there, or come in, before the condition can be told. */
  readonly needs: References;
  /** Names that are probably slips, a sentence each. */
  readonly doubts: readonly string[];
};

/** A segment, or its condition alone: `{ when }`, `{ words }`. Whether what it names is there is not looked at. */
export function checkDefinition(input: unknown): Outcome<Checked> {
  const read = readWhen(input);
  if (!read.ok) return read;
  const when = readCondition(read.value);
  if (!when.ok) return when;
  return accept({
    when: when.value,
    words: describe(when.value),
    needs: referencesOf(when.value),
    doubts: doubtsOf(when.value),
  });
}

function readCondition({ when, ...around }: Given): Outcome<Condition> {
  if (Object.keys(around).length > 0) {
    const definition = parseDefinition({ when, ...around });
    return definition.ok ? accept(definition.value.when) : definition;
  }
  const condition = parseCondition(when);
  if (condition.ok) return condition;
  const { code, at, hint } = condition;
  return refuse(code, ['when', at].filter((part) => part !== '').join(at.startsWith('[') ? '' : '.'), hint);
}

/** A site's stages, in order; each may be in words too. @example readStages([{ key: 'trial', words: 'started a trial' }]) */
export function readStages(input: unknown): Outcome<readonly StageDefinition[]> {
  if (!Array.isArray(input)) return parseStages(input);
  const read: unknown[] = [];
  for (const [i, stage] of input.entries()) {
    const own = isObject(stage) && 'words' in stage ? readWhen(stage) : accept(stage);
    if (!own.ok) return { ...own, at: `[${i}].${own.at}` };
    read.push(own.value);
  }
  return parseStages(read);
}

/**
 * Many segments, the stages of the site, or both: what is put as one change.
 *
 * @returns refusals name the place in it: `segments[2].when`.
 * @example readChange({ segments: [{ key: 'keen', name: 'Keen', words: 'viewed a product' }] }).ok
 */
export function readChange(input: unknown): Outcome<Change> {
  if (!isObject(input) || (input.segments === undefined && input.stages === undefined)) {
    return refuse('invalid_body', '', 'send {"segments": [ … ]}, {"stages": [ … ]}, or both');
  }
  const { segments = [], stages } = input;
  if (!Array.isArray(segments)) return refuse('invalid_value', 'segments', 'write a list of segments');
  const definitions: SegmentDefinition[] = [];
  for (const [at, segment] of segments.entries()) {
    const read = readDefinition(segment);
    if (!read.ok) return { ...read, at: `segments[${at}]${read.at === '' ? '' : `.${read.at}`}` };
    definitions.push(read.value);
  }
  if (stages === undefined) return accept({ segments: definitions });
  const staged = readStages(stages);
  if (!staged.ok) return inStages(staged);
  return accept({ segments: definitions, stages: staged.value });
}

/** The same refusal where the stages are a part of something. @example inStages(refuse(code, '[0].key', hint)).at // 'stages[0].key' */
export function inStages(refusal: Refusal): Refusal {
  const { at } = refusal;
  return { ...refusal, at: at === '' || at.startsWith('[') ? `stages${at}` : `stages.${at}` };
}

type Given = { readonly [key: string]: unknown };

/** With the condition that its words say in their place. */
function readWhen(input: unknown): Outcome<Given> {
  const unsafe = findUnsafe(input);
  if (unsafe !== null) return unsafe;
  if (!isObject(input)) return refuse('invalid_body', '', 'send {"name": …, "when": { … }}');
  const { words, ...rest } = input as Given;
  if (words === undefined) return accept(rest);
  if (rest.when !== undefined) return refuse('invalid_value', 'words', 'send when or words, not both');
  if (typeof words !== 'string') return refuse('invalid_value', 'words', 'write one line of words');
  const condition = readWords(words);
  if (condition.ok) return accept({ ...rest, when: condition.value });
  return refuse(condition.code, 'words', `at ${condition.at}: ${condition.hint}`);
}
