/** Kinds that fewer pages need come in files of their own, each loaded with the first decision that asks for it. */
import type { Rendered } from '../../../decisions/treatment.ts';
import { button, make, picture, readAddress, say } from './element.ts';
import { addStyles } from './frame.ts';
import { actions, anchor, type Content, closing, type Hands, type Kind, naming, type Show } from './kind.ts';
import { readLocale, writePrice } from './text.ts';
import { TEXTS } from './texts.ts';

/** What the parts build with: they hold no copy of it. */
const TOOLS = {
  actions,
  anchor,
  button,
  closing,
  make,
  naming,
  picture,
  readAddress,
  readLocale,
  say,
  writePrice,
};
export type Tools = typeof TOOLS;

export type Shows = { [K in Kind]?: Show<K> };

/** What the file of a part hands over. */
export type Part = { readonly styles: string; open(tools: Tools): Shows };
export type Load = (name: string, use: (part: Part) => void) => void;

const shows: Shows = { ...TEXTS };
const FILES: { readonly [K in Kind]?: string } = {
  content: 'blocks',
  trust: 'blocks',
  coupon: 'offers',
  survey: 'offers',
  comparison: 'products',
  bundle: 'products',
  tour: 'tour',
};
const asked = new Set<string>();
let load: Load;

export function startParts(loadPart: Load): void {
  load = loadPart;
}

/**
 * Whether a kind can be shown; where it can be later, its file is sent for.
 *
 * @returns `unsupported` for what a newer server may know, `loading`, or nothing when it is there.
 */
export function findPartObstacle(kind: Kind): string {
  const file = FILES[kind];
  if (shows[kind]) return '';
  if (!file) return 'unsupported';
  if (!asked.has(file))
    load(file, ({ styles, open }) => {
      addStyles(styles);
      Object.assign(shows, open(TOOLS));
    });
  asked.add(file);
  return 'loading';
}

export const showKind = (treatment: Rendered, hands: Hands): Content =>
  (shows[treatment.kind] as (treatment: Rendered, hands: Hands) => Content)(treatment, hands);
