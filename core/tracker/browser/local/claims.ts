/**
 * What was chosen here is shown once the site granted it: its lock sees all tabs of a visitor, so that a cap of one is
 * one. Who asks says so at once, and asks once.
 */
import type { PageDecision } from '../../../decisions/treatment.ts';
import type { LocalAnswer, Push, Tracker } from '../wire.ts';
import type { Show } from './screen.ts';

export type Claims = {
  ask(decision: PageDecision): void;
  /** Takes an answer. What is not granted was another tab's: nothing comes of it. */
  settle(answer: LocalAnswer): void;
};

export function openClaims(push: Push, flush: Tracker['flush'], show: Show): Claims {
  /** By the id of the decision; undefined once it was granted. */
  const asked = new Map<string, (() => void) | undefined>();
  return {
    ask(decision) {
      const { id, campaign, variant, treatment } = decision;
      if (asked.has(id)) return;
      const sentAt = Date.now();
      asked.set(id, () => show(decision, sentAt));
      push('Treatment Chosen', { decision: id, campaign, variant, withheld: !treatment || undefined });
      // Whoever is about to leave does not wait, and what was chosen for the page is for now.
      flush(true);
    },
    settle({ go = [] }) {
      for (const id of go) {
        asked.get(id)?.();
        asked.set(id, undefined);
      }
    },
  };
}
