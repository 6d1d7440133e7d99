/** Examples of everybody on a site who may be learned from. */
import type { SiteId } from '../../entry.ts';
import { consentAt } from '../../identity/consent.ts';
import { type WalkPorts, walkVisitors } from '../../measurement/visitor-walk.ts';
import type { FoldRules } from '../../profiles/rules.ts';
import { type Dataset, toDataset } from '../labels/dataset.ts';
import { type Example, listExamples } from '../labels/examples.ts';
import type { Label } from '../labels/label.ts';

export type Gathered = { readonly dataset: Dataset; readonly isSampled: boolean };

/** About 50 MB; visitors come by their hash, so that the first of them are a fair sample. */
const MOST_ROWS = 100_000;

export type Gathering = {
  readonly rules: FoldRules;
  /** IANA, of the site. */
  readonly zone: string;
  readonly now: number;
  readonly signal: AbortSignal;
};

/**
 * Whoever declines to be profiled is left out, now and in what was learned before: a training reads the log as it is.
 *
 * @example (await gatherExamples(ports, site, label, { rules, zone, now, signal })).dataset.positives
 */
export async function gatherExamples(
  ports: WalkPorts,
  site: SiteId,
  label: Label,
  { rules, zone, now, signal }: Gathering,
): Promise<Gathered> {
  const examples: Example[] = [];
  for await (const { profile, unit, read } of walkVisitors(ports, site, now)) {
    signal.throwIfAborted();
    if (examples.length >= MOST_ROWS) return { dataset: toDataset(examples), isSampled: true };
    if (consentAt(profile.consent, 'personalization', now)?.allowed === false) continue;
    const entries = await read({ types: ['event'] });
    const history = { visitor: profile.visitor, entries, isAnonymous: unit === 'visitor_day' };
    for (const example of listExamples(history, label, { rules, zone, until: now })) examples.push(example);
  }
  return { dataset: toDataset(examples), isSampled: false };
}
