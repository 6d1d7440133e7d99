/** What the tests of the command line share: a terminal without a person, files, and a sink that keeps what it gets. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SentEvent, Sink, SinkAnswer } from '../../../../apps/server/cli/replay/sink.ts';
import { runWords } from '../../../../apps/server/cli/run.ts';
import type { Report, Terminal } from '../../../../apps/server/cli/verb.ts';
import { VERBS } from '../../../../apps/server/cli/verbs.ts';
import type { Clock } from '../../../../core/ports.ts';

/** The machine's timers at an instant that stands still. */
export function stoppedClock(instantMs: number): Clock {
  return {
    now: () => instantMs,
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms).unref();
      return () => clearTimeout(timer);
    },
  };
}

export type FakeTerminal = Terminal & { warnings(): string };

export function makeTerminal(
  env: Readonly<Record<string, string>>,
  clock = stoppedClock(Date.now()),
): FakeTerminal {
  const written: string[] = [];
  return {
    env,
    clock,
    warn: (text) => void written.push(text),
    columns: null,
    stopped: new AbortController().signal,
    warnings: () => written.join(''),
  };
}

/** Runs what a person would type after `inkling`. */
export function type(words: string, terminal: Terminal): Promise<Report> {
  return runWords(
    words.split(' ').filter((word) => word !== ''),
    VERBS,
    terminal,
  );
}

/** A file that lasts as long as the test. */
export function writeFixture(name: string, content: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export type KeepingSink = Sink & {
  readonly posts: readonly (readonly SentEvent[])[];
  ids(): readonly string[];
};

/** Takes everything once, as the server does; `answers` come first, one a post. */
export function createKeepingSink(answers: readonly SinkAnswer[] = []): KeepingSink {
  const posts: (readonly SentEvent[])[] = [];
  const ids = new Set<string>();
  const left = [...answers];
  return {
    posts,
    ids: () => [...ids],
    send: async (events) => {
      const answer = left.shift();
      if (answer !== undefined && answer.kind !== 'taken') return answer;
      posts.push(events);
      const duplicates = events.filter(({ id }) => ids.has(id)).length;
      for (const { id } of events) ids.add(id);
      return { kind: 'taken', accepted: events.length, duplicates, counted: 0, refused: [] };
    },
  };
}
