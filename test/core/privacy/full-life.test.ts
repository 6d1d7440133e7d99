import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isObject } from '../../../core/collect/json.ts';
import type { Json, VisitorId } from '../../../core/entry.ts';
import { RECORD_FIELDS } from '../../../core/privacy/data-fields.ts';
import { DATA_MAP } from '../../../core/privacy/data-map.ts';
import { exportSchema } from '../../../core/privacy/export/schema.ts';
import { type Life, liveFully } from './full-life.ts';

let life: Life;
beforeAll(async () => {
  life = await liveFully();
});
afterAll(() => life.stop());

const handed = DATA_MAP.flatMap(({ handed: to }) => ('as' in to ? to.as : []));
/** It ends everything else: the other cases need somebody who has not objected. */
const LATER = 'objection';

async function readExport() {
  const { site, visitor } = life;
  return exportSchema.parse((await site.ask('GET', `/v1/visitors/${visitor}/export`)).body);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

async function readRecords(collection: string): Promise<readonly Json[]> {
  const { served, tenant } = life;
  const rows = await served.store.listRecords(collection, tenant.siteId, null, 1_000);
  return rows.map(({ value }) => value);
}

describe('somebody who left something everywhere', () => {
  it.each(handed.filter((name) => name !== LATER))(
    'finds %s in the export, with something in it',
    async (name) => {
      const exported = await readExport();
      expect([name, isEmpty(exported[name])]).toEqual([name, false]);
    },
  );

  it('reads what limits, marks of mails and lists of mailboxes say of them', async () => {
    const { limits, mails, suppressions } = await readExport();
    expect(limits.map(({ kind, of, state }) => [kind, of, state])).toEqual(
      expect.arrayContaining([
        ['campaign', 'hello', 'confirmed'],
        ['any', null, 'confirmed'],
      ]),
    );
    expect(mails).toEqual([{ at: new Date(life.served.clock.now() - 1).toISOString(), decision: 'dec-1' }]);
    expect(suppressions.map(({ reason }) => reason)).toEqual(['manual']);
  });

  it.each(['vault', 'mail-sent', 'suppressions', 'outbox:webhook:crm'])(
    'has no field in %s that the list lacks',
    async (collection) => {
      const known = RECORD_FIELDS[collection.replace(/:.*/, ':')] ?? RECORD_FIELDS[collection] ?? {};
      const fields = (await readRecords(collection)).flatMap((value) =>
        isObject(value) ? Object.keys(value) : ['(value)'],
      );
      expect(new Set(fields)).toEqual(new Set(Object.keys(known)));
    },
  );

  it('finds the objection in it too, once there is one', async () => {
    const { site, visitor } = life;
    await site.ask('POST', '/v1/objections', { visitor });
    expect((await readExport()).objection).toEqual({ since: expect.any(String) });
  });

  it('leaves a receipt, tombstones and nothing else in records, of fields that the list has', async () => {
    const { site, served, tenant } = life;
    await site.ask('POST', '/v1/erasures', { visitor: life.visitor as VisitorId });
    for (const collection of ['erasures', 'tombstones']) {
      const values = await readRecords(collection);
      expect([collection, values.length > 0]).toEqual([collection, true]);
      const fields = values.flatMap((value) => (isObject(value) ? Object.keys(value) : ['(value)']));
      expect(new Set(fields)).toEqual(new Set(Object.keys(RECORD_FIELDS[collection] ?? {})));
    }
    for (const collection of ['vault', 'mail-sent', 'outbox:webhook:crm'])
      expect([collection, await served.store.listRecords(collection, tenant.siteId, null, 9)]).toEqual([
        collection,
        [],
      ]);
  });
});
