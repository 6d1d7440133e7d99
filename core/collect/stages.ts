/** What the way of an event stands on, whichever door it comes through. */
import type { Decisions } from '../decisions/decisions.ts';
import type { Refusal } from '../errors.ts';
import type { createContinuing } from '../identity/continuing.ts';
import type { ErasedPeople } from '../identity/person.ts';
import type { UserIds } from '../identity/user-ids.ts';
import type { Vault } from '../identity/vault.ts';
import type { Choices } from '../statistics/choices.ts';
import type { Admission } from './admission.ts';
import type { RecordPorts } from './record.ts';

export type Stages = {
  readonly erased: ErasedPeople;
  readonly recording: RecordPorts;
  readonly vault: Vault;
  readonly userIds: UserIds;
  readonly now: () => number;
  readonly continuing: ReturnType<typeof createContinuing>;
  readonly isBot: (userAgent: string) => boolean;
  readonly admitVisitor: Admission['admitVisitor'];
  readonly decisions: Pick<Decisions, 'forPage'>;
  readonly choices: Pick<Choices, 'count'>;
};

/** A refusal as one of many in an answer. */
export type RefusedItem = Omit<Refusal, 'ok'>;

export function presentRefusal({ code, at, hint }: Refusal): RefusedItem {
  return { at, code, hint };
}
