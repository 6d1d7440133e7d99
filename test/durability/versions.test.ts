import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { expectMidnightTold } from './midnight.ts';
import { expectVersionsBuilt } from './versions-property.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'inkling-versions-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

describe('another version of a segment, when events arrive and the server is killed while it is built', () => {
  it('leaves the old one to everybody until it is complete, and is then true of all 2,000 visitors', () =>
    expectVersionsBuilt(dataDir, 2_000));
});

describe('visitors who leave a segment at one midnight', () => {
  it('are all told of, once each, with the true instant and in time order', () =>
    expectMidnightTold(dataDir, 2_000));
});
