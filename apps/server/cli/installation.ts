/** Inkling on this machine: the server that runs, or its data folder while none does. One interface for both. */
import { accept, InklingError, type Outcome, refuse } from '../../../core/errors.ts';
import type { Clock } from '../../../core/ports.ts';
import { readSettings, type Settings } from '../settings.ts';
import { requireStore } from './data-folder.ts';
import { dialServer } from './dial.ts';
import { createDoorSource, createEngineSource, type ExportSource } from './export-source.ts';
import { Misuse } from './misuse.ts';
import type { Operations, SiteLine } from './operations.ts';
import { createDoorSink, createEngineSink, type Sink } from './replay/sink.ts';
import { type Arguments, type Option, optionText, type Report, refused, type Terminal } from './verb.ts';

export type Installation = {
  readonly operations: Operations;
  /** Where events of a site go in: the server's door, or the engine in this process. */
  openSink(site: SiteLine): Promise<Sink>;
  /** Where what is held of visitors comes out. */
  openExports(site: SiteLine): Promise<ExportSource>;
  /** Lets go of the folder; a server goes on. */
  close(): Promise<void>;
};

export type InstallationOptions = {
  readonly settings: Settings;
  readonly clock: Clock;
  /** Makes the data folder where it is missing, as the server would. */
  readonly mayCreate: boolean;
};

/** @throws InklingError where neither a server answers nor the folder opens. */
export async function openInstallation(options: InstallationOptions): Promise<Installation> {
  const { settings, clock, mayCreate } = options;
  const operations = await dialServer(settings.dataDir);
  if (operations !== null) return runningServer(operations);
  if (!mayCreate) requireStore(settings);
  // Loaded only here: with a running server the command line needs no engine of its own.
  const { openFolder } = await import('./folder.ts');
  const folder = await openFolder(settings, clock);
  return {
    operations: folder.operations,
    openSink: async ({ site }) => createEngineSink(folder.engine, site),
    openExports: async ({ site }) => createEngineSource(folder.engine, folder.store, site),
    close: folder.close,
  };
}

/** Opens what there is, works with it, and lets go of it however that ends. */
export async function withInstallation(
  { env, clock }: Terminal,
  mayCreate: boolean,
  work: (installation: Installation) => Promise<Report>,
): Promise<Report> {
  const installation = await openInstallation({ settings: readSettings(env), clock, mayCreate });
  try {
    return await work(installation);
  } finally {
    await installation.close();
  }
}

function runningServer(operations: Operations): Installation {
  return {
    operations,
    openSink: async ({ secretKey }) => createDoorSink(await findAddress(operations), secretKey),
    openExports: async ({ secretKey }) => createDoorSource(await findAddress(operations), secretKey),
    close: async () => undefined,
  };
}

/** Where the running server listens. */
async function findAddress(operations: Operations): Promise<string> {
  const inspection = await operations.inspect({});
  const url = inspection.ok ? inspection.value.url : null;
  if (url !== null) return url;
  throw new InklingError('internal', 'server', 'it does not say where it listens', 'restart the server');
}

/**
 * The site that is meant: the one named, or the only one there is.
 *
 * @throws Misuse where there are several and none is named.
 */
export async function findSite(
  { listSites }: Operations,
  name: string | undefined,
): Promise<Outcome<SiteLine>> {
  const listed = await listSites({});
  if (!listed.ok) return listed;
  const { sites } = listed.value;
  const names = sites.map(({ site }) => site).join(', ');
  if (name === undefined && sites.length > 1) {
    throw new Misuse('there are several sites', `say which with --site: ${names}`);
  }
  const site = name === undefined ? sites[0] : sites.find((line) => line.site === name);
  if (site !== undefined) return accept(site);
  return refuse('unknown_site', '--site', `choose one of: ${names}`);
}

export const SITE_OPTION: Option = { value: 'S', what: 'short name of the site; the only one unless said' };

/** Works on the site that `--site` names. */
export function onSite(
  args: Arguments,
  terminal: Terminal,
  work: (site: string, operations: Operations) => Promise<Report>,
  mayCreate = false,
): Promise<Report> {
  return withInstallation(terminal, mayCreate, async ({ operations }) => {
    const site = await findSite(operations, optionText(args, 'site'));
    return site.ok ? work(site.value.site, operations) : refused(site);
  });
}
