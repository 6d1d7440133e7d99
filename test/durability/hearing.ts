/** What a life tells of one device's memberships. */
import type { SegmentDefinition } from '../../core/segments/condition.ts';
import { readNotice, standingNotices, type Told } from '../../core/segments/notices.ts';
import { DEVICE, type Life, NOW } from './lives.ts';

/** Notices as what, of which segment, and when (ms after {@link NOW}). @example const { put, listNotices } = createHearing(life); */
export function createHearing(life: Life) {
  async function put(definition: SegmentDefinition): Promise<void> {
    await life.open.startSegments();
    const put = await life.open.engine.segments.put(life.open.site.siteId, definition);
    if (!put.ok) throw new Error(put.hint);
    await life.open.engine.segments.idle();
  }

  async function listNotices(): Promise<readonly string[]> {
    const { engine } = life.open;
    await life.open.startSegments();
    await engine.segments.catchUp();
    await engine.segments.idle();
    return readNotices();
  }

  async function readNotices(): Promise<readonly string[]> {
    return (await readTold()).map(({ type, segment, at }) => `${type} ${segment} ${at - NOW}`);
  }

  async function listStanding(): Promise<readonly string[]> {
    return standingNotices(await readTold()).map(({ type, segment, at }) => `${type} ${segment} ${at - NOW}`);
  }

  async function readTold(): Promise<readonly Told[]> {
    const { store, site } = life.open;
    const notices = await store.readVisitor(site.siteId, [DEVICE], { types: ['notice'] });
    return notices.map(readNotice);
  }

  return { put, listNotices, readNotices, listStanding };
}
