import { spawn } from 'node:child_process';

export type Program = {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What it reads from its standard input. */
  readonly input?: string;
  /** It is killed after that long, with everything it started. */
  readonly limitMs: number;
};

export type Ended = {
  /** 127 when it could not be started, 124 when its time was up, 128 when a signal ended it. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
};

/**
 * Runs a program to its end and keeps what it writes.
 *
 * @example const { exitCode, stdout } = await runProgram({ file: 'php', args: ['-v'], limitMs: 10_000 });
 */
export function runProgram(program: Program): Promise<Ended> {
  return new Promise((resolve) => {
    const { file, args, cwd, env, input = '', limitMs } = program;
    const child = spawn(file, args, {
      ...(cwd !== undefined && { cwd }),
      ...(env !== undefined && { env }),
      detached: true,
      stdio: 'pipe',
    });
    const written = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        written[stream] += text;
      });
    }
    let isTimeUp = false;
    const limit = setTimeout(() => {
      isTimeUp = true;
      killGroup(child.pid);
    }, limitMs);
    const finish = (exitCode: number, stderr = written.stderr) => {
      clearTimeout(limit);
      resolve({ exitCode: isTimeUp ? 124 : exitCode, stdout: written.stdout, stderr });
    };
    child.once('error', (error) => finish(127, String(error)));
    child.once('close', (code) => finish(code ?? 128));
    // A program that does not read what it is given has ended before.
    child.stdin.on('error', () => undefined).end(input);
  });
}

/**
 * Ends the group that a process was started at the head of, at once; one that is gone already is fine.
 *
 * @example killGroup(child.pid);
 */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * The last lines of what a program wrote, for the text of a fault.
 *
 * @example throw new Error(`no lists: ${lastWords(ended)}`);
 */
export function lastWords({ exitCode, stdout, stderr }: Ended): string {
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  const end = exitCode === 124 ? 'its time was up' : `exit code ${exitCode}`;
  return [end, ...lines.slice(-6)].join('; ');
}
