import { describe, expect, it } from 'vitest';
import { discoverSegments } from '../../../../core/scoring/clusters/discover.ts';
import { applyRule } from '../../../../core/scoring/clusters/rule.ts';
import { toSegment } from '../../../../core/scoring/clusters/segment-of-rule.ts';
import { SESSION_FEATURES } from '../../../../core/scoring/clusters/session-features.ts';
import { adjustedRand } from '../../../../core/scoring/clusters/stability.ts';
import { toMatrix } from '../../../../core/scoring/matrix.ts';
import { parseDefinition } from '../../../../core/segments/parse.ts';
import { drawGroups, drawNoise, NOISES } from './planted.ts';

const allowed = SESSION_FEATURES;

describe('discovered segments', () => {
  const { matrix, groups } = drawGroups(450, 5);
  const found = discoverSegments(matrix, { allowed });

  it('are the three groups that are there, by rules of at most four conditions', () => {
    expect([found.reason, found.structure?.k, found.dropped]).toEqual([null, 3, []]);
    const means = found.segments.map(({ rule }) => applyRule(rule, matrix));
    const labels = groups.map((_, row) =>
      Math.max(
        0,
        means.findIndex((one) => one[row] === 1),
      ),
    );
    expect(adjustedRand(labels, groups, 3)).toBeGreaterThanOrEqual(0.9);
    for (const { rule, agreement, stability } of found.segments) {
      expect(rule.length).toBeGreaterThan(0);
      expect(rule.length).toBeLessThanOrEqual(4);
      expect(agreement.f1).toBeGreaterThan(0.9);
      expect(agreement.size).toBe(applyRule(rule, matrix).reduce((sum, one) => sum + one, 0));
      expect(agreement.share).toBe(agreement.size / 450);
      expect(stability).toBeGreaterThan(0.9);
    }
  });

  it('can be installed', () => {
    for (const [at, { rule }] of found.segments.entries()) {
      expect(parseDefinition(toSegment(rule, { key: `found-${at}`, features: allowed })).ok).toBe(true);
    }
  });

  it('are the same for the same seed', () => {
    expect(discoverSegments(matrix, { allowed })).toEqual(found);
  });

  it.each(Object.keys(NOISES))('are none in %s', (kind) => {
    const noise = discoverSegments(drawNoise(kind, 300, 8), { allowed });
    expect([noise.segments, noise.reason]).toEqual([[], 'no_structure']);
  });

  it('are none where all sessions are alike', () => {
    const alike = toMatrix(
      Array.from({ length: 200 }, () => [3]),
      [{ name: 'adds', kind: 'number' }],
    );
    expect(discoverSegments(alike, { allowed }).reason).toBe('no_structure');
  });

  it('tell of nobody who is one of few: groups are counted by visitors, not by sessions', () => {
    // The buyers are 30 visitors who come about three times each; all others come once.
    const visitors = groups.map((_, row) => row);
    let buyer = 0;
    const ids = Array.from(visitors, (_, row) => (groups[row] === 2 ? 10_000 + (buyer++ % 30) : row));
    const { segments, dropped, reason } = discoverSegments(matrix, { allowed, visitors: ids });
    expect([segments.length, reason, dropped.map(({ why }) => why)]).toEqual([2, null, ['too_small']]);
  });

  it.each([
    { visitors: undefined, rows: 99 },
    { visitors: Array.from({ length: 450 }, (_, row) => row % 99), rows: 450 },
  ])('are not looked for among fewer than 100 visitors', ({ visitors, rows }) => {
    const few = drawGroups(rows, 5).matrix;
    const { reason, structure } = discoverSegments(few, { allowed, ...(visitors && { visitors }) });
    expect([reason, structure]).toEqual(['too_few_sessions', null]);
  });

  it.each([
    {
      what: 'a trait of the device',
      name: 'device',
      value: 1,
      said: 'device is not among the session features',
    },
    { what: 'a missing value', name: 'adds', value: Number.NaN, said: 'row 0 has no adds from 0 on: NaN' },
    { what: 'a value below 0', name: 'adds', value: -1, said: 'row 0 has no adds from 0 on: -1' },
  ])('refuse $what', ({ name, value, said }) => {
    const wrong = toMatrix(
      Array.from({ length: 200 }, () => [value]),
      [{ name, kind: 'number' }],
    );
    expect(() => discoverSegments(wrong, { allowed })).toThrow(said);
  });

  it('refuse what the caller does not allow, though it can be said', () => {
    expect(() =>
      discoverSegments(matrix, { allowed: allowed.filter(({ name }) => name !== 'searches') }),
    ).toThrow('searches is not among the session features');
  });
});
