/** Letting go what is over its term, or counting it: as the door and the command line both do it. */
import type { Engine } from '../../core/engine.ts';
import type { RetentionReport, RunQuestion } from '../../core/privacy/keep-terms.ts';
import type { Site } from '../../core/sites/site.ts';

/** Instants in ISO 8601. */
export type RetentionView = {
  readonly site: string;
  readonly dryRun: boolean;
  /** Terms are counted back from here. */
  readonly asOf: string;
  /** How far the clock of the machine is ahead of that, ms. */
  readonly clockAheadMs: number;
  readonly classes: RetentionReport['classes'];
};

/** With its line in the audit log, where anything may have gone. @example await keepTermsOf(engine, site, { isDry: true }, 'secret key') */
export async function keepTermsOf(
  engine: Pick<Engine, 'keepTerms' | 'audit'>,
  site: Site,
  question: RunQuestion,
  by: string,
): Promise<RetentionView> {
  const report = await engine.keepTerms(site, question);
  if (!question.isDry) {
    const removed = Object.fromEntries(report.classes.map(({ name, count }) => [name, count]));
    const detail = { trustsClock: question.trustsClock === true, removed };
    await engine.audit.write(site.siteId, { act: 'terms kept', by, detail });
  }
  return present(report);
}

function present({ site, isDry, time, classes }: RetentionReport): RetentionView {
  return {
    site,
    dryRun: isDry,
    asOf: new Date(time.trusted).toISOString(),
    clockAheadMs: time.aheadMs,
    classes,
  };
}
