import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BSON } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Reservation, Store } from '../../../core/ports.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { openCollections } from '../../../integrations/mongodb/collections.ts';
import { connect } from '../../../integrations/mongodb/connection.ts';
import { createLedger } from '../../../integrations/mongodb/ledger.ts';
import type { LedgerSizes } from '../../../integrations/mongodb/ledger-pages.ts';
import { ANNA, BEN, reservation, SITE, T0 } from '../../contract/store-samples.ts';
import { createRandom } from '../../durability/random.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';

const nextUrl = mongoDatabases('ledger');
const MINUTE = 60_000;
const SMALL: LedgerSizes = { lines: 4, pages: 4 };

async function openLedgers(sizes?: LedgerSizes) {
  const { client, db } = await connect(nextUrl());
  onTestFinished(() => client.close());
  const collections = openCollections(db);
  let now = T0;
  return {
    ...collections,
    ledger: createLedger(collections, () => now, sizes),
    other: createLedger(collections, () => now, sizes),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

async function openEmbedded(): Promise<Store> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-ledger-'));
  const store = await createEmbeddedStore({ dataDir });
  onTestFinished(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true });
  });
  return store;
}

type Ledger = Pick<Store, 'reserve' | 'confirm' | 'release' | 'readPlaces' | 'sweepReservations'>;

/** One thing that a server does, drawn. */
function drawStep(
  random: ReturnType<typeof createRandom>,
  step: number,
): (ledger: Ledger) => Promise<unknown> {
  const at = T0 + step * MINUTE;
  const unit = random.pick([ANNA, ANNA, ANNA, BEN]);
  const id = `d${step - random.below(random.pick([2, 2, 60]))}`;
  const what = random.below(60);
  if (what < 25) {
    const limits = ['all', 'offer'].map((key) => ({
      key,
      max: 2 + random.below(40),
      since: at - random.below(90) * MINUTE,
    }));
    const asked: Reservation = reservation({
      id,
      unit,
      at,
      limits: random.below(3) === 0 ? limits : [],
      ...(random.below(3) === 0 && { also: [ANNA, BEN] }),
      counts: random.pick([['all'], ['all', 'offer'], ['tag:x', 'offer'], []]),
    });
    return (ledger) => ledger.reserve(asked);
  }
  if (what < 55) return (ledger) => ledger.confirm(SITE, unit, id);
  if (what < 59) return (ledger) => ledger.release(SITE, unit, id);
  const before = at - (100 + random.below(100)) * MINUTE;
  return (ledger) => ledger.sweepReservations(at - MINUTE, before);
}

describe('a ledger on pages', () => {
  for (const seed of [1, 3, 4]) {
    it(`answers as the embedded store does, whatever is asked (${seed})`, async () => {
      const { ledger, other, ledgerPages } = await openLedgers(SMALL);
      const embedded = await openEmbedded();
      const random = createRandom(seed);
      let pages = 0;
      for (let step = 0; step < 400; step += 1) {
        const draw = drawStep(random, step);
        const [answer, expected] = [await draw(step % 2 === 0 ? ledger : other), await draw(embedded)];
        expect({ step, answer }).toEqual({ step, answer: expected });
        if (step % 10 > 0) continue;
        pages = Math.max(pages, await ledgerPages.countDocuments());
        const both = [ANNA, BEN];
        expect(await ledger.readPlaces(SITE, both)).toEqual(await embedded.readPlaces(SITE, both));
      }
      expect(pages).toBeGreaterThan(3);
    });
  }

  const shown = async (ledger: Ledger, id: string, at: number, max = 1_000) => {
    const limits = [{ key: 'all', max, since: T0 - 1 }];
    const { ok } = await ledger.reserve(reservation({ id, unit: 'site', at, limits }));
    if (ok) await ledger.confirm(SITE, 'site', id);
    return ok;
  };

  it('keeps a limit exact over two servers while places move there', async () => {
    const { ledger, other, ledgerPages } = await openLedgers(SMALL);
    const all = Array.from({ length: 50 }, (_, at) =>
      shown(at % 2 === 0 ? ledger : other, `d${at}`, T0 + at, 33),
    );
    const outcomes = await Promise.all(all);
    expect(outcomes.filter((ok) => ok)).toHaveLength(33);
    const places = await ledger.readPlaces(SITE, ['site']);
    expect(new Set(places.map(({ id }) => id)).size).toBe(33);
    expect(places).toHaveLength(33);
    expect(await ledgerPages.countDocuments()).toBeGreaterThan(1);
  });

  const shownOften = async (ledger: Ledger, unit: string) => {
    for (let at = 0; at < 12; at += 1) {
      await ledger.reserve(reservation({ id: `d${at}`, unit, at: T0 + at, limits: [], counts: ['all'] }));
      await ledger.confirm(SITE, unit, `d${at}`);
    }
  };
  const asks = async (ledger: Ledger, max: number, since: number, also: readonly string[] = []) => {
    const limits = [{ key: 'all', max, since }];
    const { ok } = await ledger.reserve(reservation({ id: 'new', unit: ANNA, also, at: T0 + 20, limits }));
    if (ok) await ledger.release(SITE, ANNA, 'new');
    return ok;
  };

  it('counts exactly, wherever in a page a window begins', async () => {
    const { ledger, ledgerPages } = await openLedgers(SMALL);
    await shownOften(ledger, ANNA);
    expect(await ledgerPages.countDocuments()).toBeGreaterThan(2);
    for (let taken = 0; taken <= 12; taken += 1) {
      const since = T0 + 11 - taken;
      const answers = [await asks(ledger, taken, since), await asks(ledger, taken + 1, since)];
      expect({ taken, answers }).toEqual({ taken, answers: [false, true] });
    }
  });

  it('counts what stands on pages of two ids of a person once', async () => {
    const { ledger } = await openLedgers(SMALL);
    for (const unit of [ANNA, BEN]) await shownOften(ledger, unit);
    expect(await asks(ledger, 12, T0 - 1, [BEN])).toBe(false);
    expect(await asks(ledger, 13, T0 - 1, [BEN])).toBe(true);
  });

  it('forgets pages that nobody came to name, once nobody will', async () => {
    const { ledger, ledgerPages, pass } = await openLedgers(SMALL);
    for (let at = 0; at < 6; at += 1) await shown(ledger, `d${at}`, T0 + at);
    const [page] = await ledgerPages.find().toArray();
    if (page === undefined) throw new Error('places are on a page by now');
    await ledgerPages.insertOne({ ...page, _id: 'nobody named it' });
    const isThere = async () => (await ledgerPages.countDocuments({ _id: 'nobody named it' })) === 1;
    for (let at = 6; at < 12; at += 1) await shown(ledger, `d${at}`, T0 + at);
    expect(await isThere()).toBe(true);
    pass(2 * 60 * MINUTE);
    for (let at = 12; at < 18; at += 1) await shown(ledger, `d${at}`, T0 + at);
    expect(await isThere()).toBe(false);
    expect(await ledger.readPlaces(SITE, ['site'])).toHaveLength(18);
  });

  it('says so where a page is lost, and does not go on without it', async () => {
    const { ledger, ledgerPages } = await openLedgers(SMALL);
    for (let at = 0; at < 6; at += 1) await shown(ledger, `d${at}`, T0 + at);
    await ledgerPages.deleteMany({});
    const refused = { code: 'store_unavailable' };
    await expect(ledger.readPlaces(SITE, ['site'])).rejects.toMatchObject(refused);
    // By what its mark says all of it is inside this window, by half of it inside that one.
    expect(await shown(ledger, 'd6', T0 + 6)).toBe(true);
    const limits = [{ key: 'all', max: 1_000, since: T0 }];
    const asked = reservation({ id: 'd7', unit: 'site', at: T0 + 7, limits });
    await expect(ledger.reserve(asked)).rejects.toMatchObject(refused);
  });

  it('leaves to each reservation a document of a size that hardly depends on how many there were', async () => {
    const { ledger, ledgers, ledgerPages } = await openLedgers({ lines: 32, pages: 4 });
    const sizes: number[] = [];
    for (let at = 0; at < 200; at += 1) {
      await shown(ledger, createHash('sha256').update(`${at}`).digest('base64url').slice(0, 22), T0 + at);
      sizes.push(BSON.calculateObjectSize((await ledgers.findOne({ u: 'site' })) ?? {}));
    }
    const most = (from: number, to: number) => Math.max(...sizes.slice(from, to));
    expect(most(0, 60)).toBeLessThan(5_000);
    expect(most(140, 200) - most(0, 60)).toBeLessThan(2_000);
    // The pages of 16 lines that were made are pages of 32 and 64 lines by now.
    expect(await ledgerPages.countDocuments()).toBeLessThan(14);
    expect(await ledger.readPlaces(SITE, ['site'])).toHaveLength(200);
  });
});
