/** Every verb there is, in the order in which help lists them. */
import type { Verb } from './verb.ts';
import { attributionVerb } from './verbs/attribution.ts';
import { campaignsDryRunVerb, campaignsReportVerb, campaignsUpliftVerb } from './verbs/campaign-results.ts';
import { campaignsInstallVerb, campaignsTemplatesVerb } from './verbs/campaign-templates.ts';
import {
  campaignsCheckVerb,
  campaignsDeleteVerb,
  campaignsListVerb,
  campaignsPutVerb,
  campaignsShowVerb,
} from './verbs/campaigns.ts';
import { doctorVerb } from './verbs/doctor.ts';
import { eraseVerb } from './verbs/erase.ts';
import { explainVerb } from './verbs/explain.ts';
import { exportVerb } from './verbs/export.ts';
import { initVerb } from './verbs/init.ts';
import { jobsRunVerb, jobsVerb } from './verbs/jobs.ts';
import { forgetVaultVerb, masterKeyVerb } from './verbs/master-key.ts';
import { migrateVerb } from './verbs/migrate.ts';
import { modelListVerb, modelRollbackVerb, modelShowVerb, trainVerb } from './verbs/models.ts';
import { operatorKeyVerb } from './verbs/operator-key.ts';
import { proveVerb } from './verbs/prove.ts';
import { replayVerb } from './verbs/replay.ts';
import { restoreVerb } from './verbs/restore.ts';
import { retainVerb } from './verbs/retain.ts';
import { sampleMakeVerb, sampleRemoveVerb } from './verbs/sample.ts';
import { segmentHealthVerb } from './verbs/segment-health.ts';
import { segmentsSizesVerb } from './verbs/segment-sizes.ts';
import {
  segmentsCheckVerb,
  segmentsDeleteVerb,
  segmentsListVerb,
  segmentsMembersVerb,
  segmentsPutVerb,
} from './verbs/segments.ts';
import { segmentsDiscoverVerb } from './verbs/segments-discover.ts';
import { serveVerb } from './verbs/serve.ts';
import { signalsVerb } from './verbs/signals.ts';
import { siteCreateVerb, siteListVerb, siteRemoveVerb, siteRotateVerb } from './verbs/site.ts';
import { writeBackVerb } from './verbs/write-back.ts';

export const VERBS: readonly Verb[] = [
  serveVerb,
  siteCreateVerb,
  siteListVerb,
  siteRotateVerb,
  siteRemoveVerb,
  sampleMakeVerb,
  sampleRemoveVerb,
  initVerb,
  segmentsListVerb,
  segmentsPutVerb,
  segmentsCheckVerb,
  segmentsDeleteVerb,
  segmentsMembersVerb,
  segmentsSizesVerb,
  segmentHealthVerb,
  segmentsDiscoverVerb,
  campaignsListVerb,
  campaignsPutVerb,
  campaignsCheckVerb,
  campaignsShowVerb,
  campaignsReportVerb,
  campaignsUpliftVerb,
  campaignsDryRunVerb,
  campaignsDeleteVerb,
  campaignsTemplatesVerb,
  campaignsInstallVerb,
  explainVerb,
  attributionVerb,
  signalsVerb,
  trainVerb,
  modelListVerb,
  modelShowVerb,
  modelRollbackVerb,
  replayVerb,
  exportVerb,
  eraseVerb,
  restoreVerb,
  migrateVerb,
  retainVerb,
  proveVerb,
  writeBackVerb,
  jobsVerb,
  jobsRunVerb,
  doctorVerb,
  operatorKeyVerb,
  masterKeyVerb,
  forgetVaultVerb,
];
