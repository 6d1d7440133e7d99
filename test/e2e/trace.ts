/** What the tracker costs a page: processor time, from the browser's own trace, so that a busy machine changes nothing. */
import type { Browser, Page } from 'playwright-core';

/** https://chromium.googlesource.com/catapult/+/HEAD/docs/trace-event-format.md */
type TraceEvent = {
  readonly name: string;
  readonly ph: string;
  /** Processor time of the thread, microseconds. */
  readonly tdur?: number;
  readonly args: { readonly data?: { readonly url?: string } };
};

/** From here on a task makes the page feel stuck: https://www.w3.org/TR/longtasks/ */
export const LONG_TASK_MS = 50;

const RUNS_SCRIPT = new Set(['EvaluateScript', 'FunctionCall', 'v8.compile', 'TimerFire']);

export function startTrace(browser: Browser, page: Page): Promise<void> {
  return browser.startTracing(page, { categories: ['devtools.timeline'] });
}

/** Processor time of each run of a script whose address holds `part`, in ms. */
export async function stopTrace(browser: Browser, part: string): Promise<readonly number[]> {
  const { traceEvents }: { traceEvents: readonly TraceEvent[] } = JSON.parse(
    (await browser.stopTracing()).toString('utf8'),
  );
  return traceEvents
    .filter(({ name, ph, args }) => ph === 'X' && RUNS_SCRIPT.has(name) && args.data?.url?.includes(part))
    .map(({ tdur = 0 }) => tdur / 1000);
}
