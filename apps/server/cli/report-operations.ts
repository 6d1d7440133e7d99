/** Reports that the command line asks for, on a running server or on the folder. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import type { SiteId } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import {
  type AskedAttribution,
  type AttributionView,
  presentAttribution,
  readAttributionQuestion,
} from '../routes/attribution.ts';
import { type DiscoveryView, presentDiscovery } from '../routes/discoveries.ts';
import {
  type AskedSignals,
  presentSignals,
  readSignalsQuestion,
  type SignalsView,
} from '../routes/signals.ts';
import { reading } from './reading.ts';

export type ReportCalls = {
  readonly readAttribution: { request: AskedAttribution & { site: string }; answer: AttributionView };
  readonly readSignals: { request: AskedSignals & { site: string }; answer: SignalsView };
  readonly discoverSegments: { request: { site: string }; answer: DiscoveryView };
};

type Operations = {
  readonly [Name in keyof ReportCalls]: (
    request: ReportCalls[Name]['request'],
  ) => Promise<Outcome<ReportCalls[Name]['answer']>>;
};

export const REPORT_OPERATIONS = [
  'readAttribution',
  'readSignals',
  'discoverSegments',
] as const satisfies readonly (keyof ReportCalls)[];

const text = z.string().optional();
const period = { site: z.string().min(1), goal: text, from: text, to: text };
const attributionSchema = z.strictObject({ ...period, window: text });
const siteSchema = z.strictObject({ site: z.string().min(1) });
const signalsSchema = z.strictObject({ ...period, days: text, retained: text });

export function createReportOperations({
  attribution,
  signals,
  discoveries,
  sites,
  now,
}: Engine): Operations {
  async function report<Question, View>(
    name: string,
    question: Outcome<Question>,
    read: (site: SiteId, question: Question) => Promise<View>,
  ): Promise<Outcome<View>> {
    const site = sites.get(name);
    if (site === undefined) return refuse('unknown_site', 'site', 'check the name with `inkling site list`');
    return question.ok ? accept(await read(site.siteId, question.value)) : question;
  }
  return {
    readAttribution: reading(attributionSchema, ({ site, ...asked }) =>
      report(site, readAttributionQuestion(asked, now()), async (siteId, question) =>
        presentAttribution(await attribution.read(siteId, question)),
      ),
    ),
    discoverSegments: reading(siteSchema, ({ site }) =>
      report(site, accept(null), async (siteId) => presentDiscovery(await discoveries.find(siteId))),
    ),
    readSignals: reading(signalsSchema, ({ site, ...asked }) =>
      report(site, readSignalsQuestion(asked, now()), async (siteId, question) =>
        presentSignals(await signals.read(siteId, question)),
      ),
    ),
  };
}
