import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../../support/source-tree.ts';

it.each(['inkling.js', 'start.js'])(
  'a Node that reads no types is told by %s which one is needed',
  (file) => {
    // Reads no types either, and says so in the same way.
    const path = join(ROOT, 'apps/server', file);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-experimental-strip-types', path], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`is Node ${process.versions.node}, and 22.18 or newer is needed: install that`);
    expect(stderr).not.toContain('    at ');
  },
);
