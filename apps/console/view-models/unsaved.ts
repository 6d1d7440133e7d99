/** Who would lose by leaving what they changed and did not save is asked first. One guard stands around all pages of a console. */

export type Guard = {
  /** Something is changed and not saved; what is answered gives it up. */
  readonly hold: () => () => void;
  readonly isHeld: () => boolean;
  /** Does it, or asks first. */
  readonly leave: (act: () => void) => void;
  /** What somebody said who was asked: what is left is given up, and what was to be done is done. */
  readonly answer: (leaves: boolean) => void;
};

export type GuardHost = {
  readonly onAsk: (isAsking: boolean) => void;
  /** As long as it is so, the window is not closed without a word. */
  readonly onHeld: (isHeld: boolean) => void;
};

/** @example const guard = createGuard({ onAsk, onHeld }); const release = guard.hold(); guard.leave(() => go('/console/live')) */
export function createGuard({ onAsk, onHeld }: GuardHost): Guard {
  const held = new Set<object>();
  let waiting: (() => void) | null = null;
  function giveUp(which: readonly object[]): void {
    const hadSome = held.size > 0;
    for (const one of which) held.delete(one);
    if (hadSome && held.size === 0) onHeld(false);
  }
  return {
    hold: () => {
      const one = {};
      held.add(one);
      if (held.size === 1) onHeld(true);
      return () => giveUp([one]);
    },
    isHeld: () => held.size > 0,
    leave: (act) => {
      if (held.size === 0) return act();
      waiting = act;
      onAsk(true);
    },
    answer: (leaves) => {
      const act = waiting;
      waiting = null;
      onAsk(false);
      if (!leaves || act === null) return;
      giveUp([...held]);
      act();
    },
  };
}
