import { describe, expect, it } from 'vitest';
import type { Overlap } from '../../../core/measurement/overlap.ts';
import { findingsOf, type SegmentFacts, suggestMerges } from '../../../core/measurement/segment-health.ts';

const NOW = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;

const segment = (changes: Partial<SegmentFacts> = {}): SegmentFacts => ({
  key: 'loyal',
  name: 'Loyal',
  size: 500,
  kpi: 'conversion',
  campaigns: ['thanks'],
  from: NOW - 90 * DAY,
  lastMoveAt: NOW - DAY,
  ...changes,
});

const kindsOf = (changes: Partial<SegmentFacts>, visitors = 10_000, isComplete = true) =>
  findingsOf(segment(changes), { visitors, now: NOW, isComplete }).map(({ kind }) => kind);

describe('the health of a segment', () => {
  it.each([
    ['is good', {}, []],
    ['lacks a campaign', { campaigns: [] }, ['no campaign']],
    ['lacks a figure', { kpi: null }, ['no KPI']],
    ['has 30 members', { size: 30 }, []],
    ['has 29 members', { size: 29 }, ['too small']],
    ['moved 30 days ago', { lastMoveAt: NOW - 30 * DAY }, ['never changes']],
    ['moved a moment later', { lastMoveAt: NOW - 30 * DAY + 1 }, []],
    ['never moved', { lastMoveAt: null }, ['never changes']],
    ['is too young to have moved', { lastMoveAt: null, from: NOW - 30 * DAY + 1 }, []],
  ] as const)('%s', (_, changes, kinds) => {
    expect(kindsOf(changes)).toEqual(kinds);
  });

  it('is bad below a thousandth of the visitors', () => {
    expect(kindsOf({ size: 500 }, 500_000)).toEqual([]);
    expect(kindsOf({ size: 500 }, 500_001)).toEqual(['too small']);
  });

  it('says nothing of moves that were not all seen', () => {
    expect(kindsOf({ lastMoveAt: null }, 10_000, false)).toEqual([]);
  });

  it('says what is too small in numbers', () => {
    const [finding] = findingsOf(segment({ size: 12 }), { visitors: 4_800, now: NOW, isComplete: true });
    expect(finding?.why).toBe('12 of 4800 visitors (0.25 %): fewer than 30, or under 0.1 %.');
  });
});

describe('a suggestion to merge', () => {
  const overlap = (inA: number, inB: number, both: number): Overlap => {
    const either = inA + inB - both;
    return { a: 0, b: 1, inA, inB, both, either, jaccard: both / either };
  };
  const merge = (changes: readonly Partial<SegmentFacts>[], pair: Overlap) =>
    suggestMerges(
      changes.map((change, n) => segment({ key: `s${n}`, name: `S${n}`, campaigns: [], ...change })),
      [pair],
    );

  it('comes from four fifths in common, and says so', () => {
    expect(merge([{ size: 9 }, { size: 9 }], overlap(9, 9, 8))).toEqual([
      {
        merge: 's1',
        into: 's0',
        jaccard: 0.8,
        why: '8 of the 10 members of “S0” or “S1” are in both (Jaccard 0.80). If a segment lacks a tailored treatment, merge it.',
      },
    ]);
    expect(merge([{ size: 90 }, { size: 90 }], overlap(90, 90, 79))).toEqual([]);
  });

  it('spares the one with a campaign, else the larger', () => {
    const nearly = overlap(9, 10, 9);
    expect(merge([{ size: 9 }, { size: 10 }], nearly)).toMatchObject([{ merge: 's0', into: 's1' }]);
    expect(merge([{ size: 9, campaigns: ['x'] }, { size: 10 }], nearly)).toMatchObject([{ merge: 's1' }]);
  });

  it('comes from one segment within another', () => {
    expect(merge([{ size: 40 }, { size: 12 }], overlap(40, 12, 12))).toEqual([
      {
        merge: 's1',
        into: 's0',
        jaccard: 0.3,
        why: 'Everybody in “S1” (12) is in “S0” as well. If a segment lacks a tailored treatment, merge it.',
      },
    ]);
    expect(merge([{ size: 40 }, { size: 12 }], overlap(40, 12, 11))).toEqual([]);
  });
});
