/** Which store an acceptance suite runs on. */
import type { ServerOptions } from '../../apps/server/server.ts';

export type StoreUnderTest = {
  /** URL of a module that exports `openStore(dataDir)`, since most of it runs in a process of its own; the embedded store without one. */
  readonly storeModule?: string;
};

/** For a server inside the test's own process. */
export async function storeOptions({
  storeModule,
}: StoreUnderTest): Promise<Pick<ServerOptions, 'openStore'>> {
  return storeModule === undefined ? {} : { openStore: (await import(storeModule)).openStore };
}
