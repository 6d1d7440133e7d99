/** Shows what may be shown: the file that other sites' answers feed is fed from here. */
import type { PageDecision } from '../../../decisions/treatment.ts';
import type { Answered, TakeDecisions, Tracker } from '../wire.ts';

/** @param sentAt When it was asked for: it is over so long after that. */
export type Show = (decision: PageDecision, sentAt: number) => void;

/** @param collectUrl Reports go beside it; none: nothing is reported. */
export function openScreen(
  { listeners, load, sender }: Pick<Tracker, 'listeners' | 'load' | 'sender'>,
  collectUrl: string,
  readReach: () => number,
): Show {
  const answers: Answered[] = [];
  return (decision, sentAt) => {
    for (const listener of listeners) listener(decision);
    if (answers.push([[decision], sentAt]) < 2)
      load<TakeDecisions>('treatments', (take) =>
        take(answers, collectUrl, readReach, load, () => sender.dev),
      );
  };
}
