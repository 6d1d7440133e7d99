import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { choose } from '../../../core/decisions/choose.ts';
import { settle } from '../../../core/decisions/settle.ts';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import type { LastDecision } from '../../../core/profiles/campaign-tracks.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { asks, DAY, live, MINUTE, NOW, person, SECOND, TERMS } from './world.ts';

const SITE = 'st_offers' as SiteId;
const ANNA = 'a1'.repeat(16) as VisitorId;
const PHONE = 'a2'.repeat(16) as VisitorId;
const DECISION = 'decided-for-the-first-page';

/** Somebody whose first page never showed what it got, and which pages ask again. */
async function openOffers() {
  const dataDir = makeDataFolder();
  const store = await createEmbeddedStore({ dataDir });
  onTestFinished(() => store.close());
  const last: LastDecision = {
    id: DECISION,
    trigger: 'e1',
    t: NOW,
    step: 0,
    page: 'p1',
    isShown: false,
    began: { trigger: 'e1', t: NOW },
  };
  const track = { campaign: 'hello', arm: 'a', allotted: null, last, dismissedAt: null, exposed: [] };
  const who = person({ campaigns: { isHeld: false, gone: [], campaigns: [track] } });
  const ports = {
    store,
    append: () => Promise.resolve([]),
    nameDecision: () => 'fresh',
    prepare: () => Promise.resolve({ products: [] }),
    findCode: () => Promise.resolve(undefined),
    onsitePerMinute: null,
  };
  const ask = async (page: string, now: number, canonical = ANNA) => {
    const present = { person: who, canonical, ids: [ANNA, PHONE] };
    const choice = choose(who, asks([live()], { page }), TERMS, now);
    const frame = { site: SITE, visitor: canonical, page, now, zone: 'UTC' };
    const settled = await settle(ports, { ...choice, considered: [] }, present, frame);
    return settled.map(({ decision }) => decision);
  };
  const held = (): readonly string[] => {
    const db = new DatabaseSync(join(dataDir, 'inkling.db'), { readOnly: true });
    const rows = db.prepare('SELECT key FROM claims UNION ALL SELECT key FROM places ORDER BY key').all();
    db.close();
    return rows.map(({ key }) => String(key));
  };
  return { store, ask, held };
}

it('what nobody saw goes to one of the pages that ask next, again and again to that one', async () => {
  const { ask } = await openOffers();
  expect(await ask('p2', NOW + 40 * SECOND)).toEqual([DECISION]);
  expect(await ask('p3', NOW + 41 * SECOND, PHONE)).toEqual([]);
  expect(await ask('p2', NOW + 42 * SECOND)).toEqual([DECISION]);
  expect(await ask('p3', NOW + 80 * SECOND)).toEqual([DECISION]);
});

it('whose turn it was goes with the visitor', async () => {
  const { store, ask, held } = await openOffers();
  await ask('p2', NOW + 40 * SECOND);
  expect(held()).toContain(`turn:${DECISION}:1`);
  await store.removeVisitor(SITE, [ANNA]);
  expect(held()).toEqual([]);
});

it('whose turn it was goes by itself once the turn is over', async () => {
  const { store, ask, held } = await openOffers();
  await ask('p2', NOW + 40 * SECOND);
  await store.sweepReservations(NOW + 2 * MINUTE, NOW - DAY);
  expect(held()).toEqual([]);
});
