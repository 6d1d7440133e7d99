/** Looking for the marks of the trial run in bytes: as they were sent, and as software usually writes such texts down. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

type Needle = { readonly mark: string; readonly bytes: Buffer };
export type Searched = {
  readonly files: number;
  readonly bytes: number;
  /** What was found, each once, with the files that hold it. */
  readonly found: readonly { readonly mark: string; readonly files: readonly string[] }[];
};

/** Shorter cuts of an encoding stand in random bytes by chance. */
const LEAST_BYTES = 8;

/** A text of a person: an address, a number, the name of a browser. @example textNeedles(['ann@example.com']) */
export function textNeedles(texts: readonly string[]): readonly Needle[] {
  return texts.flatMap((mark) => {
    const spelled = [mark, mark.toLowerCase(), mark.toUpperCase()];
    const digests = ['md5', 'sha1', 'sha256'].map((name) => createHash(name).update(mark).digest());
    return [
      ...spelled.flatMap((text) => formsOf(Buffer.from(text, 'utf8'))),
      ...spelled.map((text) => Buffer.from(text, 'utf16le')),
      ...spelled.map((text) => Buffer.from(encodeURIComponent(text))),
      ...digests.flatMap(formsOf),
    ]
      .filter((bytes) => bytes.length >= LEAST_BYTES)
      .map((bytes) => ({ mark, bytes }));
  });
}

/** An id of 32 hex digits. */
export function idNeedles(ids: readonly string[]): readonly Needle[] {
  return ids.flatMap((mark) => {
    const text = [mark, mark.toUpperCase()].map((hex) => Buffer.from(hex));
    return [...text, ...formsOf(Buffer.from(mark, 'hex'))].map((bytes) => ({ mark, bytes }));
  });
}

/** In base64 three bytes share four characters: a text looks different by how many bytes stand before it. */
function formsOf(bytes: Buffer): readonly Buffer[] {
  const shifted = [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const [from, to] = [before === 0 ? 0 : before + 1, Math.floor((padded.length * 8) / 6)];
    return (['base64', 'base64url'] as const).map((name) =>
      Buffer.from(padded.toString(name).slice(from, to)),
    );
  });
  const hex = bytes.toString('hex');
  return [bytes, Buffer.from(hex), Buffer.from(hex.toUpperCase()), ...shifted];
}

/** Every file of a folder, those included that a database writes beside itself while it is open. */
export function searchFolder(folder: string, needles: readonly Needle[]): Searched {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile());
  const read = files.map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  return {
    files: read.length,
    bytes: read.reduce((sum, { bytes }) => sum + bytes.length, 0),
    found: [...Map.groupBy(needles, ({ mark }) => mark)].flatMap(([mark, forms]) => {
      const holding = read.filter(({ bytes }) => holds(bytes, forms)).map(({ name }) => name);
      return holding.length === 0 ? [] : [{ mark, files: holding }];
    }),
  };
}

/** @example holds(Buffer.from(log), textNeedles([address])) */
export function holds(bytes: Buffer, needles: readonly Needle[]): boolean {
  return needles.some((needle) => bytes.includes(needle.bytes));
}
