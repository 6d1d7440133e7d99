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
