/**
 * Going on with a folder whose master key is lost for good. What was sealed can never be opened again: contacts go, keys
 * are made anew, and the key that ids are made with too, so nobody who was known is known again.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { accept, type Outcome, type Refusal, refuse } from '../../../core/errors.ts';
import { createKeys, createNewRing, fitsStore, type KeyRing } from '../../../core/identity/keys.ts';
import { emptyVault } from '../../../core/identity/vault.ts';
import { listSiteRows, renewSite, type SiteRow } from '../../../core/sites/site-rows.ts';
import { dropMailSettings } from '../../../integrations/email/mail-settings.ts';
import { dropSegmentSettings } from '../../../integrations/segment/sealed-settings.ts';
import { dropTokens } from '../../../integrations/shopify/installation/token-book.ts';
import { renewEndpoints } from '../../../integrations/webhook/endpoints.ts';
import { masterKeyPath, readKeyFile, readNextKey, settleNextKey } from '../master-key.ts';
import { openStoreOnly, type WrapStore } from '../storage.ts';
import { requireStore } from './data-folder.ts';
import { auditAll, makeNextKey, type OpeningPorts, type RotationPorts } from './master-key.ts';
import { BY } from './reading.ts';

export type Forgotten = {
  readonly sites: number;
  /** Contacts that were sealed and are gone. */
  readonly contacts: number;
  /** Webhooks that have another secret now, which `rotate` shows. */
  readonly webhooks: number;
};

export type Loss = {
  /** What it would cost, or why it is not to be done. */
  weigh(): Promise<Outcome<{ readonly sites: number }>>;
  /** Begun again after a crash it goes on with the key that it had made. */
  forget(): Promise<Outcome<Forgotten>>;
};

/**
 * Opens the folder without its key, for the length of `work`.
 *
 * @param wrapStore Puts something before the store, for example a fault.
 * @throws InklingError `store_locked`, `no_data`, or whatever the store finds wrong.
 */
export async function openLoss<T>(
  { settings, clock }: OpeningPorts,
  work: (loss: Loss) => Promise<T>,
  wrapStore?: WrapStore,
): Promise<T> {
  requireStore(settings);
  const { store, close } = await openStoreOnly(settings, wrapStore);
  const ports = { settings, store, clock };
  try {
    return await work({ weigh: () => weighLoss(ports), forget: () => forgetVault(ports) });
  } finally {
    await close();
  }
}

async function weighLoss(ports: RotationPorts): Promise<Outcome<{ readonly sites: number }>> {
  const refusal = (await refuseUnlost(ports)) ?? refuseStranger(ports.settings);
  return refusal ?? accept({ sites: (await listSiteRows(ports.store)).length });
}

async function forgetVault(ports: RotationPorts): Promise<Outcome<Forgotten>> {
  const weighed = await weighLoss(ports);
  if (!weighed.ok) return weighed;
  const { settings, store, clock } = ports;
  const next = settings.masterKey ?? readNextKey(settings.dataDir) ?? makeNextKey(settings.dataDir);
  const { ring, takeOver } = createNewRing(next, store);
  const rows = await listSiteRows(store);
  const counts = { sites: rows.length, contacts: 0, webhooks: 0 };
  for (const row of rows) {
    const { contacts, webhooks } = await renew(row, ports, ring);
    counts.contacts += contacts;
    counts.webhooks += webhooks;
  }
  await store.deleteRecord('meta', '', 'operator-key');
  await takeOver();
  await auditAll(store, clock, { act: 'vault forgotten', by: BY, detail: counts });
  if (settings.masterKey === null) settleNextKey(settings.dataDir);
  return accept(counts);
}

async function renew(
  row: SiteRow,
  { store }: RotationPorts,
  ring: Pick<KeyRing, 'ofSite'>,
): Promise<Omit<Forgotten, 'sites'>> {
  const { siteId } = row.stored;
  const contacts = await emptyVault(store, siteId);
  const webhooks = await renewEndpoints(store, siteId, ring);
  await dropMailSettings(store, siteId);
  await dropSegmentSettings(store, siteId);
  await dropTokens(store, siteId);
  await renewSite(row, store, ring, createKeys(randomBytes(32)));
  return { contacts, webhooks };
}

/** Where any key at hand opens the store, nothing is lost. */
async function refuseUnlost({ settings, store }: RotationPorts): Promise<Refusal | null> {
  const { dataDir, masterKey } = settings;
  for (const key of [masterKey, readKeyFile(dataDir), readNextKey(dataDir)]) {
    if (key === null || (await fitsStore(key, store)) === false) continue;
    return refuse(
      'in_use',
      'master-key',
      'a key that opens this folder is there: start the server, nothing is lost',
    );
  }
  return null;
}

/** It may be the key of another folder, and the only copy. */
function refuseStranger({ dataDir, masterKey }: RotationPorts['settings']): Refusal | null {
  const path = masterKeyPath(dataDir);
  if (masterKey !== null || !existsSync(path)) return null;
  return refuse('conflict', path, 'it does not open this folder and may open another: move it away first');
}
