/** What an envelope takes as an address. */

/** RFC 5321, section 4.5.3.1: a path is 256 octets at most, its angle brackets among them. */
const MOST_LENGTH = 254;
/** No spaces, controls, brackets, commas or quotes: nothing that could end an address and begin something else. */
const ADDRESS =
  /^[^\s\p{C}<>()[\]",:;\\@]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?\.[\p{L}\p{N}-]{2,63}$/u;

/** @example isMailAddress('Ann <ann@example.com>') // false */
export function isMailAddress(text: string): boolean {
  return text.length <= MOST_LENGTH && ADDRESS.test(text.trim()) && !text.includes('..');
}
