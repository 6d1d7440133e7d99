import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../../apps/server/cli/replay/batches.ts';
import { type Delivery, deliver } from '../../../../apps/server/cli/replay/deliver.ts';
import type { Sink, SinkAnswer } from '../../../../apps/server/cli/replay/sink.ts';
import { createKeepingSink } from './support.ts';

function batchOf(rows: number, events = 10): Batch {
  return {
    events: Array.from({ length: events }, (_, i) => ({ id: `${rows}-${i}` })),
    lines: [],
    rows,
    bytesRead: 0,
  };
}

async function* batches(...list: readonly Batch[]): AsyncGenerator<Batch> {
  yield* list;
}

/** A delivery whose time passes only by waiting. */
function prepare(sink: Sink, more: Partial<Delivery> = {}) {
  const waits: number[] = [];
  const reported: number[] = [];
  let nowMs = 0;
  const delivery: Delivery = {
    sink,
    concurrency: 1,
    speed: null,
    now: () => nowMs,
    wait: async (ms) => {
      if (ms > 0) waits.push(ms);
      nowMs += ms;
    },
    stopped: new AbortController().signal,
    onTaken: () => undefined,
    onProgress: ({ rows }) => void reported.push(rows),
    ...more,
  };
  return { delivery, waits, reported };
}

const busy = (afterMs: number): SinkAnswer => ({ kind: 'busy', afterMs, reason: 'the server answers 503' });

describe('delivering batches', () => {
  it('sends a batch again when the server is busy, later each time and never before Retry-After', async () => {
    const sink = createKeepingSink([busy(0), busy(0), busy(3_000), busy(0)]);
    const { delivery, waits, reported } = prepare(sink);
    await deliver(batches(batchOf(10)), delivery);
    expect(waits).toEqual([250, 500, 3_000, 2_000]);
    expect([sink.posts.length, reported]).toEqual([1, [10]]);
  });

  it('gives up where the server stays busy, and says how to go on', async () => {
    const { delivery, reported } = prepare({ send: async () => busy(0) });
    await expect(deliver(batches(batchOf(10)), delivery)).rejects.toThrow(/503.*run the same command again/);
    expect(reported).toEqual([]);
  });

  it('ends at a refusal of the whole post', async () => {
    const sink = createKeepingSink([{ kind: 'refused', code: 'unknown_key', hint: 'check the key' }]);
    const { delivery } = prepare(sink);
    await expect(deliver(batches(batchOf(10), batchOf(20)), delivery)).rejects.toThrow(/check the key/);
    expect(sink.posts).toEqual([]);
  });

  it('keeps the asked speed', async () => {
    const { delivery, waits } = prepare(createKeepingSink(), { speed: 100 });
    await deliver(batches(batchOf(10), batchOf(20), batchOf(30)), delivery);
    expect(waits).toEqual([100, 100]);
  });

  it('has no more posts under way than asked, and that many', async () => {
    let [underWay, most] = [0, 0];
    const sink: Sink = {
      send: async () => {
        most = Math.max(most, ++underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        return { kind: 'taken', accepted: 10, duplicates: 0, counted: 0, refused: [] };
      },
    };
    const { delivery } = prepare(sink, { concurrency: 3 });
    await deliver(batches(...Array.from({ length: 12 }, (_, i) => batchOf(i))), delivery);
    expect(most).toBe(3);
  });

  it('reports nothing past a batch that is not in yet', async () => {
    const answers = new Map<number, PromiseWithResolvers<void>>(
      [1, 2, 3].map((n) => [n, Promise.withResolvers()]),
    );
    const sink: Sink = {
      send: async (events) => {
        await answers.get(Number(events[0]?.id.split('-')[0]))?.promise;
        return { kind: 'taken', accepted: 1, duplicates: 0, counted: 0, refused: [] };
      },
    };
    const { delivery, reported } = prepare(sink, { concurrency: 4 });
    const delivered = deliver(batches(batchOf(1), batchOf(2), batchOf(3)), delivery);
    answers.get(3)?.resolve();
    answers.get(2)?.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(reported).toEqual([]);
    answers.get(1)?.resolve();
    await delivered;
    expect(reported).toEqual([1, 2, 3]);
  });

  it('stops between batches, and answers for those under way', async () => {
    const stop = new AbortController();
    const sink = createKeepingSink();
    const { delivery, reported } = prepare(sink, { stopped: stop.signal, onTaken: () => stop.abort() });
    await deliver(batches(batchOf(10), batchOf(20), batchOf(30)), delivery);
    expect([sink.posts.length, reported]).toEqual([1, [10]]);
  });

  it('does not report a batch it was stopped from sending again', async () => {
    const stop = new AbortController();
    const wait = async (ms: number): Promise<void> => {
      if (ms > 0) stop.abort();
    };
    const { delivery, reported } = prepare(createKeepingSink([busy(0)]), { stopped: stop.signal, wait });
    await deliver(batches(batchOf(10)), delivery);
    expect(reported).toEqual([]);
  });
});
