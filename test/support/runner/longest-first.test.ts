import { describe, expect, it } from 'vitest';
import type { TestSpecification, Vitest } from 'vitest/node';
import { listFiles } from '../source-tree.ts';
import { isLong, LONG, LongestFirst } from './longest-first.ts';

const ROOT = '/repository';

/** As Vitest knows a file that no run has told it about. */
function specify(path: string, groupOrder = 0): TestSpecification {
  const config = { isolate: false, sequence: { groupOrder } };
  return { moduleId: `${ROOT}/${path}`, project: { name: 'logic', config } } as unknown as TestSpecification;
}

async function sort(
  files: readonly TestSpecification[],
  known: readonly string[],
): Promise<readonly string[]> {
  const getTestSpecificationResult = ({ moduleId }: TestSpecification) =>
    known.includes(moduleId) ? { failed: false, duration: moduleId.length } : undefined;
  const vitest = { config: { root: ROOT }, cache: { getTestSpecificationResult } } as unknown as Vitest;
  const sorted = await new LongestFirst(vitest).sort([...files]);
  return sorted.map(({ moduleId }) => moduleId.slice(ROOT.length + 1));
}

describe('the order of the suites', () => {
  const paths = ['test/core/a.test.ts', 'test/durability/b.test.ts', 'test/core/c.test.ts'] as const;

  it('begins with what is known to take long, where no run has told', async () => {
    expect(
      await sort(
        paths.map((path) => specify(path)),
        [],
      ),
    ).toEqual([paths[1], paths[0], paths[2]]);
  });

  it('is that of the times where a run has told all of them', async () => {
    const known = paths.map((path) => `${ROOT}/${path}`);
    expect(
      await sort(
        paths.map((path) => specify(path)),
        known,
      ),
    ).toEqual([paths[1], paths[0], paths[2]]);
    const longer = 'test/core/much-longer-than-the-others.test.ts';
    const files = [...paths, longer].map((path) => specify(path));
    expect((await sort(files, [...known, `${ROOT}/${longer}`]))[0]).toBe(longer);
  });

  it('leaves groups apart', async () => {
    const files = [specify(paths[0]), specify(paths[1], 1)];
    expect(await sort(files, [])).toEqual([paths[0], paths[1]]);
  });

  it('knows no file that is not there', () => {
    const files = listFiles().filter((path) => path.endsWith('.test.ts'));
    for (const pattern of LONG)
      expect([pattern, files.some((path) => pattern.test(path))]).toEqual([pattern, true]);
    expect(files.filter(isLong).length).toBeLessThan(files.length / 5);
  });
});
