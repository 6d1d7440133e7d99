import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { VisitorId } from '../../../core/entry.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { CHECKPOINTS } from '../../../core/stores/phase.ts';
import { entry, link, profile, reservation, SITE, T0 } from '../../contract/store-samples.ts';
import { makeDataFolder } from '../../support/data-folder.ts';

/** Ids spread over every page of every index, the same at each run. */
function scattered(number: number): VisitorId {
  let state = (number + 1) * 2_654_435_761;
  const digits = Array.from({ length: 4 }, () => {
    state = Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9;
    return (state >>> 0).toString(16).padStart(8, '0');
  });
  return digits.join('') as VisitorId;
}

/** Where in the folder an id is found, as text or as bytes. */
function findTraces(dataDir: string, visitor: VisitorId): string[] {
  return findBytes(dataDir, [Buffer.from(visitor), Buffer.from(visitor, 'hex')]);
}

function findBytes(dataDir: string, needles: readonly Buffer[]): string[] {
  return readdirSync(dataDir).filter((file) => {
    const bytes = readFileSync(join(dataDir, file));
    return needles.some((needle) => bytes.includes(needle));
  });
}

describe('an erased visitor', () => {
  it('leaves no byte of an id in the data folder, when the removal is acknowledged', async () => {
    const dataDir = makeDataFolder();
    const store = await createEmbeddedStore({ dataDir, restMs: 3_600_000 });
    onTestFinished(() => store.close());
    const visitors = Array.from({ length: 400 }, (_, n) => scattered(n));
    for (let round = 0; round < 8; round += 1) {
      await store.append(
        visitors.map((visitor, n) =>
          entry({ id: `${round}-${n}`, visitor, t: T0 + round, properties: { note: 'x'.repeat(n) } }),
        ),
      );
      await store.saveProfiles(
        visitors.map((visitor, n) =>
          profile({
            visitor,
            seq: round,
            due: T0 + n,
            members: [1, 2, 3].map((step) => `segment-${(n * step + round) % 7}@1`),
            data: 'y'.repeat(((n * 37) % 1_500) + round),
          }),
        ),
      );
    }
    const erased = visitors.filter((_, n) => n % 4 === 3);
    for (const visitor of erased) {
      await store.append([
        link(`from${visitor}`, visitor, scattered(1)),
        link(`to${visitor}`, scattered(1), visitor),
      ]);
      await store.reserve(reservation({ id: 'r', unit: visitor }));
      await store.claim(SITE, `order:${visitor}`, visitor);
      await store.putRecord('vault', SITE, `${visitor}:email`, 'sealed');
    }
    expect(erased.every((visitor) => findTraces(dataDir, visitor).length > 0)).toBe(true);

    await store.removeVisitor(SITE, erased);
    const findAll = () => erased.flatMap((visitor) => findTraces(dataDir, visitor));
    expect(findAll()).toEqual([]);
    const left = visitors.filter((visitor) => !erased.includes(visitor));
    expect(await store.readSince(0, 10_000)).toHaveLength(left.length * 8);

    // Nor do they come back out of the writer's memory, with pages that are written again.
    await store.append(
      left.filter((_, n) => n % 8 === 0).map((visitor, n) => entry({ id: `9-${n}`, visitor })),
    );
    expect(findAll()).toEqual([]);
  });
});

describe("an erased person's part of a shared device", () => {
  it('leaves no byte in the data folder, when the removal is acknowledged', async () => {
    const dataDir = makeDataFolder();
    const store = await createEmbeddedStore({ dataDir });
    onTestFinished(() => store.close());
    const [device, site] = [scattered(1), SITE];
    const traces = ['seen-by-her', 'summed-of-her', 'cached-of-her'];
    const find = () => traces.filter((trace) => findBytes(dataDir, [Buffer.from(trace)]).length > 0);
    await store.append([entry({ id: 'hers', visitor: device, properties: { note: 'seen-by-her' } })]);
    await store.retire(site, device, [], {
      site,
      visitor: device,
      since: 5,
      version: 1,
      data: 'summed-of-her',
    });
    await store.saveProfiles([profile({ visitor: device, data: 'cached-of-her' })]);
    expect(find()).toEqual(traces);

    await store.removePart(site, device, { entryIds: ['hers'], sinces: [5] });
    expect(find()).toEqual([]);
  });
});

describe('the write-ahead log', () => {
  it('is emptied when nothing came for a while', async () => {
    const dataDir = makeDataFolder();
    const store = await createEmbeddedStore({ dataDir, restMs: 1 });
    onTestFinished(() => store.close());
    const before = Atomics.load(store.phase, CHECKPOINTS);
    await store.append([entry({ id: 'a' })]);
    for (let seen = before; ; seen = Atomics.load(store.phase, CHECKPOINTS)) {
      if (seen > before && statSync(join(dataDir, 'inkling.db-wal')).size === 0) break;
      await Atomics.waitAsync(store.phase, CHECKPOINTS, seen).value;
    }
    expect(await store.readSince(0, 10)).toHaveLength(1);
  });

  it('is copied beside the commits when it holds enough, and then begins anew', async () => {
    const [walBytes, noteBytes] = [100_000, 20_000];
    const dataDir = makeDataFolder();
    const store = await createEmbeddedStore({ dataDir, walBytes, restMs: 3_600_000 });
    onTestFinished(() => store.close());
    let written = 0;
    const write = async (): Promise<void> => {
      written += 1;
      await store.append([entry({ id: `${written}`, properties: { note: 'x'.repeat(noteBytes) } })]);
    };
    const before = Atomics.load(store.phase, CHECKPOINTS);
    /** Each time it is copied twice: the bulk, and what came meanwhile. */
    const begunAnew = (): number => (Atomics.load(store.phase, CHECKPOINTS) - before) / 2;
    while (begunAnew() < 1) await write();
    const largest = statSync(join(dataDir, 'inkling.db-wal')).size;
    // Several times what it holds at most: it would have grown.
    for (const enough = written + (5 * largest) / noteBytes; written < enough; ) await write();
    expect(begunAnew()).toBeGreaterThanOrEqual(3);
    expect(statSync(join(dataDir, 'inkling.db-wal')).size).toBeLessThan(3 * largest);
    expect(await store.readSince(0, written + 1)).toHaveLength(written);
  });
});
