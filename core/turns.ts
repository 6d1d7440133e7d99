/**
 * One piece of work at a time: each starts when the one before has ended, however it ended.
 *
 * @example const inTurn = createTurns(); await inTurn(() => store.putRecord('meta', '', 'a', 1));
 */
export function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let turn: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = turn.then(work, work);
    turn = mine;
    return mine;
  };
}

/**
 * The same for each name by itself; nothing is kept of names that nobody waits for.
 *
 * @example const inTurn = createNamedTurns(); await inTurn(siteId, () => store.putRecord('meta', siteId, 'a', 1));
 */
export function createNamedTurns(): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const turns = new Map<string, { waiting: number; readonly inTurn: ReturnType<typeof createTurns> }>();
  return async (name, work) => {
    const own = turns.get(name) ?? { waiting: 0, inTurn: createTurns() };
    turns.set(name, own);
    own.waiting += 1;
    try {
      return await own.inTurn(work);
    } finally {
      own.waiting -= 1;
      if (own.waiting === 0) turns.delete(name);
    }
  };
}
