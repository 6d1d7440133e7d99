/** Looks at something again and again for as long as somebody looks at the page. */
import type { Answer } from '../api/answer.ts';

export type Watch<T> = {
  /** Now; what an earlier look brings after this counts no more. */
  readonly look: () => void;
  /** Takes what another request has brought in the place of a look. */
  readonly put: (value: T) => void;
  readonly stop: () => void;
};

type WatchOptions<T> = {
  readonly ask: () => Promise<Answer<T>>;
  /** From an answer to the next question; null: it is looked at once. */
  readonly everyMs: number | null;
  readonly page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
  readonly onAnswer: (answer: Answer<T>) => void;
};

/**
 * Begins with a look. A page that is hidden asks nothing, and asks at once when it is seen again.
 *
 * @example const watch = startWatch({ ask: client.setup, everyMs: 5_000, page: document, onAnswer }); watch.stop()
 */
export function startWatch<T>({ ask, everyMs, page, onAnswer }: WatchOptions<T>): Watch<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;
  const isVisible = (): boolean => page.visibilityState === 'visible';
  const plan = (): void => {
    clearTimeout(timer);
    if (everyMs !== null && isVisible()) timer = setTimeout(look, everyMs);
  };
  const take = (answer: Answer<T>): void => {
    onAnswer(answer);
    plan();
  };
  function look(): void {
    clearTimeout(timer);
    latest += 1;
    const mine = latest;
    void ask().then((answer) => {
      if (mine === latest) take(answer);
    });
  }
  const onVisibility = (): void => {
    if (!isVisible()) clearTimeout(timer);
    else if (everyMs !== null) look();
  };
  page.addEventListener('visibilitychange', onVisibility);
  look();
  return {
    look,
    put: (value) => {
      latest += 1;
      take({ ok: true, value });
    },
    stop: () => {
      latest += 1;
      clearTimeout(timer);
      page.removeEventListener('visibilitychange', onVisibility);
    },
  };
}
