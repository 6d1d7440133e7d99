import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { ROOT } from '../source-tree.ts';

export type Command = {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** It is killed after that long: a hanging step must not hang the build. */
  readonly limitMs: number;
};

/**
 * Runs a command in the repository's top folder with its output on this terminal.
 *
 * @returns The exit code; 127 when it could not be started, 124 when its time was up, 128 when a signal ended it.
 * @example await runCommand(nodeCommand('typescript/bin/tsc', ['--noEmit']))
 */
export function runCommand(command: Command): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command.file, command.args, {
      cwd: ROOT,
      env: { ...process.env, PATH: pathWithOurTools(), ...command.env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    let isTimeUp = false;
    const limit = setTimeout(() => {
      isTimeUp = true;
      child.kill('SIGKILL');
    }, command.limitMs);
    const finish = (code: number) => {
      clearTimeout(limit);
      resolve(isTimeUp ? 124 : code);
    };
    child.once('error', () => finish(127));
    child.once('close', (code) => finish(code ?? 128));
  });
}

/** A tool from node_modules, run by the Node that runs us: no shell, no shebang, the same on every system. */
export function nodeCommand(script: string, args: readonly string[], limitMs = 5 * 60_000): Command {
  return { file: process.execPath, args: [join(ROOT, 'node_modules', script), ...args], limitMs };
}

/** What the steps start themselves must find the pinned Node first, whatever folder npm was called in. */
function pathWithOurTools(): string {
  return [join(ROOT, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
}
