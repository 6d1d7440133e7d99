/** What a site has set of its connection to Segment, sealed at rest as a whole, since keys stand in it. */
import type { SiteId } from '../../core/entry.ts';
import type { KeyRing } from '../../core/identity/keys.ts';
import type { Store } from '../../core/ports.ts';

export const SEGMENT_SETTINGS = 'segment';
const NAMES = ['write-back', 'webhook'] as const;

export type SealedSettings<Settings> = {
  /** Null where the site has none. @throws InklingError `sealed_elsewhere` when the key does not fit. */
  read(site: SiteId): Promise<Settings | null>;
  save(site: SiteId, settings: Settings): Promise<void>;
  /** False where there were none. */
  remove(site: SiteId): Promise<boolean>;
};

export type SealedPorts = {
  readonly store: Pick<Store, 'getRecord' | 'putRecord' | 'deleteRecord'>;
  readonly ring: Pick<KeyRing, 'ofSite'>;
};

/** @example await createSealedSettings<WriteBackSettings>({ store, ring }, 'write-back').read(site) */
export function createSealedSettings<Settings>(
  { store, ring }: SealedPorts,
  name: (typeof NAMES)[number],
): SealedSettings<Settings> {
  const purposeOf = (site: SiteId): string => `${SEGMENT_SETTINGS}:${site}:${name}`;
  return {
    read: async (site) => {
      const sealed = await store.getRecord(SEGMENT_SETTINGS, site, name);
      if (typeof sealed !== 'string') return null;
      return JSON.parse((await ring.ofSite(site)).open(sealed, purposeOf(site)));
    },
    save: async (site, settings) => {
      const sealed = (await ring.ofSite(site)).seal(JSON.stringify(settings), purposeOf(site));
      await store.putRecord(SEGMENT_SETTINGS, site, name, sealed);
    },
    remove: (site) => store.deleteRecord(SEGMENT_SETTINGS, site, name),
  };
}

/** Where the key that sealed them is lost: they are set anew. */
export async function dropSegmentSettings(store: Pick<Store, 'deleteRecord'>, site: SiteId): Promise<void> {
  for (const name of NAMES) await store.deleteRecord(SEGMENT_SETTINGS, site, name);
}
