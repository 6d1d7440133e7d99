import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEntries } from '../../../core/entry.ts';
import { decodeProfile, encodeProfile } from '../../../core/profiles/codec.ts';
import { fold } from '../../../core/profiles/fold.ts';
import { emptyProfile, FOLD_VERSION } from '../../../core/profiles/profile.ts';
import { event, lonelyHistory, PERSON, rules, START } from './world.ts';

describe('the stored profile', () => {
  it('is read as it was written, and equal profiles have equal texts', () => {
    fc.assert(
      fc.property(lonelyHistory, (entries) => {
        const profile = entries
          .toSorted(compareEntries)
          .reduce((p, entry) => fold(p, entry, rules), emptyProfile(PERSON));
        const text = encodeProfile(profile);
        const read = decodeProfile(text);
        expect(read).toEqual(profile);
        expect(read && encodeProfile(read)).toBe(text);
      }),
      { seed: 31, numRuns: 100 },
    );
  });

  it('keeps sums exactly that no double can hold', () => {
    const most = { properties: { price: Number.MAX_SAFE_INTEGER } };
    const profile = [0, 1, 2]
      .map((n) => event('Searched', { t: START + n, ...most }))
      .reduce((p, entry) => fold(p, entry, rules), emptyProfile(PERSON));
    expect(decodeProfile(encodeProfile(profile))?.names.kept[0]?.sums).toEqual([
      { property: 'price', total: 27_021_597_764_222_973n },
    ]);
  });

  it.each([
    [
      'another fold version',
      encodeProfile(emptyProfile(PERSON)).replace(`[${FOLD_VERSION},`, `[${FOLD_VERSION + 1},`),
    ],
    ['no JSON', '[1,'],
    ['no profile', '{"0":1}'],
    ['nothing', ''],
    ['damaged in the middle', encodeProfile(emptyProfile(PERSON)).replace('[[],', '[7,')],
  ])('is to be made anew when it is %s', (_title, text) => {
    expect(decodeProfile(text)).toBeNull();
  });
});
