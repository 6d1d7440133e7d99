/**
 * Encryption at rest: every site has a data key, wrapped by the master key. Rotating the master key re-wraps
 * the data keys; nothing sealed by them has to be touched.
 *
 * AES-256-GCM (NIST SP 800-38D) with 96-bit random nonces drawn from a pool.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { InklingError } from '../errors.ts';
import type { Keys, Store } from '../ports.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Drawing nonces one by one costs a third of an encryption. */
const POOL_BYTES = 4096;
const MOST_SITES = 100_000;

export type KeyRing = {
  /** Opens (or at first makes) the data key of one site. */
  ofSite(site: string): Promise<Keys>;
  /** Re-wraps every data key under a new master key. */
  rotateMaster(next: Uint8Array): Promise<number>;
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
  let wrapping = createKeys(master);
  let shelf = shelfOf(master);
  const rings = new Map<string, Promise<Keys>>();

  async function load(site: string): Promise<Keys> {
    const wrapped = await store.getRecord(shelf, '', site);
    if (typeof wrapped === 'string') return createKeys(unwrap(wrapping, site, wrapped));
    const fresh = randomBytes(KEY_BYTES);
    const won = await store.putRecord(shelf, '', site, wrap(wrapping, site, fresh), true);
    return won ? createKeys(fresh) : load(site);
  }

  /** The new shelf is complete before the fingerprint moves to it, so a crash leaves one whole shelf in force. */
  async function rotateMaster(next: Uint8Array): Promise<number> {
    checkLength(next);
    if (shelfOf(next) === shelf) return 0;
    const nextWrapping = createKeys(next);
    const rows = await store.listRecords(shelf, '', null, MOST_SITES);
    for (const { key, value } of rows) {
      const plain = unwrap(wrapping, key, String(value));
      await store.putRecord(shelfOf(next), '', key, wrap(nextWrapping, key, plain));
    }
    await store.putRecord('meta', '', 'master-key', fingerprint(next));
    for (const { key } of rows) await store.deleteRecord(shelf, '', key);
    wrapping = nextWrapping;
    shelf = shelfOf(next);
    return rows.length;
  }

  return {
    ofSite: (site) => {
      const known = rings.get(site) ?? load(site);
      rings.set(site, known);
      return known;
    },
    rotateMaster,
  };
}

function wrap(wrapping: Keys, site: string, key: Uint8Array): string {
  return wrapping.seal(Buffer.from(key).toString('base64'), `wrap:${site}`);
}

function unwrap(wrapping: Keys, site: string, wrapped: string): Uint8Array {
  return Buffer.from(wrapping.open(wrapped, `wrap:${site}`), 'base64');
}

function shelfOf(master: Uint8Array): string {
  return `data-keys:${fingerprint(master)}`;
}

function checkLength(master: Uint8Array): void {
  if (master.length === KEY_BYTES) return;
  throw new InklingError('wrong_master_key', 'MASTER_KEY', 'it is not 32 bytes', 'write 32 bytes in base64');
}

/** Whether a store was ever sealed, and if so, whether with this key. */
export async function fitsStore(
  master: Uint8Array,
  store: Pick<Store, 'getRecord'>,
): Promise<'unsealed' | boolean> {
  const known = await store.getRecord('meta', '', 'master-key');
  return known === undefined ? 'unsealed' : known === fingerprint(master);
}

/** A short hash of the master key tells the wrong key at start instead of garbage at the first read. */
async function checkMaster(master: Uint8Array, store: Store): Promise<void> {
  checkLength(master);
  const fits = await fitsStore(master, store);
  if (fits === 'unsealed') await store.putRecord('meta', '', 'master-key', fingerprint(master));
  else if (!fits) {
    throw new InklingError(
      'wrong_master_key',
      'MASTER_KEY',
      'the data folder was sealed with another master key',
      'put the original key back; without it contacts and site keys cannot be read',
    );
  }
}

function fingerprint(master: Uint8Array): string {
  return createHash('sha256').update('inkling master key\0').update(master).digest('hex').slice(0, 16);
}
