/** The plugin's languages, as they lie in its zip: the template for translators, and what WordPress loads. */
import { strFromU8, strToU8 } from 'fflate';
import { readPo, writeMo } from './po.ts';
import { writePot } from './pot.ts';

const TRANSLATION = /^languages\/.+\.po$/;
const SOURCE = /\.(php|js)$|block\.json$/;

/**
 * @param own The plugin's own files, by path.
 * @returns The files to put beside them, by path.
 * @example buildLanguages(files).get('languages/inkling.pot')
 */
export function buildLanguages(own: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> {
  const sources = [...own].filter(([path]) => SOURCE.test(path));
  const pot = writePot(new Map(sources.map(([path, bytes]) => [path, strFromU8(bytes)])));
  const translated = [...own].filter(([path]) => TRANSLATION.test(path));
  return new Map([
    ['languages/inkling.pot', strToU8(pot)],
    ...translated.map(
      ([path, bytes]) => [path.replace(/po$/, 'mo'), writeMo(readPo(strFromU8(bytes)))] as const,
    ),
  ]);
}
