/** The recurring work of this server. */
import type { Engine } from '../../core/engine.ts';
import { InklingError } from '../../core/errors.ts';
import type { Sessions } from './console/sessions.ts';
import type { Deliveries } from './deliveries.ts';
import type { JobGroups } from './job-groups.ts';
import type { Mail } from './mail.ts';
import { SAMPLE_JOB, type Samples } from './sample/samples.ts';

const MINUTE_MS = 60_000;

type Swept = {
  readonly deliveries: Deliveries;
  readonly mail: Mail;
  readonly sessions: Pick<Sessions, 'sweep'>;
  readonly samples: Pick<Samples, 'fill'>;
};

export function registerSweeps(
  { own, shared: jobs }: JobGroups,
  engine: Engine,
  { deliveries, mail, sessions, samples }: Swept,
): void {
  own.every('salts', 10 * MINUTE_MS, async () => {
    await engine.salts.sweep();
  });
  own.every('site-keys', MINUTE_MS, engine.sites.endKeys);
  jobs.every('anonymous', 10 * MINUTE_MS, async () => {
    await engine.retention.endAnonymous();
  });
  jobs.every('retention', 24 * 60 * MINUTE_MS, async () => {
    const behind: string[] = [];
    for (const site of engine.sites.list()) {
      const { time } = await engine.keepTerms(site, { isDry: false });
      if (time.aheadMs > 0) behind.push(site.site);
    }
    if (behind.length > 0) throw clockLeapt(behind);
  });
  jobs.every('dead-letters', 24 * 60 * MINUTE_MS, async () => {
    await deliveries.webhooks.sweep();
    await deliveries.writeBacks.sweep();
  });
  jobs.every('sent-mails', 24 * 60 * MINUTE_MS, mail.sweep);
  jobs.every('console-sessions', 24 * 60 * MINUTE_MS, sessions.sweep);
  jobs.every(SAMPLE_JOB, MINUTE_MS, samples.fill);
  jobs.every('erasures-told', MINUTE_MS, engine.erasures.tell);
  own.every('violations', MINUTE_MS, engine.violations.flush);
  own.every('choices', MINUTE_MS, engine.statistics.choices.flush);
  jobs.every('segment-sizes', 10 * MINUTE_MS, engine.segmentHealth.recordSizes);
  jobs.every('statistics', MINUTE_MS, async () => {
    await engine.statistics.count();
  });
  jobs.every('statistics-kept', 24 * 60 * MINUTE_MS, async () => {
    await engine.statistics.sweep();
  });
  jobs.every('campaigns', MINUTE_MS, async () => {
    for (const site of engine.sites.list()) await engine.campaigns.runSchedules(site);
  });
  jobs.every('campaign-totals', 24 * 60 * MINUTE_MS, () =>
    engine.campaigns.sweep(engine.sites.list().map(({ siteId }) => siteId)),
  );
  jobs.every('scores', MINUTE_MS, engine.intent.sweepDaily);
  jobs.every('models', 24 * 60 * MINUTE_MS, async () => {
    await engine.intent.tend();
    await engine.campaigns.uplift.tend();
  });
  jobs.every('lifetimes', 24 * 60 * MINUTE_MS, (cause) => engine.lifetimes.tend(cause === 'asked'));
  jobs.every('rfm', MINUTE_MS, (cause) =>
    cause === 'asked' ? engine.quintiles.computeNow() : engine.quintiles.computeDaily(),
  );
}

/** What was over by the time that is trusted has gone; the rest waits until somebody has looked at the clock. */
function clockLeapt(sites: readonly string[]): InklingError {
  return new InklingError(
    'clock_leapt',
    'retention',
    `the clock is more than a week ahead of the run before (${sites.join(', ')})`,
    'set the clock; where it is right, run `inkling retain --clock-is-right`, or wait: each day takes a week',
  );
}
