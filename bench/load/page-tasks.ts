/** What a script costs a page: every entry of a real browser into its code, and how far the page moved meanwhile. */
import type { Browser, Page } from 'playwright-core';

/** Browsers call a task long that takes more. */
export const LONG_TASK_MS = 50;
/** How a trace calls it when the browser runs a script, and when it calls one of its functions. */
const ENTRIES: ReadonlySet<string> = new Set(['EvaluateScript', 'FunctionCall']);

type TraceEvent = {
  readonly name: string;
  readonly args: { readonly data?: { readonly url?: string } };
  /** Microseconds. */
  readonly dur?: number;
};

/**
 * @param visit Goes to the page, and waits until the script has done its work.
 * @returns ms of each entry, in the order of the trace.
 */
export async function traceTasks(
  browser: Browser,
  page: Page,
  { isOwn, visit }: { readonly isOwn: (url: string) => boolean; readonly visit: () => Promise<unknown> },
): Promise<readonly number[]> {
  await browser.startTracing(page, { categories: ['devtools.timeline'] });
  await visit();
  const trace = await browser.stopTracing();
  const { traceEvents }: { readonly traceEvents: readonly TraceEvent[] } = JSON.parse(trace.toString());
  return traceEvents
    .filter(({ name, args }) => ENTRIES.has(name) && isOwn(args.data?.url ?? ''))
    .map(({ dur = 0 }) => dur / 1_000);
}

/** Counts from the next page on; read it as `self.shifts`. https://web.dev/articles/cls */
export function watchShifts(page: Page): Promise<unknown> {
  return page.addInitScript(
    'self.shifts = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) self.shifts += one.value; }).observe({ type: "layout-shift", buffered: true })',
  );
}

/** Never in our favour. @example tenths(22.41) // 22.5 */
export function tenths(ms: number): number {
  return Math.ceil(ms * 10) / 10;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
