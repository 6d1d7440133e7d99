/**
 * The whole app killed with SIGKILL under load, round after round on one folder: is all there that was acknowledged,
 * and folded once? Counts, not times: they are the same on every machine, but for how much was acknowledged.
 */
import { openEmbeddedStage } from '../test/durability/crash-embedded.ts';
import { runCrashRounds } from '../test/durability/crash-rounds.ts';
import type { BenchRun, Report } from './report.ts';

const ROUNDS = 20;
const SEED = 2026;

export default async function measureCrash({ isQuick, say }: BenchRun): Promise<Report> {
  const rounds = isQuick ? 2 : ROUNDS;
  const found = await runCrashRounds({ stage: openEmbeddedStage, rounds, seed: SEED, warmPosts: 1_000, say });
  const killsIn = (moment: string): number => found.kills[moment] ?? 0;
  return {
    name: 'crash',
    figures: {
      rounds: { value: found.rounds, unit: 'rounds' },
      acknowledged: { value: found.acknowledged, unit: 'events' },
      lost: { value: found.lost.length, unit: 'events', atMost: 0 },
      doubled: { value: found.doubled.length, unit: 'events', atMost: 0 },
      foldedTwice: { value: found.foldedTwice.length, unit: 'visitors', atMost: 0 },
      profilesOff: { value: found.differing.length, unit: 'visitors', atMost: 0 },
      notices: { value: found.notices, unit: 'notices', atLeast: 1 },
      noticesOff: { value: found.noticesOff.length, unit: 'notices', atMost: 0 },
      noticesDoubled: { value: found.noticesDoubled.length, unit: 'notices', atMost: 0 },
      inFlightLeast: { value: found.inFlightLeast, unit: 'posts', atLeast: 50 },
      killsInTransaction: { value: killsIn('in a transaction'), unit: 'kills', atLeast: 1 },
      killsInCommit: { value: killsIn('in a commit'), unit: 'kills', atLeast: 1 },
      killsInCheckpoint: { value: killsIn('in a checkpoint of the WAL'), unit: 'kills', atLeast: 1 },
      killsInCatchUp: { value: found.killsInCatchUp, unit: 'kills', atLeast: 1 },
    },
    notes: [
      '256 connections, consented and anonymous visitors, single events and tens, repeats, log-ins, orders from two doors',
      'after each kill every profile is compared with the fold of the whole log; seed 2026',
    ],
  };
}
