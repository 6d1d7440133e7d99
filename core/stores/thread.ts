/** The writing thread as the reading thread sees it: hand it a group, get its result. */
import { Worker } from 'node:worker_threads';
import type { Group, GroupResult } from './operations.ts';

export type ThreadSettings = {
  readonly databasePath: string;
  readonly databaseFd: number;
  readonly phase: Int32Array;
  /** The write-ahead log is copied into the database between two commits when it holds this much. */
  readonly walBytes: number;
  /** After so long without a write, the write-ahead log is emptied. */
  readonly restMs: number;
  /** Most the database file may grow to; null for no limit. */
  readonly maxBytes: number | null;
};

export type ThreadRequest = Group | 'close';

export type WriterThread = {
  /** One group at a time. Never rejects: a thread that died is a fault like a full disk, and the next group gets a new one. */
  commit(group: Group): Promise<GroupResult>;
  close(): Promise<void>;
};

function spawnThread(settings: ThreadSettings): Worker {
  return new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData: settings });
}

function died(reason: string): GroupResult {
  return { ok: false, fault: `the writing thread ended (${reason})`, cure: 'look at the system log' };
}

/**
 * Starts the writing thread.
 *
 * @param spawn How a thread is started.
 * @example const thread = startThread(settings);
 */
export function startThread(settings: ThreadSettings, spawn = spawnThread): WriterThread {
  let worker: Worker | null = null;
  let settle: ((result: GroupResult) => void) | null = null;

  function answer(result: GroupResult): void {
    settle?.(result);
    settle = null;
  }

  function launch(): Worker {
    let reason = 'no reason given';
    const started = spawn(settings);
    started.on('message', answer);
    started.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    started.on('exit', () => {
      worker = null;
      answer(died(reason));
    });
    return started;
  }

  function running(): Worker {
    worker ??= launch();
    return worker;
  }

  running();
  return {
    commit: (group) =>
      new Promise((resolve) => {
        settle = resolve;
        running().postMessage(group);
      }),
    close: () =>
      new Promise((resolve) => {
        if (!worker) return resolve();
        worker.once('exit', () => resolve());
        worker.postMessage('close');
      }),
  };
}
