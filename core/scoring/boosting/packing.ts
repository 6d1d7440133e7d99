/** Arrays of numbers as short text: in the narrowest type that holds each of them exactly, little-endian, base64. */

/** Narrowest first. */
const WIDTHS = [
  { name: 'u8', bytes: 1, write: 'setUint8', read: 'getUint8' },
  { name: 'u16', bytes: 2, write: 'setUint16', read: 'getUint16' },
  { name: 'u32', bytes: 4, write: 'setUint32', read: 'getUint32' },
  { name: 'f32', bytes: 4, write: 'setFloat32', read: 'getFloat32' },
  { name: 'f64', bytes: 8, write: 'setFloat64', read: 'getFloat64' },
] as const;

type Width = (typeof WIDTHS)[number];

/** @example packNumbers([1, 2, 300]) // 'u16:AQACACwB' */
export function packNumbers(numbers: ArrayLike<number>): string {
  const { name, bytes, write } = WIDTHS.find((width) => holdsAll(width, numbers)) ?? WIDTHS[4];
  const view = new DataView(new ArrayBuffer(numbers.length * bytes));
  for (let at = 0; at < numbers.length; at++) view[write](at * bytes, numbers[at] as number, true);
  return `${name}:${Buffer.from(view.buffer).toString('base64')}`;
}

/** Tried out, so that it holds for each number what will be read. */
function holdsAll({ bytes, write, read }: Width, numbers: ArrayLike<number>): boolean {
  const view = new DataView(new ArrayBuffer(bytes));
  for (let at = 0; at < numbers.length; at++) {
    view[write](0, numbers[at] as number, true);
    if (!Object.is(view[read](0, true), numbers[at])) return false;
  }
  return true;
}

/** @returns null where the text is none of `packNumbers`. */
export function unpackNumbers(text: string): Float64Array | null {
  const colon = text.indexOf(':');
  const width = WIDTHS.find(({ name }) => name === text.slice(0, colon));
  const encoded = text.slice(colon + 1);
  const bytes = Buffer.from(encoded, 'base64');
  if (width === undefined || bytes.toString('base64') !== encoded || bytes.length % width.bytes !== 0)
    return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const numbers = new Float64Array(bytes.length / width.bytes);
  for (let at = 0; at < numbers.length; at++) numbers[at] = view[width.read](at * width.bytes, true);
  return numbers;
}
