/** What lies in the storage opened in this process: store, keys, engine, demo site, recurring work. */
import { randomBytes } from 'node:crypto';
import { createEngine, type Engine } from '../../core/engine.ts';
import type { Entry, SiteId } from '../../core/entry.ts';
import { createTrustedProxies } from '../../core/identity/address.ts';
import { createKeys } from '../../core/identity/keys.ts';
import type { Channel, Clock, Jobs, Platform, Store } from '../../core/ports.ts';
import { createWebhookChannel } from '../../integrations/webhook/channel.ts';
import type { Resolve } from '../../integrations/webhook/guard.ts';
import { createSessions, type Sessions } from './console/sessions.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { ensureDemoSite } from './demo.ts';
import { createMail, type Mail } from './mail.ts';
import { findMasterKey } from './master-key.ts';
import { type OperatorKey, openOperatorKey } from './operator-key.ts';
import { USUAL_PATIENCE } from './patience.ts';
import { connectPlatforms, type Platforms } from './platform-mounts.ts';
import { createSamples, type Samples } from './sample/samples.ts';
import type { Settings } from './settings.ts';
import { type OpenStore, openStorage, type Storage, type WrapStore } from './storage.ts';
import { registerSweeps } from './sweeps.ts';

export type OpenOptions = {
  readonly settings: Settings;
  readonly clock: Clock;
  /** Opens the store in the data folder; the settings say where it is when left out. */
  readonly openStore?: OpenStore | undefined;
  readonly wrapStore?: WrapStore | undefined;
  /** The name service that webhooks ask; the machine's own when left out. */
  readonly resolve?: Resolve | undefined;
  /** Where treatments go, beside the channels that the settings make. */
  readonly channels?: readonly Channel[] | undefined;
  /** Connected to it: they are told whom to forget. */
  readonly platforms?: readonly Platform[] | undefined;
  /** Faults of what works by itself, for the log. */
  readonly onFault?: ((error: unknown) => void) | undefined;
};

export type OpenEngine = {
  readonly store: Store;
  readonly engine: Engine;
  /** Registered, not started. */
  readonly jobs: Jobs;
  /** Ready to be told, not started. */
  readonly deliveries: Deliveries;
  readonly mail: Mail;
  readonly platforms: Platforms;
  readonly operatorKey: OperatorKey;
  /** Who is signed in to the console. */
  readonly sessions: Sessions;
  readonly samples: Samples;
  /** Writes what waits, then lets go of the storage. */
  close(): Promise<void>;
};

/**
 * Opens everything, or nothing; the folder is made, with the demo site, where it is missing.
 *
 * @throws InklingError `store_locked` when another process has it, and whatever keys and store find wrong.
 */
export async function openEngine({
  settings,
  clock,
  openStore,
  wrapStore,
  resolve,
  channels: given = [],
  platforms: carried = [],
  onFault = () => undefined,
}: OpenOptions): Promise<OpenEngine> {
  const { profileCacheBytes, webhookPrivateHosts: privateHosts } = settings;
  const storage = await openStorage(settings, { clock, onFault, openStore, wrapStore });
  try {
    const { store: lasting, salts, erasureLog, fellows } = storage;
    const masterKey = await findMasterKey(settings, lasting);
    // Of this process alone, for randomness: what is to be opened later is sealed by the ring, which can be rotated.
    const keys = createKeys(randomBytes(32));
    /** Nobody is told before there is somebody to tell: what a catch-up owes is read on from the log. */
    let deliveries: Deliveries | null = null;
    const onOutgoing = (entries: readonly Entry[]): void => deliveries?.publish(entries);
    const channels: Channel[] = [
      createWebhookChannel((site) => deliveries?.hearsDecisions(site) ?? false),
      ...given,
    ];
    const channelOf = (name: string) => channels.find((channel) => channel.name === name) ?? null;
    /** Nobody is forgotten before there is somebody to ask. */
    let platforms: Platforms | null = null;
    const told = {
      erasureLog,
      ...(fellows !== undefined && { fellows }),
      forgetters: () => platforms?.forgetters ?? [],
      deskOf: (site: SiteId) => platforms?.deskOf(site) ?? null,
      writtenOf: (site: SiteId) => platforms?.labelsOf(site) ?? [],
      onFault,
    };
    const toldOf = (site: SiteId) => deliveries?.writeBacks.labelsOf(site) ?? null;
    const ports = { store: lasting, clock, keys, salts, masterKey, profileCacheBytes, onOutgoing, channelOf };
    const engine = await createEngine({ ...ports, ...told, toldOf });
    // Whoever writes from here on writes nothing of somebody who was erased.
    const { store } = engine;
    const proxies = createTrustedProxies(settings.trustedProxies);
    const { publicUrl } = settings;
    const web = { proxies, publicUrl, slowestMs: USUAL_PATIENCE.bodyMs };
    platforms = connectPlatforms(carried, { store, clock, engine, onFault, ...web });
    channels.push(...platforms.channels);
    await ensureDemoSite(engine);
    const mail = createMail({ settings, engine, store, clock, onFault });
    if (mail.channel !== null) channels.push(mail.channel);
    const { receiversOf: platformReceivers } = platforms;
    const outgoing = { privateHosts, onFault, resolve, channels, platformReceivers };
    deliveries = createDeliveries({ engine, store, clock, keys, ...outgoing });
    await deliveries.writeBacks.load(engine.sites.list().map(({ siteId }) => siteId));
    const jobs = await storage.openJobs(store);
    const sessions = createSessions({ engine, store });
    const samples = createSamples({ engine, store, onFault });
    registerSweeps(jobs, engine, { deliveries, mail, sessions, samples });
    platforms.register(jobs.shared);
    const operatorKey = await openOperatorKey(engine, store);
    const close = async () => {
      mail.close();
      await closeBoth(engine, storage);
    };
    storage.start();
    const doors = { deliveries, mail, platforms, operatorKey, sessions, samples };
    return { store, engine, jobs: jobs.all, ...doors, close };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function closeBoth(engine: Engine, storage: Storage): Promise<void> {
  await engine.close();
  await storage.close();
}
