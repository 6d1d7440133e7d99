/** What a site has set of its connection to Segment, sealed at rest as a whole, since keys stand in it. */
import type { Json, SiteId } from '../../core/entry.ts';
import type { KeyRing } from '../../core/identity/keys.ts';
import type { Store } from '../../core/ports.ts';
import { changeRecord } from '../../core/record-change.ts';

export const SEGMENT_SETTINGS = 'segment';
const NAMES = ['write-back', 'webhook'] as const;

export type SealedSettings<Settings> = {
  /** Null where the site has none. @throws InklingError `sealed_elsewhere` when the key does not fit. */
  read(site: SiteId): Promise<Settings | null>;
  /**
   * @param make Of what stands (null: the site has none); null: it stays so.
   * @returns What was made of it.
   */
  change(site: SiteId, make: (settings: Settings | null) => Settings | null): Promise<Settings | null>;
  /**
   * False where there were none.
   *
   * @param mayGo Of what stands; what may not stays, and false is answered.
   */
  remove(site: SiteId, mayGo?: (settings: Settings) => boolean): Promise<boolean>;
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

  async function open(site: SiteId, sealed: Json | undefined): Promise<Settings | null> {
    if (typeof sealed !== 'string') return null;
    return JSON.parse((await ring.ofSite(site)).open(sealed, purposeOf(site)));
  }

  return {
    read: async (site) => open(site, await store.getRecord(SEGMENT_SETTINGS, site, name)),
    change: async (site, make) => {
      const keys = await ring.ofSite(site);
      return changeRecord(store, [SEGMENT_SETTINGS, site, name], async (sealed) => {
        const answer = make(await open(site, sealed));
        if (answer === null) return { answer };
        return { next: keys.seal(JSON.stringify(answer), purposeOf(site)), answer };
      });
    },
    remove: async (site, mayGo) => {
      if (mayGo === undefined) return store.deleteRecord(SEGMENT_SETTINGS, site, name);
      for (;;) {
        const was = await store.getRecord(SEGMENT_SETTINGS, site, name);
        const settings = await open(site, was);
        if (was === undefined || settings === null || !mayGo(settings)) return false;
        if (await store.deleteRecord(SEGMENT_SETTINGS, site, name, { was })) return true;
      }
    },
  };
}

/** Where the key that sealed them is lost: they are set anew. */
export async function dropSegmentSettings(store: Pick<Store, 'deleteRecord'>, site: SiteId): Promise<void> {
  for (const name of NAMES) await store.deleteRecord(SEGMENT_SETTINGS, site, name);
}
