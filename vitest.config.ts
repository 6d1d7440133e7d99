import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/runner/longest-first.ts';
import { makeMemoryFolder } from './test/support/runner/memory-folder.ts';

/** Tests start some hundred programs: with what Node compiled before, each in half the time. */
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/tests');

const isLong = process.env.INKLING_LONG === '1';

/** What is kept while tests run: in memory, where there is enough of it. Full sizes, and whoever names a folder, have the disk. */
const memory = isLong || process.env.TMPDIR !== undefined ? null : makeMemoryFolder();
if (memory !== null) {
  process.env.TMPDIR = memory;
  process.once('exit', () => rmSync(memory, { recursive: true, force: true, maxRetries: 3 }));
}

const browserFiles = ['test/e2e/**/*.test.ts', 'test/**/*.browser.test.ts', 'test/core/tracker/*.test.ts'];
/** Its other build is no module that Node can load. */
const SEGMENT_CORE = 'node_modules/@segment/actions-core/dist/cjs/index.js';
const leftOut = isLong ? [] : ['test/**/*.long.test.ts'];

/**
 * A worker more than the smallest machine that we promise to run on has cores: one of them mostly waits for a program or a
 * browser that it started. Browser suites come after everything else: nothing in them is asserted about how long anything
 * takes, so that several of them may share the machine.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 3,
    retry: 0,
    // A million events on two servers and their database are three programs of their own anywhere else.
    execArgv: isLong ? ['--max-old-space-size=8192'] : [],
    hookTimeout: 60_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'logic',
          include: ['test/**/*.test.ts'],
          exclude: [...browserFiles, ...leftOut],
          setupFiles: ['test/support/equal-activities.ts'],
          // No module holds state that a test could meet, so that what one file loaded serves the next.
          isolate: false,
          testTimeout: isLong ? 1_200_000 : 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Tests that Segment's own repository runs, under Jest: the same globals, the same rules for requests, the same snapshots.
        extends: true,
        resolve: { alias: { '@segment/actions-core': join(import.meta.dirname, SEGMENT_CORE) } },
        test: {
          name: 'segment',
          include: ['integrations/segment/destination/**/__tests__/*.test.ts'],
          globals: true,
          setupFiles: ['test/integrations/segment/as-in-jest/requests.ts'],
          snapshotEnvironment: 'test/integrations/segment/as-in-jest/snapshots.ts',
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: browserFiles,
          exclude: leftOut,
          // One browser for all files of a worker.
          isolate: false,
          testTimeout: isLong ? 1_200_000 : 60_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
