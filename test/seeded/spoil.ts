/** A copy of the engine with one mistake in it, and what finds that. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HAND_CASES } from '../core/segments/brute/cases.ts';
import { compareWithEngine, type Evaluate } from '../core/segments/brute/comparison.ts';
import { ROOT } from '../support/source-tree.ts';
import type { SeededBug } from './bugs.ts';

/** Inside the repository, so that the copy finds its packages; removed when it has been asked. */
const COPIES = join(ROOT, 'test', '.seeded');
const TRIPLES = 3_000;
const SEED = 2026;
const ENGINE = 'test/core/segments/engine-answer.ts';

/** @throws Error where the text to be replaced is not there exactly once. */
export async function loadSpoilt(bug: SeededBug | null, number: number): Promise<Evaluate> {
  const copy = join(COPIES, `${process.pid}-${number}`);
  mkdirSync(join(copy, 'test/core/segments'), { recursive: true });
  cpSync(join(ROOT, 'core'), join(copy, 'core'), { recursive: true });
  cpSync(join(ROOT, ENGINE), join(copy, ENGINE));
  cpSync(join(ROOT, 'test/core/segments/brute'), join(copy, 'test/core/segments/brute'), { recursive: true });
  if (bug !== null) spoil(join(copy, 'core', bug.file), bug);
  const { answerOfEngine } = await import(/* @vite-ignore */ pathToFileURL(join(copy, ENGINE)).href);
  return answerOfEngine;
}

export function removeCopies(): void {
  rmSync(COPIES, { recursive: true, force: true });
}

function spoil(path: string, { title, right, wrong }: SeededBug): void {
  const source = readFileSync(path, 'utf8');
  if (source.split(right).length !== 2) throw new Error(`"${title}": ${path} does not say it once`);
  writeFileSync(path, source.replace(right, () => wrong));
}

/** What shows first that it is wrong: a case written by hand, else a random question; null: nothing does. */
export function findFault(evaluate: Evaluate): string | null {
  const wrong = HAND_CASES.find(({ question, holds, until }) => {
    const answer = evaluate(question);
    return answer.holds !== holds || (until !== undefined && answer.until !== until);
  });
  const { disagreement } = compareWithEngine(evaluate, { triples: TRIPLES, seed: SEED, untilEvery: 5 });
  const random = disagreement?.split('\n')[0] ?? null;
  return wrong === undefined ? random : `by hand: ${wrong.title}; ${random ?? 'no random question'}`;
}
