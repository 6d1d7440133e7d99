/** The page's side of the tracker: `inkling('Product Added', {…})`, `inkling.identify(…)` and its siblings. */
import { guard } from './listen.ts';
import type { Properties, Push } from './wire.ts';

/** A method name or an event name, and what goes with it. */
type Call = Iterable<unknown>;
// `never` takes methods of any signature: what a page passes is checked by the collector, not here.
type Methods = Readonly<Record<string, (...rest: never[]) => unknown>>;

export type Api = {
  (...call: unknown[]): void;
  /** What the one-line stub gathered before the tracker came. */
  q?: Iterable<Call>;
  on?: unknown;
};

/**
 * @param early Calls that came before the tracker.
 * @returns the callable, and what lets the calls through: until then they wait in order.
 */
export function createApi(methods: Methods, push: Push, early: Iterable<Call> = []): [api: Api, open: () => void] {
  const waiting = [...early];
  const run = guard((call: Call) => {
    const [name, ...rest] = call as [string, ...never[]];
    const method = methods[name] ?? ((properties?: Properties) => push(name, properties));
    method(...rest);
  });
  let take: (call: Call) => unknown = (call) => waiting.push(call);
  const api: Api & Record<string, unknown> = Object.assign((...call: unknown[]) => void take(call), {});
  for (const name of Object.keys(methods)) api[name] = (...rest: unknown[]) => api(name, ...rest);
  const open = (): void => {
    take = run;
    waiting.forEach(run);
  };
  return [api, open];
}
