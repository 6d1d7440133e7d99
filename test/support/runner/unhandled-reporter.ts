/**
 * Vitest's JSON report knows tests and files. What goes wrong outside of any of them (a promise that nobody waited for, a
 * worker that ended) only ends the run with 1: this one leaves it in the file that the environment names.
 */
import { writeFileSync } from 'node:fs';
import type { Reporter } from 'vitest/node';

export const UNHANDLED_FILE = 'INKLING_UNHANDLED';

/** @example nodeCommand('vitest/vitest.mjs', ['run', '--reporter=./test/support/runner/unhandled-reporter.ts']) */
export default function createUnhandledReporter(): Reporter {
  return {
    onTestRunEnd(_modules, unhandled) {
      const path = process.env[UNHANDLED_FILE];
      if (path === undefined) return;
      const told = unhandled.map(({ type, name, message, stack, VITEST_TEST_PATH, VITEST_TEST_NAME }) => ({
        type,
        name,
        message,
        stack,
        file: VITEST_TEST_PATH,
        test: VITEST_TEST_NAME,
      }));
      writeFileSync(path, JSON.stringify(told));
    },
  };
}
