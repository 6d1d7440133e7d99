import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeDataFolder } from '../data-folder.ts';
import { ROOT } from '../source-tree.ts';
import { nodeCommand } from './command.ts';
import { UNHANDLED_FILE } from './unhandled-reporter.ts';
import { readVitestReport } from './vitest-report.ts';

type Case = {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages?: readonly string[];
};

function reportOf(status: string, assertionResults: readonly Case[], message = ''): string {
  return JSON.stringify({
    testResults: [{ name: join(ROOT, 'test/a.test.ts'), status, message, assertionResults }],
  });
}

const passed = { fullName: 'a adds', status: 'passed' };

describe('the report of a test run', () => {
  it('counts tests by what became of them', () => {
    const cases = [
      passed,
      { fullName: 'a fails', status: 'failed' },
      { fullName: 'a waits [no php]', status: 'skipped' },
    ];
    expect(readVitestReport(reportOf('failed', cases), 1)).toEqual({
      passed: 1,
      failures: ['test/a.test.ts: a fails'],
      skips: [{ file: 'test/a.test.ts', title: 'a waits [no php]' }],
    });
  });

  it('says of what failed what went wrong and where, not all that called it', () => {
    const message = 'AssertionError: expected 1 to be +0\n\n    at /a.test.ts:3:5\n    at run (/b.ts:1:1)';
    const cases = [{ fullName: 'a fails', status: 'failed', failureMessages: [message] }];
    expect(readVitestReport(reportOf('failed', cases), 1).failures).toEqual([
      'test/a.test.ts: a fails\n      AssertionError: expected 1 to be +0\n          at /a.test.ts:3:5',
    ]);
  });

  it('keeps to the first lines of a long cause', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`);
    const cases = [{ fullName: 'a fails', status: 'failed', failureMessages: [lines.join('\n')] }];
    const [failure = ''] = readVitestReport(reportOf('failed', cases), 1).failures;
    expect(failure.split('\n')).toHaveLength(13);
  });

  it.each(['todo', 'pending', 'disabled', 'skipped'])(
    'counts a test that is %s as skipped, never as passed',
    (status) => {
      const { passed: count, skips } = readVitestReport(
        reportOf('passed', [passed, { fullName: 'b', status }]),
        0,
      );
      expect([count, skips.length]).toEqual([1, 1]);
    },
  );

  it.each([
    [
      'a file that could not be loaded',
      reportOf('failed', [], 'no such module'),
      1,
      'test/a.test.ts: no such module',
    ],
    ['a suite whose hook failed', reportOf('failed', [passed]), 1, 'test/a.test.ts: a suite or hook failed'],
    ['an error outside of every test', reportOf('passed', [passed]), 1, 'vitest ended with exit code 1'],
    ['a run that was killed', null, 128, 'vitest ran no test'],
    ['a run without tests', JSON.stringify({ testResults: [] }), 0, 'vitest ran no test'],
  ])('%s is a failure', (_, text, exitCode, failure) => {
    expect(readVitestReport(text, exitCode).failures).toEqual([failure]);
  });

  it('of a run in which everything is skipped is a failure', () => {
    const text = reportOf('passed', [{ fullName: 'a [no php]', status: 'skipped' }]);
    expect(readVitestReport(text, 0).failures).toEqual(['vitest ran no test']);
  });
});

describe('what goes wrong outside of any test', () => {
  it('is said by name, message and place, and whose file was running', async () => {
    const folder = makeDataFolder();
    writeFileSync(
      join(folder, 'lone.test.ts'),
      `test('adds', async () => {
        Promise.reject(new RangeError('nobody waits for this'));
        await new Promise(setImmediate);
      });`,
    );
    const left = join(folder, 'unhandled.json');
    const reporters = ['json', join(ROOT, 'test/support/runner/unhandled-reporter.ts')];
    const named = reporters.map((name) => `--reporter=${name}`);
    const report = join(folder, 'report.json');
    const args = ['run', '--root', folder, '--globals', ...named, `--outputFile.json=${report}`];
    const { file, args: all } = nodeCommand('vitest/vitest.mjs', args);
    const { promise, resolve } = Promise.withResolvers<number>();
    const env = { ...process.env, [UNHANDLED_FILE]: left };
    execFile(file, [...all], { env, cwd: folder }, (error) => resolve(Number(error?.code ?? 0)));
    const exitCode = await promise;
    const read = readVitestReport(readFileSync(report, 'utf8'), exitCode, readFileSync(left, 'utf8'));
    expect(exitCode).toBe(1);
    expect(read.passed).toBe(1);
    expect(read.failures).toEqual([
      expect.stringMatching(
        /^Unhandled Rejection while .*lone\.test\.ts ran, in "adds" or after it\n {6}RangeError: nobody waits for this\n {6} +at .*lone\.test\.ts:2/,
      ),
    ]);
  });

  it('leaves nothing to be said where nothing went wrong, and a run that only ended badly is one failure', () => {
    expect(readVitestReport(reportOf('passed', [passed]), 0, '[]').failures).toEqual([]);
    expect(readVitestReport(reportOf('passed', [passed]), 1, '[]').failures).toEqual([
      'vitest ended with exit code 1',
    ]);
  });
});
