/** Questions answered by hand, where chance seldom asks. */
import type { Question } from './question.ts';

export type HandCase = {
  readonly title: string;
  readonly question: Question;
  readonly holds: boolean;
  /** When it changes next, UTC ms; left out: it is not asked. */
  readonly until?: number | null;
};

export const HAND_CASES: readonly HandCase[] = [];
