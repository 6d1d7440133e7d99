/** Behaviour scripts: pages of one visitor, what happens on them, and what is to be said of it at each step. */
import type { Campaign } from '../../../core/decisions/campaign.ts';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import type { LocalBundle, LocalCampaign } from '../../../core/local/bundle.ts';
import { makeBundle } from '../../../core/local/make-bundle.ts';
import { playInPage, type Script, type Seen } from './behaviour-page.ts';

/** @throws Error where a campaign is none. */
export function campaignOf(key: string, put: object): Campaign {
  const read = parseCampaign({ name: key, state: 'live', reentry: '1h', ...put }, key);
  if (read.ok) return { ...read.value, goal: { ...read.value.goal, within: '24h' } };
  throw new Error(`${key}: ${read.at}: ${read.hint}`);
}

export function bundleOf(script: Script): LocalBundle {
  const { segments, campaigns, zone = 'UTC', holdout = 0, caps = [], model = null } = script;
  const made = makeBundle({
    site: { zone, currency: 'EUR', sessionGapMs: 1_800_000, holdout, caps },
    segments: Object.entries(segments).map(([key, when]) => ({ key, name: key, when })),
    campaigns: Object.entries(campaigns).map(([key, put]) => campaignOf(key, put) as LocalCampaign),
    model,
  });
  if (made.ok) return made.value;
  throw new Error(made.refusals.map(({ at, hint }) => `${at}: ${hint}`).join('; '));
}

/** As a page, its site and its engine do it together. */
export const playLocally = (script: Script, begins = script.begins, unit = script.unit): readonly Seen[] =>
  playInPage(bundleOf(script), script, begins, unit);
