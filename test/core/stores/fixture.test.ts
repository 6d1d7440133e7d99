import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LoggedEntry, SiteId } from '../../../core/entry.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { SCHEMA_VERSION } from '../../../core/stores/schema.ts';
import * as fixture from '../../fixtures/contents.ts';
import { makeFixture } from '../../fixtures/make.ts';
import { makeDataFolder } from '../../support/data-folder.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');
const SHOP = fixture.BASE.site;

/** The first schema that has a place for accounts. */
const ACCOUNTS_SCHEMA = 4;

/** Folders written by each released schema, and one that today's code writes now. */
const FOLDERS = [
  ...Array.from({ length: SCHEMA_VERSION }, (_, index) => ({
    title: `schema ${index + 1}, checked in`,
    schema: index + 1,
    fill: async (dataDir: string) =>
      cpSync(join(FIXTURES, `data-v${index + 1}`, 'inkling.db'), join(dataDir, 'inkling.db')),
  })),
  { title: "today's schema, just now", schema: SCHEMA_VERSION, fill: makeFixture },
];

async function openFilled(fill: (dataDir: string) => Promise<void>) {
  const dataDir = makeDataFolder();
  await fill(dataDir);
  const store = await createEmbeddedStore({ dataDir });
  onTestFinished(() => store.close());
  return store;
}

/** Place and what a copy superseded are the log's own; the first schema did not keep the latter. */
const withoutPlace = ({ seq: _seq, supersedes: _supersedes, ...said }: LoggedEntry) => said;

/** Older schemas had no place for memberships, or for contributions. */
const profilesOf = (schema: number) =>
  fixture.PROFILES.map((row) => ({
    ...row,
    members: schema < fixture.MEMBERS_SCHEMA ? [] : row.members,
    contributions: schema < fixture.CONTRIBUTIONS_SCHEMA ? [] : row.contributions,
  }));

describe.each(FOLDERS.filter(({ schema }) => schema < ACCOUNTS_SCHEMA))(
  'data written with $title, before accounts could be asked',
  ({ fill }) => {
    it('answers for the accounts that it names', async () => {
      const dataDir = makeDataFolder();
      await fill(dataDir);
      const db = new DatabaseSync(join(dataDir, 'inkling.db'));
      db.exec(
        `UPDATE entries SET data = json_set(data, '$.c.account', 'acme') WHERE name = 'Order Completed'`,
      );
      db.close();
      const store = await createEmbeddedStore({ dataDir });
      onTestFinished(() => store.close());
      const found = await store.readAccount(SHOP, 'acme');
      expect(found.map(({ id, type }) => [id, type])).toEqual([['order:1001', 'event']]);
      expect(await store.listActing(SHOP, 'acme')).toEqual([fixture.ANNA]);
    });
  },
);

describe.each(FOLDERS)('data written with $title', ({ fill, schema }) => {
  it('has every entry in its place', async () => {
    const store = await openFilled(fill);
    const log = await store.readSince(0, 1_000);
    expect(log.map(withoutPlace)).toEqual(fixture.LOG);
    expect(log.map(({ seq }) => seq)).toEqual(log.map(({ seq }) => seq).toSorted((a, b) => a - b));
    expect(await store.readVisitor(SHOP, [fixture.BEN])).toHaveLength(20);
    expect((await store.readLinks(SHOP, [fixture.ANNA])).map(({ id }) => id)).toEqual(['link-1']);
    expect(await store.readSite('st_fixture_blog' as SiteId, { type: 'event', limit: 9 })).toHaveLength(1);
  });

  it('has its profiles, its bases and its checkpoint', async () => {
    const store = await openFilled(fill);
    expect(await store.listProfiles(SHOP, null, 10)).toEqual(profilesOf(schema));
    expect(await store.countProfiles(SHOP)).toBe(fixture.PROFILES.length);
    expect(await store.readBases(SHOP, [fixture.ANNA])).toEqual([fixture.BASE]);
    expect(await store.readCheckpoint()).toBe(fixture.CHECKPOINT);
    expect(await store.readDue(0, Number.MAX_SAFE_INTEGER, 10)).toHaveLength(1);
  });

  it('keeps its memberships, and takes new ones', async () => {
    const store = await openFilled(fill);
    const [anna, ben] = fixture.PROFILES.map(({ visitor }) => visitor);
    const found = schema < fixture.MEMBERS_SCHEMA ? [] : [anna];
    expect(await store.listMembers(SHOP, 'loyal@1', null, 10)).toEqual(found);
    await store.saveProfiles(fixture.PROFILES.map((row) => ({ ...row, members: ['loyal@1'] })));
    expect(await store.listMembers(SHOP, 'loyal@1', null, 10)).toEqual([anna, ben]);
    await store.removeVisitor(SHOP, [fixture.ANNA]);
    expect(await store.countMembers(SHOP)).toEqual({ 'loyal@1': 1 });
  });

  it('has its ledger, its claims and its records', async () => {
    const store = await openFilled(fill);
    const { key: full } = fixture.RESERVATION.limits[0] ?? {};
    expect(await store.reserve({ ...fixture.RESERVATION, id: 'another' })).toEqual({ ok: false, key: full });
    expect(await store.claim(SHOP, fixture.CLAIM.key, fixture.BEN)).toBe(fixture.CLAIM.owner);
    for (const { collection, site, key, value } of fixture.RECORDS) {
      expect(await store.getRecord(collection, site, key)).toEqual(value);
    }
  });

  it('keeps its ids taken and goes on behind its last place', async () => {
    const store = await openFilled(fill);
    const again = await store.append([...fixture.RETIRED, ...fixture.LOG]);
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set(['duplicate']));
    const { seq } = await store.health();
    const [fresh] = await store.append([{ ...fixture.LOG[0], id: 'new' } as (typeof fixture.LOG)[number]]);
    expect(fresh?.status).toBe('stored');
    expect(fresh?.seq).toBeGreaterThan(seq);
  });
});
