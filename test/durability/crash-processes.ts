/** The processes of a crash round: the app, and the load that outlives it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { neutralEnvironment } from '../support/neutral-environment.ts';
import type { LoadPlan, ServerNews, ServerPlan } from './messages.ts';
import { type Place, settingsOf } from './places.ts';

export type Started = {
  readonly child: ChildProcess;
  readonly reportPath: string;
  readonly ready: Promise<ServerNews>;
  /** Rejects when it ended in any other way than by SIGKILL. */
  readonly killed: Promise<void>;
};

/** @example const { child, ready, killed } = startServer(place, plan); */
export function startServer(place: Place, plan: ServerPlan): Started {
  const child = fork(pathOf('./server-child.ts'), [JSON.stringify(plan)], {
    env: {
      ...neutralEnvironment(),
      HOST: '127.0.0.1',
      PORT: '0',
      TRUSTED_PROXIES: '127.0.0.1',
      LOG_LEVEL: 'error',
      ...settingsOf(place),
    },
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const killed = once(child, 'exit').then(([code, signal]) => {
    if (signal !== 'SIGKILL') throw new Error(`the server ended by itself (${signal ?? code})`);
  });
  const ready = once(child, 'message').then(([news]) => news as ServerNews);
  return { child, reportPath: plan.reportPath, ready, killed };
}

export function startLoad(plan: LoadPlan): {
  readonly warm: Promise<unknown>;
  readonly ended: Promise<unknown>;
} {
  const child = fork(pathOf('./load-child.ts'), [JSON.stringify(plan)], { execArgv: [] });
  const ended = once(child, 'exit');
  return { warm: Promise.race([once(child, 'message'), ended]), ended };
}

/** What a process has written down, line by line. */
export function readLines(path: string): readonly string[] {
  return readFileSync(path, 'utf8').split('\n').filter(Boolean);
}

function pathOf(module: string): string {
  return fileURLToPath(new URL(module, import.meta.url));
}
