/** A copy of the engine with one mistake in it, and what finds that. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HAND_CASES } from '../core/segments/brute/cases.ts';
import {
  answerOf,
  type Evaluate,
  findFault,
  readTruth,
  type Truth,
} from '../core/segments/brute/comparison.ts';
import type { Question } from '../core/segments/brute/question.ts';
import { drawQuestion } from '../core/segments/brute/questions.ts';
import { ROOT } from '../support/source-tree.ts';
import type { SeededBug } from './bugs.ts';

/** Inside the repository, so that the copy finds its packages; removed when it has been asked. */
const COPIES = join(ROOT, 'test', '.seeded');
const TRIPLES = 3_000;
const SEED = 2026;
/** When it changes is asked of some only: that takes long to find. */
const UNTIL_EVERY = 5;
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
  writeFileSync(
    path,
    source.replace(right, () => wrong),
  );
}

type Known = { readonly question: Question; readonly truth: Truth };

/** Questions with their answers, found once for all mistakes. */
export function drawKnown(): readonly Known[] {
  return Array.from({ length: TRIPLES }, (_, number): Known => {
    const question = drawQuestion(SEED, number);
    return { question, truth: readTruth(question, number % UNTIL_EVERY === 0) };
  });
}

/** What shows that it is wrong: cases written by hand, and the first random question; null: nothing does. */
export function findProof(evaluate: Evaluate, known: readonly Known[]): string | null {
  const byHand = HAND_CASES.filter(({ question, holds, until }) => {
    const answer = answerOf(evaluate, question);
    if (typeof answer === 'string' || answer.holds !== holds) return true;
    return until !== undefined && answer.until !== until;
  }).map(({ title }) => `by hand: ${title}`);
  const number = known.findIndex(
    ({ question, truth }) => findFault(question, answerOf(evaluate, question), truth) !== null,
  );
  const proofs = [...byHand, ...(number < 0 ? [] : [`question ${number} of seed ${SEED}`])];
  return proofs.length === 0 ? null : proofs.join('; ');
}
