/** Shows what may be shown: the file that other sites' answers feed is fed from here. */
import type { PageDecision } from '../../../decisions/treatment.ts';
import type { Answered, TakeDecisions, Tracker } from '../wire.ts';

export type Show = (decision: PageDecision, sentAt: number) => void;

/** @param collectUrl Reports go beside it; none: nothing is reported. */
export function openScreen(
  { listeners, load }: Pick<Tracker, 'listeners' | 'load'>,
  collectUrl: string,
  readReach: () => number,
): Show {
  const answers: Answered[] = [];
  return (decision, sentAt) => {
    for (const listener of listeners) listener(decision);
    if (answers.push([[decision], sentAt]) < 2)
      load<TakeDecisions>('treatments', (take) => take(answers, collectUrl, readReach, load));
  };
}
