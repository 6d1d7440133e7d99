/** Questions of somebody who is typing: asked when they pause, and an older answer never takes the place of a newer one. */

export type Asker<Question> = {
  ask(question: Question): void;
  /** What is under way is not answered any more. */
  stop(): void;
};

export type Timers = {
  readonly set: (act: () => void, ms: number) => unknown;
  readonly clear: (timer: unknown) => void;
};

export type AskerPorts<Question, Answer> = {
  readonly waitMs: number;
  readonly answer: (question: Question) => Promise<Answer>;
  readonly onAnswer: (answer: Answer, question: Question) => void;
  /** The browser's own unless said. */
  readonly timers?: Timers;
};

const OWN: Timers = {
  set: (act, ms) => window.setTimeout(act, ms),
  clear: (timer) => window.clearTimeout(timer as number),
};

/** @example createAsker({ waitMs: 300, answer: (line) => api.send('POST', '/v1/segments/check', { words: line }), onAnswer }) */
export function createAsker<Question, Answer>({
  waitMs,
  answer,
  onAnswer,
  timers = OWN,
}: AskerPorts<Question, Answer>): Asker<Question> {
  let newest = 0;
  let timer: unknown = null;
  function cancel(): number {
    if (timer !== null) timers.clear(timer);
    timer = null;
    newest += 1;
    return newest;
  }
  return {
    ask: (question) => {
      const own = cancel();
      timer = timers.set(() => {
        timer = null;
        void answer(question).then((answered) => {
          if (own === newest) onAnswer(answered, question);
        });
      }, waitMs);
    },
    stop: () => void cancel(),
  };
}
