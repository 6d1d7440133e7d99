import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { createCopier } from '../../../core/stores/copier.ts';
import { createPhase } from '../../../core/stores/phase.ts';

/** A thread that does what the test says, when it says so. */
function makeThreads() {
  const threads: (EventEmitter & { asked: string[] })[] = [];
  const spawn = () => {
    const asked: string[] = [];
    const thread = Object.assign(new EventEmitter(), {
      asked,
      postMessage: (what: string) => asked.push(what),
    });
    threads.push(thread);
    return thread as unknown as Worker;
  };
  const copier = createCopier({ databasePath: 'nowhere', databaseFd: -1, phase: createPhase() }, spawn);
  let done = 0;
  const copy = () =>
    copier.copy(() => {
      done += 1;
    });
  return { threads, copier, copy, done: () => done };
}

describe('the copier', () => {
  it('starts its thread with the first copy, and one copy at a time', () => {
    const { threads, copy, done } = makeThreads();
    expect(threads).toHaveLength(0);
    copy();
    copy();
    expect(threads.map(({ asked }) => asked)).toEqual([['copy']]);
    threads[0]?.emit('message', true);
    expect(done()).toBe(1);
    copy();
    expect(threads.map(({ asked }) => asked)).toEqual([['copy', 'copy']]);
  });

  it('says so once where the thread died, and starts another for the next', () => {
    const { threads, copy, done } = makeThreads();
    copy();
    threads[0]?.emit('error', new Error('out of memory'));
    threads[0]?.emit('exit', 1);
    expect(done()).toBe(1);
    copy();
    expect(threads.map(({ asked }) => asked)).toEqual([['copy'], ['copy']]);
  });

  it('is closed at once without a thread, else when the thread has ended', async () => {
    const idle = makeThreads();
    await idle.copier.close();
    const { threads, copier, copy, done } = makeThreads();
    copy();
    const closed = copier.close();
    expect(threads[0]?.asked).toEqual(['copy', 'close']);
    threads[0]?.emit('exit', 0);
    await closed;
    expect(done()).toBe(0);
  });
});
