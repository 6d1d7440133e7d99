/** Values that stand where another type is expected, and ways to put them there. */
import { gzipSync } from 'node:zlib';

export const WRONG_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  1e308,
  -1e308,
  2 ** 53,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '0000-00-00',
  '+275760-09-13T00:00:00.001Z',
  'x'.repeat(5_000),
  [],
  {},
  [[[]]],
  [null],
  { toString: null },
  { length: { toString: null } },
];

type Path = readonly (string | number)[];

/** Every place of a document, containers included, the document itself left out. */
export function placesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys: Path = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => {
    const place = [...path, key];
    return [place, ...placesOf((value as Record<string | number, unknown>)[key], place)];
  });
}

/** A copy with one place replaced. @example replaceAt({ a: [1] }, ['a', 0], 2) // { a: [2] } */
export function replaceAt(document: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(document))
    return document.with(Number(key), replaceAt(document[Number(key)], rest, value));
  const object = document as Record<string | number, unknown>;
  return { ...object, [key]: replaceAt(object[key], rest, value) };
}

export const nest = (depth: number, open = '[', close = ']'): string =>
  open.repeat(depth) + close.repeat(depth);

export type HostileBody = {
  readonly title: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: readonly number[];
};

const zip = { 'content-encoding': 'gzip' };

/** Bodies that no route takes. */
export const HOSTILE_BODIES: readonly HostileBody[] = [
  { title: 'nothing', body: '', status: [400] },
  { title: 'half a document', body: '{"events":[', status: [400] },
  { title: 'an array', body: '[]', status: [400] },
  { title: 'null', body: 'null', status: [400] },
  { title: 'a number', body: '1e999', status: [400] },
  { title: 'bytes that are no UTF-8', body: Buffer.from([0x7b, 0xff, 0x7d]), status: [400] },
  { title: '100,000 brackets', body: nest(100_000), status: [400] },
  { title: '100,000 braces', body: nest(100_000, '{"a":', '}').replace(':}', ':0}'), status: [400] },
  { title: 'ten megabytes', body: Buffer.alloc(10_000_000, 0x20), status: [413] },
  {
    title: 'a bomb of 50 MB in 50 kB',
    body: gzipSync(Buffer.alloc(50_000_000, 0x20)),
    headers: zip,
    status: [413],
  },
  { title: 'gzip that is none', body: '{}', headers: zip, status: [400] },
  { title: 'gzip cut short', body: gzipSync('{"events":[]}').subarray(0, 20), headers: zip, status: [400] },
  { title: 'deflate', body: '{}', headers: { 'content-encoding': 'deflate' }, status: [415] },
];
