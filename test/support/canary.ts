/**
 * Finds a known text in bytes, in whatever form it may have got there: letter case, encodings, digests without a
 * key, compressed streams. A keyed hash or a ciphertext is meant to stay hidden from it.
 */
import { createHash } from 'node:crypto';
import { constants, inflateRawSync } from 'node:zlib';

/** One form of one canary, as bytes. */
export type Needle = { readonly canary: string; readonly form: string; readonly bytes: Buffer };
export type Sighting = { readonly canary: string; readonly form: string; readonly at: number };

const DIGESTS = ['md5', 'sha1', 'sha256', 'sha512'] as const;
/** Streams inside streams inside a file: enough for a backup of a log. */
const MOST_NESTING = 3;
const MOST_INFLATED = 64 * 1024 * 1024;
/** Shorter cuts of an encoding stand in random bytes by chance. */
const LEAST_BYTES = 4;

/** @example writeNeedles(['ann@example.com']).find(({ form }) => form === 'base64, 1 before') */
export function writeNeedles(canaries: readonly string[]): readonly Needle[] {
  return canaries.flatMap((canary) => {
    const forms = [...new Set(spellings(canary))].flatMap(formsOf);
    const unique = new Map(
      forms.toReversed().map(([form, bytes]) => [bytes.toString('latin1'), { canary, form, bytes }]),
    );
    return [...unique.values()].filter(({ bytes }) => bytes.length >= LEAST_BYTES);
  });
}

/**
 * The same for ids that are bytes written in hex digits (a visitor's, a device's, a hash's): also as those bytes, in
 * base64 of them, and as what a digest makes of either.
 *
 * @example writeIdNeedles(['0d'.repeat(16)]).some(({ form }) => form === 'bytes') // true
 */
export function writeIdNeedles(ids: readonly string[]): readonly Needle[] {
  return ids.flatMap((id) => {
    const text = id.toLowerCase();
    const bytes = Buffer.from(text, 'hex');
    const forms: readonly Form[] = [
      ['bytes', bytes],
      ['bytes, reversed', Buffer.from(bytes).reverse()],
      ...base64Forms(bytes),
      ...DIGESTS.flatMap((name) => digestForms(`${name} of the bytes`, bytes, name)),
      ...formsOf(text),
      ...hexForms('digits', bytes),
    ];
    return forms.map(([form, needle]) => ({ canary: id, form, bytes: needle }));
  });
}

/** Every sighting, at most one a form, in the bytes themselves and in compressed streams within. */
export function findCanaries(bytes: Buffer, needles: readonly Needle[], nesting = 0): readonly Sighting[] {
  const places = findPlaces(bytes, indexOf(needles));
  const found = needles.flatMap((needle): readonly Sighting[] => {
    const at = places.get(needle);
    return at === undefined ? [] : [{ canary: needle.canary, form: needle.form, at }];
  });
  if (nesting === MOST_NESTING) return found;
  const inside = [...inflatedStreams(bytes)].flatMap(({ stream, at, kind }) =>
    findCanaries(stream, needles, nesting + 1).map((seen) => ({
      ...seen,
      form: `${seen.form} in ${kind}`,
      at,
    })),
  );
  return [...found, ...inside];
}

/** Needles by their first four bytes, and which first two there are: thousands are looked for in one pass. */
type NeedleIndex = {
  readonly starts: Uint8Array;
  readonly byPrefix: ReadonlyMap<number, readonly Needle[]>;
};

const indexes = new WeakMap<readonly Needle[], NeedleIndex>();

function indexOf(needles: readonly Needle[]): NeedleIndex {
  const known = indexes.get(needles);
  if (known !== undefined) return known;
  const starts = new Uint8Array(65_536);
  for (const { bytes } of needles) starts[bytes.readUInt16BE(0)] = 1;
  const index = { starts, byPrefix: Map.groupBy(needles, ({ bytes }) => bytes.readUInt32BE(0)) };
  indexes.set(needles, index);
  return index;
}

function findPlaces(bytes: Buffer, { starts, byPrefix }: NeedleIndex): ReadonlyMap<Needle, number> {
  const places = new Map<Needle, number>();
  let start = bytes[0] ?? 0;
  for (let at = 0; at + LEAST_BYTES <= bytes.length; at += 1) {
    const next = bytes[at + 1] ?? 0;
    const mayBe = starts[(start << 8) | next] === 1;
    start = next;
    if (!mayBe) continue;
    for (const needle of byPrefix.get(bytes.readUInt32BE(at)) ?? [])
      if (!places.has(needle) && bytes.subarray(at, at + needle.bytes.length).equals(needle.bytes))
        places.set(needle, at);
  }
  return places;
}

function spellings(canary: string): readonly string[] {
  const normalized = canary.trim().toLowerCase().normalize('NFC');
  return [canary, normalized, canary.toUpperCase(), canary.replaceAll(/[^\p{L}\p{N}]/gu, '')];
}

type Form = readonly [form: string, bytes: Buffer];

function formsOf(text: string): readonly Form[] {
  const bytes = Buffer.from(text, 'utf8');
  const utf16 = Buffer.from(text, 'utf16le');
  return [
    ['plain', bytes],
    ['utf-16le', utf16],
    ['utf-16be', Buffer.from(utf16).swap16()],
    ['utf-16be', Buffer.from(utf16).swap16().subarray(1)],
    ['reversed', Buffer.from([...text].reverse().join(''))],
    ...hexForms('hex', bytes),
    ...base64Forms(bytes),
    ...escapedForms(text, bytes),
    ...DIGESTS.flatMap((name) => digestForms(name, bytes)),
  ];
}

function hexForms(form: string, bytes: Buffer): readonly Form[] {
  const hex = bytes.toString('hex');
  return [hex, hex.toUpperCase()].map((text) => [form, Buffer.from(text)]);
}

/** In base64 three bytes share four characters, so a text looks different by how many bytes stand before it. */
function base64Forms(bytes: Buffer): readonly Form[] {
  return [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const from = before === 0 ? 0 : before + 1;
    const to = Math.floor((padded.length * 8) / 6);
    return (['base64', 'base64url'] as const).map((encoding): Form => {
      return [`${encoding}, ${before} before`, Buffer.from(padded.toString(encoding).slice(from, to))];
    });
  });
}

function escapedForms(text: string, bytes: Buffer): readonly Form[] {
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const units = Array.from(text, (_, i) => text.charCodeAt(i).toString(16).padStart(4, '0'));
  const entities = [...text].map((letter) => `&#${letter.codePointAt(0)};`).join('');
  const json = JSON.stringify(text).slice(1, -1);
  return [
    ['percent', Buffer.from(encodeURIComponent(text))],
    ['percent', Buffer.from(encodeURIComponent(text).replaceAll('%20', '+'))],
    ['percent, whole', Buffer.from(percent)],
    ['percent, whole', Buffer.from(percent.toUpperCase())],
    ['json', Buffer.from(json)],
    ['json', Buffer.from(json.replaceAll('/', '\\/'))],
    ['json', Buffer.from(text.replaceAll('@', '\\u0040'))],
    ['json, whole', Buffer.from(units.map((unit) => `\\u${unit}`).join(''))],
    ['json, whole', Buffer.from(units.map((unit) => `\\u${unit.toUpperCase()}`).join(''))],
    ['html', Buffer.from(entities)],
    ['html', Buffer.from(text.replaceAll('@', '&#64;'))],
  ];
}

function digestForms(name: string, bytes: Buffer, algorithm: string = name): readonly Form[] {
  const digest = createHash(algorithm).update(bytes).digest();
  return [
    [`${name}, bytes`, digest],
    // A visitor id is a hash cut to 16 bytes: one without a key must be found like that, too.
    [`${name}, first 16 bytes`, digest.subarray(0, 16)],
    ...hexForms(`${name}, hex`, digest),
    ...hexForms(`${name}, hex of the first 16 bytes`, digest.subarray(0, 16)),
    [`${name}, base64`, Buffer.from(digest.toString('base64').replace(/=+$/, ''))],
    [`${name}, base64url`, Buffer.from(digest.toString('base64url'))],
  ];
}

type Stream = { readonly stream: Buffer; readonly at: number; readonly kind: 'gzip' | 'deflate' };

/** Wherever a gzip (RFC 1952) or zlib (RFC 1950) header stands; most are chance and inflate to nothing. */
function* inflatedStreams(bytes: Buffer): Generator<Stream> {
  for (let at = 0; at + 2 < bytes.length; at += 1) {
    const first = bytes[at] ?? 0;
    const second = bytes[at + 1] ?? 0;
    const isGzip = first === 0x1f && second === 0x8b && bytes[at + 2] === 8;
    const isZlib = (first & 0x8f) === 8 && (second & 0x20) === 0 && ((first << 8) | second) % 31 === 0;
    if (!isGzip && !isZlib) continue;
    const stream = tryInflate(bytes.subarray(at + (isGzip ? gzipHeaderBytes(bytes, at) : 2)));
    if (stream !== null && stream.length >= LEAST_BYTES)
      yield { stream, at, kind: isGzip ? 'gzip' : 'deflate' };
  }
}

/** Ten bytes, and what its flags announce: extra fields, a name, a comment, a checksum. */
function gzipHeaderBytes(bytes: Buffer, at: number): number {
  const flags = bytes[at + 3] ?? 0;
  let end = at + 10;
  if (flags & 4) end += 2 + ((bytes[end] ?? 0) | ((bytes[end + 1] ?? 0) << 8));
  for (const text of [8, 16]) if (flags & text) end = bytes.indexOf(0, end) + 1;
  return (flags & 2 ? end + 2 : end) - at;
}

/** What there is of a stream, whole or cut short; null where it is none. What follows it is no matter. */
function tryInflate(bytes: Buffer): Buffer | null {
  try {
    return inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_INFLATED });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
