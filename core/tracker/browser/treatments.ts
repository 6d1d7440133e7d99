/**
 * The treatments file, loaded with the first decision of a page: shows what was decided, and reports what became of it.
 * The way of a decision is in `treatments/stage.ts`. Kinds that fewer pages need have files of their own (parts.ts).
 */
import { handOver } from './hand-over.ts';
import { startParts } from './treatments/parts.ts';
import { startReports } from './treatments/report.ts';
import { startStage, takeDecision } from './treatments/stage.ts';
import type { TakeDecisions } from './wire.ts';

const takeDecisions: TakeDecisions = (answers, collectUrl, readReach, load, readDevice) => {
  startReports(collectUrl, readReach, readDevice);
  startParts(load);
  startStage();
  answers.push = (...newer) => {
    for (const [decisions, sentAt] of newer) for (const decision of decisions) takeDecision(decision, sentAt);
    return 2;
  };
  answers.push(...answers.splice(0));
};

handOver(takeDecisions);
