/** The recurring work of this server. */
import type { Engine } from '../../core/engine.ts';
import type { Jobs } from '../../core/ports.ts';
import type { Deliveries } from './deliveries.ts';
import type { Mail } from './mail.ts';

const MINUTE_MS = 60_000;

export function registerSweeps(jobs: Jobs, engine: Engine, deliveries: Deliveries, mail: Mail): void {
  jobs.every('salts', 10 * MINUTE_MS, async () => {
    await engine.salts.sweep();
  });
  jobs.every('site-keys', MINUTE_MS, engine.sites.endKeys);
  jobs.every('anonymous', 10 * MINUTE_MS, async () => {
    await engine.retention.endAnonymous();
  });
  jobs.every('retention', 24 * 60 * MINUTE_MS, async () => {
    for (const { siteId, settings } of engine.sites.list()) {
      await engine.retention.retireEvents(siteId, settings.eventDays);
    }
  });
  jobs.every('dead-letters', 24 * 60 * MINUTE_MS, deliveries.webhooks.sweep);
  jobs.every('sent-mails', 24 * 60 * MINUTE_MS, mail.sweep);
  jobs.every('erasures-told', MINUTE_MS, engine.erasures.tell);
  jobs.every('violations', MINUTE_MS, engine.violations.flush);
  jobs.every('segment-sizes', 10 * MINUTE_MS, engine.segmentHealth.recordSizes);
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
