/** Where an HTTP/1.1 answer ends, and its status: RFC 9112 as far as a server of ours uses it. */

const CR = 13;
const LF = 10;
const ZERO = 48;
const STATUS_AT = 9;
/** Lower-cases letters and leaves digits, hyphen and colon as they are. */
const LOWER = 0x20;

const CONTENT_LENGTH = Buffer.from('content-length:');
const TRANSFER_ENCODING = Buffer.from('transfer-encoding:');
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/**
 * Reads the status of the answer at the start of `bytes` if all of it is there, else 0. One answer at
 * a time: nothing may follow it, since the next request is not yet sent.
 *
 * @param length How many of the bytes count.
 * @example readAnswer(Buffer.from('HTTP/1.1 204 No Content\r\n\r\n'), 27) // 204
 */
export function readAnswer(bytes: Buffer, length: number): number {
  let bodyLength = 0;
  let isChunked = false;
  for (let at = STATUS_AT; at + 3 < length; at += 1) {
    if (bytes[at] !== CR || bytes[at + 1] !== LF) continue;
    const line = at + 2;
    if (bytes[line] === CR && bytes[line + 1] === LF) {
      const start = line + 2;
      const isWhole = isChunked ? endsWith(bytes, start, length) : length >= start + bodyLength;
      return isWhole ? readStatus(bytes) : 0;
    }
    if (startsWith(bytes, line, CONTENT_LENGTH)) bodyLength = readNumber(bytes, line + CONTENT_LENGTH.length);
    else if (startsWith(bytes, line, TRANSFER_ENCODING)) isChunked = true;
  }
  return 0;
}

function readStatus(bytes: Buffer): number {
  return Number(bytes.toString('latin1', STATUS_AT, STATUS_AT + 3));
}

function startsWith(bytes: Buffer, at: number, name: Buffer): boolean {
  for (let index = 0; index < name.length; index += 1) {
    if (((bytes[at + index] ?? 0) | LOWER) !== name[index]) return false;
  }
  return true;
}

function readNumber(bytes: Buffer, at: number): number {
  let value = 0;
  for (let index = at; bytes[index] !== CR && index < bytes.length; index += 1) {
    const digit = (bytes[index] ?? 0) - ZERO;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
  }
  return value;
}

/** A chunked body ends with the empty chunk; trailers are not used. */
function endsWith(bytes: Buffer, start: number, length: number): boolean {
  const at = length - LAST_CHUNK.length;
  return at >= start && bytes.subarray(at, length).equals(LAST_CHUNK);
}
