/** Keys and store: whether they open, fit together and can be written. */
import { existsSync } from 'node:fs';
import { InklingError } from '../../../../core/errors.ts';
import type { Clock } from '../../../../core/ports.ts';
import { nextKeyPath } from '../../master-key.ts';
import type { Settings } from '../../settings.ts';
import { isNew } from '../data-folder.ts';
import { type Installation, openInstallation } from '../installation.ts';
import type { Inspection } from '../operations.ts';
import { count } from '../replay/progress-bar.ts';
import { type Finding, fail, failOf, fine, warn } from './finding.ts';
import type { KnownSite } from './public-url.ts';

export type StoreLook = {
  readonly findings: readonly Finding[];
  readonly site: KnownSite | null;
  readonly newestReceivedAt: number | null;
};

const NOTHING = { site: null, newestReceivedAt: null };

/** Opens what there is as every verb does; makes nothing. */
export async function lookAtStore(settings: Settings, clock: Clock): Promise<StoreLook> {
  if (isNew(settings)) {
    const found = `${settings.dataDir} holds no data yet`;
    return { ...NOTHING, findings: [warn('store', found, 'start the server once, or set DATA_DIR')] };
  }
  try {
    const installation = await openInstallation({ settings, clock, mayCreate: false });
    try {
      return await inspect(installation, settings);
    } finally {
      await installation.close();
    }
  } catch (error) {
    if (!(error instanceof InklingError)) throw error;
    return { ...NOTHING, findings: [explainFault(error)] };
  }
}

async function inspect({ operations }: Installation, settings: Settings): Promise<StoreLook> {
  const inspection = await operations.inspect({});
  const listed = await operations.listSites({});
  if (!inspection.ok || !listed.ok) {
    const found = 'the server answers, and cannot look into its store';
    return { ...NOTHING, findings: [fail('store', found, 'see its log')] };
  }
  const { sites } = listed.value;
  const findings = [
    describeServer(inspection.value),
    checkKeys(settings, sites.length),
    describeStore(inspection.value),
  ];
  return { findings, site: sites[0] ?? null, newestReceivedAt: inspection.value.newestReceivedAt };
}

function describeServer({ url, pid }: Inspection): Finding {
  return fine('server', url === null ? 'none runs on this data folder' : `runs at ${url} (process ${pid})`);
}

function checkKeys({ dataDir, masterKey }: Settings, sites: number): Finding {
  const where = masterKey === null ? 'master.key' : 'MASTER_KEY';
  if (existsSync(nextKeyPath(dataDir))) {
    const cure = 'run `inkling master-key rotate` again';
    return warn('keys', 'a rotation of the master key was cut short', cure);
  }
  return fine('keys', `${where} opens the keys of ${count(sites)} site${sites === 1 ? '' : 's'}`);
}

function describeStore({ store }: Inspection): Finding {
  const found = `log at place ${count(store.seq)}, ${count(store.queuedEntries)} entries waiting`;
  const broken = store.unreadable ?? [];
  if (store.writable && broken.length > 0) {
    const named = [...new Set(broken)].join(', ');
    const cure =
      'put them back from a backup, or remove those rows: entries go with the retention of their site, all with the site';
    return fail(
      'store',
      `${count(broken.length)} records cannot be read and were passed over: ${named}`,
      cure,
    );
  }
  if (store.writable) return fine('store', `writable, ${found}`);
  return fail(
    'store',
    `not writable: ${store.reason ?? 'no reason given'}`,
    'mend that; it is tried again by itself',
  );
}

function explainFault(error: InklingError): Finding {
  const isOfKeys = error.code === 'wrong_master_key' || error.code === 'sealed_elsewhere';
  return failOf(isOfKeys ? 'keys' : 'store', error);
}
