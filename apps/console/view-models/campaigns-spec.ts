/** How a place of a campaign is asked. */
import type { Json } from './campaigns-document.ts';

export type FieldSpec = {
  /** In the object around it; also the name of its words, unless they have one of their own. */
  readonly name: string;
  readonly word?: string;
  readonly kind:
    | 'text'
    | 'number'
    | 'share'
    | 'yesNo'
    | 'choice'
    | 'several'
    | 'length'
    | 'instant'
    | 'clock'
    | 'lines'
    | 'names'
    | 'pairs'
    | 'segment'
    | 'segments'
    | 'texts'
    | 'letter'
    | 'group'
    | 'list'
    | 'treatment';
  readonly options?: readonly string[];
  /** Of a length: what may stand in its place; `never` is written as null. */
  readonly words?: readonly string[];
  /** Of yes or no: what it is where it is left out. */
  readonly isUsuallyOn?: boolean;
  /** Left out, it is this. */
  readonly usual?: string;
  /** An empty text stays: without its key the object around it would be another. */
  readonly isKept?: boolean;
  /** Of a group and a list. */
  readonly within?: readonly FieldSpec[];
  /** Of a group that may be there or not, and of one more of a list. */
  readonly fresh?: Json;
  /** Asked only where another field beside it says one of these, or where something stands there. */
  readonly onlyFor?: { readonly name: string; readonly values: readonly string[] };
  /** Asked only where it stands there already: the same can be said by another field. */
  readonly isRare?: boolean;
};
