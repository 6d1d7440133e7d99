/**
 * What was chosen here is shown once the site granted it: its lock sees all tabs of a visitor, so that a cap of one is
 * one. Who asks says so at once, and asks once.
 */
import type { PageDecision } from '../../../decisions/treatment.ts';
import type { LocalAnswer, Tracker } from '../wire.ts';
import type { Show } from './screen.ts';

type Claim = { readonly decision: PageDecision; readonly sentAt: number };

export type Claims = {
  ask(decision: PageDecision): void;
  /** Takes an answer, and the items that it is about. */
  settle(answer: LocalAnswer, items: readonly unknown[]): void;
};

const NAME = 'Treatment Chosen';

export function openClaims({ push, flush }: Pick<Tracker, 'push' | 'flush'>, show: Show): Claims {
  const known = new Set<string>();
  const open = new Map<string, Claim>();
  return {
    ask(decision) {
      const { id, campaign, variant, treatment } = decision;
      if (known.has(id)) return;
      known.add(id);
      open.set(id, { decision, sentAt: Date.now() });
      push(NAME, { decision: id, campaign, variant, ...(!treatment && { withheld: true }) });
      // Whoever is about to leave does not wait, and what was chosen for the page is for now.
      flush(true);
    },
    settle({ accepted, go = [] }, items) {
      for (const id of go) {
        const claim = open.get(id);
        if (open.delete(id) && claim) show(claim.decision, claim.sentAt);
      }
      // Answered and not granted: another tab was faster.
      if (accepted !== undefined)
        for (const item of items) {
          const { n, p } = item as { readonly n: string; readonly p: { readonly decision?: unknown } };
          if (n === NAME) open.delete(String(p.decision));
        }
    },
  };
}
