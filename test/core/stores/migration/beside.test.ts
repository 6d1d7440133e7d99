import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SiteId } from '../../../../core/entry.ts';
import { createErasureFile, readLines } from '../../../../core/stores/erasure-file.ts';
import { copyBeside, dropSalts } from '../../../../core/stores/migration/beside.ts';
import type { Shelves } from '../../../../core/stores/migration/sides.ts';
import { createSaltFile } from '../../../../core/stores/salt-file.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';

const SALT = { site: 'st_one' as SiteId, day: '2026-01-05', createdAt: 1, salt: 'c2FsdA==' };
const NOWHERE: Shelves = { salts: null, erasures: null };

function shelvesOf(dataDir: string): Shelves {
  return { salts: createSaltFile(dataDir), erasures: createErasureFile(join(dataDir, 'erasures.log')) };
}

async function linesOf(dataDir: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of readLines(join(dataDir, 'erasures.log'))) lines.push(line);
  return lines;
}

async function fill(lines: readonly string[], hasSalt = true) {
  const dataDir = makeDataFolder();
  const shelves = shelvesOf(dataDir);
  for (const line of lines) await shelves.erasures?.append(line);
  if (hasSalt) await shelves.salts?.put(SALT);
  return { dataDir, shelves };
}

describe('what lies beside a store', () => {
  it('goes along, and salts are in one place only once they have', async () => {
    const [from, to] = [await fill(['a', 'b']), await fill([], false)];
    expect(await copyBeside(from.shelves, to.shelves)).toEqual({ salts: 'moved', erasures: 2 });
    expect(await from.shelves.salts?.list()).toEqual([SALT]);
    await dropSalts(from.shelves, to.shelves);
    expect([await from.shelves.salts?.list(), await to.shelves.salts?.list()]).toEqual([[], [SALT]]);
    expect(await linesOf(to.dataDir)).toEqual(['a', 'b']);
    expect(await linesOf(from.dataDir)).toEqual(['a', 'b']);
  });

  it('goes on where an earlier run stopped, and adds nothing twice', async () => {
    const [from, to] = [await fill(['a', 'b', 'c']), await fill(['a'])];
    await copyBeside(from.shelves, to.shelves);
    expect(await copyBeside(from.shelves, to.shelves)).toEqual({ salts: 'moved', erasures: 3 });
    expect(await linesOf(to.dataDir)).toEqual(['a', 'b', 'c']);
  });

  it('may be one log for both sides', async () => {
    const { shelves, dataDir } = await fill(['a', 'b']);
    expect(await copyBeside(shelves, { ...NOWHERE, erasures: shelves.erasures })).toMatchObject({
      erasures: 2,
    });
    expect(await linesOf(dataDir)).toEqual(['a', 'b']);
  });

  it.each([[['x']], [['a', 'b', 'c']]])('is not mixed with the log of another store: %s', async (lines) => {
    const [from, to] = [await fill(['a', 'b']), await fill(lines)];
    await expect(copyBeside(from.shelves, to.shelves)).rejects.toMatchObject({ code: 'target_not_empty' });
    expect(await linesOf(to.dataDir)).toEqual(lines);
  });

  it('stays where the other side has no place for it', async () => {
    const { shelves } = await fill(['a']);
    expect(await copyBeside(shelves, NOWHERE)).toEqual({ salts: 'stay', erasures: null });
    await dropSalts(shelves, NOWHERE);
    expect(await shelves.salts?.list()).toEqual([SALT]);
  });

  it('is nothing where there is nothing', async () => {
    const [from, to] = [await fill([], false), await fill([], false)];
    writeFileSync(join(from.dataDir, 'salts'), '{}');
    expect(await copyBeside(from.shelves, to.shelves)).toEqual({ salts: 'none', erasures: 0 });
  });
});
