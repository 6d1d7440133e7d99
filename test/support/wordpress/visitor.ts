/** Somebody who visits a site that answers by itself, in a real browser and by the clock that everybody has. */
import { EventEmitter, once } from 'node:events';
import type { BrowserContext, Locator, Page, Request } from 'playwright-core';

type Item = { readonly n: string; readonly p: Readonly<Record<string, unknown>> };

/** A post and what the site said to it; null: nothing, or no JSON. */
export type Said = {
  readonly envelope: { readonly e: readonly Item[]; readonly dev?: string };
  readonly answer: { readonly st?: unknown; readonly go?: readonly string[] } | null;
};

/** What became of a decision, as the page reported it. */
export type Told = { readonly decision: string; readonly shown?: boolean; readonly withheld?: true };

export type Visitor = {
  readonly page: Page;
  /** Answered posts of all pages of this visitor, in the order of their answers. */
  readonly said: readonly Said[];
  readonly told: readonly Told[];
  /** What stands over the page or in a slot. */
  readonly box: Locator;
  /** Resolves with the first answered post that has such an event. */
  untilSaid(name: string): Promise<Said>;
  /** Resolves with the first report that satisfies it. */
  untilTold(holds: (told: Told) => boolean): Promise<Told>;
  /** Cookies, and how many entries each storage of the page has. */
  readStored(): Promise<readonly [cookie: string, local: number, session: number]>;
  /** How far things moved by themselves since the page began: cumulative layout shift. */
  readShifts(): Promise<number>;
  /** Another tab of the same browser. */
  openTab(): Promise<Visitor>;
};

const WATCH_SHIFTS = `self.inklingShifts = 0;
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) self.inklingShifts += value;
}).observe({ type: 'layout-shift', buffered: true });`;

/** Path after the parameter that leads posts to the site; undefined: it is no such post. */
function readRoute(request: Request): string | undefined {
  return new URL(request.url()).searchParams.get('inkling')?.replace(/\?.*/, '');
}

/**
 * @example
 * const visitor = await openVisitor(await browser.newContext());
 * await visitor.page.goto(site.url);
 * const { answer } = await visitor.untilSaid('Page Viewed');
 */
export async function openVisitor(context: BrowserContext, page?: Page): Promise<Visitor> {
  const own = page ?? (await context.newPage());
  const arrivals = new EventEmitter().setMaxListeners(0);
  const said: Said[] = [];
  const told: Told[] = [];
  await own.addInitScript(WATCH_SHIFTS);
  own.on('request', (request) => {
    if (readRoute(request) !== '/v1/exposures') return;
    told.push(JSON.parse(request.postData() ?? '{}'));
    arrivals.emit('one');
  });
  own.on('requestfinished', async (request) => {
    if (readRoute(request) !== '/v1/collect') return;
    const answer = await request
      .response()
      .then((response) => response?.json())
      // A page that was left takes its answers with it.
      .catch(() => null);
    said.push({ envelope: JSON.parse(request.postData() ?? '{}'), answer });
    arrivals.emit('one');
  });
  const find = async <One>(list: readonly One[], holds: (one: One) => boolean): Promise<One> => {
    for (;;) {
      const found = list.find(holds);
      if (found) return found;
      await once(arrivals, 'one');
    }
  };
  return {
    page: own,
    said,
    told,
    box: own.locator('[data-inkling] .box'),
    untilSaid: (name) => find(said, ({ envelope }) => envelope.e.some(({ n }) => n === name)),
    untilTold: (holds) => find(told, holds),
    readStored: () => own.evaluate('[document.cookie, localStorage.length, sessionStorage.length]'),
    readShifts: () => own.evaluate('self.inklingShifts'),
    openTab: () => openVisitor(context),
  };
}
