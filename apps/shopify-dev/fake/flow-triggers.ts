/** Triggers of Flow that a deployment of this app would bring along, with the fields that their extensions declare. */
import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';

const ROOT = new URL('../../../', import.meta.url);

/** Types of fields by key, by handle. */
export type FlowTriggers = ReadonlyMap<string, Readonly<Record<string, string>>>;

type Field = { readonly type: string; readonly key?: string };
type ExtensionFile = {
  readonly extensions?: readonly { readonly type: string; readonly handle: string }[];
  readonly settings?: { readonly fields?: readonly Field[] };
};

/** @example readFlowTriggers().get('inkling-flow-segment-left') // { customer_id: 'customer_reference', Segment: … } */
export function readFlowTriggers(): FlowTriggers {
  const app = readToml('shopify.app.toml') as { readonly extension_directories: readonly string[] };
  const extensions = app.extension_directories.flatMap((folder) => {
    const { extensions: own = [], settings } = readToml(`${folder}/shopify.extension.toml`) as ExtensionFile;
    const triggers = own.filter(({ type }) => type === 'flow_trigger');
    return triggers.map(({ handle }) => [handle, typesOf(settings?.fields ?? [])] as const);
  });
  return new Map(extensions);
}

/** Null where each field is there, is declared, and is of its type. */
export function findPayloadFault(
  fields: Readonly<Record<string, string>>,
  payload: Readonly<Record<string, unknown>>,
): string | null {
  const missing = Object.keys(fields).find((key) => !(key in payload));
  if (missing !== undefined) return `Payload lacks ${missing}`;
  const wrong = Object.entries(payload).find(([key, value]) => !isOf(fields[key], value));
  return wrong === undefined ? null : `Payload has no field ${wrong[0]} of this type`;
}

function typesOf(fields: readonly Field[]): Readonly<Record<string, string>> {
  return Object.fromEntries(fields.map(({ type, key = 'customer_id' }) => [key, type]));
}

function isOf(type: string | undefined, value: unknown): boolean {
  if (type === 'customer_reference') return typeof value === 'number' && Number.isInteger(value);
  if (type === 'number_decimal') return typeof value === 'number' && Number.isFinite(value);
  if (type === 'url') return typeof value === 'string' && URL.canParse(value);
  return type !== undefined && typeof value === 'string';
}

function readToml(path: string): unknown {
  return parse(readFileSync(new URL(path, ROOT), 'utf8'));
}
