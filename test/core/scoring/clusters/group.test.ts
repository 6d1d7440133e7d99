import { describe, expect, it } from 'vitest';
import { describeGroup, type Group } from '../../../../core/scoring/clusters/group.ts';
import { toMatrix } from '../../../../core/scoring/matrix.ts';

const SESSIONS = 400;

/** Sessions with 0 to 9 added to the cart; those of the group add at least 5. */
function groupOf(parts: Partial<Group> = {}): Group {
  const rows = Uint32Array.from({ length: SESSIONS }, (_, row) => row);
  return {
    matrix: toMatrix(
      Array.from(rows, (row) => [row % 10]),
      [{ name: 'adds', kind: 'number' }],
    ),
    rows,
    inside: Uint8Array.from(rows, (row) => Number(row % 10 >= 5)),
    jaccard: 0.9,
    ...parts,
  };
}

const isCrowd = (rows: readonly number[]): boolean => rows.length >= 50;

describe('a group of sessions', () => {
  it('is told of by its rule, whose agreement is that of sessions it was not made of', () => {
    expect(describeGroup(groupOf(), isCrowd)).toEqual({
      rule: [{ feature: 'adds', op: 'gte', value: 5 }],
      agreement: { precision: 1, recall: 1, f1: 1, kappa: 1, size: 200, share: 0.5 },
      stability: 0.9,
    });
  });

  it('agrees less where only the sessions that made the rule know it', () => {
    const inside = Uint8Array.from({ length: SESSIONS }, (_, row) =>
      Number(row < 280 ? row % 10 >= 5 : row % 10 >= 6),
    );
    const told = describeGroup(groupOf({ inside }), isCrowd);
    // 48 of the last 120 are inside, and the rule means 60.
    expect(told).toMatchObject({ agreement: { precision: 0.8, recall: 1 } });
  });

  const few = Uint8Array.from({ length: SESSIONS }, (_, row) => Number(row < 49));
  const scattered = Uint8Array.from({ length: SESSIONS }, (_, row) => Number((row * 7919) % 13 < 6));

  it.each([
    { what: 'has few visitors', parts: { inside: few }, sessions: 49, why: 'too_small' },
    { what: 'is not found again', parts: { jaccard: 0.74 }, sessions: 200, why: 'unstable' },
    {
      what: 'no rule agrees with',
      parts: { inside: scattered },
      sessions: scattered.reduce((sum, one) => sum + one, 0),
      why: 'no_rule',
    },
  ])('that $what is not told of: $why', ({ parts, sessions, why }) => {
    expect(describeGroup(groupOf(parts), isCrowd)).toEqual({ sessions, why });
  });

  it('is not told of where its rule means too few, though the group is large enough', () => {
    const isLarger = (rows: readonly number[]): boolean => rows.length > 200;
    // One more session is in the group than the rule means.
    const inside = groupOf().inside.map((one, row) => (row === 399 || row === 390 ? 1 : one));
    expect(describeGroup(groupOf({ inside }), isLarger)).toEqual({ sessions: 201, why: 'too_small' });
  });
});
