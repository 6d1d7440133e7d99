import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepWhole } from './whole-folder.ts';

/** No process has a larger one on Linux. */
const NOBODY = 2 ** 22 + 1;

describe('a folder that is kept whole', () => {
  let cache: string;

  const keep = (text: string, build = async () => undefined) =>
    keepWhole({
      cache,
      name: 'kept',
      build: async ({ into }) => {
        await build();
        mkdirSync(into);
        writeFileSync(join(into, 'a.txt'), text);
      },
    });

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'inkling-whole-'));
  });

  afterEach(() => rmSync(cache, { recursive: true, force: true }));

  it('is built once', async () => {
    const folder = await keep('first');
    expect(await keep('second')).toBe(folder);
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('first');
    expect(readdirSync(cache)).toEqual(['kept']);
  });

  it('is not there when its building broke off', async () => {
    const failing = keepWhole({
      cache,
      name: 'kept',
      build: async ({ into }) => {
        mkdirSync(into);
        throw new Error('broken');
      },
    });
    await expect(failing).rejects.toThrow('broken');
    expect(readdirSync(cache)).toEqual([]);
  });

  it('is one of two that were built at once', async () => {
    const both = Promise.withResolvers<undefined>();
    let started = 0;
    const meet = () => {
      started += 1;
      if (started === 2) both.resolve(undefined);
      return both.promise;
    };
    const [one, other] = await Promise.all([keep('same', meet), keep('same', meet)]);
    expect(one).toBe(other);
    expect(readdirSync(cache)).toEqual(['kept']);
  });

  it('is built without what a killed process left, beside what a living one builds', async () => {
    mkdirSync(join(cache, `building-${NOBODY}-abc`, 'whole'), { recursive: true });
    mkdirSync(join(cache, `building-${process.ppid}-abc`));
    await keep('text');
    expect(existsSync(join(cache, `building-${process.ppid}-abc`))).toBe(true);
    expect(readdirSync(cache)).toHaveLength(2);
  });
});
