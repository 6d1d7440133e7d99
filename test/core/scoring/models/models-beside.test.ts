import { expect, it, onTestFinished } from 'vitest';
import type { SiteId } from '../../../../core/entry.ts';
import { announceRecords } from '../../../../core/records.ts';
import type { Label } from '../../../../core/scoring/labels/label.ts';
import { createModelBook } from '../../../../core/scoring/models/model-book.ts';
import { createEmbeddedStore } from '../../../../core/stores/embedded.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { createPeerRoom } from '../../../support/peer-room.ts';

const SITE = 'st_1' as SiteId;
const LABEL: Label = { key: 'own', kind: 'event', event: 'Product Added', withinMs: 86_400_000 };
const RUN = { at: 5, positives: 1, negatives: 2, lack: [], version: null };

async function openPair() {
  const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
  onTestFinished(() => store.close());
  const room = createPeerRoom();
  const open = async () => {
    const peers = room.join();
    const announced = announceRecords({ store, peers, onFault: (error) => expect(error).toBeNull() });
    return { peers, book: await createModelBook({ ...announced, sites: [SITE] }) };
  };
  return { room, one: await open(), two: await open() };
}

it('labels that one server puts and removes are known to the other', async () => {
  const { room, one, two } = await openPair();
  await one.book.putLabel(SITE, LABEL);
  await room.heard();
  expect(two.book.state(SITE, 'own')?.label).toEqual(LABEL);
  await one.book.removeLabel(SITE, 'own');
  await room.heard();
  expect(two.book.state(SITE, 'own')).toBeNull();
});

it('a run that one server notes is of the label as the other has put it a moment ago', async () => {
  const { room, one, two } = await openPair();
  await one.book.putLabel(SITE, LABEL);
  await room.heard();
  const listen = two.peers.deafen();
  const changed: Label = { ...LABEL, event: 'Signed Up' };
  await one.book.putLabel(SITE, changed);
  expect(await two.book.noteRun(SITE, LABEL, RUN)).toBe(false);
  expect(await two.book.noteRun(SITE, changed, RUN)).toBe(true);
  listen();
  await room.heard();
  for (const { book } of [one, two])
    expect(book.state(SITE, 'own')).toMatchObject({ label: changed, lastRun: RUN });
});
