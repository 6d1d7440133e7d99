/** Rotating keys: what is asked for, and what is shown of what came. */
import type { RotatedAnswer } from '../api/answers/site.ts';
import type { SettingsWords } from '../words/settings.ts';
import type { Format } from './format.ts';

export const KEY_CHOICES = ['both', 'write', 'secret'] as const;
export type KeyChoice = (typeof KEY_CHOICES)[number];

/** How long the old one goes on, as the route takes it; null: as usual. */
const OVERLAPS = { usual: null, now: '0s', day: '1d', week: '7d', month: '30d' } as const;
export type Overlap = keyof typeof OVERLAPS;
export const OVERLAP_CHOICES = Object.keys(OVERLAPS) as readonly Overlap[];

/** @example writeRotation('secret', 'now') // { only: 'secret', overlap: '0s' } */
export function writeRotation(kind: KeyChoice, overlap: Overlap): Readonly<Record<string, string>> {
  const length = OVERLAPS[overlap];
  return { ...(kind !== 'both' && { only: kind }), ...(length !== null && { overlap: length }) };
}

export type KeyRow = { readonly key: string; readonly label: string; readonly text: string };

export type Rotated = {
  /** Shown once. */
  readonly keys: readonly KeyRow[];
  /** Of each old key until when it opens anything. */
  readonly old: readonly string[];
};

export function viewRotated(
  { writeKey, secretKey, oldKeys }: RotatedAnswer,
  words: SettingsWords['keys'],
  format: Format,
): Rotated {
  const rows = [
    { key: 'write', label: words.write, text: writeKey },
    { key: 'secret', label: words.secret, text: secretKey },
  ];
  return {
    keys: rows.flatMap(({ text, ...row }) => (text === undefined ? [] : [{ ...row, text }])),
    old: oldKeys.map(({ kind, until }) =>
      words.old(kind === 'write' ? words.write : words.secret, format.time(until)),
    ),
  };
}
