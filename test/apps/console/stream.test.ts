import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer, Fault } from '../../../apps/console/api/answer.ts';
import {
  FIRST_WAIT_MS,
  SILENCE_MS,
  type StreamState,
  startStream,
} from '../../../apps/console/api/stream.ts';

type Body = ReadableStream<Uint8Array>;
type Asked = {
  readonly lastId: string;
  readonly signal: AbortSignal;
  readonly answer: (answer: Answer<Body>) => void;
};

/** A page that is shown and hidden by hand, and connections that are answered by hand. */
function createWorld() {
  const listeners = new Set<() => void>();
  const page = {
    visibilityState: 'visible' as DocumentVisibilityState,
    addEventListener: (_: string, listener: () => void) => void listeners.add(listener),
    removeEventListener: (_: string, listener: () => void) => void listeners.delete(listener),
  };
  const asked: Asked[] = [];
  const heard: string[] = [];
  const states: StreamState['kind'][] = [];
  const { stop } = startStream({
    open: (lastId, signal) => new Promise((resolve) => void asked.push({ lastId, signal, answer: resolve })),
    page: page as unknown as Document,
    onEvent: ({ data }) => heard.push(data),
    onState: ({ kind }) => states.push(kind),
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return {
    ...{ stop, asked, heard, states, listeners },
    show: (state: DocumentVisibilityState): void => {
      page.visibilityState = state;
      for (const listener of listeners) listener();
    },
    /** Opens the latest connection; answers a way to write into it. */
    accept: async () => {
      let sink: ReadableStreamDefaultController<Uint8Array> | undefined;
      const value = new ReadableStream<Uint8Array>({
        start: (controller) => {
          sink = controller;
        },
      });
      asked.at(-1)?.answer({ ok: true, value });
      await settle();
      return {
        say: async (text: string) => {
          sink?.enqueue(new TextEncoder().encode(text));
          await settle();
        },
        /** In two pieces, of which the first ends after so many bytes. */
        sayCut: async (text: string, at: number) => {
          const bytes = new TextEncoder().encode(text);
          for (const piece of [bytes.slice(0, at), bytes.slice(at)]) sink?.enqueue(piece);
          await settle();
        },
        end: async () => {
          sink?.close();
          await settle();
        },
        breakOff: async () => {
          sink?.error(new Error('reset'));
          await settle();
        },
      };
    },
    refuse: async (kind: Fault['kind']) => {
      asked.at(-1)?.answer({ ok: false, fault: { kind, text: '', at: '' } });
      await settle();
    },
  };
}

describe('a stream that a page follows', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('comes back after a break from where it was, and letters that were cut in two are whole', async () => {
    const { accept, asked, heard, states } = createWorld();
    const first = await accept();
    await first.say('id: 1\ndata: a\n\nid: 2\ndata: half');
    await first.breakOff();
    await vi.advanceTimersByTimeAsync(FIRST_WAIT_MS - 1);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked.map(({ lastId }) => lastId)).toEqual(['', '1']);
    await (await accept()).sayCut('data: ä\n\n', 7);
    expect(heard).toEqual(['a', 'ä']);
    expect(states).toEqual(['connecting', 'open', 'waiting', 'connecting', 'open']);
  });

  it('waits twice as long after each failure, half a minute at most, and begins anew once it works', async () => {
    const { accept, refuse, asked } = createWorld();
    const waits: number[] = [];
    for (let failure = 0; failure < 7; failure += 1) {
      await refuse('network');
      const count = asked.length;
      let waited = 0;
      for (; asked.length === count; waited += 1_000) await vi.advanceTimersByTimeAsync(1_000);
      waits.push(waited / 1_000);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30]);
    const connection = await accept();
    await connection.say(': here\n\n');
    await connection.end();
    await vi.advanceTimersByTimeAsync(FIRST_WAIT_MS);
    expect(asked).toHaveLength(9);
  });

  it('asks for no place once the server has refused one', async () => {
    const { accept, refuse, asked } = createWorld();
    const connection = await accept();
    await connection.say('id: 5\n\n');
    await connection.end();
    await vi.advanceTimersByTimeAsync(FIRST_WAIT_MS);
    await refuse('refused');
    await vi.advanceTimersByTimeAsync(2 * FIRST_WAIT_MS);
    expect(asked.map(({ lastId }) => lastId)).toEqual(['', '5', '']);
  });

  it('is over once nobody is signed in', async () => {
    const { refuse, asked, states } = createWorld();
    await refuse('sign_in');
    await vi.advanceTimersByTimeAsync(600_000);
    expect([asked.length, states.at(-1)]).toEqual([1, 'over']);
  });

  it('ends while nobody looks, hears nothing then, and goes on at once from where it was', async () => {
    const { accept, asked, heard, show, states } = createWorld();
    const connection = await accept();
    await connection.say('id: 1\ndata: a\n\n');
    show('hidden');
    expect([asked[0]?.signal.aborted, states.at(-1)]).toEqual([true, 'hidden']);
    await connection.say('id: 2\ndata: b\n\n');
    await vi.advanceTimersByTimeAsync(600_000);
    expect([asked.length, heard]).toEqual([1, ['a']]);
    show('visible');
    expect(asked.map(({ lastId }) => lastId)).toEqual(['', '1']);
  });

  it('takes a connection that says nothing for gone, and one that says that it is there for living', async () => {
    const { accept, asked } = createWorld();
    const connection = await accept();
    await vi.advanceTimersByTimeAsync(SILENCE_MS - 1);
    await connection.say(': still here\n\n');
    await vi.advanceTimersByTimeAsync(SILENCE_MS - 1);
    expect(asked[0]?.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1 + FIRST_WAIT_MS);
    expect([asked[0]?.signal.aborted, asked.length]).toEqual([true, 2]);
  });

  it('leaves nothing behind when it is stopped', async () => {
    const { accept, asked, heard, listeners, stop } = createWorld();
    const connection = await accept();
    stop();
    await connection.say('data: a\n\n');
    await vi.advanceTimersByTimeAsync(600_000);
    expect([asked[0]?.signal.aborted, asked.length, heard, listeners.size]).toEqual([true, 1, [], 0]);
  });
});
