/**
 * Every parser and every door (test/fuzz) with hostile input of ever new seeds, for as many minutes as somebody gives it.
 * What falls over is made as small as it can be, printed with its seed, and ends the run with an error.
 */
import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { type Doors, openDoors } from '../test/fuzz/doors.ts';
import { examine, type Parser } from '../test/fuzz/examine.ts';
import { inputsOf, PARSERS } from '../test/fuzz/parsers.ts';
import type { BenchRun, Report } from './report.ts';

const MINUTES = 10;
const INPUTS_A_ROUND = 200;
const KNOCKS_A_ROUND = 300;
/** What was put there by accepted requests goes with the server. */
const ROUNDS_A_SERVER = 10;

type Tally = {
  inputs: number;
  knocks: number;
  faults: number;
  /** Of one input, generating it left out. */
  slowest: { ms: number; parser: string };
};

export default async function measureFuzz({
  isQuick,
  minutes = MINUTES,
  seed,
  say,
}: BenchRun): Promise<Report> {
  const first = seed ?? randomInt(1, 2 ** 31);
  const end = performance.now() + (isQuick ? 0 : minutes * 60_000);
  const tally: Tally = { inputs: 0, knocks: 0, faults: 0, slowest: { ms: 0, parser: '' } };
  let doors = await openDoors();
  let rounds = 0;
  try {
    do {
      say(
        `round ${rounds + 1}, --seed ${first + rounds}: ${tally.inputs} inputs and ${tally.knocks} knocks so far`,
      );
      if (rounds > 0 && rounds % ROUNDS_A_SERVER === 0) {
        await doors.stop();
        doors = await openDoors();
      }
      await runRound({ seed: first + rounds, isQuick, doors, tally, say });
      rounds += 1;
    } while (performance.now() < end);
  } finally {
    await doors.stop();
  }
  if (tally.faults > 0) throw new Error(`${tally.faults} parsers or doors fell over: see above`);
  return report(tally, first);
}

type Round = {
  readonly seed: number;
  readonly isQuick: boolean;
  readonly doors: Doors;
  readonly tally: Tally;
  readonly say: BenchRun['say'];
};

async function runRound({ seed, isQuick, doors, tally, say }: Round): Promise<void> {
  for (const parser of PARSERS) {
    const property = fc.property(inputsOf(parser), (input) => examineTimed(parser, input, tally));
    const found = fc.check(property, { seed, numRuns: isQuick ? 20 : INPUTS_A_ROUND });
    tally.inputs += found.numRuns;
    if (found.failed) tellFault(parser.name, found, tally, say);
  }
  const property = fc.asyncProperty(doors.knocks, async (knock) => failOn(await doors.knock(knock)));
  const found = await fc.check(property, { seed, numRuns: isQuick ? 50 : KNOCKS_A_ROUND });
  tally.knocks += found.numRuns;
  if (found.failed) tellFault('a door', found, tally, say);
}

function examineTimed(parser: Parser, input: unknown, tally: Tally): void {
  const startedAt = performance.now();
  const fault = examine(parser, input);
  const ms = performance.now() - startedAt;
  if (ms > tally.slowest.ms) tally.slowest = { ms, parser: parser.name };
  failOn(fault);
}

function failOn(fault: string | null): void {
  if (fault !== null) throw new Error(fault);
}

type Found = Pick<fc.RunDetailsFailureProperty<unknown>, 'seed' | 'numShrinks' | 'errorInstance'> & {
  readonly counterexamplePath: string | null;
  readonly counterexample: unknown;
};

function tellFault(name: string, found: Found, tally: Tally, say: BenchRun['say']): void {
  tally.faults += 1;
  say(
    `FAULT in ${name}, --seed ${found.seed}, path ${found.counterexamplePath}, after ${found.numShrinks} shrinks`,
  );
  say(`  input: ${fc.stringify(found.counterexample)}`);
  say(`  ${String(found.errorInstance)}`);
}

function report({ inputs, knocks, faults, slowest }: Tally, seed: number): Report {
  return {
    name: 'fuzz',
    figures: {
      parsers: { value: PARSERS.length, unit: 'parsers', atLeast: 60 },
      inputs: { value: inputs, unit: 'inputs' },
      knocks: { value: knocks, unit: 'requests' },
      faults: { value: faults, unit: 'faults', atMost: 0 },
      slowestInput: { value: Number(slowest.ms.toFixed(1)), unit: 'ms' },
    },
    notes: [
      `the first seed was ${seed}; inputs have at most some 10 kB`,
      `the slowest input, garbage collection of whatever came before included, was one of: ${slowest.parser}`,
    ],
  };
}
