import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VisitorId } from '../../../../core/entry.ts';
import { deviceVisitor } from '../../../../core/identity/hash.ts';
import { exportOwnPart, exportVisitor } from '../../../../core/privacy/export/read-export.ts';
import { EXPORT_LISTS, type ExportListName, exportSchema } from '../../../../core/privacy/export/schema.ts';
import { writeExportJson } from '../../../../core/privacy/export/write-json.ts';
import type { Site } from '../../../../core/sites/site.ts';
import { bearer } from '../../../support/sites.ts';
import { CUSTOMER, DEVICE, MAILBOX, prepareRegular, type Regular } from './regular.ts';

let regular: Regular;

beforeAll(async () => {
  regular = await prepareRegular();
});
afterAll(() => regular.served.stop());

const siteOf = ({ served, site }: Regular): Site => {
  const found = served.sites.get(site.site);
  if (found === undefined) throw new Error('no site');
  return found;
};

async function ask(query: string, visitor = regular.visitor): Promise<Response> {
  const { served, site } = regular;
  return fetch(`${served.url}/v1/visitors/${visitor}/export${query}`, { headers: bearer(site.secretKey) });
}

async function gather(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

describe('an export over HTTP', () => {
  it('keeps to its schema, to the last property', async () => {
    const exported = exportSchema.parse(await (await ask('')).json());
    expect(exported).toMatchObject({
      scope: 'visitor',
      site: { name: 'Quill & Co', timezone: 'Europe/Berlin', currency: 'EUR' },
      visitor: { kind: 'lasting' },
      traits: { plan: 'gold', newsletter: true },
      consent: { contact: { allowed: true, source: 'checkout' } },
      objection: null,
      links: [{ kind: 'login', proved: true }, { kind: 'alias' }],
      segments: [{ name: 'Looks closely', words: 'viewed a product 2 times in 30 days' }],
      contacts: [{ kind: 'email', value: MAILBOX, givenAt: null }],
      retention: { eventDays: 180, resultDays: 400, noticeDays: 400, idleDays: 400, endsAt: null },
      removed: null,
    });
    expect(exported.orders.items.map(({ total, refunded }) => [total, refunded])).toEqual([
      [109, 48.5],
      [1234.5, 0],
    ]);
    expect(exported.scores.map(({ label }) => label)).toContain('purchase_7d');
    expect(exported.decisions.map(({ name }) => name)).toEqual(['chosen']);
    expect(exported.exposures.map(({ name }) => name)).toEqual(['shown']);
    expect(JSON.stringify(exported)).not.toContain(CUSTOMER);
  });

  it('has every entry of every id of the visitor in one list, once', async () => {
    const { served, visitor } = regular;
    const exported = exportSchema.parse(await (await ask('')).json());
    const lists = Object.keys(EXPORT_LISTS) as ExportListName[];
    const ids = lists.flatMap((list) => exported[list].map(({ id }) => id));
    const { items } = await served.engine.visitors.entries(
      siteOf(regular).siteId,
      visitor as VisitorId,
      null,
      1_000,
    );
    const kept = items.filter(({ type }) => type !== 'link').map(({ id }) => id);
    expect(kept.length).toBeGreaterThan(15);
    expect(ids.toSorted()).toEqual(kept.toSorted());
  });

  it('answers for each of the ids that lead to the visitor', async () => {
    const device = deviceVisitor(siteOf(regular).idKey, DEVICE);
    const exported = exportSchema.parse(await (await ask('', device)).json());
    expect(exported.visitor.id).toBe(regular.visitor);
  });

  it.each([
    ['json', 'application/json'],
    ['html', 'text/html'],
  ])('as %s is a file that is kept nowhere and runs nothing', async (format, type) => {
    const { headers } = await ask(`?format=${format}`);
    expect(headers.get('content-type')).toContain(type);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="my-data.${format}"`);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['?format=pdf', 400],
    ['', 404, '0'.repeat(32)],
    ['', 404, 'nobody'],
  ])('is refused: %s %s', async (query, status, visitor = regular.visitor) => {
    expect((await ask(query, visitor)).status).toBe(status);
  });

  it('is in the audit log, without saying of whom', async () => {
    await ask('?format=html');
    const { body } = await regular.site.ask('GET', '/v1/audit?limit=1000');
    expect(JSON.stringify(body)).toContain('"visitor exported"');
    expect(JSON.stringify(body)).not.toContain(regular.visitor);
  });
});

describe('the part of a device', () => {
  it('has what was done on it, and nothing of the person who logged in', async () => {
    const { served } = regular;
    const site = siteOf(regular);
    const device = deviceVisitor(site.idKey, DEVICE);
    const found = await exportOwnPart({ engine: served.engine, store: served.store }, site, device);
    if (found === null) throw new Error('nothing was held');
    const text = await gather(writeExportJson(found));
    const own = exportSchema.parse(JSON.parse(text));
    expect(own).toMatchObject({
      scope: 'device',
      visitor: { recordedUnder: [device] },
      segments: [],
      scores: [],
    });
    expect(own.events.map(({ name }) => name)).toContain('Products Searched');
    expect(own.events.map(({ name }) => name)).not.toContain('Order Completed');
    for (const foreign of [MAILBOX, regular.visitor, 'gold']) expect(text).not.toContain(foreign);
  });
});

describe('a device that two people use', () => {
  it('gives each of them their own, and says nothing of the other', async () => {
    const { served, site } = regular;
    const now = served.clock.now();
    const at = (id: string, name: string, minutes: number, userId?: string) => ({
      id,
      name,
      time: now - minutes * 60_000,
      device: 'c5'.repeat(16),
      ...(userId && { userId }),
      consent: { analytics: true },
      properties: { note: `of ${id}` },
    });
    await site.ingest([
      at('first', 'Page Viewed', 50, 'tenant-1'),
      at('out', 'Signed Out', 40),
      at('second', 'Page Viewed', 30, 'tenant-2'),
    ]);
    const texts: string[] = [];
    const ids: string[] = [];
    for (const userId of ['tenant-1', 'tenant-2']) {
      const { body } = await site.ask('POST', '/v1/visitors/lookup', { userId });
      ids.push(String(body.visitor));
      texts.push(await (await ask('', String(body.visitor))).text());
    }
    for (const [own, other] of [
      [0, 1],
      [1, 0],
    ] as const) {
      expect(texts[own]).toContain(`of ${['first', 'second'][own]}`);
      expect(texts[own]).not.toContain(`of ${['first', 'second'][other]}`);
      expect(texts[own]).not.toContain(ids[other]);
      expect(exportSchema.parse(JSON.parse(texts[own] ?? '')).links.map(({ to }) => to)).toContain(ids[own]);
    }
  });
});

describe('a long history', () => {
  const EVENTS = 1_100;

  it('is read two hundred entries at a time, and no faster than it is taken', async () => {
    const { served, site } = regular;
    const now = served.clock.now();
    const named = { userId: 'reader', consent: { analytics: true } };
    const viewed = (n: number) => ({ id: `v${n}`, name: 'Page Viewed', time: now - n * 1_000, ...named });
    await site.ingest(Array.from({ length: EVENTS }, (_, n) => viewed(n)));
    const { body } = await site.ask('POST', '/v1/visitors/lookup', { userId: 'reader' });
    const limits: (number | undefined)[] = [];
    const store = {
      ...served.store,
      readVisitor: (...asked: Parameters<typeof served.store.readVisitor>) => {
        limits.push(asked[2]?.limit);
        return served.store.readVisitor(...asked);
      },
    };
    const found = await exportVisitor(
      { engine: served.engine, store },
      siteOf(regular),
      body.visitor as VisitorId,
    );
    expect(limits).toEqual([]);
    let pages = 0;
    let entries = 0;
    for await (const page of found?.pages('events') ?? []) {
      pages += 1;
      entries += page.length;
      expect(limits.length).toBe(pages);
    }
    expect([pages, entries]).toEqual([6, EVENTS]);
    expect(new Set(limits)).toEqual(new Set([200]));
  });
});
