/**
 * Every way on which something of one visitor goes somewhere: out of the house, onto a page, into a message, into what is
 * learned. Which purposes stop it, and which code asks. The tests try each row with each answer that a visitor can give,
 * and compare the rows with the code: a new way has to say what stops it.
 */
import type { Purpose } from '../entry.ts';

export type Egress = {
  readonly name: string;
  /** To whom. */
  readonly to: 'receivers' | 'the visitor' | 'the operator' | 'models' | 'reports';
  /** A refusal, an end, or an objection to one of these stops it at that instant. */
  readonly stops: readonly Purpose[];
  /** Where it begins: files that send, or that go through everybody. */
  readonly files: readonly string[];
};

const KNOWN = ['analytics'] as const;
const PROFILED = ['analytics', 'personalization'] as const;

export const EGRESSES = [
  {
    name: 'notices to webhooks',
    to: 'receivers',
    stops: ['analytics', 'share'],
    files: ['integrations/webhook/receiver.ts'],
  },
  {
    name: 'campaigns to webhooks',
    to: 'receivers',
    stops: ['analytics', 'personalization', 'share'],
    files: ['integrations/webhook/receiver.ts'],
  },
  {
    name: 'segments to Segment',
    to: 'receivers',
    stops: ['analytics', 'share'],
    files: ['integrations/segment/write-back/receiver.ts'],
  },
  {
    name: 'scores to Segment',
    to: 'receivers',
    stops: ['analytics', 'personalization', 'share'],
    files: ['integrations/segment/write-back/receiver.ts'],
  },
  {
    name: 'members as a file',
    to: 'receivers',
    stops: ['analytics', 'share'],
    files: ['apps/server/members-file.ts'],
  },
  {
    name: 'scores as a file',
    to: 'receivers',
    stops: ['analytics', 'personalization', 'share'],
    files: ['core/scoring/serving/everybody.ts'],
  },
  {
    name: 'mails',
    to: 'the visitor',
    stops: ['analytics', 'personalization', 'contact'],
    files: ['integrations/email/channel.ts', 'core/decisions/schedule.ts'],
  },
  { name: 'decisions on pages', to: 'the visitor', stops: PROFILED, files: [] },
  { name: 'decisions for servers', to: 'the visitor', stops: PROFILED, files: [] },
  { name: 'export', to: 'the visitor', stops: [], files: [] },
  { name: 'the stream', to: 'the operator', stops: KNOWN, files: ['apps/server/stream.ts'] },
  {
    name: 'segments',
    to: 'the operator',
    stops: KNOWN,
    files: [
      'core/segments/builds.ts',
      'core/measurement/segment-preview.ts',
      'core/measurement/segment-sizes.ts',
    ],
  },
  {
    name: 'scores',
    to: 'the operator',
    stops: PROFILED,
    files: ['core/scoring/serving/sweep.ts', 'core/scoring/serving/spread.ts'],
  },
  { name: 'dry runs', to: 'the operator', stops: PROFILED, files: ['core/decisions/dry-run.ts'] },
  { name: 'trainings', to: 'models', stops: PROFILED, files: ['core/scoring/models/examples.ts'] },
  {
    name: 'uplift trainings',
    to: 'models',
    stops: PROFILED,
    files: ['core/decisions/uplift/campaign-trial.ts'],
  },
  { name: 'lifetimes', to: 'models', stops: PROFILED, files: ['core/scoring/lifetime/lifetimes.ts'] },
  {
    name: 'discovered segments',
    to: 'models',
    stops: PROFILED,
    files: ['core/scoring/clusters/discoveries.ts'],
  },
  { name: 'signals', to: 'reports', stops: KNOWN, files: ['core/measurement/signals/signals.ts'] },
  {
    name: 'attribution',
    to: 'reports',
    stops: KNOWN,
    files: ['core/measurement/attribution/attribution.ts'],
  },
  { name: 'customers', to: 'reports', stops: KNOWN, files: ['core/scoring/lifetime/buyers.ts'] },
  { name: 'traffic', to: 'reports', stops: KNOWN, files: ['core/measurement/traffic.ts'] },
  { name: 'quintiles of buyers', to: 'reports', stops: KNOWN, files: ['core/segments/quintiles.ts'] },
] as const satisfies readonly Egress[];

export type EgressName = (typeof EGRESSES)[number]['name'];
