import { expect, it } from 'vitest';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { createWrittenBook } from '../../../integrations/shopify/write-out/written.ts';
import { createRecordShelf } from '../../support/record-shelf.ts';

const SITE = 'st_1' as SiteId;

async function openBook(count: number) {
  const clock = { now: 0 };
  const book = createWrittenBook(createRecordShelf(), () => clock.now);
  const add = (name: string) =>
    book.keep(SITE, name as VisitorId, { scores: { intent: '1' }, segments: [], isUnsure: false });
  for (let at = 0; at < count; at += 1) await add(`v${at}`);
  return { book, clock, add };
}

it('what few customers have is counted at each look', async () => {
  const { book, add } = await openBook(2);
  expect(await book.count(SITE)).toEqual({ scores: 2, tags: 0 });
  await add('another');
  expect(await book.count(SITE)).toEqual({ scores: 3, tags: 0 });
});

it('what many have is counted once a minute, and anew once nothing is left', async () => {
  const { book, clock, add } = await openBook(501);
  expect(await book.count(SITE)).toEqual({ scores: 501, tags: 0 });
  await add('another');
  clock.now = 59_999;
  expect((await book.count(SITE)).scores).toBe(501);
  clock.now = 60_000;
  expect((await book.count(SITE)).scores).toBe(502);
  await book.clear(SITE);
  expect((await book.count(SITE)).scores).toBe(0);
});
