/** Data folders that last as long as one test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Does something once the test is over. */
export type AtEnd = typeof onTestFinished;

/**
 * @param atEnd Of the test's own context, where tests run beside one another.
 * @example const dataDir = makeDataFolder();
 */
export function makeDataFolder(atEnd: AtEnd = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-data-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
