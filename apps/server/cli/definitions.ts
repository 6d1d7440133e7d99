/** Segments to put: from a file, or from the templates that come with the product. */
import { readFile } from 'node:fs/promises';
import { isObject } from '../../../core/collect/json.ts';
import { accept, type Outcome, type Refusal, refuse } from '../../../core/errors.ts';
import {
  AVAILABLE_NEEDS,
  FAMILIES,
  findTemplate,
  INIT_SETS,
  installable,
  STAGES,
  TEMPLATES,
  type Template,
  type TemplateFamily,
} from '../../../core/segments/templates/index.ts';
import { nearest } from './nearest.ts';

export type Definitions = {
  /** As they were written. */
  readonly segments: readonly unknown[];
  /** Absent: the file says nothing of them. */
  readonly stages?: unknown;
  /** Templates that have to wait for what they need. */
  readonly waiting: readonly Refusal[];
};

const TEMPLATE = /^templates\/([a-z0-9-]+)$/;

/**
 * @param path A JSON file with one segment, a list of them, or `{"segments": [ … ], "stages": [ … ]}`; or
 * `templates/shop` for a family, `templates/cart-abandoned` for one.
 * @example (await readDefinitions('templates/shop')).ok
 */
export async function readDefinitions(path: string): Promise<Outcome<Definitions>> {
  const template = TEMPLATE.exec(path)?.[1];
  if (template !== undefined) return readTemplates(path, template);
  const json = await readJsonFile(path, 'name a JSON file, or templates/shop');
  if (!json.ok) return json;
  const content = json.value;
  if (Array.isArray(content)) return accept({ segments: content, waiting: [] });
  if (!isObject(content)) return refuse('invalid_body', path, 'write one segment, or a list of them');
  const { segments, stages } = content;
  if (segments === undefined && stages === undefined) return accept({ segments: [content], waiting: [] });
  if (segments !== undefined && !Array.isArray(segments)) {
    return refuse('invalid_value', `${path}: segments`, 'write a list of segments');
  }
  return accept({ segments: segments ?? [], stages, waiting: [] });
}

function readTemplates(path: string, name: string): Outcome<Definitions> {
  const family = FAMILIES.find((known) => known === name);
  if (family !== undefined) {
    const outcomes = TEMPLATES[family].map((template: Template) => installable(template, AVAILABLE_NEEDS));
    return accept({
      segments: outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])),
      waiting: outcomes.filter((outcome) => !outcome.ok),
    });
  }
  const template = findTemplate(name);
  if (template === undefined) {
    const keys = FAMILIES.flatMap((known) => [known, ...TEMPLATES[known].map(({ key }: Template) => key)]);
    const meant = nearest(name, keys);
    const families = FAMILIES.map((known) => `templates/${known}`).join(', ');
    const cure = `choose one of: ${families}, or one template, listed in docs/segments.md`;
    return refuse('not_found', path, meant === null ? cure : `did you mean templates/${meant}?`);
  }
  const segment = installable(template, AVAILABLE_NEEDS);
  return segment.ok ? accept({ segments: [segment.value], waiting: [] }) : segment;
}

/**
 * What a new site starts with: four templates of a family and its stages.
 *
 * @example readInitSet('shop').segments.length // 4
 */
export function readInitSet(family: TemplateFamily): Definitions {
  const outcomes = INIT_SETS[family].flatMap((key) => {
    const template = findTemplate(key);
    return template === undefined ? [] : [installable(template, AVAILABLE_NEEDS)];
  });
  return {
    segments: outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])),
    stages: STAGES[family],
    waiting: outcomes.filter((outcome) => !outcome.ok),
  };
}

/** @returns `malformed_json` or `not_found`, at the path. @example await readJsonFile('segments.json') */
export async function readJsonFile(path: string, cure = 'name a JSON file'): Promise<Outcome<unknown>> {
  try {
    return accept(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof SyntaxError) return refuse('malformed_json', path, error.message);
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    if (code === null) throw error;
    return refuse('not_found', path, `it cannot be read (${code}): ${cure}`);
  }
}
