import { relative, sep } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../source-tree.ts';
import type { Skip, Tally } from './tally.ts';

const reportShape = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});
type FileResult = z.infer<typeof reportShape>['testResults'][number];

/** What the reporter of unhandled-reporter.ts leaves. */
const unhandledShape = z.array(
  z.object({
    type: z.string().optional(),
    name: z.string().optional(),
    message: z.string().optional(),
    stack: z.string().optional(),
    /** Which one was running: it need not be the one that is to blame. */
    file: z.string().optional(),
    test: z.string().optional(),
  }),
);
type Unhandled = z.infer<typeof unhandledShape>[number];

const MOST_CAUSE_LINES = 12;
const TRACE = /^\s+at /;

/**
 * Counts what vitest reports, and what it does not: a file that could not be loaded, a run that broke
 * off without a report, an error outside of any test, and a run without a single test are failures.
 *
 * @param text vitest's JSON report, or null when it wrote none.
 * @param exitCode vitest's own.
 * @param unhandled What went wrong outside of any test, as JSON; null when nothing was left.
 */
export function readVitestReport(
  text: string | null,
  exitCode: number,
  unhandled: string | null = null,
): Tally {
  const files = text === null ? [] : reportShape.parse(JSON.parse(text)).testResults;
  const passed = files
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.status === 'passed').length;
  const failures = files.flatMap(listFailures);
  if (unhandled !== null)
    failures.push(...unhandledShape.parse(JSON.parse(unhandled)).map(describeUnhandled));
  if (passed === 0 && failures.length === 0) failures.push('vitest ran no test');
  if (exitCode !== 0 && failures.length === 0) failures.push(`vitest ended with exit code ${exitCode}`);
  return { passed, failures, skips: files.flatMap(listSkips) };
}

function describeUnhandled({ type, name, message = '', stack = '', file, test }: Unhandled): string {
  const where = file === undefined ? 'outside of any file' : `while ${toShortPath(file)} ran`;
  const after = test === undefined ? '' : `, in "${test}" or after it`;
  const said = [`${name ?? 'Error'}: ${message}`, ...stack.split('\n').filter((line) => TRACE.test(line))];
  const title = `${type ?? 'Unhandled Error'} ${where}${after}`;
  return [title, ...keepCause(said.join('\n'))].join('\n      ');
}

function listFailures(file: FileResult): string[] {
  const path = toShortPath(file.name);
  const tests = file.assertionResults.filter((test) => test.status === 'failed');
  if (tests.length > 0)
    return tests.map((test) => [`${path}: ${test.fullName}`, ...listCauses(test)].join('\n      '));
  return file.status === 'failed' ? [`${path}: ${file.message || 'a suite or hook failed'}`] : [];
}

/** What was said, and the place it was said at. */
function listCauses({ failureMessages }: FileResult['assertionResults'][number]): string[] {
  return (failureMessages ?? []).flatMap(keepCause);
}

function keepCause(message: string): string[] {
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  const said = lines.filter((line) => !TRACE.test(line)).slice(0, MOST_CAUSE_LINES);
  return [...said, ...lines.filter((line) => TRACE.test(line)).slice(0, 1)];
}

function listSkips(file: FileResult): Skip[] {
  return file.assertionResults
    .filter((test) => test.status !== 'passed' && test.status !== 'failed')
    .map((test) => ({ file: toShortPath(file.name), title: test.fullName.trim() }));
}

function toShortPath(path: string): string {
  return relative(ROOT, path).split(sep).join('/');
}
