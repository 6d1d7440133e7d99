import { parseCampaign } from '../../../core/decisions/parse.ts';
import type { Treatment } from '../../../core/decisions/treatment.ts';
import { makeBundle } from '../../../core/local/make-bundle.ts';

/** Of a campaign that everybody of its audience gets. */
function draft(key: string, name: string, treatment: Treatment, more: object): unknown {
  return {
    key,
    name,
    state: 'live',
    reentry: '1h',
    channel: 'onsite',
    variants: [
      { key: 'control', weight: 0, treatment: null },
      { key: 'shown', weight: 100, treatment },
    ],
    goal: { kind: 'conversion', event: 'Signed Up', within: '24h' },
    ...more,
  };
}

function campaign(key: string, name: string, treatment: Treatment, more: object) {
  const parsed = parseCampaign(draft(key, name, treatment, more));
  if (!parsed.ok) throw new Error(`${key}: ${JSON.stringify(parsed)}`);
  return parsed.value;
}

const oncePerDay = { caps: [{ scope: 'campaign', max: 1, per: 'day' }] };

const made = makeBundle({
  site: { zone: 'UTC', currency: 'EUR', sessionGapMs: 1_800_000, holdout: 0, caps: [] },
  segments: [
    {
      key: 'deep-reader',
      name: 'Deep readers',
      when: { event: 'Page Viewed', count: { gte: 3 }, within: 'session' },
    },
  ],
  campaigns: [
    campaign(
      'banner',
      'For whoever reads a lot',
      { kind: 'banner', text: 'You read a lot today.', dismiss: 'Close' },
      { audience: {}, trigger: { entry: 'deep-reader' }, limits: oncePerDay },
    ),
    campaign(
      'slot',
      'Below posts',
      { kind: 'content', text: 'More of this every Friday.' },
      {
        audience: { all: ['deep-reader'] },
        trigger: { slot: 'below' },
        // What stands in the page interrupts nobody.
        obeys: false,
        counts: false,
        limits: { caps: [{ scope: 'campaign', max: 5, per: 'day' }] },
      },
    ),
  ],
  model: null,
});
if (!made.ok) throw new Error(JSON.stringify(made));

/** Rules with one segment of three pages, and two messages for it: one over the page, at most once, and one in a slot. */
export const READING_RULES = made.value;
