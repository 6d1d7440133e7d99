/** Data folders that last as long as one test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** @example const dataDir = makeDataFolder(); */
export function makeDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-data-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
