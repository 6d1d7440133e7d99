/** When nobody waits for the database any more: what a clock that is moved by hand has to wait for in between. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MongoClient } from 'mongodb';

/** Turns of the event loop that an answer gets until it has led to the next command. */
const TURNS = 10;

/**
 * @returns Resolves when no command of these clients is under way, nor follows from the last one.
 * @example const clock = createFakeClock(START, createQuiet([client]));
 */
export function createQuiet(clients: readonly MongoClient[]): () => Promise<void> {
  let underWay = 0;
  for (const client of clients) {
    // A connection is taken out of the pool for each command, and given back with its answer.
    client.on('connectionCheckOutStarted', () => {
      underWay += 1;
    });
    for (const event of ['connectionCheckedIn', 'connectionCheckOutFailed'] as const)
      client.on(event, () => {
        underWay -= 1;
      });
  }
  return async () => {
    for (let turns = 0; turns < TURNS; turns += 1) {
      await nextTurn();
      if (underWay > 0) turns = 0;
    }
  };
}
