/** Every route there is. What walks them all (OpenAPI, the tests) walks this. */
import type { Jobs } from '../../../core/ports.ts';
import type { Lines } from '../lines.ts';
import type { Route } from '../route.ts';
import type { Tally } from '../tally.ts';
import { attributionRoutes } from './attribution.ts';
import { auditRoutes } from './audit.ts';
import { campaignTemplateRoutes } from './campaign-templates.ts';
import { campaignRoutes } from './campaigns.ts';
import { customerRoutes } from './customers.ts';
import { decideRoutes } from './decide.ts';
import { discoveryRoutes } from './discoveries.ts';
import { eventRoutes } from './events.ts';
import { firstRunRoutes } from './first-run.ts';
import { type HealthPorts, healthRoutes } from './health.ts';
import { installationRoutes } from './installation.ts';
import { jobRoutes } from './jobs.ts';
import { liveRoutes } from './live.ts';
import { type MailRoutePorts, mailRoutes } from './mail.ts';
import { membershipRoutes } from './memberships.ts';
import { modelRoutes } from './models.ts';
import { ownRoutes } from './own.ts';
import { planRoutes } from './plan.ts';
import { privacyRoutes } from './privacy.ts';
import { type PromiseRoutePorts, promiseRoutes } from './promises.ts';
import { relationRoutes } from './relations.ts';
import { rightsRoutes } from './rights.ts';
import { type SampleRoutePorts, sampleRoutes } from './sample.ts';
import { scoreRoutes } from './scores.ts';
import { type SegmentDoorPorts, segmentDoorRoutes } from './segment-door.ts';
import { segmentHealthRoutes } from './segment-health.ts';
import { segmentWebhookRoutes } from './segment-webhook.ts';
import { segmentRoutes } from './segments.ts';
import { signalRoutes } from './signals.ts';
import { siteRoutes } from './sites.ts';
import { statisticsRoutes } from './statistics.ts';
import { visitorRoutes } from './visitors.ts';
import { type WebhookRoutePorts, webhookRoutes } from './webhooks.ts';
import { type WriteBackRoutePorts, writeBackRoutes } from './write-back.ts';

export type RoutePorts = WebhookRoutePorts &
  SegmentDoorPorts &
  WriteBackRoutePorts &
  MailRoutePorts &
  PromiseRoutePorts &
  SampleRoutePorts & {
    readonly jobs: Jobs;
    readonly tally: Tally;
    readonly health: HealthPorts;
    readonly lines: Lines;
  };

/** @example createRoutes(ports).map(({ method, path }) => `${method} ${path}`) */
export function createRoutes(ports: RoutePorts): readonly Route[] {
  const { engine, jobs, tally, health, lines } = ports;
  return [
    ...eventRoutes(engine, tally),
    ...segmentDoorRoutes(ports),
    ...segmentWebhookRoutes(engine, tally, health.store),
    ...relationRoutes(engine),
    ...siteRoutes(engine),
    ...installationRoutes(ports),
    ...planRoutes(engine),
    ...auditRoutes(engine),
    ...liveRoutes(ports),
    ...visitorRoutes(engine),
    ...modelRoutes(engine),
    ...scoreRoutes(engine, lines),
    ...customerRoutes(engine),
    ...membershipRoutes(engine),
    // Before any route of one segment: `health` is no key there.
    ...segmentHealthRoutes(engine),
    ...discoveryRoutes(engine),
    ...segmentRoutes(engine, lines),
    // Before any route of one campaign: `templates` is no key there.
    ...campaignTemplateRoutes(engine),
    ...campaignRoutes(engine),
    ...decideRoutes(engine),
    ...attributionRoutes(engine),
    ...statisticsRoutes(engine),
    ...signalRoutes(engine),
    ...privacyRoutes(engine),
    ...promiseRoutes(ports),
    ...rightsRoutes(engine, health.store),
    ...ownRoutes(engine, health.store),
    ...webhookRoutes(ports),
    ...writeBackRoutes(ports),
    ...mailRoutes(ports),
    ...firstRunRoutes(engine, health.store),
    ...sampleRoutes(ports),
    ...jobRoutes(jobs),
    ...healthRoutes(health),
  ];
}
