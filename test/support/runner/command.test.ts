import { describe, expect, it } from 'vitest';
import { type Command, nodeCommand, runCommand } from './command.ts';

function script(code: string, changes: Partial<Command> = {}): Command {
  return { file: process.execPath, args: ['-e', code], limitMs: 60_000, ...changes };
}

describe('a command', () => {
  it.each([0, 1, 42])('answers its exit code %d', async (code) => {
    expect(await runCommand(script(`process.exit(${code})`))).toBe(code);
  });

  it('that cannot be started answers 127', async () => {
    expect(await runCommand(script('', { file: 'no-such-program' }))).toBe(127);
  });

  it('that a signal ended answers 128', async () => {
    expect(await runCommand(script("process.kill(process.pid, 'SIGKILL')"))).toBe(128);
  });

  it('that does not end by itself is killed and answers 124', async () => {
    expect(await runCommand(script('setInterval(() => {}, 1000)', { limitMs: 1 }))).toBe(124);
  });

  it('gets the variables it was given', async () => {
    const code = "process.exit(process.env.INKLING_LONG === '1' ? 0 : 1)";
    expect(await runCommand(script(code, { env: { INKLING_LONG: '1' } }))).toBe(0);
  });

  it('finds the tools of this repository before those of the system', async () => {
    const code =
      "process.exit(process.env.PATH.split(require('node:path').delimiter)[0].endsWith('.bin') ? 0 : 1)";
    expect(await runCommand(script(code))).toBe(0);
  });

  it('from node_modules runs under the Node that runs the tests', () => {
    expect(nodeCommand('knip/bin/knip.js', []).file).toBe(process.execPath);
  });
});
