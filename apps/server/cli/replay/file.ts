/** A file of rows on disk: packed or not, CSV or NDJSON, read in pieces so that its size is no matter. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InklingError } from '../../../../core/errors.ts';
import { type CsvShape, createCsvReader } from './csv.ts';
import { createNdjsonReader } from './ndjson.ts';
import type { BadRow, Row, RowReader } from './row.ts';

const PIECE_BYTES = 256 * 1024;
/** First two bytes of a gzip stream, RFC 1952 section 2.3.1. */
const GZIP = Buffer.from([0x1f, 0x8b]);

export type Piece = {
  readonly rows: readonly (Row | BadRow)[];
  /** Columns of a CSV file once its header was seen. */
  readonly columns: readonly string[] | null;
  /** Of the file as it lies on disk. */
  readonly bytesRead: number;
};

/** @throws InklingError `no_file` where it cannot be read. */
export async function fileBytes(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (found.isFile()) return found.size;
  throw new InklingError('no_file', path, 'it is not a file', 'name a CSV or NDJSON file');
}

/**
 * The rows of a file in order. Format and packing are seen by content, not by name.
 *
 * @throws InklingError with file and line where reading on makes no sense.
 */
export async function* readRows(path: string, shape: CsvShape = {}): AsyncGenerator<Piece> {
  const file = createReadStream(path, { highWaterMark: PIECE_BYTES });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let reader: RowReader | null = null;
  try {
    for await (const bytes of await unpack(file, path)) {
      const text = decoder.decode(bytes, { stream: true });
      reader ??= chooseReader(text, shape);
      yield { rows: reader.push(text), columns: reader.columns(), bytesRead: file.bytesRead };
    }
    const text = decoder.decode();
    if (reader === null) return;
    const rows = [...reader.push(text), ...reader.end()];
    yield { rows, columns: reader.columns(), bytesRead: file.bytesRead };
  } catch (error) {
    throw explain(path, error);
  } finally {
    file.destroy();
  }
}

async function unpack(file: Readable, path: string): Promise<AsyncIterable<Buffer>> {
  if (!(await isPacked(path))) return file;
  // An error on either side reaches the reader of the unpacked bytes.
  return pipeline(file, createGunzip({ chunkSize: PIECE_BYTES }), () => undefined);
}

async function isPacked(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(GZIP.length), 0, GZIP.length, 0);
    return bytesRead === GZIP.length && buffer.equals(GZIP);
  } finally {
    await file.close();
  }
}

function chooseReader(text: string, shape: CsvShape): RowReader {
  return text.trimStart().startsWith('{') ? createNdjsonReader() : createCsvReader(shape);
}

function explain(path: string, error: unknown): unknown {
  if (error instanceof InklingError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new InklingError('invalid_utf8', path, 'it is not UTF-8', 'convert it, for example with iconv');
  }
  if (code.startsWith('Z_')) {
    return new InklingError('broken_gzip', path, 'the gzip stream is broken or cut short', 'fetch it again');
  }
  return code.startsWith('E') && !code.startsWith('ERR_') ? unreadable(path, error) : error;
}

function unreadable(path: string, cause: unknown): InklingError {
  const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  const fault = isMissing ? 'there is no such file' : 'it cannot be read';
  return new InklingError('no_file', path, fault, 'check its path and who may read it', { cause });
}
