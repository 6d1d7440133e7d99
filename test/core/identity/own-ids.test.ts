import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoggedEntry } from '../../../core/entry.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';

const USER = '5f1c2ab0-1111-4222-8333-abcdefabcdef';
const DEVICE = 'c0ffee11'.repeat(4);
const DASHED = 'c0ffee11-c0ff-ee11-c0ff-ee11c0ffee11';
const INNER = 'ab12'.repeat(16);
const PROOF = 'cd34'.repeat(16);

let served: Served;
let site: TestSite;

beforeAll(async () => {
  served = await serve();
  site = await createSite(served);
});
afterAll(() => served.stop());

const log = (): Promise<readonly LoggedEntry[]> => served.store.readSince(0, 1_000);

async function fromServer(more: object): Promise<void> {
  const event = { id: 'e1', name: 'Product Viewed', time: NOON - 1_000, consent: { analytics: true } };
  expect((await site.ingest([{ ...event, ...more }])).body.accepted).toBe(1);
}

describe('what identifies the sender', () => {
  it('is no event’s id, even where it is a UUID', async () => {
    await fromServer({ id: USER, userId: USER });
    await fromServer({ id: DASHED, device: DEVICE });
    const ids = (await log()).filter(({ type }) => type === 'event').map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(ids.join(' ')).not.toMatch(/5f1c2ab0|c0ffee11/);
  });

  it('is in no property, its hash from elsewhere and the proof of that included', async () => {
    await fromServer({ id: 'e2', inner: INNER, properties: { hash: INNER } });
    const item = { i: 'e3', n: 'Product Viewed', t: NOON, p: { hash: INNER, proof: PROOF }, u: '/' };
    const consent = { analytics: true, at: NOON };
    await site.collect({ s: NOON, dev: DEVICE, h: INNER, pr: PROOF, c: consent, e: [item] });
    const texts = JSON.stringify(await log());
    expect(texts).toContain('"e3"');
    expect(texts).not.toMatch(/ab12ab12|cd34cd34/);
  });

  it('is not the source of a choice', async () => {
    const consent = { analytics: false, at: NOON, source: DEVICE };
    await site.collect({ s: NOON, dev: DEVICE, c: consent, e: [] });
    const sources = (await log()).map(({ properties }) => properties.source);
    expect(sources).toContain('page');
    expect(sources).not.toContain(DEVICE);
  });
});
