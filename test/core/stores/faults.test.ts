import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EntryType, VisitorId } from '../../../core/entry.ts';
import { createColumns } from '../../../core/stores/codec.ts';
import { openReader } from '../../../core/stores/connection.ts';
import { createEmbeddedStore, type EmbeddedOptions } from '../../../core/stores/embedded.ts';
import { createPhase } from '../../../core/stores/phase.ts';
import { startThread } from '../../../core/stores/thread.ts';
import { ANNA, BEN, entry, SITE } from '../../contract/store-samples.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { mountSmallDisk } from '../../support/small-disk.ts';

async function openStore(options: Partial<EmbeddedOptions> = {}) {
  const store = await createEmbeddedStore({ dataDir: makeDataFolder(), ...options });
  onTestFinished(() => store.close());
  return store;
}

const heavy = (id: string, visitor = ANNA) =>
  entry({ id, visitor, properties: { note: 'x'.repeat(50_000) } });

/** Appends until the store refuses; the error and how many were acknowledged. */
async function appendUntilRefused(append: (id: string) => Promise<unknown>) {
  for (let stored = 0; stored < 1_000; stored += 1) {
    const error = await append(`big${stored}`).then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error !== null) return { stored, error };
  }
  throw new Error('nothing was refused');
}

describe('a store that cannot write', () => {
  it('refuses on a full disk, keeps what it acknowledged, and works again when there is room', async ({
    skip,
  }) => {
    const disk = mountSmallDisk(6);
    if (!disk.ok) return skip(disk.why);
    const ballast = join(disk.path, 'ballast');
    writeFileSync(ballast, Buffer.alloc(3_000_000));
    const store = await createEmbeddedStore({ dataDir: disk.path });
    const { stored, error } = await appendUntilRefused((id) => store.append([heavy(id)]));
    expect(error).toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('the disk is full'),
    });
    expect(stored).toBeGreaterThan(5);
    expect(await store.health()).toMatchObject({
      writable: false,
      reason: 'the disk is full',
      queuedEntries: 0,
    });
    expect(await store.readVisitor(SITE, [ANNA])).toHaveLength(stored);

    rmSync(ballast);
    expect(await store.health()).toMatchObject({ writable: true, seq: stored });
    expect((await store.append([heavy('after')]))[0]?.status).toBe('stored');
    expect(await store.readVisitor(SITE, [ANNA])).toHaveLength(stored + 1);
    await store.close();
  });

  it('refuses past the size it was given, and works again when something was removed', async () => {
    const store = await openStore({ maxBytes: 2_000_000 });
    await store.append([heavy('ben', BEN)]);
    const { error } = await appendUntilRefused((id) => store.append([heavy(id)]));
    expect(error).toMatchObject({ code: 'store_unavailable' });
    expect((await store.health()).writable).toBe(false);
    await store.removeVisitor(SITE, [ANNA]);
    expect(await store.health()).toMatchObject({ writable: true });
    expect((await store.append([heavy('after')]))[0]?.status).toBe('stored');
  });

  it('fails everything of a group together, and nothing of it is there', async () => {
    const store = await openStore({ maxBytes: 600_000 });
    const small = store.append([entry({ id: 'small' })]);
    const large = store.append([entry({ id: 'large', properties: { note: 'x'.repeat(1_000_000) } })]);
    const outcomes = await Promise.allSettled([small, large]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await store.readSince(0, 10)).toEqual([]);
    expect((await store.append([entry({ id: 'small' })]))[0]).toMatchObject({ status: 'stored' });
  });

  it('opens when there is no room, and says so', async () => {
    const dataDir = makeDataFolder();
    const before = await createEmbeddedStore({ dataDir });
    await before.append([heavy('a')]);
    await before.close();
    const store = await openStore({ dataDir, maxBytes: 60_000 });
    expect(await store.health()).toMatchObject({ writable: false, reason: 'the disk is full' });
    expect(await store.readVisitor(SITE, [ANNA])).toHaveLength(1);
  });
});

describe('one operation that fails', () => {
  it('fails alone: what came with it in the same transaction is kept, in order', async () => {
    const store = await openStore();
    const bad = entry({ id: 'bad', name: undefined as never });
    const outcomes = await Promise.allSettled([
      store.append([entry({ id: 'a' })]),
      store.append([entry({ id: 'half' }), bad]),
      store.putRecord('c', '', 'k', 1),
      store.append([entry({ id: 'b' })]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect((await store.readSince(0, 10)).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(await store.health()).toMatchObject({ writable: true, queuedEntries: 0, queuedBytes: 0 });
  });

  it('leaves no trace of a site that was first named beside it or in it', async () => {
    const store = await openStore();
    const [beside, within] = ['st_beside', 'st_within'] as (typeof SITE)[];
    const outcomes = await Promise.allSettled([
      store.append([entry({ id: 'a', site: beside ?? SITE })]),
      store.append([entry({ id: 'bad', site: within ?? SITE, name: undefined as never })]),
      store.append([entry({ id: 'b' })]),
      store.append([entry({ id: 'c', site: within ?? SITE })]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(outcomes[1]).toMatchObject({ reason: { code: 'internal' } });
    const log = await store.readSince(0, 10);
    expect(log.map(({ site, id }) => [site, id])).toEqual([
      [beside, 'a'],
      [SITE, 'b'],
      [within, 'c'],
    ]);
  });

  for (const [title, wrong] of [
    ['no time', { t: Number.NaN }],
    ['no time of arrival', { receivedAt: Number.POSITIVE_INFINITY }],
    ['a type nobody knows', { type: 'rumour' as EntryType }],
    ['a visitor that is not a hash', { visitor: 'anna@example.com' as VisitorId }],
  ] as const) {
    it(`is an entry with ${title}, refused before it is queued`, async () => {
      const store = await openStore();
      const refused = store.append([entry({ id: 'fine' }), entry({ id: 'wrong', ...wrong })]);
      await expect(refused).rejects.toMatchObject({
        code: 'invalid_value',
        message: expect.not.stringContaining('anna'),
      });
      expect(await store.readSince(0, 10)).toEqual([]);
    });
  }
});

describe('the queue', () => {
  it('takes 10,000 entries and refuses the next, all of a call or none of it', async () => {
    const store = await openStore();
    const accepted = Array.from({ length: 100 }, (_, call) =>
      store.append(Array.from({ length: 100 }, (_entry, n) => entry({ id: `${call}-${n}` }))),
    );
    await expect(store.append([entry({ id: 'late' }), entry({ id: 'later' })])).rejects.toMatchObject({
      code: 'queue_full',
    });
    expect(await store.health()).toMatchObject({ writable: true, queuedEntries: 10_000 });
    const outcomes = (await Promise.all(accepted)).flat();
    expect(outcomes).toHaveLength(10_000);
    expect(await store.readEntry(SITE, 'late')).toBeNull();
    expect((await store.append([entry({ id: 'late' })]))[0]?.status).toBe('stored');
    expect(await store.health()).toMatchObject({ queuedEntries: 0, queuedBytes: 0 });
  });

  it('takes 16 MB and refuses what goes past it', async () => {
    const store = await openStore();
    const text = 'x'.repeat(4_000_000);
    const accepted = Array.from({ length: 4 }, (_, n) => store.putRecord('c', '', `${n}`, text));
    await expect(store.append([entry({ id: 'a', properties: { text } })])).rejects.toMatchObject({
      code: 'queue_full',
    });
    await Promise.all(accepted);
    expect((await store.append([entry({ id: 'a', properties: { text } })]))[0]?.status).toBe('stored');
  });

  it('bounds other operations too', async () => {
    const store = await openStore();
    const accepted = Array.from({ length: 10_000 }, (_, n) => store.release(SITE, ANNA, `${n}`));
    await expect(store.release(SITE, ANNA, 'one more')).rejects.toMatchObject({ code: 'queue_full' });
    await Promise.all(accepted);
  });
});

describe('a writing thread that dies', () => {
  it('fails the group it had, and a new one takes the next', async () => {
    const databasePath = join(makeDataFolder(), 'inkling.db');
    openReader(databasePath).close();
    const databaseFd = openSync(databasePath, 'r+');
    onTestFinished(() => closeSync(databaseFd));
    const started: Worker[] = [];
    const settings = {
      databasePath,
      databaseFd,
      phase: createPhase(),
      walBytes: 1_000_000,
      restMs: 1_000,
      maxBytes: null,
    };
    const thread = startThread(settings, (workerData) => {
      const url = new URL('../../../core/stores/writer-thread.ts', import.meta.url);
      const worker = new Worker(url, { workerData });
      started.push(worker);
      return worker;
    });
    const group = { operations: [{ kind: 'probe', input: null } as const], entries: createColumns() };
    expect(await thread.commit(group)).toEqual({ ok: true, results: [{ ok: true, answer: null }] });
    const lost = thread.commit(group);
    await started[0]?.terminate();
    expect(await lost).toMatchObject({
      ok: false,
      fault: expect.stringContaining('the writing thread ended'),
    });
    expect(await thread.commit(group)).toMatchObject({ ok: true });
    expect(started).toHaveLength(2);
    await thread.close();
  });
});
