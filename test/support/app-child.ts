/**
 * The whole app in a process of its own, as tests start it: production's wiring, and where an instant is
 * given first, a clock that the parent moves. Second comes the module of another store. Settings come from the environment, as always.
 */
import { startServer } from '../../apps/server/server.ts';
import { readSettings } from '../../apps/server/settings.ts';
import type { Clock } from '../../core/ports.ts';
import { currentKeys } from '../../core/sites/registry.ts';
import type { Answer, Keys, Order } from './app-messages.ts';
import { createDrivenClock, type DrivenClock } from './driven-clock.ts';

type Server = Awaited<ReturnType<typeof startServer>>;

const [startMs = '', storeModule = ''] = process.argv.slice(2);

try {
  const clock = startMs === '' ? null : createDrivenClock(Number(startMs));
  const settings = readSettings(process.env);
  const store = storeModule === '' ? {} : { openStore: (await import(storeModule)).openStore };
  const server = await startServer({ settings, ...(clock !== null && { clock }), ...store });
  obey(server, clock);
  answer({ kind: 'ready', url: server.url, operatorKey: server.operatorKey, demo: demoKeys(server, clock) });
} catch (error) {
  answer({ kind: 'unable', text: describeError(error) });
  process.exitCode = 1;
  process.disconnect();
}

function obey(server: Server, clock: DrivenClock | null): void {
  let previous = Promise.resolve();
  process.on('message', (order: Order) => {
    previous = previous
      .then(() => carryOut(order, server, clock))
      .then(
        () => answer({ kind: 'done', id: order.id }),
        (error: unknown) => answer({ kind: 'failed', id: order.id, text: describeError(error) }),
      );
  });
  process.once('disconnect', () => process.exit(process.exitCode));
}

async function carryOut(order: Order, server: Server, clock: DrivenClock | null): Promise<void> {
  if (order.verb === 'stop') return server.stop();
  if (clock === null) throw new Error('this app runs on the real clock: start it with `clockAtMs`');
  if (order.verb === 'leap') return clock.leapTo(clock.now() + order.ms);
  return clock.moveTo(order.verb === 'set' ? order.ms : clock.now() + order.ms);
}

function demoKeys(server: Server, clock: Clock | null): Keys {
  const demo = server.sites.get('demo');
  if (demo === undefined) throw new Error('the app made no site "demo"');
  return { siteId: demo.siteId, ...currentKeys(demo, clock?.now() ?? Date.now()) };
}

function answer(message: Answer): void {
  process.send?.(message);
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
