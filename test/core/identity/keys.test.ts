import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { createKeyRing, createKeys, fitsStore } from '../../../core/identity/keys.ts';
import { asRawId } from '../../../core/identity/raw.ts';
import { createVault } from '../../../core/identity/vault.ts';
import type { Store } from '../../../core/ports.ts';
import { openTenants } from '../../../core/sites/tenants.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { findCanaries, writeNeedles } from '../../support/canary.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { createPeerRoom } from '../../support/peer-room.ts';

const SITE = 'st_one' as SiteId;
const VISITOR = 'ab'.repeat(16) as VisitorId;
const MASTER = Buffer.alloc(32, 7);
const elsewhere = expect.objectContaining({ code: 'sealed_elsewhere' });

async function openStore() {
  const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
  onTestFinished(() => store.close());
  return store;
}

describe('sealing', () => {
  it('opens what it sealed, whatever it is', () => {
    const keys = createKeys(MASTER);
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string(),
        (text, purpose) => keys.open(keys.seal(text, purpose), purpose) === text.toWellFormed(),
      ),
      { seed: 1 },
    );
  });

  it('never seals twice alike, over many draws of the pool', () => {
    const keys = createKeys(MASTER);
    const nonces = Array.from({ length: 2_000 }, () =>
      Buffer.from(keys.seal('x', 'p'), 'base64url').toString('hex', 0, 12),
    );
    expect(new Set(nonces).size).toBe(2_000);
  });

  it('opens nothing with another key, for another purpose, or of which a bit was turned', () => {
    const keys = createKeys(MASTER);
    const sealed = keys.seal('ann@example.com', 'vault:1');
    expect(() => createKeys(randomBytes(32)).open(sealed, 'vault:1')).toThrow(elsewhere);
    expect(() => keys.open(sealed, 'vault:2')).toThrow(elsewhere);
    const bytes = Buffer.from(sealed, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 7) {
      const turned = Buffer.from(bytes);
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => keys.open(turned.toString('base64url'), 'vault:1')).toThrow(elsewhere);
    }
    for (const cut of [0, 5, 12, 27, bytes.length - 1]) {
      expect(() => keys.open(bytes.subarray(0, cut).toString('base64url'), 'vault:1')).toThrow(elsewhere);
    }
  });

  it('shows neither the text nor its key in the refusal', () => {
    const keys = createKeys(MASTER);
    expect(() => keys.open(keys.seal('secret text', 'a'), 'b')).toThrow(
      /^(?!.*(secret|text\b)).*use the master key/,
    );
  });
});

describe('the key ring', () => {
  it('has a key for each site, the same after a restart', async () => {
    const store = await openStore();
    const sealed = (await (await createKeyRing(MASTER, store)).ofSite(SITE)).seal('kept', 'p');
    const ring = await createKeyRing(MASTER, store);
    expect((await ring.ofSite(SITE)).open(sealed, 'p')).toBe('kept');
    const other = await ring.ofSite('st_two');
    expect(() => other.open(sealed, 'p')).toThrow(elsewhere);
  });

  it('makes one key when many ask for it first', async () => {
    const store = await openStore();
    const rings = await Promise.all([createKeyRing(MASTER, store), createKeyRing(MASTER, store)]);
    const all = await Promise.all(Array.from({ length: 10 }, (_, n) => rings[n % 2]?.ofSite(SITE)));
    const sealed = all[0]?.seal('x', 'p') ?? '';
    expect(all.map((keys) => keys?.open(sealed, 'p'))).toEqual(Array.from({ length: 10 }, () => 'x'));
  });

  it('says at once that the folder was sealed with another master key, or that one is no key', async () => {
    const store = await openStore();
    await createKeyRing(MASTER, store);
    await expect(createKeyRing(Buffer.alloc(32, 8), store)).rejects.toThrow(
      /another master key: put the original key back/,
    );
    await expect(createKeyRing(Buffer.alloc(31), store)).rejects.toThrow(/it is not 32 bytes/);
  });

  it('keeps everything readable when the master key is rotated, and lets go of the old one', async () => {
    const store = await openStore();
    const ring = await createKeyRing(MASTER, store);
    const before = await Promise.all(
      ['st_a', 'st_b', 'st_c'].map(async (site) => (await ring.ofSite(site)).seal(site, 'p')),
    );
    const next = Buffer.alloc(32, 9);
    expect(await ring.rotateMaster(next)).toBe(3);
    const made = (await ring.ofSite('st_d')).seal('st_d', 'p');
    await expect(createKeyRing(MASTER, store)).rejects.toMatchObject({ code: 'wrong_master_key' });
    const rotated = await createKeyRing(next, store);
    for (const [n, sealed] of [...before, made].entries()) {
      const site = `st_${'abcd'[n]}`;
      expect((await rotated.ofSite(site)).open(sealed, 'p')).toBe(site);
    }
  });
});

describe('a rotation of the master key', () => {
  const NEXT = Buffer.alloc(32, 9);

  /** Everything written up to a place gets there, and nothing after it. */
  function breakAfter(store: Store, writes: number): Store {
    let left = writes;
    const pass = <T>(write: () => Promise<T>): Promise<T> => {
      left -= 1;
      return left < 0 ? Promise.reject(new Error('gone')) : write();
    };
    return {
      ...store,
      putRecord: (...row) => pass(() => store.putRecord(...row)),
      deleteRecord: (...row) => pass(() => store.deleteRecord(...row)),
    };
  }

  it('takes along a key that another server makes meanwhile', async () => {
    const store = await openStore();
    const other = await createKeyRing(MASTER, store);
    let sealed = '';
    const ring = await createKeyRing(MASTER, {
      ...store,
      putRecord: async (...row) => {
        if (sealed === '') sealed = (await other.ofSite('st_b')).seal('kept', 'p');
        return store.putRecord(...row);
      },
    });
    await other.ofSite(SITE);
    expect(await ring.rotateMaster(NEXT)).toBe(2);
    const rotated = await createKeyRing(NEXT, store);
    expect((await rotated.ofSite('st_b')).open(sealed, 'p')).toBe('kept');
  });

  it('lets no other server make a key under the one that was left, and leaves what it has open', async () => {
    const store = await openStore();
    const other = await createKeyRing(MASTER, store);
    const sealed = (await other.ofSite(SITE)).seal('kept', 'p');
    await (await createKeyRing(MASTER, store)).rotateMaster(NEXT);
    await expect(other.ofSite('st_b')).rejects.toMatchObject({ code: 'wrong_master_key' });
    expect((await other.ofSite(SITE)).open(sealed, 'p')).toBe('kept');
    const shelves = [MASTER, NEXT].map((master) =>
      createHash('sha256').update('inkling master key\0').update(master).digest('hex').slice(0, 16),
    );
    const rows = shelves.map((mark) => store.listRecords(`data-keys:${mark}`, '', null, 10));
    expect((await Promise.all(rows)).map((own) => own.map(({ key }) => key))).toEqual([[], [SITE]]);
  });

  it('is one, where two servers turn to a new key at once, or one after the other', async () => {
    const store = await openStore();
    const [one, two] = [await createKeyRing(MASTER, store), await createKeyRing(MASTER, store)];
    const sealed = (await one.ofSite(SITE)).seal('kept', 'p');
    let turned: Promise<unknown> | undefined;
    const late = await createKeyRing(MASTER, {
      ...store,
      putRecord: async (collection, site, key, ...value) => {
        if (key === 'master-key') turned ??= one.rotateMaster(NEXT);
        await turned;
        return store.putRecord(collection, site, key, ...value);
      },
    });
    for (const overtaken of [late, two])
      await expect(overtaken.rotateMaster(Buffer.alloc(32, 11))).rejects.toMatchObject({
        code: 'wrong_master_key',
      });
    const ring = await createKeyRing(NEXT, store);
    expect((await ring.ofSite(SITE)).open(sealed, 'p')).toBe('kept');
    const gone = createHash('sha256').update('inkling master key\0').update(Buffer.alloc(32, 11));
    const shelf = `data-keys:${gone.digest('hex').slice(0, 16)}`;
    expect(await store.listRecords(shelf, '', null, 10)).toEqual([]);
  });

  it('lets nobody seal with a key that another server, which has not heard either, has just made there', async () => {
    const store = await openStore();
    const one = await createKeyRing(MASTER, store);
    const two = await createKeyRing(MASTER, {
      ...store,
      deleteRecord: async (collection, site, key) => {
        if (key === 'st_b')
          await expect(one.ofSite('st_b')).rejects.toMatchObject({ code: 'wrong_master_key' });
        return store.deleteRecord(collection, site, key);
      },
    });
    await (await createKeyRing(MASTER, store)).rotateMaster(NEXT);
    await expect(two.ofSite('st_b')).rejects.toMatchObject({ code: 'wrong_master_key' });
  });

  it('is told on every other server: each has to be started with it', async () => {
    const store = await openStore();
    const room = createPeerRoom();
    const faults: unknown[] = [];
    const clock = createDrivenClock(Date.UTC(2026, 0, 5));
    const open = () =>
      openTenants({
        ...{ store, clock, now: clock.now, keys: createKeys(MASTER), masterKey: MASTER },
        ...{ fellows: { peers: room.join() }, onFault: (error: unknown) => void faults.push(error) },
      });
    const [one] = [await open(), await open()];
    await one.ring.rotateMaster(NEXT);
    await room.heard();
    expect(faults).toEqual([expect.objectContaining({ code: 'wrong_master_key' })]);
  });

  it('is asked for a key again where the store was away at first', async () => {
    const store = await openStore();
    let isAway = false;
    const ring = await createKeyRing(MASTER, {
      ...store,
      getRecord: (...place) => (isAway ? Promise.reject(new Error('away')) : store.getRecord(...place)),
    });
    isAway = true;
    await expect(ring.ofSite(SITE)).rejects.toThrow('away');
    isAway = false;
    expect((await ring.ofSite(SITE)).seal('x', 'p')).not.toBe('');
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    'that breaks off after %i writes leaves one whole shelf in force, and nothing of the other once it is opened',
    async (writes) => {
      const store = await openStore();
      const sites = ['st_a', 'st_b', 'st_c'];
      const ring = await createKeyRing(MASTER, store);
      const sealed = await Promise.all(sites.map(async (site) => (await ring.ofSite(site)).seal(site, 'p')));
      const broken = await createKeyRing(MASTER, breakAfter(store, writes));
      await expect(broken.rotateMaster(NEXT)).rejects.toThrow('gone');
      const [winner, loser] = (await fitsStore(NEXT, store)) === true ? [NEXT, MASTER] : [MASTER, NEXT];
      expect([writes, winner === NEXT]).toEqual([writes, writes >= 5]);
      await expect(createKeyRing(loser, store)).rejects.toMatchObject({ code: 'wrong_master_key' });
      const opened = await createKeyRing(winner, store);
      for (const [n, site] of sites.entries())
        expect((await opened.ofSite(site)).open(sealed[n] ?? '', 'p')).toBe(site);
      await opened.rotateMaster(NEXT);
      await opened.rotateMaster(Buffer.alloc(32, 10));
      const shelves = [MASTER, NEXT].map((key) => `data-keys:${markOf(key)}`);
      for (const shelf of shelves) expect(await store.listRecords(shelf, '', null, 10)).toEqual([]);
      expect(await store.getRecord('meta', '', 'master-key-left')).toBeUndefined();
    },
  );

  it('takes a data key with it that is made meanwhile', async () => {
    const store = await openStore();
    const ring = await createKeyRing(MASTER, store);
    await ring.ofSite('st_a');
    const [, early, late] = await Promise.all([
      ring.rotateMaster(NEXT),
      ring.ofSite('st_b'),
      ring.rotateMaster(Buffer.alloc(32, 10)).then(() => ring.ofSite('st_c')),
    ]);
    const again = await createKeyRing(Buffer.alloc(32, 10), store);
    expect((await again.ofSite('st_b')).open(early.seal('b', 'p'), 'p')).toBe('b');
    expect((await again.ofSite('st_c')).open(late.seal('c', 'p'), 'p')).toBe('c');
  });

  it('is not begun anew by a store whose sites are there and whose mark is gone', async () => {
    const store = await openStore();
    await createKeyRing(MASTER, store);
    await store.putRecord('sites', '', 'shop', {});
    await store.deleteRecord('meta', '', 'master-key');
    expect(await fitsStore(MASTER, store)).toBe(false);
    await expect(createKeyRing(MASTER, store)).rejects.toMatchObject({ code: 'wrong_master_key' });
    expect(await store.getRecord('meta', '', 'master-key')).toBeUndefined();
  });
});

function markOf(master: Uint8Array): string {
  return createHash('sha256').update('inkling master key\0').update(master).digest('hex').slice(0, 16);
}

describe('the vault', () => {
  it('keeps a contact so that its own site and visitor alone open it', async () => {
    const store = await openStore();
    const vault = createVault(store, await createKeyRing(MASTER, store));
    await vault.keep(SITE, VISITOR, 'email', asRawId('ann@example.com'));
    await vault.keep(SITE, VISITOR, 'email', asRawId('ann@new.example'));
    await vault.keep(SITE, VISITOR, 'shopify', asRawId('gid://shopify/Customer/1'));
    expect(await vault.open(SITE, VISITOR, 'email')).toBe('ann@new.example');
    expect(await vault.open('st_two' as SiteId, VISITOR, 'email')).toBeNull();
    expect(await vault.open(SITE, 'cd'.repeat(16) as VisitorId, 'email')).toBeNull();
    expect([await vault.forget(SITE, VISITOR, 'email'), await vault.forget(SITE, VISITOR, 'email')]).toEqual([
      true,
      false,
    ]);
    expect(await vault.open(SITE, VISITOR, 'email')).toBeNull();
    expect(await vault.open(SITE, VISITOR, 'shopify')).toBe('gid://shopify/Customer/1');
  });

  it('opens no contact that was moved to another visitor', async () => {
    const store = await openStore();
    const vault = createVault(store, await createKeyRing(MASTER, store));
    await vault.keep(SITE, VISITOR, 'email', asRawId('ann@example.com'));
    const stolen = (await store.getRecord('vault', SITE, `${VISITOR}:email`)) ?? null;
    const thief = 'cd'.repeat(16) as VisitorId;
    await store.putRecord('vault', SITE, `${thief}:email`, stolen);
    await expect(vault.open(SITE, thief, 'email')).rejects.toMatchObject({ code: 'sealed_elsewhere' });
  });

  it('holds no form of what it keeps', async () => {
    const store = await openStore();
    const vault = createVault(store, await createKeyRing(MASTER, store));
    await vault.keep(SITE, VISITOR, 'email', asRawId('ann.canary@example.com'));
    const rows = await store.listRecords('vault', SITE, null, 10);
    expect(rows).toHaveLength(1);
    expect(findCanaries(Buffer.from(JSON.stringify(rows)), writeNeedles(['ann.canary@example.com']))).toEqual(
      [],
    );
  });
});
