/** Every verb there is, in the order in which help lists them. */
import type { Verb } from './verb.ts';
import { doctorVerb } from './verbs/doctor.ts';
import { eraseVerb } from './verbs/erase.ts';
import { jobsRunVerb, jobsVerb } from './verbs/jobs.ts';
import { masterKeyVerb } from './verbs/master-key.ts';
import { replayVerb } from './verbs/replay.ts';
import { serveVerb } from './verbs/serve.ts';
import { siteCreateVerb, siteListVerb, siteRotateVerb } from './verbs/site.ts';

export const VERBS: readonly Verb[] = [
  serveVerb,
  siteCreateVerb,
  siteListVerb,
  siteRotateVerb,
  replayVerb,
  eraseVerb,
  jobsVerb,
  jobsRunVerb,
  doctorVerb,
  masterKeyVerb,
];
