/** The data folder opened in this process: what the command line works on while no server runs. */
import type { Engine } from '../../../core/engine.ts';
import type { Clock, Platform, Store } from '../../../core/ports.ts';
import { openEngine } from '../open-engine.ts';
import { createPlatforms } from '../platforms.ts';
import type { Settings } from '../settings.ts';
import { createOperations, type Operations } from './operations.ts';

export type OpenFolder = {
  readonly engine: Engine;
  readonly store: Store;
  readonly operations: Operations;
  close(): Promise<void>;
};

/**
 * Opens the folder as the server does; made, with the demo site, where it is missing.
 *
 * @throws InklingError `store_locked` when a server has it, and whatever keys and store find wrong.
 */
export async function openFolder(
  settings: Settings,
  clock: Clock,
  platforms: readonly Platform[] = createPlatforms(settings),
): Promise<OpenFolder> {
  // Who is erased while no server runs is to be forgotten by them too: the next server tells them.
  const { store, engine, jobs, deliveries, operatorKey, samples, close } = await openEngine({
    settings,
    clock,
    platforms,
  });
  // Never started: stopping waits until what each job did before is read.
  await jobs.stop();
  let awake: Promise<void> | null = null;
  const wakeSegments = (): Promise<void> => {
    awake ??= engine.segments.start();
    return awake;
  };
  const { egress, writeBacks } = deliveries;
  const ports = { engine, store, jobs, operatorKey, samples, url: null, wakeSegments, egress, writeBacks };
  const operations = createOperations(ports);
  return { engine, store, operations, close };
}
