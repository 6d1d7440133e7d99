/** Hostile input that starts from good input: most of what is random all over never gets past the first look. */
import fc from 'fast-check';

/** Set on an object, each of them is an own key, as `JSON.parse` makes it. */
const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  '',
  'toString',
  'length',
  '0',
  'k\ud800',
  'ключ',
  'a.b',
];

/** Any UTF-16 code unit: halves of pairs too. */
const unit = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 0xffff }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0, 0x0a, 0x0d, 0x22, 0x5c, 0x2028, 0xd800, 0xdfff, 0xfeff, 0xfffe),
  },
);
export const garbage: fc.Arbitrary<string> = fc
  .array(unit, { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));

const longText = fc
  .tuple(
    fc.constantFrom('x', '"', '(', 'ß', '😀', '1', ' ', 'a@', '\\', '%41', ',', '0.'),
    fc.integer({ min: 60, max: 3_000 }),
  )
  .map(([text, times]) => text.repeat(times));
const number = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    -1,
    0.1,
    1e21,
    1e308,
    -1e308,
    2 ** 53,
    5e-324,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ),
  fc.double({ noNaN: true }),
  fc.integer(),
);
const text = fc.oneof(
  garbage,
  longText,
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    'null',
    'NaN',
    '1e999',
    '__proto__',
    '2026-02-30',
    'a'.repeat(101),
  ),
);
const nested = fc
  .tuple(fc.integer({ min: 2, max: 150 }), fc.boolean())
  .map(([depth, isList]) =>
    Array.from({ length: depth }).reduce<unknown>((inside) => (isList ? [inside] : { a: inside }), 1),
  );

/** What stands where something else is expected. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, false),
  number,
  text,
  nested,
  fc.constantFrom([], {}, [null], [[]], [{}], { toString: null }, { length: 3 }),
  fc.integer({ min: 2, max: 700 }).map((length) => Array.from({ length }, () => 1)),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Small ones that broke something somewhere: each parser meets all of them. */
export const NASTY: readonly string[] = [
  ...[
    'null',
    'true',
    '""',
    '[]',
    '{}',
    '1e999',
    '-1e999',
    '-0',
    '1e308',
    '"\\ud800"',
    '"\\u0000"',
    '"constructor"',
  ],
  ...[
    '[null]',
    '[[]]',
    '{"__proto__":{"a":1}}',
    '{"length":{"toString":null}}',
    '{"toString":null}',
    '[{"valueOf":1}]',
  ],
];

type Change =
  | { readonly kind: 'put'; readonly place: number; readonly value: unknown }
  | { readonly kind: 'drop'; readonly place: number }
  | { readonly kind: 'double'; readonly place: number }
  | { readonly kind: 'wrap'; readonly place: number }
  | { readonly kind: 'key'; readonly place: number; readonly key: string; readonly value: unknown }
  | { readonly kind: 'swap'; readonly place: number; readonly other: number }
  | { readonly kind: 'text'; readonly place: number; readonly edits: readonly Edit[] };

type Edit = { readonly at: number; readonly drop: number; readonly put: string };

const place = fc.nat({ max: 10_000 });
const edit: fc.Arbitrary<Edit> = fc.record({
  at: place,
  drop: fc.nat({ max: 8 }),
  put: fc.oneof(
    garbage.map((units) => units.slice(0, 6)),
    fc.constantFrom('"', '\\', '{', '}', '[', ',', ':', '(', '%', '..', '0', '-'),
  ),
});
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), place, value: odd }),
  fc.record({ kind: fc.constantFrom('drop' as const, 'double' as const, 'wrap' as const), place }),
  fc.record({ kind: fc.constant('key' as const), place, key: fc.constantFrom(...KEYS), value: odd }),
  fc.record({ kind: fc.constant('swap' as const), place, other: place }),
  fc.record({
    kind: fc.constant('text' as const),
    place,
    edits: fc.array(edit, { minLength: 1, maxLength: 3 }),
  }),
);

/**
 * One of the samples with a few changes: another type, a key more or fewer, nesting, huge numbers, broken texts.
 *
 * @param samples Good input, as `JSON.parse` makes it.
 */
export function mutated(samples: readonly unknown[]): fc.Arbitrary<unknown> {
  const changes = fc.array(change, { maxLength: 4 });
  const near = fc
    .tuple(fc.nat({ max: samples.length - 1 }), changes)
    .map(([which, all]) => all.reduce(applyChange, structuredClone(samples[which])));
  return fc.oneof({ weight: 9, arbitrary: near }, { weight: 1, arbitrary: odd });
}

/** One of the texts with a few edits, two of them joined, or garbage. */
export function mutatedText(samples: readonly string[]): fc.Arbitrary<string> {
  const sample = fc.constantFrom(...samples);
  const edited = fc
    .tuple(sample, fc.array(edit, { maxLength: 4 }))
    .map(([whole, edits]) => edits.reduce(applyEdit, whole));
  const joined = fc
    .tuple(sample, sample, place, place)
    .map(
      ([one, other, head, tail]) =>
        one.slice(0, head % (one.length + 1)) + other.slice(tail % (other.length + 1)),
    );
  return fc.oneof(
    { weight: 6, arbitrary: edited },
    { weight: 2, arbitrary: joined },
    { weight: 1, arbitrary: text },
  );
}

/**
 * JSON texts near the samples: spelt otherwise, with keys twice, cut short. Numbers that no double holds are in them,
 * which no value that is written again would show.
 */
export function mutatedJson(samples: readonly unknown[]): fc.Arbitrary<string> {
  const edits = fc.array(edit, { maxLength: 2 });
  return fc.tuple(mutated(samples), edits, fc.boolean()).map(([value, all, isTwice]) => {
    const written = spellInfinity(value);
    const doubled =
      isTwice && written.startsWith('{"') ? `${written.slice(0, -1)},${written.slice(1)}` : written;
    return all.reduce(applyEdit, doubled);
  });
}

function spellInfinity(value: unknown): string {
  const mark = 'an-endless-number';
  const written = JSON.stringify(value, (_, part: unknown) =>
    part === Number.POSITIVE_INFINITY || part === Number.NEGATIVE_INFINITY ? `${mark}${part}` : part,
  );
  return written.replaceAll(`"${mark}Infinity"`, '1e999').replaceAll(`"${mark}-Infinity"`, '-1e999');
}

type Container = Record<string | number, unknown>;
type Place = { readonly holder: Container; readonly key: string | number };

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

/** Every place of a document but its own; few enough, whatever was done to it before. */
function placesOf(root: unknown): readonly Place[] {
  const places: Place[] = [];
  const waiting = [root];
  for (let value = waiting.shift(); value !== undefined && places.length < 2_000; value = waiting.shift()) {
    if (!isContainer(value)) continue;
    const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
    for (const key of keys) {
      places.push({ holder: value, key });
      if (isContainer(value[key])) waiting.push(value[key]);
    }
  }
  return places;
}

/** In place: the document is the generator's own copy. */
function applyChange(root: unknown, made: Change): unknown {
  const places = placesOf(root);
  const found = places[made.place % Math.max(1, places.length)];
  if (found === undefined) return made.kind === 'put' ? structuredClone(made.value) : root;
  const { holder, key } = found;
  const value = holder[key];
  if (made.kind === 'put') define(holder, key, structuredClone(made.value));
  else if (made.kind === 'drop') drop(holder, key);
  else if (made.kind === 'wrap') define(holder, key, [value]);
  else if (made.kind === 'double') double(holder, value);
  else if (made.kind === 'key')
    define(isContainer(value) ? value : holder, made.key, structuredClone(made.value));
  else if (made.kind === 'swap') define(holder, key, structuredClone(valueAt(places, made.other)));
  else if (made.kind === 'text' && typeof value === 'string')
    define(holder, key, made.edits.reduce(applyEdit, value));
  return root;
}

function valueAt(places: readonly Place[], which: number): unknown {
  const found = places[which % places.length];
  return found?.holder[found.key];
}

function drop(holder: Container, key: string | number): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

function double(holder: Container, value: unknown): void {
  if (Array.isArray(holder)) holder.push(structuredClone(value));
  else define(holder, 'another', structuredClone(value));
}

/** As `JSON.parse` does: `__proto__` becomes a key like any other. */
function define(holder: Container, key: string | number, value: unknown): void {
  if (Array.isArray(holder) && !/^\d+$/.test(String(key))) holder.push(value);
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function applyEdit(whole: string, { at, drop: count, put }: Edit): string {
  const start = at % (whole.length + 1);
  return whole.slice(0, start) + put + whole.slice(start + count);
}
