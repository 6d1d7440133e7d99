import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What is small as a file and long as a run: suites that lie in other files, and programs that are started and killed. */
export const LONG: readonly RegExp[] = [
  /^test\/(acceptance|contract|durability)\//,
  /^test\/apps\/server\/cli\/rees46\./,
  /^test\/core\/stores\/crash\./,
];

/** @example isLong('test/contract/store.embedded.test.ts') */
export function isLong(path: string): boolean {
  return LONG.some((pattern) => pattern.test(path));
}

/**
 * Vitest runs the longest files first, and on a fresh copy, where it knows no times, the largest. A long one that comes
 * last keeps one worker busy while the others have nothing left to do.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const knows = (file: TestSpecification) => this.ctx.cache.getTestSpecificationResult(file) !== undefined;
    if (files.every(knows)) return sorted;
    const rank = (file: TestSpecification) => (isLong(relative(this.ctx.config.root, file.moduleId)) ? 0 : 1);
    const groupOf = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    return sorted.toSorted((a, b) => groupOf(a) - groupOf(b) || rank(a) - rank(b));
  }
}
