/**
 * Tells Flow of customers who enter or leave a segment, and of scores that cross a threshold: those of a segment that asks for
 * nothing but a score. So it has the thresholds that the merchant set, and a score that wavers at one of them tells nothing.
 * A customer is told of by their own id at Shopify, so only one who allows passing on.
 */
import type { NamedEntry, Receiver } from '../../../core/deliveries/receiver.ts';
import type { Engine } from '../../../core/engine.ts';
import type { LoggedEntry, SiteId } from '../../../core/entry.ts';
import { heldScore } from '../../../core/profiles/scores.ts';
import { PLATFORM } from '../installation/shops.ts';
import type { Customers } from '../intake/customers.ts';
import type { Triggers } from './triggers.ts';

export type NoticesPorts = {
  readonly customers: Customers;
  readonly triggers: Triggers;
  readonly segments: Pick<Engine['segments'], 'of'>;
};

/** An outbox each: one that waits for Shopify starts nothing of the other twice. */
export function listReceivers(site: SiteId, ports: NoticesPorts): readonly Receiver[] {
  const { customers, triggers } = ports;
  const labelOf = (entry: LoggedEntry): string | null => findLabel(site, entry, ports);
  return [
    {
      name: PLATFORM,
      wants: isNews,
      laneOf: ({ visitor }) => visitor,
      send: async ({ name, properties, visitor, t }) => {
        const { isAllowed, openReference } = await customers.read(site, visitor, t);
        const of = name === 'left' ? 'segment-left' : 'segment-entered';
        const trigger = { of, Segment: String(properties.segment) } as const;
        return triggers.start(site, isAllowed ? await openReference() : null, trigger);
      },
    },
    {
      name: `${PLATFORM}-scores`,
      wants: (entry) => isNews(entry) && labelOf(entry) !== null,
      laneOf: ({ visitor }) => visitor,
      send: async (entry: NamedEntry) => {
        const { isAllowed, openReference, profile } = await customers.read(site, entry.visitor, entry.t);
        const label = labelOf(entry);
        const score = label === null ? null : heldScore(profile.scores, label);
        if (!isAllowed || label === null || score === null) return { kind: 'withheld' };
        const direction = entry.name === 'left' ? 'down' : 'up';
        const fields = { Label: label, Score: score, Direction: direction } as const;
        return triggers.start(site, await openReference(), { of: 'score-crossed', ...fields });
      },
    },
  ];
}

/** Neither the past nor what is taken back starts a workflow. */
function isNews({ type, properties }: LoggedEntry): boolean {
  return type === 'notice' && properties.late !== true && properties.revokes === undefined;
}

function findLabel(site: SiteId, { properties }: LoggedEntry, { segments }: NoticesPorts): string | null {
  const own = segments
    .of(site)
    ?.catalog.segments.find(
      ({ definition, version }) => definition.key === properties.segment && version === properties.version,
    );
  return own !== undefined && 'score' in own.definition.when ? own.definition.when.score : null;
}
