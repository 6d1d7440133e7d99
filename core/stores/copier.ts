/** The copying thread as the writing thread sees it: started when there is first something to copy. */
import { Worker } from 'node:worker_threads';

export type CopierSettings = {
  readonly databasePath: string;
  /** Descriptor of the database file, to have it written to the disk. It outlives every connection: see embedded.ts. */
  readonly databaseFd: number;
  readonly phase: Int32Array;
};

export type CopierRequest = 'copy' | 'close';

export type Copier = {
  /**
   * Has the write-ahead log copied as far as it reaches now. Nothing where that is under way already.
   *
   * @param onDone Called once it is copied, and also where the thread died of it: then nothing is.
   */
  copy(onDone: () => void): void;
  /** Ends the thread once it has done what it is at. */
  close(): Promise<void>;
};

function spawnThread(settings: CopierSettings): Worker {
  return new Worker(new URL('./copier-thread.ts', import.meta.url), { workerData: settings });
}

/**
 * @param spawn How the thread is started.
 * @example const copier = createCopier({ databasePath, databaseFd, phase }); copier.copy(() => undefined)
 */
export function createCopier(settings: CopierSettings, spawn = spawnThread): Copier {
  let worker: Worker | null = null;
  let settle: (() => void) | null = null;

  function finish(): void {
    const done = settle;
    settle = null;
    done?.();
  }

  function launch(): Worker {
    const started = spawn(settings);
    started.on('message', finish);
    // Its end says it too. Whoever copies the rest meets the same fault, and says so to whoever waits for a commit.
    started.on('error', () => undefined);
    started.on('exit', () => {
      worker = null;
      finish();
    });
    return started;
  }

  return {
    copy(onDone) {
      if (settle !== null) return;
      settle = onDone;
      worker ??= launch();
      worker.postMessage('copy' satisfies CopierRequest);
    },
    close: () =>
      new Promise((resolve) => {
        settle = null;
        if (worker === null) return resolve();
        worker.once('exit', () => resolve());
        worker.postMessage('close' satisfies CopierRequest);
      }),
  };
}
