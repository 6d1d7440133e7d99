/** How the columns of a file become events: a JSON document, described in docs/cli.md. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { findBodyFault } from '../../../../core/collect/json.ts';
import { type Json, PURPOSES } from '../../../../core/entry.ts';
import { accept, InklingError, type Outcome, refuse } from '../../../../core/errors.ts';
import { readTimeAs } from './time-format.ts';

/** Lists of items within lists of items, each of them three levels. */
const DEEPEST = 32;
const TYPES = ['text', 'number', 'boolean', 'json'] as const;
export type CellType = (typeof TYPES)[number];

/** Where a value comes from: a column, a constant, columns put together, or a list of such objects. */
export type Cell =
  | string
  | { readonly column: string; readonly type?: CellType | undefined }
  | { readonly value: Json }
  | { readonly join: readonly string[]; readonly with?: string | undefined }
  | { readonly items: readonly Cells[] };
export type Cells = { readonly [property: string]: Cell };

const column = z.string().min(1);
const cell: z.ZodType<Cell> = z.lazy(() =>
  z.union(
    [
      column,
      z.strictObject({ column, type: z.enum(TYPES).optional() }),
      z.strictObject({ value: z.json() }),
      z.strictObject({ join: z.array(column).min(1), with: z.string().optional() }),
      z.strictObject({ items: z.array(cells).min(1) }),
    ],
    {
      error:
        'write a column name, {"column", "type"}, {"value"}, {"join", "with"} or {"items"}; types are text, number, boolean and json',
    },
  ),
);
const cells: z.ZodType<Cells> = z.lazy(() => z.record(z.string().min(1), cell));

const event = z.union([
  z.string().min(1),
  z.strictObject({ name: z.string().min(1), properties: cells.optional() }),
]);
const consent = z.strictObject(
  Object.fromEntries(PURPOSES.map((purpose) => [purpose, z.boolean().optional()])),
);

const mapSchema = z.strictObject({
  delimiter: z.string().length(1, 'write one character').optional(),
  columns: z.array(column).min(1).optional(),
  where: z
    .record(
      column,
      z.union([z.strictObject({ in: z.array(z.string()) }), z.strictObject({ notIn: z.array(z.string()) })], {
        error: 'write {"in": [values]} or {"notIn": [values]}',
      }),
    )
    .optional(),
  id: cell.optional(),
  name: z.union(
    [
      z.strictObject({ value: z.string().min(1) }),
      z.strictObject({
        column,
        events: z.record(z.string(), event),
        others: z.enum(['refuse', 'skip']).optional(),
      }),
    ],
    {
      error: 'write {"value": "Event Name"} or {"column", "events": {"what the column says": "Event Name"}}',
    },
  ),
  time: z.strictObject({
    column,
    format: z
      .string()
      .refine(
        (format) => readTimeAs(format) !== null,
        'write iso, epoch_ms, epoch_s, or a pattern with YYYY, MM and DD',
      )
      .optional(),
  }),
  visitor: z
    .strictObject({ userId: column, device: column, visitor: column, email: column })
    .partial()
    .refine((named) => Object.keys(named).length > 0, 'name a column for userId, device, visitor or email')
    .optional(),
  source: z.enum(['web', 'server', 'email']).optional(),
  consent: consent.optional(),
  properties: cells.optional(),
});

export type RowMap = z.infer<typeof mapSchema>;

/** @example parseMap('{"name": {"value": "Order Completed"}, "time": {"column": "date"}}', 'orders.map.json') */
export function parseMap(text: string, file: string): Outcome<RowMap> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refuse('malformed_json', file, 'write one JSON object; docs/cli.md describes it');
  }
  const fault = findBodyFault(value, DEEPEST);
  if (fault !== null) return { ...fault, at: [file, fault.at].filter((part) => part !== '').join(': ') };
  const parsed = mapSchema.safeParse(value);
  if (parsed.success) return accept(parsed.data);
  const issue = parsed.error.issues[0];
  const at = [file, issue?.path.join('.')].filter((part) => part !== undefined && part !== '').join(': ');
  return refuse('invalid_value', at, issue?.message ?? 'see docs/cli.md');
}

/** @throws InklingError `no_file` where it cannot be read. */
export async function loadMap(
  path: string,
): Promise<{ readonly text: string; readonly map: Outcome<RowMap> }> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new InklingError('no_file', path, 'the map cannot be read', 'check its path', { cause: error });
  });
  return { text, map: parseMap(text, path) };
}

/** Every column the map reads, with the place of the map that reads it. */
export function columnsRead(map: RowMap): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  const add = (name: string, at: string): void => void (read.has(name) || read.set(name, at));
  add(map.time.column, 'time.column');
  if ('column' in map.name) add(map.name.column, 'name.column');
  for (const [kind, name] of Object.entries(map.visitor ?? {}))
    if (name !== undefined) add(name, `visitor.${kind}`);
  for (const name of Object.keys(map.where ?? {})) add(name, 'where');
  if (map.id !== undefined) addCell(map.id, 'id', add);
  addCells(map.properties ?? {}, 'properties', add);
  const events = 'events' in map.name ? Object.entries(map.name.events) : [];
  for (const [value, target] of events) {
    if (typeof target === 'object') addCells(target.properties ?? {}, `name.events.${value}.properties`, add);
  }
  return read;
}

type Add = (name: string, at: string) => void;

function addCells(properties: Cells, at: string, add: Add): void {
  for (const [name, source] of Object.entries(properties)) addCell(source, `${at}.${name}`, add);
}

function addCell(source: Cell, at: string, add: Add): void {
  if (typeof source === 'string') add(source, at);
  else if ('column' in source) add(source.column, at);
  else if ('join' in source) for (const name of source.join) add(name, at);
  else if ('items' in source) for (const item of source.items) addCells(item, at, add);
}
