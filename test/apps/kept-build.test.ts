import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepBuild } from '../../apps/kept-build.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkling-kept-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Counts how often it is built, from one source that the test writes. */
function counted() {
  let builds = 0;
  const source = join(folder, 'source.ts');
  writeFileSync(source, 'one');
  const build = (onSource: (path: string) => void) => {
    onSource(source);
    builds += 1;
    return { text: `build ${builds}` };
  };
  const keep = (into = join(folder, 'kept')) => keepBuild('part', build, into).text;
  return { source, keep };
}

describe('keepBuild', () => {
  it('builds once for as long as its sources stay the same', () => {
    const { keep } = counted();
    expect([keep(), keep(), keep()]).toEqual(['build 1', 'build 1', 'build 1']);
  });

  it('builds anew after a source changed', () => {
    const { keep, source } = counted();
    keep();
    writeFileSync(source, 'two');
    expect([keep(), keep()]).toEqual(['build 2', 'build 2']);
  });

  it('builds anew where what is kept was cut short', () => {
    const { keep } = counted();
    keep();
    writeFileSync(join(folder, 'kept/part.json'), '{"bundler":');
    expect([keep(), keep()]).toEqual(['build 2', 'build 2']);
  });

  it('builds anew for another bundler', () => {
    const { keep } = counted();
    keep();
    writeFileSync(
      join(folder, 'kept/part.json'),
      JSON.stringify({ bundler: '0.0.1', sources: {}, built: { text: 'old' } }),
    );
    expect(keep()).toBe('build 2');
  });

  it('leaves nothing beside what it keeps', () => {
    const { keep } = counted();
    keep();
    expect(readdirSync(join(folder, 'kept'))).toEqual(['part.json']);
  });

  it('builds at each start where nobody can write', () => {
    const { keep, source } = counted();
    // A file stands where the folder would be.
    expect([keep(join(source, 'kept')), keep(join(source, 'kept'))]).toEqual(['build 1', 'build 2']);
  });
});
