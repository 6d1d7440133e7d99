/**
 * Segment as an outbox sees it: asks anew whether the visitor allows it, finds the id that Segment knows them by, and
 * tells what has changed since the last time. Without such an id nothing is sent: an id of ours would make a new user.
 */
import type { Receiver, SendOutcome } from '../../../core/deliveries/receiver.ts';
import type { LoggedEntry, SiteId, VisitorId } from '../../../core/entry.ts';
import type { Vault } from '../../../core/identity/vault.ts';
import type { Clock } from '../../../core/ports.ts';
import type { ReadRecipient } from '../../../core/profiles/recipient.ts';
import type { Deliver } from './client.ts';
import { composeMessages } from './messages.ts';
import type { Picture } from './picture.ts';
import { LABELS, type WriteBackSettings } from './settings.ts';
import type { Told } from './told.ts';

export type ReceiverPorts = {
  readonly clock: Clock;
  readonly vault: Pick<Vault, 'open'>;
  readonly readRecipient: ReadRecipient;
  readonly told: Told;
  /** As of now. */
  readonly look: (site: SiteId, visitor: VisitorId, settings: WriteBackSettings) => Promise<Picture>;
  readonly nameOf: (site: SiteId, segment: string) => string;
  /** Stands for a visitor where deliveries wait, and says nothing of them. */
  readonly aliasOf: (site: SiteId, visitor: VisitorId) => string;
};

export const RECEIVER = 'segment';
const WITHHELD: SendOutcome = { kind: 'withheld' };

/** @example createReceiver(settings, deliver, ports).name // 'segment' */
export function createReceiver(
  settings: WriteBackSettings,
  deliver: Deliver,
  ports: ReceiverPorts,
): Receiver {
  const { clock, told, readRecipient, look, nameOf, aliasOf } = ports;
  const labels = new Set(settings.scores.map((name) => LABELS[name]));
  return {
    name: RECEIVER,
    wants: (entry) => (entry.type === 'score' ? labels.has(entry.name) : isChosen(entry, settings)),
    // An entry and the exit after it, and the scores between: one after the other.
    laneOf: ({ site, visitor }) => aliasOf(site, visitor),
    send: async (entry, signal) => {
      const { site } = entry;
      const { visitor, persons, ids, isAllowed } = await readRecipient(site, entry.visitor, entry.t);
      if (!isAllowed) return WITHHELD;
      const userId = await findUserId(ports.vault, site, persons);
      if (userId === null) {
        await told.passOver(site, visitor);
        return WITHHELD;
      }
      const now = await look(site, visitor, settings);
      const before = await told.read(site, visitor);
      const at = clock.now();
      const nameIn = (segment: string): string => nameOf(site, segment);
      const messages = composeMessages({ entry, before, now, at, nameOf: nameIn, settings });
      if (messages.length === 0) return WITHHELD;
      const outcome = await deliver(userId, messages, signal);
      if (outcome.kind === 'sent') await told.keep(site, visitor, now, ids);
      return outcome;
    },
  };
}

function isChosen({ type, properties }: LoggedEntry, { segments }: WriteBackSettings): boolean {
  return type === 'notice' && (segments === null || segments.includes(String(properties.segment)));
}

async function findUserId(
  vault: Pick<Vault, 'open'>,
  site: SiteId,
  persons: readonly VisitorId[],
): Promise<string | null> {
  for (const person of persons) {
    const userId = await vault.open(site, person, 'segment');
    if (userId !== null) return userId;
  }
  return null;
}
