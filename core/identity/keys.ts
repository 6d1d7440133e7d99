/**
 * Encryption at rest: every site has a data key, wrapped by the master key. Rotating the master key re-wraps
 * the data keys; nothing sealed by them has to be touched.
 *
 * AES-256-GCM (NIST SP 800-38D) with 96-bit random nonces drawn from a pool.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Json } from '../entry.ts';
import { InklingError } from '../errors.ts';
import type { Keys, Store } from '../ports.ts';
import type { Records } from '../records.ts';
import { createTurns } from '../turns.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Drawing nonces one by one costs a third of an encryption. */
const POOL_BYTES = 4096;
const MOST_SITES = 100_000;
/** Records of `meta`: the mark of the key in force, and of the one that it took the place of. */
const IN_FORCE = 'master-key';
const LEFT = 'master-key-left';

export type KeyRing = {
  /** Opens (or at first makes) the data key of one site. */
  ofSite(site: string): Promise<Keys>;
  /** What this key sealed opens nowhere any more. */
  forget(site: string): Promise<void>;
  /** The site is being removed, on whichever server: its key is in memory no longer, and none is made anew. */
  drop(site: string): void;
  /**
   * Re-wraps every data key under a new master key, and lets go of what the old one wrapped.
   *
   * @returns How many; 0 where this very key is in force.
   */
  rotateMaster(next: Uint8Array): Promise<number>;
};

/** A ring under a new master key for a store whose own is lost. What was sealed before stays shut. */
export type NewRing = {
  readonly ring: Pick<KeyRing, 'ofSite'>;
  /** Puts the new key in force, once everything that was sealed is replaced; the data keys of the lost one go. */
  takeOver(): Promise<void>;
};

/** One AES-256-GCM key with its nonces. Sealed text is base64url of nonce, ciphertext and tag. */
export function createKeys(key: Uint8Array): Keys {
  let pool = Buffer.alloc(0);
  const nonce = (): Buffer => {
    if (pool.length < NONCE_BYTES) pool = randomBytes(POOL_BYTES);
    const next = pool.subarray(0, NONCE_BYTES);
    pool = pool.subarray(NONCE_BYTES);
    return next;
  };
  return {
    random: (bytes) => randomBytes(bytes),
    seal: (text, purpose) => {
      const iv = nonce();
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose, 'utf8'));
      return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
        'base64url',
      );
    },
    open: (sealed, purpose) => openSealed(key, Buffer.from(sealed, 'base64url'), purpose),
  };
}

function openSealed(key: Uint8Array, bytes: Buffer, purpose: string): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    }).setAAD(Buffer.from(purpose, 'utf8'));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch (error) {
    throw new InklingError(
      'sealed_elsewhere',
      'keys',
      'a sealed value does not open',
      'use the master key that sealed it (MASTER_KEY, or master.key in the data folder)',
      { cause: error },
    );
  }
}

/**
 * @param master 32 bytes.
 * @throws InklingError `wrong_master_key` when the store was sealed with another one.
 */
export async function createKeyRing(master: Uint8Array, store: Store): Promise<KeyRing> {
  await checkMaster(master, store);
  await sweepShelf(fingerprint(master), store);
  const inTurn = createTurns();
  let wrapping = createKeys(master);
  let own = fingerprint(master);
  const rings = new Map<string, Promise<Keys>>();
  const gone = new Set<string>();

  async function load(site: string): Promise<Keys> {
    if (gone.has(site)) throw siteGone();
    const keys = await loadKeysInForce(site, wrapping, own, store);
    if (!gone.has(site)) return keys;
    // It went meanwhile, and this one may have been made after that.
    await store.deleteRecord(shelfOf(own), '', site);
    throw siteGone();
  }

  /** The new shelf is complete before the fingerprint moves to it, so a crash leaves one whole shelf in force. */
  async function rotateMaster(next: Uint8Array): Promise<number> {
    checkLength(next);
    const theirs = fingerprint(next);
    if (theirs === own) return 0;
    const nextWrapping = createKeys(next);
    const copied = new Set<string>();
    const copy = async (): Promise<void> => {
      const rows = await store.listRecords(shelfOf(own), '', null, MOST_SITES);
      for (const { key, value } of rows.filter((row) => !copied.has(row.key))) {
        const plain = unwrap(wrapping, key, String(value));
        await store.putRecord(shelfOf(theirs), '', key, wrap(nextWrapping, key, plain));
        copied.add(key);
      }
    };
    await copy();
    // Where another server has been first the own shelf is gone, or goes: under a copy of it nothing would open.
    if (!(await turnTo(theirs, own, store))) {
      for (const site of copied) await store.deleteRecord(shelfOf(theirs), '', site);
      throw overtaken();
    }
    // Those that another server has made meanwhile; from now on it makes none.
    await copy();
    wrapping = nextWrapping;
    own = theirs;
    await sweepShelf(own, store);
    return copied.size;
  }

  return {
    ofSite: (site) => {
      const known = rings.get(site) ?? inTurn(() => load(site));
      rings.set(site, known);
      // Asked again, once the store is there.
      known.catch(() => rings.delete(site));
      return known;
    },
    forget: (site) =>
      inTurn(async () => {
        rings.delete(site);
        await store.deleteRecord(shelfOf(own), '', site);
      }),
    drop: (site) => {
      gone.add(site);
      rings.delete(site);
    },
    // In turn with first uses: a data key that is made meanwhile would be left on the old shelf.
    rotateMaster: (next) => inTurn(() => rotateMaster(next)),
  };
}

/**
 * For a store whose master key is lost. Everything is as before until `takeOver`: a crash leaves a store that wants the
 * lost key, and a second run goes on.
 */
export function createNewRing(master: Uint8Array, store: Store): NewRing {
  checkLength(master);
  const wrapping = createKeys(master);
  const own = fingerprint(master);
  return {
    ring: { ofSite: (site) => loadKeys(site, wrapping, shelfOf(own), store) },
    takeOver: async () => {
      await turnTo(own, await store.getRecord('meta', '', IN_FORCE), store);
      await sweepShelf(own, store);
    },
  };
}

/** Opens a data key, or makes it at its first use. */
async function loadKeys(site: string, wrapping: Keys, shelf: string, store: Store): Promise<Keys> {
  const wrapped = await store.getRecord(shelf, '', site);
  if (typeof wrapped === 'string') return createKeys(unwrap(wrapping, site, wrapped));
  const fresh = randomBytes(KEY_BYTES);
  const won = await store.putRecord(shelf, '', site, wrap(wrapping, site, fresh), { was: undefined });
  return won ? createKeys(fresh) : loadKeys(site, wrapping, shelf, store);
}

/**
 * On a shelf that another server has left for that of another master key nothing is made: it would go with the shelf.
 *
 * @throws InklingError `wrong_master_key` there.
 */
async function loadKeysInForce(site: string, wrapping: Keys, own: string, store: Store): Promise<Keys> {
  const keys = await loadKeys(site, wrapping, shelfOf(own), store);
  // Asked also of one that lay there: another server that has not heard may have made it just now.
  if ((await store.getRecord('meta', '', IN_FORCE)) === own) return keys;
  await store.deleteRecord(shelfOf(own), '', site);
  throw overtaken();
}

/** Tells, of a server that has opened the store, when another one puts another master key in force. */
export function watchMaster(
  master: Uint8Array,
  {
    store,
    records,
    onFault,
  }: { readonly store: Store; readonly records: Pick<Records, 'on'> } & {
    readonly onFault: (error: unknown) => void;
  },
): void {
  records.on('meta', async (_, key) => {
    if (key === IN_FORCE && (await fitsStore(master, store)) === false) onFault(overtaken());
  });
}

function siteGone(): InklingError {
  return new InklingError('unknown_site', 'keys', 'the site of this key is removed', 'ask for no more of it');
}

function overtaken(): InklingError {
  return new InklingError(
    'wrong_master_key',
    'MASTER_KEY',
    'another server has put another master key in force',
    'start this server again with the new key (docs/keys.md)',
  );
}

/**
 * False where another one is in force by now. The shelf that is left is written down first, so that whoever opens the store after a crash clears it. */
async function turnTo(next: string, old: Json | undefined, store: Store): Promise<boolean> {
  await store.putRecord('meta', '', LEFT, old ?? next);
  return store.putRecord('meta', '', IN_FORCE, next, { was: old });
}

/** With what an old master key wrapped on disk, that key and a copy of the folder would open everything yet. */
async function sweepShelf(own: string, store: Store): Promise<void> {
  const left = await store.getRecord('meta', '', LEFT);
  if (typeof left !== 'string') return;
  const rows = left === own ? [] : await store.listRecords(shelfOf(left), '', null, MOST_SITES);
  for (const { key } of rows) await store.deleteRecord(shelfOf(left), '', key);
  await store.deleteRecord('meta', '', LEFT);
}

function wrap(wrapping: Keys, site: string, key: Uint8Array): string {
  return wrapping.seal(Buffer.from(key).toString('base64'), `wrap:${site}`);
}

function unwrap(wrapping: Keys, site: string, wrapped: string): Uint8Array {
  return Buffer.from(wrapping.open(wrapped, `wrap:${site}`), 'base64');
}

function shelfOf(mark: string): string {
  return `data-keys:${mark}`;
}

function checkLength(master: Uint8Array): void {
  if (master.length === KEY_BYTES) return;
  throw new InklingError('wrong_master_key', 'MASTER_KEY', 'it is not 32 bytes', 'write 32 bytes in base64');
}

/** Whether a store was ever sealed, and if so, whether with this key. */
export async function fitsStore(
  master: Uint8Array,
  store: Pick<Store, 'getRecord' | 'listRecords'>,
): Promise<'unsealed' | boolean> {
  const known = await store.getRecord('meta', '', IN_FORCE);
  if (typeof known === 'string') return isSame(known, fingerprint(master));
  // Sites are sealed from their first moment: where the mark of their key is gone, no other key is theirs.
  return (await store.listRecords('sites', '', null, 1)).length === 0 ? 'unsealed' : false;
}

/** A short hash of the master key tells the wrong key at start instead of garbage at the first read. */
async function checkMaster(master: Uint8Array, store: Store): Promise<void> {
  checkLength(master);
  const fits = await fitsStore(master, store);
  if (fits === 'unsealed') await store.putRecord('meta', '', IN_FORCE, fingerprint(master));
  else if (!fits) {
    throw new InklingError(
      'wrong_master_key',
      'MASTER_KEY',
      'the store was sealed with another master key',
      'put the original key back; without it contacts and site keys cannot be read (docs/keys.md)',
    );
  }
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function fingerprint(master: Uint8Array): string {
  return createHash('sha256').update('inkling master key\0').update(master).digest('hex').slice(0, 16);
}
