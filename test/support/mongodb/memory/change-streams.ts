/**
 * What changes in a collection, told to whoever has asked, as https://www.mongodb.com/docs/manual/changeStreams says: a question
 * waits until there is something, and a stream that broke off is taken up from a place that it told.
 */
import { Long } from 'mongodb';
import type { Change } from './collection.ts';
import { runStage } from './stages.ts';
import type { Document } from './values.ts';

type Reply = Document;

export type ChangeStreams = {
  note(namespace: string, change: Change): void;
  open(namespace: string, options: Document, stages: readonly Document[]): Reply;
  readMore(id: unknown, maxTimeMs: number): Reply | Promise<Reply>;
  kill(ids: readonly unknown[]): Reply;
  /** How many are open. */
  count(): number;
};

type Noted = { readonly place: number; readonly namespace: string; readonly change: Change };

type Stream = {
  readonly id: number;
  readonly namespace: string;
  readonly stages: readonly Document[];
  /** What has not been asked for. */
  waiting: Document[];
  /** Answers the question that is kept waiting. */
  answer: ((reply: Reply) => void) | null;
};

const HISTORY = 1_000;
/** https://www.mongodb.com/docs/manual/reference/error-codes */
const [CURSOR_NOT_FOUND, CURSOR_KILLED, HISTORY_LOST] = [43, 237, 286];

const tokenOf = (place: number): Document => ({ _data: place.toString(16).padStart(8, '0') });
const placeOf = (token: unknown): number => Number.parseInt(String((token as Document)._data), 16);

function failed(code: number, codeName: string): Reply {
  return { ok: 0, code, codeName, errmsg: codeName, errorLabels: [] };
}

/** @example const streams = createChangeStreams(); streams.open('a.notices', {}, []) */
export function createChangeStreams(): ChangeStreams {
  const streams = new Map<number, Stream>();
  const history: Noted[] = [];
  let [lastId, lastPlace] = [0, 0];

  function show({ namespace, stages }: Stream, noted: Noted): readonly Document[] {
    if (noted.namespace !== namespace) return [];
    return stages.reduce<readonly Document[]>(runStage, [{ _id: tokenOf(noted.place), ...noted.change }]);
  }

  function batch({ id, namespace, waiting }: Stream, name: 'firstBatch' | 'nextBatch'): Reply {
    const cursor = { id: Long.fromNumber(id), ns: namespace, [name]: waiting.splice(0) };
    return { cursor: { ...cursor, postBatchResumeToken: tokenOf(lastPlace) }, ok: 1 };
  }

  return {
    count: () => streams.size,
    note: (namespace, change) => {
      // Nobody can take up what nobody has begun.
      if (lastId === 0) return;
      lastPlace += 1;
      const noted = { place: lastPlace, namespace, change };
      history.push(noted);
      if (history.length > HISTORY) history.shift();
      for (const stream of streams.values()) {
        stream.waiting.push(...show(stream, noted));
        if (stream.waiting.length > 0) stream.answer?.(batch(stream, 'nextBatch'));
      }
    },
    open: (namespace, { resumeAfter }, stages) => {
      const from = resumeAfter === undefined ? lastPlace : placeOf(resumeAfter);
      if (from < lastPlace && (history[0]?.place ?? Number.POSITIVE_INFINITY) > from + 1)
        return failed(HISTORY_LOST, 'ChangeStreamHistoryLost');
      lastId += 1;
      const stream: Stream = { id: lastId, namespace, stages, waiting: [], answer: null };
      for (const noted of history) if (noted.place > from) stream.waiting.push(...show(stream, noted));
      streams.set(stream.id, stream);
      return batch(stream, 'firstBatch');
    },
    readMore: (id, maxTimeMs) => {
      const stream = streams.get(Number(id));
      if (stream === undefined) return failed(CURSOR_NOT_FOUND, 'CursorNotFound');
      if (stream.waiting.length > 0) return batch(stream, 'nextBatch');
      return new Promise((resolve) => {
        const timer = setTimeout(() => stream.answer?.(batch(stream, 'nextBatch')), maxTimeMs).unref();
        stream.answer = (reply) => {
          clearTimeout(timer);
          stream.answer = null;
          resolve(reply);
        };
      });
    },
    kill: (ids) => {
      for (const id of ids) {
        streams.get(Number(id))?.answer?.(failed(CURSOR_KILLED, 'CursorKilled'));
        streams.delete(Number(id));
      }
      return { cursorsKilled: [...ids], cursorsNotFound: [], cursorsAlive: [], cursorsUnknown: [], ok: 1 };
    },
  };
}
