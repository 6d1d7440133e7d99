import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from '../../../apps/console/api/answer.ts';
import { startWatch } from '../../../apps/console/ui/watch.ts';

/** A page that is shown and hidden by hand, and questions that are answered by hand. */
function createWorld(everyMs: number | null = 5_000) {
  const listeners = new Set<() => void>();
  const page = {
    visibilityState: 'visible' as DocumentVisibilityState,
    addEventListener: (_: string, listener: () => void) => void listeners.add(listener),
    removeEventListener: (_: string, listener: () => void) => void listeners.delete(listener),
  };
  const questions: ((answer: Answer<string>) => void)[] = [];
  const heard: string[] = [];
  const watch = startWatch<string>({
    ask: () => new Promise((resolve) => questions.push(resolve)),
    everyMs,
    page: page as unknown as Document,
    onAnswer: (answer) => heard.push(answer.ok ? answer.value : answer.fault.kind),
  });
  return {
    watch,
    questions,
    heard,
    listeners,
    show: (state: DocumentVisibilityState): void => {
      page.visibilityState = state;
      for (const listener of listeners) listener();
    },
    answer: async (index: number, value: string): Promise<void> => {
      questions[index]?.({ ok: true, value });
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

describe('a watch', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks again so long after each answer, and never twice at a time', async () => {
    const { questions, answer } = createWorld();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(questions).toHaveLength(1);
    await answer(0, 'one');
    await vi.advanceTimersByTimeAsync(4_999);
    expect(questions).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(questions).toHaveLength(2);
  });

  it('plans nothing when the answer comes to a page that is hidden by then', async () => {
    const { questions, answer, show } = createWorld();
    show('hidden');
    await answer(0, 'one');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(questions).toHaveLength(1);
    show('visible');
    expect(questions).toHaveLength(2);
  });

  it('lets what was asked earlier not undo what came since', async () => {
    const { watch, answer, heard } = createWorld();
    watch.put('changed');
    await answer(0, 'as it was');
    expect(heard).toEqual(['changed']);
  });

  it('asks once, where once is enough', async () => {
    const { questions, answer, show } = createWorld(null);
    await answer(0, 'one');
    show('hidden');
    show('visible');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(questions).toHaveLength(1);
  });

  it('is over when it is stopped', async () => {
    const { watch, questions, answer, heard, listeners } = createWorld();
    watch.stop();
    await answer(0, 'one');
    await vi.advanceTimersByTimeAsync(60_000);
    expect([questions.length, heard, listeners.size]).toEqual([1, [], 0]);
  });
});
