/** Crash rounds on the embedded store: a thread beside the server's sees what its writer is at, and ends the process in it. */
import { join } from 'node:path';
import { CHECKPOINTING, COMMITTING, WRITING } from '../../core/stores/phase.ts';
import { readLines, type Started } from './crash-processes.ts';
import { type CrashStage, dieBeforeServing } from './crash-stage.ts';
import type { Death } from './messages.ts';
import { inFolder } from './places.ts';

const PHASES: Readonly<Record<string, number>> = {
  'in a commit': COMMITTING,
  'in a checkpoint of the WAL': CHECKPOINTING,
  'in a transaction': WRITING,
};
const LONGEST_INTO_IT_MICROS = 150;
const MOST_PROFILES_CAUGHT_UP = 200;

/** @example await runCrashRounds({ stage: openEmbeddedStage, rounds: 3, seed: 1, warmPosts: 500, say }) */
export async function openEmbeddedStage(folder: string): Promise<CrashStage> {
  const place = inFolder(join(folder, 'data'));
  return {
    place,
    remains: place,
    moments: Object.keys(PHASES),
    kill: async (server, moment, random) => {
      const phase = PHASES[moment] ?? COMMITTING;
      const death: Death = { during: 'phase', phase, intoItMicros: random.below(LONGEST_INTO_IT_MICROS) };
      server.child.send(death);
      await server.killed;
      const [died, , killedAt = Number.NaN] = readDeath(server, 'phase');
      if (died !== phase) throw new Error(`the server died in phase ${died}, not ${moment}`);
      return killedAt;
    },
    killCatchingUp: async (start, random) => {
      const afterProfiles = 1 + random.below(MOST_PROFILES_CAUGHT_UP);
      const server = start({ during: 'catch-up', afterProfiles });
      await dieBeforeServing(server);
      readDeath(server, 'catch-up');
    },
    close: async () => undefined,
  };
}

/** The numbers of the report's last line. @throws Error when that is not the death it should be. */
function readDeath({ reportPath }: Started, kind: Death['during']): readonly number[] {
  const [word, ...numbers] = readLines(reportPath).at(-1)?.split(' ') ?? [];
  if (word !== kind) throw new Error(`the server did not die as planned: ${word ?? 'nothing was seen'}`);
  return numbers.map(Number);
}
