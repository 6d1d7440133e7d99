import { describe, expect, it } from 'vitest';
import { addTallies, formatSkips, formatTotals, passOrFail } from './tally.ts';

describe('the last line', () => {
  it('counts what passed, failed and was skipped', () => {
    const total = addTallies([
      passOrFail('lint', 0),
      passOrFail('types', 2),
      { passed: 40, failures: ['a.test.ts: one'], skips: [{ file: 'b.test.ts', title: 'two [no php]' }] },
    ]);
    expect(formatTotals(total)).toBe('41 passed, 2 failed, 1 skipped');
    expect(total.failures).toEqual(['types (exit code 2)', 'a.test.ts: one']);
  });

  it('is the same for a run in which nothing happened', () => {
    expect(formatTotals(addTallies([]))).toBe('0 passed, 0 failed, 0 skipped');
  });
});

describe('what was skipped', () => {
  it('is one line a suite, with the reason and the number of its tests', () => {
    const skips = ['looks', 'clicks', 'buys'].map((title) => ({
      file: 'test/e2e/shop.test.ts',
      title: `demo shop [no chromium: apt-get install chromium] ${title}`,
    }));
    expect(formatSkips(skips)).toEqual([
      'test/e2e/shop.test.ts: demo shop [no chromium: apt-get install chromium] (3 tests)',
    ]);
  });

  it('shows up a title that gives no reason', () => {
    expect(formatSkips([{ file: 'a.test.ts', title: 'later' }])[0]).toContain('later [no reason given');
  });
});
