/** Follows a stream of the server for as long as somebody looks: comes back after every break, from where it was. */
import type { Answer, Fault } from './answer.ts';
import { createEventReader, type StreamEvent } from './event-stream.ts';

/** `waiting`: it broke off and is tried again by itself. `over`: it is not. */
export type StreamState =
  | { readonly kind: 'connecting' | 'open' | 'hidden' }
  | { readonly kind: 'waiting' | 'over'; readonly fault: Fault | null };

export type StreamSource = (
  lastId: string,
  signal: AbortSignal,
) => Promise<Answer<ReadableStream<Uint8Array>>>;

export type StreamPorts = {
  readonly open: StreamSource;
  readonly page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
  readonly onEvent: (event: StreamEvent) => void;
  readonly onState: (state: StreamState) => void;
};

export const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** The server says every 15 seconds that it is there: one that is silent for so long is gone. */
export const SILENCE_MS = 45_000;

/** @example const { stop } = startStream({ open, page: document, onEvent, onState }); stop() */
export function startStream({ open, page, onEvent, onState }: StreamPorts): { readonly stop: () => void } {
  let lastId = '';
  let waitMs = FIRST_WAIT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let connection: AbortController | null = null;

  const close = (): void => {
    clearTimeout(timer);
    connection?.abort();
    connection = null;
  };

  function wait(fault: Fault | null): void {
    close();
    onState({ kind: 'waiting', fault });
    timer = setTimeout(connect, waitMs);
    waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
  }

  function refused(fault: Fault): void {
    if (fault.kind === 'sign_in') {
      close();
      onState({ kind: 'over', fault });
      return;
    }
    // The place may be of another log: whoever asks for none is told what comes from now on.
    if (fault.kind === 'refused') lastId = '';
    wait(fault);
  }

  function connect(): void {
    close();
    const own = new AbortController();
    connection = own;
    onState({ kind: 'connecting' });
    void run(own);
  }

  async function run(own: AbortController): Promise<void> {
    const isCurrent = (): boolean => connection === own;
    const answer = await open(lastId, own.signal);
    if (!isCurrent()) return;
    if (!answer.ok) return refused(answer.fault);
    onState({ kind: 'open' });
    const events = createEventReader(lastId);
    const silent = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => wait(null), SILENCE_MS);
    };
    silent();
    await readAll(answer.value, (text) => {
      if (!isCurrent()) return;
      silent();
      waitMs = FIRST_WAIT_MS;
      for (const event of events.take(text)) onEvent(event);
      lastId = events.lastId();
    });
    if (isCurrent()) wait(null);
  }

  const onVisibility = (): void => {
    if (page.visibilityState === 'visible') connect();
    else {
      close();
      onState({ kind: 'hidden' });
    }
  };
  page.addEventListener('visibilitychange', onVisibility);
  if (page.visibilityState === 'visible') connect();
  return {
    stop: () => {
      close();
      page.removeEventListener('visibilitychange', onVisibility);
    },
  };
}

/** Resolves when it has ended, however it did: what broke off is opened again. */
async function readAll(body: ReadableStream<Uint8Array>, take: (text: string) => void): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const next = () =>
    reader.read().then(
      ({ done, value }) => (done ? null : value),
      () => null,
    );
  for (let piece = await next(); piece !== null; piece = await next())
    take(decoder.decode(piece, { stream: true }));
}
