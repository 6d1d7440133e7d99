import { describe, expect, it } from 'vitest';
import type { VisitorId } from '../../core/entry.ts';
import { event, visitorId } from '../core/profiles/world.ts';
import { durables } from './durable.ts';
import { DEVICE, NOW, OTHER_DEVICE, startLives } from './lives.ts';

describe.each(durables('erasure-restart'))('on $name', (durable) => {
  const life = startLives(durable);

  const forTeam = (name: string, visitor: VisitorId, t: number) =>
    event(name, { visitor, t, context: { account: visitorId('team') } });

  it('an erasure that a kill cuts short leaves nothing of the erased in the rows of those who share an account', async () => {
    const when = { account: { event: 'Page Viewed', count: { gte: 2 } } } as const;
    const { siteId: site } = life.open.site;
    await life.open.startSegments();
    await life.open.engine.segments.put(site, { key: 'team', name: 'Team', when });
    await life.open.engine.segments.idle();
    await life.append(forTeam('Page Viewed', DEVICE, NOW - 2), forTeam('Page Viewed', OTHER_DEVICE, NOW - 1));
    await life.open.engine.book.flush();
    expect(await listTeam()).toEqual([DEVICE, OTHER_DEVICE].toSorted());

    const { store, engine } = life.open;
    const removed = Promise.withResolvers<void>();
    const cutShort = engine.book.erase(site, [DEVICE], async () => {
      await store.removeVisitor(site, [DEVICE]);
      await life.append(forTeam('Cart Viewed', OTHER_DEVICE, NOW));
      await engine.book.flush();
      removed.resolve();
      return new Promise<void>(() => undefined);
    });
    await Promise.race([removed.promise, cutShort]);
    await life.killAndStart();
    expect(await listTeam()).toEqual([]);
  });

  async function listTeam(): Promise<readonly VisitorId[] | null> {
    const { engine, site } = life.open;
    await life.open.startSegments();
    await engine.segments.catchUp();
    await engine.segments.idle();
    return engine.segments.members(site.siteId, 'team', null, 10);
  }
});
