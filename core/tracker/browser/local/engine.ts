/** What the glue asks of the engine. */
import type { PageDecision } from '../../../decisions/treatment.ts';
import type { SessionState } from '../../../local/state.ts';
import type { PushedItem } from '../wire.ts';
import type { Intent } from './reports.ts';

export type Moment = {
  readonly state: SessionState;
  readonly items: readonly PushedItem[];
  readonly now: number;
  readonly slots: readonly string[];
  readonly forced?: readonly string[] | undefined;
};

export type Outcome = {
  readonly segments: readonly string[];
  readonly intent: Intent | null;
  readonly decisions: readonly PageDecision[];
  readonly until: number | null;
};

export type Engine = { look(moment: Moment): Outcome };

export function createEngine(_bundle: unknown): Engine {
  return { look: () => ({ segments: [], intent: null, decisions: [], until: null }) };
}
