/** Scores and segments on their way back to Segment, wired to this server. */
import type { OutboxPorts } from '../../core/deliveries/desk.ts';
import { createFeed, type Feed } from '../../core/deliveries/feed.ts';
import type { Engine } from '../../core/engine.ts';
import type { SiteId, VisitorId } from '../../core/entry.ts';
import { keyedReference } from '../../core/identity/hash.ts';
import type { Store } from '../../core/ports.ts';
import { createRecipients } from '../../core/profiles/recipient.ts';
import { newestEntries } from '../../core/segments/catalog.ts';
import { createSealedSettings } from '../../integrations/segment/sealed-settings.ts';
import { createLook } from '../../integrations/segment/write-back/look.ts';
import { createTold } from '../../integrations/segment/write-back/told.ts';
import { createWriteBacks, type WriteBacks } from '../../integrations/segment/write-back/write-backs.ts';
import type { Guard } from '../../integrations/webhook/guard.ts';
import { createPoster } from '../../integrations/webhook/post.ts';
import { readVersion } from './version.ts';

const LANE_DIGITS = 12;

export type OpenWriteBacks = {
  readonly writeBacks: WriteBacks;
  /** Notices and scores, which nobody else follows. */
  readonly feed: Feed;
};

/** @example const { writeBacks } = openWriteBacks(engine, outboxPorts, guard); await writeBacks.start(siteIds) */
export function openWriteBacks(
  engine: Engine,
  ports: Omit<OutboxPorts, 'feed'>,
  guard: Guard,
): OpenWriteBacks {
  const { store, clock } = ports;
  const feed = createFeed({ store: withScores(store), clock });
  const writeBacks = createWriteBacks({
    ...ports,
    feed,
    vault: engine.vault,
    records: engine.records,
    sealed: createSealedSettings({ store, ring: engine.ring }, 'write-back'),
    readRecipient: createRecipients(engine.book, clock),
    told: createTold(store),
    look: createLook(engine),
    nameOf: (site, segment) => nameOf(engine, site, segment),
    aliasOf: (site, visitor) => aliasOf(engine, site, visitor),
    post: createPoster(guard, clock),
    version: readVersion(),
    judgeHost: (url) => guard.judgeHost(url),
  });
  return { writeBacks, feed };
}

/** What leaves the house and scores, in the order of the log: each list is whole up to its last, or up to its end. */
function withScores(store: Pick<Store, 'readOutgoing' | 'readScores' | 'health'>) {
  const readOutgoing: Store['readOutgoing'] = async (site, seq, limit) => {
    const told = await store.readOutgoing(site, seq, limit);
    const scores = await store.readScores(site, seq, limit);
    return [...told, ...scores].toSorted((a, b) => a.seq - b.seq).slice(0, limit);
  };
  return { readOutgoing, health: store.health };
}

function nameOf({ segments }: Engine, site: SiteId, key: string): string {
  const catalog = segments.of(site)?.catalog;
  return (catalog && newestEntries(catalog).get(key)?.definition.name) ?? key;
}

function aliasOf({ sites }: Engine, site: SiteId, visitor: VisitorId): string {
  const found = sites.byId(site);
  return found === undefined ? '' : keyedReference(found.idKey, 'segment', visitor).slice(0, LANE_DIGITS);
}
